"""A claim by somebody without an account: it waits until the link is opened."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wagtail_remacto.contributions import references, services
from wagtail_remacto.contributions.errors import (
    AlreadyClaimed,
    ContributionError,
    WrongCode,
)
from wagtail_remacto.contributions.models import Contribution, Origin
from wagtail_remacto.contributions.shown import shown_title
from wagtail_remacto.cycles import gate, rates
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people import confirmations, mail
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.services import confirm, participant_at, record_consent

PURPOSE = "claim"


@transaction.atomic
def claim(
    *,
    contribution: Contribution,
    participant: Participant,
    code: str,
    sender: Sender | None = None,
) -> Contribution:
    """The claim of somebody who is known, with their consent.

    Raises as ``services.claim``; then nothing is recorded.
    """
    was = contribution.author_id
    found = services.claim(
        contribution=contribution, participant=participant, code=code, sender=sender
    )
    if was != participant.pk:
        _consent(participant, found)
    return found


def claim_by_email(
    *,
    contribution: Contribution,
    email: str,
    code: str,
    absolute: Callable[[str], str],
    sender: Sender,
) -> None:
    """Send the link that makes the idea theirs, to whoever knows the code.

    Raises ``gate.Refused``, ``WrongCode``, ``AlreadyClaimed``.
    """
    wait = rates.exceeded("claim", sender)
    if wait is not None:
        raise Refused(gate.too_often(wait))
    if contribution.origin == Origin.ONLINE or not references.claim_code_matches(
        contribution.reference, code
    ):
        raise WrongCode
    if contribution.author_id is not None:
        raise AlreadyClaimed
    # Neither one sender to many addresses nor many senders to one address.
    wait = rates.exceeded("mail", Sender(f"mail:{email}", sender.address))
    if wait is not None:
        raise Refused(gate.too_often(wait))
    with transaction.atomic():
        author = participant_at(email)
        mail.send(
            to=email,
            template="claim",
            context={
                "contribution": contribution,
                "title": shown_title(contribution),
                "link": absolute(
                    confirmations.path(PURPOSE, f"{contribution.pk}:{author.key}")
                ),
            },
            language=get_language() or "",
        )


def _consent(participant: Participant, contribution: Contribution) -> None:
    record_consent(
        participant=participant,
        purpose=ConsentPurpose.CLAIM,
        collectivite=contribution.collectivite,
    )


def _found(subject: str) -> tuple[Contribution, Participant]:
    pk, _colon, key = subject.partition(":")
    contribution = (
        Contribution.objects.filter(pk=pk).select_related("phase__locale").first()
    )
    claimant = Participant.objects.filter(key=key, erased_at__isnull=True).first()
    if contribution is None or claimant is None:
        raise DeadLink(_("What this link claims is not there any more."))
    return contribution, claimant


def _ask(subject: str) -> Question:
    contribution, _claimant = _found(subject)
    return Question(
        title=_("Claim your idea"),
        text=_("“%(title)s”, reference %(reference)s.")
        % {
            "title": shown_title(contribution),
            "reference": contribution.shown_reference,
        },
        button=_("Yes, it is mine"),
    )


def _confirm(subject: str) -> tuple[Participant | None, str]:
    with transaction.atomic():
        gate.lock(_found(subject)[0].phase)
        contribution, claimant = _found(subject)
        was_claimed = contribution.author_id is not None
        confirm(claimant)
        try:
            # Whoever asked for the link has given the code.
            claim(
                contribution=contribution,
                participant=claimant,
                code=references.claim_code(contribution.reference),
            )
        except ContributionError as error:
            raise DeadLink(error.sentence) from None
    return None if was_claimed else claimant, contribution.get_absolute_url()


confirmations.register(Confirmation(PURPOSE, ask=_ask, confirm=_confirm))
