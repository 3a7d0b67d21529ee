"""Why something cannot be deleted, said in the admin instead of an error page.

Civic rows protect what they point at (`on_delete=PROTECT`). Wagtail knows of it for a
single object and looks neither at what is below a page nor at a bulk deletion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import router
from django.db.models import Model, ProtectedError, Q, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import may_change

TEMPLATE = "wagtail_remacto/admin/cannot_delete.html"
# A list longer than this is not read; the rest is counted.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Held:
    """Objects of one kind that stand in the way."""

    kind: str
    names: list[str]
    more: int

    @property
    def more_words(self) -> str:
        return ngettext("and %(more)d more", "and %(more)d more", self.more) % {
            "more": self.more
        }


def what_holds(objects: Iterable[Model]) -> list[Held]:
    """What points at these objects and must not lose them; empty if they may go.

    For a page, what points at anything below it counts as well.
    """
    holders: dict[tuple[type[Model], Any], Model] = {}
    for each in objects:
        doomed: Any = type(each)._default_manager.filter(pk=each.pk)
        if isinstance(each, Page):
            doomed = Page.objects.filter(
                Q(path=each.path) | Q(path__startswith=each.path)
            )
        collector = Collector(using=router.db_for_write(type(each)))
        try:
            collector.collect(doomed)
        except ProtectedError as error:
            found = error.protected_objects
        except RestrictedError as error:
            found = error.restricted_objects
        else:
            found = set()
        holders.update({(type(one), one.pk): one for one in found})
    by_kind: dict[str, list[str]] = {}
    for one in sorted(holders.values(), key=lambda one: (type(one).__name__, one.pk)):
        by_kind.setdefault(_kind(one), []).append(str(one))
    return [
        Held(kind, names[:NAMED], max(0, len(names) - NAMED))
        for kind, names in by_kind.items()
    ]


def _kind(one: Model) -> str:
    return str(capfirst(one._meta.verbose_name_plural))


def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    pages = {page.pk: page}
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        for hook in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
            for others in (hook([page], "delete") or {}).values():
                pages.update({other.pk: other for other in others})
    return _refuse_pages(request, list(pages.values()))


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: list[Model], action: Any
) -> HttpResponse | None:
    """Wagtail's bulk deletion does not ask the hook of a single page."""
    if action_type != "delete" or not objects or not isinstance(objects[0], Page):
        return None
    return _refuse_pages(request, objects)


def before_delete_snippet(
    request: HttpRequest, instances: Iterable[Model]
) -> HttpResponse | None:
    instances = list(instances)
    if not any(type(each)._meta.app_label == "wagtail_remacto" for each in instances):
        return None
    held = what_holds(instances)
    if not held:
        return None
    can_be_switched_off = all(hasattr(each, "active") for each in instances)
    return _refusal(
        request,
        names=[str(each) for each in instances],
        held=held,
        advice=_(
            "Switch it off instead: untick “in use” and save. It then leaves the "
            "lists, and what was said about it stays."
        )
        if can_be_switched_off
        else _("Remove or change first what is listed here."),
        edit_url=_edit_url(request, instances) if can_be_switched_off else "",
    )


def _refuse_pages(request: HttpRequest, pages: list[Any]) -> HttpResponse | None:
    held = what_holds(pages)
    own = [
        page
        for page in pages
        if page.specific_class is CollectivitePage
        and not may_change(request.user, page.get_parent())
    ]
    if not held and not own:
        return None
    return _refusal(
        request,
        names=[page.get_admin_display_title() for page in pages],
        held=held,
        own=bool(own) and not held,
        pages=[
            page
            for page in pages
            if page.permissions_for_user(request.user).can_unpublish()
        ],
        advice=_(
            "Unpublish instead: the page leaves the public site, and everything that "
            "was recorded about it stays."
        ),
    )


def _edit_url(request: HttpRequest, instances: list[Model]) -> str:
    from wagtail.admin.admin_url_finder import AdminURLFinder

    if len(instances) != 1:
        return ""
    return AdminURLFinder(request.user).get_edit_url(instances[0]) or ""


def _refusal(request: HttpRequest, **context: Any) -> HttpResponse:
    return TemplateResponse(request, TEMPLATE, context, status=409)
