"""Whatever order of deeds: every record can be verified and every idea be followed.

Random orders of merging, splitting, translating, superseding, freezing, deciding and
voting, mixed with what editors do to pages: restoring an old draft, unpublishing,
deleting, copying, translating. A deed may be refused with a sentence; nothing else.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.citizens import ContributionFactory, ParticipantFactory
from tests.deciding import everyone, seat_both_colleges, votes, yesterday
from tests.factories import CouncilSessionFactory, PhaseFactory, day
from tests.officers import TETOUAN, commune_with_everything, directory_in, focal_point
from wagtail_remacto.committees.errors import CommitteeError
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.committees.services import closing, deciding, outcomes
from wagtail_remacto.contributions import services as citizens
from wagtail_remacto.contributions.errors import ContributionError
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.journey.story import story_of
from wagtail_remacto.models import (
    Deliberation,
    Lineage,
    OutcomeRecord,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
    Remark,
    RemarkAnswer,
)
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import Purpose
from wagtail_remacto.programmes.services import council, remarks
from wagtail_remacto.programmes.services.lineage import link, translate, unlink
from wagtail_remacto.programmes.services.versions import freeze

pytestmark = pytest.mark.django_db

REFUSALS = (
    PermissionDenied,
    gate.Refused,
    CommitteeError,
    ContributionError,
    ProgrammeError,
    ValidationError,
    ProtectedError,
    RestrictedError,
)
# What nothing may take away or rewrite, once it is there.
RECORDS = (
    OutcomeRecord,
    ProgrammeVersion,
    ProjectVersion,
    Remark,
    RemarkAnswer,
)


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        commune = commune_with_everything(TETOUAN, directory_in("ar"))
        commune.deliberation.delete()
        seats = seat_both_colleges(commune.committee)
        commune.project.save_revision()
        yield SimpleNamespace(
            cycle=commune.cycle,
            phase=commune.phase,
            committee=commune.committee,
            seats=[commune.seat, *seats],
            programme=commune.programme,
            project=commune.project,
            pages=[
                commune.programme,
                commune.project,
                commune.pages_ar["programme"],
                commune.pages_ar["project"],
                commune.phase,
                commune.committee,
            ],
            ideas=[ContributionFactory(phase=commune.phase) for _number in range(4)],
            analysis=PhaseFactory(parent=commune.cycle, kind=PhaseKind.ANALYSIS),
            consultation=PhaseFactory(
                parent=commune.cycle,
                kind=PhaseKind.SECOND_CONSULTATION,
                actions=[Action.REMARK],
            ),
            sessions=[
                CouncilSessionFactory(collectivite=commune.page, sitting=day(-number))
                for number in (3, 2, 1)
            ],
            by=focal_point(commune),
        )
        transaction.set_rollback(True)


class Deeds:
    """Each takes two numbers that choose what it is done to."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.by = type(world.by).objects.get(pk=world.by.pk)

    def idea(self, number: int) -> Contribution:
        pk = self.world.ideas[number % len(self.world.ideas)].pk
        return Contribution.objects.get(pk=pk)

    def page(self, number: int) -> Any:
        chosen = self.world.pages[number % len(self.world.pages)]
        found = type(chosen).objects.filter(pk=chosen.pk).first()
        if found is None:
            raise ValidationError("It was deleted before it had a record.")
        return found

    def project(self, number: int) -> Any:
        below = list(ProjectPage.objects.child_of(self.world.programme).order_by("pk"))
        if not below:
            raise ValidationError("Every project was deleted before it had a record.")
        return below[number % len(below)]

    def record(self, one: int, other: int) -> None:
        outcome = [each for each in Outcome if each != Outcome.MERGED][other % 5]
        outcomes.record(
            contribution=self.idea(one), outcome=outcome, words="Voilà.", by=self.by
        )

    def merge(self, one: int, other: int) -> None:
        outcomes.merge(
            lead=self.idea(one),
            others=[self.idea(other)],
            words="La même.",
            text="Les deux ensemble." if other % 2 else "",
            by=self.by,
        )

    def translate(self, one: int, other: int) -> None:
        translate(
            contributions=[self.idea(one), self.idea(one + 1)],
            programme=self.world.programme,
            title=f"Projet {other}",
            words="Parce que.",
            by=self.by,
        )

    def link(self, one: int, other: int) -> None:
        link(
            contribution=self.idea(one),
            project=self.project(other),
            kind="part",
            words="Parce que.",
            by=self.by,
        )

    def unlink(self, one: int, other: int) -> None:
        rows = list(Lineage.objects.order_by("pk"))
        if rows:
            unlink(lineage=rows[one % len(rows)], by=self.by, words="Non.")

    def close(self, one: int, other: int) -> None:
        override = "La session est demain." if other % 2 else ""
        closing.close(phase=self.world.analysis, by=self.by, override=override)

    def reopen(self, one: int, other: int) -> None:
        found = closing.current(self.world.cycle)
        if found:
            closing.reopen(closing=found, by=self.by, words="Trop tôt.")

    def consult(self, one: int, other: int) -> None:
        freeze(
            programme=self.world.programme,
            purpose=Purpose.CONSULTATION,
            phase=self.world.consultation,
            by=self.by,
        )

    def remark(self, one: int, other: int) -> None:
        version = ProgrammeVersion.objects.filter(purpose="consultation").last()
        if version:
            remarks.remark(
                version=version,
                author=ParticipantFactory(),
                kind="amendment",
                text=f"Deux fois par mois, {one}-{other}.",
                project=version.projects.first(),
            )

    def answer(self, one: int, other: int) -> None:
        rows = list(Remark.objects.order_by("pk"))
        if rows:
            remarks.answer(
                remark=rows[one % len(rows)],
                verdict=("accepted", "declined")[other % 2],
                words="Non." if other % 2 else "",
                change="" if other % 2 else "Deux fois.",
                by=self.by,
            )

    def validate(self, one: int, other: int) -> None:
        version = freeze(
            programme=self.world.programme, purpose=Purpose.VALIDATION, by=self.by
        )
        self.decide(version.number - 1, other)

    def decide(self, one: int, other: int) -> None:
        versions = list(ProgrammeVersion.objects.order_by("number"))
        if versions:
            draft = deciding.draft(
                committee=self.world.committee,
                by=self.by,
                version=versions[one % len(versions)],
                held_on=yesterday(),
                result="refused" if other % 5 == 4 else "approved",
                attendance=everyone(self.world.seats),
                consensus=True,
                votes=[] if other % 3 else votes(0),
            )
            deciding.sign(decision=draft, by=self.by, accept_broken_rule=True)

    def supersede_decision(self, one: int, other: int) -> None:
        rows = list(Decision.objects.filter(signed_at__isnull=False).order_by("pk"))
        if rows:
            draft = deciding.supersede(decision=rows[one % len(rows)], by=self.by)
            if other % 2:
                deciding.sign(decision=draft, by=self.by, accept_broken_rule=True)

    def agenda(self, one: int, other: int) -> None:
        version = ProgrammeVersion.objects.order_by("number").last()
        if version:
            council.put_on_agenda(
                session=self.world.sessions[one % 3], version=version, by=self.by
            )

    def vote(self, one: int, other: int) -> None:
        waiting = Deliberation.objects.filter(outcome="").first()
        if waiting is None:
            return
        outcome = ("adopted", "adopted_with_changes", "postponed", "rejected")[one % 4]
        said = {"present": 20, "votes_for": 15, "votes_against": 3, "abstained": 2}
        if outcome == "rejected":
            said |= {"votes_for": 3, "votes_against": 15}
        council.record_vote(
            deliberation=waiting,
            by=self.by,
            outcome=outcome,
            number=f"{other}/2026",
            changes="Un service." if outcome == "adopted_with_changes" else "",
            reasons="Faute de temps." if outcome in ("postponed", "rejected") else "",
            **said,
        )

    def supersede_vote(self, one: int, other: int) -> None:
        rows = list(Deliberation.objects.exclude(outcome="").filter(superseded_at=None))
        if rows:
            council.supersede(
                deliberation=rows[one % len(rows)],
                by=self.by,
                outcome=("postponed", "rejected")[other % 2],
                reasons="Une erreur de saisie.",
                confirm_unadopts=bool(one % 2),
            )

    def edit(self, one: int, other: int) -> None:
        page = self.project(one).get_latest_revision_as_object()
        page.problem = f"Problème {other}"
        revision = page.save_revision(user=self.by)
        if other % 2:
            revision.publish(user=self.by)

    def restore(self, one: int, other: int) -> None:
        page = self.page(one)
        old = page.revisions.order_by("created_at", "pk").first()
        if old:
            old.publish(user=self.by)

    def unpublish(self, one: int, other: int) -> None:
        self.page(one).unpublish(user=self.by)

    def delete(self, one: int, other: int) -> None:
        self.project(one).delete(user=self.by)

    def copy(self, one: int, other: int) -> None:
        page = self.project(one)
        page.copy(update_attrs={"slug": f"copie-{page.pk}-{one}-{other}"})

    def say_it_in_arabic(self, one: int, other: int) -> None:
        page = self.page(3).get_latest_revision_as_object()
        page.title = f"مشروع {other}"
        page.save_revision(user=self.by).publish(user=self.by)

    def hide(self, one: int, other: int) -> None:
        citizens.decide(subject=self.idea(one), verb="hold", by=self.by)

    def take_back(self, one: int, other: int) -> None:
        idea = self.idea(one)
        citizens.withdraw(contribution=idea, author=idea.author)


