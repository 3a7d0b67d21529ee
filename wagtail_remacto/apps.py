import pkgutil
from importlib import import_module

from django.apps import AppConfig
from django.conf import locale, settings
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_delete
from django.utils.module_loading import module_has_submodule
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
        from wagtail_remacto.committees import membership, voices  # noqa: F401
        from wagtail_remacto.committees import signals as of_seats  # noqa: F401
        from wagtail_remacto.monitoring import closed_pages  # noqa: F401
        from wagtail_remacto.monitoring import membership as voices_of  # noqa: F401
        from wagtail_remacto.monitoring.services.succession import publishing
        from wagtail_remacto.notices import listening
        from wagtail_remacto.people.erasure import erase_with_account
        from wagtail_remacto.people.merging import unite_at_sign_in
        from wagtail_remacto.programmes import frozen
        from wagtail_remacto.programmes import sources as of_projects  # noqa: F401
        from wagtail_remacto.programmes.remarks import paper  # noqa: F401
        from wagtail_remacto.workshops.registrations import signals  # noqa: F401

        rooms = import_module(self.name)
        for room in pkgutil.iter_modules(rooms.__path__):
            # What each room keeps of people; see people/registry.py.
            if room.ispkg and room.name not in ("migrations", "management"):
                package = import_module(f"{self.name}.{room.name}")
                if module_has_submodule(package, "personal"):
                    import_module(f"{self.name}.{room.name}.personal")
        frozen.connect()
        listening.connect()
        publishing.connect()
        user_logged_in.connect(
            unite_at_sign_in, dispatch_uid="wagtail_remacto.unite_at_sign_in"
        )
        pre_delete.connect(
            erase_with_account,
            sender=settings.AUTH_USER_MODEL,
            dispatch_uid="wagtail_remacto.erase_with_account",
        )
