"""wagtail-localize's screens, kept to a person's own branches.

They ask for one right, to submit translations, and then act on any page or row. The
same screens are registered here under the same addresses, before its own, each behind
a check of the object that the address names.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, include, path
from wagtail.models import Page
from wagtail.permissions import policy_registry

from wagtail_remacto.collectivites.permissions import (
    BranchPermissionPolicy,
    is_network_officer,
    may_change,
)


def translation_urls() -> list[Any]:
    """Nothing where wagtail-localize is not installed."""
    if not apps.is_installed("wagtail_localize"):
        return []
    from wagtail_localize.wagtail_hooks import register_admin_urls

    guarded: list[Any] = []
    for resolver in register_admin_urls():
        patterns = [
            URLPattern(each.pattern, _guard(each.callback, each.name))
            for each in resolver.url_patterns
            if each.name != "javascript_catalog"
        ]
        # Without a namespace: names are resolved by wagtail-localize's own patterns.
        guarded.append(path(str(resolver.pattern), include(patterns)))
    return guarded


def hide_translations_report(request: HttpRequest, menu_items: list[Any]) -> None:
    """The report lists every collectivité; see :func:`_guard`."""
    if apps.is_installed("wagtail_localize") and not is_network_officer(request.user):
        menu_items[:] = [
            item
            for item in menu_items
            if not item.url.endswith("/localize/reports/translations/")
        ]


def _guard(view: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not _may(request.user, name, kwargs):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _may(user: Any, name: str, kwargs: dict[str, Any]) -> bool:
    from wagtail_localize.models import Translation, TranslationSource

    if name.startswith("translations_report"):
        return is_network_officer(user)
    if "page_id" in kwargs:
        return _may_act_on(user, get_object_or_404(Page, pk=kwargs["page_id"]))
    if "translation_id" in kwargs:
        translation = get_object_or_404(Translation, pk=kwargs["translation_id"])
        return _may_act_on_source(user, translation.source)
    if "translation_source_id" in kwargs:
        return _may_act_on_source(
            user,
            get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"]),
        )
    model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    policy = policy_registry.get_by_type(model)
    if "pk" in kwargs:
        return _may_act_on(user, get_object_or_404(model, pk=unquote(kwargs["pk"])))
    # A list of all rows, which cannot be narrowed to the person's own.
    return not isinstance(policy, BranchPermissionPolicy) or is_network_officer(user)


def _may_act_on_source(user: Any, source: Any) -> bool:
    return _may_act_on(user, source.get_source_instance())


def _may_act_on(user: Any, instance: Any) -> bool:
    if isinstance(instance, Page):
        return may_change(user, instance)
    policy = policy_registry.get_by_type(type(instance))
    allowed: bool = policy.user_has_permission_for_instance(user, "change", instance)
    return allowed
