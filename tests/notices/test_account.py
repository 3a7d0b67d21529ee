"""Officers choose in their own account whether reminders come, and how often."""

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import PhaseFactory, moment
from tests.officers import (
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    person,
)
from wagtail_remacto.models import OfficerPreference
from wagtail_remacto.notices import links, preferences, reminders

pytestmark = pytest.mark.django_db

FIELD = "remacto_reminders-by_mail"


@pytest.fixture
def commune():
    found = commune_with_everything(TETOUAN, directory_in("ar"))
    found.officer = comms_officer(found)
    PhaseFactory(parent=found.cycle, start=moment(-9), end=moment(7))
    return found


@pytest.fixture
def account(client):
    """Saves the account page of somebody as it was shown, but for what is changed."""

    def save(user, **changes):
        client.force_login(user)
        address = reverse("wagtailadmin_account")
        data = {}
        for panels in client.get(address).context["panels_by_tab"].values():
            for form in (panel.get_form() for panel in panels):
                data |= {
                    form[name].html_name: form[name].value() or ""
                    for name in form.fields
                }
        # Accounts of tests have no names, which the page asks for.
        data |= {f"name_email-{part}_name": "Fatima" for part in ("first", "last")}
        data |= {f"remacto_reminders-{key}": value for key, value in changes.items()}
        # A box that is not ticked is not sent.
        return client.post(
            address, {key: value for key, value in data.items() if value}
        )

    return save


def kept(user):
    return OfficerPreference.objects.values_list("by_mail", "rhythm").get(user=user)


def page_of(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_account")).content.decode()


class TestTheAccountOfAnOfficer:
    def test_offers_what_holds_without_a_choice(self, commune, client):
        text = page_of(client, commune.officer)

        assert f'name="{FIELD}"' in text
        assert preferences.reminders_of(commune.officer).by_mail
        assert not OfficerPreference.objects.exists()

    def test_starts_reminders_again_that_a_click_has_stopped(self, commune, account):
        preferences.stop_officer(commune.officer.pk)
        reminders.make()
        assert not mail.outbox
        response = account(commune.officer, by_mail="on", rhythm="daily")
        reminders.make()
        reminders.deliver()

        assert response.status_code == 302
        assert kept(commune.officer) == (True, "daily")
        assert [message.to for message in mail.outbox] == [[commune.officer.email]]

    def test_stops_them(self, commune, account):
        account(commune.officer, by_mail="")
        reminders.make()
        reminders.deliver()

        assert kept(commune.officer) == (False, "weekly")
        assert not mail.outbox

    def test_keeps_no_choice_that_nobody_has_made(self, commune, account):
        response = account(commune.officer)

        assert response.status_code == 302
        assert not OfficerPreference.objects.exists()

    def test_refuses_a_rhythm_that_there_is_not(self, commune, account):
        response = account(commune.officer, rhythm="hourly")

        assert response.status_code == 200
        assert not OfficerPreference.objects.exists()

    def test_changes_nobody_elses(self, commune, account):
        other = comms_officer(commune, "autre")
        preferences.stop_officer(other.pk)
        account(commune.officer, rhythm="daily")

        assert kept(other) == (False, "weekly")

    def test_is_where_messages_and_the_page_of_the_click_lead(self, commune, client):
        reminders.make()
        reminders.deliver()
        (message,) = mail.outbox
        stop = message.extra_headers["List-Unsubscribe"].strip("<>")
        stopped = client.post(stop.partition("testserver")[2]).content.decode()

        assert f"http://testserver{links.account_path()}" in message.body
        assert links.account_path() in stopped


class TestTheAccountOfOthers:
    def test_does_not_speak_of_reminders(self, commune, client):
        member = person("member", is_superuser=True, is_staff=True)

        assert FIELD not in page_of(client, member)

    def test_sets_nothing(self, commune, account):
        member = person("member", is_superuser=True, is_staff=True)
        response = account(member, by_mail="on", rhythm="daily")

        assert response.status_code == 302
        assert not OfficerPreference.objects.exists()
