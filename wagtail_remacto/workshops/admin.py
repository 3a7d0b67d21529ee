from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_remacto.cycles.models import Theme


class ThemeViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    menu_order = 700
    list_display = ["name", "slug"]
    search_backend_name = None
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug")]
    copy_view_enabled = False
