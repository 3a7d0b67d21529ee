"""The phases that a file gives evidence of, and the meetings below them.

A phase has a page because something is known of it: a consultation with its period, a
meeting, the session of the council. What is not known of it stays empty.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_remacto.cycles.calendar_words import partial_period_words
from wagtail_remacto.cycles.clock import first_moment, last_moment
from wagtail_remacto.cycles.kinds import ORDER, PhaseKind, Precision
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.opendata.importers.process import naming
from wagtail_remacto.opendata.importers.raw_blocks import Origin, sources
from wagtail_remacto.opendata.importers.store import Group, Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue
from wagtail_remacto.opendata.importers.writing import said
from wagtail_remacto.workshops.models import WorkshopKind, WorkshopPage

# Meetings of these kinds are evidence of the phase of the same name.
WITH_PHASE = (
    WorkshopKind.INFORMATION,
    WorkshopKind.CO_CREATION,
    WorkshopKind.SECOND_CONSULTATION,
)


def load_phases(
    store: Store, root: str, path: str, cycle_group: Group, cycle: Values
) -> None:
    consultations: dict[str, list[tuple[str, str, Values]]] = {}
    places = {id(each): n for n, each in enumerate(cycle.get("consultations", []))}
    for key, item in store.keyed(
        f"{root}consultation/", cycle.get("consultations", []), _consultation_name
    ):
        place = f"{path}.consultations[{places[id(item)]}]"
        consultations.setdefault(_kind_of(item), []).append((key, place, item))
    wanted = {each["kind"] for each in cycle.get("workshops", [])} & set(WITH_PHASE)
    if cycle.get("co_creation_fr"):
        wanted.add(PhaseKind.CO_CREATION)
    if cycle.get("adoption"):
        wanted.add(PhaseKind.ADOPTION)
    first: dict[str, Group] = {}
    for kind in sorted(wanted | set(consultations), key=ORDER.__getitem__):
        described = kind == PhaseKind.CO_CREATION and cycle.get("co_creation_fr")
        groups = []
        if kind == PhaseKind.ADOPTION:
            groups.append(_adoption(store, root, path, cycle_group, cycle["adoption"]))
        elif described or kind not in consultations:
            groups.append(_undated(store, root, path, cycle_group, kind, cycle))
        for key, place, item in consultations.get(kind, []):
            groups.append(_consultation(store, key, place, cycle_group, kind, item))
        first[kind] = groups[0]
    _workshops(store, root, path, cycle_group, first, cycle.get("workshops", []))


def _kind_of(consultation: Values) -> str:
    if consultation.get("subject") == "projects":
        return PhaseKind.SECOND_CONSULTATION
    return PhaseKind.CO_CREATION


def _consultation_name(item: Values) -> str:
    return f"{_kind_of(item)}-{item.get('start') or item.get('end') or 'undated'}"


def period(start: Any, end: Any) -> Values:
    """Start, end and precision of a phase page.

    A period with an unknown end would be open for ever, and one known by the year
    would pretend to more: both are only said in words.
    """
    if not start or not end or "year" in (start.precision, end.precision):
        return {"precision": Precision.TEXT}
    by_day = start.precision == end.precision == "day"
    return {
        "start": first_moment(start.first),
        "end": last_moment(end.last),
        "precision": Precision.DAY if by_day else Precision.MONTH,
    }


def _consultation(
    store: Store, key: str, path: str, parents: Group, kind: str, item: Values
) -> Group:
    start, end = item.get("start", ""), item.get("end", "")

    def build(tongue: Tongue) -> Values:
        known = period(start, end)
        in_words = ""
        if known["precision"] == Precision.TEXT and (start or end):
            in_words = partial_period_words(start, end, tongue.language)
        elif known["precision"] == Precision.TEXT:
            known = {}
        return {
            "title": naming.consultation_title(item, tongue.language),
            "slug": f"{naming.phase_slug(kind)}-consultation",
            "kind": kind,
            "summary": _said(tongue, item.get("summary_fr"), lambda: _planned(item)),
            **known,
            "date_text": in_words,
            "announced": item.get("announced", ""),
            "modes": {
                "online": ["online"],
                "in_person": ["in_person"],
                "in_person_and_online": ["in_person", "online"],
            }[item["mode"]],
            "channel": tongue.french(item.get("channel_fr"))
            or (_host(item.get("channel_url")) if not item.get("channel_fr") else ""),
            "channel_url": item.get("channel_url", ""),
            "sources": sources(Origin(f"{key}/sources"), item),
        }

    return store.pages(key, path, item, PhasePage, parents, build)


def _undated(
    store: Store, root: str, path: str, parents: Group, kind: str, cycle: Values
) -> Group:
    """A phase of which meetings are known, or a description, but no dates."""
    key = f"{root}phase/{kind}"
    words = cycle.get("co_creation_fr", "") if kind == PhaseKind.CO_CREATION else ""
    evidence = [
        {name: each.get(name) for name in ("source", "sources", "source_note_fr")}
        for each in cycle.get("workshops", [])
        if each["kind"] == kind
    ]

    def build(tongue: Tongue) -> Values:
        return {
            "title": naming.phase_title(kind),
            "slug": naming.phase_slug(kind),
            "kind": kind,
            "summary": tongue.french(words),
            "sources": sources(Origin(f"{key}/sources"), *evidence),
        }

    payload = {"kind": kind, "words": words, "evidence": evidence}
    return store.pages(key, path, payload, PhasePage, parents, build)


def _adoption(
    store: Store, root: str, path: str, parents: Group, adoption: Values
) -> Group:
    key = f"{root}phase/adoption"
    kind = PhaseKind.ADOPTION
    date = adoption.get("date", "")

    def build(tongue: Tongue) -> Values:
        known = period(date, date)
        in_words = ""
        if known["precision"] == Precision.TEXT:
            in_words = partial_period_words(date, date, tongue.language)
            in_words = in_words or tongue.french(adoption["session_fr"])
        return {
            "title": naming.phase_title(kind),
            "slug": naming.phase_slug(kind),
            "kind": kind,
            "summary": _said(tongue, "", lambda: _adoption_planned(adoption)),
            **known,
            "date_text": in_words,
            "sources": sources(Origin(f"{key}/sources"), adoption),
        }

    return store.pages(key, f"{path}.adoption", adoption, PhasePage, parents, build)


def _adoption_planned(adoption: Values) -> str:
    if adoption["status"] != "planned":
        return ""
    return _("The session was announced; no source read confirms the vote.")


def _planned(item: Values) -> str:
    if item.get("status") != "planned":
        return ""
    return _(
        "The consultation was announced; no source read confirms that it was held."
    )


def _said(tongue: Tongue, french: str | None, sentence: Callable[[], str]) -> str:
    """A text of the file and a sentence of ours, in one language.

    Where the file's text is not in the language of the page, the page has neither: it
    shows the other language's, which has both.
    """
    if not french:
        return sentence()
    if not tongue.keeps_french:
        return ""
    with override("fr"):
        return " ".join(filter(None, [french, sentence()]))


def _host(address: str | None) -> str:
    return address.split("/")[2] if address else ""


def _workshops(
    store: Store,
    root: str,
    path: str,
    cycle_group: Group,
    first: dict[str, Group],
    workshops: list[Values],
) -> None:
    places = {id(each): number for number, each in enumerate(workshops)}
    for key, item in store.keyed(f"{root}workshop/", workshops, _workshop_name):
        # A phase page that an officer deleted leaves its meetings to the cycle.
        parents = first.get(item["kind"]) or cycle_group
        _workshop(store, key, f"{path}.workshops[{places[id(item)]}]", parents, item)


def _workshop_name(item: Values) -> str:
    return f"{item['kind']}-{item.get('date') or 'undated'}"


def _workshop(store: Store, key: str, path: str, parents: Group, item: Values) -> None:
    date, end = item.get("date", ""), item.get("end", "")

    def build(tongue: Tongue) -> Values:
        in_words = tongue.french(item.get("date_text_fr"))
        note = [tongue.french(item.get("date_note_fr"))]
        if not date and end:
            note.append(partial_period_words("", end, tongue.language))
        if not date and item.get("time"):
            note.append(f"{item['time']:%H:%M}")
        return {
            "title": naming.workshop_title(item, tongue.language, in_words),
            "slug": naming.workshop_slug(item),
            "kind": item["kind"],
            "date": date,
            "end_date": end if date else "",
            "start_time": item.get("time") if date else None,
            "date_text": in_words,
            "date_note": "\n".join(filter(None, note)),
            **said(
                summary=tongue.french(item.get("summary_fr")),
                mode=item.get("mode"),
                place=tongue.french(item.get("place_fr")),
                meetings_count=item.get("count"),
                participants=tongue.french(item.get("participants_fr")),
            ),
            "sources": sources(Origin(f"{key}/sources"), item),
        }

    store.pages(key, path, item, WorkshopPage, parents, build)
