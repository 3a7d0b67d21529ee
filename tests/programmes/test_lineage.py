"""From ideas to projects and back: many to many, with a reason, until it is settled."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from tests.citizens import ContributionFactory, UserFactory
from tests.deciding import close_all_the_same
from tests.factories import PhaseFactory, ProjectFactory, SeatFactory, translate
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.committees.services import outcomes
from wagtail_remacto.contributions.models import Outcome, Standing
from wagtail_remacto.cycles import gate
from wagtail_remacto.models import Lineage, ProjectPage
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes import errors
from wagtail_remacto.programmes.canonical import read
from wagtail_remacto.programmes.models import LineageKind, Purpose
from wagtail_remacto.programmes.services.lineage import link, unlink
from wagtail_remacto.programmes.services.lineage import translate as turn
from wagtail_remacto.programmes.services.versions import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def officer(commune):
    return focal_point(commune)


@pytest.fixture
def idea(commune):
    return ContributionFactory(phase=commune.phase, title="Publier les budgets")


def validate(commune, officer):
    """The committee settles the programme as it is."""
    close_all_the_same(commune.cycle)
    version = freeze(
        programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
    )
    return Decision.objects.create(
        committee=commune.committee,
        number=1,
        kind="validate",
        version=version,
        digest=version.digest,
        result="approved",
        consensus=True,
        held_on=timezone.localdate(),
        signed_at=timezone.now(),
    )


class TestTranslating:
    def test_one_project_comes_from_many_ideas(self, commune, officer, idea):
        other = ContributionFactory(phase=commune.phase)
        project = turn(
            contributions=[idea, other],
            programme=commune.programme,
            title="Budget ouvert",
            words="Les deux demandent les mêmes chiffres.",
            kinds={other.pk: LineageKind.INSPIRED},
            by=officer,
        )
        assert project.get_parent().specific == commune.programme
        assert not project.live
        rows = Lineage.objects.filter(project=project).order_by("contribution_id")
        assert [(row.contribution, row.kind, row.by) for row in rows] == [
            (idea, LineageKind.WHOLE, officer),
            (other, LineageKind.INSPIRED, officer),
        ]

    def test_one_idea_may_shape_many_projects(self, commune, officer, idea):
        for title in ("Budget ouvert", "Marchés ouverts"):
            turn(
                contributions=[idea],
                programme=commune.programme,
                title=title,
                words="Elle parle des deux.",
                by=officer,
            )
        assert idea.lineage.count() == 2

    def test_an_idea_without_an_outcome_gets_the_one_that_its_kind_means(
        self, commune, officer, idea
    ):
        part = ContributionFactory(phase=commune.phase)
        turn(
            contributions=[idea, part],
            programme=commune.programme,
            title="Budget ouvert",
            words="Pour les chiffres.",
            kinds={part.pk: LineageKind.PART},
            by=officer,
        )
        for each, outcome in ((idea, Outcome.TAKEN_UP), (part, Outcome.PARTLY)):
            each.refresh_from_db()
            assert each.outcome == outcome
            assert each.outcomes.get().words == "Pour les chiffres."

    def test_who_edits_pages_drafts_a_project_and_leaves_the_outcome_to_the_committee(
        self, commune, idea
    ):
        project = turn(
            contributions=[idea],
            programme=commune.programme,
            title="Budget ouvert",
            words="Pour les chiffres.",
            by=comms_officer(commune),
        )
        idea.refresh_from_db()
        assert idea.lineage.get().project == project
        assert idea.outcome == ""

    def test_the_secretary_needs_no_right_to_pages(self, commune, idea):
        secretary = UserFactory()
        SeatFactory(committee=commune.committee, user=secretary, role="secretary")
        project = turn(
            contributions=[idea],
            programme=commune.programme,
            title="Budget ouvert",
            words="Pour les chiffres.",
            by=secretary,
        )
        assert project.lineage.get().by == secretary

    def test_everything_that_is_wrong_is_said_and_nothing_is_made(
        self, commune, officer
    ):
        before = ProjectPage.objects.count()
        with pytest.raises(ValidationError) as wrong:
            turn(
                contributions=[],
                programme=commune.programme,
                title=" ",
                words="Parce que.",
                by=officer,
            )
        assert set(wrong.value.message_dict) == {"title", "contributions"}
        assert ProjectPage.objects.count() == before

    def test_projects_of_the_same_name_or_in_arabic_have_their_own_address(
        self, commune, officer, idea
    ):
        slugs = [
            turn(
                contributions=[idea],
                programme=commune.programme,
                title=title,
                words="Parce que.",
                by=officer,
            ).slug
            for title in ("Budget ouvert", "Budget ouvert", "ميزانية مفتوحة")
        ]
        assert len(set(slugs)) == 3

    @pytest.mark.parametrize("who", ["member", "neighbour", "citizen"])
    def test_others_may_not(self, commune, idea, who):
        person = UserFactory()
        if who == "member":
            SeatFactory(committee=commune.committee, user=person)
        elif who == "neighbour":
            directory = commune.page.get_parent().specific
            theirs = commune_with_everything(AL_HOCEIMA, directory)
            SeatFactory(committee=theirs.committee, user=person, role="secretary")
        with pytest.raises(gate.Refused):
            turn(
                contributions=[idea],
                programme=commune.programme,
                title="Budget ouvert",
                words="Parce que.",
                by=person,
            )
        assert not Lineage.objects.exists()


class TestAnIdeaThatIsAnsweredMeanwhile:
    def test_keeps_the_outcome_that_was_recorded(self, commune, officer, idea):
        seen = type(idea).objects.get(pk=idea.pk)
        outcomes.record(
            contribution=idea, outcome=Outcome.PARTLY, words="En partie.", by=officer
        )
        turn(
            contributions=[seen],
            programme=commune.programme,
            title="Budget ouvert",
            words="Parce que.",
            by=officer,
        )
        assert [row.outcome for row in idea.outcomes.all()] == [Outcome.PARTLY]


class TestWhatMayBeASource:
    def linked(self, commune, officer, idea, **words):
        return link(
            contribution=idea,
            project=commune.project,
            by=officer,
            **{"kind": LineageKind.WHOLE, "words": "Parce que.", **words},
        )

    def test_a_translation_of_the_project_is_the_same_project(
        self, commune, officer, idea
    ):
        found = link(
            contribution=idea,
            project=commune.pages_ar["project"],
            kind=LineageKind.PART,
            words="Parce que.",
            by=officer,
        )
        assert found.project_id == commune.project.pk

    def test_the_reason_is_needed(self, commune, officer, idea):
        with pytest.raises(errors.WordsNeeded):
            self.linked(commune, officer, idea, words="  ")

    def test_once_only(self, commune, officer, idea):
        self.linked(commune, officer, idea)
        with pytest.raises(errors.AlreadyLinked):
            self.linked(commune, officer, idea)

    def test_not_what_was_set_aside(self, commune, officer, idea):
        outcomes.record(
            contribution=idea, outcome=Outcome.SET_ASIDE, words="Trop cher.", by=officer
        )
        with pytest.raises(errors.NotTakenUp):
            self.linked(commune, officer, idea)

    @pytest.mark.parametrize("standing", [Standing.HELD, Standing.HIDDEN])
    def test_not_what_nobody_can_read(self, commune, officer, standing):
        unread = ContributionFactory(phase=commune.phase, standing=standing)
        with pytest.raises(errors.NotAnIdea):
            self.linked(commune, officer, unread)

    def test_not_an_idea_of_another_cycle(self, commune, officer):
        elsewhere = ContributionFactory(phase=PhaseFactory())
        with pytest.raises(errors.OtherCycle):
            self.linked(commune, officer, elsewhere)


class TestUntilItIsSettled:
    def test_a_link_made_wrongly_is_ended_and_stays_readable(
        self, commune, officer, idea
    ):
        row = link(
            contribution=idea,
            project=commune.project,
            kind=LineageKind.WHOLE,
            words="Parce que.",
            by=officer,
        )
        unlink(lineage=row, by=officer, words="C’était l’autre idée.")
        row.refresh_from_db()
        assert row.ended_at and row.ended_words == "C’était l’autre idée."
        assert row.words == "Parce que."
        with pytest.raises(errors.AlreadyEnded):
            unlink(lineage=row, by=officer, words="Encore.")

    def test_it_may_be_linked_again_afterwards(self, commune, officer, idea):
        for _time in range(2):
            row = link(
                contribution=idea,
                project=commune.project,
                kind=LineageKind.WHOLE,
                words="Parce que.",
                by=officer,
            )
            unlink(lineage=row, by=officer, words="Non.")
        assert idea.lineage.count() == 2

    def test_nothing_changes_once_the_committee_has_validated(
        self, commune, officer, idea
    ):
        row = link(
            contribution=idea,
            project=commune.project,
            kind=LineageKind.WHOLE,
            words="Parce que.",
            by=officer,
        )
        validate(commune, officer)
        with pytest.raises(errors.LineageClosed):
            unlink(lineage=row, by=officer, words="Non.")
        other = ContributionFactory(phase=commune.phase)
        with pytest.raises(errors.LineageClosed):
            link(
                contribution=other,
                project=commune.project,
                kind=LineageKind.PART,
                words="Parce que.",
                by=officer,
            )

    def test_a_version_names_the_sources_that_hold(self, commune, officer, idea):
        other = ContributionFactory(phase=commune.phase)
        for each in (idea, other):
            row = link(
                contribution=each,
                project=commune.project,
                kind=LineageKind.PART,
                words="Parce que.",
                by=officer,
            )
        unlink(lineage=row, by=officer, words="Non.")
        close_all_the_same(commune.cycle)
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        assert read(version.projects.get())["from"] == [
            {"contribution": idea.shown_reference, "kind": "part"}
        ]

    def test_nobody_rewrites_a_link(self, commune, officer, idea):
        row = link(
            contribution=idea,
            project=commune.project,
            kind=LineageKind.WHOLE,
            words="Parce que.",
            by=officer,
        )
        row.words = "Autre chose."
        with pytest.raises(RecordError):
            row.save()
        with pytest.raises(RecordError):
            row.delete()

    def test_a_project_that_has_sources_cannot_be_deleted(self, commune, officer, idea):
        project = ProjectFactory(parent=commune.programme)
        translate(project, "ar")
        link(
            contribution=idea,
            project=project,
            kind=LineageKind.WHOLE,
            words="Parce que.",
            by=officer,
        )
        with pytest.raises(ProtectedError):
            project.delete()
