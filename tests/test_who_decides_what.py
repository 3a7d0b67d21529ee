"""Who may review, decide and vote: every verb × every role, through the services.

The lower half of the table of `domain.md`; the upper one, which depends on the state of
a phase, is in `test_who_may_do_what`. Remarks depend on the phase too and are here
because they need a frozen version.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from tests import test_who_monitors
from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
)
from tests.deciding import everyone, seat_both_colleges, votes, yesterday
from tests.factories import (
    CouncilSessionFactory,
    PhaseFactory,
    SeatFactory,
    day,
    moment,
)
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
)
from wagtail_remacto.committees.services import (
    closing,
    deciding,
    outcomes,
    reviewing,
)
from wagtail_remacto.contributions.models import Outcome
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.models import CycleClosing
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import ensure_participant
from wagtail_remacto.programmes.models import (
    LineageKind,
    Purpose,
    RemarkKind,
    RemarkVerdict,
)
from wagtail_remacto.programmes.planning.schedule import Span
from wagtail_remacto.programmes.planning.services import plan_cycle
from wagtail_remacto.programmes.services import council, remarks
from wagtail_remacto.programmes.services.lineage import link, translate, unlink
from wagtail_remacto.programmes.services.versions import freeze

pytestmark = pytest.mark.django_db

MEMBERS = {"committee member", "secretary"}
RECORDERS = {"focal point", "network officer"}
KEEPERS = RECORDERS | {"secretary"}
CITIZENS = {
    "citizen",
    "citizen without account",
    "committee member",
    "secretary",
    "secretary whose mandate is over",
    "secretary elsewhere",
    "comms officer",
    "focal point",
    "network officer",
    "neighbour’s comms officer",
    "neighbour’s focal point",
}
ROLES = ["visitor", *sorted(CITIZENS), "deactivated secretary"]

ALLOWED: dict[str, set[str]] = {
    "review an idea": MEMBERS,
    "record an outcome": KEEPERS,
    "merge ideas": KEEPERS,
    "close the analysis": KEEPERS,
    "close it with answers owed": RECORDERS,
    "reopen the analysis": RECORDERS,
    "translate ideas into a project": KEEPERS | {"comms officer"},
    "name a source of a project": KEEPERS | {"comms officer"},
    "end a link": KEEPERS | {"comms officer"},
    "make a version": KEEPERS,
    "draft a decision": RECORDERS,
    "sign a decision": RECORDERS,
    "supersede a decision": RECORDERS,
    "put a version on the agenda": RECORDERS,
    "record a vote": RECORDERS,
    "supersede a vote": RECORDERS,
    "plan a cycle": RECORDERS,
    "remark on a version": CITIZENS,
    "enter a remark given on paper": {"comms officer", "focal point"},
    "answer a remark": KEEPERS,
}


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        directory = directory_in("ar")
        ours = commune_with_everything(TETOUAN, directory)
        theirs = commune_with_everything(AL_HOCEIMA, directory)
        ours.deliberation.delete()
        seats = [ours.seat, *seat_both_colleges(ours.committee)]
        member, secretary, late, elsewhere, gone = (
            UserFactory() for _number in range(5)
        )
        for account, fields in (
            (member, {}),
            (secretary, {"role": "secretary"}),
            (late, {"role": "secretary", "mandate_end": day(-30)}),
            (gone, {"role": "secretary"}),
        ):
            seats.append(SeatFactory(committee=ours.committee, user=account, **fields))
        SeatFactory(committee=theirs.committee, user=elsewhere, role="secretary")
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
        yield SimpleNamespace(
            **{key: getattr(ours, key) for key in ("page", "cycle", "programme")},
            committee=ours.committee,
            project=ours.project,
            session=CouncilSessionFactory(collectivite=ours.page, sitting=day(-1)),
            seats=seats,
            idea=ContributionFactory(phase=ours.phase),
            other=ContributionFactory(phase=ours.phase),
            analysis=PhaseFactory(parent=ours.cycle, kind=PhaseKind.ANALYSIS),
            consultation=PhaseFactory(
                parent=ours.cycle,
                kind=PhaseKind.SECOND_CONSULTATION,
                actions=[Action.REMARK],
            ),
            boss=focal_point(ours, "boss"),
            people={
                "visitor": AnonymousUser(),
                "citizen": UserFactory(),
                "citizen without account": EmailParticipantFactory(),
                "committee member": member,
                "secretary": secretary,
                "secretary whose mandate is over": late,
                "secretary elsewhere": elsewhere,
                "comms officer": comms_officer(ours),
                "focal point": focal_point(ours),
                "network officer": network_officer(),
                "neighbour’s comms officer": comms_officer(theirs, "neighbour"),
                "neighbour’s focal point": focal_point(theirs, "neighbour-focal"),
                "deactivated secretary": gone,
            },
        )
        transaction.set_rollback(True)


class Deeds:
    """What each verb finds done already, by somebody who may, and then the verb."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.boss = type(world.boss).objects.get(pk=world.boss.pk)

    def answered(self) -> None:
        for idea in (self.world.idea, self.world.other):
            outcomes.record(
                contribution=idea,
                outcome=Outcome.TAKEN_UP,
                words="Utile.",
                by=self.boss,
            )

    def version(self, by: Any = None) -> Any:
        if closing.current(self.world.cycle) is None:
            self.closed()
        return freeze(
            programme=self.world.programme,
            purpose=Purpose.VALIDATION,
            by=by or self.boss,
        )

    def closed(self) -> Any:
        self.answered()
        return closing.close(phase=self.world.analysis, by=self.boss)

    def consulted(self) -> Any:
        self.closed()
        return freeze(
            programme=self.world.programme,
            purpose=Purpose.CONSULTATION,
            phase=self.world.consultation,
            by=self.boss,
        )

    def draft(self, version: Any, by: Any = None) -> Any:
        seats = self.world.seats
        elected = sum(seat.college == "elected" for seat in seats)
        return deciding.draft(
            committee=self.world.committee,
            by=by or self.boss,
            version=version,
            held_on=yesterday(),
            result="approved",
            consensus=True,
            attendance=everyone(seats),
            votes=[] if elected else votes(0),
        )

    def signed(self) -> Any:
        return deciding.sign(
            decision=self.draft(self.version()), by=self.boss, accept_broken_rule=True
        )

    def on_agenda(self) -> Any:
        return council.put_on_agenda(
            session=self.world.session, version=self.signed().version, by=self.boss
        )

    def vote(self, item: Any, by: Any) -> Any:
        return council.record_vote(
            deliberation=item,
            by=by,
            outcome="postponed",
            reasons="Faute de temps.",
        )

    def remark(self) -> Any:
        return remarks.remark(
            version=self.consulted(),
            author=ParticipantFactory(),
            kind=RemarkKind.QUESTION,
            text="Qui conduira ?",
        )

    def linked(self, by: Any) -> Any:
        return link(
            contribution=self.world.idea,
            project=self.world.project,
            kind=LineageKind.WHOLE,
            words="Parce que.",
            by=by,
        )

    def prepared(self, verb: str) -> Any:
        """What the verb acts on."""
        found: dict[str, Callable[[], Any]] = {
            "close the analysis": self.answered,
            "reopen the analysis": self.closed,
            "end a link": lambda: self.linked(self.boss),
            "make a version": self.closed,
            "draft a decision": self.version,
            "sign a decision": lambda: self.draft(self.version()),
            "supersede a decision": self.signed,
            "put a version on the agenda": self.signed,
            "record a vote": self.on_agenda,
            "supersede a vote": lambda: self.vote(self.on_agenda(), self.boss),
            "remark on a version": self.consulted,
            "enter a remark given on paper": self.consulted,
            "answer a remark": self.remark,
        }
        return found[verb]() if verb in found else None

    def do(self, verb: str, who: Any, found: Any) -> None:
        world = self.world
        by = AnonymousUser() if isinstance(who, Participant) else who
        verbs: dict[str, Callable[[], Any]] = {
            "review an idea": lambda: reviewing.review(
                contribution=world.idea, by=by, opinion=Outcome.TAKEN_UP
            ),
            "record an outcome": lambda: outcomes.record(
                contribution=world.idea, outcome=Outcome.DONE, words="Oui.", by=by
            ),
            "merge ideas": lambda: outcomes.merge(
                lead=world.idea, others=[world.other], words="La même.", by=by
            ),
            "close the analysis": lambda: closing.close(phase=world.analysis, by=by),
            "close it with answers owed": lambda: closing.close(
                phase=world.analysis, by=by, override="La session est demain."
            ),
            "reopen the analysis": lambda: closing.reopen(
                closing=found, by=by, words="Trop tôt."
            ),
            "translate ideas into a project": lambda: translate(
                contributions=[world.idea],
                programme=world.programme,
                title="Un marché",
                words="Parce que.",
                by=by,
            ),
            "name a source of a project": lambda: self.linked(by),
            "end a link": lambda: unlink(lineage=found, by=by, words="Non."),
            "make a version": lambda: self.version(by=by),
            "draft a decision": lambda: self.draft(found, by),
            "sign a decision": lambda: deciding.sign(
                decision=found, by=by, accept_broken_rule=True
            ),
            "supersede a decision": lambda: deciding.supersede(decision=found, by=by),
            "put a version on the agenda": lambda: council.put_on_agenda(
                session=world.session, version=found.version, by=by
            ),
            "record a vote": lambda: self.vote(found, by),
            "supersede a vote": lambda: council.supersede(
                deliberation=found,
                by=by,
                outcome="rejected",
                reasons="Il l’a rejeté.",
            ),
            "plan a cycle": lambda: plan_cycle(
                collectivite=world.page,
                by=by,
                key=uuid.uuid4(),
                spans=[
                    Span(
                        PhaseKind.CO_CREATION,
                        dt.date(2031, 3, 1),
                        dt.date(2031, 3, 31),
                    )
                ],
            ),
            "remark on a version": lambda: remarks.remark(
                version=found,
                author=_participant(who),
                kind=RemarkKind.SUPPORT,
                text="Oui.",
            ),
            "enter a remark given on paper": lambda: remarks.enter_remark(
                version=found, by=by, kind=RemarkKind.SUPPORT, text="Oui."
            ),
            "answer a remark": lambda: remarks.answer(
                remark=found, verdict=RemarkVerdict.ANSWERED, words="Deux.", by=by
            ),
        }
        verbs[verb]()


