"""The schema ``remacto-members/1``."""

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.models import Basis
from wagtail_remacto.opendata.importers.schema import (
    choice,
    date,
    list_of,
    mapping,
    no_twice,
    text,
    whole_number,
)
from wagtail_remacto.opendata.importers.schemas.shared import (
    COLLECTIVITE_FIELDS,
    COLLECTIVITE_REQUIRED,
    FRENCH,
    SOURCES,
    WAVE,
    as_hcp_says,
)

MEMBERS = mapping(
    {
        "schema": text(),
        "note_fr": FRENCH,
        "counts": mapping(
            {
                key: whole_number()
                for key in ("total", "regions", "provinces_prefectures", "communes")
            }
        ),
        "members": list_of(
            mapping(
                {
                    **COLLECTIVITE_FIELDS,
                    **SOURCES,
                    "wave": WAVE,
                    "wave_basis": choice(Basis.values),
                    "joined": date,
                    "platform_member_id": whole_number(),
                    "note_fr": FRENCH,
                },
                required=COLLECTIVITE_REQUIRED,
                rules=[as_hcp_says],
            )
        ),
    },
    required=("schema", "members"),
    rules=[
        no_twice(
            "members",
            "hcp_code",
            lambda code: _("“%(code)s” is listed twice.") % {"code": code},
        )
    ],
)
