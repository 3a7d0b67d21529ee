"""System checks: a wrong setting is named, with a hint, before a visitor meets it."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from wagtail_remacto import conf


@register("wagtail_remacto")
def check_settings(app_configs: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    for name in ("ADAPTER", "BODY_BLOCK"):
        try:
            import_string(conf.get(name))
        except (ImportError, TypeError, AttributeError) as error:
            yield Error(
                f"WAGTAIL_REMACTO_{name} cannot be imported: {error}",
                hint=f"The default is {conf.DEFAULTS[name]!r}.",
                id="wagtail_remacto.E001",
            )
    try:
        ZoneInfo(conf.get("TIME_ZONE"))
    except (KeyError, ValueError, TypeError, OSError):
        yield Error(
            f"WAGTAIL_REMACTO_TIME_ZONE is not a time zone: {conf.get('TIME_ZONE')!r}",
            hint="Use a name such as 'Africa/Casablanca'.",
            id="wagtail_remacto.E002",
        )
    for name in ("CLOSES_SOON_DAYS", "DIRECTORY_PAGE_SIZE"):
        value = conf.get(name)
        if not isinstance(value, int) or value < 1:
            yield Error(
                f"WAGTAIL_REMACTO_{name} must be a whole number of at least 1.",
                hint=f"The default is {conf.DEFAULTS[name]}.",
                id="wagtail_remacto.E003",
            )
    if not settings.USE_TZ:
        yield Error(
            "wagtail_remacto compares moments and needs USE_TZ = True.",
            id="wagtail_remacto.E004",
        )
    known = {name for name in dir(settings) if name.startswith("WAGTAIL_REMACTO_")}
    for name in sorted(known - {f"WAGTAIL_REMACTO_{key}" for key in conf.DEFAULTS}):
        yield Warning(
            f"The package knows no setting {name}.",
            hint="The settings are listed in docs/reference/settings.md.",
            id="wagtail_remacto.W001",
        )
