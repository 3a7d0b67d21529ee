"""The method of REMACTO, sentence by sentence, through the services.

Its second half, from the adoption to the next cycle, is in ``test_the_two_years``.

Each function is one sentence of the network's own account of its first cycle (see
docs/explanation/story.md), driven from the day it speaks of. What a sentence leaves
behind is what the next one starts from.
"""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.factories import (
    AxisFactory,
    CommitteeFactory,
    CycleFactory,
    DirectoryFactory,
    PhaseFactory,
    PrincipleFactory,
    ProgrammeFactory,
    SeatFactory,
    WorkshopFactory,
    translate,
)
from tests.officers import TETOUAN, comms_officer, focal_point
from wagtail_remacto.collectivites.services import open_branch, provide_team
from wagtail_remacto.committees.models import College
from wagtail_remacto.committees.services import closing, deciding, outcomes, reviewing
from wagtail_remacto.contributions import services as citizens
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import first_moment, last_moment, zone
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import Lineage, ProjectPage
from wagtail_remacto.programmes import errors
from wagtail_remacto.programmes.differences import differences
from wagtail_remacto.programmes.models import (
    LineageKind,
    Purpose,
    RemarkKind,
    RemarkVerdict,
    Section,
)
from wagtail_remacto.programmes.services import council, remarks
from wagtail_remacto.programmes.services.lineage import translate as turn_into_project
from wagtail_remacto.programmes.services.versions import freeze
from wagtail_remacto.programmes.standing import Stage, standing_of

pytestmark = pytest.mark.django_db


def on(year: int, month: int, day: int, hour: int = 10) -> dt.datetime:
    """A moment of the story, in Morocco."""
    return dt.datetime(year, month, day, hour, tzinfo=zone())


def phase(cycle: Any, kind: str, start: Any, end: Any, *actions: str) -> Any:
    return PhaseFactory(
        parent=cycle,
        kind=kind,
        title=str(PhaseKind(kind).label),
        start=first_moment(start),
        end=last_moment(end),
        actions=list(actions),
    )


@pytest.fixture
def story() -> SimpleNamespace:
    """One commune of the network, in 2022, before anything has happened."""
    directory = DirectoryFactory()
    translate(directory, "ar")
    commune = open_branch(hcp_code=TETOUAN, directory=directory)
    commune.council_size = 45
    commune.save()
    told = SimpleNamespace(page=commune, teams=provide_team(commune))
    told.focal, told.comms = focal_point(told), comms_officer(told)
    told.cycle = CycleFactory(parent=commune, identifier="2023")
    return told


def meetings_present_the_support_programme_in_december_and_january(story):
    story.information = phase(
        story.cycle,
        PhaseKind.INFORMATION,
        dt.date(2022, 12, 1),
        dt.date(2023, 1, 31),
        Action.REGISTER,
    )
    meeting = WorkshopFactory(
        parent=story.information, kind="information", date="2022-12-14"
    )
    assert story.information.is_open(on(2022, 12, 14))
    assert meeting.get_parent().specific == story.information


def the_collectivite_identifies_priority_axes_that_present_challenges(story):
    transparency = PrincipleFactory(title="Transparence")
    story.budget = AxisFactory(
        cycle=story.cycle, order=1, title="Budget ouvert", challenge="Peu le lisent."
    )
    story.budget.principles.add(transparency)
    story.desks = AxisFactory(cycle=story.cycle, order=2, title="Guichets proches")
    assert story.cycle.axes.count() == 2


def citizens_take_part_in_workshops_and_online_in_march_and_april(story):
    story.co_creation = phase(
        story.cycle,
        PhaseKind.CO_CREATION,
        dt.date(2023, 3, 1),
        dt.date(2023, 4, 30),
        Action.CONTRIBUTE,
        Action.SUPPORT,
        Action.COMMENT,
    )
    workshop = WorkshopFactory(
        parent=story.co_creation, kind="co_creation", date="2023-03-18"
    )
    story.author = ParticipantFactory()
    story.online = citizens.submit(
        phase=story.co_creation,
        author=story.author,
        title="Une page pour le budget",
        text="Dire en une page où va chaque dirham.",
        language="fr",
        axis=story.budget,
        now=on(2023, 3, 12),
    )
    story.in_arabic = citizens.submit(
        phase=story.co_creation,
        author=EmailParticipantFactory(language="ar"),
        title="ميزانية مبسطة",
        text="نريد ميزانية يفهمها الجميع.",
        language="ar",
        axis=story.budget,
        now=on(2023, 4, 2),
    )
    story.on_paper, _is_new = citizens.enter(
        phase=story.co_creation,
        by=story.comms,
        workshop=workshop,
        title="Un guichet dans les douars",
        text="Que l’état civil vienne une fois par mois.",
        language="fr",
        axis=story.desks,
        external_key="fiche-7",
        now=on(2023, 3, 19),
    )
    story.too_far, _is_new = citizens.enter(
        phase=story.co_creation,
        by=story.comms,
        title="Une autoroute",
        text="Jusqu’à Chefchaouen.",
        language="fr",
        origin="letter",
        external_key="courrier-3",
        now=on(2023, 4, 20),
    )
    citizens.support(
        contribution=story.online,
        participant=ParticipantFactory(),
        now=on(2023, 4, 3),
    )
    # The room and the screen stand in one list.
    origins = Contribution.objects.filter(phase=story.co_creation)
    assert sorted(origins.values_list("origin", flat=True)) == [
        "letter",
        "online",
        "online",
        "workshop",
    ]
    with pytest.raises(gate.Refused):
        citizens.submit(
            phase=story.co_creation,
            author=story.author,
            title="Trop tard",
            text="En mai.",
            now=on(2023, 5, 1),
        )


