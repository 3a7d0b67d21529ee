"""What follows a project, in whichever direction one reads: as far as the vote."""

from wagtail_remacto.journey.story.after.consulted import changes_links
from wagtail_remacto.journey.story.after.naming import titles, version_links
from wagtail_remacto.journey.story.after.weaving import nothing_after, steps_after

__all__ = [
    "changes_links",
    "nothing_after",
    "steps_after",
    "titles",
    "version_links",
]
