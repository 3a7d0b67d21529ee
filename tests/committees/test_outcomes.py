"""What became of an idea, with its reason: a record that only another supersedes."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from wagtail.log_actions import registry

from tests.citizens import ContributionFactory, many_contributions
from tests.deciding import answer_reason, member_of
from tests.factories import moment
from tests.officers import focal_point
from wagtail_remacto.committees import errors, services
from wagtail_remacto.committees.models import OutcomeRecord, SeatRole
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Outcome,
    Standing,
)
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes.models import LineageKind
from wagtail_remacto.programmes.services import lineage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def idea(commune):
    return ContributionFactory(phase=commune.phase)


class TestWho:
    @pytest.mark.parametrize("who", ["secretary", "focal", "network"])
    def test_may(self, request, idea, who):
        by = request.getfixturevalue(who)
        made = services.record(
            contribution=idea, outcome=Outcome.DONE, by=by, words="C’est fait."
        )
        assert made.by == by

    @pytest.mark.parametrize(
        "role", [SeatRole.CHAIR, SeatRole.VICE_CHAIR, SeatRole.COORDINATOR]
    )
    def test_whoever_keeps_the_papers_may(self, commune, idea, role):
        keeper = member_of(commune.committee, role=role)
        assert services.record(
            contribution=idea, outcome=Outcome.DONE, by=keeper, words="C’est fait."
        )

    @pytest.mark.parametrize("who", ["member", "comms"])
    def test_may_not(self, request, idea, who):
        by = request.getfixturevalue(who)
        with pytest.raises(Refused):
            services.record(
                contribution=idea, outcome=Outcome.DONE, by=by, words="C’est fait."
            )
        assert not OutcomeRecord.objects.exists()

    def test_neighbours_and_passers_by_may_not(self, neighbour, idea):
        for by in (
            focal_point(neighbour, "voisine"),
            member_of(neighbour.committee, role=SeatRole.SECRETARY),
            AnonymousUser(),
        ):
            with pytest.raises(Refused):
                services.record(
                    contribution=idea, outcome=Outcome.DONE, by=by, words="Non."
                )
        idea.refresh_from_db()
        assert (idea.outcome, idea.answered_at) == ("", None)


class TestReason:
    def test_there_is_one_always(self, idea, focal):
        with pytest.raises(errors.OutcomeReasonNeeded):
            services.record(
                contribution=idea, outcome=Outcome.DONE, by=focal, words=" \u200b"
            )

    def test_the_librarys_is_kept_as_it_stood_in_every_language(
        self, idea, focal, reason
    ):
        made = services.record(
            contribution=idea, outcome=Outcome.TAKEN_UP, by=focal, reason=reason
        )
        reason.text = "Autre chose."
        reason.save()
        made.refresh_from_db()
        assert made.texts == {"fr": "Le conseil le peut.", "ar": "يمكن للمجلس ذلك."}
        with override("ar"):
            assert made.reason_words == "يمكن للمجلس ذلك."
        with override("fr"):
            assert made.reason_words == "Le conseil le peut."
        assert (made.words, made.language) == ("", "")

    def test_own_words_stand_beside_it_in_their_language(self, idea, focal, reason):
        made = services.record(
            contribution=idea,
            outcome=Outcome.TAKEN_UP,
            by=focal,
            reason=reason,
            words="وسيبدأ العمل هذا العام.",
        )
        assert made.own_words == "وسيبدأ العمل هذا العام."
        assert made.own_words.lang == "ar"
        assert made.reason == reason

    def test_one_of_another_outcome_does_not_go_with_it(self, commune, idea, focal):
        other = answer_reason(Outcome.SET_ASIDE)
        with pytest.raises(errors.WrongReason, match="Raison fr"):
            services.record(
                contribution=idea, outcome=Outcome.DONE, by=focal, reason=other
            )

    def test_nor_does_one_that_is_not_in_use(self, idea, focal, reason):
        reason.active = False
        reason.save()
        with pytest.raises(errors.WrongReason):
            services.record(
                contribution=idea, outcome=Outcome.DONE, by=focal, reason=reason
            )


class TestRecord:
    def test_the_idea_says_it_and_since_when(self, idea, focal, reason):
        now = moment()
        services.record(
            contribution=idea,
            outcome=Outcome.PARTLY,
            by=focal,
            reason=reason,
            now=now,
        )
        idea.refresh_from_db()
        assert (idea.outcome, idea.answered_at) == (Outcome.PARTLY, now)
        assert idea.merged_into is None

    def test_a_later_one_supersedes_and_the_earlier_stays(self, idea, focal, reason):
        first = services.record(
            contribution=idea, outcome=Outcome.SET_ASIDE, by=focal, words="Trop tôt."
        )
        second = services.record(
            contribution=idea,
            outcome=Outcome.TAKEN_UP,
            by=focal,
            reason=reason,
            now=moment(1),
        )
        idea.refresh_from_db()
        assert list(idea.outcomes.all()) == [first, second]
        assert [record.number for record in idea.outcomes.all()] == [1, 2]
        assert idea.outcome == Outcome.TAKEN_UP
        assert idea.answered_at == first.at

    def test_the_same_once_more_changes_nothing(self, idea, focal, reason):
        one, two = (
            services.record(
                contribution=idea, outcome=Outcome.PARTLY, by=focal, reason=reason
            )
            for _time in range(2)
        )
        assert one == two
        assert registry.get_logs_for_instance(idea).count() == 1

    def test_is_never_rewritten_nor_deleted(self, idea, focal, reason):
        made = services.record(
            contribution=idea, outcome=Outcome.PARTLY, by=focal, reason=reason
        )
        made.words = "Finalement non."
        with pytest.raises(RecordError):
            made.save()
        with pytest.raises(RecordError):
            made.delete()

    @pytest.mark.parametrize(
        "standing", [s for s in Standing.values if s != Standing.PUBLIC]
    )
    def test_only_what_is_public_is_answered(self, commune, focal, reason, standing):
        idea = ContributionFactory(phase=commune.phase, standing=standing)
        with pytest.raises(errors.NotPublic):
            services.record(
                contribution=idea, outcome=Outcome.DONE, by=focal, reason=reason
            )

    def test_a_remark_has_its_answer_elsewhere(self, commune, focal, reason):
        remark = ContributionFactory(phase=commune.phase, nature=Nature.REMARK)
        with pytest.raises(errors.NotAnIdea):
            services.record(
                contribution=remark, outcome=Outcome.DONE, by=focal, reason=reason
            )

    def test_it_is_in_wagtails_log_of_the_collectivite(
        self, commune, idea, focal, reason
    ):
        services.record(
            contribution=idea, outcome=Outcome.PARTLY, by=focal, reason=reason
        )
        entry = registry.get_logs_for_instance(idea).get()
        assert (entry.user, entry.collectivite.pk) == (focal, commune.page.pk)
        assert entry.label == idea.shown_reference
        assert entry.message == "Outcome recorded: partly taken up"


class TestMany:
    def test_one_that_is_refused_leaves_the_others(
        self, commune, neighbour, focal, reason
    ):
        good = ContributionFactory(phase=commune.phase)
        hidden = ContributionFactory(phase=commune.phase, standing=Standing.HIDDEN)
        foreign = ContributionFactory(phase=neighbour.phase)
        done = services.record_many(
            contributions=[hidden, good, foreign],
            outcome=Outcome.OUTSIDE,
            by=focal,
            reason=reason,
        )
        assert [each.contribution for each in done] == [hidden, good, foreign]
        assert [bool(each.record) for each in done] == [False, True, False]
        assert done[0].problem == "This idea is not public (any more)."
        assert "not yours" in done[2].problem
        assert not done[1].problem
        assert OutcomeRecord.objects.get().contribution == good

    def test_the_reason_is_wrong_for_all_of_them(self, commune, focal):
        with pytest.raises(errors.OutcomeReasonNeeded):
            services.record_many(
                contributions=[ContributionFactory(phase=commune.phase)],
                outcome=Outcome.OUTSIDE,
                by=focal,
            )

    def test_merging_is_not_done_in_this_way(self, commune, focal, reason):
        with pytest.raises(errors.NotMergeable):
            services.record_many(
                contributions=[ContributionFactory(phase=commune.phase)],
                outcome=Outcome.MERGED,
                by=focal,
                reason=reason,
            )

    def test_hundreds_cost_no_more_queries_than_one(
        self, commune, focal, reason, django_assert_max_num_queries
    ):
        many_contributions(commune.phase, 300)
        rows = list(Contribution.objects.all())
        with django_assert_max_num_queries(40):
            done = services.record_many(
                contributions=rows,
                outcome=Outcome.SET_ASIDE,
                by=focal,
                reason=reason,
            )
        assert all(each.record for each in done)
        assert not Contribution.objects.filter(answered_at=None).exists()

    def test_those_answered_before_keep_their_day(self, commune, focal, reason):
        early = moment(-5)
        one = ContributionFactory(
            phase=commune.phase, answered_at=early, outcome=Outcome.DONE
        )
        two = ContributionFactory(phase=commune.phase)
        services.record_many(
            contributions=[one, two],
            outcome=Outcome.SET_ASIDE,
            by=focal,
            reason=reason,
        )
        one.refresh_from_db()
        two.refresh_from_db()
        assert one.answered_at == early
        assert two.answered_at - early > dt.timedelta(days=4)


class TestAgainst:
    """An idea that a project names as its source is not set aside behind its back."""

    @pytest.fixture
    def linked(self, commune, idea, focal):
        lineage.link(
            contribution=idea,
            project=commune.project,
            kind=LineageKind.WHOLE,
            words="Le projet la reprend.",
            by=focal,
        )
        return idea

    @pytest.mark.parametrize(
        "outcome", [Outcome.SET_ASIDE, Outcome.OUTSIDE, Outcome.DONE]
    )
    def test_it_stays_while_the_link_holds(self, linked, focal, reason, outcome):
        with pytest.raises(
            errors.SomethingAgainst, match="shaped the project “Projet”"
        ):
            services.record(
                contribution=linked, outcome=outcome, by=focal, reason=reason
            )
        assert not OutcomeRecord.objects.exists()

    def test_by_bulk_action_neither(self, commune, linked, focal, reason):
        free = ContributionFactory(phase=commune.phase)
        one, two = services.record_many(
            contributions=[linked, free],
            outcome=Outcome.SET_ASIDE,
            by=focal,
            reason=reason,
        )
        assert "shaped the project" in one.problem
        assert two.record

    def test_it_may_be_taken_up_or_merged(self, commune, linked, focal, reason):
        services.record(
            contribution=linked, outcome=Outcome.TAKEN_UP, by=focal, reason=reason
        )
        lead = ContributionFactory(phase=commune.phase)
        assert services.merge(lead=lead, others=[linked], by=focal, reason=reason)

    def test_once_the_link_is_ended_it_may_be_set_aside(self, linked, focal, reason):
        lineage.unlink(lineage=linked.lineage.get(), by=focal, words="Par erreur.")
        assert services.record(
            contribution=linked, outcome=Outcome.SET_ASIDE, by=focal, reason=reason
        )
