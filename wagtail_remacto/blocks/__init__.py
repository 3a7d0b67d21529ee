"""Blocks of the package that a host may put into any page.

The queries are imported where they are asked for: a host may name a StreamBlock that
holds these in ``WAGTAIL_REMACTO_BODY_BLOCK``, and it is read while the models load.
"""

from wagtail_remacto.blocks.consultations import NextWorkshopsBlock, OpenNowBlock
from wagtail_remacto.blocks.figures import FigureBlock, FiguresBlock
from wagtail_remacto.blocks.finder import CollectiviteFinderBlock
from wagtail_remacto.blocks.polls import PollBlock
from wagtail_remacto.blocks.progress import ProgrammeProgressBlock

__all__ = [
    "CollectiviteFinderBlock",
    "FigureBlock",
    "FiguresBlock",
    "NextWorkshopsBlock",
    "OpenNowBlock",
    "PollBlock",
    "ProgrammeProgressBlock",
]
