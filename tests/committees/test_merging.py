"""Several ideas are one: each stays, and says where it went."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.log_actions import registry

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    ParticipantFactory,
    discussion_on,
)
from tests.factories import CycleFactory, PhaseFactory
from wagtail_remacto.committees import errors, services
from wagtail_remacto.committees.models import LeadText, OutcomeRecord
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Outcome,
    Standing,
    Support,
)
from wagtail_remacto.cycles.gate import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

WHY = "La même proposition."


@pytest.fixture
def ideas(commune):
    return [ContributionFactory(phase=commune.phase) for _number in range(4)]


def merge(lead, others, by, **said):
    return services.merge(lead=lead, others=others, by=by, **{"words": WHY, **said})


def leads():
    """Into which idea each is merged, as rows and as their last records say."""
    rows = dict(Contribution.objects.values_list("pk", "merged_into"))
    records = dict.fromkeys(rows)
    for record in OutcomeRecord.objects.order_by("number"):
        records[record.contribution_id] = record.merged_into_id
    assert rows == records
    return rows


class TestMerging:
    def test_the_others_say_where_they_went_and_lose_nothing(self, ideas, secretary):
        lead, other = ideas[:2]
        author, title = other.author, other.title
        Support.objects.create(contribution=other, participant=ParticipantFactory())
        comment = CommentFactory(discussion=discussion_on(other))
        [made] = merge(lead, [other], secretary)
        assert (made.outcome, made.merged_into) == (Outcome.MERGED, lead)
        other.refresh_from_db()
        lead.refresh_from_db()
        assert other.merged_into == lead
        assert (other.author, other.title) == (author, title)
        assert other.standing == Standing.PUBLIC
        assert other.answered_at is not None
        assert other.supports.count() == 1
        assert comment.discussion.contribution == other
        # Who leads waits for its own answer still.
        assert (lead.outcome, lead.answered_at) == ("", None)
        assert list(lead.merged_ideas.all()) == [other]

    def test_the_log_says_where_to(self, ideas, secretary):
        merge(ideas[0], [ideas[1]], secretary)
        entry = registry.get_logs_for_instance(ideas[1]).get()
        assert entry.message == f"Merged into {ideas[0].shown_reference}"

    def test_recording_merged_is_the_same_with_a_lead(self, ideas, secretary):
        with pytest.raises(errors.NotMergeable, match="Choose the idea"):
            services.record(
                contribution=ideas[1], outcome=Outcome.MERGED, by=secretary, words=WHY
            )
        services.record(
            contribution=ideas[1],
            outcome=Outcome.MERGED,
            by=secretary,
            words=WHY,
            merged_into=ideas[0],
        )
        assert leads()[ideas[1].pk] == ideas[0].pk

    def test_another_outcome_splits_one_off_again(self, ideas, secretary):
        lead, one, two = ideas[:3]
        merge(lead, [one, two], secretary)
        services.record(
            contribution=one, outcome=Outcome.TAKEN_UP, by=secretary, words="À part."
        )
        one.refresh_from_db()
        assert (one.outcome, one.merged_into) == (Outcome.TAKEN_UP, None)
        assert [record.merged_into for record in one.outcomes.all()] == [lead, None]
        assert leads()[two.pk] == lead.pk

    def test_what_was_merged_before_goes_along(self, ideas, secretary):
        a, b, c, d = ideas
        merge(a, [b], secretary)
        made = merge(c, [a], secretary)
        assert [record.contribution for record in made] == [a, b]
        assert leads() == {a.pk: c.pk, b.pk: c.pk, c.pk: None, d.pk: None}

    def test_one_that_was_hidden_meanwhile_goes_along_too(self, ideas, secretary):
        a, b, c, _d = ideas
        merge(a, [b], secretary)
        Contribution.objects.filter(pk=b.pk).update(standing=Standing.HIDDEN)
        merge(c, [a], secretary)
        assert leads()[b.pk] == c.pk

    def test_the_same_again_changes_nothing(self, ideas, secretary):
        first = merge(ideas[0], ideas[1:], secretary)
        assert merge(ideas[0], ideas[1:], secretary) == first
        assert OutcomeRecord.objects.count() == 3


class TestImpossible:
    def test_an_idea_into_itself(self, ideas, secretary):
        with pytest.raises(errors.NotMergeable, match="into itself"):
            merge(ideas[0], ideas[:2], secretary)
        assert set(leads().values()) == {None}

    def test_a_circle(self, ideas, secretary):
        a, b = ideas[:2]
        merge(a, [b], secretary)
        with pytest.raises(errors.NotMergeable, match="is merged itself"):
            merge(b, [a], secretary)
        assert leads()[a.pk] is None

    def test_into_another_cycle(self, commune, ideas, secretary):
        phase = PhaseFactory(parent=CycleFactory(parent=commune.page))
        elsewhere = ContributionFactory(phase=phase)
        with pytest.raises(errors.NotMergeable, match="another cycle"):
            merge(ideas[0], [ideas[1], elsewhere], secretary)
        assert not OutcomeRecord.objects.exists()

    @pytest.mark.parametrize("place", ["lead", "other"])
    @pytest.mark.parametrize(
        "fields",
        [{"standing": Standing.HIDDEN}, {"nature": Nature.REMARK}],
        ids=["hidden", "remark"],
    )
    def test_what_is_no_public_idea(self, commune, ideas, secretary, fields, place):
        odd = ContributionFactory(phase=commune.phase, **fields)
        pair = (odd, ideas[0]) if place == "lead" else (ideas[0], odd)
        with pytest.raises(errors.NotMergeable, match=odd.shown_reference):
            merge(pair[0], [pair[1]], secretary)

    def test_nothing(self, ideas, secretary):
        with pytest.raises(errors.NotMergeable, match="Choose the ideas"):
            merge(ideas[0], [], secretary)

    def test_without_a_reason(self, ideas, secretary):
        with pytest.raises(errors.OutcomeReasonNeeded):
            merge(ideas[0], ideas[1:], secretary, words="")

    @pytest.mark.parametrize("who", ["member", "comms"])
    def test_for_others(self, request, ideas, who):
        with pytest.raises(Refused):
            merge(ideas[0], ideas[1:], request.getfixturevalue(who))


class TestLeadText:
    def test_stands_beside_the_leads_own_words(self, ideas, secretary):
        own = ideas[0].text
        merge(
            ideas[0],
            ideas[1:],
            secretary,
            title="Ouvrir le dimanche",
            text="Ouvrir **partout**.\n<script>",
            language="fr",
        )
        wording = LeadText.objects.get()
        assert (wording.contribution, wording.number) == (ideas[0], 1)
        assert wording.language == "fr"
        assert "<strong>partout</strong>" in wording.html
        assert "<script" not in wording.html
        ideas[0].refresh_from_db()
        assert ideas[0].text == own

    def test_is_worded_anew_and_the_earlier_stays(self, ideas, secretary):
        merge(ideas[0], ideas[1:], secretary, text="Une fois.", language="fr")
        merge(ideas[0], [], secretary, text="افتحوا يوم الأحد.", words="")
        numbers = LeadText.objects.values_list("number", "title", "language")
        title = ideas[0].title
        assert list(numbers) == [(1, title, "fr"), (2, title, "ar")]

    def test_a_title_alone_is_no_wording(self, ideas, secretary):
        with pytest.raises(ValidationError) as refused:
            merge(ideas[0], ideas[1:], secretary, title="Ouvrir")
        assert list(refused.value.message_dict) == ["text"]
        assert not OutcomeRecord.objects.exists()

    def test_nothing_is_cut_off(self, ideas, secretary):
        with pytest.raises(ValidationError, match="121 characters; 120 fit"):
            merge(ideas[0], ideas[1:], secretary, title="a" * 121, text="b")
        with pytest.raises(ValidationError, match="5001 characters; 5000 fit"):
            merge(ideas[0], ideas[1:], secretary, text="b" * 5001)
