"""The host's own blocks, in an app whose name the reference portal uses too."""

from wagtail import blocks


class NoticeBlock(blocks.StructBlock):
    text = blocks.CharBlock()
