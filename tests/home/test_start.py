import os
import socket
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError
from wagtail.models import Site

from home.management.commands import portal_start as start
from home.management.commands.portal_start import Command, static_fingerprint
from home.welcome import welcome


class TestDefaultSite:
    pytestmark = pytest.mark.django_db

    def test_takes_the_port_it_is_served_on(self, settings):
        settings.PORT = 8105
        Command().point_default_site()
        assert Site.objects.get().root_url == "http://127.0.0.1:8105"

    def test_keeps_a_name_of_its_own(self):
        Site.objects.update(hostname="portail.example", port=443)
        Command().point_default_site()
        assert Site.objects.get().root_url == "https://portail.example"


class TestStaticFingerprint:
    @pytest.fixture
    def stylesheet(self, settings, tmp_path):
        settings.STATICFILES_DIRS = [tmp_path]
        path = tmp_path / "portal.css"
        path.write_text("a { color: teal }")
        return path

    def test_is_the_same_while_nothing_changes(self, stylesheet):
        assert static_fingerprint() == static_fingerprint()

    def test_changes_with_a_file(self, stylesheet):
        before = static_fingerprint()
        stylesheet.write_text("a { color: crimson }")
        assert static_fingerprint() != before


class TestWelcome:
    pytestmark = pytest.mark.django_db

    @pytest.fixture(autouse=True)
    def demonstration(self, monkeypatch, settings):
        officer = SimpleNamespace(
            role="Agent de Tétouan", username="agent", password="ouverture"
        )
        accounts = [officer]
        monkeypatch.setattr("home.welcome.ACCOUNTS", accounts)
        settings.PORT = 8105

    def test_says_where_the_portal_is(self):
        assert "http://127.0.0.1:8105/" in welcome()
        assert "http://127.0.0.1:8105/admin/" in welcome()

    def test_says_who_may_enter(self, django_user_model):
        django_user_model.objects.create_user("agent")
        assert "Agent de Tétouan   agent   ouverture" in welcome()

    def test_names_no_account_that_was_not_made(self):
        assert "Tétouan" not in welcome()

    def test_says_where_mail_is_kept(self, settings):
        settings.EMAIL_FILE_PATH = "var/mail"
        assert "kept in var/mail" in welcome()

    def test_says_that_no_second_factor_is_asked(self, settings):
        assert "second factor for the admin is off" in welcome()
        settings.PORTAL_STAFF_SECOND_FACTOR = True
        assert "second factor" not in welcome()


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def nothing_done(self, monkeypatch):
        monkeypatch.delenv("PORTAL_STAFF_SECOND_FACTOR", raising=False)
        monkeypatch.setattr(start, "call_command", lambda *args, **kwargs: None)
        for step in ("compile_catalogues", "migrate", "collect_static", "serve"):
            monkeypatch.setattr(Command, step, lambda self: None)
        monkeypatch.setattr(Command, "check_port", lambda self: None)
        monkeypatch.setattr(Command, "point_default_site", lambda self: None)

    def start(self, **options):
        default = {"prepare_only": False, "without_demonstration": False}
        Command(stdout=StringIO()).handle(**{**default, **options})

    def test_is_off_in_the_demonstration(self):
        self.start()
        assert os.environ.pop("PORTAL_STAFF_SECOND_FACTOR") == "0"

    def test_is_on_without_it(self):
        self.start(without_demonstration=True)
        assert "PORTAL_STAFF_SECOND_FACTOR" not in os.environ

    def test_is_as_was_asked(self, monkeypatch):
        monkeypatch.setenv("PORTAL_STAFF_SECOND_FACTOR", "1")
        self.start()
        assert os.environ["PORTAL_STAFF_SECOND_FACTOR"] == "1"


class TestPort:
    def test_a_taken_port_is_said_at_once(self, settings):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            settings.PORT = other.getsockname()[1]
            with pytest.raises(CommandError, match="PORT="):
                Command().check_port()
