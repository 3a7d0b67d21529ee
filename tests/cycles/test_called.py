"""The gate names pages as their reader does."""

import pytest
from django.utils.translation import override

from tests.factories import locale
from tests.officers import TETOUAN, commune_with_everything, directory_in
from wagtail_remacto.cycles.gate.sentences import called
from wagtail_remacto.models import PhasePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase():
    commune = commune_with_everything(TETOUAN, directory_in("ar"))
    arabic = commune.phase.get_translation(locale("ar"))
    PhasePage.objects.filter(pk=arabic.pk).update(title="الإنشاء", live=True)
    return PhasePage.objects.get(pk=commune.phase.pk)


def test_a_page_is_called_as_its_reader_calls_it(phase):
    with override("ar"):
        assert called(phase) == "الإنشاء"
    with override("fr"):
        assert called(phase) == phase.title


def test_a_page_in_one_language_is_set_off_where_text_runs_the_other_way(phase):
    PhasePage.objects.filter(translation_key=phase.translation_key).exclude(
        pk=phase.pk
    ).update(live=False)
    with override("ar"):
        assert called(phase) == f"\u2068{phase.title}\u2069"
    with override("en"):
        assert called(phase) == phase.title
