"""Sessions, agendas and votes: what the council's record may say, and what not."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry, Page

from tests.officers import AL_HOCEIMA, comms_officer, commune_with_everything
from tests.programmes.council import (
    VOTE,
    another_session,
    before_council,
    change,
    on_agenda,
    tomorrow,
    validated,
    vote,
)
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.cycles import gate
from wagtail_remacto.models import (
    Deliberation,
    ProgrammeVersion,
    ProjectPage,
    SessionMonth,
)
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes import errors
from wagtail_remacto.programmes.canonical import read
from wagtail_remacto.programmes.models import Purpose
from wagtail_remacto.programmes.services import council, versions
from wagtail_remacto.programmes.session_months import (
    months_of,
    provide_session_months,
)
from wagtail_remacto.programmes.standing import Stage, standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return before_council()


def stage(world):
    return standing_of(world.programme).stage


class TestTheMonths:
    def test_come_in_every_language_of_the_site_and_only_once(self, world):
        assert provide_session_months() == 24
        assert provide_session_months() == 0
        assert [row.month for row in months_of("commune")] == [2, 5, 10]
        assert [row.month for row in months_of("region")] == [3, 7, 10]
        assert {row.confirmed for row in months_of("commune")} == {True}
        assert {row.confirmed for row in months_of("province")} == {False}

    def test_what_the_network_has_changed_stays(self, world):
        provide_session_months()
        SessionMonth.objects.filter(collectivite_kind="region", month=7).delete()
        SessionMonth.objects.filter(month=2).update(basis="Vérifié en 2026")
        assert provide_session_months() == 2
        assert months_of("commune")[0].basis == "Vérifié en 2026"


class TestASession:
    def record(self, world, **said):
        return council.record_session(
            **{
                "collectivite": world.ours.page,
                "kind": "ordinary",
                "month": "2026-10",
                "by": world.focal,
                **said,
            }
        )

    def test_in_a_month_of_the_law_has_nothing_unusual(self, world):
        provide_session_months()
        assert council.warnings_about(self.record(world)) == []

    def test_in_another_month_is_flagged_and_not_forbidden(self, world):
        provide_session_months()
        session = self.record(world, month="2026-09")
        [sentence] = council.warnings_about(session)
        assert "113-14" in sentence
        extraordinary = self.record(world, month="2026-09", kind="extraordinary")
        assert council.warnings_about(extraordinary) == []

    def test_that_would_sit_before_its_month_is_flagged(self, world):
        session = self.record(world, sitting="2026-09-30")
        assert len(council.warnings_about(session)) == 1

    def test_has_a_month_and_not_a_year(self, world):
        with pytest.raises(ValidationError) as refusal:
            self.record(world, month="2026")
        assert "month" in refusal.value.message_dict

    def test_is_recorded_by_the_focal_point_only(self, world):
        with pytest.raises(gate.Refused):
            self.record(world, by=comms_officer(world.ours))

    def test_of_another_commune_is_not(self, world):
        theirs = commune_with_everything(
            AL_HOCEIMA, world.ours.page.get_parent().specific
        )
        with pytest.raises(gate.Refused):
            self.record(world, collectivite=theirs.page)

    def test_with_a_vote_keeps_its_day(self, world):
        vote(world)
        with pytest.raises(ValidationError) as refusal:
            self.record(world, session=world.session, month="", sitting="2020-01-01")
        assert set(refusal.value.message_dict) == {"sitting"}
        world.session.refresh_from_db()
        said = self.record(world, session=world.session, sitting=world.session.sitting)
        assert said.month == "2026-10"


class TestTheAgenda:
    def test_takes_what_the_committee_has_validated(self, world):
        item = on_agenda(world, agenda_item=4)
        assert (item.version, item.agenda_item, item.outcome) == (world.version, 4, "")
        assert stage(world) == Stage.AGENDA
        assert BranchLogEntry.objects.filter(
            action="wagtail_remacto.agenda", user=world.focal
        ).exists()

    def test_takes_nothing_else(self, world):
        world.decision.__class__.objects.filter(pk=world.decision.pk).update(
            signed_at=None
        )
        with pytest.raises(errors.NotValidated):
            on_agenda(world)

    def test_takes_nothing_that_the_committee_has_refused(self, world):
        world.decision.__class__.objects.update(result="refused")
        with pytest.raises(errors.NotValidated):
            on_agenda(world)

    def test_takes_nothing_whose_decision_was_superseded(self, world):
        validated(
            world.version,
            committee=world.ours.committee,
            result="refused",
            supersedes=world.decision,
        )
        with pytest.raises(errors.NotValidated):
            on_agenda(world)

    def test_takes_the_newest_validated_version(self, world):
        change(world.project, problem="Autre chose.")
        newer = versions.freeze(
            programme=world.programme, purpose=Purpose.VALIDATION, by=world.focal
        )
        with pytest.raises(errors.NotValidated):
            on_agenda(world, version=newer)
        validated(newer, committee=world.ours.committee)
        with pytest.raises(errors.NewerValidated, match="2"):
            on_agenda(world)
        assert on_agenda(world, version=newer).version == newer

    def test_is_the_own_councils(self, world):
        theirs = commune_with_everything(
            AL_HOCEIMA, world.ours.page.get_parent().specific
        )
        with pytest.raises(errors.OtherCouncil):
            on_agenda(world, session=theirs.session)

    def test_is_written_by_the_focal_point_only(self, world):
        with pytest.raises(gate.Refused):
            on_agenda(world, by=comms_officer(world.ours))
        theirs = before_council(AL_HOCEIMA, world.ours.page.get_parent().specific)
        with pytest.raises(gate.Refused):
            on_agenda(world, by=theirs.focal)

    def test_has_the_programme_once(self, world):
        on_agenda(world)
        with pytest.raises(errors.OnTheAgenda):
            on_agenda(world)
        with pytest.raises(errors.OnTheAgenda):
            on_agenda(world, session=another_session(world))

    def test_gives_an_announced_item_its_version(self, world):
        announced = council.record_deliberation(
            session=world.session, programme=world.programme
        )
        assert on_agenda(world).pk == announced.pk

    def test_is_corrected_as_long_as_nobody_has_voted(self, world):
        item = on_agenda(world)
        council.take_off_agenda(deliberation=item, by=world.focal)
        assert not Deliberation.objects.exists()
        item = vote(world)
        with pytest.raises(errors.AlreadyDecided):
            council.take_off_agenda(deliberation=item, by=world.focal)


class TestAVote:
    def refused(self, world, outcome="adopted", **said):
        with pytest.raises(ValidationError) as refusal:
            vote(world, outcome, **said)
        return refusal.value.message_dict

    def test_adopts_the_version(self, world):
        item = vote(world, visa_date="")
        assert item.is_adopted
        assert item.unanimous is False
        assert item.recorded_by == world.focal
        standing = standing_of(world.programme)
        assert (standing.stage, standing.adopted) == (Stage.ADOPTED, world.version)

    def test_is_unanimous_if_nobody_was_against_or_abstained(self, world):
        item = vote(world, present=30, votes_for=30, votes_against=0, abstained=0)
        assert item.unanimous is True

    def test_adds_up(self, world):
        problems = self.refused(world, votes_for=21)
        assert set(problems) == {"present"}
        assert "29" in problems["present"][0]

    def test_has_no_more_people_than_the_council(self, world):
        problems = self.refused(world, present=42, votes_for=34)
        assert "41" in problems["present"][0]

    def test_says_everything_that_is_wrong_at_once(self, world):
        problems = self.refused(
            world,
            number="",
            present=None,
            votes_for=2,
            votes_against=5,
            changes="Rien",
            visa_date=str(tomorrow()),
        )
        assert set(problems) == {"number", "present", "outcome", "changes", "visa_date"}

    def test_with_more_against_adopts_nothing(self, world):
        assert set(self.refused(world, votes_for=5, votes_against=22)) == {"outcome"}

    def test_with_as_many_for_as_against_needs_the_casting_vote(self, world):
        tie = {"present": 20, "votes_for": 10, "votes_against": 10, "abstained": 0}
        assert set(self.refused(world, **tie)) == {"reasons"}
        item = Deliberation.objects.get()
        assert vote(
            world,
            deliberation=item,
            reasons="Voix prépondérante du président.",
            **tie,
        ).is_adopted

    def test_with_more_for_rejects_nothing(self, world):
        problems = self.refused(world, "rejected", reasons="Trop cher.")
        assert set(problems) == {"outcome"}

    @pytest.mark.parametrize("outcome", ["postponed", "rejected"])
    def test_that_adopts_nothing_says_why(self, world, outcome):
        unknown = dict.fromkeys(VOTE, None) | {"number": ""}
        assert set(self.refused(world, outcome, **unknown)) == {"reasons"}

    def test_is_not_of_a_day_to_come(self, world):
        session = another_session(world, sitting=str(tomorrow()))
        item = on_agenda(world, session=session)
        assert set(self.refused(world, deliberation=item)) == {"sitting"}

    def test_gives_the_session_its_day(self, world):
        session = another_session(world, sitting="", month="2026-10")
        item = on_agenda(world, session=session)
        assert set(self.refused(world, deliberation=item)) == {"sitting"}
        day = world.session.sitting
        vote(world, deliberation=item, sitting=day)
        session.refresh_from_db()
        assert session.sitting == day

    def test_names_its_version(self, world):
        item = council.record_deliberation(
            session=world.session, programme=world.programme
        )
        with pytest.raises(errors.VersionUnknown):
            vote(world, deliberation=item)

    def test_is_recorded_once(self, world):
        item = vote(world)
        with pytest.raises(errors.AlreadyDecided):
            vote(world, "rejected", deliberation=item, reasons="Non.")
        item.number = "13"
        with pytest.raises(RecordError):
            item.save()
        with pytest.raises(RecordError):
            item.delete()

    def test_is_recorded_by_the_focal_point_only(self, world):
        with pytest.raises(gate.Refused):
            vote(world, by=comms_officer(world.ours), deliberation=on_agenda(world))

    def test_waits_for_a_decision_that_holds(self, world):
        item = on_agenda(world)
        world.decision.__class__.objects.update(result="refused")
        with pytest.raises(errors.NotValidated):
            vote(world, deliberation=item)

    def test_is_in_the_logs(self, world):
        item = vote(world)
        action = "wagtail_remacto.vote"
        entry = BranchLogEntry.objects.get(action=action)
        assert (entry.object_id, entry.data["number"]) == (str(item.pk), "12/2026")
        assert not ModelLogEntry.objects.filter(action=action).exists()


class TestPostponedAndRejected:
    def test_what_is_postponed_goes_to_a_later_session(self, world):
        vote(world, "postponed", reasons="Le quorum manquait.")
        assert stage(world) == Stage.POSTPONED
        with pytest.raises(errors.OnTheAgenda):
            on_agenda(world)
        later = on_agenda(world, session=another_session(world))
        assert vote(world, deliberation=later).is_adopted

    def test_what_is_rejected_comes_back_as_another_version(self, world):
        vote(
            world,
            "rejected",
            reasons="Trop cher.",
            votes_for=5,
            votes_against=22,
        )
        assert stage(world) == Stage.REJECTED
        session = another_session(world)
        with pytest.raises(errors.RejectedBefore):
            on_agenda(world, session=session)
        change(world.project, budget="900")
        newer = versions.freeze(
            programme=world.programme, purpose=Purpose.VALIDATION, by=world.focal
        )
        validated(newer, committee=world.ours.committee)
        assert on_agenda(world, session=session, version=newer)


class TestAdoptedWithChanges:
    CHANGES = {"changes": "Le budget est réduit."}

    def test_makes_a_version_of_its_own(self, world):
        change(world.project, budget="1000")
        item = vote(world, "adopted_with_changes", **self.CHANGES)
        assert item.version == world.version
        assert (item.result.number, item.result.purpose) == (2, Purpose.ADOPTION)
        assert standing_of(world.programme).adopted == item.result
        frozen = item.result.projects.get(project=world.project)
        assert read(frozen)["budget"] == "1000.00"

    def test_needs_a_difference(self, world):
        with pytest.raises(errors.NothingChanged):
            vote(world, "adopted_with_changes", **self.CHANGES)
        assert ProgrammeVersion.objects.count() == 1
        assert Deliberation.objects.get().outcome == ""

    def test_says_what_was_changed(self, world):
        change(world.project, budget="1000")
        with pytest.raises(ValidationError) as refusal:
            vote(world, "adopted_with_changes")
        assert set(refusal.value.message_dict) == {"changes"}

    def test_may_leave_a_project_out(self, world):
        item = vote(
            world,
            "adopted_with_changes",
            projects=ProjectPage.objects.filter(pk=world.project.pk),
            **self.CHANGES,
        )
        assert [each.project for each in item.result.projects.all()] == [world.project]

    def test_a_page_made_since_is_not_in_it_unless_it_is_chosen(self, world):
        new = world.programme.add_child(
            instance=ProjectPage(title="Ajouté", slug="ajoute", live=False)
        )
        with pytest.raises(errors.NothingChanged):
            vote(world, "adopted_with_changes", **self.CHANGES)
        item = vote(
            world,
            "adopted_with_changes",
            deliberation=Deliberation.objects.get(),
            projects=ProjectPage.objects.child_of(world.programme),
            **self.CHANGES,
        )
        assert item.result.projects.filter(project=new).exists()


class TestSuperseding:
    def correct(self, world, item, outcome="adopted", **said):
        return council.supersede(
            **{
                "deliberation": item,
                "by": world.focal,
                "outcome": outcome,
                "reasons": "Mal recopié.",
                **VOTE,
                **said,
            }
        )

    def test_corrects_numbers_and_keeps_the_adoption(self, world):
        wrong = vote(world)
        right = self.correct(world, wrong, votes_for=23, votes_against=4)
        wrong.refresh_from_db()
        assert wrong.superseded_at is not None
        assert (wrong.votes_for, right.votes_for) == (22, 23)
        assert right.supersedes == wrong
        assert standing_of(world.programme).adoption == right

    def test_keeps_the_version_that_was_made(self, world):
        change(world.project, budget="1000")
        wrong = vote(world, "adopted_with_changes", changes="Le budget.")
        right = self.correct(
            world, wrong, "adopted_with_changes", changes="Le budget est réduit."
        )
        assert right.result == wrong.result
        assert ProgrammeVersion.objects.count() == 2

    def test_needs_reasons(self, world):
        with pytest.raises(ValidationError) as refusal:
            self.correct(world, vote(world), reasons=" ")
        assert set(refusal.value.message_dict) == {"reasons"}

    def test_takes_an_adoption_back_only_if_that_is_confirmed(self, world):
        item = vote(world)
        against = {"votes_for": 5, "votes_against": 22}
        with pytest.raises(ValidationError) as refusal:
            self.correct(world, item, "rejected", **against)
        assert set(refusal.value.message_dict) == {"confirm_unadopts"}
        self.correct(world, item, "rejected", confirm_unadopts=True, **against)
        assert stage(world) == Stage.REJECTED
        page = ProjectPage.objects.get(pk=world.project.pk)
        page.problem = "De nouveau ouvert."
        page.save()

    def test_adopted_with_changes_after_all(self, world):
        """As the service says: as postponed first, so that the pages are open."""
        item = vote(world)
        with pytest.raises(errors.NothingChanged):
            self.correct(
                world,
                item,
                "adopted_with_changes",
                changes="Le budget.",
                confirm_unadopts=True,
            )
        open_again = self.correct(world, item, "postponed", confirm_unadopts=True)
        change(world.project, budget="1000")
        right = self.correct(
            world, open_again, "adopted_with_changes", changes="Le budget."
        )
        assert right.result.number == 2
        assert Deliberation.objects.count() == 3

    def test_needs_a_vote(self, world):
        with pytest.raises(errors.NotDecided):
            self.correct(world, on_agenda(world))

    def test_happens_once(self, world):
        item = vote(world)
        self.correct(world, item)
        with pytest.raises(errors.AlreadyDecided):
            self.correct(world, item)

    def test_is_the_focal_points(self, world):
        with pytest.raises(gate.Refused):
            self.correct(world, vote(world), by=comms_officer(world.ours))

    def test_a_reported_vote_keeps_its_unknown_numbers(self, world):
        wrong = council.record_deliberation(
            session=world.session, programme=world.programme, outcome="adopted"
        )
        right = council.supersede(
            deliberation=wrong,
            by=world.focal,
            outcome="adopted",
            reasons="Le numéro est connu.",
            number="7",
        )
        assert (right.number, right.present, right.version) == ("7", None, None)


class TestWhatASourceTells:
    def report(self, world, **said):
        return council.record_deliberation(
            session=world.session, programme=world.programme, **said
        )

    def test_is_completed_and_never_contradicted(self, world):
        self.report(world, outcome="adopted", present=16)
        item = self.report(world, outcome="adopted", unanimous=True)
        assert (item.present, item.unanimous, item.votes_for) == (16, True, None)
        with pytest.raises(errors.AlreadyDecided):
            self.report(world, outcome="adopted", present=17)
        with pytest.raises(errors.AlreadyDecided):
            self.report(world, outcome="rejected")
        with pytest.raises(errors.AlreadyDecided):
            self.report(world)

    def test_freezes_no_words(self, world):
        self.report(world, outcome="adopted")
        page = ProjectPage.objects.get(pk=world.project.pk)
        page.problem = "Mieux dit."
        page.save()

    def test_keeps_the_programme_published(self, world):
        self.report(world, outcome="adopted")
        page = Page.objects.get(pk=world.programme.pk).specific
        with pytest.raises(errors.StaysPublished):
            page.unpublish()

    def test_of_a_superseded_record_says_nothing(self, world):
        item = self.report(world, outcome="adopted")
        council.supersede(
            deliberation=item,
            by=world.focal,
            outcome="postponed",
            reasons="Le communiqué se trompait.",
            confirm_unadopts=True,
        )
        with pytest.raises(errors.AlreadyDecided):
            self.report(world, outcome="adopted")
