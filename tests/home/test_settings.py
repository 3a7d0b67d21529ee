import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from home.settings.secret import kept_secret_key

ROOT = Path(__file__).resolve().parents[2]


class TestKeptSecretKey:
    def test_is_made_once(self, tmp_path):
        first = kept_secret_key(tmp_path / "secret-key")
        assert len(first) >= 50
        assert kept_secret_key(tmp_path / "secret-key") == first

    def test_is_its_owners_alone(self, tmp_path):
        kept_secret_key(tmp_path / "secret-key")
        mode = (tmp_path / "secret-key").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600

    def test_is_one_for_all_who_start_together(self, tmp_path):
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(kept_secret_key, [tmp_path / "secret-key"] * 32))
        assert len(keys) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


class TestPortalSettings:
    @pytest.fixture
    def setting(self, tmp_path):
        def of(expression, **environment):
            answer = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    f"from home import settings; print({expression})",
                ],
                cwd=ROOT,
                env={
                    "PATH": os.environ["PATH"],
                    "PORTAL_VAR": str(tmp_path / "var"),
                    **environment,
                },
                check=True,
                capture_output=True,
                text=True,
            )
            return answer.stdout.strip()

        return of

    def test_debug_is_off_until_asked_for(self, setting):
        assert setting("settings.DEBUG") == "False"
        assert setting("settings.DEBUG", DEBUG="1") == "True"

    def test_offers_the_time_zones_of_places_alone(self, setting):
        zones = "settings.WAGTAIL_USER_TIME_ZONES"
        assert setting(f"'Africa/Casablanca' in {zones}") == "True"
        refused = "{'localtime', 'posixrules', 'Factory'}"
        assert setting(f"{refused} & set({zones})") == "set()"

    def test_the_database_is_sqlite_with_a_write_ahead_log(self, setting):
        database = setting("settings.DATABASES['default']")
        assert "remacto.sqlite3" in database
        assert "journal_mode=WAL" in database

    def test_the_database_may_be_another(self, setting):
        address = "postgres://a:b@db.example/remacto"
        database = setting("settings.DATABASES['default']", DATABASE_URL=address)
        assert "django.db.backends.postgresql" in database
        assert "journal_mode" not in database

    def test_answers_to_this_machine_and_to_the_names_given(self, setting):
        hosts = setting("settings.ALLOWED_HOSTS", ALLOWED_HOSTS="a.example,b.example")
        assert hosts == (
            "['127.0.0.1', 'localhost', '[::1]', 'a.example', 'b.example']"
        )

    def test_cookies_travel_by_https_where_there_is_any(self, setting):
        assert setting("settings.SESSION_COOKIE_SECURE", HTTPS="1") == "True"

    def test_officers_need_a_second_factor_until_it_is_switched_off(self, setting):
        wanted = "settings.PORTAL_STAFF_SECOND_FACTOR"
        assert setting(wanted) == "True"
        assert setting(wanted, DEBUG="1") == "True"
        assert setting(wanted, PORTAL_STAFF_SECOND_FACTOR="0") == "False"

    def test_proxies_are_counted_once_for_all(self, setting):
        counts = (
            "(settings.ALLAUTH_TRUSTED_PROXY_COUNT, "
            "settings.WAGTAIL_REMACTO_TRUSTED_PROXIES)"
        )
        assert setting(counts) == "(0, 0)"
        assert setting(counts, TRUSTED_PROXIES="2") == "(2, 2)"

    def test_mail_is_kept_in_files_until_a_server_is_named(self, setting, tmp_path):
        assert setting("settings.EMAIL_FILE_PATH") == str(tmp_path / "var" / "mail")
        assert "filebased" in setting("settings.EMAIL_BACKEND")
        server = "smtp+tls://me:secret@mail.example:587"
        mail = "(settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS)"
        assert setting(mail, EMAIL_URL=server) == "('mail.example', 587, True)"
        assert "smtp" in setting("settings.EMAIL_BACKEND", EMAIL_URL=server)

    def test_mail_comes_from_the_portal(self, setting):
        sender = "settings.DEFAULT_FROM_EMAIL"
        address = "https://portail.example/"
        assert setting(sender, PORTAL_URL=address) == "noreply@portail.example"
