"""Rows of a cycle that is closed stay as they are: its axes, its seats, its polls."""

from typing import Any, ClassVar

from wagtail_remacto.collectivites.admin.rows import BranchRowForm
from wagtail_remacto.cycles import gate


class RunningRowForm(BranchRowForm):
    """A form of rows that belong to a cycle by the page in their column ``within``.

    Once the cycle is closed nothing is added and nothing changed. Translating stays
    possible, and so does taking away what stands in the columns ``may_be_emptied``.
    """

    within = ""
    may_be_emptied: ClassVar[frozenset[str]] = frozenset()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        page = cleaned.get(self.within)
        if page is None or self._translates(page) or self._only_empties(cleaned):
            return cleaned
        if gate.is_over(page):
            self.add_error(None, gate.cycle_closed().sentence)
        return cleaned

    def _translates(self, page: Any) -> bool:
        own = getattr(self.instance, "locale_id", None)
        return self.instance.pk is not None and own not in (None, page.locale_id)

    def _only_empties(self, cleaned: dict[str, Any]) -> bool:
        changed = set(self.changed_data)
        return (
            self.instance.pk is not None
            and bool(changed)
            and changed <= self.may_be_emptied
            and not any(cleaned.get(name) for name in changed)
        )
