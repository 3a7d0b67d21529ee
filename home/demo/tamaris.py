"""Communes that do not exist, alive on any day; Tamaris with a whole cycle.

Their dates are counted from the day of the demonstration, so they move when the portal
starts on another day; what an officer has written into its pages meanwhile stays.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from home.demo.wording import day, in_language, month, resolved, stream
from wagtail_remacto.collectivites.models import CollectivitePage, Principle
from wagtail_remacto.committees.models import CommitteePage, Seat
from wagtail_remacto.cycles.clock import first_moment, last_moment
from wagtail_remacto.cycles.models import Axis, CyclePage, PhasePage
from wagtail_remacto.opendata.importers.store import Group, Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue
from wagtail_remacto.programmes.models import Deliberation, ProgrammePage, ProjectPage
from wagtail_remacto.programmes.services import record_deliberation, record_session
from wagtail_remacto.programmes.standing import standing_of
from wagtail_remacto.workshops.models import WorkshopPage

ROOT = "demo/tamaris"


class Tamaris:
    """Writes the pages through the importer's store: a second run changes nothing."""

    def __init__(
        self, store: Store, data: dict[str, Any], today: dt.date, root: str = ROOT
    ) -> None:
        self.store, self.root = store, root
        self.today = today
        self.data = resolved(data, today)
        self.cycles: dict[str, Group] = {}

    def load(self) -> None:
        item = self.data["collectivite"]
        commune = self.page(
            f"{self.root}/collectivite",
            CollectivitePage,
            item,
            self.store.directories,
            fictional=True,
            name_fr=item["title"]["fr"],
            name_ar=item["title"]["ar"],
            latitude=Decimal(item["latitude"]),
            longitude=Decimal(item["longitude"]),
        )
        # The earlier cycle first: the current one names it.
        for cycle in reversed(self.data["cycles"]):
            self.cycle(cycle, commune)

    def page(
        self,
        key: str,
        model: Any,
        item: Values,
        parents: Group,
        streams: dict[str, list[Values]] | None = None,
        **fixed: Any,
    ) -> Group:
        """A page with the item's words; ``fixed`` fields are of no language."""
        streams = {"body": item.get("body", []), **(streams or {})}
        names = {field.name for field in model._meta.get_fields()}
        own = {
            name: value
            for name, value in item.items()
            if name in names and name not in streams and name not in fixed
        }

        def build(tongue: Tongue) -> Values:
            return {
                **in_language(tongue, own),
                **fixed,
                **{
                    name: stream(f"{key}/{name}", tongue, blocks)
                    for name, blocks in streams.items()
                },
            }

        payload = [own, streams, fixed]
        return self.store.pages(key, key, payload, model, parents, build, always=True)

    def cycle(self, item: Values, commune: Group) -> None:
        root = f"{self.root}/{item['key']}"
        before = self.cycles.get(item.get("predecessor", ""))
        own = {
            name: item[name]
            for name in (
                "slug",
                "identifier",
                "wave",
                "programme_years",
                "title",
                "summary",
                "lead",
            )
            if name in item
        }
        group = self.page(
            f"{root}/cycle",
            CyclePage,
            own,
            commune,
            framework="remacto",
            period_start=item["period"]["start"],
            period_end=item["period"]["end"],
            predecessor=self.store.canonical(before) if before else None,
        )
        self.cycles[item["key"]] = group
        axes = self.axes(root, item["axes"], group)
        for phase in item["phases"]:
            self.phase(f"{root}/phase/{phase['slug']}", phase, group)
        for workshop in item.get("workshops", []):
            self.workshop(f"{root}/workshop/{workshop['slug']}", workshop, group)
        self.committee(root, item["committee"], group)
        if "programme" in item:
            self.programme(root, item, group, axes, commune)

    def axes(self, root: str, items: list[Values], group: Group) -> dict[str, Group]:
        found = {}
        page = self.store.canonical(group)
        for order, item in enumerate(items, start=1):
            key = f"{root}/axis/{order}"

            def build(
                tongue: Tongue, item: Values = item, order: int = order
            ) -> Values:
                return {
                    "cycle": page,
                    "order": order,
                    "title": in_language(tongue, item["title"]),
                    "challenge": in_language(tongue, item.get("challenge", "")),
                    "baseline": in_language(tongue, item.get("baseline", "")),
                }

            rows = self.store.rows(key, key, item, Axis, build, parents=group)
            for locale_id in rows.made:
                rows.members[locale_id].principles.set(
                    Principle.objects.filter(
                        key__in=item["principles"], locale_id=locale_id
                    )
                )
            found[item.get("key", str(order))] = rows
        return found

    def phase(self, key: str, item: Values, group: Group) -> None:
        dates: Values = {}
        if "start" in item:
            dates = {
                "start": first_moment(day(self.today, item["start"])),
                "end": last_moment(day(self.today, item["end"])),
                "precision": item.get("precision", "exact"),
            }
        phase = self.page(
            key,
            PhasePage,
            {name: value for name, value in item.items() if name != "workshops"},
            group,
            **dates,
        )
        for workshop in item.get("workshops", []):
            self.workshop(f"{key}/{workshop['slug']}", workshop, phase)

    def workshop(self, key: str, item: Values, parents: Group) -> None:
        fixed: Values = {"date": f"{day(self.today, item['day']):%Y-%m-%d}"}
        for name, field in (("time", "start_time"), ("end_time", "end_time")):
            if name in item:
                fixed[field] = dt.time.fromisoformat(item[name])
        for name in ("latitude", "longitude"):
            if name in item:
                fixed[name] = Decimal(item[name])
        themes = item.get("themes", [])
        group = self.page(
            key,
            WorkshopPage,
            {name: value for name, value in item.items() if name != "themes"},
            parents,
            streams={
                "agenda": [{"item": _agenda(each)} for each in item.get("agenda", [])],
                "report": item.get("report", []),
            },
            **fixed,
        )
        _tag(group, themes)

    def committee(self, root: str, item: Values, group: Group) -> None:
        own = {name: value for name, value in item.items() if name != "seats"}
        pages = self.page(
            f"{root}/committee",
            CommitteePage,
            own,
            group,
            women_share=Decimal(item["women_share"]),
        )
        committee = self.store.canonical(pages)
        for number, seat in enumerate(item["seats"], start=1):
            key = f"{root}/seat/{number}"

            def write(seat: Values = seat, key: str = key) -> Seat:
                record = self.store.records.get(key)
                row = (
                    Seat.objects.filter(pk=record.object_id).first() if record else None
                )
                row = row or Seat(committee=committee)
                for name, value in seat.items():
                    setattr(row, name, value)
                row.full_clean()
                row.save()
                return row

            self.store.record_only(key, key, seat, write)

    def programme(
        self,
        root: str,
        item: Values,
        group: Group,
        axes: dict[str, Group],
        commune: Group,
    ) -> None:
        own = item["programme"]
        if self.is_adopted(group, own["slug"]):
            # Nothing moves the dates of what the council has adopted.
            return
        pages = self.page(
            f"{root}/programme",
            ProgrammePage,
            {name: value for name, value in own.items() if name != "projects"},
            group,
        )
        for project in own["projects"]:
            self.project(f"{root}/project/{project['slug']}", project, pages, axes)
        self.council(f"{root}/session", item["session"], commune, pages)

    def is_adopted(self, group: Group, slug: str) -> bool:
        below = ProgrammePage.objects.child_of(self.store.canonical(group))
        found = below.filter(slug=slug).first()
        return found is not None and standing_of(found).is_adopted

    def project(
        self, key: str, item: Values, parents: Group, axes: dict[str, Group]
    ) -> None:
        facts = [{"fact": self.milestone(each)} for each in item.get("milestones", [])]
        own = {
            name: value
            for name, value in item.items()
            if name not in ("axis", "themes", "milestones", "indicators", "budget")
        }
        group = self.page(
            key,
            ProjectPage,
            own,
            parents,
            streams={
                "facts": facts,
                "indicators": [
                    {"indicator": {"unit": "", **each}}
                    for each in item.get("indicators", [])
                ],
            },
            axis=self.store.canonical(axes[item["axis"]]),
            budget=Decimal(item["budget"]),
        )
        _tag(group, item.get("themes", []))

    def milestone(self, item: Values) -> Values:
        return {
            "kind": "milestone",
            "date": month(self.today, item["month"]),
            "end": "",
            "title": item["title"],
            "text": item.get("text", ""),
            "text_lang": "",
            "place": "",
            "status": "",
            "findings": [],
            "sources": [],
        }

    def council(self, key: str, item: Values, commune: Group, programme: Group) -> None:
        sitting = f"{day(self.today, item['day']):%Y-%m-%d}"

        def write() -> Deliberation:
            record = self.store.records.get(key)
            known = (
                Deliberation.objects.filter(pk=record.object_id).first()
                if record
                else None
            )
            session = record_session(
                collectivite=self.store.canonical(commune),
                kind=item["kind"],
                label=item["label"],
                sitting=sitting,
                place=item["place"],
                session=known.session if known else None,
            )
            return record_deliberation(
                session=session,
                programme=self.store.canonical(programme),
            )

        self.store.record_only(key, key, [item, sitting], write)


def _agenda(item: Values) -> Values:
    return {
        "time": item.get("time"),
        "title": item["title"],
        "text": item.get("text", ""),
    }


def _tag(group: Group, themes: list[str]) -> None:
    for locale_id in group.made:
        page = group.members[locale_id]
        if themes:
            page.themes.set(themes)
            page.save()
