"""Notices on the site, what one wants by e-mail, and stopping it with one click."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.carrying_out import adopted_commune
from tests.citizens import EmailParticipantFactory, ParticipantFactory
from tests.notices.test_digests import follower, happens, later, run, shaped
from tests.officers import TETOUAN, commune_with_everything, directory_in
from wagtail_remacto.contributions.models import Follow
from wagtail_remacto.models import (
    Activity,
    DigestMail,
    NoticePreference,
    OfficerPreference,
)
from wagtail_remacto.monitoring.services import leads
from wagtail_remacto.notices import audience, digests, links, preferences
from wagtail_remacto.people import links as signed
from wagtail_remacto.people import merging, registry, retention

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def person(commune, client):
    participant = ParticipantFactory()
    Follow.objects.create(participant=participant, page_id=commune.project.pk)
    client.force_login(participant.user)
    return participant


def address(name, *args):
    return reverse(f"wagtail_remacto:{name}", args=args)


def stop_address(subject):
    return address("unsubscribe_notices", signed.sign(links.PURPOSE, subject))


class TestOnTheSite:
    def test_is_read_what_a_digest_tells(self, commune, person, client):
        idea = shaped(commune, author=person)
        happens(commune)
        page = client.get(address("my_notices")).content.decode()

        assert idea.title in page
        assert commune.project.title in page

    def test_agrees_with_the_digest_on_what_concerns_somebody(self, commune, person):
        shaped(commune, author=person)
        for number in range(5):
            happens(commune, f"milestones:{number}")
        newest = Activity.objects.latest("pk").pk
        told = audience.news([audience.Window(person.pk, 0, newest)])[person.pk]

        assert {each.activity for each in told} == set(
            audience.activities_of(person).values_list("pk", flat=True)
        )

    def test_new_ones_are_counted_in_my_space_until_they_are_seen(
        self, commune, person, client
    ):
        happens(commune)
        assert preferences.unseen(person) == 1
        assert client.get(address("my_space")).status_code == 200
        client.post(address("notices_seen"), {"upto": Activity.objects.latest("pk").pk})

        assert preferences.unseen(person) == 0

    def test_what_comes_while_one_reads_is_still_new(self, commune, person, client):
        happens(commune)
        shown = Activity.objects.latest("pk").pk
        happens(commune, "milestones:2")
        client.post(address("notices_seen"), {"upto": shown})

        assert preferences.unseen(person) == 1

    def test_older_ones_are_on_the_next_part(self, commune, person, client, settings):
        settings.WAGTAIL_REMACTO_LIST_SIZE = 2
        for number in range(3):
            happens(commune, f"milestones:{number}")
        older = client.get(address("my_notices")).context["older"]
        page = client.get(address("my_notices") + older)

        assert [len(group.lines) for group in page.context["groups"]] == [1]
        assert not page.context["older"]

    def test_costs_the_same_for_one_and_for_twenty(self, commune, person, client):
        costs = []
        for number in (1, 20):
            for each in range(number):
                happens(commune, f"milestones:{number}:{each}")
            client.get(address("my_notices"))
            with CaptureQueriesContext(connection) as queries:
                client.get(address("my_notices"))
            costs.append(len(queries))

        assert costs[0] == costs[1]

    def test_is_nobodys_without_signing_in(self, client):
        assert "form" in client.get(address("my_notices")).context
        assert client.post(address("notices_seen")).status_code == 403
        assert client.post(address("notice_preferences")).status_code == 403


class TestPreferences:
    def test_are_kept(self, person, client):
        client.post(
            address("notice_preferences"), {"followed": "on", "rhythm": "daily"}
        )

        row = NoticePreference.objects.get(participant=person)
        assert (row.own, row.followed, row.rhythm) == (False, True, "daily")

    def test_refuse_a_rhythm_that_does_not_exist(self, person, client):
        sent = client.post(address("notice_preferences"), {"rhythm": "hourly"})

        assert sent.status_code == 422
        assert not NoticePreference.objects.exists()


class TestReminders:
    """Whoever leads a project has no account in the administration to choose in."""

    @pytest.fixture
    def lead(self, client):
        commune = adopted_commune()
        participant = ParticipantFactory()
        leads.name_lead(
            project=commune.project, user=participant.user, by=commune.focal
        )
        client.force_login(participant.user)
        return participant

    def test_are_chosen_by_whoever_leads_a_project(self, lead, client):
        shown = client.get(address("my_notices")).context["reminders"]
        assert shown.instance.by_mail
        client.post(
            address("my_reminders"),
            {"reminders-by_mail": "on", "reminders-rhythm": "daily"},
        )

        row = OfficerPreference.objects.get(user=lead.user)
        assert (row.by_mail, row.rhythm) == (True, "daily")

    def test_start_again_from_where_a_click_has_stopped_them(self, lead, client):
        stop = stop_address(links.of_officer(lead.user))
        assert reverse("wagtailadmin_account") not in client.get(stop).content.decode()
        stopped = client.post(stop).content.decode()
        assert not OfficerPreference.objects.get(user=lead.user).by_mail
        assert f'href="{links.reminders_path()}"' in stopped
        client.post(
            address("my_reminders"),
            {"reminders-by_mail": "on", "reminders-rhythm": "weekly"},
        )

        assert OfficerPreference.objects.get(user=lead.user).by_mail

    def test_refuse_a_rhythm_that_does_not_exist(self, lead, client):
        sent = client.post(address("my_reminders"), {"reminders-rhythm": "hourly"})

        assert sent.status_code == 422
        assert not OfficerPreference.objects.exists()

    def test_are_not_offered_to_whoever_leads_nothing(self, person, client):
        assert "reminders" not in client.get(address("my_notices")).context
        sent = client.post(address("my_reminders"), {"reminders-rhythm": "daily"})

        assert sent.status_code == 403
        assert not OfficerPreference.objects.exists()


class TestOneClick:
    def test_shows_a_button_and_changes_nothing_by_itself(self, client):
        someone = EmailParticipantFactory()
        page = client.get(stop_address(links.of_person(someone)))

        assert page.status_code == 200
        assert not page.cookies
        assert not NoticePreference.objects.exists()

    @pytest.mark.parametrize(
        ("what", "left"),
        [("own", (False, True)), ("followed", (True, False)), ("all", (False, False))],
    )
    def test_stops_what_was_chosen(self, client, what, left):
        someone = EmailParticipantFactory()
        client.post(stop_address(links.of_person(someone)), {"what": what})

        row = NoticePreference.objects.get(participant=someone)
        assert (row.own, row.followed) == left

    def test_of_somebody_who_has_left_is_dead(self, client):
        someone = EmailParticipantFactory()
        place = stop_address(links.of_person(someone))
        someone.delete()

        assert client.post(place).status_code == 410

    def test_is_not_opened_by_a_link_for_something_else(self, client):
        someone = EmailParticipantFactory()
        token = signed.sign("space", links.of_person(someone))

        assert client.post(address("unsubscribe_notices", token)).status_code == 410


class TestPersonalData:
    def test_is_declared(self):
        of_room = {
            key
            for key in registry.undeclared(["wagtail_remacto"])
            if "Notice" in key or "Digest" in key or "Reminder" in key
        }
        assert not of_room

    def test_is_in_the_export(self, commune):
        someone = follower(commune.project)
        happens(commune)
        run()

        (held,) = [each for each in registry.held() if each.name == "notices"]
        assert len(list(held.export(someone))) == 2

    def test_goes_over_to_the_account(self, commune):
        gone, kept = follower(commune.project), ParticipantFactory()
        happens(commune)
        run()
        mail.outbox.clear()
        merging._merge(gone, kept)
        run(30)

        assert NoticePreference.objects.get().participant == kept
        assert DigestMail.objects.get().participant == kept
        assert not mail.outbox

    def test_of_the_one_who_was_told_less_far_are_still_told(self, commune):
        gone = follower(commune.project)
        happens(commune)
        run()
        happens(commune, "milestones:2", at=later(1))
        # Their next message is due in some days, somebody else's is made now.
        kept = follower(shaped(commune))
        NoticePreference.objects.create(
            participant=kept, told_upto=Activity.objects.latest("pk").pk
        )
        mail.outbox.clear()
        merging._merge(gone, kept)
        digests.deliver(later(2))

        assert [message.to for message in mail.outbox] == [[kept.email]]

    def test_are_stopped_by_a_link_of_before(self, client, commune):
        gone, kept = follower(commune.project), ParticipantFactory()
        happens(commune)
        run()
        stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        merging._merge(gone, kept)
        response = client.post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"})

        assert response.status_code == 200
        row = NoticePreference.objects.get()
        assert (row.participant, row.own, row.followed) == (kept, False, False)

    def test_keeps_what_either_wanted_none_of(self, commune):
        gone, kept = follower(commune.project), follower(commune.project)
        preferences.stop(participant=gone, what="own")
        preferences.stop(participant=kept, what="followed")
        merging._merge(gone, kept)

        row = NoticePreference.objects.get()
        assert (row.participant, row.own, row.followed) == (kept, False, False)

    def test_of_messages_goes_when_its_time_is_up(self, commune):
        follower(commune.project)
        happens(commune)
        run()
        retention.apply(now=timezone.now() + dt.timedelta(days=91))

        assert not DigestMail.objects.exists()
