"""A cycle is over: both sides have evaluated it, or a public reason says why not."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from wagtail_remacto import conf
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.monitoring.errors import (
    CycleClosed,
    EvaluationsOwed,
    ReopenedAlready,
    WordsMissing,
)
from wagtail_remacto.monitoring.models import CycleClosing, Evaluation, Moment, Voice
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage

# Without their final evaluations a cycle is only closed with a reason.
WANTED = (Voice.ADMINISTRATION, Voice.CIVIL_SOCIETY)


def missing(cycle: CyclePage) -> list[Voice]:
    """The voices whose final evaluation is not signed; one query."""
    signed = set(
        Evaluation.objects.filter(
            programme__path__startswith=cycle.canonical.path,
            moment=Moment.FINAL,
            signed_at__isnull=False,
            superseded_at__isnull=True,
        ).values_list("voice", flat=True)
    )
    return [voice for voice in WANTED if voice not in signed]


def current(cycle: CyclePage) -> CycleClosing | None:
    """The closing that stands for this cycle, if there is one; one query."""
    return (
        CycleClosing.objects.filter(cycle=cycle.canonical.pk, reopened_at__isnull=True)
        .select_related("by")
        .first()
    )


@transaction.atomic
def close(
    *,
    cycle: CyclePage,
    by: Any,
    override: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> CycleClosing:
    """That the cycle is over; what it left behind stays as it is.

    While a final evaluation is missing, only ``override`` closes it: the reason, which
    everyone reads. Where none is missing no override is kept. Raises ``gate.Refused``,
    ``CycleClosed``, ``EvaluationsOwed``.
    """
    now = now or timezone.now()
    cycle = _locked(cycle)
    gate.require(by, Deed.CLOSE, cycle, now)
    if current(cycle) is not None:
        raise CycleClosed
    _hold_what_goes_on(cycle)
    owed, words = missing(cycle), ""
    if owed:
        words = clean(override).strip()
        if not words:
            raise EvaluationsOwed(owed)
    made = CycleClosing.objects.create(
        cycle=cycle,
        override=words,
        language=language or guess_language(words, conf.content_language())
        if words
        else conf.content_language(),
        by=by,
        at=now,
    )
    _keep_published(cycle)
    tell(
        Event(
            "cycle_closed",
            f"cycle_closed:{made.pk}",
            now,
            cycle,
            facts={"owed": [str(voice) for voice in owed]},
        )
    )
    log(
        cycle,
        "wagtail_remacto.close_cycle",
        user=by,
        data={"owed": [str(voice) for voice in owed]},
    )
    return made


@transaction.atomic
def reopen(
    *, closing: CycleClosing, by: Any, words: str, now: dt.datetime | None = None
) -> CycleClosing:
    """That it was closed too early; the closing stays readable, with these words.

    Raises ``gate.Refused``, ``ReopenedAlready``, ``WordsMissing``.
    """
    now = now or timezone.now()
    cycle = _locked(closing.cycle)
    gate.require(by, Deed.CLOSE, cycle, now)
    closing = CycleClosing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    if closing.reopened_at is not None:
        raise ReopenedAlready
    words = clean(words).strip()
    if not words:
        raise WordsMissing
    closing.reopened_at, closing.reopened_by = now, by
    closing.reopened_words = words
    closing.save(update_fields=["reopened_at", "reopened_by", "reopened_words"])
    log(cycle, "wagtail_remacto.reopen_cycle", user=by)
    return closing


def _hold_what_goes_on(cycle: CyclePage) -> None:
    """What is being said in it is said before it is closed.

    Each service holds its phase, programme or project while it looks whether the cycle
    is closed. Here as there: in this order, and of each kind by their keys.
    """
    for model in (PhasePage, ProgrammePage, ProjectPage):
        below = model.objects.filter(path__startswith=cycle.path).order_by("pk")
        list(below.select_for_update(of=("page_ptr",), no_key=True).values_list("pk"))


def _keep_published(cycle: CyclePage) -> None:
    """No page of it, in any language, has a day left on which it expires.

    Nor have the drafts that may be published next, by a person or at a set time.
    """
    below = Q()
    for each in cycle.get_translations(inclusive=True):
        below |= Q(path__startswith=each.path)
    pages = Page.objects.filter(below)
    pages.filter(expire_at__isnull=False).update(expire_at=None)
    drafts = Revision.page_revisions.filter(
        Q(approved_go_live_at__isnull=False)
        | Q(pk__in=pages.values("latest_revision")),
        object_id__in=[str(key) for key in pages.values_list("pk", flat=True)],
    )
    expiring = [each for each in drafts.iterator() if each.content.get("expire_at")]
    for draft in expiring:
        draft.content["expire_at"] = None
    Revision.objects.bulk_update(expiring, ["content"])


def _locked(cycle: CyclePage) -> CyclePage:
    """The canonical cycle, held until the commit."""
    found: CyclePage = (
        CyclePage.objects.select_for_update(of=("page_ptr",), no_key=True)
        .select_related("locale")
        .get(pk=cycle.canonical.pk)
    )
    return found
