"""What is refused anyway is refused before anybody fills a form in.

Wagtail asks the hooks of some actions only once its confirmation was sent: to
unpublish a page, to move it (where to is chosen first), and whatever is done to many at
once. Here the same questions are asked when the form is opened; a site that replaces
these screens loses no more than that.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page

from wagtail_remacto.collectivites import protection
from wagtail_remacto.collectivites.pages import CivicPageMixin
from wagtail_remacto.monitoring import closed_pages
from wagtail_remacto.programmes import admin as programmes

Ask = Callable[[HttpRequest, Any], HttpResponse | None]

# By the name of Wagtail's view: the right that it asks for, and who is asked first, in
# the order of the hooks.
QUESTIONS: dict[str, tuple[str, tuple[Ask, ...]]] = {
    "unpublish": (
        "can_unpublish",
        (programmes.before_unpublish_page, closed_pages.before_unpublish_page),
    ),
    "move": ("can_move", (programmes.before_leaving, closed_pages.before_leaving)),
}


class CivicPageViewSet(PageViewSet):  # type: ignore[misc]
    """The views that a site has for any page; those of ``QUESTIONS`` ask first."""

    def on_register(self) -> None:
        # For every page of the package, and those that a site makes of its mixins.
        page_viewset_registry.register(CivicPageMixin, self)

    def get_view_by_name(self, name: str) -> Any:
        view = page_viewset_registry.get_by_type(Page).get_view_by_name(name)
        return _asking(view, *QUESTIONS[name]) if name in QUESTIONS else view


def _asking(view: Any, right: str, questions: tuple[Ask, ...]) -> Any:
    @wraps(view)
    def asking(request: HttpRequest, **kwargs: Any) -> Any:
        if request.method == "POST":
            return view(request, **kwargs)
        (key,) = kwargs.values()
        page = get_object_or_404(Page, pk=key).specific
        # Who has no right to it learns nothing: the view itself says no.
        if getattr(page.permissions_for_user(request.user), right)():
            for ask in questions:
                refused = ask(request, page)
                if refused is not None:
                    return refused
        return view(request, **kwargs)

    return asking


class AsksFirst:
    """A bulk action of Wagtail’s."""

    action_type: str
    get_actionable_objects: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pages, _without_right = self.get_actionable_objects()
        for ask in (
            programmes.before_bulk_action,
            protection.before_bulk_action,
            closed_pages.before_bulk_action,
        ):
            refused = ask(request, self.action_type, pages, self)
            if refused is not None:
                return refused
        return super().get(request, *args, **kwargs)  # type: ignore[misc]


class Delete(AsksFirst, DeleteBulkAction):  # type: ignore[misc]
    pass


class Move(AsksFirst, MoveBulkAction):  # type: ignore[misc]
    pass


class Unpublish(AsksFirst, UnpublishBulkAction):  # type: ignore[misc]
    pass


def civic_page_viewset() -> CivicPageViewSet:
    return CivicPageViewSet()
