"""Screens of rows that belong to a branch: each shows a person only their own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets

from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.collectivites.choosing import BranchPageField
from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy


def policy_of(model: type[Model]) -> BranchPermissionPolicy:
    policy = policy_registry.get_by_type(model)
    if not isinstance(policy, BranchPermissionPolicy):
        raise TypeError(f"{model.__name__} has no policy that keeps to a branch.")
    return policy


class OwnBranchMixin:
    """A view of one row; Wagtail's own asks for the right to the model alone."""

    # The right to this very row that the view needs, besides its branch.
    needs = ""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        user = self.request.user  # type: ignore[attr-defined]
        policy = policy_of(type(found))
        if not policy.covers(user, found):
            raise PermissionDenied
        if self.needs and not policy.user_has_permission_for_instance(
            user, self.needs, found
        ):
            raise PermissionDenied
        return found


class BranchEditView(OwnBranchMixin, snippets.EditView):  # type: ignore[misc]
    needs = "change"


class BranchDeleteView(OwnBranchMixin, snippets.DeleteView):  # type: ignore[misc]
    needs = "delete"


class BranchUsageView(OwnBranchMixin, snippets.UsageView):  # type: ignore[misc]
    pass


class BranchHistoryView(OwnBranchMixin, snippets.HistoryView):  # type: ignore[misc]
    pass


class BranchInspectView(OwnBranchMixin, snippets.InspectView):  # type: ignore[misc]
    pass


class _OwnChoicesMixin:
    def get_object_list(self) -> QuerySet[Any]:
        model: Any = self.model_class  # type: ignore[attr-defined]
        return policy_of(model).covered(self.request.user)  # type: ignore[attr-defined]


class BranchChooseView(_OwnChoicesMixin, chooser.ChooseView):  # type: ignore[misc]
    pass


class BranchChooseResultsView(  # type: ignore[misc]
    _OwnChoicesMixin, chooser.ChooseResultsView
):
    pass


class BranchChooserViewSet(chooser.SnippetChooserViewSet):  # type: ignore[misc]
    choose_view_class = BranchChooseView
    choose_results_view_class = BranchChooseResultsView


class BranchViewSet(snippets.SnippetViewSet):  # type: ignore[misc]
    """Screens of a model with a :class:`BranchPermissionPolicy`.

    ``page_path`` leads from a row to the path of its page, for the column that names
    the collectivité.
    """

    page_path = ""
    related: tuple[str, ...] = ()
    copy_view_enabled = False
    search_backend_name = None
    edit_view_class = BranchEditView
    delete_view_class = BranchDeleteView
    usage_view_class = BranchUsageView
    history_view_class = BranchHistoryView
    inspect_view_class = BranchInspectView
    chooser_viewset_class = BranchChooserViewSet

    @cached_property
    def policy(self) -> BranchPermissionPolicy:
        return policy_of(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.policy.covered(request.user).select_related(*self.related)
        return with_branch_title(rows, self.page_path)


class BranchRowForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A form whose pages are chosen among the person's own; kept once chosen.

    What was said about a row was said about it where it stands, so that a row does not
    move to another page afterwards.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, BranchPageField):
                field.offer_to(self.for_user)
                field.disabled = bool(self.instance.pk)
                self._choose_the_only_one(name, field)

    def _choose_the_only_one(self, name: str, field: BranchPageField) -> None:
        """Most officers have one cycle and one committee."""
        if self.instance.pk is None and self.initial.get(name) is None:
            offered = list(field.queryset.values_list("pk", flat=True)[:2])
            if len(offered) == 1:
                self.initial[name] = offered[0]
