"""The journey of an idea, a remark or a project, as steps that a page can show.

``trail`` reads what the records know of some projects, ``after`` tells what followed
them; an idea and a project use the same two, so both directions say the same.
"""

from wagtail_remacto.journey.story import carried, followed  # noqa: F401
from wagtail_remacto.journey.story.contribution import story_of
from wagtail_remacto.journey.story.project import (
    Sources,
    hidden_words,
    is_proposed_by_the_administration,
    sources_of,
    story_of_project,
)
from wagtail_remacto.journey.story.steps import (
    Part,
    Said,
    State,
    Step,
    Story,
    adds_steps,
    forget,
)

__all__ = [
    "Part",
    "Said",
    "Sources",
    "State",
    "Step",
    "Story",
    "adds_steps",
    "forget",
    "hidden_words",
    "is_proposed_by_the_administration",
    "sources_of",
    "story_of",
    "story_of_project",
]
