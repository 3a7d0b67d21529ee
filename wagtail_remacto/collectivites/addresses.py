"""Addresses of pages in the language of whoever reads them."""

from urllib.parse import urlsplit, urlunsplit

from django.urls import get_script_prefix
from django.urls.converters import IntConverter


def in_readers_language(url: str, own: str, wanted: str | None) -> str:
    """The address of a page of language ``own`` as read in ``wanted``.

    Only where addresses begin with the language; the page itself stays the same.
    """
    parts = urlsplit(url)
    prefix = f"{get_script_prefix()}{own}/"
    if not wanted or wanted == own or not parts.path.startswith(prefix):
        return url
    path = f"{get_script_prefix()}{wanted}/{parts.path[len(prefix) :]}"
    return urlunsplit(parts._replace(path=path))


class RowConverter(IntConverter):
    """A row's number in an address, no longer than databases count.

    A longer one is no row's, and is not found instead of an error.
    """

    regex = "[0-9]{1,18}"
