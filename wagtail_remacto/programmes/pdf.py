"""A programme laid out on paper, with the extra ``[pdf]`` (WeasyPrint).

Only what is public is laid out, each text once: the result is kept in the cache under
the digest of what it shows. One is made at a time, and nothing is fetched while it is
made: no address but those of static and media files has an answer.
"""

import hashlib
import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from wagtail_remacto import conf
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.programmes.edition import SECTION_FIELDS, Edition
from wagtail_remacto.programmes.queries import Shelf

logger = logging.getLogger(__name__)

STYLES = "wagtail_remacto/paper.css"
# How long a file is kept after it was made, and how long making one may take.
_KEPT = 24 * 3600
_MAKING = 120


class CannotLayOut(Exception):
    """WeasyPrint or the library that shapes its letters (Pango) is not installed."""


@lru_cache(maxsize=1)
def is_offered() -> bool:
    """Whether a PDF can be made here: WeasyPrint and the libraries that it loads.

    Asked once in the life of a process, by the first programme that is read.
    """
    if find_spec("weasyprint") is None:
        return False
    try:
        _weasyprint()
    except CannotLayOut:
        return False
    return True


def fits(edition: Edition) -> bool:
    """Whether it is short enough to be laid out while somebody waits."""
    return edition.size <= int(conf.get("PDF_MAX_LENGTH"))


def key_of(edition: Edition, language: str) -> str:
    """What the file depends on, as one name: the text, the language, the look."""
    parts = (edition.digest, language, str(number_of(edition)), _look())
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def number_of(edition: Edition) -> int:
    """The number of the version; 0 for what is live."""
    return edition.version.number if edition.version else 0


def kept(key: str) -> bytes | None:
    found: bytes | None = cache.get(f"remacto-pdf-{key}")
    return found


def made(key: str, edition: Edition, shelf: Shelf, root: str) -> bytes | None:
    """The file; None while another one is being made.

    ``root`` is the site's own address, before every link. Raises ``CannotLayOut``.
    """
    if not cache.add("remacto-pdf-making", key, _MAKING):
        return None
    try:
        found = kept(key) or lay_out(markup(edition, shelf), root)
        cache.set(f"remacto-pdf-{key}", found, _KEPT)
    finally:
        cache.delete("remacto-pdf-making")
    return found


def markup(edition: Edition, shelf: Shelf) -> str:
    """The page that is laid out, in the reader's language."""
    return render_to_string(
        "wagtail_remacto/programmes/paper.html",
        {
            "edition": edition,
            "version": edition.version,
            "sections": SECTION_FIELDS,
            "collectivite": collectivite_of(shelf.within),
            "paper": True,
        },
    )


def lay_out(html: str, root: str = "") -> bytes:
    """The markup as PDF."""
    found: bytes = document(html, root).write_pdf()
    return found


def document(html: str, root: str = "") -> Any:
    """The markup laid out on pages; for tests, which read them."""
    weasyprint = _weasyprint()
    fetcher = _fetcher(weasyprint)
    page = weasyprint.HTML(string=html, base_url=root or None, url_fetcher=fetcher)
    styles = weasyprint.CSS(string=_styles(), url_fetcher=fetcher)
    return page.render(stylesheets=[styles])


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        logger.warning(
            "WeasyPrint is not usable: no PDF of a programme is made. %s", error
        )
        raise CannotLayOut from error
    return weasyprint


def _fetcher(weasyprint: Any) -> Any:
    """Static and media files, read where they lie; nothing goes over the network."""

    class OwnFiles(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            return weasyprint.urls.URLFetcherResponse(url, _own_file(url))

    return OwnFiles(allow_redirects=False)


def _own_file(url: str) -> bytes:
    """The content of a static or media file; ``ValueError`` for anything else."""
    path = unquote(urlsplit(url).path)
    for base, storage in (
        (settings.STATIC_URL, staticfiles_storage),
        (settings.MEDIA_URL, default_storage),
    ):
        prefix = urlsplit(base).path
        if prefix in ("", "/") or not path.startswith(prefix):
            continue
        name = path[len(prefix) :]
        if storage is staticfiles_storage:
            found = finders.find(name)
            if found:
                return Path(found).read_bytes()
        with storage.open(name) as file:
            content: bytes = file.read()
            return content
    raise ValueError(f"Nothing is fetched for a PDF but the site's own files: {url}")


@lru_cache(maxsize=1)
def _styles() -> str:
    path = finders.find(STYLES)
    if path:
        return Path(path).read_text(encoding="utf-8")
    with staticfiles_storage.open(STYLES) as file:
        text: str = file.read().decode()
        return text


@lru_cache(maxsize=1)
def _look() -> str:
    return hashlib.sha256(_styles().encode()).hexdigest()[:12]
