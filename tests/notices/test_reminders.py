"""Officers are reminded of what waits, at most once a day, and never in vain."""

import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.users.models import UserProfile

from tests.carrying_out import MilestoneFactory, adopted_commune, with_milestones
from tests.citizens import ContributionFactory, ParticipantFactory, UserFactory
from tests.factories import PhaseFactory, moment
from tests.monitoring.test_verify import note
from tests.notices import test_digests
from tests.notices.test_digests import Crash, CrashingBackend, follower, happens
from tests.officers import (
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.contributions.models import Nature
from wagtail_remacto.cycles.calendar_words import partial_date_words, weekday_date
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import OfficerPreference, PhasePage, ReminderMail
from wagtail_remacto.monitoring.services import leads
from wagtail_remacto.notices import digests, links, preferences, reminders, running
from wagtail_remacto.notices import waiting as waiting_now

LONG_AFTER = dt.date(2027, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    found = commune_with_everything(TETOUAN, directory_in("ar"))
    found.officer = comms_officer(found)
    return found


@pytest.fixture
def waiting(commune):
    """A phase that closes in a week."""
    return PhaseFactory(
        parent=commune.cycle, title="Parole à tous", start=moment(-9), end=moment(7)
    )


def run(days=0):
    now = timezone.now() + dt.timedelta(days=days)
    reminders.make(now)
    return reminders.deliver(now)


class TestReminder:
    def test_says_what_waits_and_where(self, commune, waiting):
        run()

        (message,) = mail.outbox
        assert message.to == [commune.officer.email]
        assert waiting.title in message.body
        assert commune.page.title in message.body
        assert f"/pages/{waiting.pk}/edit/" in message.body

    @pytest.mark.parametrize("due", ["2025", "2025-11"])
    def test_says_a_date_no_more_precisely_than_it_is_known(self, due):
        followed = with_milestones(adopted_commune(), 0)
        milestone = MilestoneFactory(project=followed.project, due=due)

        (said,) = waiting_now._milestones(LONG_AFTER)
        assert partial_date_words(milestone.due) in said.say()
        assert weekday_date(milestone.due_last) not in said.say()

    def test_is_not_sent_in_vain(self, commune):
        PhasePage.objects.update(live=False)
        run()

        assert not mail.outbox

    def test_is_about_ones_own_collectivites(self, commune, waiting):
        other = commune_with_everything("01.511.01.01", commune.page.get_parent())
        stranger = comms_officer(other, "autre")
        run()

        of_stranger = [each for each in mail.outbox if each.to == [stranger.email]]
        assert all(waiting.title not in each.body for each in of_stranger)

    @pytest.mark.parametrize(
        ("rhythm", "days", "number"),
        [("daily", 0, 1), ("daily", 1, 2), ("weekly", 5, 1), ("weekly", 7, 2)],
    )
    def test_comes_as_often_as_somebody_wants(self, commune, rhythm, days, number):
        PhaseFactory(parent=commune.cycle, start=moment(-9), end=moment(9))
        OfficerPreference.objects.create(user=commune.officer, rhythm=rhythm)
        run()
        run(days)

        assert len(mail.outbox) == number

    def test_is_stopped_with_one_click(self, commune, waiting, client):
        run()
        stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        client.post(stop.partition("testserver")[2])
        run(8)

        assert not OfficerPreference.objects.get(user=commune.officer).by_mail
        assert len(mail.outbox) == 1

    def test_is_in_the_language_of_the_officer(self, commune, waiting):
        UserProfile.objects.create(user=commune.officer, preferred_language="ar")
        run()

        assert "/ar/" in mail.outbox[0].extra_headers["List-Unsubscribe"]

    def test_counts_the_answers_owed_to_remarks(self, commune):
        PhasePage.objects.filter(pk=commune.phase.pk).update(end=moment(-1))
        ContributionFactory(phase=commune.phase, nature=Nature.REMARK)
        focal = focal_point(commune)
        run()

        (message,) = [each for each in mail.outbox if each.to == [focal.email]]
        assert reverse("remacto_remarks") in message.body

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_reaches_the_lead_of_a_project_who_has_no_administration(self, language):
        commune = with_milestones(adopted_commune(), 2, due=PartialDate("2026-01"))
        commune.pages_ar["project"].title = "نشر الحسابات"
        commune.pages_ar["project"].save()
        lead = UserFactory(email="lead@example.org")
        leads.name_lead(project=commune.project, user=lead, by=commune.focal)
        ParticipantFactory(user=lead, language=language)
        run()

        (message,) = [each for each in mail.outbox if each.to == [lead.email]]
        with override(language):
            form = reverse("wagtail_remacto:publish_update", args=[commune.project.pk])
            choice = links.reminders_path()
        assert message.body.count(form) == 2
        assert choice in message.body
        assert ("نشر الحسابات" in message.body) == (language == "ar")
        assert reverse("wagtailadmin_home") not in message.body

    def test_tells_a_lead_only_of_what_they_can_do(self):
        commune = with_milestones(adopted_commune(), 1, due=PartialDate("2099"))
        note(commune.milestones[0], seat=commune.civil_seat)
        PhaseFactory(parent=commune.cycle, start=moment(-9), end=moment(7))
        lead = UserFactory(email="lead@example.org")
        leads.name_lead(project=commune.project, user=lead, by=commune.focal)
        run()

        assert [each for each in mail.outbox if each.to == [lead.email]] == []
        reach = waiting_now.reach_of([lead])[lead.pk]
        assert waiting_now.everything(timezone.now())
        assert not any(
            reach.covers(each) for each in waiting_now.everything(timezone.now())
        )

    def test_ends_with_the_lead(self):
        commune = with_milestones(adopted_commune(), 1, due=PartialDate("2026-01"))
        lead = UserFactory(email="lead@example.org")
        row = leads.name_lead(project=commune.project, user=lead, by=commune.focal)
        leads.end_lead(lead=row, by=commune.focal)
        run()

        assert [each for each in mail.outbox if each.to == [lead.email]] == []

    def test_is_sent_once_after_a_crash(self, commune, waiting, settings):
        settings.EMAIL_BACKEND = f"{test_digests.__name__}.CrashingBackend"
        CrashingBackend.before = 0
        with pytest.raises(Crash):
            run()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        run()
        run()

        assert len(mail.outbox) == 1

    def test_of_yesterday_is_not_sent_beside_todays(self, commune, waiting):
        OfficerPreference.objects.create(user=commune.officer, rhythm="daily")
        reminders.make(timezone.now())
        run(1)

        assert len(mail.outbox) == 1
        assert ReminderMail.objects.filter(dropped_at__isnull=False).count() == 1

    def test_link_of_an_account_that_is_gone_stops_nothing(self):
        assert not preferences.stop_officer(999_999)
        assert links.unsubscribe_path("officer 999999")


class TestTheCommand:
    def test_tells_citizens_and_officers_once(self, commune, waiting, monkeypatch):
        # Nobody else writes: what has just happened is settled on any database.
        monkeypatch.setattr(digests, "SETTLED", dt.timedelta(0))
        follower(commune.project)
        happens(commune, at=timezone.now() - dt.timedelta(hours=1))
        happens(commune, "milestones:2", at=timezone.now())
        out = StringIO()
        call_command("remacto_notify", stdout=out)
        call_command("remacto_notify", stdout=out)

        assert "1 digests and 1 reminders" in out.getvalue()
        assert len(mail.outbox) == 2

    def test_is_a_task_as_well(self, commune, waiting):
        result = running.notify_everyone.enqueue()

        assert result.return_value == {"digests": 0, "reminders": 1}
