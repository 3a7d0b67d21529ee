import pytest
from django.test import Client, RequestFactory

from home import errors
from tests.home.portal import portal


class TestNotFound:
    @pytest.mark.parametrize(("language", "side"), [("fr", "ltr"), ("ar", "rtl")])
    def test_speaks_the_language_of_the_address(self, front, client, language, side):
        portal(language)
        answer = client.get(f"/{language}/nulle-part/")
        assert answer.status_code == 404
        html = answer.content.decode()
        assert f'<html lang="{language}" dir="{side}">' in html
        assert 'class="portal-header"' in html
        assert f'action="/{language}/search/"' in html

    def test_is_dressed_without_any_page(self, db, client):
        answer = client.get("/fr/nulle-part/")
        assert answer.status_code == 404
        assert 'class="portal-footer"' in answer.content.decode()


class TestForbidden:
    def test_is_dressed(self, front):
        from django.views.defaults import permission_denied

        request = RequestFactory().get("/fr/")
        answer = permission_denied(request, Exception())
        assert answer.status_code == 403
        assert 'class="portal-header"' in answer.content.decode()


class TestServerError:
    @pytest.mark.parametrize(("language", "side"), [("fr", "ltr"), ("ar", "rtl")])
    def test_speaks_the_language_of_the_address(self, language, side):
        answer = errors.server_error(RequestFactory().get(f"/{language}/"))
        assert answer.status_code == 500
        assert f'<html lang="{language}" dir="{side}">' in answer.content.decode()

    def test_needs_no_database(self):
        # pytest-django would refuse a query here.
        assert errors.server_error(RequestFactory().get("/")).status_code == 500

    def test_is_plain_when_even_its_template_fails(self, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("no templates today")

        monkeypatch.setattr(errors.loader, "render_to_string", broken)
        answer = errors.server_error(RequestFactory().get("/fr/"))
        assert answer.status_code == 500
        assert "Réessayez" in answer.content.decode()

    def test_answers_a_view_that_breaks(self, front, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("a view that breaks")

        monkeypatch.setattr("home.views.open_phases", broken)
        answer = Client(raise_request_exception=False).get("/ar/consultations/")
        assert answer.status_code == 500
        assert '<html lang="ar" dir="rtl">' in answer.content.decode()


class TestBadRequest:
    def test_is_dressed_and_needs_no_database(self):
        answer = errors.bad_request(RequestFactory().get("/ar/"))
        assert answer.status_code == 400
        assert '<html lang="ar" dir="rtl">' in answer.content.decode()
