"""What happens is kept as activity, in the transaction in which it happens."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.collectivites.queries import own_ancestors
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.models import CarryOver
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.notices.models import Activity, Concern
from wagtail_remacto.people.happened import Event, happened
from wagtail_remacto.programmes.models import Lineage, ProgrammePage, ProjectPage


def connect() -> None:
    happened.connect(_hear, dispatch_uid="wagtail_remacto.notices")


def _hear(events: Sequence[Event], **_signal: Any) -> None:
    keep(events)


def keep(events: Sequence[Event]) -> list[Activity]:
    """Keep what was not kept before, with the ideas that it concerns.

    A dozen queries for any number of events about one page.
    """
    known = set(
        Activity.objects.filter(key__in=[event.key for event in events]).values_list(
            "key", flat=True
        )
    )
    new = {event.key: event for event in events if event.key not in known}
    if not new:
        return []
    places: dict[int, dict[str, Any]] = {}
    made = Activity.objects.bulk_create(
        [
            Activity(
                kind=Kind(event.kind),
                key=event.key,
                at=event.at,
                project=canonical_page(event.project) if event.project else None,
                facts=event.facts,
                **_place(event.page, places),
            )
            for event in new.values()
        ]
    )
    # bulk_create does not give every database's rows their keys back.
    rows = {row.key: row for row in Activity.objects.filter(key__in=new)}
    _concern([(rows[key], event) for key, event in new.items()])
    return [rows[row.key] for row in made]


def _place(page: Any, known: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The canonical page, its cycle and its collectivité; looked up once for each.

    Of a project the page is its programme, so that who follows either is found: the
    activity names the project besides.
    """
    if page.pk not in known:
        canonical = canonical_page(page)
        above = own_ancestors(
            canonical,
            cycle=CyclePage,
            collectivite=CollectivitePage,
            programme=ProgrammePage,
        )
        if isinstance(canonical, ProjectPage):
            canonical = above["programme"]
        known[page.pk] = {
            "page": Page(pk=canonical.pk),
            "cycle": above["cycle"],
            "collectivite": above["collectivite"],
        }
    return known[page.pk]


def _concern(told: Iterable[tuple[Activity, Event]]) -> None:
    """The ideas themselves, those that shaped the project, and what is merged in."""
    told = list(told)
    projects = {row.project_id for row, _event in told if row.project_id}
    sources = _that_shaped(projects) if projects else {}
    concerned = {
        row.pk: {*event.contributions, *sources.get(row.project_id or 0, ())}
        for row, event in told
    }
    merged = _merged_into(set().union(*concerned.values()) if concerned else set())
    Concern.objects.bulk_create(
        [
            Concern(activity_id=activity, contribution_id=contribution)
            for activity, own in concerned.items()
            for contribution in sorted(_with_merged(own, merged))
        ],
        batch_size=500,
    )


def _that_shaped(projects: set[int]) -> dict[int, set[int]]:
    """By project, the ideas that shaped it, or that from which it was carried over.

    One query, and one for each cycle back.
    """
    before = _carried_from(projects)
    everything = projects.union(*before.values())
    own: dict[int, set[int]] = defaultdict(set)
    for project, contribution in Lineage.objects.filter(
        project__in=everything, ended_at__isnull=True
    ).values_list("project", "contribution"):
        own[project].add(contribution)
    return {
        project: set().union(
            *(own.get(each, ()) for each in {project, *before.get(project, ())})
        )
        for project in projects
    }


def _carried_from(projects: set[int]) -> dict[int, set[int]]:
    """By project, those of earlier cycles that it goes on from."""
    found: dict[int, set[int]] = {}
    # Of each of the earlier ones, for whom it was asked.
    asking = {project: {project} for project in projects}
    while asking:
        rows: Any = CarryOver.objects.filter(
            new_project__in=asking, superseded_at__isnull=True, project__isnull=False
        )
        earlier: dict[int, set[int]] = defaultdict(set)
        for new, old in rows.values_list("new_project", "project"):
            for project in asking[new]:
                if old not in found.setdefault(project, set()):
                    found[project].add(old)
                    earlier[old].add(project)
        asking = earlier
    return found


def _merged_into(leads: set[int]) -> dict[int, set[int]]:
    """By lead, the ideas that were merged into it; a query for each level."""
    found: dict[int, set[int]] = defaultdict(set)
    asked: set[int] = set()
    while leads - asked:
        asking = leads - asked
        asked |= asking
        rows: Any = Contribution.objects.filter(merged_into__in=asking)
        for lead, merged in rows.values_list("merged_into", "pk"):
            found[lead].add(merged)
        leads = set().union(*(found[lead] for lead in asking if lead in found))
    return found


def _with_merged(own: set[int], merged: dict[int, set[int]]) -> set[int]:
    found, waiting = set(own), list(own)
    while waiting:
        for each in merged.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found
