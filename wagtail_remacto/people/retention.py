"""How long each kind of personal data is kept, and what happens when its time is up.

Rooms register rules in their module ``personal``; ``RETENTION_DAYS`` says how long;
the command ``remacto_retention`` applies them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from wagtail_remacto import conf

Due = Callable[[dt.datetime], models.QuerySet[Any]]


@dataclass(frozen=True)
class Rule:
    """What becomes of one kind of data.

    ``kind`` is a key of ``RETENTION_DAYS``. ``due`` gives the rows whose time was up at
    a moment and that nothing was done to yet; ``apply`` does it, so that they are due
    no more.
    """

    kind: str
    label: Any
    due: Due
    apply: Callable[[models.QuerySet[Any]], Any]


@dataclass(frozen=True, slots=True)
class Applied:
    rule: Rule
    count: int
    days: int


_rules: list[Rule] = []


def register(rule: Rule) -> Rule:
    if rule not in _rules:
        _rules.append(rule)
    return rule


def rules() -> list[Rule]:
    """In the order of ``RETENTION_DAYS``: people go last, when their rows have gone."""
    order = list(conf.DEFAULTS["RETENTION_DAYS"])
    return sorted(_rules, key=lambda rule: order.index(rule.kind))


def days_of(kind: str) -> int:
    """How many days; 0 for as long as the site stands."""
    wanted = conf.get("RETENTION_DAYS")
    return int(wanted.get(kind, conf.DEFAULTS["RETENTION_DAYS"][kind]) or 0)


def apply(*, now: dt.datetime | None = None, dry_run: bool = False) -> list[Applied]:
    """Apply every rule, each in a transaction of its own; a second time finds nothing.

    A ``dry_run`` counts what each rule finds as things stand now.
    """
    now = now or timezone.now()
    done = []
    for rule in rules():
        days = days_of(rule.kind)
        count = 0
        if days:
            with transaction.atomic():
                due = rule.due(now - dt.timedelta(days=days))
                count = due.count()
                if count and not dry_run:
                    rule.apply(due)
        done.append(Applied(rule, count, days))
    return done
