"""Rows of the civic record: added, superseded by another, never rewritten."""

from typing import Any, ClassVar

from django.db import models

from wagtail_remacto.people.models import RecordError


class Record(models.Model):
    """A row that is written once (domain rule 3).

    ``later`` names the columns that the room's services may fill in afterwards; what
    else is said wrongly is superseded by another row.
    """

    later: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            fields = set(kwargs.get("update_fields") or ())
            if not fields or not fields <= self.later:
                raise RecordError(
                    f"A {self._meta.verbose_name} is never rewritten; add another."
                )
        else:
            # A new object with the key of a row would rewrite that row.
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError(f"A {self._meta.verbose_name} is never deleted.")
