"""What the admin refuses to do to a page that the council has adopted, and says why.

The models refuse it as well (``programmes.frozen``); here an officer reads the reason
instead of an error. It holds for everybody, superusers included.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto.programmes.admin.addresses import deliberation_url
from wagtail_remacto.programmes.errors import NotAdopted, StaysPublished
from wagtail_remacto.programmes.frozen import (
    adoption_below,
    adoption_over,
    frozen,
    is_held,
    kind_of,
    rooted_by_records,
)
from wagtail_remacto.programmes.models import ProgrammeMixin, ProjectMixin

TEMPLATE = "wagtail_remacto/admin/adopted.html"
KINDS = (ProgrammeMixin, ProjectMixin)


def before_edit_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An older draft that says something else than was adopted is not restored."""
    match = request.resolver_match
    if match is None or "revision_id" not in match.kwargs or kind_of(page) is None:
        return None
    held = frozen(page)
    if held is None or not held.differing(page):
        return None
    return _refusal(
        request,
        [page],
        _(
            "This older draft says something else than what the council has adopted, "
            "so it cannot be restored. It stays readable in the history of the page."
        ),
    )


def before_unpublish_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Neither what was adopted nor a page above it."""
    if kind_of(page) is None and adoption_below(page) is not None:
        return _refusal(request, [page], StaysPublished().sentence)
    return _keep(request, [page])


def before_move_page(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    if page.is_child_of(destination):
        return None
    refused = before_leaving(request, page)
    if refused is None and kind_of(destination) is ProgrammeMixin:
        adoption = adoption_over(destination)
        if adoption is not None and adoption.counted_id is not None:
            return _refusal(request, [destination], NotAdopted().sentence)
    return refused


def before_leaving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before it is chosen where the page moves."""
    return _rooted(request, [page]) or _keep(request, [page])


def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _keep(request, _with_what_is_below([page]))


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if not objects or not isinstance(objects[0], Page):
        return None
    if action_type == "delete":
        return _keep(request, _with_what_is_below(objects))
    if action_type == "unpublish":
        for page in objects:
            refused = before_unpublish_page(request, page)
            if refused is not None:
                return refused
    if action_type == "move":
        return _rooted(request, objects) or _keep(request, objects)
    return None


def _rooted(request: HttpRequest, pages: Iterable[Any]) -> HttpResponse | None:
    """A cycle or a collectivité with records stays below the page where it is."""
    for page in pages:
        refused = rooted_by_records(page)
        if refused is not None:
            return _refusal(request, [page], refused.sentence)
    return None


def _with_what_is_below(pages: Iterable[Any]) -> list[Any]:
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    found = Page.objects.filter(below).type(*_models()).specific()
    return list(found)


def _models() -> list[Any]:
    from wagtail.models import get_page_models

    return [model for model in get_page_models() if issubclass(model, KINDS)]


def _keep(request: HttpRequest, pages: Iterable[Any]) -> HttpResponse | None:
    held = [page for page in pages if _stays(page)]
    return _refusal(request, held, StaysPublished().sentence) if held else None


def _stays(page: Any) -> bool:
    """Held by its version; or a programme of which only a source tells."""
    if is_held(page):
        return True
    if kind_of(page) is not ProgrammeMixin or page.alias_of_id or not page.live:
        return False
    adoption = adoption_over(page)
    return adoption is not None and adoption.counted_id is None


def _refusal(request: HttpRequest, pages: list[Any], sentence: str) -> HttpResponse:
    first = pages[0]
    adoption: Any = (
        adoption_below(first) if kind_of(first) is None else adoption_over(first)
    )
    context = {
        "names": [page.get_admin_display_title() for page in pages],
        "sentence": sentence,
        "deliberation": adoption,
        "deliberation_url": deliberation_url(adoption) if adoption else "",
        "advice": _(
            "To change its name or its address, edit the page: where the site keeps "
            "redirects, the old address leads to the new one."
        )
        if kind_of(first) is None
        else "",
        "pages": [
            page for page in pages if page.permissions_for_user(request.user).can_edit()
        ],
    }
    return TemplateResponse(request, TEMPLATE, context, status=409)
