import re

import pytest

from tests.home.portal import content, portal


def links(html: str) -> dict[str, str]:
    """The switcher's address in each language."""
    found = re.findall(r'<a href="([^"]*)" hreflang="(\w+)" lang="\2"', html)
    return {language: url for url, language in found}


def alternates(html: str) -> dict[str, str]:
    found = re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]*)"', html)
    return dict(found)


class TestTheFrontDoor:
    @pytest.mark.parametrize("language", ["fr", "ar", "en"])
    def test_follows_the_browser(self, front, client, language):
        answer = client.get("/", headers={"accept-language": language})
        assert answer.status_code == 302
        assert answer.url == f"/{language}/"

    def test_follows_the_choice_made_before(self, front, client, settings):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
        assert client.get("/", headers={"accept-language": "fr"}).url == "/ar/"


class TestTheSwitcher:
    def test_names_each_language_in_its_own_script(self, front, client):
        html = client.get("/fr/").content.decode()
        for name in ("Français", "العربية", "English", "ⵜⴰⵎⴰⵣⵉⵖⵜ"):
            assert f">{name}</a>" in html

    def test_keeps_the_page_and_the_question(self, front, client):
        content(front, slug="comment")
        html = client.get("/fr/comment/?a=1").content.decode()
        assert links(html) == {
            "fr": "/fr/comment/?a=1",
            "ar": "/ar/comment/?a=1",
            "en": "/en/comment/?a=1",
            "zgh": "/zgh/comment/?a=1",
        }

    def test_finds_a_translation_with_another_slug(self, front, client):
        arabic = portal("ar")
        french = content(front, slug="comment")
        content(arabic, slug="kayf", translation_key=french.translation_key)
        html = client.get("/fr/comment/").content.decode()
        assert links(html)["ar"] == "/ar/kayf/"
        assert links(html)["en"] == "/en/comment/"
        html = client.get("/ar/kayf/").content.decode()
        assert links(html)["fr"] == "/fr/comment/"

    def test_keeps_a_search(self, front, client):
        html = client.get("/fr/search/?q=eau").content.decode()
        assert links(html)["ar"] == "/ar/search/?q=eau"

    def test_is_on_an_error_too(self, front, client):
        html = client.get("/fr/nulle-part/").content.decode()
        assert links(html)["ar"] == "/ar/nulle-part/"

    def test_marks_the_language_being_read(self, front, client):
        html = client.get("/ar/search/").content.decode()
        assert re.search(r'lang="ar" dir="rtl" aria-current="true">العربية', html)


class TestAlternates:
    def test_are_the_languages_the_page_is_written_in(self, front, client):
        arabic = portal("ar")
        french = content(front, slug="comment")
        content(arabic, slug="comment", translation_key=french.translation_key)
        html = client.get("/fr/comment/").content.decode()
        assert alternates(html) == {
            "fr": "http://localhost/fr/comment/",
            "ar": "http://localhost/ar/comment/",
            "x-default": "http://localhost/fr/comment/",
        }

    def test_leave_aliases_out(self, front, client):
        arabic = portal("ar")
        french = content(front, slug="comment")
        french.create_alias(parent=arabic, update_locale=arabic.locale)
        html = client.get("/fr/comment/").content.decode()
        assert "ar" not in alternates(html)


class TestAnAlias:
    def test_says_that_it_is_french(self, front, client):
        arabic = portal("ar")
        french = content(front, slug="comment")
        french.create_alias(parent=arabic, update_locale=arabic.locale)
        html = client.get("/ar/comment/").content.decode()
        assert "portal-notice" in html
