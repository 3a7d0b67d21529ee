"""Whether a committee is composed as the method asks (both colleges present)."""

from dataclasses import dataclass
from typing import Any

from wagtail_remacto.committees.models import College, Gender, Seat


@dataclass(frozen=True, slots=True)
class Bench:
    """The seats of one college."""

    college: College
    seats: list[Seat]


@dataclass(frozen=True, slots=True)
class Composition:
    """What is known of a committee; None where it is not known."""

    benches: list[Bench]
    total: int
    both_colleges: bool | None
    women: int | None

    @property
    def known(self) -> bool:
        return self.total > 0


def composition_of(committee: Any) -> Composition:
    """The composition from the seats in use, with one query.

    Without seats nothing is known, and the published composition stands alone. The
    number of women is given only when the gender of every seat is known.
    """
    seats = list(
        Seat.objects.filter(
            committee__translation_key=committee.translation_key, active=True
        )
    )
    benches = [
        Bench(college, [seat for seat in seats if seat.college == college])
        for college in College
    ]
    genders = [seat.gender for seat in seats]
    return Composition(
        benches=benches,
        total=len(seats),
        both_colleges=all(bench.seats for bench in benches) if seats else None,
        women=genders.count(Gender.WOMAN) if seats and all(genders) else None,
    )
