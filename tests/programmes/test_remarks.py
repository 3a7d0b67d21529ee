"""A remark stands on a frozen version, is one of its kind, and gets an answer."""

import uuid

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from tests.citizens import EmailParticipantFactory, ParticipantFactory
from tests.consulting import consult, refreeze, remark_on
from tests.factories import SeatFactory, moment, publish
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.committees.models import SeatRole
from wagtail_remacto.committees.services import closing
from wagtail_remacto.contributions import services as contributions
from wagtail_remacto.contributions.models import (
    Contribution,
    Follow,
    Nature,
    Origin,
    Standing,
)
from wagtail_remacto.contributions.queries import similar
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Remark, RemarkAnswer
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes.models import Purpose, RemarkKind, RemarkVerdict
from wagtail_remacto.programmes.remarks import errors
from wagtail_remacto.programmes.services.remarks import (
    answer,
    answer_many,
    enter_remark,
    remark,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return consult(commune_with_everything(TETOUAN, directory_in("ar")))


@pytest.fixture
def citizen():
    return ParticipantFactory()


def say(commune, citizen, **words):
    return remark(
        **{
            "version": commune.version,
            "project": commune.frozen,
            "author": citizen,
            "kind": RemarkKind.CONCERN,
            "text": "Et ceux qui n’ont pas de téléphone ?",
            **words,
        }
    )


class TestRemarking:
    def test_it_is_a_contribution_of_another_nature(self, commune, citizen):
        made = say(commune, citizen, section="solution")
        contribution = made.contribution
        assert contribution.nature == Nature.REMARK
        assert contribution.standing == Standing.PUBLIC
        assert contribution.phase_id == commune.consultation.pk
        assert (made.version_id, made.project_id) == (
            commune.version.pk,
            commune.frozen.pk,
        )
        assert made.section == "solution"

    def test_a_title_is_made_of_the_kind_and_the_project(self, commune, citizen):
        made = say(commune, citizen)
        assert made.contribution.title.endswith("Projet")
        assert made.contribution.title != "Projet"

    def test_a_title_of_ones_own_stays(self, commune, citizen):
        made = say(commune, citizen, title="Et sans téléphone ?")
        assert made.contribution.title == "Et sans téléphone ?"

    def test_the_name_of_a_long_project_is_cut_in_the_title(self, commune, citizen):
        version = refreeze(commune, Purpose.CONSULTATION, title="Guichet " * 30)
        commune.version, commune.frozen = version, version.projects.get()
        assert len(say(commune, citizen).contribution.title) == 120

    def test_without_a_project_it_is_about_the_programme(self, commune, citizen):
        made = say(commune, citizen, project=None)
        assert made.project is None
        assert "programme" in made.contribution.title.lower()

    def test_the_same_form_sent_twice_is_one_remark(self, commune, citizen):
        key = uuid.uuid4()
        first = say(commune, citizen, submission_key=key)
        assert say(commune, citizen, submission_key=key, text="Autre") == first
        assert Remark.objects.count() == 1

    def test_only_the_latest_version_is_remarked_on(self, commune, citizen):
        newer = refreeze(commune, Purpose.CONSULTATION, problem="Autre problème")
        with pytest.raises(errors.OlderVersion, match=str(newer.number)):
            say(commune, citizen)
        assert not Contribution.objects.exists()
        made = say(commune, citizen, version=newer, project=newer.projects.get())
        assert made.version == newer

    def test_a_version_for_the_committee_is_not_remarked_on(self, commune, citizen):
        version = refreeze(commune, Purpose.VALIDATION, problem="Autre problème")
        with pytest.raises(errors.NotConsulted):
            say(commune, citizen, version=version, project=None)

    def test_not_after_the_phase_has_closed(self, commune, citizen):
        publish(commune.consultation, end=moment(-1))
        with pytest.raises(gate.Refused) as refused:
            say(commune, citizen)
        assert refused.value.verdict.reason is gate.Reason.CLOSED
        assert not Contribution.objects.exists()

    def test_not_where_the_phase_does_not_ask_for_it(self, commune, citizen):
        publish(commune.consultation, actions=[Action.COMMENT])
        with pytest.raises(gate.Refused) as refused:
            say(commune, citizen)
        assert refused.value.verdict.reason is gate.Reason.NOT_PART

    def test_an_idea_is_not_given_where_remarks_are_asked_for(self, commune, citizen):
        with pytest.raises(gate.Refused):
            contributions.submit(
                phase=commune.consultation, author=citizen, title="Un banc", text="Là."
            )

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [("kind", "insult"), ("section", "weather")],
    )
    def test_what_it_is_about_is_checked(self, commune, citizen, field, wrong):
        with pytest.raises(ValidationError) as error:
            say(commune, citizen, **{field: wrong})
        assert field in error.value.message_dict

    def test_a_section_is_one_of_a_project(self, commune, citizen):
        with pytest.raises(ValidationError):
            say(commune, citizen, project=None, section="problem")

    def test_the_project_is_one_of_the_version(self, commune, citizen):
        other = consult(commune_with_everything(AL_HOCEIMA, directory_of(commune)))
        with pytest.raises(ValidationError):
            say(commune, citizen, project=other.frozen)

    def test_who_has_not_confirmed_an_address_waits(self, commune):
        author = EmailParticipantFactory(confirmed_at=None)
        made = say(commune, author, confirmed=False)
        assert made.contribution.standing == Standing.UNCONFIRMED
        contributions.confirm(made.contribution)
        made.contribution.refresh_from_db()
        assert made.contribution.is_public

    def test_its_words_change_and_are_taken_back_like_an_ideas(self, commune, citizen):
        contribution = say(commune, citizen).contribution
        contributions.edit(
            contribution=contribution, editor=citizen, title="Autre", text="Autrement."
        )
        contribution.refresh_from_db()
        assert contribution.text == "Autrement."
        contributions.withdraw(contribution=contribution, author=citizen)
        contribution.refresh_from_db()
        assert contribution.standing == Standing.WITHDRAWN
        assert Remark.objects.filter(contribution=contribution).exists()

    def test_it_is_supported_and_discussed(self, commune, citizen):
        contribution = say(commune, citizen).contribution
        contributions.support(
            contribution=contribution, participant=ParticipantFactory()
        )
        contributions.comment(
            discussion=contributions.discussion_of(contribution),
            author=ParticipantFactory(),
            text="Oui.",
        )
        contribution.refresh_from_db()
        assert (contribution.supports_count, contribution.comments_count) == (1, 1)

    def test_it_is_never_rewritten_or_deleted(self, commune, citizen):
        made = say(commune, citizen)
        made.kind = RemarkKind.SUPPORT
        with pytest.raises(RecordError):
            made.save()
        with pytest.raises(RecordError):
            made.delete()


