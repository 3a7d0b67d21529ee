"""The officers' screens of the council, and what adoption takes out of the others."""

from wagtail_remacto.programmes.admin.adopted import (
    before_bulk_action,
    before_delete_page,
    before_edit_page,
    before_leaving,
    before_move_page,
    before_unpublish_page,
)
from wagtail_remacto.programmes.admin.council import (
    CouncilSessionViewSet,
    DeliberationViewSet,
    SessionMonthViewSet,
)
from wagtail_remacto.programmes.admin.policies import (
    deliberation_policy,
    session_policy,
)

__all__ = [
    "CouncilSessionViewSet",
    "DeliberationViewSet",
    "SessionMonthViewSet",
    "before_bulk_action",
    "before_delete_page",
    "before_edit_page",
    "before_leaving",
    "before_move_page",
    "before_unpublish_page",
    "deliberation_policy",
    "session_policy",
]
