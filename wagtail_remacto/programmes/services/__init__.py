"""Every change of a programme's records goes through here.

``versions`` freezes, ``lineage`` says where a project comes from, ``council`` records
what was announced and voted, ``adoption`` publishes what the council has adopted.
"""

from wagtail_remacto.programmes.services.council import (
    AlreadyDecided,
    put_on_agenda,
    record_deliberation,
    record_session,
    record_vote,
    supersede,
    take_off_agenda,
)

__all__ = [
    "AlreadyDecided",
    "put_on_agenda",
    "record_deliberation",
    "record_session",
    "record_vote",
    "supersede",
    "take_off_agenda",
]
