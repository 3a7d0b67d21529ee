"""A version is every word of a programme and its projects, and anyone can check it."""

import hashlib
import json
from decimal import Decimal

import pytest

from tests.citizens import ContributionFactory, ParticipantFactory
from tests.deciding import close_all_the_same
from tests.factories import PhaseFactory, ProgrammeFactory, ProjectFactory, translate
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.committees.services import closing, outcomes
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.models import ProgrammeVersion
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes import errors
from wagtail_remacto.programmes.canonical import canonical_text, digest, read
from wagtail_remacto.programmes.models import Purpose
from wagtail_remacto.programmes.services import remarks
from wagtail_remacto.programmes.services.versions import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def officer(commune):
    return focal_point(commune)


@pytest.fixture
def consultation(commune):
    return PhaseFactory(parent=commune.cycle, kind=PhaseKind.SECOND_CONSULTATION)


class TestTheContent:
    def test_the_digest_is_the_sha256_of_the_text_in_utf8(self, commune, officer):
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        for row in [version, *version.projects.all()]:
            assert row.digest == hashlib.sha256(row.content.encode()).hexdigest()

    def test_the_programme_names_the_digest_of_each_of_its_projects(
        self, commune, officer
    ):
        ProjectFactory(parent=commune.programme)
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        assert [each["digest"] for each in read(version)["projects"]] == [
            each.digest for each in version.projects.all()
        ]
        assert version.projects.count() == 2

    def test_it_holds_the_draft_in_every_language(self, commune, officer):
        commune.project.problem = "On attend trois semaines."
        commune.project.save_revision()
        arabic = commune.pages_ar["project"]
        arabic.problem = "ننتظر ثلاثة أسابيع."
        arabic.save_revision()
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        words = read(version.projects.get())["words"]
        assert words["fr"]["problem"] == "On attend trois semaines."
        assert words["ar"]["problem"] == "ننتظر ثلاثة أسابيع."

    def test_money_is_exact(self, commune, officer):
        commune.project.budget = Decimal("1234567890.10")
        commune.project.save_revision()
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        assert read(version.projects.get())["budget"] == "1234567890.10"

    def test_the_same_content_gives_the_same_text_in_whatever_order(self):
        one = canonical_text({"b": 1, "a": {"d": "é", "c": None}})
        assert one == canonical_text({"a": {"c": None, "d": "é"}, "b": 1})
        assert one == '{"a":{"c":null,"d":"é"},"b":1}'
        assert len(digest(one)) == 64

    def test_what_is_written_later_changes_no_version(self, commune, officer):
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        before = version.projects.get().content
        commune.project.title = "Autre titre"
        commune.project.save_revision().publish()
        assert version.projects.get().content == before
        assert json.loads(before)["words"]["fr"]["title"] == "Projet"


