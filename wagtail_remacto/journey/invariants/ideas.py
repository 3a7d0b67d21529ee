"""Contributions: none is lost, and each outcome is the one that was recorded last."""

from collections.abc import Iterator

from django.db.models import F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from wagtail_remacto.committees.models import OutcomeRecord
from wagtail_remacto.contributions.counters import drifts
from wagtail_remacto.contributions.models import (
    Contribution,
    ContributionRevision,
    Nature,
    Standing,
)
from wagtail_remacto.journey.invariants.findings import Finding, check, finding
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.models import (
    Lineage,
    ProjectVersion,
    Remark,
    RemarkAnswer,
)
from wagtail_remacto.programmes.sources import DENYING


@check
def originals(programme: int | None) -> Iterator[Finding]:
    """Domain rule 1: every contribution keeps its first wording."""
    if programme is not None:
        return
    first = ContributionRevision.objects.filter(number=1).values("contribution")
    for row in Contribution.objects.exclude(pk__in=first).iterator():
        yield finding(
            "original_lost", row, _("Its first wording is not kept any more.")
        )
    unpublished = Contribution.objects.filter(
        standing=Standing.PUBLIC, published_at__isnull=True
    )
    for row in unpublished.iterator():
        yield finding("never_published", row, _("It is public without a date."))


@check
def branches(programme: int | None) -> Iterator[Finding]:
    """A contribution belongs to the collectivité whose page is above its cycle."""
    if programme is not None:
        return
    inside = Q(
        cycle__path__startswith=F("collectivite__path"),
        cycle__depth__gt=F("collectivite__depth"),
    )
    for row in Contribution.objects.exclude(inside).iterator():
        yield finding(
            "other_collectivite",
            row,
            _("It names another collectivité than the one of its cycle."),
        )


@check
def sources(programme: int | None) -> Iterator[Finding]:
    """Each contribution that a version names can still be found."""
    versions = ProjectVersion.objects.order_by()
    if programme is not None:
        versions = versions.filter(version__programme=programme)
    named: dict[str, list[ProjectVersion]] = {}
    for row in versions.select_related("version").iterator():
        try:
            references = [each["contribution"] for each in canonical.read(row)["from"]]
        except (ValueError, KeyError, TypeError):
            continue  # said by the digests already
        for reference in references:
            named.setdefault(reference.replace("-", ""), []).append(row)
    known: set[str] = set()
    wanted = sorted(named)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        rows = Contribution.objects.filter(reference__in=part)
        known.update(rows.values_list("reference", flat=True))
    for reference in wanted:
        if reference not in known:
            row = named[reference][0]
            yield finding(
                "source_lost",
                row,
                _("The contribution %(reference)s that it names is lost.")
                % {"reference": reference},
                row.version.programme_id,
            )


@check
def sources_have_outcomes(programme: int | None) -> Iterator[Finding]:
    """What shaped a project was not set aside; a merged idea speaks by its lead."""
    rows = Lineage.objects.filter(
        ended_at__isnull=True, contribution__outcome__in=DENYING
    ).select_related("project")
    if programme is not None:
        rows = rows.filter(project__versions__version__programme=programme).distinct()
    for row in rows:
        yield finding(
            "source_set_aside",
            row,
            _("A project is said to come from an idea that was set aside."),
            programme,
        )


@check
def outcomes(programme: int | None) -> Iterator[Finding]:
    """Domain rule 2: an outcome is the last one recorded, and has its reason."""
    if programme is not None:
        return
    records = OutcomeRecord.objects.filter(contribution=OuterRef("pk"))
    last = records.order_by("-number")
    ideas = Contribution.objects.filter(nature=Nature.IDEA).annotate(
        said=Coalesce(Subquery(last.values("outcome")[:1]), Value("")),
        said_into=Subquery(last.values("merged_into")[:1]),
        said_at=Subquery(
            records.order_by()
            .values("contribution")
            .annotate(first=Min("at"))
            .values("first")
        ),
    )
    wrong = ideas.filter(
        ~Q(outcome=F("said"))
        | _differ("merged_into", "said_into")
        | _differ("answered_at", "said_at")
    )
    for row in wrong.iterator():
        yield finding(
            "outcome", row, _("It shows another outcome than the one recorded last.")
        )
    without = OutcomeRecord.objects.filter(words="", texts={})
    for each in without.iterator():
        yield finding("outcome_without_reason", each, _("It gives no reason."))
    yield from _circles()


def _differ(one: str, other: str) -> Q:
    both = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return (
        (both & ~Q(**{one: F(other)}))
        | Q(**{f"{one}__isnull": True, f"{other}__isnull": False})
        | Q(**{f"{one}__isnull": False, f"{other}__isnull": True})
    )


def _circles() -> Iterator[Finding]:
    """Whoever follows a merger arrives somewhere, in the same cycle."""
    merged = Contribution.objects.filter(merged_into__isnull=False)
    leads = dict(merged.values_list("pk", "merged_into"))
    for start in leads:
        seen, here = {start}, leads[start]
        while here in leads and here not in seen:
            seen.add(here)
            here = leads[here]
        if here in seen:
            yield Finding(
                "merged_in_a_circle",
                "contribution",
                start,
                _("It was merged into one that was merged into it."),
            )
    for row in merged.exclude(cycle=F("merged_into__cycle")):
        yield finding("merged_elsewhere", row, _("It was merged into another cycle."))


@check
def remarks(programme: int | None) -> Iterator[Finding]:
    """Remarks are about a frozen version, and their answers are the recorded ones."""
    rows = Remark.objects.select_related("version", "project", "contribution")
    if programme is not None:
        rows = rows.filter(version__programme=programme)
    wrong = rows.filter(
        ~Q(contribution__nature=Nature.REMARK)
        | Q(project__isnull=False) & ~Q(project__version=F("version"))
        | Q(version__phase__isnull=True)
        | ~Q(contribution__phase=F("version__phase"))
    )
    for row in wrong:
        yield finding(
            "remark",
            row,
            _("It is not about what was read in its consultation."),
            row.version.programme_id,
        )
    first = RemarkAnswer.objects.filter(remark=OuterRef("pk")).order_by("number")
    told = rows.annotate(
        first=Subquery(first.values("at")[:1]), shown=F("contribution__answered_at")
    )
    for row in told.filter(_differ("first", "shown")):
        yield finding(
            "remark_answer",
            row,
            _("It shows an answer that is not recorded, or hides one."),
            row.version.programme_id,
        )
    if programme is None:
        lost = Contribution.objects.filter(nature=Nature.REMARK, remark__isnull=True)
        for each in lost.iterator():
            yield finding(
                "remark_of_nothing", each, _("Nobody knows what it is a remark on.")
            )


@check
def counters(programme: int | None) -> Iterator[Finding]:
    if programme is not None:
        return
    for drift in drifts():
        yield Finding(
            "counter",
            str(drift.model._meta.model_name),
            drift.pk,
            _("%(field)s says %(says)d and is %(is_really)d.")
            % {
                "field": drift.field,
                "says": drift.says,
                "is_really": drift.is_really,
            },
        )
