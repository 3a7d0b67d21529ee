"""A row in the language of whoever reads it, where it is written in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.factories import AxisFactory, CycleFactory, locale, translate
from wagtail_remacto.collectivites.queries import nearest_translation
from wagtail_remacto.journey.branch import visible
from wagtail_remacto.models import Axis, CyclePage
from wagtail_remacto.templatetags.remacto import place_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "title"), [("fr", "Sport"), ("ar", "رياضة")])
def test_is_found_with_one_query(language, title):
    axis = AxisFactory(title="Sport")
    arabic = axis.copy_for_translation(locale("ar"))
    arabic.title = "رياضة"
    arabic.save()
    with override(language), CaptureQueriesContext(connection) as captured:
        found = nearest_translation(Axis.objects.all(), axis.pk)
        assert (found.title, found.locale.language_code) == (title, language)
    assert len(captured) == 1


def test_is_the_row_itself_where_there_is_no_other():
    axis = AxisFactory()
    with override("ar"):
        assert nearest_translation(Axis.objects.all(), axis.pk) == axis
    assert nearest_translation(Axis.objects.all(), 999_999) is None


def test_a_draft_translation_does_not_stand_in():
    cycle = CycleFactory()
    arabic = translate(cycle, "ar")
    CyclePage.objects.filter(pk=arabic.pk).update(live=False)
    with override("ar"):
        assert nearest_translation(visible(CyclePage.objects.all()), cycle.pk) == cycle


def test_a_pages_place_knows_its_canonical_page():
    cycle = CycleFactory()
    arabic = CyclePage.objects.select_related("locale").get(
        pk=translate(cycle, "ar").pk
    )
    with override("ar"):
        place = place_of(arabic)
        with CaptureQueriesContext(connection) as captured:
            assert arabic.canonical == cycle
    assert not captured
    assert cycle not in place.crumbs
