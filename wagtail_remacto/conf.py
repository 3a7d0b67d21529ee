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
    # How many contributions, comments or cases one page of a list shows.
    "LIST_SIZE": 20,
    # How contributions are moderated where a phase does not say: "after", "before"
    # or "rules" (held when they look like abuse).
    "MODERATION": "rules",
    # Different people who report something before it is hidden by itself.
    "REPORTS_TO_HOLD": 3,
    # How long an author may edit, in minutes, if nobody has reacted before.
    "EDIT_MINUTES": 60,
    # A text with this many links is held; 0 for never.
    "HOLD_LINKS": 2,
    # A text with a link from an account younger than this is held; 0 for never.
    "NEW_ACCOUNT_HOURS": 0,
    # A form sent within this many seconds was not read by a person.
    "TRAP_SECONDS": 3,
    # The most that a text may have, in characters.
    "CONTRIBUTION_MAX_LENGTH": 5000,
    "COMMENT_MAX_LENGTH": 1000,
    # The most that an attachment may have, in bytes, and how many there may be. A
    # photograph is made smaller as it arrives, so that a telephone's may be larger.
    "ATTACHMENT_MAX_BYTES": 5 * 1024 * 1024,
    "PHOTOGRAPH_MAX_BYTES": 12 * 1024 * 1024,
    "ATTACHMENTS_MAX": 5,
    # How many proxies stand before the site, each adding to X-Forwarded-For.
    "TRUSTED_PROXIES": 0,
    # What one account and one network address may do.
    "RATES": {
        "contribute": ("10/h", "60/h"),
        "comment": ("30/h", "200/h"),
        "remark": ("30/h", "200/h"),
        "support": ("120/h", "1000/h"),
        "answer_poll": ("60/h", "1000/h"),
        "register": ("20/h", "200/h"),
        "report": ("20/h", "100/h"),
        "claim": ("20/h", "60/h"),
        "draft": ("600/h", "3000/h"),
        "upload": ("40/h", "120/h"),
        "print": (None, "60/h"),
        "mail": ("5/h", "30/h"),
    },
    # How long a link sent by e-mail works, in days.
    "LINK_DAYS": 7,
    # How long each kind of personal data is kept, in days (people/retention.py).
    "RETENTION_DAYS": {
        "drafts": 30,
        "unconfirmed": 30,
        "registrations": 90,
        "reports": 365,
        "imports": 90,
        "invitations": 90,
        "digests": 90,
        "reminders": 90,
        "participants": 1095,
    },
    # Who answers for personal data, where the collectivité does not say: a name.
    "CONTROLLER": "",
    # When a workshop's report is due, in days after it.
    "REPORT_DUE_DAYS": 15,
    # A programme longer than this, in characters, is printed from the screen instead
    # of being laid out as PDF while somebody waits.
    "PDF_MAX_LENGTH": 400_000,
    # When people who registered are reminded, in hours before the workshop.
    "REMINDER_HOURS": 48,
    # How a cycle is planned backwards from the council's session: for each kind of plan
    # the phases in order, each with its days, the least of them, and the days that are
    # free after it. Whole multiples of 365 days are counted as calendar years.
    "CYCLE_PLANS": {
        "whole": {
            "information": (28, 7, 0),
            "axes": (28, 14, 14),
            "co_creation": (42, 28, 0),
            "analysis": (28, 21, 7),
            "second_consultation": (21, 7, 14),
            "validation": (7, 1, 0),
            "adoption": (1, 1, 30),
            "implementation": (730, 365, 0),
        },
        "short": {
            "axes": (14, 7, 14),
            "co_creation": (28, 14, 0),
            "analysis": (21, 14, 7),
            "second_consultation": (14, 7, 7),
            "validation": (3, 1, 0),
            "adoption": (1, 1, 30),
            "implementation": (730, 365, 0),
        },
        "second": {
            "second_consultation": (21, 7, 14),
            "validation": (7, 1, 0),
            "adoption": (1, 1, 30),
            "implementation": (730, 365, 0),
        },
    },
    # By the kind of collectivité, how many days before a session its council is told,
    # with the number of the organic law and its article; "" where nobody has confirmed
    # the article.
    "COUNCIL_NOTICE": {
        "commune": (10, "113-14", "35"),
        "prefecture": (10, "112-14", ""),
        "province": (10, "112-14", ""),
        "region": (10, "111-14", ""),
    },
    # After so many days without an update a project is said to have no news.
    "UPDATE_DUE_DAYS": 90,
    # How many days before a phase with meetings begins it is announced.
    "ANNOUNCE_DAYS": 14,
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