def _participant(who: Any) -> Any:
    if isinstance(who, Participant):
        return who
    if who.is_authenticated:
        return ensure_participant(who)
    return Participant(kind="email", email="personne@exemple.ma")


def _fresh(who: Any) -> Any:
    """Rights are kept on the object for as long as a request lasts."""
    if isinstance(who, AnonymousUser):
        return who
    return type(who).objects.get(pk=who.pk)


@pytest.mark.parametrize("verb", ALLOWED)
def test_who_may(verb, world):
    wrong = []
    with transaction.atomic():
        deeds = Deeds(world)
        found = deeds.prepared(verb)
        for role in ROLES:
            who = _fresh(world.people[role])
            for each in (world.idea, world.other, found):
                if each is not None:
                    each.refresh_from_db()
            with transaction.atomic():
                try:
                    deeds.do(verb, who, found)
                except gate.Refused as refused:
                    done = False
                    if not refused.verdict.sentence or not refused.verdict.remedy:
                        wrong.append(f"{role}: refused without a sentence")
                else:
                    done = True
                transaction.set_rollback(True)
            if done != (role in ALLOWED[verb]):
                wrong.append(f"{role}: {'may' if done else 'may not'}")
        transaction.set_rollback(True)
    assert not wrong


# What a closed cycle does not refuse: answers that are owed, what puts a record right,
# and the next cycle.
STILL = {
    "review an idea",
    "record an outcome",
    "merge ideas",
    "close the analysis",
    "close it with answers owed",
    "answer a remark",
    "end a link",
    "supersede a decision",
    "supersede a vote",
    "plan a cycle",
}


