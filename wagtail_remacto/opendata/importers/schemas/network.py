"""The schema ``remacto-network/1``."""

from django.utils.translation import gettext as _

from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.opendata.importers.schema import (
    choice,
    date,
    in_order,
    list_of,
    mapping,
    no_twice,
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
    key_name,
)

_NUMBERS = {
    key: whole_number()
    for key in (
        "new_total",
        "new_regions",
        "new_provinces_prefectures",
        "new_communes",
        "from_provinces_prefectures",
    )
}

NETWORK = mapping(
    {
        "schema": text(),
        "name": words(),
        "acronym": text(max_length=30),
        "created": date,
        "created_source": url,
        "platform": mapping({**SOURCES, "url": url, "summary_fr": FRENCH}),
        "programme": mapping(
            {
                **SOURCES,
                "name": words(),
                "acronym": text(),
                "launch": list_of(
                    mapping({**SOURCES, "date": date, "date_text": FRENCH})
                ),
                "national_commitment": mapping(
                    {
                        **SOURCES,
                        "id": text(),
                        "title_en": text("en"),
                        "plan": text(),
                        "lead": text(),
                    }
                ),
            },
            required=("name",),
        ),
        "partners": list_of(
            mapping(
                {
                    **SOURCES,
                    "role": choice(["supervision", "partner", "support"]),
                    "name": words(),
                    "summary_fr": FRENCH,
                },
                required=("name",),
            )
        ),
        "agreement": mapping({**SOURCES, "date": date, "summary_fr": FRENCH}),
        "principles": list_of(
            mapping(
                {"key": key_name, "title": words(120)},
                required=("key", "title"),
            )
        ),
        "principles_source": url,
        "expected_results": list_of(words()),
        "expected_results_source": url,
        "charter": mapping(
            {**SOURCES, "summary_fr": FRENCH, "commitments_count": whole_number()}
        ),
        "membership_counts": list_of(
            mapping(
                {
                    **SOURCES,
                    "as_of": date,
                    "label_fr": FRENCH,
                    "total": whole_number(),
                    "regions": whole_number(),
                    "provinces_prefectures": whole_number(),
                    "communes": whole_number(),
                },
                required=("as_of", "total"),
            )
        ),
        "waves": list_of(
            mapping(
                {
                    **SOURCES,
                    **_NUMBERS,
                    "wave": WAVE,
                    "label": text(),
                    "joined": date,
                    "basis": choice(["stated", "inferred", "computed"]),
                    "basis_fr": FRENCH,
                },
                required=("wave",),
            )
        ),
        "count_discrepancies": list_of(
            mapping({**SOURCES, "summary_fr": FRENCH}, required=("summary_fr",))
        ),
        "ogp_local_members": list_of(
            mapping({**SOURCES, "ct": COLLECTIVITE, "joined": date}, required=("ct",))
        ),
        "ogp_local_members_note_fr": FRENCH,
        "ogp_local_members_note_source": url,
        "events": list_of(
            mapping(
                {
                    **SOURCES,
                    "kind": text(),
                    "start": date,
                    "end": date,
                    "date_text": FRENCH,
                    "title": words(),
                    "summary_fr": FRENCH,
                    "place_fr": FRENCH,
                    "participants_count": whole_number(),
                },
                required=("kind", "title"),
                rules=[in_order()],
            )
        ),
        "later_cycles": list_of(
            mapping(
                {
                    **SOURCES,
                    "id": cycle_id,
                    "wave": WAVE,
                    "phases": list_of(
                        mapping(
                            {
                                **SOURCES,
                                "kind": choice(PhaseKind.values),
                                "start": date,
                                "end": date,
                                "date_text": text("fr", 250),
                                "summary_fr": FRENCH,
                            },
                            required=("kind",),
                            rules=[in_order()],
                        )
                    ),
                },
                required=("id",),
            )
        ),
    },
    required=("schema", "name"),
    rules=[
        no_twice(
            "principles",
            "key",
            lambda key: _("The principle “%(key)s” is listed twice.") % {"key": key},
        ),
        no_twice(
            "later_cycles",
            "id",
            lambda name: _("The cycle “%(id)s” is in this file twice.") % {"id": name},
        ),
    ],
)
