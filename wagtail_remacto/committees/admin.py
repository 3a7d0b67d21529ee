"""The officers' screens of the seats of a committee."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from wagtail_remacto.collectivites.admin.reserved import reserved
from wagtail_remacto.collectivites.admin.rows import BranchViewSet
from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.choosing import BranchPageField
from wagtail_remacto.collectivites.permissions import (
    BranchPermissionPolicy,
    changeable,
)
from wagtail_remacto.committees.accounts import AccountField
from wagtail_remacto.committees.errors import SeatCounted
from wagtail_remacto.committees.models import CommitteePage, Seat
from wagtail_remacto.committees.models.committee import COUNTED
from wagtail_remacto.cycles.running_rows import RunningRowForm

seat_policy = BranchPermissionPolicy(Seat, "committee")
before_create_committee, before_copy_committee = reserved(CommitteePage)


def own_committees(request: HttpRequest | None) -> Any:
    """The committees that a filter offers to this person."""
    if request is None:
        return CommitteePage.objects.none()
    pages = changeable(request.user).order_by().values("pk")
    return canonical_only(CommitteePage.objects.filter(pk__in=pages)).order_by("path")


class SeatForm(RunningRowForm):
    within = "committee"
    # Nobody keeps the desk, or is named, because a cycle was closed.
    may_be_emptied = frozenset(
        {"user", "active", "person", "person_ar", "alternate", "alternate_ar"}
    )

    committee = BranchPageField(
        CommitteePage,
        label=_("committee"),
        help_text=_("It cannot be changed later."),
    )
    user = AccountField(
        label=_("Account"),
        required=False,
        help_text=_(
            "E-mail address or user name of the member’s account on this site. With it "
            "they read ideas at the committee’s desk, and nothing else here."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["user"]
        account.current = self.instance.user
        if self.instance.pk and self.instance.was_counted:
            # The votes of a signed decision are told by college.
            # And who sat there is told by name.
            for name in COUNTED:
                if name in self.fields:
                    self.fields[name].disabled = True
            self.fields["college"].help_text = SeatCounted(["college"]).sentence

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        committee, user = cleaned.get("committee"), cleaned.get("user")
        others = Seat.objects.filter(committee=committee, user=user, active=True)
        if user is not None and others.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "user", gettext("This account is on another seat of the committee.")
            )
        return cleaned


class SeatFilterSet(WagtailFilterSet):  # type: ignore[misc]
    committee = django_filters.ModelChoiceFilter(
        queryset=own_committees, label=_("Committee")
    )

    class Meta:
        model = Seat
        fields = ["committee", "college", "role", "active"]


class SeatViewSet(BranchViewSet):
    model = Seat
    icon = "user"
    menu_label = _("Seats")
    menu_order = 200
    page_path = "committee__path"
    related = ("committee",)
    list_display = [
        "__str__",
        Column("branch_title", label=_("Collectivité"), sort_key="branch_title"),
        Column("get_college_display", label=_("College"), sort_key="college"),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        BooleanColumn("active", label=_("In use"), sort_key="active"),
    ]
    search_fields = ["person", "person_ar", "organisation", "organisation_ar"]
    filterset_class = SeatFilterSet
    edit_handler = ObjectList(
        [
            FieldPanel("committee"),
            FieldRowPanel([FieldPanel("college"), FieldPanel("role")]),
            FieldRowPanel([FieldPanel("person"), FieldPanel("person_ar")]),
            FieldRowPanel([FieldPanel("organisation"), FieldPanel("organisation_ar")]),
            FieldRowPanel([FieldPanel("alternate"), FieldPanel("alternate_ar")]),
            FieldPanel("gender"),
            FieldPanel("user"),
            FieldRowPanel([FieldPanel("mandate_start"), FieldPanel("mandate_end")]),
            FieldPanel("active"),
        ],
        base_form_class=SeatForm,
    )
