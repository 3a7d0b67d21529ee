"""The rule of a committee: what it asks, and whether it is kept.

Both colleges have to be there, in any committee. A committee may ask for parity of its
colleges and of gender, which holds to one seat where their number is odd. The quorum is
what the committee says, else more than half of the seats in use.

The rule is asked twice: of the seats of a committee (:func:`composition_of`), and of
those who attend a meeting (:func:`judge`). What cannot be told is None, never a guess.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.committees.models import Attendance, College, Gender, Seat

# Of what ``Judgement.as_dict`` gives; another form gets another number.
SCHEMA = "remacto-rule/1"


class RulePart(models.TextChoices):
    BOTH_COLLEGES = (
        "both_colleges",
        _("Elected members and civil society both present"),
    )
    PARITY_OF_COLLEGES = (
        "parity_of_colleges",
        _("As many for civil society as elected"),
    )
    PARITY_OF_GENDER = "parity_of_gender", _("As many women as men")
    QUORUM = "quorum", _("Quorum")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the rule; ``kept`` is None where it cannot be told.

    ``numbers`` are those it was computed from, by name: seats of each college;
    ``women``, ``men`` and ``unknown``; or ``attending``, ``seats`` and ``needed``.
    """

    code: RulePart
    kept: bool | None
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def label(self) -> Any:
        return self.code.label


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a meeting keeps the rule of its committee, part by part."""

    parts: list[Part]

    @property
    def kept(self) -> bool | None:
        """False if a part is broken, None if none is but one cannot be told."""
        return _all(part.kept for part in self.parts)

    @property
    def broken(self) -> list[Part]:
        return [part for part in self.parts if part.kept is False]

    def as_dict(self) -> dict[str, Any]:
        """What a signed decision keeps: codes and numbers, for any language."""
        return {
            "schema": SCHEMA,
            "kept": self.kept,
            "parts": [
                {
                    "part": part.code.value,
                    "kept": part.kept,
                    "numbers": dict(part.numbers),
                }
                for part in self.parts
            ],
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> "Judgement":
        """What :meth:`as_dict` gave; without parts where nothing was kept."""
        return cls(
            [
                Part(RulePart(each["part"]), each["kept"], each["numbers"])
                for each in said.get("parts", [])
            ]
        )


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
    parts: list[Part] = field(default_factory=list)
    # Seats that have to attend a meeting.
    quorum: int | None = None

    @property
    def known(self) -> bool:
        return self.total > 0


def composition_of(committee: Any) -> Composition:
    """The composition from the seats in use, with one query.

    Without seats nothing is known, and the published composition stands alone. The
    number of women is given only when the gender of every seat is known.
    """
    seats = seats_in_use(committee)
    benches = [
        Bench(college, [seat for seat in seats if seat.college == college])
        for college in College
    ]
    genders = [seat.gender for seat in seats]
    parts = _parts(committee, [(seat.college, seat.gender) for seat in seats])
    return Composition(
        benches=benches,
        total=len(seats),
        both_colleges=parts[0].kept,
        women=genders.count(Gender.WOMAN) if seats and all(genders) else None,
        parts=parts,
        quorum=quorum_of(committee, len(seats)) if seats else committee.quorum,
    )


def seats_in_use(committee: Any) -> list[Seat]:
    """The seats of the committee, in any of its languages; one query."""
    key = committee.translation_key
    return list(Seat.objects.filter(committee__translation_key=key, active=True))


def quorum_of(committee: Any, seats: int) -> int:
    """How many of so many seats have to attend: more than half, unless it says so."""
    return int(committee.quorum or seats // 2 + 1)


def judge(
    committee: Any,
    attendance: Iterable[Attendance],
    seats: Iterable[Seat] | None = None,
) -> Judgement:
    """Whether a meeting keeps the rule of its committee.

    ``attendance`` are rows, saved or not, each with its seat; ``seats`` those in use,
    where they are read already. Whoever is there or sent the alternate counts for the
    quorum and for the rule, even if a conflict of interest keeps them from the vote:
    the quorum is one of the meeting, not of the item. The excused and the absent count
    for nothing, and the gender of an alternate is not known. A seat that has gone out
    of use since the meeting is counted as it was then.
    """
    rows = list(attendance)
    in_use = {seat.pk for seat in (seats_in_use(committee) if seats is None else seats)}
    total = len(in_use | {row.seat_id for row in rows})
    there = [row for row in rows if row.attends]
    who = [(row.seat.college, row.gender) for row in there]
    needed = quorum_of(committee, total)
    quorum = Part(
        RulePart.QUORUM,
        len(there) >= needed if total else None,
        {"attending": len(there), "seats": total, "needed": needed} if total else {},
    )
    return Judgement([*_parts(committee, who, known=total > 0), quorum])


def _parts(
    committee: Any, who: list[tuple[str, str]], *, known: bool | None = None
) -> list[Part]:
    """What the rule asks of these seats, given by college and gender.

    ``known``: whether the seats of the committee are; by default, if there are any.
    """
    known = bool(who) if known is None else known
    colleges = [college for college, _gender in who]
    by_college = {college.value: colleges.count(college) for college in College}
    parts = [
        Part(
            RulePart.BOTH_COLLEGES,
            all(by_college.values()) if known else None,
            by_college if known else {},
        )
    ]
    if committee.parity_of_colleges:
        parts.append(
            Part(
                RulePart.PARITY_OF_COLLEGES,
                _is_even(by_college.values()) if known else None,
                by_college if known else {},
            )
        )
    if committee.parity_of_gender:
        parts.append(_gender_part([gender for _college, gender in who], known))
    return parts


def _gender_part(genders: list[str], known: bool) -> Part:
    women, men = genders.count(Gender.WOMAN), genders.count(Gender.MAN)
    unknown = len(genders) - women - men
    return Part(
        RulePart.PARITY_OF_GENDER,
        _is_even((women, men)) if known and not unknown else None,
        {"women": women, "men": men, "unknown": unknown} if known else {},
    )


def _is_even(sides: Iterable[int]) -> bool:
    """As many on the one side as on the other; to one, where their number is odd."""
    one, other = sides
    return abs(one - other) <= (one + other) % 2


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    if False in found:
        return False
    return None if None in found or not found else True
