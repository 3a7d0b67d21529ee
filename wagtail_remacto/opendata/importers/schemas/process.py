"""The schema ``remacto-process/1``: one collectivité and its cycles."""

from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.cycles.kinds import Framework, Mode, Value
from wagtail_remacto.fields.facts import FactStatus
from wagtail_remacto.opendata.importers.schema import (
    Problems,
    answer,
    choice,
    clock_time,
    date,
    hcp_code,
    in_order,
    list_of,
    mapping,
    no_twice,
    share,
    text,
    url,
    whole_number,
    words,
)
from wagtail_remacto.opendata.importers.schemas.shared import (
    COLLECTIVITE,
    FRENCH,
    SOURCES,
    WAVE,
    cycle_id,
)
from wagtail_remacto.workshops.models import WorkshopKind

_IMPLEMENTATION = mapping(
    {
        **SOURCES,
        "status": choice(FactStatus.values),
        "date": date,
        "title": words(),
        "basis": choice(["stated", "inferred", "computed"]),
        "summary_fr": FRENCH,
    },
    required=("status",),
)
_WORKSHOP = mapping(
    {
        **SOURCES,
        "kind": choice(WorkshopKind.values),
        "date": date,
        "end": date,
        "date_text_fr": text("fr", 250),
        "date_note_fr": FRENCH,
        "time": clock_time,
        "mode": choice(Mode.values),
        "count": whole_number(1, 32_767),
        "place_fr": text("fr", 250),
        "participants_fr": FRENCH,
        "summary_fr": FRENCH,
    },
    required=("kind",),
    rules=[in_order("date", "end")],
)
_AXIS = mapping(
    {
        **SOURCES,
        "order": whole_number(1, 32_767),
        "title": words(250),
        "kind": choice(["principle"]),
    },
    required=("order", "title"),
)
_MILESTONE = mapping(
    {**SOURCES, "title": words(), "due": date, "status": text()},
    required=("title",),
)
_PROJECT = mapping(
    {
        **SOURCES,
        "ref": text(max_length=40),
        "axis": whole_number(1, 32_767),
        "title": words(255),
        "problem": words(),
        "solution": words(),
        "expected_results": words(),
        "baseline_fr": FRENCH,
        "values": list_of(choice(Value.values)),
        "values_basis": choice(["assigned", "stated", "inferred"]),
        "values_note_fr": FRENCH,
        "lead_fr": FRENCH,
        "partners_fr": FRENCH,
        "start": date,
        "end": date,
        "shared_with": list_of(hcp_code),
        "implementation": list_of(_IMPLEMENTATION),
        "milestones": list_of(_MILESTONE),
    },
    required=("title",),
    rules=[in_order()],
)
_CONSULTATION = mapping(
    {
        **SOURCES,
        "mode": choice(["online", "in_person", "in_person_and_online"]),
        "status": choice(["planned"]),
        "start": date,
        "end": date,
        "announced": date,
        "subject": choice(["axes", "projects"]),
        "channel_fr": text("fr", 250),
        "channel_url": url,
        "summary_fr": FRENCH,
    },
    required=("mode",),
    rules=[in_order()],
)
_COMMITTEE = mapping(
    {
        **SOURCES,
        "name": words(255),
        "size": whole_number(0, 32_767),
        "women_share": share,
        "composition": list_of(
            mapping(
                {"group": text(), "share": share, "body": text()}, required=("group",)
            )
        ),
        "coordinators": list_of(
            mapping({"group": text(), "count": whole_number()}, required=("group",))
        ),
        "summary_fr": FRENCH,
    },
    required=("name",),
)
_ADOPTION = mapping(
    {
        **SOURCES,
        "status": choice(["planned", "adopted"]),
        "session_fr": text("fr", 200),
        "date": date,
        "vote": choice(["unanimous"]),
        "place_fr": text("fr", 250),
        "members_present": whole_number(0, 32_767),
    },
    required=("status", "session_fr"),
)
_EVALUATION = mapping(
    {
        **SOURCES,
        "kind": choice(["inception"]),
        "evaluator_fr": FRENCH,
        "findings": list_of(
            mapping(
                {"question_fr": FRENCH, "result": answer},
                required=("question_fr", "result"),
            )
        ),
        "summary_fr": FRENCH,
    },
    required=("kind", "evaluator_fr"),
)


def _axes_exist(value: dict[str, Any], path: str, problems: Problems) -> None:
    orders = {axis.get("order") for axis in value.get("axes") or [] if axis}
    for number, project in enumerate(value.get("projects") or []):
        axis = (project or {}).get("axis")
        if axis is not None and axis not in orders:
            problems.append(
                (
                    f"{path}.projects[{number}].axis",
                    _("No axis of this cycle has the order %(axis)d.") % {"axis": axis},
                )
            )


_CYCLE = mapping(
    {
        **SOURCES,
        "id": cycle_id,
        "framework": choice(Framework.values),
        "wave": WAVE,
        "cycle_basis": choice(["stated", "inferred", "unknown"]),
        "period": mapping({"start": date, "end": date}, rules=[in_order()]),
        "joined": date,
        "lead_fr": FRENCH,
        "steps": list_of(
            mapping(
                {**SOURCES, "date": date, "summary_fr": FRENCH},
                required=("date", "summary_fr"),
            )
        ),
        "workshops": list_of(_WORKSHOP),
        "committee": _COMMITTEE,
        "partners": list_of(
            mapping(
                {**SOURCES, "name": text(), "summary_fr": FRENCH}, required=("name",)
            )
        ),
        "axes": list_of(_AXIS),
        "axes_count": whole_number(0, 32_767),
        "axes_note_fr": FRENCH,
        "projects": list_of(_PROJECT),
        "consultations": list_of(_CONSULTATION),
        "adoption": _ADOPTION,
        "implementation": list_of(_IMPLEMENTATION),
        "implementation_note_fr": FRENCH,
        "evaluation": list_of(_EVALUATION),
        "context": list_of(
            mapping({**SOURCES, "summary_fr": FRENCH}, required=("summary_fr",))
        ),
        "co_creation_fr": FRENCH,
    },
    required=("id", "framework"),
    rules=[
        no_twice(
            "axes",
            "order",
            lambda order: _("Two axes have the order %(order)d.") % {"order": order},
        ),
        _axes_exist,
    ],
)

PROCESS = mapping(
    {
        "schema": text(),
        "collectivite": COLLECTIVITE,
        "platform_member_id": whole_number(),
        "implementation_note_fr": FRENCH,
        "cycles": list_of(_CYCLE),
    },
    required=("schema", "collectivite", "cycles"),
    rules=[
        no_twice(
            "cycles",
            "id",
            lambda name: _("The cycle “%(id)s” is in this file twice.") % {"id": name},
        )
    ],
)
