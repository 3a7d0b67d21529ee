"""A seat that a signed decision counts is that person’s for good, in code as well."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.citizens import UserFactory
from tests.deciding import committee_at_work, draft, signed
from tests.factories import SeatFactory
from wagtail_remacto.committees.errors import SeatCounted
from wagtail_remacto.committees.models import Seat
from wagtail_remacto.committees.models.committee import COUNTED

pytestmark = pytest.mark.django_db

OTHERWISE = {
    "college": "elected",
    "person": "Quelqu’un",
    "person_ar": "شخص",
    "organisation": "Une autre",
    "organisation_ar": "أخرى",
}


@pytest.fixture
def world():
    return committee_at_work()


@pytest.fixture
def seat(world):
    signed(world, UserFactory(is_superuser=True))
    return Seat.objects.filter(committee=world.committee, college="civil_society")[0]


def asked(queries):
    return [each for each in queries if "attendance" in each["sql"]]


class TestACountedSeat:
    def test_has_a_test_for_each_field(self):
        assert {*OTHERWISE, "committee_id"} == set(COUNTED)

    @pytest.mark.parametrize("name", sorted(OTHERWISE))
    def test_keeps_who_sat_there(self, seat, name):
        setattr(seat, name, OTHERWISE[name])
        with override("en"):
            for write in (
                seat.save,
                seat.full_clean,
                lambda: seat.save(update_fields=[name]),
            ):
                with pytest.raises(ValidationError) as refusal:
                    write()
                assert "Switch the seat off" in str(refusal.value)
        seat.refresh_from_db()
        assert getattr(seat, name) != OTHERWISE[name]

    def test_stays_in_its_committee(self, seat):
        seat.committee = committee_at_work().committee
        with pytest.raises(SeatCounted) as refusal:
            seat.save()
        assert refusal.value.names == ("committee",)

    def test_keeps_it_when_only_a_part_was_read(self, seat):
        part = Seat.objects.only("pk").get(pk=seat.pk)
        part.organisation = "Une autre"
        with pytest.raises(SeatCounted):
            part.save()

    def test_keeps_it_for_a_seat_made_and_changed_in_one_go(self, world):
        made = SeatFactory(committee=world.committee, organisation="Une")
        world.seats.append(made)
        signed(world, UserFactory(is_superuser=True), consensus=True)
        made.organisation = "Une autre"
        with pytest.raises(SeatCounted):
            made.save()

    def test_is_switched_off_without_a_further_query(self, seat):
        seat.active = False
        with CaptureQueriesContext(connection) as captured:
            seat.save()
        assert not asked(captured)
        assert not Seat.objects.get(pk=seat.pk).active


class TestAnotherSeat:
    def test_is_renamed_while_its_decision_is_a_draft(self, world):
        draft(world, UserFactory(is_superuser=True))
        seat = Seat.objects.get(pk=world.seats[0].pk)
        seat.organisation = "Une autre"
        with CaptureQueriesContext(connection) as captured:
            seat.save()
        assert len(asked(captured)) == 1
        seat.organisation = "Encore une autre"
        seat.save()
        assert Seat.objects.get(pk=seat.pk).organisation == "Encore une autre"
