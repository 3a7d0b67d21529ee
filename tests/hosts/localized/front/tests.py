"""Run by `manage.py test`, on a database made by the migrations."""

from accounts.models import Member
from django.contrib.auth import get_user_model
from django.test import TestCase
from pictures.models import Picture
from wagtail.models import Locale
from wagtail_factories import ImageFactory
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from front.models import FrontPage
from tests import factories
from tests.hosts.tour import HostTour
from wagtail_remacto.models import CyclePage, PhasePage


class LocalizedHostTests(HostTour, TestCase):
    sign = "Un site du réseau"
    home = FrontPage

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.arabic = Locale.objects.get_or_create(language_code="ar")[0]

    def in_arabic(self, page):
        return page.get_translation(self.arabic).specific

    def test_users_and_pictures_are_the_hosts(self):
        self.assertIs(get_user_model(), Member)
        self.cycle.image = ImageFactory(title="Place Feddan")
        self.assertIsInstance(self.cycle.image, Picture)
        self.cycle.save()
        self.assertIn("<img", self.text(self.cycle))

    def test_a_cycle_is_translated_as_any_page(self):
        phase = PhasePage.objects.child_of(self.cycle).filter(actions__gt="").get()
        factories.translate(self.collectivite, "ar")
        translate_object(self.cycle, [self.arabic])
        translate_object(phase, [self.arabic])
        cycle, phase_ar = self.in_arabic(self.cycle), self.in_arabic(phase)
        self.assertEqual(cycle.period_end, "2027-12")
        self.assertEqual(cycle.identifier, self.cycle.identifier)
        self.assertEqual(phase_ar.end, phase.end)
        self.assertEqual(phase_ar.actions, phase.actions)

        source = TranslationSource.objects.get_for_instance(self.cycle)
        translation = Translation.objects.get(source=source, target_locale=self.arabic)
        segment = source.stringsegment_set.get(context__path="summary")
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=self.arabic,
            context=segment.context,
            data="سنتان لانفتاح الجماعة",
        )
        with self.captureOnCommitCallbacks(execute=True):
            translation.save_target(publish=True)
        text = self.text(self.in_arabic(self.cycle))
        self.assertIn('dir="rtl"', text)
        self.assertIn("سنتان لانفتاح الجماعة", text)

    def test_a_date_changed_in_french_changes_in_arabic(self):
        factories.translate(self.collectivite, "ar")
        translate_object(self.cycle, [self.arabic])
        self.cycle.period_end = "2028-06"
        self.cycle.save_revision().publish()
        source, _made = TranslationSource.update_or_create_from_instance(self.cycle)
        with self.captureOnCommitCallbacks(execute=True):
            Translation.objects.get(source=source).save_target(publish=True)
        self.assertEqual(self.in_arabic(self.cycle).period_end, "2028-06")

    def test_axes_and_projects_hang_on_the_french_pages(self):
        arabic = factories.translate(self.cycle, "ar")
        self.assertIsInstance(arabic, CyclePage)
        self.assertEqual(arabic.canonical, self.cycle)
        self.assertIn("Accès à l’information", self.text(arabic))
