"""One idea at the committee’s desk: read, reviewed, answered."""

import pytest
from django.utils.translation import override

from tests.committees.desk import at_the_desk, client_of, reading_in, screen
from tests.contributions.screens import asked, words
from tests.officers import focal_point, refused
from wagtail_remacto.committees import services
from wagtail_remacto.committees.models import OutcomeReason, Review, ReviewCriterion
from wagtail_remacto.contributions.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def world():
    return at_the_desk()


@pytest.fixture
def idea(world):
    return world.ideas[0]


def criterion():
    return ReviewCriterion.objects.filter(locale__language_code="fr").first()


def review(client, world, idea, **data):
    typed = {f"review-{name}": value for name, value in data.items()}
    deed = typed.pop("review-do", "save")
    return client.post(
        screen("idea", world, idea.pk) + typed.pop("review-state", ""),
        {"form": "review", "do": deed, **typed},
    )


def outcome(client, world, idea, do="outcome", **data):
    typed = {f"outcome-{name}": value for name, value in data.items()}
    return client.post(
        screen("idea", world, idea.pk),
        {"form": "outcome", "do": do, "outcome-language": "fr", **typed},
    )


class TestReading:
    def test_text_origin_and_similar_ideas(self, world, idea):
        page = client_of(world.member).get(screen("idea", world, idea.pk))
        said = words(page)
        for shown in (idea.title, idea.shown_reference, "online", "0 supports"):
            assert shown in said
        assert 'lang="fr" dir="auto"' in page.content.decode()

    def test_members_read_each_others_reviews(self, world, idea):
        services.review(
            contribution=idea,
            by=world.other,
            opinion=Outcome.PARTLY,
            note="Le matin seulement",
            marks={criterion(): 4},
        )
        said = words(client_of(world.member).get(screen("idea", world, idea.pk)))
        assert "Le matin seulement" in said
        assert "4/5" in said
        assert "1 of 3 have reviewed" in said
        assert "no review yet" in said

    def test_it_costs_the_same_for_many_reviews(self, world, idea):
        client = client_of(world.member)
        address = screen("idea", world, idea.pk)
        services.review(
            contribution=idea,
            by=world.other,
            opinion=Outcome.PARTLY,
            marks={criterion(): 4},
        )
        one = asked(client, address)
        for who in (world.member, world.secretary):
            services.review(
                contribution=idea,
                by=who,
                opinion=Outcome.PARTLY,
                marks={criterion(): 2},
            )
        assert asked(client, address) <= one
        assert "2.7/5" in words(client.get(address))


class TestReviewing:
    def test_a_review_with_marks_is_saved_and_can_be_changed(self, world, idea):
        client = client_of(world.member)
        mark = f"mark_{criterion().pk}"
        answer = review(
            client, world, idea, opinion="taken_up", note="Oui", **{mark: "5"}
        )
        assert answer.status_code == 302
        made = Review.objects.get()
        assert (made.opinion, made.note) == ("taken_up", "Oui")
        assert made.marks.get().mark == 5
        review(client, world, idea, opinion="set_aside", note="Non")
        made.refresh_from_db()
        assert made.opinion == "set_aside"
        assert not made.marks.exists()

    def test_without_an_opinion_the_note_is_kept_on_the_screen(self, world, idea):
        answer = review(client_of(world.member), world, idea, note="Je réfléchis")
        assert answer.status_code == 422
        assert "Choose an opinion" in words(answer)
        assert "Je réfléchis" in words(answer)
        assert not Review.objects.exists()

    def test_a_conflict_of_interest_needs_no_opinion(self, world, idea):
        review(client_of(world.member), world, idea, conflict="on")
        assert Review.objects.get().conflict
        said = words(client_of(world.other).get(screen("idea", world, idea.pk)))
        assert "takes no part: conflict of interest" in said

    def test_the_next_one_is_of_the_same_list_and_without_my_review(self, world):
        first, second, third = world.ideas
        client = client_of(world.member)
        state = "?axis=1&sort=oldest"
        answer = review(
            client, world, first, opinion="taken_up", do="next", state=state
        )
        assert answer.url.startswith(screen("idea", world, second.pk))
        assert "axis=1" in answer.url
        answer = review(
            client, world, second, opinion="taken_up", do="next", state=state
        )
        # The third is on another axis: this list is done.
        assert answer.url.startswith(screen("queue", world))
        answer = review(client, world, second, opinion="taken_up", do="next")
        assert answer.url.startswith(screen("idea", world, third.pk))

    def test_after_an_outcome_reviews_stay(self, world, idea):
        services.record(
            contribution=idea, outcome=Outcome.DONE, by=world.secretary, words="Fait"
        )
        client = client_of(world.member)
        assert "My review" not in words(client.get(screen("idea", world, idea.pk)))
        answer = review(client, world, idea, opinion="taken_up", note="Trop tard")
        assert answer.status_code == 422
        assert "reviews stay as they are" in words(answer)
        assert "Trop tard" in words(answer)

    def test_an_officer_without_a_seat_reviews_nothing(self, world, idea):
        client = client_of(focal_point(world))
        assert "My review" not in words(client.get(screen("idea", world, idea.pk)))
        assert refused(review(client, world, idea, opinion="taken_up"))


