from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from tests.home.portal import content, portal

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture
def sitemap(client):
    def read():
        answer = client.get("/sitemap.xml")
        assert answer.status_code == 200
        tree = ElementTree.fromstring(answer.content)  # noqa: S314
        return {
            url.findtext("s:loc", namespaces=NAMES): {
                link.get("hreflang"): link.get("href")
                for link in url.findall("x:link", NAMES)
            }
            for url in tree.findall("s:url", NAMES)
        }

    return read


class TestSitemap:
    def test_gives_each_page_with_its_translations(self, front, sitemap):
        arabic = portal("ar")
        french = content(front, slug="comment")
        content(arabic, slug="comment", translation_key=french.translation_key)
        found = sitemap()
        versions = {
            "fr": "http://localhost/fr/comment/",
            "ar": "http://localhost/ar/comment/",
            "x-default": "http://localhost/fr/comment/",
        }
        assert found["http://localhost/fr/comment/"] == versions
        assert found["http://localhost/ar/comment/"] == versions

    def test_leaves_aliases_drafts_and_private_pages_out(self, front, sitemap):
        arabic = portal("ar")
        french = content(front, slug="comment")
        french.create_alias(parent=arabic, update_locale=arabic.locale)
        content(front, slug="brouillon", live=False)
        private = content(front, slug="reserve")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        assert set(sitemap()) == {
            "http://localhost/fr/",
            "http://localhost/ar/",
            "http://localhost/fr/comment/",
        }

    def test_costs_the_same_for_many_pages(
        self, front, client, django_assert_max_num_queries
    ):
        for number in range(20):
            content(front, slug=f"page-{number}")
        with django_assert_max_num_queries(10):
            client.get("/sitemap.xml")

    def test_is_named_in_robots(self, front, client):
        robots = client.get("/robots.txt").content.decode()
        assert "Sitemap: http://testserver/sitemap.xml" in robots
        assert "Disallow: /admin/" in robots
