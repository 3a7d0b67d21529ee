"""Good files of a form that could not be taken, until it is sent again.

They lie in a draft without a phase, under the form’s own key, and go with the other
drafts when their time is up (``contributions/personal.py``).
"""

import uuid
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from wagtail_remacto.contributions import attachments, drafts
from wagtail_remacto.contributions.attachments import CheckedFile
from wagtail_remacto.contributions.models import Draft, DraftFile
from wagtail_remacto.people.models import Participant


class KeptFiles:
    """By the number of the field; ``who`` is whoever acts (``people.session``)."""

    def __init__(self, key: uuid.UUID, who: Any) -> None:
        self.key = key
        self.participant = who if isinstance(who, Participant) else None

    @cached_property
    def draft(self) -> Draft | None:
        return Draft.objects.filter(key=self.key, phase__isnull=True).first()

    @cached_property
    def rows(self) -> dict[int, DraftFile]:
        if self.draft is None:
            return {}
        files = {row.pk: row for row in self.draft.files.all()}
        slots = self.draft.data.get("slots", {})
        return {int(n): files[pk] for n, pk in slots.items() if pk in files}

    def take(self, slot: int) -> CheckedFile | None:
        """As if it had been sent again."""
        row = self.rows.get(slot)
        if row is None:
            return None
        try:
            with row.file.open("rb") as stored:
                content = ContentFile(stored.read(), name=row.name)
        except FileNotFoundError:
            return None
        return CheckedFile(content=content, **attachments.facts_of(row))

    @transaction.atomic
    def keep(self, slot: int, file: CheckedFile) -> None:
        draft, _made = Draft.objects.select_for_update().get_or_create(
            key=self.key, defaults={"participant": self.participant}
        )
        if draft.phase_id is not None:
            # The key of somebody’s contribution is none of ours.
            return
        row = DraftFile.objects.create(draft=draft, **attachments.columns(file))
        slots = dict(draft.data.get("slots", {}))
        before = slots.get(str(slot))
        draft.data = {**draft.data, "slots": {**slots, str(slot): row.pk}}
        draft.save(update_fields=["data", "updated_at"])
        if before is not None:
            drafts.detach(draft, str(before))
        self._read_again()

    def remove(self, slot: int) -> None:
        row = self.rows.get(slot)
        if self.draft is not None and row is not None:
            drafts.detach(self.draft, str(row.pk))
            self._read_again()

    def forget(self) -> None:
        """What it was for is done."""
        if self.draft is not None:
            drafts.discard(self.draft)
        self._read_again()

    def _read_again(self) -> None:
        self.__dict__.pop("draft", None)
        self.__dict__.pop("rows", None)
