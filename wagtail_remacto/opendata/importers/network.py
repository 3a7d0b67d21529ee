"""The network: its principles, partners, numbers, events and later calendars."""

from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.models import Principle
from wagtail_remacto.opendata.importers import members, templates
from wagtail_remacto.opendata.importers.raw_blocks import (
    Blocks,
    Origin,
    Raw,
    fact,
    inferred_note,
    source_values,
    sources,
)
from wagtail_remacto.opendata.importers.store import Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue
from wagtail_remacto.opendata.importers.writing import said


def prefixes(_data: Values) -> tuple[str, ...]:
    # The calendars have their own records, whichever file they come from.
    return ("network/", "principle/", "template/")


def load(store: Store, data: Values) -> None:
    _principles(store, data)
    for number, cycle in enumerate(data.get("later_cycles", [])):
        _later_cycle(store, cycle, f"later_cycles[{number}]")
    for number, entry in enumerate(data.get("ogp_local_members", [])):
        _ogp_local(store, entry, f"ogp_local_members[{number}]")
    _directory(store, data)


def _principles(store: Store, data: Values) -> None:
    for number, item in enumerate(data.get("principles", [])):
        key = item["key"]

        def build(tongue: Tongue, number: int = number, item: Values = item) -> Values:
            return {
                "key": item["key"],
                "title": tongue.title(item["title"]),
                "order": number,
            }

        store.rows(
            f"principle/{key}",
            f"principles[{number}]",
            {**item, "order": number},
            Principle,
            build,
            adopt=lambda key=key: Principle.objects.filter(key=key).first(),
        )


def _later_cycle(store: Store, cycle: Values, path: str) -> None:
    identifier = cycle["id"]

    def phases(tongue: Tongue) -> list[Values]:
        return [
            templates.later_phase(tongue, identifier, number, phase)
            for number, phase in enumerate(cycle.get("phases", []), start=1)
        ]

    templates.template(
        store,
        cycle,
        path,
        lambda tongue: _("Calendar of the cycle %(id)s") % {"id": identifier},
        phases,
    )


def _ogp_local(store: Store, entry: Values, path: str) -> None:
    item = entry["ct"]
    code = item["hcp_code"]
    group = members.collectivite(
        store, f"network/collectivite/{code}", f"{path}.ct", item
    )

    def build(tongue: Tongue) -> Values:
        return {
            **said(ogp_local_since=entry.get("joined")),
            "sources": sources(Origin(f"network/ogp/{code}"), entry),
        }

    store.extend(f"network/ogp/{code}", entry, group, build)


def _directory(store: Store, data: Values) -> None:
    payload = {
        key: value
        for key, value in data.items()
        if key not in ("principles", "later_cycles", "ogp_local_members")
    }
    key = "network/directory"

    def build(tongue: Tongue) -> Values:
        origin = Origin(f"{key}/facts")
        counts, partners = Origin(f"{key}/counts"), Origin(f"{key}/partners")
        return {
            **said(acronym=data.get("acronym"), founded=data.get("created")),
            "counts": Blocks(
                counts, [_count(counts, each) for each in _listed(data, "counts")]
            ),
            "partners": Blocks(
                partners,
                [_partner(partners, tongue, each) for each in data.get("partners", [])],
            ),
            "facts": Blocks(origin, _facts(origin, tongue, data)),
            "sources": _sources(Origin(f"{key}/sources"), data),
        }

    store.extend(key, payload, store.directories, build)


def _sources(origin: Origin, data: Values) -> Blocks:
    found: dict[str, Raw] = {}
    for name in ("created_source", "principles_source"):
        address = data.get(name)
        origin.part(address)
        if address and address not in found:
            found[address] = origin.wrap("source", {"url": address, "note": ""})
    return Blocks(origin, found.values())


def _listed(data: Values, name: str) -> list[Values]:
    found: list[Values] = data.get(f"membership_{name}", [])
    return found


def _count(origin: Origin, item: Values) -> Raw:
    return origin.wrap(
        "count",
        {
            "as_of": str(item["as_of"]),
            "label": item.get("label_fr", ""),
            "total": item["total"],
            "regions": item.get("regions"),
            "provinces": item.get("provinces_prefectures"),
            "communes": item.get("communes"),
            "sources": origin.listed(source_values(item)),
        },
    )


def _partner(origin: Origin, tongue: Tongue, item: Values) -> Raw:
    summary = item.get("summary_fr", "")
    return origin.wrap(
        "partner",
        {
            "name": tongue.title(item["name"]),
            "role": item.get("role", ""),
            "text": summary,
            "text_lang": "fr" if summary and tongue.language != "fr" else "",
            "sources": origin.listed(source_values(item)),
        },
    )


