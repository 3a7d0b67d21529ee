"""The programme on paper: a PDF with the right words, of what is public and no more."""

import builtins
import re
import zlib

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from tests.conftest import require
from tests.programmes.versions import a_programme, frozen
from wagtail_remacto.programmes import pdf, queries
from wagtail_remacto.programmes.models import Purpose

try:
    import weasyprint
except (ImportError, OSError) as error:  # the package, or Pango beneath it
    weasyprint = None
    MISSING = f"WeasyPrint cannot be used here: {error}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def layout():
    if weasyprint is None:
        require(MISSING)


@pytest.fixture
def world():
    world = a_programme()
    world.version = frozen(world)
    return world


def address(world, number: int | None = None, language: str = "fr") -> str:
    with override(language):
        found = reverse("wagtail_remacto:programme_pdf", args=[world.programme.pk])
    return f"{found}?version={number}" if number else found


def pages(world, language: str):
    """The pages of the version, laid out, in a language."""
    with override(language):
        shelf = queries.shelf_or_404(world.programme.pk)
        edition = queries.edition_of(world.version)
        return pdf.document(pdf.markup(edition, shelf)).pages


def boxes(box):
    """Every box of the layout that holds text, from the first to the last."""
    for child in getattr(box, "children", ()):
        yield from boxes(child)
    if hasattr(box, "text"):
        yield box


def words(world, language: str) -> str:
    return " ".join(
        box.text for page in pages(world, language) for box in boxes(page._page_box)
    )


