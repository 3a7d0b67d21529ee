"""The network's calendars: cycle templates with their phases."""

from django.utils.translation import gettext as _

from wagtail_remacto.cycles.kinds import Framework, Precision
from wagtail_remacto.cycles.models import CyclePage, CycleTemplate
from wagtail_remacto.opendata.importers.raw_blocks import Origin, sources
from wagtail_remacto.opendata.importers.store import Group, Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue
from wagtail_remacto.opendata.importers.writing import said


def prefixes(_data: Values) -> tuple[str, ...]:
    return ("template/",)


def load(store: Store, data: Values) -> None:
    """A file of its own: the calendar with the ten phases."""
    committee = data.get("committee") or {}

    def title(tongue: Tongue) -> str:
        return tongue.title(data["title"])

    def note(tongue: Tongue) -> str:
        name = tongue.title(committee["name"]) if committee else ""
        scope = tongue.french(committee.get("scope_fr"))
        return " ".join(
            filter(
                None,
                [
                    f"{name} ({scope})." if scope else f"{name}." if name else "",
                    tongue.french(data.get("translations_note")),
                ],
            )
        )

    def phases(tongue: Tongue) -> list[Values]:
        ordered = sorted(data["phases"], key=lambda phase: phase["order"])
        return [_phase(tongue, data["id"], phase) for phase in ordered]

    template(store, data, "", title, phases, note)


def template(store, data, path, title, phases, note=None) -> Group:
    """One calendar, in each language; cycles of its year are led to it."""
    identifier = data["id"]
    key = f"template/{identifier}"

    def build(tongue: Tongue) -> Values:
        return {
            "identifier": identifier,
            "title": title(tongue),
            **said(wave=data.get("wave"), programme_years=data.get("programme_years")),
            "sources": sources(
                Origin(f"{key}/sources"), data, note=note(tongue) if note else ""
            ),
            **({"children": {"phases": phases(tongue)}} if data.get("phases") else {}),
        }

    group = store.rows(
        key,
        path,
        data,
        CycleTemplate,
        build,
        adopt=lambda: CycleTemplate.objects.filter(identifier=identifier).first(),
    )
    if group.made:
        _lead_cycles_to(group, identifier)
    return group


def _lead_cycles_to(group: Group, identifier: str) -> None:
    """Cycles that were imported before their calendar was."""
    for locale_pk, row in group.members.items():
        CyclePage.objects.filter(
            identifier=identifier,
            framework=Framework.REMACTO,
            template_used=None,
            locale_id=locale_pk,
        ).update(template_used=row)


def _phase(tongue: Tongue, identifier: str, phase: Values) -> Values:
    return {
        "kind": phase["kind"],
        "title": tongue.title(phase["title"]),
        "summary": tongue.own(phase.get("summary")),
        "start": phase.get("start", ""),
        "end": phase.get("end", ""),
        "date_text": tongue.french(phase.get("date_text_fr")),
        "date_note": "\n".join(
            filter(
                None,
                [
                    _precision(phase.get("date_precision")),
                    tongue.french(phase.get("date_note_fr")),
                    tongue.french(phase.get("year_note_fr")),
                ],
            )
        ),
        "precision": _known(phase),
        "actors": ", ".join(_actor(each) for each in phase.get("actors", [])),
        "modes": phase.get("modes", []),
        "sources": sources(
            Origin(f"template/{identifier}/phase/{phase['order']}"), phase
        ),
    }


def later_phase(tongue: Tongue, identifier: str, number: int, phase: Values) -> Values:
    """A phase as the network's file gives it, without a title of its own."""
    return {
        "kind": phase["kind"],
        "summary": tongue.french(phase.get("summary_fr")),
        "start": phase.get("start", ""),
        "end": phase.get("end", ""),
        "date_text": tongue.french(phase.get("date_text")),
        "precision": _known(phase),
        "sources": sources(Origin(f"template/{identifier}/phase/{number}"), phase),
    }


def _known(phase: Values) -> str:
    return Precision.MONTH if phase.get("start") or phase.get("end") else Precision.TEXT


def _precision(code: str | None) -> str:
    if code == "launch":
        return _("The months are those of the launch.")
    if code == "approximate":
        return _("The dates are approximate.")
    return ""


def _actor(code: str) -> str:
    return {
        "dgct": _("General Directorate of Territorial Collectivities"),
        "members": _("members of the network"),
        "citizens": _("citizens"),
        "civil_society": _("civil society"),
        "committee": _("follow-up committee"),
        "council": _("council"),
    }[code]
