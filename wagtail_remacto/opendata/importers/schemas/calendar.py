"""The schema ``remacto-cycle/1``: the calendar of a wave, phase by phase."""

from django.utils.translation import gettext as _

from wagtail_remacto.cycles.kinds import Mode, PhaseKind
from wagtail_remacto.opendata.importers.schema import (
    choice,
    date,
    in_order,
    list_of,
    mapping,
    no_twice,
    text,
    whole_number,
    words,
)
from wagtail_remacto.opendata.importers.schemas.shared import (
    FRENCH,
    SOURCES,
    WAVE,
    cycle_id,
)

_ACTORS = choice(
    ["dgct", "members", "citizens", "civil_society", "committee", "council"]
)

CYCLE_TEMPLATE = mapping(
    {
        **SOURCES,
        "schema": text(),
        "id": cycle_id,
        "wave": WAVE,
        "programme_years": whole_number(1, 99),
        "title": words(200),
        "committee": mapping(
            {
                "name": words(),
                "scope_fr": FRENCH,
                "members": list_of(choice(["elected", "civil_society"])),
                "roles": list_of(choice(PhaseKind.values)),
            },
            required=("name",),
        ),
        "translations_note": FRENCH,
        "phases": list_of(
            mapping(
                {
                    **SOURCES,
                    "order": whole_number(1, 10),
                    "kind": choice(PhaseKind.values),
                    "title": words(200),
                    "start": date,
                    "end": date,
                    "date_text_fr": text("fr", 250),
                    "date_precision": choice(["launch", "approximate"]),
                    "date_note_fr": FRENCH,
                    "year_note_fr": FRENCH,
                    "actors": list_of(_ACTORS),
                    "modes": list_of(choice(Mode.values)),
                    "summary": words(),
                },
                required=("order", "kind", "title"),
                rules=[in_order()],
            )
        ),
    },
    required=("schema", "id", "title", "phases"),
    rules=[
        no_twice(
            "phases",
            "order",
            lambda order: _("Two phases have the order %(order)d.") % {"order": order},
        )
    ],
)
