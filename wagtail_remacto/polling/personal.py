"""What this room knows of people: nothing that leads to one (``polling.secrecy``)."""

from wagtail_remacto.polling import merging  # noqa: F401
