"""What is left of the screens on paper, as a browser prints them."""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import override

from tests.programmes.versions import a_programme, frozen

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def world():
    world = a_programme()
    world.version = frozen(world)
    return world


@pytest.fixture
def printed(page, client):
    """A page of the site in a browser that is about to print it."""

    def read(path: str):
        # Asked for before the browser does: its answers come from a thread of its own,
        # which sees nothing of this test's transaction.
        html = client.get(path).content

        def answer(route):
            asked = urlsplit(route.request.url).path
            if asked == path:
                return route.fulfill(body=html, content_type="text/html; charset=utf-8")
            found = finders.find(asked.removeprefix("/static/"))
            return route.fulfill(path=found) if found else route.abort()

        page.route("**/*", answer)
        page.emulate_media(media="print")
        page.goto(f"http://testserver{path}")
        return page

    return read


@pytest.mark.parametrize("language", ["fr", "ar"])
class TestTheWholeProgramme:
    @pytest.fixture
    def paper(self, world, printed, language):
        with override(language):
            path = reverse(
                "wagtail_remacto:programme_version", args=[world.programme.pk, 1]
            )
        return printed(path)

    def test_is_printed_without_what_one_clicks(self, paper, language):
        assert paper.locator(".remacto-no-print").count() >= 1
        for each in paper.locator(".remacto-no-print").all():
            assert not each.is_visible()

    def test_is_printed_with_all_its_words(self, world, paper, language):
        title = {"fr": "Publier les comptes 1", "ar": "نشر الحسابات"}[language]
        for project in paper.locator("article.remacto-edition__project").all():
            assert project.is_visible()
        assert paper.get_by_role("heading", name=title).is_visible()
        assert paper.get_by_text(world.version.digest).is_visible()

    def test_is_black_on_white(self, paper, language):
        style = "element => getComputedStyle(element).getPropertyValue('color')"
        heading = paper.locator("h1")
        assert heading.evaluate(style) == "rgb(0, 0, 0)"

    def test_fits_the_width_of_the_paper(self, paper, language):
        paper.set_viewport_size({"width": 680, "height": 1000})
        wide = paper.evaluate("document.documentElement.scrollWidth")
        assert wide <= 680


def test_the_programme_page_is_printed_without_its_links(world, printed):
    paper = printed(world.programme.get_url())
    assert paper.get_by_text("Publier les comptes 1").first.is_visible()
    for each in paper.locator(".remacto-no-print").all():
        assert not each.is_visible()
