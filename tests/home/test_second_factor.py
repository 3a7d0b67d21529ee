import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.urls import reverse

from tests.home.test_accounts import PASSWORD, address, code_in, is_signed_in, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADMIN = "/admin/"


@pytest.fixture(autouse=True)
def enforced(settings):
    settings.PORTAL_STAFF_SECOND_FACTOR = True
    cache.clear()


@pytest.fixture
def officer(front, django_user_model):
    user = django_user_model.objects.create_user(
        "agente", "agente@example.org", PASSWORD
    )
    EmailAddress.objects.create(
        user=user, email="agente@example.org", verified=True, primary=True
    )
    team = Group.objects.create(name="Équipe")
    team.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(team)
    return user


@pytest.fixture
def equipped(officer):
    TOTP.activate(officer, SECRET)
    return officer


def app_code():
    # The app never accepts one code twice.
    cache.clear()
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def officer_signs_in(client, **further):
    return sign_in(client, "agente@example.org", **further)


class TestOfficer:
    def test_enters_with_password_and_app(self, equipped, client):
        answer = officer_signs_in(client, next=ADMIN)
        assert answer.url == address("mfa_authenticate")
        assert not is_signed_in(client)
        answer = client.post(answer.url, {"code": app_code()})
        assert answer.url == ADMIN
        assert client.get(ADMIN).status_code == 200

    def test_enters_with_a_code_by_e_mail_and_the_app(
        self, equipped, client, mailoutbox
    ):
        answer = officer_signs_in(client, password="", next=ADMIN)
        answer = client.post(answer.url, {"code": code_in(mailoutbox[0])})
        assert answer.url == address("mfa_authenticate")
        client.post(answer.url, {"code": app_code()})
        assert client.get(ADMIN).status_code == 200

    def test_enters_with_a_recovery_code(self, equipped, client):
        codes = RecoveryCodes.activate(equipped).get_unused_codes()
        officer_signs_in(client)
        client.post(address("mfa_authenticate"), {"code": codes[0]})
        assert client.get(ADMIN).status_code == 200

    def test_does_not_enter_with_a_wrong_code(self, equipped, client):
        officer_signs_in(client)
        client.post(address("mfa_authenticate"), {"code": "000000"})
        assert not is_signed_in(client)

    def test_is_asked_again_in_a_session_that_never_used_it(self, equipped, client):
        client.force_login(equipped)
        answer = client.get("/admin/pages/?p=2")
        path, _question, query = answer.url.partition("?")
        assert path.endswith("/accounts/2fa/reauthenticate/")
        assert query == "next=%2Fadmin%2Fpages%2F%3Fp%3D2"
        answer = client.post(answer.url, {"code": app_code()})
        assert answer.url == "/admin/pages/?p=2"
        assert client.get(ADMIN).status_code == 200

    def test_is_asked_again_once_the_factor_used_is_gone(self, equipped, client):
        officer_signs_in(client)
        client.post(address("mfa_authenticate"), {"code": app_code()})
        Authenticator.objects.all().delete()
        assert client.get(ADMIN).url.endswith("/accounts/2fa/")

    def test_another_persons_factor_does_not_count(
        self, equipped, client, django_user_model
    ):
        officer_signs_in(client)
        client.post(address("mfa_authenticate"), {"code": app_code()})
        client.force_login(django_user_model.objects.create_superuser("autre"))
        assert client.get(ADMIN).status_code == 302

    def test_a_script_is_refused_and_not_led_away(self, equipped, client):
        client.force_login(equipped)
        headers = {"X-Requested-With": "XMLHttpRequest"}
        assert client.get(ADMIN, headers=headers).status_code == 403

    def test_signs_out_of_the_admin_and_of_the_portal(self, equipped, client):
        client.force_login(equipped)
        client.post(reverse("wagtailadmin_logout"))
        assert not is_signed_in(client)


class TestOfficerWithoutFactor:
    def test_is_sent_a_code_before_setting_one_up(self, officer, client, mailoutbox):
        answer = officer_signs_in(client)
        assert answer.url == address("account_confirm_login_code")
        assert not is_signed_in(client)
        client.post(answer.url, {"code": code_in(mailoutbox[0])})
        assert is_signed_in(client)
        answer = client.get(ADMIN, follow=True)
        assert answer.request["PATH_INFO"].endswith("/accounts/2fa/")
        assert 'class="portal-messages"' in answer.content.decode()

    def test_gets_one_code_where_the_address_is_new(self, officer, client, mailoutbox):
        EmailAddress.objects.all().delete()
        answer = officer_signs_in(client)
        client.post(answer.url, {"code": code_in(mailoutbox[0])})
        assert is_signed_in(client)
        assert len(mailoutbox) == 1

    def test_does_not_enter(self, officer, client):
        client.force_login(officer)
        for path in (ADMIN, "/admin/pages/", "/admin/account/"):
            assert client.get(path).url.endswith("/accounts/2fa/")
        assert client.post("/admin/pages/1/delete/").status_code == 302


class TestAdminSignIn:
    def test_leads_to_the_portals(self, front, client):
        answer = client.get("/admin/login/?next=/admin/pages/")
        assert answer.url.endswith("/accounts/login/?next=%2Fadmin%2Fpages%2F")

    def test_takes_no_password(self, officer, client):
        data = {"username": "agente", "password": PASSWORD}
        answer = client.post(reverse("wagtailadmin_login"), data)
        assert "/accounts/login/" in answer.url
        assert not is_signed_in(client)

    def test_has_no_way_around_by_a_forgotten_password(self, front, client):
        answer = client.get(reverse("wagtailadmin_password_reset"))
        assert answer.url.endswith("/accounts/password/reset/")

    def test_shows_a_citizen_out_without_going_round(self, front, client):
        from django.contrib.auth import get_user_model

        client.force_login(get_user_model().objects.create_user("citoyenne"))
        answer = client.get(ADMIN, follow=True)
        assert answer.status_code == 403


class TestCitizen:
    def test_needs_none(self, front, client, django_user_model):
        user = django_user_model.objects.create_user("c", "c@example.org", PASSWORD)
        EmailAddress.objects.create(user=user, email="c@example.org", verified=True)
        assert sign_in(client, "c@example.org").url == address(
            "wagtail_remacto:my_space"
        )
        assert is_signed_in(client)

    def test_is_asked_for_the_one_they_set_up(self, front, client, django_user_model):
        user = django_user_model.objects.create_user("c", "c@example.org", PASSWORD)
        EmailAddress.objects.create(user=user, email="c@example.org", verified=True)
        TOTP.activate(user, SECRET)
        assert sign_in(client, "c@example.org").url == address("mfa_authenticate")


class TestSwitchedOff:
    def test_a_password_lets_in_as_in_the_demonstration(
        self, officer, client, settings
    ):
        settings.PORTAL_STAFF_SECOND_FACTOR = False
        data = {"username": "agente", "password": PASSWORD}
        assert client.post(reverse("wagtailadmin_login"), data).url == ADMIN
        assert client.get(ADMIN).status_code == 200
