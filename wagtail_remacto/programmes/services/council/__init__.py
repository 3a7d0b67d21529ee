"""What a council announces and votes is written here, and nowhere else."""

from wagtail_remacto.programmes.errors import AlreadyDecided
from wagtail_remacto.programmes.services.council.agenda import (
    put_on_agenda,
    take_off_agenda,
)
from wagtail_remacto.programmes.services.council.reported import record_deliberation
from wagtail_remacto.programmes.services.council.sessions import (
    record_session,
    warnings_about,
)
from wagtail_remacto.programmes.services.council.voting import (
    Vote,
    check_vote,
    record_vote,
    supersede,
)

__all__ = [
    "AlreadyDecided",
    "Vote",
    "check_vote",
    "put_on_agenda",
    "record_deliberation",
    "record_session",
    "record_vote",
    "supersede",
    "take_off_agenda",
    "warnings_about",
]
