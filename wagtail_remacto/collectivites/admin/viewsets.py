from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_remacto.collectivites.models import Principle


class PrincipleViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Principle
    icon = "list-ol"
    menu_label = _("Principles")
    menu_order = 500
    list_display = ["title", "key", "order"]
    copy_view_enabled = False
