"""Pages that only some of those who edit a branch may make or copy."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page


def reserved(model: type[Page]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Hooks before a page is made and before it is copied.

    Both ask for Django's own right to add the model, which the groups of the focal
    points and of the network have: Wagtail's rights in the tree know no page types.
    """
    right = f"{model._meta.app_label}.add_{model._meta.model_name}"

    def refuse(request: HttpRequest, explorer: Page) -> HttpResponse:
        messages.error(
            request,
            _(
                "“%(kind)s”: a focal point of the collectivité or an officer of the "
                "network adds it; you can edit it afterwards."
            )
            % {"kind": model._meta.verbose_name},
        )
        return redirect("wagtailadmin_explore", explorer.pk)

    def before_create(
        request: HttpRequest, parent: Page, page_class: type[Page]
    ) -> HttpResponse | None:
        if page_class is not model or request.user.has_perm(right):  # type: ignore[union-attr]
            return None
        return refuse(request, parent)

    def before_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
        if page.specific_class is not model or request.user.has_perm(right):  # type: ignore[union-attr]
            return None
        return refuse(request, page.get_parent())

    return before_create, before_copy