def the_committee_is_made_of_elected_members_and_of_civil_society(story):
    story.committee = CommitteeFactory(parent=story.cycle, parity_of_colleges=True)
    story.members = []
    for college in College:
        for number in range(2):
            account = UserFactory()
            role = "secretary" if (college, number) == ("elected", 0) else "member"
            SeatFactory(
                committee=story.committee,
                college=college,
                role=role,
                organisation=f"{college.label} {number}",
                user=account,
            )
            story.members.append(account)
    story.secretary = story.members[0]
    assert {seat.college for seat in story.committee.seats.all()} == set(College)


def the_committee_analyses_what_was_collected_and_answers_each_idea(story):
    story.analysis = phase(
        story.cycle, PhaseKind.ANALYSIS, dt.date(2023, 5, 2), dt.date(2023, 6, 30)
    )
    for member in story.members[:3]:
        reviewing.review(
            contribution=story.online,
            by=member,
            opinion=Outcome.TAKEN_UP,
            now=on(2023, 5, 20),
        )
    reviewing.review(
        contribution=story.online,
        by=story.members[3],
        conflict=True,
        note="C’est l’idée de mon association.",
        now=on(2023, 5, 21),
    )
    outcomes.merge(
        lead=story.online,
        others=[story.in_arabic],
        by=story.secretary,
        words="Les deux demandent un budget que tout le monde comprenne.",
        now=on(2023, 6, 1),
    )
    outcomes.record(
        contribution=story.too_far,
        outcome=Outcome.OUTSIDE,
        words="Les autoroutes relèvent de l’État.",
        by=story.secretary,
        now=on(2023, 6, 2),
    )
    with pytest.raises(Exception, match=r"2|deux|two"):
        closing.close(phase=story.analysis, by=story.secretary, now=on(2023, 6, 30))
    assert closing.current(story.cycle) is None


def it_translates_them_into_openness_projects(story):
    story.programme = ProgrammeFactory(parent=story.cycle, live=False)
    story.budget_project = turn_into_project(
        contributions=[story.online],
        programme=story.programme,
        title="Le budget en une page",
        words="L’idée est reprise telle quelle.",
        by=story.secretary,
        now=on(2023, 6, 10),
    )
    story.desk_project = turn_into_project(
        contributions=[story.on_paper],
        programme=story.programme,
        title="Un guichet mobile",
        words="Une fois par mois pour commencer.",
        kind=LineageKind.PART,
        by=story.secretary,
        now=on(2023, 6, 11),
    )
    story.on_paper.refresh_from_db()
    assert story.on_paper.outcome == Outcome.PARTLY
    assert story.budget_project.axis == story.budget
    done = closing.close(phase=story.analysis, by=story.secretary, now=on(2023, 6, 30))
    assert (done.received, done.answered, done.owed) == (4, 4, 0)


def the_projects_go_back_to_the_public_from_july_to_september(story):
    story.consultation = phase(
        story.cycle,
        PhaseKind.SECOND_CONSULTATION,
        dt.date(2023, 7, 1),
        dt.date(2023, 9, 10),
        Action.REMARK,
        Action.COMMENT,
    )
    story.consulted = freeze(
        programme=story.programme,
        purpose=Purpose.CONSULTATION,
        phase=story.consultation,
        by=story.secretary,
        now=on(2023, 6, 30, 18),
    )
    frozen = story.consulted.projects.get(project=story.desk_project)
    story.remark = remarks.remark(
        version=story.consulted,
        author=story.author,
        kind=RemarkKind.AMENDMENT,
        text="Deux passages par mois, sinon c’est trop rare.",
        project=frozen,
        section=Section.SOLUTION,
        now=on(2023, 7, 15),
    )
    story.paper_remark, _is_new = remarks.enter_remark(
        version=story.consulted,
        by=story.comms,
        kind=RemarkKind.QUESTION,
        text="Qui conduira ?",
        project=frozen,
        external_key="atelier-juillet-1",
        now=on(2023, 7, 20),
    )
    assert story.consulted.remarks.count() == 2
    assert standing_of(story.programme).stage == Stage.CONSULTED


