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
from wagtail_remacto.committees.deciding_admin.listing import decisions_menu_item
from wagtail_remacto.committees.deciding_admin.log import log_decisions
from wagtail_remacto.committees.deciding_admin.rights import decision_policy
from wagtail_remacto.committees.deciding_admin.views import decision_urls
from wagtail_remacto.committees.desk import registered as committee_desk
from wagtail_remacto.committees.log import log_committees
from wagtail_remacto.committees.models import Decision, Seat
from wagtail_remacto.contributions.admin import contributions as all_contributions
from wagtail_remacto.contributions.admin import queue as moderation
from wagtail_remacto.contributions.admin.log import log_contributions
from wagtail_remacto.contributions.admin.reasons import ModerationReasonViewSet
from wagtail_remacto.contributions.models import Comment, Contribution
from wagtail_remacto.contributions.queue import comment_policy, contribution_policy
from wagtail_remacto.cycles import admin as cycles
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.journey import handover_admin as handover
from wagtail_remacto.journey.admin import add_todo_panel
from wagtail_remacto.monitoring import asked_first, closed_pages
from wagtail_remacto.monitoring.civil_admin import registered as civil_society
from wagtail_remacto.monitoring.evaluation_admin import registered as evaluation
from wagtail_remacto.monitoring.follow_up_admin import registered as follow_up
from wagtail_remacto.monitoring.log import log_monitoring
from wagtail_remacto.monitoring.succession_admin import registered as succession
from wagtail_remacto.notices import account
from wagtail_remacto.polling import admin as polling
from wagtail_remacto.polling.models import Poll
from wagtail_remacto.programmes import admin as programmes
from wagtail_remacto.programmes.desk import registered as project_desk
from wagtail_remacto.programmes.log import log_programmes
from wagtail_remacto.programmes.models import CouncilSession, Deliberation
from wagtail_remacto.programmes.planning.admin import registered as planning
from wagtail_remacto.programmes.remarks.admin import registered as remarks
from wagtail_remacto.workshops.admin import ThemeViewSet
from wagtail_remacto.workshops.attendance import views as attendance
from wagtail_remacto.workshops.attendance.services import registration_policy
from wagtail_remacto.workshops.entry.admin import registered as entry
from wagtail_remacto.workshops.models import IdeaImport, Registration

# Before any screen asks for one.
register_permission_policy(Axis, cycles.axis_policy)
register_permission_policy(Seat, committees.seat_policy)
register_permission_policy(Decision, decision_policy)
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
        programmes.SessionMonthViewSet,
        PrincipleViewSet,
        cycles.CycleTemplateViewSet,
        cycles.ClosedPeriodViewSet,
        ThemeViewSet,
        ModerationReasonViewSet,
        committee_desk.OutcomeReasonViewSet,
        committee_desk.ReviewCriterionViewSet,
    )


register_snippet(OpenCollectivites)

hooks.register("register_admin_urls", opening.opening_urls)
hooks.register("register_page_header_buttons", opening.opening_buttons)
hooks.register("register_page_listing_more_buttons", opening.opening_buttons)
hooks.register("register_permissions", opening.team_rights)

# Ahead of wagtail-localize's own, which act on any page.
hooks.register("register_admin_urls", translating.translation_urls, order=-1)
hooks.register("construct_reports_menu", translating.hide_translations_report)

# What a council has adopted, before what merely points at a page.
hooks.register("before_edit_page", programmes.before_edit_page)
hooks.register("before_unpublish_page", programmes.before_unpublish_page)
hooks.register("before_move_page", programmes.before_move_page)
hooks.register("before_delete_page", programmes.before_delete_page, order=-1)
hooks.register("before_bulk_action", programmes.before_bulk_action, order=-1)

hooks.register("before_delete_page", protection.before_delete_page)
hooks.register("before_bulk_action", protection.before_bulk_action)
hooks.register("before_delete_snippet", polling.before_delete_poll, order=-1)
hooks.register("before_delete_snippet", protection.before_delete_snippet)

