"""Choices in the admin that keep to the branches a person works for."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable


class BranchPageField(forms.ModelChoiceField):  # type: ignore[misc]
    """Choose one page of the person's own branches, each named with its collectivité.

    Only the pages that civic rows may point at are offered. The form says whose
    choice it is by :meth:`offer_to`; until then nothing is offered.
    """

    def __init__(self, model: type[Page], **kwargs: Any) -> None:
        self.model = model
        kwargs["label"] = capfirst(kwargs["label"])
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    def offer_to(self, user: Any) -> None:
        pages = canonical_only(self.model._default_manager.all())
        if user is not None:
            pages = pages.filter(pk__in=changeable(user).order_by().values("pk"))
        self.queryset = with_branch_title(pages).order_by("branch_title", "path")

    def label_from_instance(self, page: Any) -> str:
        branch = getattr(page, "branch_title", "")
        if not branch or branch == page.title:
            return str(page.title)
        return f"{branch} – {page.title}"
