"""The members of the network: one page for each, in each language."""

from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.territories import territory
from wagtail_remacto.opendata.importers.raw_blocks import Blocks, Origin, fact, sources
from wagtail_remacto.opendata.importers.store import Group, Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue
from wagtail_remacto.opendata.importers.writing import said


def prefixes(_data: Values) -> tuple[str, ...]:
    return ("member/",)


def load(store: Store, data: Values) -> None:
    for number, member in enumerate(data["members"]):
        code = member["hcp_code"]
        collectivite(
            store, f"member/{code}", f"members[{number}]", member, always=False
        )
    _remark(store, data)


def collectivite(
    store: Store, key: str, path: str, item: Values, *, always: bool = True
) -> Group:
    """The collectivité's pages; the one that has its HCP code is adopted."""
    code = item["hcp_code"]

    def build(tongue: Tongue) -> Values:
        return {
            **territory_fields(item, tongue),
            **said(
                wave=item.get("wave"),
                wave_basis=item.get("wave_basis"),
                wave_note=tongue.french(item.get("note_fr")),
                joined=item.get("joined"),
            ),
            "sources": sources(
                Origin(f"{key}/sources"),
                item,
                note=platform_number(item.get("platform_member_id")),
            ),
        }

    return store.pages(
        key,
        path,
        item,
        CollectivitePage,
        store.directories,
        build,
        adopt=lambda: CollectivitePage.objects.filter(hcp_code=code).first(),
        always=always,
    )


def territory_fields(item: Values, tongue: Tongue) -> Values:
    """Names, codes and population, as HCP has them."""
    found = territory(item["hcp_code"])
    assert found is not None  # noqa: S101 - the schema has looked it up
    return {
        "title": found.name(tongue.language),
        "slug": item["slug"],
        "kind": item["kind"],
        "hcp_code": found.code,
        "region_code": found.region_code,
        "province_code": found.province_code,
        "name_fr": found.name_fr,
        "name_ar": found.name_ar,
        "population": found.population,
    }


def platform_number(number: int | None) -> str:
    if number is None:
        return ""
    return _("Member number %(number)d on the network's platform.") % {"number": number}


def _remark(store: Store, data: Values) -> None:
    """What the compilers say of the whole list, on the directory."""
    note, counts = data.get("note_fr"), data.get("counts") or {}
    if not note and not counts:
        return
    key = "member/list"

    def build(tongue: Tongue) -> Values:
        origin = Origin(f"{key}/facts")
        return {
            "facts": Blocks(
                origin,
                [
                    fact(
                        origin,
                        tongue,
                        "context",
                        {},
                        title=_("The members that are known by name"),
                        text={"fr": note} if note else {},
                        added=lambda: [counted(counts)],
                    )
                ],
            )
        }

    store.extend(key, {"note_fr": note, "counts": counts}, store.directories, build)


def counted(counts: Values, start: str = "") -> str:
    """« 66 : 12 régions, 4 provinces et préfectures, 50 communes », as far as known."""
    words = {
        "regions": _("regions: %(number)d"),
        "provinces_prefectures": _("provinces and prefectures: %(number)d"),
        "communes": _("communes: %(number)d"),
    }
    parts = [
        pattern % {"number": counts[f"{start}{name}"]}
        for name, pattern in words.items()
        if counts.get(f"{start}{name}") is not None
    ]
    total: Any = counts.get(f"{start}total")
    if total is not None:
        parts.insert(0, _("total: %(number)d") % {"number": total})
    return "; ".join(parts)