@pytest.mark.parametrize("verb", ALLOWED)
def test_who_may_once_the_cycle_is_closed(verb, world):
    who = world.people["citizen" if verb == "remark on a version" else "focal point"]
    if verb == "review an idea":
        who = world.people["secretary"]
    with transaction.atomic():
        deeds = Deeds(world)
        found = deeds.prepared(verb)
        refresh(world.idea, world.other, found)
        with cycle_closed(world.cycle) as reopen:
            assert done(deeds, verb, who, found) == (verb in STILL)
            reopen()
            refresh(world.idea, world.other, found)
            assert done(deeds, verb, who, found)
        transaction.set_rollback(True)


def test_what_was_answered_wrongly_is_put_right_even_then(world):
    with transaction.atomic():
        deeds = Deeds(world)
        remark = deeds.remark()
        remarks.answer(remark=remark, verdict="answered", words="Deux.", by=deeds.boss)
        draft = deciding.supersede(decision=deeds.signed(), by=deeds.boss)
        with cycle_closed(world.cycle):
            deeds.do("record an outcome", deeds.boss, None)
            [many] = outcomes.record_many(
                contributions=[world.other],
                outcome=Outcome.DONE,
                words="Oui.",
                by=deeds.boss,
            )
            assert many.record is not None
            remarks.answer(
                remark=remark, verdict="answered", words="Trois.", by=deeds.boss
            )
            deciding.change(decision=draft, by=deeds.boss, held_on=yesterday())
            deeds.do("sign a decision", deeds.boss, draft)
        transaction.set_rollback(True)


