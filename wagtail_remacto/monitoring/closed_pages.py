"""The pages of a cycle that was closed stay as they are and where they are.

No page is added below it: no phase, no workshop, no project. What is published there
is not unpublished, moved away or deleted, and does not expire. It stays editable; a
translation of it is no new page.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import expiry_guards
from wagtail_remacto.monitoring.errors import CycleClosed
from wagtail_remacto.monitoring.membership import is_closed_above


def before_create_page(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    return _refusal(request, parent)


def before_copy_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Asked when the copy is made: only then it is known where it goes."""
    if request.method != "POST":
        return None
    key = request.POST.get("new_parent_page", "")
    parent: Any = page.get_parent()
    if key.isdecimal() and len(key) <= 18:
        parent = Page.objects.filter(pk=int(key)).first() or parent
    return _refusal(request, parent)


def before_move_page(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Within their parent pages may change their order."""
    if page.is_child_of(destination):
        return None
    return _refusal(request, destination) or before_leaving(request, page)


def before_leaving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before it is deleted, or it is chosen where it moves. A draft may go."""
    if not Page.objects.filter(path__startswith=page.path, live=True).exists():
        return None
    return _refusal(request, page, page.get_parent())


def before_unpublish_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, page, page.get_parent())


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Wagtail's bulk actions do not ask the hooks of a single page."""
    if not objects or not isinstance(objects[0], Page):
        return None
    ask = {
        "unpublish": before_unpublish_page,
        "delete": before_leaving,
        "move": before_leaving,
    }.get(action_type)
    if ask is None:
        return None
    if action_type == "move" and action.cleaned_form is not None:
        destination = action.cleaned_form.cleaned_data["chooser"]
        objects = [page for page in objects if not page.is_child_of(destination)]
        refused = _refusal(request, destination) if objects else None
        if refused is not None:
            return refused
    return next((no for page in objects if (no := ask(request, page))), None)


def expiry_guard(page: Any) -> str:
    """Why the page has no day on which it expires (``collectivites.pages``)."""
    if not is_closed_above(page):
        return ""
    return _("This cycle is closed: its pages stay published.")


expiry_guards.append(expiry_guard)


def _refusal(
    request: HttpRequest, page: Page, back_to: Page | None = None
) -> HttpResponse | None:
    """No, if the page is in a closed cycle or is its page."""
    if not is_closed_above(page):
        return None
    messages.error(request, CycleClosed().sentence)
    return redirect("wagtailadmin_explore", (back_to or page).pk)