def every_remark_is_answered_and_changes_what_it_should(story):
    draft = ProjectPage.objects.get(pk=story.desk_project.pk)
    draft = draft.get_latest_revision_as_object()
    draft.solution = "Un guichet qui passe deux fois par mois."
    draft.save_revision(user=story.comms)
    remarks.answer(
        remark=story.remark,
        verdict=RemarkVerdict.ACCEPTED,
        change="Le guichet passe deux fois par mois.",
        by=story.secretary,
        now=on(2023, 9, 11),
    )
    remarks.answer(
        remark=story.paper_remark,
        verdict=RemarkVerdict.ANSWERED,
        words="Deux agents de l’état civil.",
        by=story.secretary,
        now=on(2023, 9, 11),
    )
    owed = Contribution.objects.filter(
        phase=story.consultation, answered_at__isnull=True
    )
    assert not owed.exists()


def the_committee_validates_the_draft_programme(story):
    story.validated = freeze(
        programme=story.programme,
        purpose=Purpose.VALIDATION,
        by=story.secretary,
        now=on(2023, 9, 12),
    )
    session = council.record_session(
        collectivite=story.page, kind="ordinary", month="2023-10", sitting="2023-10-05"
    )
    with pytest.raises(errors.ProgrammeError):
        council.put_on_agenda(session=session, version=story.validated, by=story.focal)
    seats = list(story.committee.seats.all())
    draft = deciding.draft(
        committee=story.committee,
        by=story.focal,
        version=story.validated,
        held_on=dt.date(2023, 9, 14),
        result="approved",
        attendance=[deciding.Seen(seat, "present") for seat in seats],
        votes=[deciding.Votes(college, 2, 0, 0) for college in College],
    )
    story.decision = deciding.sign(decision=draft, by=story.focal)
    assert story.decision.digest == story.validated.digest
    assert story.decision.rule["kept"] is True
    story.session = session
    assert standing_of(story.programme).stage == Stage.VALIDATED


def what_changed_between_the_two_versions_can_be_read(story):
    found = differences(story.consulted, story.validated, "fr")
    changed = [each for each in found.projects if each.status == "changed"]
    assert [each.title for each in changed] == ["Un guichet mobile"]


def the_council_adopts_it_at_its_session_of_october(story):
    item = council.put_on_agenda(
        session=story.session,
        version=story.validated,
        agenda_item=4,
        by=story.focal,
        now=on(2023, 9, 20),
    )
    draft = ProjectPage.objects.get(pk=story.budget_project.pk)
    draft = draft.get_latest_revision_as_object()
    draft.lead = "Service du budget"
    draft.save_revision(user=story.comms)
    story.vote = council.record_vote(
        deliberation=item,
        by=story.focal,
        outcome="adopted_with_changes",
        number="57/2023",
        present=40,
        votes_for=35,
        votes_against=3,
        abstained=2,
        changes="Le service qui en répond est nommé.",
        now=on(2023, 10, 6),
    )
    standing = standing_of(story.programme)
    assert standing.stage == Stage.ADOPTED
    assert standing.adopted == story.vote.result
    assert standing.adopted.number == 3


def its_commitments_are_public_and_frozen_from_then_on(story):
    for project in (story.budget_project, story.desk_project):
        page = ProjectPage.objects.get(pk=project.pk)
        assert page.live
        page.solution = "Autre chose."
        with pytest.raises(errors.ProgrammeError):
            page.save()
    page = ProjectPage.objects.get(pk=story.budget_project.pk)
    assert page.lead == "Service du budget"
    with pytest.raises(errors.ProgrammeError):
        page.unpublish()


def each_idea_can_be_followed_to_the_vote_and_back(story):
    for idea in Contribution.objects.filter(phase=story.co_creation):
        assert idea.outcome
        assert idea.outcomes.exists()
    story.in_arabic.refresh_from_db()
    assert story.in_arabic.merged_into == story.online
    sources = Lineage.objects.filter(ended_at__isnull=True)
    assert {(row.contribution_id, row.project_id) for row in sources} == {
        (story.online.pk, story.budget_project.pk),
        (story.on_paper.pk, story.desk_project.pk),
    }


def everything_can_be_verified(story):
    assert list(verify()) == []


SENTENCES = [
    meetings_present_the_support_programme_in_december_and_january,
    the_collectivite_identifies_priority_axes_that_present_challenges,
    citizens_take_part_in_workshops_and_online_in_march_and_april,
    the_committee_is_made_of_elected_members_and_of_civil_society,
    the_committee_analyses_what_was_collected_and_answers_each_idea,
    it_translates_them_into_openness_projects,
    the_projects_go_back_to_the_public_from_july_to_september,
    every_remark_is_answered_and_changes_what_it_should,
    the_committee_validates_the_draft_programme,
    what_changed_between_the_two_versions_can_be_read,
    the_council_adopts_it_at_its_session_of_october,
    its_commitments_are_public_and_frozen_from_then_on,
    each_idea_can_be_followed_to_the_vote_and_back,
    everything_can_be_verified,
]


def test_the_whole_story_can_be_lived_through_the_services(story):
    for sentence in SENTENCES:
        sentence(story)
    assert standing_of(story.programme).is_adopted
