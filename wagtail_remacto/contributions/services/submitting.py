import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.conf import content_language
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.contributions.errors import (
    AlreadyClaimed,
    GivenInTheRoom,
    NotShown,
    NotYours,
    TooLateToEdit,
    WrongCode,
)
from wagtail_remacto.contributions.models import (
    Attachment,
    AuthorKind,
    Contribution,
    DraftFile,
    Origin,
    Standing,
)
from wagtail_remacto.contributions.services.standing import decide, held, record_hold
from wagtail_remacto.contributions.services.wordings import keep_wording, wording_moved
from wagtail_remacto.contributions.text import clean, guess_language, render
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import Axis, PhasePage
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.normalise import normalise
from wagtail_remacto.people.models import Participant, ParticipantKind
from wagtail_remacto.people.names import clean_display_name
from wagtail_remacto.people.services import describe


@transaction.atomic
def submit(
    *,
    phase: PhasePage,
    author: Participant,
    title: str,
    text: str,
    confirmed: bool = True,
    language: str = "",
    axis: Axis | None = None,
    themes: Iterable[str] = (),
    association: str = "",
    display_name: str = "",
    place: str = "",
    latitude: Any = None,
    longitude: Any = None,
    files: Sequence[DraftFile] = (),
    submission_key: uuid.UUID | None = None,
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Contribution:
    """What a citizen proposes, kept and, unless something speaks against it, public.

    ``confirmed`` is False while nothing proves that the author's address is theirs:
    then it waits for :func:`confirm`, and so does the ``display_name`` that was given
    with it. The same ``submission_key`` gives the same contribution, however often a
    form is sent. Raises ``gate.Refused`` and ``ValidationError`` (by field).
    """
    phase = gate.lock(phase)
    if submission_key is not None:
        sent = Contribution.objects.filter(submission_key=submission_key).first()
        if sent is not None:
            return sent
    now = now or timezone.now()
    gate.require(
        author,
        Action.CONTRIBUTE,
        phase,
        now,
        sender=sender,
        unconfirmed=not confirmed,
    )
    where = place_of(phase)
    contribution = Contribution(
        reference=_free_reference(),
        phase=phase,
        cycle=where.cycle,
        collectivite=where.collectivite,
        axis=_axis(axis, where.cycle),
        place=_fitting("place", place),
        latitude=latitude,
        longitude=longitude,
        origin=Origin.ONLINE,
        author=author,
        author_kind=_author_kind(author, association),
        author_name=_fitting("author_name", association),
        submission_key=submission_key,
    )
    _word(contribution, title, text, language)
    if not confirmed and not association:
        # Nobody sees it there, and it becomes the person's name with the confirmation.
        contribution.author_name = clean_display_name(display_name)
    # Until the address is confirmed, what the form found is kept for the moderator.
    grounds = list(suspicion)
    if confirmed:
        grounds = _judge(contribution, phase, author, suspicion, now)
    contribution.save()
    if themes:
        contribution.themes.add(*themes)
    _attach(contribution, files)
    keep_wording(contribution, author)
    if grounds:
        record_hold(contribution, Standing.UNCONFIRMED, grounds)
    return contribution


@transaction.atomic
def confirm(
    contribution: Contribution, *, now: dt.datetime | None = None
) -> Contribution:
    """That the author's address is theirs; a second time changes nothing.

    The gate was asked when the text was sent: it counts even if the phase has closed
    before the message was read.
    """
    gate.lock(contribution.phase)
    contribution = _locked(contribution)
    if contribution.standing != Standing.UNCONFIRMED:
        return contribution
    author: Any = contribution.author
    if contribution.author_kind != AuthorKind.ASSOCIATION and contribution.author_name:
        describe(
            participant=author,
            display_name=contribution.author_name,
            language=author.language,
        )
        contribution.author_name = ""
    notes = list(contribution.moderation.all())
    noted = [ground for act in notes for ground in act.grounds]
    grounds = _judge(
        contribution, contribution.phase, author, noted, now or timezone.now()
    )
    contribution.save(update_fields=["standing", "published_at", "author_name"])
    wording_moved(contribution)
    if grounds and notes:
        held(contribution, notes[-1], grounds)
    elif grounds:
        record_hold(contribution, Standing.UNCONFIRMED, grounds)
    return contribution


@transaction.atomic
def enter(
    *,
    phase: PhasePage,
    by: Any,
    title: str,
    text: str,
    workshop: Any = None,
    origin: str = Origin.WORKSHOP,
    axis: Axis | None = None,
    language: str = "",
    themes: Iterable[str] = (),
    author_kind: str = AuthorKind.GROUP,
    author_name: str = "",
    collected_by: str = "",
    external_key: str = "",
    reference: str = "",
    now: dt.datetime | None = None,
) -> tuple[Contribution, bool]:
    """An idea given on paper, entered by an officer; and whether it is new.

    ``external_key`` names it in the phase: what was entered under the same key is
    returned as it stands. ``reference`` is the one printed on its slip. Public at once.
    Raises ``gate.Refused`` and ``ValidationError`` (by field).
    """
    phase = gate.lock(phase)
    now = now or timezone.now()
    gate.require(by, gate.Deed.ENTER, phase, now)
    external_key = _fitting("external_key", external_key)
    if external_key:
        known = Contribution.objects.filter(
            phase=phase, external_key=external_key
        ).first()
        if known is not None:
            return known, False
    where = place_of(phase)
    contribution = Contribution(
        reference=_printed_reference(reference) if reference else _free_reference(),
        phase=phase,
        cycle=where.cycle,
        collectivite=where.collectivite,
        axis=_axis(axis, where.cycle),
        origin=origin,
        workshop=workshop.canonical if workshop is not None else None,
        author_kind=author_kind,
        author_name=_fitting("author_name", author_name),
        collected_by=_fitting("collected_by", collected_by),
        external_key=external_key,
        entered_by=by,
        standing=Standing.PUBLIC,
        published_at=now,
    )
    _word(contribution, title, text, language)
    contribution.save()
    if themes:
        contribution.themes.add(*themes)
    keep_wording(contribution, None)
    # The log outlives a moderator’s decision: it names it without its words.
    log(
        contribution,
        "wagtail_remacto.enter",
        user=by,
        title=contribution.shown_reference,
    )
    return contribution, True


def may_edit(
    contribution: Contribution, editor: Any, now: dt.datetime | None = None
) -> str:
    """Why ``editor`` may not change the wording any more; empty if they may."""
    now = now or timezone.now()
    if contribution.author_id is None or editor.pk != contribution.author_id:
        return str(NotYours())
    if contribution.origin != Origin.ONLINE:
        return str(GivenInTheRoom())
    if contribution.standing not in (Standing.PUBLIC, Standing.HELD):
        return str(NotShown())
    if contribution.has_reactions:
        return _("People have reacted to it: it stays as they have read it.")
    if now > contribution.editable_until(get_adapter().edit_window(contribution)):
        return _("The time to edit it is over; you may still withdraw it.")
    return ""


@transaction.atomic
def edit(
    *,
    contribution: Contribution,
    editor: Participant,
    title: str,
    text: str,
    language: str = "",
    axis: Axis | None = None,
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Contribution:
    """Another wording by its author; the earlier ones stay in the record.

    Raises ``gate.Refused``, ``NotYours``, ``GivenInTheRoom``, ``TooLateToEdit``,
    ``ValidationError``.
    """
    now = now or timezone.now()
    phase = gate.lock(contribution.phase)
    contribution = _locked(contribution)
    if editor.pk != contribution.author_id:
        raise NotYours
    if contribution.origin != Origin.ONLINE:
        raise GivenInTheRoom
    gate.require(editor, Action.CONTRIBUTE, phase, now, sender=sender)
    why_not = may_edit(contribution, editor, now)
    if why_not:
        raise TooLateToEdit(why_not)
    before = contribution.standing
    contribution.axis = _axis(axis, contribution.cycle)
    _word(contribution, title, text, language)
    contribution.edited_at = now
    grounds: list[str] = []
    if before == Standing.PUBLIC:
        grounds = _judge(contribution, phase, editor, suspicion, now)
    contribution.save()
    keep_wording(contribution, editor)
    if grounds:
        record_hold(contribution, before, grounds)
    return contribution


@transaction.atomic
def withdraw(
    *,
    contribution: Contribution,
    author: Participant,
    now: dt.datetime | None = None,
) -> Contribution:
    """Taken back by its author, whenever they want; a tombstone stays in its place.

    None of what nobody could ever read. What was hidden stays hidden. Raises
    ``NotYours``.
    """
    gate.lock(contribution.phase)
    contribution = _locked(contribution)
    if contribution.author_id is None or author.pk != contribution.author_id:
        raise NotYours
    if contribution.origin != Origin.ONLINE:
        raise GivenInTheRoom
    if contribution.standing in (Standing.WITHDRAWN, Standing.HIDDEN):
        return contribution
    contribution.standing = Standing.WITHDRAWN
    contribution.withdrawn_at = now or timezone.now()
    contribution.save(update_fields=["standing", "withdrawn_at"])
    return contribution


@transaction.atomic
def claim(
    *,
    contribution: Contribution,
    participant: Participant,
    code: str,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Contribution:
    """Whoever gave an idea on paper has it among their own, by the code of its slip.

    They read its way and answer for it; its words, and the group or association that
    gave it, stay as they were given. Raises ``gate.Refused``, ``WrongCode``,
    ``AlreadyClaimed``.
    """
    gate.lock(contribution.phase)
    contribution = _locked(contribution)
    gate.require(participant, gate.Deed.CLAIM, contribution.phase, now, sender=sender)
    if contribution.origin == Origin.ONLINE or not references.claim_code_matches(
        contribution.reference, code
    ):
        raise WrongCode
    if contribution.author_id == participant.pk:
        return contribution
    if contribution.author_id is not None:
        raise AlreadyClaimed
    contribution.author = participant
    contribution.claimed_at = now or timezone.now()
    contribution.save(update_fields=["author", "claimed_at"])
    log(
        contribution,
        "wagtail_remacto.claim",
        user=participant.user,
        title=contribution.shown_reference,
    )
    return contribution


def _word(
    contribution: Contribution, title: str, text: str, language: str
) -> Contribution:
    """Give it its words; raises ``ValidationError`` by field."""
    title, text = clean(title).replace("\n", " ").strip(), clean(text)
    most = conf.get("CONTRIBUTION_MAX_LENGTH")
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = _("Give it a title: a few words.")
    elif len(title) > 120:
        errors["title"] = _("The title has %(length)d characters; 120 fit.") % {
            "length": len(title)
        }
    if not text:
        errors["text"] = _("Say what you propose.")
    elif len(text) > most:
        errors["text"] = _("The text has %(length)d characters; %(most)d fit.") % {
            "length": len(text),
            "most": most,
        }
    if errors:
        raise ValidationError(errors)
    contribution.title = title
    contribution.text = text
    contribution.html = render(text)
    contribution.language = language or guess_language(
        f"{title} {text}", content_language()
    )
    contribution.search_text = normalise(f"{title} {text}")
    return contribution


def _fitting(field: str, words: str) -> str:
    """The words as a short field keeps them; too long is an error, never a cut.

    Two keys that begin alike would be taken for one, and an idea lost.
    """
    words = clean(words)
    column: Any = Contribution._meta.get_field(field)
    most = column.max_length
    if len(words) > most:
        raise ValidationError(
            {
                field: _("The text has %(length)d characters; %(most)d fit.")
                % {"length": len(words), "most": most}
            }
        )
    return words


def _judge(
    contribution: Contribution,
    phase: PhasePage,
    author: Participant,
    suspicion: Sequence[str],
    now: dt.datetime,
) -> list[str]:
    """Decide its standing; returns what it is held for."""
    standing, grounds = decide(
        phase,
        f"{contribution.title}\n{contribution.text}",
        author,
        suspicion,
        other_than=contribution.pk,
    )
    contribution.standing = standing
    if standing == Standing.PUBLIC and contribution.published_at is None:
        contribution.published_at = now
    return grounds


def _axis(axis: Axis | None, cycle: Any) -> Axis | None:
    """The axis as rows point at it: of this cycle, in the fallback language."""
    if axis is None:
        return None
    if axis.cycle_id != cycle.pk or not axis.active:
        raise ValidationError({"axis": _("This axis is not one of the cycle’s.")})
    if axis.locale.language_code == conf.fallback_language():
        return axis
    found = Axis.objects.filter(
        translation_key=axis.translation_key,
        locale__language_code=conf.fallback_language(),
    ).first()
    return found or axis


def _author_kind(author: Participant, association: str) -> str:
    if association:
        return AuthorKind.ASSOCIATION
    if author.kind == ParticipantKind.EMAIL:
        return AuthorKind.EMAIL
    return AuthorKind.ACCOUNT


def _free_reference() -> str:
    while True:
        reference = references.new()
        if not Contribution.objects.filter(reference=reference).exists():
            return reference


def _printed_reference(text: str) -> str:
    reference = references.read(text)
    if reference is None:
        raise ValidationError(
            {
                "reference": _("“%(text)s” is not a reference: one sign is wrong.")
                % {"text": text}
            }
        )
    if Contribution.objects.filter(reference=reference).exists():
        raise ValidationError(
            {"reference": _("The slip “%(text)s” was entered before.") % {"text": text}}
        )
    return reference


def _locked(contribution: Contribution) -> Contribution:
    return (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("phase", "phase__locale", "cycle", "author__user")
        .get(pk=contribution.pk)
    )


def _attach(contribution: Contribution, files: Sequence[DraftFile]) -> None:
    """The files of the draft become the contribution's; the stored file is the same."""
    Attachment.objects.bulk_create(
        Attachment(
            contribution=contribution,
            file=file.file.name,
            name=file.name,
            kind=file.kind,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            width=file.width,
            height=file.height,
        )
        for file in files
    )