LOOKUPS = {"idea", "page", "project"}
NAMES = sorted(name for name in set(vars(Deeds)) - LOOKUPS if not name.startswith("__"))
LINES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 5), st.integers(0, 5)),
    min_size=5,
    max_size=20,
)
# A way to the adoption, into which hypothesis puts other deeds.
WAY = [
    ("translate", 0, 0),
    ("close", 0, 1),
    ("consult", 0, 0),
    ("remark", 0, 0),
    ("answer", 0, 0),
    ("validate", 0, 1),
    ("agenda", 0, 0),
    ("vote", 0, 0),
]


def snapshot() -> dict[Any, Any]:
    """The records as they are, by model and key."""
    return {
        (model.__name__, row.pk): {
            name: value
            for name, value in model_to_dict(row).items()
            if name not in ("ended_at", "ended_by", "ended_words")
        }
        for model in (*RECORDS, Lineage)
        for row in model.objects.all()
    }


def live_through(world: Any, line: list[tuple[str, int, int]]) -> None:
    deeds = Deeds(world)
    known: dict[Any, Any] = {}
    for name, one, other in line:
        try:
            with transaction.atomic():
                getattr(deeds, name)(one, other)
        except REFUSALS as refusal:
            assert str(refusal)
        now = snapshot()
        assert {key: now.get(key) for key in known} == known, f"{name} rewrote a record"
        known = now
    assert [str(each) for each in verify()] == []
    for idea in world.ideas:
        idea = Contribution.objects.get(pk=idea.pk)
        assert idea.revisions.filter(number=1).exists()
        story = story_of(idea)
        assert story.steps[0].is_done
        if idea.outcome:
            assert story.steps[1].is_done


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(line=LINES)
def test_in_whatever_order(world, line):
    with transaction.atomic():
        live_through(world, line)
        transaction.set_rollback(True)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    between=st.lists(
        st.tuples(
            st.integers(0, len(WAY)),
            st.tuples(st.sampled_from(NAMES), st.integers(0, 5), st.integers(0, 5)),
        ),
        max_size=10,
    )
)
def test_on_the_way_to_the_adoption_and_after_it(world, between):
    line = list(WAY)
    for place, deed in sorted(between, key=lambda each: -each[0]):
        line.insert(place, deed)
    with transaction.atomic():
        live_through(world, line)
        transaction.set_rollback(True)
