import re
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from home.adapter import PortalAdapter
from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
)
from tests.home.portal import portal

PASSWORD = "sept-oliviers-au-vent"
LANGUAGES = [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr"), ("zgh", "ltr")]


@pytest.fixture(autouse=True)
def no_attempts_yet():
    cache.clear()


@pytest.fixture
def citizen(front, django_user_model):
    user = django_user_model.objects.create_user(
        "citoyenne", "Citoyenne@example.org", PASSWORD
    )
    EmailAddress.objects.create(
        user=user, email="citoyenne@example.org", verified=True, primary=True
    )
    return user


def address(name, language="fr", **parts):
    with translation.override(language):
        return reverse(name, kwargs=parts)


def code_in(message):
    return re.search(r"^ +([\d-]+)$", message.body, re.MULTILINE).group(1)


def sign_in(client, login="citoyenne@example.org", password=PASSWORD, **further):
    data = {"login": login, "password": password, **further}
    return client.post(address("account_login"), data)


def is_signed_in(client):
    return "_auth_user_id" in client.session


class TestSigningUp:
    def test_asks_for_an_address_alone(self, front, client, mailoutbox):
        answer = client.post(address("account_signup"), {"email": "a@example.org"})
        assert answer.url == address("account_email_verification_sent")
        assert not is_signed_in(client)
        client.post(answer.url, {"code": code_in(mailoutbox[0])})
        assert is_signed_in(client)
        found = EmailAddress.objects.get(email="a@example.org")
        assert found.verified
        assert not found.user.has_usable_password()

    def test_makes_a_user_name_that_tells_nothing(self, front, client):
        client.post(address("account_signup"), {"email": "aicha.b@example.org"})
        user = EmailAddress.objects.get(email="aicha.b@example.org").user
        assert re.fullmatch(r"p-[a-z2-9]{11}", user.username)

    def test_takes_a_password_from_those_who_want_one(self, front, client):
        data = {"email": "a@example.org", "password1": PASSWORD}
        client.post(address("account_signup"), data)
        user = EmailAddress.objects.get(email="a@example.org").user
        assert user.check_password(PASSWORD)

    def test_does_not_tell_who_has_an_account(self, citizen, client, mailoutbox):
        data = {"email": "citoyenne@example.org"}
        answer = client.post(address("account_signup"), data)
        assert answer.url == address("account_email_verification_sent")
        assert not re.search(r"^ +[\d-]+$", mailoutbox[0].body, re.MULTILINE)

    def test_a_wrong_code_confirms_nothing(self, front, client):
        client.post(address("account_signup"), {"email": "a@example.org"})
        client.post(address("account_email_verification_sent"), {"code": "0000-0000"})
        assert not is_signed_in(client)

    def test_says_what_the_address_is_for(self, front, client, settings):
        settings.PORTAL_CONTROLLER = "Réseau marocain"
        html = client.get(address("account_signup", "en")).content.decode()
        assert "law 09-08" in html
        assert "Responsible for personal data: Réseau marocain" in html


class TestSigningIn:
    def test_with_a_password(self, citizen, client):
        answer = sign_in(client, next="/fr/consultations/")
        assert answer.url == "/fr/consultations/"
        assert is_signed_in(client)

    def test_without_one_a_code_comes_by_e_mail(self, citizen, client, mailoutbox):
        answer = sign_in(client, password="", next="/fr/consultations/")
        assert not is_signed_in(client)
        assert mailoutbox[0].to == ["citoyenne@example.org"]
        answer = client.post(answer.url, {"code": code_in(mailoutbox[0])})
        assert answer.url == "/fr/consultations/"
        assert is_signed_in(client)

    def test_drops_a_password_that_was_set_before_the_address_was_confirmed(
        self, front, client, mailoutbox
    ):
        stranger = {"email": "a@example.org", "password1": PASSWORD}
        client.post(address("account_signup"), stranger)
        client.session.flush()
        client.cookies.clear()
        cache.clear()
        answer = sign_in(client, "a@example.org", password="")
        client.post(answer.url, {"code": code_in(mailoutbox[-1])})
        assert is_signed_in(client)
        client.logout()
        sign_in(client, "a@example.org")
        assert not is_signed_in(client)

    def test_one_code_does_for_an_account_made_in_the_admin(
        self, front, client, django_user_model, mailoutbox
    ):
        user = django_user_model.objects.create_user("a", "a@example.org", PASSWORD)
        answer = sign_in(client, "a@example.org", password="")
        client.post(answer.url, {"code": code_in(mailoutbox[0])})
        assert is_signed_in(client)
        assert PortalAdapter().confirmed_email(user) == "a@example.org"
        user.refresh_from_db()
        assert user.has_usable_password()

    def test_leads_to_no_other_site(self, citizen, client):
        assert sign_in(client, next="https://evil.example/").url.startswith("/fr/")

    def test_refuses_a_wrong_password(self, citizen, client):
        assert sign_in(client, password="non").status_code == 200
        assert not is_signed_in(client)

    def test_the_page_for_some_of_wagtail_is_the_portals(self, front, client):
        answer = client.get("/fr/_util/login/?next=/fr/x/")
        assert answer.url == "/fr/accounts/login/?next=/fr/x/"

    def test_signing_out_ends_the_session(self, citizen, client):
        client.force_login(citizen)
        assert client.post(address("account_logout")).url == "/fr/"
        assert not is_signed_in(client)


class TestLimits:
    @pytest.mark.parametrize(("language", "side"), LANGUAGES)
    def test_answer_in_the_readers_language(
        self, front, client, settings, language, side
    ):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        for _attempt in range(2):
            answer = client.post(address("account_login", language), {"login": "x"})
        assert answer.status_code == 429
        assert f'<html lang="{language}" dir="{side}">' in answer.content.decode()

    def test_count_wrong_passwords_for_an_account(self, citizen, client):
        for _attempt in range(5):
            sign_in(client, password="non")
        assert sign_in(client).status_code == 200
        assert not is_signed_in(client)

    def test_count_sign_ups(self, front, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
        url = address("account_signup")
        assert client.post(url, {"email": "a@example.org"}).status_code == 302
        client.logout()
        assert client.post(url, {"email": "b@example.org"}).status_code == 429

    def test_count_by_the_address_that_the_proxy_saw(self, front, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        url = address("account_login")

        def post(*seen):
            forwarded = {"X-Forwarded-For": ", ".join(seen)}
            return client.post(url, {"login": "x"}, headers=forwarded).status_code

        assert post("192.0.2.1") == 200
        assert post("192.0.2.2") == 200
        # Anybody may claim to have been asked by somebody else.
        assert post("192.0.2.9", "192.0.2.2") == 429

    def test_count_a_request_that_passed_by_a_proxy(self, front, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
        forwarded = {"X-Forwarded-For": "192.0.2.1"}
        answer = client.post(address("account_login"), {}, headers=forwarded)
        assert answer.status_code == 200

    def test_believe_nobody_where_there_is_no_proxy(self, front, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        url = address("account_login")
        for seen in ("192.0.2.1", "192.0.2.2"):
            answer = client.post(url, {}, headers={"X-Forwarded-For": seen})
        assert answer.status_code == 429

    def test_hold_for_the_sign_in_of_the_admin_too(self, front, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        for _attempt in range(2):
            answer = client.post(reverse("wagtailadmin_login"), {"username": "x"})
        assert answer.status_code == 429


class Inline(HTMLParser):
    """What a strict policy would refuse to run or to apply."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "style" or "style" in named:
            self.found.append(tag)
        if any(name.startswith("on") for name in named):
            self.found.append(tag)
        runs = named.get("type") != "application/json"
        if tag == "script" and "src" not in named and runs:
            self.found.append(tag)
        for name in ("src", "href", "action"):
            if re.match(r"(https?:)?//(?!testserver)", named.get(name) or ""):
                self.found.append(f"{tag} {named[name]}")


ENTRANCE = [
    "account_login",
    "account_signup",
    "account_signup_by_passkey",
    "account_request_login_code",
    "account_reset_password",
]
MANAGE = [
    "account_email",
    "account_set_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


class TestScreens:
    @pytest.fixture
    def newcomer(self, front, django_user_model):
        user = django_user_model.objects.create_user("nouvelle", "n@example.org")
        EmailAddress.objects.create(
            user=user, email="n@example.org", verified=True, primary=True
        )
        return user

    @pytest.mark.parametrize(("language", "side"), LANGUAGES)
    @pytest.mark.parametrize("name", [*ENTRANCE, *MANAGE])
    def test_are_the_portals_and_run_nothing_inline(
        self, newcomer, client, name, language, side
    ):
        if language != "zgh":
            portal(language)
        if name in MANAGE:
            client.force_login(newcomer)
        answer = client.get(address(name, language))
        assert answer.status_code == 200
        html = answer.content.decode()
        assert f'<html lang="{language}" dir="{side}">' in html
        assert 'class="portal-header"' in html
        assert html.count("<h1") == 1
        assert Inline(html).found == []
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]

    def test_a_code_screen_has_its_heading(self, front, client):
        client.post(address("account_signup", "en"), {"email": "a@example.org"})
        url = address("account_email_verification_sent", "en")
        html = client.get(url).content.decode()
        assert re.search(r"<h1>\s*\w+", html)
        assert Inline(html).found == []

    def test_every_field_has_its_label(self, front, client):
        html = client.get(address("account_login")).content.decode()
        for name in re.findall(r'<input[^>]* id="(id_\w+)"', html):
            assert f'<label for="{name}"' in html

    def test_public_pages_do_not_depend_on_who_reads(self, citizen, client):
        anonymous = client.get("/fr/consultations/")
        client.force_login(citizen)
        assert client.get("/fr/consultations/").content == anonymous.content


class TestMySpace:
    def test_has_the_ways_into_the_account(self, citizen, client):
        client.force_login(citizen)
        html = client.get(address("wagtail_remacto:my_space")).content.decode()
        for name in ("account_email", "account_change_password", "mfa_index"):
            assert f'href="{address(name)}"' in html
        assert 'href="/admin/"' not in html


class TestPortalAdapter:
    def test_knows_a_confirmed_address(self, citizen):
        EmailAddress.objects.update(email="Citoyenne@Example.org")
        assert PortalAdapter().confirmed_email(citizen) == "citoyenne@example.org"

    def test_trusts_no_address_that_nobody_confirmed(self, citizen):
        EmailAddress.objects.update(verified=False)
        assert PortalAdapter().confirmed_email(citizen) == ""

    def test_finds_the_account_of_a_confirmed_address(self, citizen):
        EmailAddress.objects.update(email="Citoyenne@Example.org")
        assert PortalAdapter().account_at("citoyenne@example.org") == citizen

    @pytest.mark.parametrize("shut", ["verified", "is_active"])
    def test_finds_no_account_that_cannot_be_meant(self, citizen, shut):
        if shut == "verified":
            EmailAddress.objects.update(verified=False)
        else:
            type(citizen).objects.update(is_active=False)
        assert PortalAdapter().account_at("citoyenne@example.org") is None

    def test_an_address_that_is_confirmed_later_brings_its_deeds(self, citizen, rf):
        own = ParticipantFactory(user=citizen)
        gone = EmailParticipantFactory(email="autre@example.org")
        idea = ContributionFactory(author=gone)
        new = EmailAddress.objects.create(
            user=citizen, email="autre@example.org", verified=True
        )
        EmailAddress.objects.exclude(pk=new.pk).delete()
        email_confirmed.send(EmailAddress, request=rf.get("/"), email_address=new)
        idea.refresh_from_db()
        assert idea.author == own

    def test_leads_to_the_portals_sign_in(self, front):
        with translation.override("ar"):
            url = PortalAdapter().login_url("/ar/consultations/")
        assert url == "/ar/accounts/login/?next=%2Far%2Fconsultations%2F"
