"""The package's settings, read lazily from ``WAGTAIL_REMACTO_*``.

Each name below is documented in ``docs/reference/settings.md``; a wrong value is
reported by a system check (``checks.py``), never by a broken page.
"""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant

DEFAULTS: dict[str, Any] = {
    # The template that the package's pages extend: any with a `content` block.
    "BASE_TEMPLATE": "wagtail_remacto/standalone.html",
    # Dotted path of the policy class (see adapter.py).
    "ADAPTER": "wagtail_remacto.adapter.Adapter",
    # Dotted path of the StreamBlock that the pages' bodies are made of.
    "BODY_BLOCK": "wagtail_remacto.fields.body.BodyBlock",
    # A phase that closes within this many days is said to close soon.
    "CLOSES_SOON_DAYS": 3,
    # Where the dates of a cycle are read, whatever the site's own time zone.
    "TIME_ZONE": "Africa/Casablanca",
    # Language shown when a page does not exist in the reader's language.
    "FALLBACK_LANGUAGE": "",
    # How many collectivités one page of the directory lists.
    "DIRECTORY_PAGE_SIZE": 24,
}


def get(name: str) -> Any:
    """The setting ``WAGTAIL_REMACTO_<name>``, or its default."""
    return getattr(settings, f"WAGTAIL_REMACTO_{name}", DEFAULTS[name])


def load(name: str) -> Any:
    """The object that the setting names by its dotted path."""
    return import_string(get(name))


def content_language(language: str | None = None) -> str:
    """The code of the locale that keeps pages in ``language`` (the active one).

    A site in ``en-us`` keeps its pages in the locale ``en``.
    """
    language = language or get_language() or settings.LANGUAGE_CODE
    try:
        code: str = get_supported_content_language_variant(language)
    except LookupError:
        return language
    return code


def fallback_language() -> str:
    """The language of last resort: the setting, or the site's own language."""
    return content_language(get("FALLBACK_LANGUAGE") or settings.LANGUAGE_CODE)