class TestNotMixedWithIdeas:
    def test_the_analysis_counts_ideas_alone(self, commune, citizen):
        before = closing.figures(commune.cycle)
        say(commune, citizen)
        assert closing.figures(commune.cycle) == before

    def test_none_is_similar_to_an_idea(self, commune, citizen):
        say(commune, citizen, title="Un guichet ouvert le soir")
        assert not similar("Un guichet ouvert le soir", cycle_id=commune.cycle.pk)


class TestOnPaper:
    def enter(self, commune, **words):
        return enter_remark(
            **{
                "version": commune.version,
                "project": commune.frozen,
                "by": comms_officer(commune, f"c{uuid.uuid4().hex[:6]}"),
                "kind": RemarkKind.AMENDMENT,
                "text": "Ouvrir aussi le samedi.",
                "external_key": "7",
                **words,
            }
        )

    def test_the_same_key_is_the_same_remark(self, commune):
        first, is_new = self.enter(commune)
        again, is_new_again = self.enter(commune, text="Autre chose")
        assert (is_new, is_new_again) == (True, False)
        assert first == again
        assert first.contribution.origin == Origin.WORKSHOP

    def test_it_comes_in_after_the_phase_too(self, commune):
        publish(commune.consultation, start=moment(-20), end=moment(-1))
        made, _is_new = self.enter(commune)
        assert made.contribution.is_public

    def test_a_neighbours_officer_enters_none(self, commune):
        neighbour = commune_with_everything(AL_HOCEIMA, directory_of(commune))
        with pytest.raises(gate.Refused):
            self.enter(commune, by=comms_officer(neighbour, "voisine"))

    def test_not_in_a_phase_that_does_not_ask_for_remarks(self, commune):
        publish(commune.consultation, actions=[Action.CONTRIBUTE])
        with pytest.raises(gate.Refused):
            self.enter(commune)


