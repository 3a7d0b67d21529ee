"""Votes of councils: what they adopted was validated, and the numbers add up."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _

from wagtail_remacto.committees.decisions import validations
from wagtail_remacto.journey.invariants.findings import Finding, check, finding
from wagtail_remacto.programmes.models import Deliberation, Outcome

ADOPTED = (Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES)


def _rows(programme: int | None) -> Any:
    rows = Deliberation.objects.filter(superseded_at__isnull=True)
    return rows if programme is None else rows.filter(programme=programme)


@check
def adopted_versions(programme: int | None) -> Iterator[Finding]:
    """Domain rule 4: only what the committee validated goes before the council.

    A vote that only a public source reports names no version, and its source instead.
    """
    validated = validations().values("version")
    rows = _rows(programme)
    for row in rows.filter(version__isnull=False).exclude(version__in=validated):
        yield finding(
            "not_validated",
            row,
            _("The council had a version that the committee has not validated."),
            row.programme_id,
        )
    for row in rows.filter(version__isnull=True, outcome__in=ADOPTED):
        if not row.sources:
            yield finding(
                "adoption_without_version",
                row,
                _("It names neither the version that was adopted nor a source."),
                row.programme_id,
            )
    elsewhere = rows.filter(version__isnull=False).exclude(
        version__programme=F("programme")
    )
    for row in elsewhere:
        yield finding(
            "version_elsewhere",
            row,
            _("It names a version of another programme."),
            row.programme_id,
        )


@check
def adopted_with_changes(programme: int | None) -> Iterator[Finding]:
    """What the council changed is a version of its own."""
    changed = _rows(programme).filter(version__isnull=False)
    for row in changed.select_related("version", "result"):
        with_changes = row.outcome == Outcome.ADOPTED_WITH_CHANGES
        if with_changes != (row.result is not None):
            yield finding(
                "changes_without_version",
                row,
                _("The version with the council’s changes is missing, or too many."),
                row.programme_id,
            )
        elif row.result is not None and row.result.number <= row.version.number:
            yield finding(
                "changes_before",
                row,
                _("The version with the changes is older than the one before them."),
                row.programme_id,
            )


@check
def votes_of_councils(programme: int | None) -> Iterator[Finding]:
    """They add up to those present, who are no more than the council has seats."""
    for row in _rows(programme).select_related("session__collectivite"):
        votes = [row.votes_for, row.votes_against, row.abstained]
        known = [vote for vote in votes if vote is not None]
        if row.present is not None and (
            sum(known) != row.present if len(known) == 3 else sum(known) > row.present
        ):
            yield finding(
                "council_votes",
                row,
                _("The votes do not add up to the members present."),
                row.programme_id,
            )
        size = row.session.collectivite.council_size
        if size is not None and row.present is not None and row.present > size:
            yield finding(
                "council_size",
                row,
                _("More members were present than the council has."),
                row.programme_id,
            )


@check
def adopted_once(programme: int | None) -> Iterator[Finding]:
    rows = _rows(programme).filter(outcome__in=ADOPTED)
    twice = (
        rows.order_by()
        .values("programme")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    for each in twice:
        yield Finding(
            "adopted_twice",
            "programmepage",
            each["programme"],
            _("It was adopted more than once."),
            each["programme"],
        )
