"""Run by `manage.py test`, on a database made by the migrations."""

from django.conf import settings
from django.test import TestCase

import blocks
import home
import search
from home.models import HomePage
from tests.hosts.tour import HostTour


class MinimalHostTests(HostTour, TestCase):
    sign = "The host’s own header"
    home = HomePage

    def test_apps_of_these_names_are_the_hosts_own(self):
        for app in (home, blocks, search):
            self.assertTrue(app.__file__.startswith(str(settings.BASE_DIR)), app)
