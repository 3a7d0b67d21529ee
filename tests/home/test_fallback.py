from django.test import Client
from wagtail.models import PageViewRestriction

from tests.home.portal import content, portal


class TestAPageThatIsNotTranslated:
    def test_is_read_in_french_at_the_arabic_address(self, front, client):
        portal("ar")
        content(front, title="Comment ça marche", slug="comment")
        page = client.get("/ar/comment/")
        assert page.status_code == 200
        assert page.wsgi_request.remacto_fallback is True
        html = page.content.decode()
        assert '<html lang="ar" dir="rtl">' in html
        assert "Comment ça marche" in html
        assert 'class="portal-notice"' in html

    def test_is_marked_as_french(self, front, client):
        portal("ar")
        content(front, intro="Dix étapes.", slug="comment")
        html = client.get("/ar/comment/").content.decode()
        assert '<p class="remacto-hero__lead" lang="fr" dir="ltr">Dix étapes.' in html

    def test_names_the_french_page_as_the_one_address(self, front, client):
        portal("ar")
        content(front, slug="comment")
        html = client.get("/ar/comment/").content.decode()
        assert 'rel="canonical" href="http://localhost/fr/comment/"' in html

    def test_leaves_its_own_language_alone(self, front, client):
        content(front, slug="comment")
        page = client.get("/fr/comment/")
        assert not hasattr(page.wsgi_request, "remacto_fallback")
        assert "portal-notice" not in page.content.decode()


class TestATranslation:
    def test_is_served_where_there_is_one(self, front, client):
        arabic = portal("ar")
        french = content(front, slug="comment")
        content(
            arabic,
            title="كيف يعمل",
            slug="comment",
            translation_key=french.translation_key,
        )
        page = client.get("/ar/comment/")
        assert "كيف يعمل" in page.content.decode()
        assert not hasattr(page.wsgi_request, "remacto_fallback")

    def test_that_is_a_draft_leaves_the_french_page_in_view(self, front, client):
        arabic = portal("ar")
        french = content(front, title="Comment ça marche", slug="comment")
        content(
            arabic,
            title="مسودة",
            slug="comment",
            live=False,
            translation_key=french.translation_key,
        )
        html = client.get("/ar/comment/").content.decode()
        assert "Comment ça marche" in html
        assert "مسودة" not in html


class TestWhatStaysClosed:
    def test_a_page_of_neither_language_is_not_found(self, front, client):
        portal("ar")
        assert client.get("/ar/nulle-part/").status_code == 404

    def test_a_french_draft_is_not_found_in_arabic(self, front, client):
        portal("ar")
        content(front, slug="brouillon", live=False)
        assert client.get("/ar/brouillon/").status_code == 404

    def test_a_private_page_asks_who_is_reading(self, front):
        portal("ar")
        page = content(front, title="Réservé", slug="reserve")
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.LOGIN
        )
        answer = Client().get("/ar/reserve/")
        assert answer.status_code == 302
        assert "login" in answer.url
