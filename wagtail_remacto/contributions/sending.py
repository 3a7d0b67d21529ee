"""From a draft to a contribution, and the message that confirms it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.errors import NoDiscussion
from wagtail_remacto.contributions.models import (
    Contribution,
    Draft,
    DraftFile,
    Standing,
)
from wagtail_remacto.cycles import gate, rates
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people import confirmations, links, mail
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.services import (
    address_of,
    confirm,
    describe,
    participant_at,
    record_consent,
)

PURPOSE = "contribution"
# The page that thanks shows the reference; its address may stand in a history.
THANKS = "contribution-sent"


@dataclass(frozen=True, slots=True)
class Person:
    """Who sends it: a participant who is known, or an address still to be confirmed."""

    display_name: str
    participant: Participant | None = None
    email: str = ""


@transaction.atomic
def send(
    *,
    draft: Draft,
    phase: PhasePage,
    person: Person,
    words: dict[str, Any],
    shown: PhasePage,
    absolute: Callable[[str], str],
    suspicion: Sequence[str] = (),
    sender: Sender | None = None,
) -> Contribution:
    """The contribution that the draft becomes; consent and message in one transaction.

    ``words`` is what the forms have checked, by the names of ``services.submit``;
    ``shown`` is the phase's page in the reader's language; ``absolute`` makes a path an
    address. Sent twice, it is one contribution, one consent and one message. Raises
    ``gate.Refused`` and ``ValidationError``; then nothing is written and the draft
    stays.
    """
    known = person.participant is not None
    author = person.participant or participant_at(person.email)
    files = list(draft.files.all()) if getattr(draft, "has_files", True) else []
    contribution = services.submit(
        phase=phase,
        author=author,
        confirmed=known,
        display_name=person.display_name,
        files=files,
        submission_key=draft.key,
        suspicion=suspicion,
        sender=sender,
        **words,
    )
    if not _remove(draft, files):
        # The same form, sent twice at once: the other one has done all this.
        return contribution
    if known and author.display_name != person.display_name:
        describe(
            participant=author,
            display_name=person.display_name,
            language=author.language,
        )
    record_consent(
        participant=author,
        purpose=ConsentPurpose.CONTRIBUTE,
        collectivite=(
            contribution.collectivite if shown.pk == phase.pk else whose_notice(shown)
        ),
    )
    if contribution.standing == Standing.UNCONFIRMED:
        ask_to_confirm(contribution, absolute=absolute, sender=sender)
    return contribution


def _remove(draft: Draft, files: Sequence[DraftFile]) -> bool:
    """Delete the rows, not what is stored: it belongs to the contribution now.

    Whether the draft was still there.
    """
    if files:
        DraftFile.objects.filter(draft=draft).delete()
    # Its files have gone: no need to look for them a second time.
    drafts: Any = Draft.objects.filter(pk=draft.pk)
    return bool(drafts._raw_delete(drafts.db))


def whose_notice(shown: PhasePage) -> CollectivitePage:
    """The collectivité that a form about this page names, in the page's language."""
    found = collectivite_of(shown)
    if found is None:
        raise NoDiscussion
    return found


def ask_to_confirm(
    contribution: Contribution,
    *,
    absolute: Callable[[str], str],
    sender: Sender | None = None,
) -> None:
    """Send the link that makes it public; raises ``Refused`` if asked for too often."""
    author: Any = contribution.author
    email = address_of(author)
    counted = Sender(f"mail:{email}", sender.address if sender else "")
    wait = rates.exceeded("mail", counted)
    if wait is not None:
        raise Refused(gate.too_often(wait))
    mail.send(
        to=email,
        template="confirm_contribution",
        # Not a word of what was typed: nobody has shown yet that it is theirs.
        context={
            "reference": contribution.shown_reference,
            "is_idea": contribution.is_idea,
            "phase": contribution.phase.words("title"),
            "collectivite": contribution.collectivite.words("title"),
            "link": absolute(confirmations.path(PURPOSE, contribution.pk)),
        },
        language=get_language() or "",
    )


def thanks_path(contribution: Contribution) -> str:
    """The page after sending, for whoever has just sent it; works as long as a link."""
    return reverse(
        "wagtail_remacto:contribution_sent", args=[links.sign(THANKS, contribution.pk)]
    )


def thanked(token: str) -> Contribution:
    """What the page after sending is about; raises ``DeadLink``."""
    return _found(links.read(THANKS, token))


def _found(pk: str) -> Contribution:
    found = (
        Contribution.objects.filter(pk=pk)
        .select_related("author__user", "phase__locale")
        .first()
    )
    if found is None or found.author is None or found.author.erased_at:
        raise DeadLink(_("What this link confirms is not there any more."))
    return found


def _ask(subject: str) -> Question:
    contribution = _found(subject)
    return Question(
        title=_("Confirm your idea")
        if contribution.is_idea
        else _("Confirm your remark"),
        text=_("“%(title)s”, reference %(reference)s.")
        % {
            "title": contribution.title,
            "reference": contribution.shown_reference,
        },
        button=_("Yes, it is mine: send it"),
    )


def _confirm(subject: str) -> tuple[Participant | None, str]:
    with transaction.atomic():
        gate.lock(_found(subject).phase)
        # As it is now that nobody else confirms it.
        contribution = _found(subject)
        waited = contribution.standing == Standing.UNCONFIRMED
        author: Any = contribution.author
        confirm(author)
        services.confirm(contribution)
    return author if waited else None, thanks_path(contribution)


confirmations.register(Confirmation(PURPOSE, ask=_ask, confirm=_confirm))