def fonts(content: bytes) -> set[str]:
    """The names of the fonts that the file carries."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    text = content
    for stream in streams:
        try:
            text += zlib.decompress(stream)
        except zlib.error:
            continue
    return {
        name.decode().partition("+")[2] or name.decode()
        for name in re.findall(rb"/BaseFont\s*/([\w+-]+)", text)
    }


@pytest.mark.usefixtures("layout")
class TestTheFile:
    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_is_a_pdf_with_fonts_for_its_letters(self, world, client, language):
        answer = client.get(address(world, 1, language))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        wanted = {"fr": "Noto-Sans", "ar": "Noto-Sans-Arabic"}[language]
        assert any(name.startswith(wanted) for name in fonts(answer.content))

    def test_says_the_frozen_words_in_french(self, world):
        text = words(world, "fr")
        assert "Publier les comptes 2" in text
        assert "Un portail de données ouvertes." in text
        assert "2 projets" in text

    def test_says_them_in_arabic_from_right_to_left(self, world):
        laid_out = list(pages(world, "ar"))
        texts = [box for page in laid_out for box in boxes(page._page_box)]
        solution = next(box for box in texts if "بوابة للمعطيات" in box.text)
        assert solution.style["direction"] == "rtl"
        # It ends at the right margin, where a line of Arabic begins.
        page = laid_out[0]._page_box
        right = page.content_box_x() + page.width
        assert solution.position_x + solution.width == pytest.approx(right, abs=1)

    def test_french_words_in_an_arabic_file_keep_their_direction(self, world):
        texts = [box for page in pages(world, "ar") for box in boxes(page._page_box)]
        problem = next(box for box in texts if "Le budget n’est publié" in box.text)
        assert problem.style["direction"] == "ltr"

    def test_carries_the_digest_of_its_version(self, world):
        text = words(world, "fr").replace(" ", "")
        assert world.version.digest in text

    def test_of_what_is_live_says_what_the_pages_say(self, world, client):
        answer = client.get(address(world))
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")


@pytest.mark.usefixtures("layout")
class TestItsCost:
    @pytest.fixture
    def layouts(self, monkeypatch):
        """How often something was laid out."""
        made = []

        def lay_out(html, root=""):
            made.append(html)
            return b"%PDF-1.7 made"

        monkeypatch.setattr(pdf, "lay_out", lay_out)
        return made

    def test_each_text_is_laid_out_once(self, world, client, layouts):
        for _attempt in range(3):
            assert client.get(address(world, 1)).content == b"%PDF-1.7 made"
        assert len(layouts) == 1
        client.get(address(world, 1, "ar"))
        assert len(layouts) == 2

    def test_is_not_sent_again_to_who_has_it(self, world, client, layouts):
        etag = client.get(address(world, 1))["ETag"]
        cache.clear()
        headers = {"If-None-Match": etag}
        assert client.get(address(world, 1), headers=headers).status_code == 304
        assert len(layouts) == 1

    def test_another_version_is_another_file(self, world, client, layouts):
        first = client.get(address(world, 1))["ETag"]
        frozen(world)
        assert client.get(address(world, 2))["ETag"] != first

    def test_one_is_made_at_a_time(self, world, client, layouts):
        cache.add("remacto-pdf-making", "another")
        answer = client.get(address(world, 1))
        assert answer.status_code == 503
        assert answer["Retry-After"]
        whole = reverse(
            "wagtail_remacto:programme_version", args=[world.programme.pk, 1]
        )
        assert whole in answer.content.decode()
        assert layouts == []

    def test_a_file_that_failed_leaves_the_way_free(self, world, client, monkeypatch):
        def fail(html, root=""):
            raise RuntimeError

        monkeypatch.setattr(pdf, "lay_out", fail)
        client.raise_request_exception = False
        assert client.get(address(world, 1)).status_code == 500
        assert cache.add("remacto-pdf-making", "free")

    def test_too_many_in_an_hour_are_refused(self, world, client, layouts, settings):
        settings.WAGTAIL_REMACTO_RATES = {"print": (None, "1/h")}
        assert client.get(address(world, 1)).status_code == 200
        assert client.get(address(world, 1)).status_code == 200
        assert client.get(address(world, 1, "ar")).status_code == 429

    def test_what_is_too_long_is_printed_from_the_screen(
        self, world, client, layouts, settings
    ):
        settings.WAGTAIL_REMACTO_PDF_MAX_LENGTH = 100
        answer = client.get(address(world, 1))
        assert answer.status_code == 302
        assert "/versions/1/" in answer.url
        assert layouts == []


@pytest.mark.usefixtures("layout")
class TestNothingIsFetched:
    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org/picture.png",
            "http://169.254.169.254/latest/meta-data/",
            "file:///etc/hostname",
            "http://localhost/static/../../etc/hostname",
            "data:text/plain,hello",
        ],
    )
    def test_from_anywhere_but_the_sites_own_files(self, url):
        with pytest.raises(Exception, match=r"."):
            pdf._fetcher(weasyprint).fetch(url)

    def test_a_static_file_is_read_where_it_lies(self):
        url = "http://localhost/static/wagtail_remacto/paper.css"
        found = pdf._fetcher(weasyprint).fetch(url)
        assert b"@page" in found.read()

    def test_what_officers_write_fetches_nothing(self, world, monkeypatch):
        asked = []
        monkeypatch.setattr(pdf, "_own_file", lambda url: asked.append(url) or b"")
        page = world.projects[0]
        page.solution = '<img src="https://example.org/x.png">'
        page.save_revision().publish()
        world.version = frozen(world)
        assert '<img src="https://example.org/x.png">' in words(world, "fr")
        assert asked == []


class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def without(self, monkeypatch):
        monkeypatch.setattr(pdf, "is_offered", lambda: False)

    def test_the_address_leads_to_the_style_for_paper(self, world, client):
        assert client.get(address(world, 1)).url.endswith("/versions/1/")
        assert client.get(address(world)).url.endswith("/print/")

    def test_the_link_is_not_shown(self, world, client):
        page = client.get(world.programme.get_url()).content.decode()
        assert "programme.pdf" not in page
        assert "/print/" in page

    def test_what_is_not_public_is_still_not_found(self, world, client):
        frozen(world, Purpose.VALIDATION)
        assert client.get(address(world, 2)).status_code == 404


def test_without_pango_it_is_not_offered(world, client, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(pdf, "find_spec", lambda name: object())
    monkeypatch.setattr(builtins, "__import__", without)
    pdf.is_offered.cache_clear()
    try:
        assert not pdf.is_offered()
        page = client.get(world.programme.get_url()).content.decode()
    finally:
        pdf.is_offered.cache_clear()
    assert "programme.pdf" not in page
    assert "/print/" in page


def test_with_pango_it_is_offered(layout):
    pdf.is_offered.cache_clear()
    assert pdf.is_offered()


def test_without_pango_the_address_leads_to_the_style_for_paper(
    world, client, monkeypatch
):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(pdf, "is_offered", lambda: True)
    monkeypatch.setattr(builtins, "__import__", without)
    assert client.get(address(world, 1)).url.endswith("/versions/1/")


@pytest.mark.parametrize("number", ["0", "9", "-1", "x", "9" * 30])
def test_a_version_that_is_none_is_not_found(world, client, number):
    path = address(world) + f"?version={number}"
    assert client.get(path).status_code == 404
