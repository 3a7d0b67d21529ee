"""From one cycle to the next, and from one town to another."""

from wagtail_remacto.monitoring.services.succession.carrying import (
    carry_idea,
    carry_project,
    co_creation_of,
    leave,
)
from wagtail_remacto.monitoring.services.succession.copying import copy_project
from wagtail_remacto.monitoring.services.succession.offering import (
    Offered,
    OfferedIdea,
    OfferedProject,
    choices,
    dress,
    offered,
)
from wagtail_remacto.monitoring.services.succession.opening import (
    is_carried_out,
    open_next,
    successor_of,
)

__all__ = [
    "Offered",
    "OfferedIdea",
    "OfferedProject",
    "carry_idea",
    "carry_project",
    "choices",
    "co_creation_of",
    "copy_project",
    "dress",
    "is_carried_out",
    "leave",
    "offered",
    "open_next",
    "successor_of",
]
