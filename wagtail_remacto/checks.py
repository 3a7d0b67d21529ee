"""System checks: a wrong setting is named, with a hint, before a visitor meets it."""

import re
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Kind
from wagtail_remacto.cycles.kinds import Moderation, PhaseKind

# Settings that are whole numbers, by the least that they may be.
_NUMBERS = {
    0: (
        "EDIT_MINUTES",
        "HOLD_LINKS",
        "NEW_ACCOUNT_HOURS",
        "TRAP_SECONDS",
        "TRUSTED_PROXIES",
        "ATTACHMENTS_MAX",
        "REPORT_DUE_DAYS",
        "REMINDER_HOURS",
        "ANNOUNCE_DAYS",
    ),
    1: (
        "CLOSES_SOON_DAYS",
        "DIRECTORY_PAGE_SIZE",
        "LIST_SIZE",
        "REPORTS_TO_HOLD",
        "CONTRIBUTION_MAX_LENGTH",
        "COMMENT_MAX_LENGTH",
        "ATTACHMENT_MAX_BYTES",
        "PHOTOGRAPH_MAX_BYTES",
        "LINK_DAYS",
        "PDF_MAX_LENGTH",
        "UPDATE_DUE_DAYS",
    ),
}
_RATE = re.compile(r"\d+/\d*[smhd]")


def _check_rates() -> Iterable[CheckMessage]:
    for action, rates in conf.get("RATES").items():
        pair = rates if isinstance(rates, (tuple, list)) else ()
        good = [rate is None or bool(_RATE.fullmatch(str(rate))) for rate in pair]
        if len(good) != 2 or not all(good):
            yield Error(
                f"WAGTAIL_REMACTO_RATES[{action!r}] is not a pair of rates: {rates!r}",
                hint="Write ('30/h', '200/h'): for an account and for an address; "
                "None for no limit.",
                id="wagtail_remacto.E006",
            )


def _check_plans() -> Iterable[CheckMessage]:
    for code, plan in conf.get("CYCLE_PLANS").items():
        kinds = list(plan) if isinstance(plan, dict) else []
        known = [kind for kind in PhaseKind.values if kind in kinds]
        if not kinds or kinds != known or not all(map(_is_step, plan.values())):
            yield Error(
                f"WAGTAIL_REMACTO_CYCLE_PLANS[{code!r}] is no plan: {plan!r}",
                hint="Name kinds of phases in the order of the method, each with "
                "three whole numbers: its days, the least of them, the days after it.",
                id="wagtail_remacto.E008",
            )
    for kind, notice in conf.get("COUNCIL_NOTICE").items():
        parts = notice if isinstance(notice, (tuple, list)) else ()
        days, *law = parts or [None]
        good = isinstance(days, int) and days >= 0 and len(law) == 2
        if kind not in Kind.values or not good:
            yield Error(
                f"WAGTAIL_REMACTO_COUNCIL_NOTICE[{kind!r}] is no notice: {notice!r}",
                hint="Name a kind of collectivité, with the days, the number of the "
                "law and its article: (10, '113-14', '35').",
                id="wagtail_remacto.E009",
            )


def _is_step(numbers: Any) -> bool:
    if not isinstance(numbers, (tuple, list)) or len(numbers) != 3:
        return False
    if not all(isinstance(number, int) for number in numbers):
        return False
    days, least, gap = numbers
    return days >= least >= 1 and gap >= 0


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
    for least, names in _NUMBERS.items():
        for name in names:
            value = conf.get(name)
            if not isinstance(value, int) or value < least:
                yield Error(
                    f"WAGTAIL_REMACTO_{name} must be a whole number of at least "
                    f"{least}.",
                    hint=f"The default is {conf.DEFAULTS[name]}.",
                    id="wagtail_remacto.E003",
                )
    if conf.get("MODERATION") not in Moderation.values:
        yield Error(
            f"WAGTAIL_REMACTO_MODERATION is none of {', '.join(Moderation.values)}.",
            hint=f"The default is {conf.DEFAULTS['MODERATION']!r}.",
            id="wagtail_remacto.E005",
        )
    yield from _check_rates()
    yield from _check_plans()
    for kind, days in conf.get("RETENTION_DAYS").items():
        if not isinstance(days, int) or days < 1:
            yield Error(
                f"WAGTAIL_REMACTO_RETENTION_DAYS[{kind!r}] is no number of days: "
                f"{days!r}",
                hint="Give each kind of data a whole number of at least 1.",
                id="wagtail_remacto.E007",
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
