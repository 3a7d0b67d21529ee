"""Committees that decide, and the versions that they decide about."""

import datetime as dt
import hashlib
import uuid
from types import SimpleNamespace
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.citizens import UserFactory
from tests.factories import (
    CommitteeFactory,
    CycleFactory,
    PhaseFactory,
    ProgrammeFactory,
    SeatFactory,
    locale,
    moment,
)
from wagtail_remacto.committees.models import (
    AnalysisClosing,
    College,
    OutcomeReason,
    Presence,
)
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.models import (
    CollectivitePage,
    PhasePage,
    ProgrammeVersion,
    Seat,
)
from wagtail_remacto.programmes.models import Purpose


class ProgrammeVersionFactory(DjangoModelFactory):
    """A version with a text that says nothing; the service freezes real ones."""

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.LazyAttribute(
        lambda version: version.programme.versions.count() + 1
    )
    purpose = Purpose.VALIDATION
    content = factory.LazyAttribute(
        lambda version: f'{{"number":{version.number},"projects":[],"words":{{}}}}'
    )
    digest = factory.LazyAttribute(
        lambda version: hashlib.sha256(version.content.encode()).hexdigest()
    )
    revision = factory.LazyAttribute(lambda version: version.programme.save_revision())
    at = factory.LazyFunction(moment)

    class Meta:
        model = ProgrammeVersion


def yesterday() -> dt.date:
    return moment(-1).astimezone(zone()).date()


def seat_both_colleges(committee: Any, each: int = 2) -> list[Seat]:
    """So many seats in each college, women and men by turns."""
    return [
        SeatFactory(
            committee=committee,
            college=college,
            organisation=f"{college.label} {number}",
            gender="woman" if number % 2 else "man",
        )
        for college in College
        for number in range(each)
    ]


def committee_at_work(cycle: Any = None, each: int = 2) -> SimpleNamespace:
    """A committee with its seats, and a version of the programme of its cycle."""
    cycle = cycle or CycleFactory()
    committee = CommitteeFactory(parent=cycle)
    return SimpleNamespace(
        cycle=cycle,
        committee=committee,
        seats=seat_both_colleges(committee, each),
        version=ProgrammeVersionFactory(programme=ProgrammeFactory(parent=cycle)),
    )


def everyone(seats: list[Seat], presence: str = Presence.PRESENT) -> list[Any]:
    return [deciding.Seen(seat, presence) for seat in seats]


def votes(in_favour: int, against: int = 0, abstained: int = 0) -> list[Any]:
    """The same votes in each college."""
    return [
        deciding.Votes(college, in_favour, against, abstained) for college in College
    ]


def draft(world: SimpleNamespace, by: Any, **said: Any) -> Any:
    """A draft that may be signed off, but for what is said otherwise."""
    seats = said.pop("seats", world.seats)
    return deciding.draft(
        committee=world.committee,
        by=by,
        **{
            "version": world.version,
            "held_on": yesterday(),
            "result": "approved",
            "attendance": everyone(seats),
            "votes": [] if said.get("consensus") else votes(len(seats) // 2),
            **said,
        },
    )


def signed(world: SimpleNamespace, by: Any, **said: Any) -> Any:
    """A decision that is signed off, even with the rule broken."""
    return deciding.sign(
        decision=draft(world, by, **said), by=by, accept_broken_rule=True
    )


def member_of(committee: Any, name: str = "", **seat: Any) -> Any:
    """The account of somebody who sits in the committee, and in nothing else."""
    account = UserFactory(**({"username": name} if name else {}))
    SeatFactory(committee=committee, user=account, **seat)
    # Without the rights that were read before.
    return type(account).objects.get(pk=account.pk)


def answer_reason(outcome: str = "", **words: str) -> OutcomeReason:
    """A reason of the library, in French and in the languages of ``words``."""
    key = uuid.uuid4()
    rows = {"fr": "Le conseil le peut.", **words}
    made = [
        OutcomeReason.objects.create(
            translation_key=key,
            locale=locale(language),
            outcome=outcome,
            title=f"Raison {language}",
            text=text,
        )
        for language, text in rows.items()
    ]
    return made[0]


def close_all_the_same(cycle: Any) -> AnalysisClosing:
    """The analysis of the cycle, closed against what is owed."""
    phases = PhasePage.objects.child_of(cycle)
    collectivite = CollectivitePage.objects.get(path=cycle.path[:-4])
    return AnalysisClosing.objects.create(
        phase=phases.first() or PhaseFactory(parent=cycle),
        collectivite=collectivite,
        received=1,
        answered=0,
        owed=1,
        held=0,
        override_words="La session est demain.",
        language="fr",
        at=moment(),
    )
