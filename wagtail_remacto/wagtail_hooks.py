"""Registrations only; what is registered is in the rooms."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from wagtail_remacto.collectivites import protection
from wagtail_remacto.collectivites.admin import opening, translating
from wagtail_remacto.collectivites.admin.viewsets import PrincipleViewSet
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.committees import admin as committees
from wagtail_remacto.committees.models import Seat
from wagtail_remacto.contributions.admin import contributions as all_contributions
from wagtail_remacto.contributions.admin import queue as moderation
from wagtail_remacto.contributions.admin.log import log_contributions
from wagtail_remacto.contributions.admin.reasons import ModerationReasonViewSet
from wagtail_remacto.contributions.models import Comment, Contribution
from wagtail_remacto.contributions.queue import comment_policy, contribution_policy
from wagtail_remacto.cycles import admin as cycles
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.journey.admin import add_todo_panel
from wagtail_remacto.polling import admin as polling
from wagtail_remacto.polling.models import Poll
from wagtail_remacto.programmes import admin as programmes
from wagtail_remacto.programmes.models import CouncilSession, Deliberation
from wagtail_remacto.workshops.admin import ThemeViewSet
from wagtail_remacto.workshops.attendance import views as attendance
from wagtail_remacto.workshops.attendance.services import registration_policy
from wagtail_remacto.workshops.entry.admin import registered as entry
from wagtail_remacto.workshops.models import IdeaImport, Registration

# Before any screen asks for one.
register_permission_policy(Axis, cycles.axis_policy)
register_permission_policy(Seat, committees.seat_policy)
register_permission_policy(CouncilSession, programmes.session_policy)
register_permission_policy(Deliberation, programmes.deliberation_policy)
register_permission_policy(Registration, registration_policy)
register_permission_policy(IdeaImport, entry.import_policy)
register_permission_policy(Poll, polling.poll_policy)
register_permission_policy(Contribution, contribution_policy)
register_permission_policy(Comment, comment_policy)


def log_models(actions: LogActionRegistry) -> None:
    for model in (Axis, Seat, CouncilSession, Deliberation, Poll):
        actions.register_model(model, BranchLogEntry)


class OpenCollectivites(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = _("Open collectivités")
    menu_name = "remacto"
    menu_icon = "group"
    menu_order = 250
    items = (
        cycles.AxisViewSet,
        polling.PollViewSet,
        committees.SeatViewSet,
        programmes.CouncilSessionViewSet,
        programmes.DeliberationViewSet,
        PrincipleViewSet,
        cycles.CycleTemplateViewSet,
        ThemeViewSet,
        ModerationReasonViewSet,
    )


register_snippet(OpenCollectivites)

hooks.register("register_admin_urls", opening.opening_urls)
hooks.register("register_page_header_buttons", opening.opening_buttons)
hooks.register("register_page_listing_more_buttons", opening.opening_buttons)
hooks.register("register_permissions", opening.team_rights)

# Ahead of wagtail-localize's own, which act on any page.
hooks.register("register_admin_urls", translating.translation_urls, order=-1)
hooks.register("construct_reports_menu", translating.hide_translations_report)

hooks.register("before_delete_page", protection.before_delete_page)
hooks.register("before_bulk_action", protection.before_bulk_action)
hooks.register("before_delete_snippet", polling.before_delete_poll, order=-1)
hooks.register("before_delete_snippet", protection.before_delete_snippet)

hooks.register("before_create_page", cycles.before_create_cycle)
hooks.register("before_copy_page", cycles.before_copy_cycle)
hooks.register("before_create_page", committees.before_create_committee)
hooks.register("before_copy_page", committees.before_copy_committee)

hooks.register("register_log_actions", log_models)

hooks.register("construct_homepage_panels", add_todo_panel)

hooks.register("register_admin_urls", moderation.queue_urls)
hooks.register("register_admin_menu_item", moderation.queue_menu_item)
hooks.register("register_admin_urls", all_contributions.contribution_urls)
hooks.register("register_admin_menu_item", all_contributions.contributions_menu_item)
hooks.register("register_log_actions", log_contributions)

hooks.register("register_admin_urls", attendance.attendance_urls)
hooks.register("register_admin_menu_item", attendance.registrations_menu_item)
hooks.register("register_page_header_buttons", attendance.attendance_buttons)
hooks.register("register_page_listing_more_buttons", attendance.attendance_buttons)
hooks.register("register_log_actions", attendance.attendance_log_actions)

hooks.register("register_admin_urls", entry.entry_urls)
hooks.register("register_admin_menu_item", entry.entry_menu_item)
hooks.register("register_page_header_buttons", entry.entry_buttons)
hooks.register("register_page_listing_more_buttons", entry.entry_buttons)
hooks.register("register_log_actions", entry.entry_log_actions)
