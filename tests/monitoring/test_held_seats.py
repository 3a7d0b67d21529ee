"""What the holder of a civil-society seat finds in their space."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.carrying_out import adopted_commune
from tests.factories import day
from tests.officers import signed_in
from wagtail_remacto.models import CycleClosing, Deliberation
from wagtail_remacto.monitoring.held_seats import _held

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return adopted_commune()


def programmes(account):
    return [page for seat in _held(account, {})["rows"] for page in seat.programmes]


class TestASeat:
    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_leads_to_both_forms_in_the_readers_language(self, commune, language):
        commune.pages_ar["programme"].title = "برنامج الانفتاح"
        commune.pages_ar["programme"].save()
        with override(language):
            html = signed_in(commune.civil).get(reverse("wagtail_remacto:my_space"))
            addresses = [
                reverse(f"wagtail_remacto:{name}", args=[commune.programme.pk])
                for name in ("programme_progress", "evaluate")
            ]
        assert all(f'href="{each}"' in html.text for each in addresses)
        assert ("برنامج الانفتاح" in html.text) == (language == "ar")

    def test_follows_nothing_before_the_vote_or_after_the_closing(self, commune):
        assert programmes(commune.civil) == [commune.programme]
        CycleClosing.objects.create(cycle=commune.cycle, at=timezone.now())
        assert programmes(commune.civil) == []
        CycleClosing.objects.update(reopened_at=timezone.now())
        Deliberation.objects.filter(programme=commune.programme).update(
            superseded_at=timezone.now()
        )
        assert programmes(commune.civil) == []

    def test_that_has_ended_is_shown_no_more(self, commune):
        seat = commune.civil_seat
        type(seat).objects.filter(pk=seat.pk).update(mandate_end=day(-2))
        assert _held(commune.civil, {}) == {}

    def test_of_another_college_is_not_this_voice(self, commune):
        assert _held(commune.elected, {}) == {}

    def test_costs_four_queries(self, commune):
        with CaptureQueriesContext(connection) as asked:
            _held(commune.civil, {})
        assert len(asked) <= 4