class TestAnswering:
    @pytest.fixture
    def given(self, commune, citizen):
        return say(commune, citizen, kind=RemarkKind.AMENDMENT)

    def test_accepted_says_what_was_changed(self, commune, given):
        with pytest.raises(errors.ChangeNeeded):
            answer(remark=given, verdict="accepted", by=commune.officer)
        made = answer(
            remark=given,
            verdict="accepted",
            by=commune.officer,
            change="Le guichet ouvre le samedi.",
        )
        given.contribution.refresh_from_db()
        assert given.contribution.answered_at == made.at
        assert made.number == 1

    def test_declined_says_why(self, commune, given):
        with pytest.raises(errors.ReasonNeeded):
            answer(remark=given, verdict="declined", by=commune.officer)
        with pytest.raises(errors.NoChange):
            answer(
                remark=given,
                verdict="declined",
                by=commune.officer,
                words="Trop cher.",
                change="Rien",
            )

    @pytest.mark.parametrize("kind", ["amendment", "concern"])
    def test_who_asks_for_a_change_is_told_yes_or_no(self, commune, citizen, kind):
        given = say(commune, citizen, kind=kind)
        with pytest.raises(errors.NotToBeDecided):
            answer(remark=given, verdict="answered", by=commune.officer, words="Bon.")

    @pytest.mark.parametrize("kind", ["question", "support"])
    def test_a_question_and_a_support_are_answered_in_words(
        self, commune, citizen, kind
    ):
        given = say(commune, citizen, kind=kind)
        with pytest.raises(errors.AnswerNeeded):
            answer(remark=given, verdict="answered", by=commune.officer)
        assert answer(
            remark=given, verdict="answered", by=commune.officer, words="Oui."
        )

    def test_a_later_answer_counts_and_the_first_moment_stays(self, commune, given):
        first = answer(
            remark=given, verdict="declined", by=commune.officer, words="Trop cher."
        )
        second = answer(
            remark=given, verdict="accepted", by=commune.officer, change="Le samedi."
        )
        assert [first.number, second.number] == [1, 2]
        given.contribution.refresh_from_db()
        assert given.contribution.answered_at == first.at
        with pytest.raises(RecordError):
            first.save()

    def test_the_same_once_more_changes_nothing(self, commune, given):
        told = {"remark": given, "verdict": "declined", "words": "Trop cher."}
        assert answer(by=commune.officer, **told) == answer(by=commune.officer, **told)
        assert RemarkAnswer.objects.count() == 1

    @pytest.mark.parametrize("standing", ["held", "hidden", "withdrawn", "unconfirmed"])
    def test_only_what_everyone_reads_is_answered(self, commune, standing):
        given = remark_on(commune.version, commune.frozen, standing=standing)
        with pytest.raises(errors.NotARemark):
            answer(remark=given, verdict="declined", by=commune.officer, words="Non.")

    def test_who_keeps_the_committees_papers_answers(self, commune, given):
        account = ParticipantFactory().user
        SeatFactory(committee=commune.committee, user=account, role=SeatRole.SECRETARY)
        assert answer(remark=given, verdict="declined", by=account, words="Non.")

    @pytest.mark.parametrize("who", ["comms", "neighbour", "member", "author"])
    def test_nobody_else_does(self, commune, given, who):
        if who == "neighbour":
            other = commune_with_everything(AL_HOCEIMA, directory_of(commune))
            account = focal_point(other, "voisine")
        elif who == "comms":
            account = comms_officer(commune)
        else:
            account = given.contribution.author.user
        if who == "member":
            SeatFactory(committee=commune.committee, user=account)
        with pytest.raises(gate.Refused):
            answer(remark=given, verdict="declined", by=account, words="Non.")
        assert not RemarkAnswer.objects.exists()

    def test_author_and_followers_are_told_once(
        self, commune, given, citizen, django_capture_on_commit_callbacks
    ):
        follower = ParticipantFactory()
        Follow.objects.create(participant=follower, contribution=given.contribution)
        other = say(commune, citizen, text="Et le dimanche ?")
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            done = answer_many(
                remarks=[given, other],
                verdict="declined",
                words="Le budget ne suffit pas.",
                by=commune.officer,
            )
        assert all(each.answer for each in done)
        assert sorted(each.to[0] for each in mail.outbox) == sorted(
            [citizen.user.email, follower.user.email]
        )
        own = next(each for each in mail.outbox if each.to == [citizen.user.email])
        assert "Le budget ne suffit pas." in own.body
        assert given.contribution.get_absolute_url() in own.body

    def test_one_that_fails_leaves_the_others(self, commune, given):
        hidden = remark_on(commune.version, commune.frozen, standing="hidden")
        done = answer_many(
            remarks=[hidden, given],
            verdict="declined",
            words="Non.",
            by=commune.officer,
        )
        assert [bool(each.answer) for each in done] == [False, True]
        assert done[0].problem

    def test_an_answer_long_after_still_counts(self, commune, given):
        publish(commune.consultation, end=moment(-1))
        assert answer(
            remark=given, verdict=RemarkVerdict.DECLINED, by=commune.officer, words="."
        )


def directory_of(commune):
    return commune.page.get_parent().specific
