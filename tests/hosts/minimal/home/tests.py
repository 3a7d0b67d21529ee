"""Run by `manage.py test`, on a database made by the migrations."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import TestCase, override_settings
from django_tasks_db.models import DBTaskResult
from wagtail.models import GroupPagePermission

import blocks
import home
import search
from home.models import HomePage
from tests import factories
from tests.citizens import EmailParticipantFactory
from tests.hosts.tour import HostTour
from wagtail_remacto.contributions.models import Follow
from wagtail_remacto.notices.running import notify_everyone
from wagtail_remacto.people.happened import Event, tell


class MinimalHostTests(HostTour, TestCase):
    sign = "The host’s own header"
    home = HomePage

    def test_apps_of_these_names_are_the_hosts_own(self):
        for app in (home, blocks, search):
            self.assertTrue(app.__file__.startswith(str(settings.BASE_DIR)), app)


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
class WorkerTests(TestCase):
    """Reminders and digests as tasks that a worker takes from the database."""

    @classmethod
    def setUpTestData(cls):
        directory = factories.DirectoryFactory()
        commune = factories.CollectiviteFactory(parent=directory)
        cycle = factories.CycleFactory(parent=commune)
        factories.PhaseFactory(
            parent=cycle, start=factories.moment(-9), end=factories.moment(7)
        )
        team = Group.objects.create(name="Team")
        may_change = Permission.objects.get(
            content_type__app_label="wagtailcore", codename="change_page"
        )
        GroupPagePermission.objects.create(
            group=team, page=commune, permission=may_change
        )
        officer = get_user_model().objects.create_user("officer", "officer@example.com")
        officer.groups.add(team)
        follower = EmailParticipantFactory(email="follower@example.com")
        Follow.objects.create(participant=follower, page=cycle)
        tell(Event("cycle_opened", "cycle_opened:1", factories.moment(1), cycle))

    def work(self):
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)

    def test_each_message_leaves_once_however_many_tasks_there_are(self):
        for _twice in range(2):
            notify_everyone.enqueue()
        self.assertEqual(mail.outbox, [])

        self.work()
        notify_everyone.enqueue()
        self.work()

        sent = sorted(address for message in mail.outbox for address in message.to)
        self.assertEqual(sent, ["follower@example.com", "officer@example.com"])
        runs = DBTaskResult.objects.filter(task_path=notify_everyone.module_path)
        told = sorted(tuple(sorted(run.return_value.items())) for run in runs)
        nobody = (("digests", 0), ("reminders", 0))
        self.assertEqual(told, [nobody, nobody, (("digests", 1), ("reminders", 1))])