class TestWhenAVersionCanBeMade:
    def test_versions_are_numbered_from_one(self, commune, officer):
        first = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        commune.project.problem = "Nouveau"
        commune.project.save_revision()
        # A translation names the same programme.
        second = freeze(
            programme=commune.pages_ar["programme"],
            purpose=Purpose.VALIDATION,
            by=officer,
        )
        assert (first.number, second.number) == (1, 2)
        assert second.programme_id == commune.programme.pk

    def test_the_same_words_are_not_frozen_twice_for_the_same_purpose(
        self, commune, officer
    ):
        freeze(programme=commune.programme, purpose=Purpose.VALIDATION, by=officer)
        with pytest.raises(errors.NothingNew, match="version 1"):
            freeze(programme=commune.programme, purpose=Purpose.VALIDATION, by=officer)
        assert ProgrammeVersion.objects.count() == 1

    def test_the_public_reads_none_before_the_analysis_is_closed(
        self, commune, officer, consultation
    ):
        ContributionFactory(phase=commune.phase)
        asked = {
            "programme": commune.programme,
            "purpose": Purpose.CONSULTATION,
            "phase": consultation,
            "by": officer,
        }
        with pytest.raises(errors.AnalysisOpen):
            freeze(**asked)
        close_all_the_same(commune.cycle)
        assert freeze(**asked).phase == consultation

    @pytest.mark.parametrize("purpose", [Purpose.CONSULTATION, Purpose.VALIDATION])
    def test_an_idea_that_came_in_after_the_closing_is_owed_its_answer(
        self, commune, officer, consultation, purpose
    ):
        idea = ContributionFactory(phase=commune.phase)
        outcomes.record(
            contribution=idea, outcome="taken_up", words="Utile.", by=officer
        )
        closing.close(
            phase=PhaseFactory(parent=commune.cycle, kind=PhaseKind.ANALYSIS),
            by=officer,
        )
        late = ContributionFactory(phase=commune.phase)
        asked = {
            "programme": commune.programme,
            "purpose": purpose,
            "phase": consultation,
            "by": officer,
        }
        with pytest.raises(errors.AnalysisOpen):
            freeze(**asked)
        outcomes.record(
            contribution=late, outcome="set_aside", words="Trop cher.", by=officer
        )
        assert freeze(**asked).number == 1

    def test_the_committee_settles_nothing_before_every_remark_is_answered(
        self, commune, officer, consultation
    ):
        type(consultation).objects.filter(pk=consultation.pk).update(actions="|remark|")
        version = freeze(
            programme=commune.programme,
            purpose=Purpose.CONSULTATION,
            phase=consultation,
            by=officer,
        )
        remark = remarks.remark(
            version=version,
            author=ParticipantFactory(),
            kind="question",
            text="Qui conduira ?",
        )
        with pytest.raises(errors.RemarksOwed):
            freeze(programme=commune.programme, purpose=Purpose.VALIDATION, by=officer)
        remarks.answer(remark=remark, verdict="answered", words="Deux.", by=officer)
        assert (
            freeze(
                programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
            ).number
            == 2
        )

    def test_a_consultation_is_one_of_the_same_cycle(self, commune, officer):
        for phase in (None, commune.phase, PhaseFactory(kind="second_consultation")):
            with pytest.raises(errors.WrongPhase):
                freeze(
                    programme=commune.programme,
                    purpose=Purpose.CONSULTATION,
                    phase=phase,
                    by=officer,
                )

    def test_an_empty_programme_has_nothing_to_freeze(self, commune, officer):
        empty = ProgrammeFactory(parent=commune.cycle)
        with pytest.raises(errors.NothingToFreeze):
            freeze(programme=empty, purpose=Purpose.VALIDATION, by=officer)

    def test_projects_may_be_left_out(self, commune, officer):
        other = ProjectFactory(parent=commune.programme)
        version = freeze(
            programme=commune.programme,
            purpose=Purpose.VALIDATION,
            by=officer,
            projects=[translate(other, "ar")],
        )
        assert [each.project_id for each in version.projects.all()] == [other.pk]

    @pytest.mark.parametrize("who", ["comms officer", "neighbour’s focal point"])
    def test_others_are_refused(self, commune, who):
        if who == "comms officer":
            person = comms_officer(commune)
        else:
            directory = commune.page.get_parent().specific
            person = focal_point(commune_with_everything(AL_HOCEIMA, directory), "b")
        with pytest.raises(gate.Refused):
            freeze(programme=commune.programme, purpose=Purpose.VALIDATION, by=person)
        assert not ProgrammeVersion.objects.exists()


class TestARecord:
    def test_a_version_is_never_rewritten_nor_deleted(self, commune, officer):
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        version.note = "Autre"
        with pytest.raises(RecordError):
            version.save()
        with pytest.raises(RecordError):
            version.delete()
        with pytest.raises(RecordError):
            version.projects.get().delete()


class TestWhatCountsAsTheDraft:
    def test_a_page_saved_since_its_last_revision_is_frozen_as_it_is(
        self, commune, officer
    ):
        project = commune.project
        project.save_revision().publish()
        project.refresh_from_db()
        project.lead = "Service du budget"
        project.save()
        version = freeze(
            programme=commune.programme, purpose=Purpose.VALIDATION, by=officer
        )
        frozen = version.projects.get()
        assert read(frozen)["words"]["fr"]["lead"] == "Service du budget"
        assert frozen.revision.as_object().lead == "Service du budget"
