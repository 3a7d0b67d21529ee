from django.apps import AppConfig
from django.conf import locale
from django.utils.translation import gettext_lazy as _

# Django knows no Amazigh; without this entry every page in /zgh/ fails. It is
# written in Tifinagh, from left to right.
AMAZIGH = {
    "bidi": False,
    "code": "zgh",
    "name": "Standard Moroccan Amazigh",
    "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
}


class RemactoConfig(AppConfig):
    name = "wagtail_remacto"
    label = "wagtail_remacto"
    verbose_name = _("Open collectivités")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        locale.LANG_INFO.setdefault("zgh", AMAZIGH)
        from wagtail_remacto import checks  # noqa: F401
