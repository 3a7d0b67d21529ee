from wagtail import blocks


class HostBody(blocks.StreamBlock):
    """What a host may allow in the body of the package's pages instead."""

    notice = blocks.CharBlock()
