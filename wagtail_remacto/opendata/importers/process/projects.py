"""The projects of a programme."""

import hashlib

from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_remacto.opendata.importers.process.facts import project_facts
from wagtail_remacto.opendata.importers.raw_blocks import Blocks, Origin, sources
from wagtail_remacto.opendata.importers.store import Group, Store
from wagtail_remacto.opendata.importers.tongues import T, Tongue
from wagtail_remacto.opendata.importers.writing import Values, said, short_slug
from wagtail_remacto.programmes.models import ProjectPage


def load_projects(
    store: Store,
    root: str,
    path: str,
    programme: Group,
    cycle: Values,
    axes: dict[int, Group],
    owner_code: str,
) -> None:
    projects = cycle.get("projects", [])
    places = {id(each): number for number, each in enumerate(projects)}
    for key, item in store.keyed(f"{root}project/", projects, _name):
        _project(
            store,
            key,
            f"{path}.projects[{places[id(item)]}]",
            programme,
            item,
            axes,
            owner_code,
        )


def _name(item: Values) -> str:
    if item.get("ref"):
        return f"ref-{item['ref']}"
    return f"title-{_title_slug(item) or _digest(item['title'])}"


def _title_slug(item: Values) -> str:
    """From the French title, or else the English: an Arabic one gives no slug."""
    return short_slug(item["title"].get("fr") or item["title"].get("en") or "")


def _digest(title: T) -> str:
    return hashlib.sha256(title.get("ar", "").encode()).hexdigest()[:12]


def _project(
    store: Store,
    key: str,
    path: str,
    programme: Group,
    item: Values,
    axes: dict[int, Group],
    owner_code: str,
) -> None:
    axis = axes.get(item.get("axis", 0))

    def build(tongue: Tongue) -> Values:
        facts = Origin(f"{key}/facts")
        return {
            "title": tongue.title(item["title"]),
            "slug": (
                short_slug(item.get("ref") or "") or _title_slug(item) or "projet"
            ),
            **said(
                reference=item.get("ref"),
                axis=store.canonical(axis) if axis else None,
                problem=tongue.own(item.get("problem")),
                status_quo=tongue.french(item.get("baseline_fr")),
                solution=tongue.own(item.get("solution")),
                expected_results=tongue.own(item.get("expected_results")),
                values=list(dict.fromkeys(item.get("values", []))),
                lead=tongue.french(item.get("lead_fr")),
                partners=tongue.french(item.get("partners_fr")),
                shared_with=[
                    code for code in item.get("shared_with", []) if code != owner_code
                ],
            ),
            **(
                {"values_note": _values_note(tongue, item)}
                if item.get("values") or item.get("values_note_fr")
                else {}
            ),
            # One date of the two may not agree with an earlier file's other.
            **(
                {"start": item.get("start", ""), "end": item.get("end", "")}
                if item.get("start") or item.get("end")
                else {}
            ),
            "facts": Blocks(facts, project_facts(facts, tongue, item)),
            "sources": sources(Origin(f"{key}/sources"), item),
        }

    store.pages(key, path, item, ProjectPage, programme, build)


def _values_note(tongue: Tongue, item: Values) -> str:
    assigned = item.get("values_basis") in ("assigned", "inferred")
    note = item.get("values_note_fr", "")

    def sentence() -> str:
        return (
            _("Read from the theme by the compilers of the data.") if assigned else ""
        )

    if not note:
        return sentence()
    if not tongue.keeps_french:
        return ""
    with override("fr"):
        return " ".join(filter(None, [note, sentence()]))