class TestOutcome:
    @pytest.mark.parametrize("who", ["focal", "secretary"])
    def test_keepers_record_an_outcome_with_a_reason_of_the_library(
        self, world, idea, who
    ):
        user = world.secretary if who == "secretary" else focal_point(world)
        reason = OutcomeReason.objects.filter(
            outcome="set_aside", locale__language_code="fr"
        ).first()
        client = client_of(user)
        answer = outcome(client, world, idea, outcome="set_aside", reason=reason.pk)
        assert answer.status_code == 302
        idea.refresh_from_db()
        assert idea.outcome == Outcome.SET_ASIDE
        record = idea.outcomes.get()
        assert record.texts["fr"] == reason.text
        said = words(client.get(screen("idea", world, idea.pk)))
        assert "Set aside" in said
        assert str(record.reason_words) in said

    def test_a_member_records_nothing(self, world, idea):
        client = client_of(world.member)
        page = words(client.get(screen("idea", world, idea.pk)))
        assert "Record the outcome" not in page
        assert refused(outcome(client, world, idea, outcome="done", words="Fait"))

    def test_reasons_are_offered_in_the_language_of_the_screen(self, world, idea):
        secretary = reading_in("ar", world.secretary)
        from tests.officers import signed_in

        page = signed_in(secretary).get(screen("idea", world, idea.pk))
        arabic = OutcomeReason.objects.filter(locale__language_code="ar").first()
        french = OutcomeReason.objects.get(
            translation_key=arabic.translation_key, locale__language_code="fr"
        )
        html = page.content.decode()
        assert arabic.title in html
        assert french.title not in html

    def test_the_words_of_a_reason_can_be_changed_before(self, world, idea):
        reason = OutcomeReason.objects.filter(
            outcome="done", locale__language_code="fr"
        ).first()
        client = client_of(world.secretary)
        answer = outcome(
            client, world, idea, do="words", outcome="done", reason=reason.pk
        )
        form = answer.context["outcome_form"]
        assert reason.text in form["words"].value() or form["words"].value()
        assert form["reason"].value() == ""
        assert form["outcome"].value() == "done"
        idea.refresh_from_db()
        assert idea.outcome == ""

    def test_a_reason_of_another_outcome_is_refused(self, world, idea):
        reason = OutcomeReason.objects.filter(
            outcome="done", locale__language_code="fr"
        ).first()
        answer = outcome(
            client_of(world.secretary),
            world,
            idea,
            outcome="set_aside",
            reason=reason.pk,
            words="Mes mots",
        )
        assert answer.status_code == 422
        assert "not what you chose" in words(answer)
        assert "Mes mots" in words(answer)

    def test_the_next_one_without_an_outcome_follows(self, world, idea):
        client = client_of(focal_point(world))
        answer = outcome(
            client, world, idea, do="next", outcome="set_aside", words="Trop cher"
        )
        following = {screen("idea", world, each.pk) for each in world.ideas[1:]}
        assert answer.url.rstrip("?") in following

    def test_a_later_outcome_supersedes_and_the_earlier_stays(self, world, idea):
        client = client_of(world.secretary)
        outcome(client, world, idea, outcome="set_aside", words="Trop cher")
        outcome(client, world, idea, outcome="partly", words="Le matin")
        said = words(client.get(screen("idea", world, idea.pk)))
        assert "Trop cher" in said
        assert "Le matin" in said
        assert "superseded" in said
