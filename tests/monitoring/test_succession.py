"""One cycle begins from what the one before has left: see ``services.succession``."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from tests.carrying_out import MilestoneFactory, adopted_commune, with_milestones
from tests.citizens import ContributionFactory, ParticipantFactory
from tests.factories import (
    AxisFactory,
    PhaseFactory,
    ProjectFactory,
    locale,
    moment,
    publish,
)
from tests.monitoring.succeeding import after_two_years, asks_again, idea
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    commune_with_everything,
    directory_in,
    network_officer,
)
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.models import Nature, Origin, Outcome, Standing
from wagtail_remacto.contributions.services import claim
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.journey.branch import Branch
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.journey.stepper import Stage, steps
from wagtail_remacto.models import (
    CarryOver,
    Contribution,
    CycleClosing,
    CyclePage,
    Lineage,
    Milestone,
    PhasePage,
    ProgrammePage,
    ProjectOrigin,
    ProjectPage,
)
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.errors import MonitoringError, WordsMissing
from wagtail_remacto.monitoring.models import CarryChoice, Completion, Voice
from wagtail_remacto.monitoring.services import succession
from wagtail_remacto.monitoring.services.succession import errors
from wagtail_remacto.people.happened import happened

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    return after_two_years(directory=directory)


@pytest.fixture
def neighbour(directory):
    return adopted_commune(AL_HOCEIMA, directory)


@pytest.fixture
def heard():
    """What was told, as rooms above hear it."""
    found = []

    def listen(events, **_kwargs):
        found.extend(events)

    happened.connect(listen)
    yield found
    happened.disconnect(listen)


def last_step(cycle):
    return steps(cycle, Branch(cycle), axes=[])[-1]


def carry(commune, what=None, **said):
    project = what if isinstance(what, ProjectPage) else None
    if project is None and not isinstance(what, Contribution):
        project = commune.project
    if project is not None:
        return succession.carry_project(
            cycle=commune.next, project=project, **{"by": commune.focal, **said}
        )
    return succession.carry_idea(
        cycle=commune.next, contribution=what, **{"by": commune.focal, **said}
    )


class TestTheNextCycle:
    def test_is_a_draft_in_every_language_that_names_the_one_before(self, commune):
        pages = CyclePage.objects.filter(translation_key=commune.next.translation_key)
        assert {page.locale.language_code for page in pages} == {"fr", "ar"}
        for page in pages:
            assert not page.live
            assert page.identifier == "2029"
            assert page.predecessor_id == commune.cycle.pk
        with override("en"):
            assert PhasePage.objects.child_of(commune.next).count() == 0

    def test_is_opened_once(self, commune):
        again = succession.open_next(
            cycle=commune.pages_ar["cycle"], by=commune.focal, identifier="2029"
        )
        assert again == commune.next
        with pytest.raises(errors.AlreadyOpened):
            succession.open_next(
                cycle=commune.cycle, by=commune.focal, identifier="2030"
            )

    def test_waits_for_the_adoption(self, directory):
        commune = commune_with_everything(TETOUAN, directory)
        with pytest.raises(errors.TooEarly):
            succession.open_next(
                cycle=commune.cycle, by=network_officer(), identifier="2029"
            )

    @pytest.mark.parametrize(
        "kind",
        [PhaseKind.IMPLEMENTATION, PhaseKind.EVALUATION, PhaseKind.NEXT_CYCLE],
    )
    def test_or_for_what_comes_after_it_in_the_calendar(self, directory, kind):
        commune = commune_with_everything(TETOUAN, directory)
        phase = PhaseFactory(parent=commune.cycle, kind=kind, start=moment(5))
        assert not succession.is_carried_out(commune.cycle)
        publish(phase, start=moment(-5))
        assert succession.is_carried_out(commune.cycle)

    def test_has_an_identifier_that_no_other_has(self, neighbour):
        with pytest.raises(errors.IdentifierTaken):
            succession.open_next(
                cycle=neighbour.cycle, by=neighbour.focal, identifier="2026"
            )
        with pytest.raises(ValidationError):
            succession.open_next(
                cycle=neighbour.cycle, by=neighbour.focal, identifier="20 29"
            )

    @pytest.mark.parametrize("who", ["officer", "civil", "elected"])
    def test_is_opened_by_the_focal_point(self, neighbour, who):
        with pytest.raises(Refused):
            succession.open_next(
                cycle=neighbour.cycle, by=getattr(neighbour, who), identifier="2029"
            )

    def test_is_not_opened_by_the_neighbours_focal_point(self, commune, neighbour):
        with pytest.raises(Refused):
            succession.open_next(
                cycle=neighbour.cycle, by=commune.focal, identifier="2029"
            )

    def test_is_opened_by_the_network(self, neighbour):
        opened = succession.open_next(
            cycle=neighbour.cycle,
            by=network_officer(),
            identifier="2029",
            title="Deuxième cycle",
        )
        assert opened.title == "Deuxième cycle"

    def test_leaves_the_old_one_where_it_is(self, commune, client):
        address = commune.cycle.get_url()
        asks_again(commune)
        answer = client.get(address)
        assert answer.status_code == 200
        commune.cycle.refresh_from_db()
        assert commune.cycle.get_url() == address
        assert commune.cycle.live

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_is_led_to_from_the_one_before(self, commune, client, language):
        before, after = commune.cycle, commune.next
        if language == "ar":
            before, after = (each.get_translations().get() for each in (before, after))
        assert after.get_url() not in client.get(before.get_url()).content.decode()
        publish(commune.next)
        publish(after.specific)
        with override(language):
            html = client.get(before.get_url()).content.decode()
            step = last_step(before.specific)
        assert html.count(f'href="{after.get_url()}"') == 2
        assert (step.stage, step.page) == (Stage.DONE, after.specific)

    def test_is_heard_of_once_it_is_published(self, commune, heard):
        assert not heard
        commune.next.save_revision().publish()
        (event,) = heard
        assert event.kind == "cycle_opened"
        assert event.page == commune.cycle
        assert event.facts == {"cycle": commune.next.pk}


class TestWhatIsOffered:
    def test_projects_say_in_whose_voice_they_are_unfinished(self, commune):
        with_milestones(commune, 2)
        (found,) = succession.offered(commune.next).projects
        assert found.project == commune.project
        assert found.unfinished == [Voice.ADMINISTRATION]
        Milestone.objects.update(
            completion=Completion.COMPLETED, civil_completion=Completion.LIMITED
        )
        rollup.recount_project(commune.project)
        (found,) = succession.offered(commune.next).projects
        assert found.unfinished == [Voice.CIVIL_SOCIETY]

    @pytest.mark.parametrize("civil", ["", Completion.COMPLETED])
    def test_what_is_done_in_both_voices_is_not_offered(self, commune, civil):
        with_milestones(commune, 2)
        Milestone.objects.update(
            completion=Completion.COMPLETED, civil_completion=civil
        )
        rollup.recount_project(commune.project)
        assert not succession.offered(commune.next).projects
        with pytest.raises(errors.NotOffered):
            carry(commune)

    def test_ideas_are_those_that_shaped_no_project(self, commune):
        set_aside = idea(commune)
        unanswered = idea(commune, outcome="")
        taken_up = idea(commune, outcome=Outcome.TAKEN_UP)
        outside = idea(commune, outcome=Outcome.OUTSIDE)
        source = idea(commune, outcome=Outcome.TAKEN_UP)
        Lineage.objects.create(
            contribution=source, project=commune.project, kind="whole", at=moment()
        )
        for left_out in (
            {"outcome": Outcome.MERGED},
            {"outcome": Outcome.DONE},
            {"standing": Standing.HIDDEN},
            {"standing": Standing.WITHDRAWN},
            {"standing": Standing.HELD},
            {"nature": Nature.REMARK},
        ):
            idea(commune, **left_out)
        found = succession.offered(commune.next)
        assert set(found.ideas) == {set_aside, unanswered, taken_up}
        assert set(found.outside) == {outside}

    def test_nothing_is_offered_to_a_cycle_without_one_before(self, commune):
        found = succession.offered(commune.cycle)
        assert not found.projects
        assert not found.ideas.exists()
        with pytest.raises(errors.NoPredecessor):
            succession.carry_project(
                cycle=commune.cycle, project=commune.project, by=commune.focal
            )

    def test_costs_as_much_for_twenty_projects_as_for_one(
        self, commune, django_assert_max_num_queries
    ):
        ProjectFactory.create_batch(19, parent=commune.programme)
        for number in range(20):
            idea(commune, title=f"Idée {number}")
        with django_assert_max_num_queries(8):
            found = succession.offered(commune.next)
            assert len(found.projects) == 20
            assert len(succession.dress(commune.next, found.ideas)) == 20


class TestACarriedProject:
    def test_is_a_draft_with_the_same_words_in_every_language(self, commune):
        publish(commune.project, problem="Les séances sont closes.", lead="Le conseil")
        publish(commune.pages_ar["project"], problem="الجلسات مغلقة.")
        row = carry(commune, words="Il reste à ouvrir les archives.")
        new = row.new_project
        pages = ProjectPage.objects.filter(translation_key=new.translation_key)
        assert {page.locale.language_code: page.problem for page in pages} == {
            "fr": "Les séances sont closes.",
            "ar": "الجلسات مغلقة.",
        }
        assert not any(page.live for page in pages)
        assert new.lead == "Le conseil"
        assert new.path.startswith(commune.next.path)
        assert new.locale == locale()
        assert row.choice == CarryChoice.CARRIED
        assert row.by == commune.focal

    def test_makes_the_programme_that_is_missing(self, commune):
        assert not ProgrammePage.objects.child_of(commune.next).exists()
        carry(commune)
        carry(commune, ProjectFactory(parent=commune.programme))
        (programme,) = ProgrammePage.objects.child_of(commune.next)
        assert not programme.live
        assert programme.get_children().count() == 2

    def test_names_its_origin(self, commune):
        new = carry(commune).new_project
        assert new.origin.source == commune.project
        assert commune.project.begun_from_it.get().project == new

    def test_leaves_dates_and_money_to_whoever_plans(self, commune):
        publish(commune.project, start="2027-01", end="2028-12", budget=1000)
        new = carry(commune).new_project
        assert (new.start, new.end, new.budget, new.reference) == ("", "", None, "")

    def test_takes_the_milestones_that_are_not_done_as_drafts(self, commune):
        with_milestones(commune, 2)
        done = MilestoneFactory(
            project=commune.project, completion=Completion.COMPLETED
        )
        MilestoneFactory(project=commune.project, withdrawn_at=moment())
        MilestoneFactory(project=commune.project, announced_at=None)
        new = carry(commune).new_project
        titles = {each.title for each in commune.milestones}
        assert {each.title for each in new.milestones.all()} == titles
        assert all(each.announced_at is None for each in new.milestones.all())
        assert done.title not in titles

    def test_finds_the_axis_of_the_same_title(self, commune):
        axis = AxisFactory(cycle=commune.cycle, title="Ouvrir les séances", order=4)
        publish(commune.project, axis=axis)
        same = AxisFactory(cycle=commune.next, title="ouvrir les séances")
        assert carry(commune).new_project.axis == same

    def test_is_one_however_often_it_is_carried(self, commune):
        assert carry(commune) == carry(commune, words="Encore.")
        assert ProjectOrigin.objects.count() == 1
        assert CarryOver.objects.count() == 1

    def test_shows_nothing_before_it_is_published(self, commune, client, heard):
        new = carry(commune).new_project
        assert client.get(commune.project.get_url()).status_code == 200
        for page in (commune.next, new.get_parent(), new):
            assert client.get(page.get_url()).status_code == 404
        assert not heard

    def test_is_heard_of_once_it_can_be_read(self, commune, heard):
        row = carry(commune)
        row.new_project.save_revision().publish()
        (event,) = heard
        assert (event.kind, event.key) == ("carried", f"carried:{row.pk}")
        assert event.project == commune.project

    def test_is_of_the_cycle_before(self, commune, neighbour):
        with pytest.raises(errors.NotOffered):
            carry(commune, neighbour.project)

    def test_is_not_added_to_a_closed_cycle(self, commune):
        CycleClosing.objects.create(cycle=commune.next, at=moment())
        with pytest.raises(errors.TargetCycleClosed):
            carry(commune)


class TestACarriedIdea:
    WORDS = {
        "title": "Un banc  à l’ombre",
        "text": "Un banc,\n\n\n**vraiment**  à l’ombre ; pas <au> soleil.",
        "language": "ar",
        "origin": Origin.WORKSHOP,
        "collected_by": "Table 3",
        "author_name": "Groupe du marché",
        "supports_count": 12,
        "comments_count": 3,
    }

    def test_needs_a_phase_where_it_can_be_read(self, commune):
        old = idea(commune)
        for prepare in (
            lambda: None,
            lambda: PhaseFactory(
                parent=commune.next, kind=PhaseKind.CO_CREATION, live=False
            ),
            lambda: publish(commune.next),
        ):
            prepare()
            with pytest.raises(errors.NoCoCreation):
                carry(commune, old)
        assert not CarryOver.objects.exists()

    def test_is_not_put_to_a_phase_that_is_over(self, commune):
        phase = asks_again(commune)
        publish(phase, start=moment(-9), end=moment(-1))
        with pytest.raises(errors.CoCreationOver):
            carry(commune, idea(commune))

    def test_keeps_every_word_and_who_gave_it(self, commune):
        phase = asks_again(commune)
        old = idea(commune, **self.WORDS)
        old.themes.add("banc")
        new = carry(commune, old).new_contribution
        for name in (
            "title", "text", "html", "language", "origin", "collected_by",
            "author", "author_kind", "author_name", "nature",
        ):  # fmt: skip
            assert getattr(new, name) == getattr(old, name), name
        assert [theme.name for theme in new.themes.all()] == ["banc"]
        assert new.phase == phase
        assert new.cycle == commune.next
        assert new.is_public
        assert new.reference != old.reference
        (wording,) = new.revisions.all()
        assert (wording.title, wording.text) == (old.title, old.text)
        assert wording.is_public

    def test_begins_without_support_comments_or_answer(self, commune):
        asks_again(commune)
        new = carry(commune, idea(commune, **self.WORDS)).new_contribution
        assert (new.supports_count, new.comments_count) == (0, 0)
        assert (new.outcome, new.answered_at) == ("", None)

    def test_leaves_the_old_one_as_it_is(self, commune):
        asks_again(commune)
        old = idea(commune, **self.WORDS)
        before = Contribution.objects.filter(pk=old.pk).values().get()
        carry(commune, old)
        assert Contribution.objects.filter(pk=old.pk).values().get() == before

    def test_is_one_however_often_it_is_carried(self, commune):
        asks_again(commune)
        old = idea(commune)
        assert carry(commune, old) == carry(commune, old)
        assert Contribution.objects.count() == 2

    def test_its_author_hears(self, commune, heard):
        phase = asks_again(commune)
        old = idea(commune)
        heard.clear()
        row = carry(commune, old)
        (event,) = heard
        assert event.kind == "carried"
        assert tuple(event.contributions) == (old.pk,)
        assert event.page == phase
        assert event.facts["reference"] == row.new_contribution.shown_reference

    def test_outside_the_powers_stays_outside(self, commune):
        asks_again(commune)
        with pytest.raises(errors.OutsidePowers):
            carry(commune, idea(commune, outcome=Outcome.OUTSIDE))

    @pytest.mark.parametrize(
        "fields",
        [
            {"standing": Standing.HIDDEN},
            {"standing": Standing.WITHDRAWN},
            {"standing": Standing.HELD},
            {"standing": Standing.UNCONFIRMED},
            {"nature": Nature.REMARK},
            {"outcome": Outcome.MERGED},
            {"outcome": Outcome.DONE},
        ],
        ids=lambda fields: "-".join(fields.values()),
    )
    def test_only_public_ideas_that_shaped_nothing(self, commune, fields):
        asks_again(commune)
        with pytest.raises(errors.NotOffered):
            carry(commune, idea(commune, **fields))

    def test_is_of_the_cycle_before(self, commune):
        asks_again(commune)
        with pytest.raises(errors.NotOffered):
            carry(commune, ContributionFactory(outcome=Outcome.SET_ASIDE))

    def test_breaks_no_rule_of_the_record(self, commune):
        asks_again(commune)
        carry(commune, idea(commune))
        carry(commune)
        assert not [each for each in verify() if each.code.startswith("carried")]


class TestAChoice:
    def test_leaving_says_why(self, commune):
        row = succession.leave(
            cycle=commune.next,
            project=commune.project,
            by=commune.focal,
            words="Repris par la province.",
        )
        assert row.choice == CarryChoice.LEFT
        assert row.new_project is None
        with pytest.raises(WordsMissing):
            succession.leave(
                cycle=commune.next,
                project=commune.project,
                by=commune.focal,
                words="  ",
            )

    def test_is_changed_by_another_row(self, commune):
        left = [
            succession.leave(
                cycle=commune.next,
                project=commune.project,
                by=commune.focal,
                words=words,
            )
            for words in ("Plus tard.", "Plus tard.", "Jamais.")
        ]
        assert left[0] == left[1] != left[2]
        carried = carry(commune)
        counts = CarryOver.objects.filter(superseded_at=None)
        assert counts.get() == carried
        assert CarryOver.objects.count() == 3

    def test_what_was_carried_over_is_never_left(self, commune):
        asks_again(commune)
        old = idea(commune)
        carry(commune)
        carry(commune, old)
        for what in ({"project": commune.project}, {"contribution": old}):
            with pytest.raises(errors.AlreadyCarried):
                succession.leave(
                    cycle=commune.next, by=commune.focal, words="Non.", **what
                )

    def test_is_shown_beside_what_is_offered(self, commune):
        asks_again(commune)
        old = idea(commune)
        rows = [carry(commune), carry(commune, old)]
        found = succession.offered(commune.next)
        assert [found.projects[0].choice, *[
            each.choice for each in succession.dress(commune.next, found.ideas)
        ]] == rows  # fmt: skip


class TestWhoMay:
    @pytest.mark.parametrize("who", ["civil", "elected", "officer", "neighbour"])
    @pytest.mark.parametrize("deed", ["carry_idea", "carry_project", "leave"])
    def test_nobody_but_the_focal_point_and_the_network(
        self, commune, neighbour, who, deed
    ):
        asks_again(commune)
        by = neighbour.focal if who == "neighbour" else getattr(commune, who)
        what = {"project": commune.project}
        if deed == "carry_idea":
            what = {"contribution": idea(commune)}
        if deed == "leave":
            what["words"] = "Non."
        with pytest.raises(Refused):
            getattr(succession, deed)(cycle=commune.next, by=by, **what)
        assert not CarryOver.objects.exists()

    def test_the_network_may(self, commune):
        assert carry(commune, by=network_officer())


def test_every_refusal_is_a_sentence():
    for name in sorted(vars(errors)):
        kind = getattr(errors, name)
        if not isinstance(kind, type) or kind is MonitoringError:
            continue
        given = ["Titre"] * kind.__init__.__code__.co_argcount
        with override("en"):
            assert kind(*given[1:]).sentence.endswith("."), name


class TestAClaimedIdea:
    """Given on paper, carried over, and only then made somebody’s by its slip."""

    def test_is_claimed_with_what_repeats_it(self, commune):
        asks_again(commune)
        old = idea(commune, origin=Origin.WORKSHOP, author=None, author_kind="group")
        new = carry(commune, old).new_contribution
        somebody = ParticipantFactory()
        claim(
            contribution=old,
            participant=somebody,
            code=references.claim_code(old.reference),
        )
        new.refresh_from_db()
        assert new.author == somebody
        assert not [each for each in verify() if each.code == "carried_author"]

    def test_is_not_offered_under_its_new_reference(self, commune, client):
        asks_again(commune)
        old = idea(commune, origin=Origin.WORKSHOP, author=None, author_kind="group")
        new = carry(commune, old).new_contribution
        for one, offered in ((old, True), (new, False)):
            address = reverse("wagtail_remacto:claim", args=[one.shown_reference])
            page = client.get(one.get_absolute_url()).content.decode()
            assert (address in page) == offered
