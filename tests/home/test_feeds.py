import datetime as dt
from xml.etree import ElementTree

from wagtail.models import PageViewRestriction

from tests.home.portal import news, portal

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client, language):
    answer = client.get(f"/{language}/news.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)  # noqa: S314
    return [
        (
            entry.findtext("a:title", namespaces=ATOM),
            entry.find("a:link", ATOM).get("href"),
            entry.findtext("a:id", namespaces=ATOM),
        )
        for entry in tree.findall("a:entry", ATOM)
    ]


class TestNewsFeed:
    def test_gives_the_newest_first(self, front, client):
        news(front, title="Hier", slug="hier", date=dt.date(2026, 5, 1))
        news(front, title="Aujourd’hui", slug="auj", date=dt.date(2026, 5, 2))
        assert [title for title, _url, _id in entries(client, "fr")] == [
            "Aujourd’hui",
            "Hier",
        ]

    def test_speaks_the_reader_s_language_where_it_can(self, front, client):
        french = news(front, title="Adopté", slug="adopte", date=dt.date(2026, 5, 2))
        news(front, title="Ouvert", slug="ouvert", date=dt.date(2026, 5, 1))
        news(
            portal("ar"),
            title="اعتماد",
            slug="adopte",
            date=dt.date(2026, 5, 2),
            translation_key=french.translation_key,
        )
        found = entries(client, "ar")
        assert [title for title, _url, _id in found] == ["اعتماد", "Ouvert"]
        assert found[1][1] == "http://localhost/ar/actualites/ouvert/"

    def test_names_a_piece_of_news_alike_in_every_language(self, front, client):
        french = news(front, slug="adopte")
        news(portal("ar"), slug="adopte", translation_key=french.translation_key)
        assert entries(client, "fr")[0][2] == entries(client, "ar")[0][2]

    def test_tells_no_secret(self, front, client):
        news(front, slug="brouillon", live=False)
        private = news(front, slug="reserve")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        assert entries(client, "fr") == []
