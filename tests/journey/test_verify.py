"""`remacto_verify` finds what somebody has changed behind the services' back."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.citizens import ContributionFactory
from tests.deciding import close_all_the_same
from tests.factories import CollectiviteFactory, CouncilSessionFactory
from tests.officers import TETOUAN, commune_with_everything, directory_in, focal_point
from wagtail_remacto.committees.models import (
    Attendance,
    CollegeVote,
    Decision,
    OutcomeRecord,
)
from wagtail_remacto.committees.services import outcomes
from wagtail_remacto.contributions.models import (
    Contribution,
    ContributionRevision,
    Outcome,
)
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import (
    Deliberation,
    Lineage,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
)
from wagtail_remacto.programmes.canonical import digest
from wagtail_remacto.programmes.models import LineageKind, Purpose
from wagtail_remacto.programmes.services.lineage import link
from wagtail_remacto.programmes.services.versions import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    """One idea, taken up by a project, validated by the committee; all as it should."""
    commune = commune_with_everything(TETOUAN, directory_in("ar"))
    officer = focal_point(commune)
    idea = ContributionFactory(phase=commune.phase)
    outcomes.record(
        contribution=idea, outcome=Outcome.TAKEN_UP, words="Utile.", by=officer
    )
    link(
        contribution=idea,
        project=commune.project,
        kind=LineageKind.WHOLE,
        words="Parce que.",
        by=officer,
    )
    close_all_the_same(commune.cycle)
    version = freeze(
        programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
    )
    decision = Decision.objects.create(
        committee=commune.committee,
        number=1,
        kind="validate",
        version=version,
        digest=version.digest,
        result="approved",
        held_on=dt.date(2026, 1, 5),
    )
    Attendance.objects.create(decision=decision, seat=commune.seat)
    CollegeVote.objects.create(
        decision=decision, college=commune.seat.college, votes_for=1
    )
    Decision.objects.filter(pk=decision.pk).update(signed_at=timezone.now())
    commune.officer, commune.idea = officer, idea
    commune.version, commune.decision = version, decision
    return commune


def codes():
    return sorted({finding.code for finding in verify()})


def adopt(commune, **fields):
    return Deliberation.objects.create(
        session=CouncilSessionFactory(collectivite=commune.page),
        programme=commune.programme,
        number="12",
        **{
            "version": commune.version,
            "outcome": "adopted",
            "present": 20,
            "votes_for": 18,
            "votes_against": 1,
            "abstained": 1,
            **fields,
        },
    )


def test_all_is_well_as_long_as_nobody_goes_behind_the_services(commune):
    out = StringIO()
    call_command("remacto_verify", stdout=out)
    assert "as it was recorded" in out.getvalue()


def test_it_exits_with_an_error_and_says_what_it_found(commune):
    ProgrammeVersion.objects.update(content="{}")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("remacto_verify", "--json", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {"digest"} <= {line["code"] for line in lines}
    assert all(line["sentence"] for line in lines)


def spoil_project_text(commune):
    ProjectVersion.objects.update(content="{}")


def spoil_digest_with_text(commune):
    row = ProjectVersion.objects.get()
    text = row.content.replace("Projet", "Autre")
    ProjectVersion.objects.update(content=text, digest=digest(text))


def lose_a_project(commune):
    ProjectVersion.objects.all()._raw_delete("default")


def renumber(commune):
    ProgrammeVersion.objects.update(number=2)


def lose_the_original(commune):
    ContributionRevision.objects.all()._raw_delete("default")


def lose_the_idea_of_a_version(commune):
    Contribution.objects.update(reference="ZZZZZZZ")


def rewrite_the_outcome(commune):
    Contribution.objects.update(outcome=Outcome.SET_ASIDE)


def answer_earlier(commune):
    Contribution.objects.update(answered_at=timezone.now() - dt.timedelta(days=9))


def lose_the_reason(commune):
    OutcomeRecord.objects.update(words="")


def decide_on_another_text(commune):
    Decision.objects.update(digest="0" * 64)


def add_a_vote(commune):
    CollegeVote.objects.update(votes_for=5)


def turn_the_result(commune):
    Decision.objects.update(result="refused")


def lose_a_decision(commune):
    Decision.objects.update(number=2)


def end_a_link_after_the_validation(commune):
    Lineage.objects.update(ended_at=timezone.now())


def vote_without_validation(commune):
    adopt(commune, outcome="rejected")
    Decision.objects.update(signed_at=None)


def adopt_without_version_or_source(commune):
    adopt(commune, version=None)


def votes_that_do_not_add_up(commune):
    adopt(commune, votes_for=30, outcome="postponed")


def more_than_the_council(commune):
    type(commune.page).objects.update(council_size=15)
    adopt(commune, outcome="postponed")


def changes_without_their_version(commune):
    adopt(commune, outcome="adopted_with_changes")


def give_it_to_another_commune(commune):
    Contribution.objects.update(collectivite=CollectiviteFactory())


SPOILT = [
    (spoil_project_text, "digest"),
    (spoil_digest_with_text, "version_projects"),
    (lose_a_project, "version_projects"),
    (renumber, "version_missing"),
    (lose_the_original, "original_lost"),
    (give_it_to_another_commune, "other_collectivite"),
    (lose_the_idea_of_a_version, "source_lost"),
    (rewrite_the_outcome, "outcome"),
    (answer_earlier, "outcome"),
    (lose_the_reason, "outcome_without_reason"),
    (decide_on_another_text, "decision_without_version"),
    (add_a_vote, "committee_votes"),
    (turn_the_result, "committee_result"),
    (lose_a_decision, "decision_missing"),
    (end_a_link_after_the_validation, "lineage"),
    (vote_without_validation, "not_validated"),
    (adopt_without_version_or_source, "adoption_without_version"),
    (votes_that_do_not_add_up, "council_votes"),
    (more_than_the_council, "council_size"),
    (changes_without_their_version, "changes_without_version"),
]


@pytest.mark.parametrize(
    ("spoil", "code"), SPOILT, ids=[each[0].__name__ for each in SPOILT]
)
def test_whatever_is_changed_by_hand_is_found(commune, spoil, code):
    assert codes() == []
    spoil(commune)
    assert code in codes()


class TestAfterTheAdoption:
    @pytest.fixture
    def adopted(self, commune):
        adopt(commune)
        for page in (commune.programme, commune.project):
            type(page).objects.filter(translation_key=page.translation_key).update(
                live=True
            )
        return commune

    def test_what_is_live_is_what_was_adopted(self, adopted):
        assert codes() == []

    @pytest.mark.parametrize(
        "change",
        [
            {"problem": "Autre"},
            {"budget": "1.00"},
            {"title": "Autre"},
            {"start": "2031"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a_commitment_changed_in_the_database_is_found(self, adopted, change):
        ProjectPage.objects.filter(pk=adopted.project.pk).update(**change)
        assert codes() == ["adopted_changed"]

    def test_so_is_one_that_nobody_can_read_any_more(self, adopted):
        ProjectPage.objects.filter(pk=adopted.project.pk).update(live=False)
        assert codes() == ["adopted_unpublished"]


def test_the_number_of_queries_does_not_grow_with_the_ideas(commune):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert list(verify()) == []
        return len(queries)

    few = cost()
    for _number in range(12):
        idea = ContributionFactory(phase=commune.phase, author=commune.idea.author)
        outcomes.record(
            contribution=idea,
            outcome=Outcome.SET_ASIDE,
            words="Trop cher.",
            by=commune.officer,
        )
    assert cost() == few
