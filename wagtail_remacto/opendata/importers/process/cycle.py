"""A cycle: its page with its facts, and what belongs below it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto.committees.models import CommitteePage
from wagtail_remacto.cycles.kinds import Framework
from wagtail_remacto.cycles.models import Axis, CyclePage, CycleTemplate
from wagtail_remacto.opendata.importers.process import naming
from wagtail_remacto.opendata.importers.process.facts import cycle_facts
from wagtail_remacto.opendata.importers.process.phases import load_phases
from wagtail_remacto.opendata.importers.process.projects import load_projects
from wagtail_remacto.opendata.importers.raw_blocks import (
    Blocks,
    Origin,
    Raw,
    merged,
    sources,
)
from wagtail_remacto.opendata.importers.report import ItemError
from wagtail_remacto.opendata.importers.store import Group, Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue
from wagtail_remacto.opendata.importers.writing import said
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
)
from wagtail_remacto.programmes.services import (
    AlreadyDecided,
    record_deliberation,
    record_session,
)

# What of a cycle has pages or rows of its own.
OWN_ITEMS = ("workshops", "committee", "axes", "projects", "consultations", "adoption")
SOURCE_FIELDS = ("source", "sources", "source_note_fr")


def load_cycle(
    store: Store,
    root: str,
    path: str,
    collectivite: Group,
    cycle: Values,
    owner: Values,
) -> None:
    group = _cycle_pages(store, root, path, collectivite, cycle)
    if cycle.get("joined"):
        # A member whose date of joining is only here.
        store.extend(
            f"{root}joined",
            cycle["joined"],
            collectivite,
            lambda tongue: {"joined": cycle["joined"]},
        )
    axes = _axes(store, root, path, group, cycle)
    load_phases(store, root, path, group, cycle)
    if cycle.get("committee"):
        _committee(store, root, path, group, cycle["committee"])
    if cycle.get("projects") or cycle.get("adoption"):
        programme = _programme(store, root, path, group, cycle)
        load_projects(store, root, path, programme, cycle, axes, owner["hcp_code"])
        if cycle.get("adoption"):
            _adoption(store, root, path, collectivite, programme, cycle["adoption"])


def _cycle_pages(
    store: Store, root: str, path: str, collectivite: Group, cycle: Values
) -> Group:
    identifier = cycle["id"]
    key = f"{root}cycle"
    period = cycle.get("period") or {}
    evidence = _evidence(cycle)
    payload = {name: value for name, value in cycle.items() if name not in OWN_ITEMS}
    payload["evidence"] = evidence

    def build(tongue: Tongue) -> Values:
        facts = Origin(f"{key}/facts")
        return {
            "title": naming.cycle_title(identifier),
            "slug": naming.cycle_slug(identifier),
            "identifier": identifier,
            "framework": cycle["framework"],
            "template_used": _template(cycle, tongue),
            **said(
                wave=cycle.get("wave"),
                lead=tongue.french(cycle.get("lead_fr")),
                axes_count=cycle.get("axes_count"),
                axes_note=tongue.french(cycle.get("axes_note_fr")),
            ),
            # One date of the two may not agree with an earlier file's other.
            **(
                {
                    "period_start": period.get("start", ""),
                    "period_end": period.get("end", ""),
                }
                if period
                else {}
            ),
            "facts": Blocks(facts, cycle_facts(facts, tongue, cycle)),
            "sources": sources(Origin(f"{key}/sources"), *evidence, note=_basis(cycle)),
        }

    def adopt() -> Any:
        parent = store.canonical(collectivite)
        return (
            CyclePage.objects.child_of(parent).filter(identifier=identifier).first()
            if parent and parent.numchild
            else None
        )

    return store.pages(
        key, path, payload, CyclePage, collectivite, build, adopt=adopt, always=True
    )


def _evidence(cycle: Values) -> list[Values]:
    """Where the cycle itself was read; else where its meetings and projects were."""
    if cycle.get("source") or cycle.get("sources") or cycle.get("source_note_fr"):
        return [{name: cycle.get(name) for name in SOURCE_FIELDS}]
    named: list[Values] = []
    for name in OWN_ITEMS:
        items = cycle.get(name) or []
        named += items if isinstance(items, list) else [items]
    return [{name: each.get(name) for name in SOURCE_FIELDS} for each in named]


def _template(cycle: Values, tongue: Tongue) -> CycleTemplate | None:
    if cycle["framework"] != Framework.REMACTO:
        return None
    return CycleTemplate.objects.filter(
        identifier=cycle["id"], locale=tongue.locale
    ).first()


def _basis(cycle: Values) -> str:
    if cycle.get("cycle_basis") == "inferred":
        return _("Inferred: the source does not say which cycle this belongs to.")
    return ""


def _axes(
    store: Store, root: str, path: str, group: Group, cycle: Values
) -> dict[int, Group]:
    """The axes by their order."""
    found = {}
    page = store.canonical(group)
    for number, axis in enumerate(cycle.get("axes", [])):
        order = axis["order"]
        key = f"{root}axis/{order}"

        def build(tongue: Tongue, axis: Values = axis, key: str = key) -> Values:
            return {
                "cycle": page,
                "order": axis["order"],
                "title": tongue.title(axis["title"]),
                "is_principle": axis.get("kind") == "principle",
                "sources": sources(Origin(f"{key}/sources"), axis),
            }

        found[order] = store.rows(
            key,
            f"{path}.axes[{number}]",
            axis,
            Axis,
            build,
            adopt=lambda order=order: Axis.objects.filter(
                cycle=page, order=order, active=True
            ).first(),
            parents=group,
        )
    return found


def _committee(
    store: Store, root: str, path: str, group: Group, committee: Values
) -> None:
    key = f"{root}committee"

    def build(tongue: Tongue) -> Values:
        composition = Origin(f"{key}/composition")
        shares: list[Raw] = []
        composition.part(committee.get("composition"))
        shares += [
            composition.wrap(
                "share",
                {
                    "group": each["group"],
                    "share": _decimal(each.get("share")),
                    "count": None,
                    "body": each.get("body", ""),
                    "coordinates": False,
                },
            )
            for each in committee.get("composition", [])
        ]
        composition.part(committee.get("coordinators"))
        shares += [
            composition.wrap(
                "share",
                {
                    "group": each["group"],
                    "share": None,
                    "count": each.get("count"),
                    "body": "",
                    "coordinates": True,
                },
            )
            for each in committee.get("coordinators", [])
        ]
        return {
            "title": tongue.title(committee["name"]),
            "slug": "comite",
            **said(
                summary=tongue.french(committee.get("summary_fr")),
                size=committee.get("size"),
                women_share=_decimal(committee.get("women_share")),
            ),
            "composition": Blocks(composition, shares),
            "sources": sources(Origin(f"{key}/sources"), committee),
        }

    store.pages(
        key,
        f"{path}.committee",
        committee,
        CommitteePage,
        group,
        build,
        adopt=lambda: _only_child(store, group, CommitteePage),
    )


def _decimal(value: float | None) -> str | None:
    """As JSON and a DecimalField both take it, with no more digits than are written."""
    return None if value is None else f"{value:.3f}"


def _programme(
    store: Store, root: str, path: str, group: Group, cycle: Values
) -> Group:
    key = f"{root}programme"
    period = cycle.get("period") or {}
    start, end = period.get("start", ""), period.get("end", "")
    adoption = cycle.get("adoption") or {}
    payload = {
        "period": period,
        "framework": cycle["framework"],
        "sources": cycle.get("sources") or cycle.get("source"),
        "adoption": adoption,
    }

    def build(tongue: Tongue) -> Values:
        years = f"{start[:4]}–{end[:4]}" if start and end else ""
        return {
            "title": naming.programme_title(cycle["framework"], years),
            "slug": "programme",
            **({"start": start, "end": end} if period else {}),
            "sources": sources(Origin(f"{key}/sources"), cycle, adoption),
        }

    return store.pages(
        key,
        path,
        payload,
        ProgrammePage,
        group,
        build,
        adopt=lambda: _only_child(store, group, ProgrammePage),
        always=True,
    )


def _only_child(store: Store, group: Group, model: type[Page]) -> Any:
    """The page of this kind that somebody made below the cycle by hand."""
    parent = store.canonical(group)
    if parent is None or not parent.numchild:
        return None
    found = list(model.objects.child_of(parent)[:2])
    return found[0] if len(found) == 1 else None


def _adoption(
    store: Store,
    root: str,
    path: str,
    collectivite: Group,
    programme: Group,
    adoption: Values,
) -> None:
    key = f"{root}adoption"
    place = f"{path}.adoption"

    def write() -> Deliberation:
        page = store.canonical(programme)
        known = Deliberation.objects.filter(programme=page).select_related("session")
        record = store.records.get(key)
        before = known.filter(pk=record.object_id).first() if record else None
        session: CouncilSession | None = before.session if before else None
        session = record_session(
            collectivite=store.canonical(collectivite),
            kind=_session_kind(adoption["session_fr"]),
            label=adoption["session_fr"],
            label_lang="fr",
            sitting=adoption.get("date", ""),
            place=adoption.get("place_fr", ""),
            sources=merged(None, sources(Origin(f"{key}/session"), adoption)),
            session=session,
        )
        try:
            return record_deliberation(
                session=session,
                programme=page,
                outcome="adopted" if adoption["status"] == "adopted" else "",
                unanimous=True if adoption.get("vote") == "unanimous" else None,
                present=adoption.get("members_present"),
                sources=merged(None, sources(Origin(f"{key}/sources"), adoption)),
            )
        except AlreadyDecided as error:
            raise ItemError(place, str(error)) from error

    try:
        store.record_only(key, place, adoption, write)
    except ValidationError as error:
        raise ItemError(place, "; ".join(error.messages)) from error


def _session_kind(label: str) -> str:
    """Ordinary or extraordinary where the label says so in that word."""
    if re.search(r"\bextraordinaire\b", label, re.IGNORECASE):
        return "extraordinary"
    if re.search(r"\bordinaire\b", label, re.IGNORECASE):
        return "ordinary"
    return ""
