import pytest

from tests.factories import CommitteeFactory, SeatFactory, translate
from wagtail_remacto.committees.composition import composition_of
from wagtail_remacto.committees.models import College

pytestmark = pytest.mark.django_db


class TestComposition:
    def test_nothing_is_known_without_seats(self):
        found = composition_of(CommitteeFactory(size=30))
        assert found.both_colleges is None
        assert found.women is None
        assert not found.known

    def test_one_college_alone_breaks_the_rule(self):
        seat = SeatFactory(college=College.ELECTED)
        assert composition_of(seat.committee).both_colleges is False

    def test_both_colleges_keep_it(self):
        seat = SeatFactory(college=College.ELECTED)
        SeatFactory(committee=seat.committee, college=College.CIVIL_SOCIETY)
        assert composition_of(seat.committee).both_colleges is True

    def test_women_are_counted_only_when_every_gender_is_known(self):
        seat = SeatFactory(gender="woman")
        assert composition_of(seat.committee).women == 1
        SeatFactory(committee=seat.committee, gender="")
        assert composition_of(seat.committee).women is None

    def test_seats_out_of_use_do_not_count(self):
        seat = SeatFactory(active=False)
        assert composition_of(seat.committee).total == 0

    def test_every_language_shows_the_same_seats(self):
        seat = SeatFactory()
        assert composition_of(translate(seat.committee, "ar")).total == 1
