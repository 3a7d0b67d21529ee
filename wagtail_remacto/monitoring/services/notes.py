"""The second voice: what civil society says of a milestone, and the right of reply.

Neither service here writes a column of the administration’s voice, nor does a service
of that voice write one of these (domain rule 6).
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.contributions.attachments import CheckedFile
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.errors import NotAnnounced, Withdrawn
from wagtail_remacto.monitoring.membership import Holder, holder_of
from wagtail_remacto.monitoring.models import (
    Completion,
    Milestone,
    MonitoringNote,
    NoteReply,
    Stance,
    Update,
)
from wagtail_remacto.monitoring.services import evidence, updates
from wagtail_remacto.monitoring.services.locking import lock, require_running
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import ensure_participant


@transaction.atomic
def note(
    *,
    milestone: Milestone,
    who: Any,
    stance: str,
    text: str,
    completion: str = "",
    language: str = "",
    files: Sequence[tuple[CheckedFile, str]] = (),
    key: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> MonitoringNote:
    """What a civil-society seat or a confirmed partner says of a milestone.

    ``who`` is an account or a participant. Who confirms says what the administration
    says, whatever ``completion`` is; who contradicts has to say something else. It
    takes the place of what the same seat or partner said before, which stays readable.
    Under one ``key``, sent twice is one note: the second call returns it. Raises
    ``gate.Refused``, ``NotAdopted``, ``CycleClosed``, ``NotAnnounced``, ``Withdrawn``
    and ``ValidationError`` (by field).
    """
    now = now or timezone.now()
    ground = lock(milestone.project)
    gate.require(who, Deed.MONITOR, ground.project, now)
    holder = holder_of(who, ground.project, now)
    if holder is None:  # pragma: no cover – the gate has asked the same
        raise gate.Refused(gate.not_admitted())
    sent = _sent(key, milestone, holder)
    if sent is not None:
        return sent
    require_running(ground)
    # As it is now that the project is held.
    milestone = Milestone.objects.get(pk=milestone.pk)
    if milestone.announced_at is None:
        raise NotAnnounced
    if milestone.is_withdrawn:
        raise Withdrawn
    text = clean(text).strip()
    completion = _checked(milestone, stance, completion, text, len(files))
    author = who if isinstance(who, Participant) else ensure_participant(who)
    _supersede(milestone, holder, author, now)
    made = MonitoringNote.objects.create(
        milestone=milestone,
        stance=stance,
        of_completion=milestone.completion,
        of_update=_last_word(milestone),
        completion=completion,
        text=text,
        language=language or guess_language(text, conf.content_language()),
        seat=holder.seat,
        partner=holder.partner,
        author=author,
        key=key,
        at=now,
    )
    evidence.keep(files, note=made)
    rollup.recount_milestone(milestone)
    rollup.recount_project(ground.project)
    tell(
        Event(
            kind="note",
            key=f"note:{made.pk}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts={
                "note": made.pk,
                "milestone": milestone.pk,
                "stance": made.stance,
                "completion": made.completion,
            },
        )
    )
    return made


@transaction.atomic
def reply(
    *,
    note: MonitoringNote,
    by: Any,
    text: str,
    language: str = "",
    now: dt.datetime | None = None,
) -> NoteReply:
    """The administration’s answer to a note, which stays as it is.

    The same words twice are one reply. Raises ``gate.Refused``, ``NotAdopted``,
    ``CycleClosed`` and ``ValidationError``.
    """
    now = now or timezone.now()
    ground = lock(note.milestone.project)
    gate.require(by, Deed.REPLY, ground.project, now)
    require_running(ground)
    text = clean(text).strip()
    wrong = _length(text, _("Write the reply."))
    if wrong:
        raise ValidationError({"text": wrong})
    last = note.replies.order_by("-at", "-pk").first()
    if last is not None and (last.text, last.by_id) == (text, by.pk):
        return last
    made = NoteReply.objects.create(
        note=note,
        text=text,
        language=language or guess_language(text, conf.content_language()),
        by=by,
        at=now,
    )
    facts = {"reply": made.pk, "note": note.pk, "milestone": note.milestone_id}
    tell(
        Event(
            kind="reply",
            key=f"reply:{made.pk}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts=facts,
        )
    )
    log(ground.project, "wagtail_remacto.reply_note", user=by, data=facts)
    return made


def why_not(milestone: Milestone) -> str:
    """Why nobody can speak of it now, whoever they are; empty if they can."""
    if milestone.is_withdrawn:
        return Withdrawn().sentence
    return updates.why_not(milestone.project)


def _sent(
    key: uuid.UUID | None, milestone: Milestone, holder: Holder
) -> MonitoringNote | None:
    """What was sent under this key before, by the same voice."""
    if key is None:
        return None
    found = MonitoringNote.objects.filter(key=key).first()
    if found is None:
        return None
    if (found.milestone_id, found.seat, found.partner) != (
        milestone.pk,
        holder.seat,
        holder.partner,
    ):
        raise ValidationError(_("This form was sent before. Open it again."))
    return found


def _supersede(
    milestone: Milestone, holder: Holder, author: Participant, now: dt.datetime
) -> None:
    """What the same voice said before, and what the same person said by another.

    Who was a partner and has a seat since is one voice.
    """
    before_it = MonitoringNote.objects.filter(
        Q(seat=holder.seat, partner=holder.partner) | Q(author=author),
        milestone=milestone,
        superseded_at__isnull=True,
    )
    for before in before_it:
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])


def _last_word(milestone: Milestone) -> Update | None:
    """The update that says how far the milestone is, if one does."""
    said = Update.objects.filter(milestone=milestone, superseded_at__isnull=True)
    return said.exclude(completion="").order_by("-on", "-at", "-pk").first()


def _checked(
    milestone: Milestone, stance: str, completion: str, text: str, files: int
) -> str:
    """The completion that is kept. Raises ``ValidationError``."""
    wrong: dict[str, str] = {}
    if stance not in Stance:
        wrong["stance"] = _("Choose one of these.")
    elif stance == Stance.CONFIRMS:
        completion = milestone.completion
    elif completion not in Completion:
        wrong["completion"] = _("Say how far you see it.")
    elif stance == Stance.CONTRADICTS and completion == milestone.completion:
        wrong["completion"] = _(
            "That is what the administration says. Who contradicts says something else."
        )
    sentence = _length(text, _("Say what you have seen, so that others can follow."))
    if sentence:
        wrong["text"] = sentence
    most = conf.get("ATTACHMENTS_MAX")
    if files > most:
        wrong["files"] = _("At most %(most)d files can be attached.") % {"most": most}
    if wrong:
        raise ValidationError(wrong)
    return completion


def _length(text: str, empty: str) -> str:
    """What is wrong with the length of a text; empty if nothing is."""
    most = conf.get("CONTRIBUTION_MAX_LENGTH")
    if not text:
        return empty
    if len(text) > most:
        return _("This has %(length)d characters; %(most)d fit.") % {
            "length": len(text),
            "most": most,
        }
    return ""