@contextmanager
def cycle_closed(cycle: Any) -> Iterator[Callable[[], Any]]:
    """The cycle is closed; what is given reopens it."""
    closed = CycleClosing.objects.create(cycle=cycle, at=moment())
    rows = CycleClosing.objects.filter(pk=closed.pk)
    yield lambda: rows.update(reopened_at=moment())
    rows.delete()


def refresh(*rows: Any) -> None:
    for row in rows:
        if row is not None:
            row.refresh_from_db()


def done(deeds: Deeds, verb: str, who: Any, found: Any) -> bool:
    """Whether the verb is done, which is undone again."""
    with transaction.atomic():
        try:
            deeds.do(verb, _fresh(who), found)
        except gate.Refused as refused:
            assert refused.verdict.sentence and refused.verdict.remedy
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize(
    ("state", "dates"),
    [
        ("to come", {"start": moment(1), "end": moment(9)}),
        ("closed", {"start": moment(-9), "end": moment(-1)}),
        ("undated", {"start": None, "end": None}),
    ],
)
def test_nobody_remarks_while_the_phase_is_not_open(state, dates, world):
    may = []
    with transaction.atomic():
        deeds = Deeds(world)
        version = deeds.consulted()
        type(world.consultation).objects.filter(pk=world.consultation.pk).update(
            **dates
        )
        for role in ROLES:
            with transaction.atomic():
                try:
                    deeds.do("remark on a version", _fresh(world.people[role]), version)
                except gate.Refused:
                    pass
                else:
                    may.append(role)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert may == []


def test_every_deed_of_the_committee_and_the_council_is_in_the_table():
    """A new deed of the gate has to be given its row here or in another table."""
    here = {
        gate.Deed.REVIEW: "review an idea",
        gate.Deed.OUTCOME: "record an outcome",
        gate.Deed.TRANSLATE: "translate ideas into a project",
        gate.Deed.DECIDE: "sign a decision",
        gate.Deed.DELIBERATE: "record a vote",
        gate.Deed.PLAN: "plan a cycle",
    }
    elsewhere = set(test_who_monitors.DEEDS) | {
        gate.Deed.READ,
        gate.Deed.MANAGE,
        gate.Deed.FOLLOW,
        gate.Deed.REPORT,
        gate.Deed.CLAIM,
        gate.Deed.ENTER,
        gate.Deed.MODERATE,
        gate.Deed.ANSWER,
    }
    assert set(here) | elsewhere == set(gate.Deed)
    assert set(here.values()) <= set(ALLOWED)
