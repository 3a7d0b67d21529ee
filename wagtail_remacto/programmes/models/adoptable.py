"""Pages whose commitments a council adopts."""

from typing import Any

from django.db import models
from wagtail.models import PagePermissionTester


class AdoptedPageTester(PagePermissionTester):  # type: ignore[misc]
    """What nobody may do to an adopted page, superusers included.

    It only keeps the admin from offering it: ``programmes.frozen`` refuses. What is
    known of a programme is kept on the user, so that a list of its projects asks once.
    """

    def can_unpublish(self) -> bool:
        return not self._is_held and super().can_unpublish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self._is_held and super().can_delete(ignore_bulk)

    def can_move(self) -> bool:
        return not self._is_held and super().can_move()

    def can_move_to(self, destination: Any) -> bool:
        if self._is_held and not self.page.is_child_of(destination):
            return False
        return bool(super().can_move_to(destination))

    def can_publish(self) -> bool:
        return not self._is_left_out and super().can_publish()

    def can_add_subpage(self) -> bool:
        return self._adopted is None and super().can_add_subpage()

    @property
    def _adopted(self) -> frozenset[Any] | None:
        """What was adopted with the programme of this page; None while nothing was."""
        from wagtail_remacto.programmes.frozen import keys_adopted, programme_path

        known: dict[str, Any] = getattr(self.user, "_remacto_adopted", None) or {}
        path = programme_path(self.page)
        if path not in known:
            known[path] = keys_adopted(path)
            self.user._remacto_adopted = known
        found: frozenset[Any] | None = known[path]
        return found

    @property
    def _is_held(self) -> bool:
        return self.page.translation_key in (self._adopted or ())

    @property
    def _is_left_out(self) -> bool:
        return self._adopted is not None and not self._is_held


class AdoptableMixin(models.Model):
    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> AdoptedPageTester:
        return AdoptedPageTester(user, self)
