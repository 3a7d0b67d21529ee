"""What somebody has begun to write: kept on the server until it is sent.

Nothing here asks whether it may be sent; a draft may outlive its phase, so that its
author can still copy what they wrote.
"""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import ngettext

from wagtail_remacto import conf
from wagtail_remacto.contributions import attachments, small_pictures
from wagtail_remacto.contributions.models import Contribution, Draft, DraftFile
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.models import Participant

# What each step asks, and how much of it is kept, in characters: more than may be sent,
# so that what is too long can be shortened.
WORDS = {"title": 1_000, "text": 50_000}
DETAILS = {
    "axis": 20,
    "themes": 20,
    "language": 12,
    "association": 1_000,
    "place": 1_000,
    "latitude": 40,
    "longitude": 40,
}
SENDER = {"display_name": 300, "email": 300}
# When the form was first opened, signed (people/traps.py).
OPENED = {"opened": 200}
FIELDS = {**WORDS, **DETAILS, **SENDER, **OPENED}
# Those of which several may be chosen, and how many are kept.
SEVERAL = {"themes": 20}


class AlreadySent(Exception):
    """The draft has become this ``contribution``, and is no more."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(contribution.reference)
        self.contribution = contribution


def typed(posted: Any, names: Iterable[str]) -> dict[str, Any]:
    """The values of these fields in a ``QueryDict``, as they were typed.

    A field that the form did not have is left out; of several choices, none counts as
    an empty list.
    """
    values: dict[str, Any] = {}
    for name in names:
        if name in SEVERAL:
            chosen = posted.getlist(name)[: SEVERAL[name]]
            values[name] = [_storable(each, FIELDS[name]) for each in chosen]
        elif name in posted:
            values[name] = _storable(posted[name], FIELDS[name])
    return values


def _storable(value: Any, most: int) -> str:
    # PostgreSQL keeps no null character in JSON, and no half of a surrogate pair.
    text = str(value)[:most].replace("\x00", "").replace("\r\n", "\n")
    return text.encode("utf-8", "ignore").decode("utf-8")


def find(
    phase: PhasePage, keys: Iterable[uuid.UUID], who: Any, *, others: bool = True
) -> Draft | None:
    """The draft of this phase with one of the keys, or else the participant's own.

    ``who`` is whoever acts (``people.session``). A key alone gives the draft, for a
    session may have ended meanwhile; but not somebody else who has signed in since.
    Without ``others``, only the keys count. One query; ``has_files`` is on the draft.
    """
    drafts = Draft.objects.filter(phase=phase).annotate(
        has_files=models.Exists(DraftFile.objects.filter(draft=models.OuterRef("pk")))
    )
    mine = models.Q(key__in=list(keys))
    if isinstance(who, Participant):
        own = models.Q(participant=who)
        drafts = drafts.filter(own | models.Q(participant__isnull=True))
        mine |= own if others else models.Q()
    elif who.is_authenticated:
        drafts = drafts.filter(participant__isnull=True)
    return drafts.filter(mine).order_by("-updated_at").first()


@transaction.atomic
def keep(
    *,
    key: uuid.UUID,
    phase: PhasePage,
    values: Mapping[str, Any],
    if_new: Mapping[str, Any] | None = None,
    who: Any,
) -> Draft | None:
    """Add the values to the draft of this key, made if there is none.

    ``if_new`` are the values of a draft that is not there (any more). ``None`` if the
    key is that of another phase or person. Raises ``AlreadySent``.
    """
    participant = who if isinstance(who, Participant) else None
    draft, made = Draft.objects.select_for_update().get_or_create(
        key=key,
        defaults={
            "phase": phase,
            "participant": participant,
            "data": {**(if_new or {}), **values},
        },
    )
    if made:
        # What is saved late must not bring back what has been sent meanwhile.
        sent = Contribution.objects.filter(submission_key=key).first()
        if sent is not None:
            raise AlreadySent(sent)
        return draft
    if draft.phase_id != phase.pk:
        return None
    owner = draft.participant_id
    if owner and who.is_authenticated and owner != getattr(participant, "pk", None):
        return None
    draft.participant_id = participant.pk if participant else owner
    draft.data = {**draft.data, **values}
    draft.save(update_fields=["data", "participant", "updated_at"])
    return draft


def attach(draft: Draft, uploads: Iterable[Any]) -> list[str]:
    """Check and keep each file; returns why some were not kept, a sentence each."""
    room = conf.get("ATTACHMENTS_MAX") - draft.files.count()
    refused: list[str] = []
    for upload in uploads:
        if room <= 0:
            refused.append(_too_many())
            break
        try:
            checked = attachments.check(upload)
        except ValidationError as wrong:
            refused.extend(wrong.messages)
            continue
        if draft.files.filter(sha256=checked.sha256).exists():
            continue
        DraftFile.objects.create(draft=draft, **attachments.columns(checked))
        room -= 1
    return refused


def _too_many() -> str:
    most = conf.get("ATTACHMENTS_MAX")
    return ngettext(
        "Only %(most)d file can be attached; the others were left out.",
        "Only %(most)d files can be attached; the others were left out.",
        most,
    ) % {"most": most}


def detach(draft: Draft, pk: str) -> None:
    """Remove a file of the draft, and what is stored of it; any other is let be."""
    if pk.isascii() and pk.isdigit():
        _remove(draft.files.filter(pk=int(pk)))


def discard(draft: Draft) -> None:
    """Throw the draft away, with its files."""
    _remove(draft.files.all())
    draft.delete()


def _remove(files: models.QuerySet[DraftFile]) -> None:
    for file in list(files):
        stored, storage = file.file.name, file.file.storage
        file.delete()
        with suppress(OSError):
            small_pictures.delete(storage, str(stored))