hooks.register("before_create_page", cycles.before_create_cycle)
hooks.register("before_copy_page", cycles.before_copy_cycle)
hooks.register("before_create_page", committees.before_create_committee)
hooks.register("before_copy_page", committees.before_copy_committee)
hooks.register("before_create_page", closed_pages.before_create_page)
hooks.register("before_copy_page", closed_pages.before_copy_page)
hooks.register("before_move_page", closed_pages.before_move_page)
hooks.register("before_unpublish_page", closed_pages.before_unpublish_page)
hooks.register("before_delete_page", closed_pages.before_leaving)
hooks.register("before_bulk_action", closed_pages.before_bulk_action)
hooks.register("register_admin_viewset", asked_first.civic_page_viewset)
# In the place of Wagtail’s own, which are registered first.
hooks.register("register_bulk_action", asked_first.Delete, order=1)
hooks.register("register_bulk_action", asked_first.Move, order=1)
hooks.register("register_bulk_action", asked_first.Unpublish, order=1)

hooks.register("register_log_actions", log_models)
hooks.register("register_log_actions", log_programmes)
hooks.register("register_log_actions", log_monitoring)

hooks.register("construct_homepage_panels", add_todo_panel)

hooks.register("register_admin_urls", moderation.queue_urls)
hooks.register("register_admin_menu_item", moderation.queue_menu_item)
hooks.register("register_admin_urls", all_contributions.contribution_urls)
hooks.register("register_admin_menu_item", all_contributions.contributions_menu_item)
hooks.register("register_log_actions", log_contributions)
hooks.register("register_log_actions", log_committees)
hooks.register("register_admin_urls", committee_desk.desk_urls)
hooks.register("register_admin_urls", project_desk.desk_urls)
hooks.register("register_admin_menu_item", committee_desk.desk_menu_item)
hooks.register("register_admin_urls", remarks.remark_urls)
hooks.register("register_admin_menu_item", remarks.remarks_menu_item)
hooks.register("register_log_actions", log_decisions)
hooks.register("register_admin_urls", decision_urls)
hooks.register("register_admin_menu_item", decisions_menu_item)

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

hooks.register("register_admin_urls", planning.wizard_urls)
hooks.register("register_admin_menu_item", planning.wizard_menu_item)
hooks.register("register_page_header_buttons", planning.wizard_buttons)
hooks.register("register_page_listing_more_buttons", planning.wizard_buttons)

hooks.register("register_admin_urls", succession.succession_urls)
hooks.register("register_admin_menu_item", succession.library_menu_item)
hooks.register("register_page_header_buttons", succession.succession_buttons)
hooks.register("register_page_listing_more_buttons", succession.succession_buttons)
hooks.register("register_admin_urls", handover.handover_urls)
hooks.register("register_admin_menu_item", handover.handover_menu_item)
hooks.register("register_page_header_buttons", handover.handover_buttons)
hooks.register("register_page_listing_more_buttons", handover.handover_buttons)

hooks.register("register_admin_urls", civil_society.civil_urls)
hooks.register("register_admin_menu_item", civil_society.partners_menu_item)
hooks.register("register_admin_menu_item", civil_society.notes_menu_item)
hooks.register("register_admin_urls", follow_up.follow_up_urls)
hooks.register("register_admin_menu_item", follow_up.follow_up_menu_item)
hooks.register("register_page_header_buttons", follow_up.follow_up_buttons)
hooks.register("register_page_listing_more_buttons", follow_up.follow_up_buttons)

hooks.register("register_admin_urls", evaluation.evaluation_urls)
hooks.register("register_admin_menu_item", evaluation.evaluation_menu_item)
hooks.register("register_page_header_buttons", evaluation.evaluation_buttons)
hooks.register("register_page_listing_more_buttons", evaluation.evaluation_buttons)

hooks.register("register_account_settings_panel", account.reminders_panel)
