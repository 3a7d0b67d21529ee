"""“Add a collectivité”: one form with an HCP code makes all that it needs."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wagtail_remacto.collectivites.models import (
    CollectivitePage,
    DirectoryPage,
    Kind,
    Team,
)
from wagtail_remacto.collectivites.services import open_branch, provide_team
from wagtail_remacto.collectivites.territories import (
    CREDIT,
    Territory,
    territories,
    territory,
)
from wagtail_remacto.normalise import fold


def may_open(user: Any, directory: Page) -> bool:
    """The right to add below the directory, and to make teams."""
    return bool(
        user.has_perm("wagtail_remacto.add_team")
        and directory.permissions_for_user(user).can_add_subpage()
    )


class OpeningForm(forms.Form):
    hcp_code = forms.CharField(
        label=gettext_lazy("HCP code or name"),
        max_length=120,
        help_text=gettext_lazy(
            "Begin to type a name, then choose; names, population, region and province "
            "come from HCP."
        ),
        widget=forms.TextInput(
            attrs={"list": "remacto-territories", "autocomplete": "off"}
        ),
    )

    def clean_hcp_code(self) -> str:
        """The code, also where a name was typed that only one territory has."""
        typed = self.cleaned_data["hcp_code"].strip()
        if territory(typed):
            return str(typed)
        named = [
            each.code
            for each in territories().values()
            if fold(typed) in (fold(each.name_fr), fold(each.name_ar))
        ]
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(
                _("HCP knows several territories of this name: %(codes)s. Give a code.")
                % {"codes": ", ".join(named)}
            )
        raise forms.ValidationError(
            _("HCP knows no territory “%(code)s”. Choose one of the list.")
            % {"code": typed}
        )


class OpeningView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]
    form_class = OpeningForm
    template_name = "wagtail_remacto/admin/open_collectivite.html"
    page_title = gettext_lazy("Add a collectivité")
    header_icon = "group"

    @cached_property
    def directory(self) -> DirectoryPage:
        found: DirectoryPage = get_object_or_404(
            DirectoryPage, pk=self.kwargs["directory_id"]
        )
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_open(request.user, self.directory):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_explore", args=[self.directory.pk]),
                "label": self.directory.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["territories"] = _offered()
        context["credit"] = CREDIT
        context["action_url"] = self.request.path
        return context

    def form_valid(self, form: OpeningForm) -> HttpResponse:
        code = form.cleaned_data["hcp_code"]
        known = CollectivitePage.objects.filter(hcp_code=code).exists()
        page = open_branch(
            hcp_code=code, directory=self.directory, user=self.request.user
        )
        provide_team(page)
        messages.success(
            self.request,
            _("“%(title)s” was there already; what was missing has been added.")
            % {"title": page.title}
            if known
            else _(
                "“%(title)s” is open: its pages, its collection and the groups of its "
                "officers are there. Add people to the groups."
            )
            % {"title": page.title},
        )
        return redirect("wagtailadmin_explore", page.pk)


def _offered() -> Iterator[tuple[str, str]]:
    """Code and label of each territory, in the language of the screen."""
    language = get_language() or "fr"

    def label(each: Territory) -> str:
        kind = Kind(each.kind).label
        return f"{each.name(language)} ({kind}) – {each.name_fr} {each.name_ar}"

    return ((each.code, label(each)) for each in territories().values())


def opening_urls() -> list[URLPattern]:
    return [
        path(
            "remacto/collectivite/<int:directory_id>/",
            OpeningView.as_view(),
            name="wagtail_remacto_open_collectivite",
        )
    ]


def opening_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """In the menus of the directory's header and of its line in a listing."""
    if page.specific_class is DirectoryPage and may_open(user, page):
        yield Button(
            _("Add a collectivité"),
            reverse("wagtail_remacto_open_collectivite", args=[page.pk]),
            icon_name="group",
            priority=5,
        )


def team_rights() -> Any:
    """The rights that a host may grant to its own groups."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label=Team._meta.app_label,
        codename__in=["add_team", "add_cyclepage", "add_committeepage"],
    )
