from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_remacto.contributions.models import ModerationReason


class ModerationReasonViewSet(SnippetViewSet):  # type: ignore[misc]
    """The network's library; its opening set comes with ``provide_reasons``."""

    model = ModerationReason
    icon = "comment"
    menu_label = _("Reasons for moderation")
    menu_order = 800
    list_display = [
        "title",
        "order",
        BooleanColumn("active", label=_("In use"), sort_key="active"),
    ]
    search_backend_name = None
    search_fields = ["title", "text"]
    copy_view_enabled = False