def _facts(origin: Origin, tongue: Tongue, data: Values) -> list[Raw]:
    def one(kind: str, item: Values, **more: Any) -> Raw:
        return fact(origin, tongue, kind, item, **more)

    origin.part(data.get("created"))
    found = [_creation(one, tongue, data)] if data.get("created") else []
    origin.part(data.get("agreement"))
    if agreement := data.get("agreement"):
        found.append(
            one(
                "event",
                agreement,
                date=agreement.get("date", ""),
                title=_("Partnership agreement"),
                text=_french(agreement),
            )
        )
    origin.part(data.get("charter"))
    if charter := data.get("charter"):
        found.append(
            one(
                "context",
                charter,
                title=_("Charter of the network"),
                text=_french(charter),
                added=lambda: (
                    [
                        _("Commitments: %(number)d.")
                        % {"number": charter["commitments_count"]}
                    ]
                    if "commitments_count" in charter
                    else []
                ),
            )
        )
    origin.part(data.get("platform"))
    if platform := data.get("platform"):
        found.append(
            one(
                "context",
                platform,
                title=_("Platform of the network"),
                text=_french(platform),
                added=lambda: [platform.get("url", "")],
            )
        )
    origin.part(data.get("programme"))
    found += _programme(one, tongue, data.get("programme") or {})
    origin.part(data.get("waves"))
    found += _waves(one, data)
    origin.part(data.get("count_discrepancies"))
    found += [
        one(
            "context",
            each,
            title=_("The sources disagree on the numbers"),
            text=_french(each),
        )
        for each in data.get("count_discrepancies", [])
    ]
    origin.part(data.get("ogp_local_members_note_fr"))
    if note := data.get("ogp_local_members_note_fr"):
        found.append(
            one(
                "context",
                {"source": data.get("ogp_local_members_note_source")},
                title=_("Members of OGP Local"),
                text={"fr": note},
            )
        )
    origin.part(data.get("expected_results"))
    found += [
        one(
            "context",
            {"source": data.get("expected_results_source")},
            title=_("Expected result"),
            text=each,
        )
        for each in data.get("expected_results", [])
    ]
    origin.part(data.get("events"))
    found += [_event(one, tongue, each) for each in data.get("events", [])]
    return found


def _french(item: Values) -> dict[str, str]:
    return {"fr": item["summary_fr"]} if item.get("summary_fr") else {}


def _creation(one: Any, tongue: Tongue, data: Values) -> Raw:
    raw: Raw = one(
        "event",
        {"source": data.get("created_source")},
        date=data.get("created", ""),
        title=_("Creation of the network: %(name)s")
        % {"name": tongue.title(data["name"])},
    )
    return raw


def _programme(one: Any, tongue: Tongue, programme: Values) -> list[Raw]:
    if not programme:
        return []
    name = tongue.title(programme["name"])
    acronym = programme.get("acronym")
    title = f"{name} ({acronym})" if acronym else name
    found = [one("context", programme, title=title)]
    for launch in programme.get("launch", []):
        found.append(
            one(
                "event",
                launch,
                date=launch.get("date", ""),
                title=_("Launch of the support programme"),
                text={"fr": launch["date_text"]} if launch.get("date_text") else {},
            )
        )
    if national := programme.get("national_commitment"):
        found.append(
            one(
                "context",
                national,
                title=_("National commitment %(id)s") % {"id": national.get("id", "")},
                text={"en": national["title_en"]} if national.get("title_en") else {},
                added=lambda: [national.get("plan", ""), national.get("lead", "")],
            )
        )
    return found


def _waves(one: Any, data: Values) -> list[Raw]:
    found = []
    for wave in data.get("waves", []):

        def numbers(wave: Values = wave) -> list[str]:
            more = wave.get("from_provinces_prefectures")
            return [
                _("New members – %(numbers)s.")
                % {"numbers": members.counted(wave, start="new_")},
                _("They come from %(number)d provinces and prefectures.")
                % {"number": more}
                if more is not None
                else "",
                inferred_note(wave.get("basis")),
            ]

        found.append(
            one(
                "event",
                wave,
                date=wave.get("joined", ""),
                title=_("Wave %(number)d (%(label)s)")
                % {"number": wave["wave"], "label": wave.get("label", "")},
                text={"fr": wave["basis_fr"]} if wave.get("basis_fr") else {},
                added=numbers,
            )
        )
    return found


def _event(one: Any, tongue: Tongue, event: Values) -> Raw:
    text = " – ".join(filter(None, [event.get("date_text"), event.get("summary_fr")]))
    raw: Raw = one(
        "event",
        event,
        date=event.get("start", ""),
        end=event.get("end", ""),
        title=tongue.title(event["title"]),
        text={"fr": text} if text else {},
        place=event.get("place_fr", ""),
        added=lambda: (
            [_("Participants: %(number)d.") % {"number": event["participants_count"]}]
            if "participants_count" in event
            else []
        ),
    )
    return raw
