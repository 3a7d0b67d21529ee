"""Whoever gave an idea or follows it hears what became of it, once and after all."""

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    many_contributions,
)
from wagtail_remacto.committees import services
from wagtail_remacto.committees.services import telling
from wagtail_remacto.contributions.models import (
    Contribution,
    Follow,
    Outcome,
    Standing,
)
from wagtail_remacto.people.erasure import erase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def posted(mailoutbox, django_capture_on_commit_callbacks):
    """Do something, and return the messages that it sends by their address."""

    def post(deed, **said):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed(**said)
        return {message.to[0]: message for message in mailoutbox}

    return post


def idea_of(commune, author=None, **fields):
    author = author or EmailParticipantFactory()
    return ContributionFactory(phase=commune.phase, author=author, **fields)


def follow(idea, **fields):
    person = EmailParticipantFactory(**fields)
    Follow.objects.create(participant=person, contribution=idea)
    return person


class TestOne:
    def test_the_author_reads_outcome_reason_and_address_in_their_language(
        self, commune, focal, reason, posted
    ):
        idea = idea_of(
            commune, EmailParticipantFactory(language="ar"), title="ظل قرب المدرسة"
        )
        sent = posted(
            services.record,
            contribution=idea,
            outcome=Outcome.TAKEN_UP,
            by=focal,
            reason=reason,
            words="Dès cet été.",
        )
        [message] = sent.values()
        assert message.to == [idea.author.email]
        assert "ظل قرب المدرسة" in message.subject
        assert "يمكن للمجلس ذلك." in message.body
        assert "Le conseil le peut." not in message.body
        assert "Dès cet été." in message.body
        assert commune.pages_ar["page"].title in message.body
        with override("ar"):
            assert str(Outcome.TAKEN_UP.label) in message.body
            assert idea.get_absolute_url() in message.body
        assert "http://" in message.body

    def test_so_do_followers_in_theirs(self, commune, focal, reason, posted):
        idea = idea_of(commune)
        follower = follow(idea, language="fr")
        sent = posted(
            services.record,
            contribution=idea,
            outcome=Outcome.OUTSIDE,
            by=focal,
            reason=reason,
        )
        assert set(sent) == {idea.author.email, follower.email}
        assert "Le conseil le peut." in sent[follower.email].body

    def test_it_says_whether_it_is_their_own(self, commune, focal, reason, posted):
        idea = idea_of(commune, EmailParticipantFactory(language="en"))
        follower = follow(idea, language="en")
        sent = posted(
            services.record,
            contribution=idea,
            outcome=Outcome.DONE,
            by=focal,
            reason=reason,
        )
        assert "You gave this idea." in sent[idea.author.email].body
        assert "You follow this idea." in sent[follower.email].body
        assert sent[idea.author.email].subject == (
            f"Your idea “{idea.title}” has its answer"
        )

    def test_an_account_is_written_to_at_its_own_address(
        self, commune, focal, reason, posted
    ):
        idea = idea_of(commune, ParticipantFactory())
        sent = posted(
            services.record,
            contribution=idea,
            outcome=Outcome.DONE,
            by=focal,
            reason=reason,
        )
        assert set(sent) == {idea.author.user.email}

    def test_a_merged_idea_says_where_it_goes_on(self, commune, secretary, posted):
        lead = idea_of(commune, title="Une bibliothèque ouverte")
        other = idea_of(commune, EmailParticipantFactory(language="en"))
        follower = follow(other, language="en")
        sent = posted(
            services.merge, lead=lead, others=[other], by=secretary, words="Pareil."
        )
        assert set(sent) == {other.author.email, follower.email}
        body = sent[follower.email].body
        assert "It goes on together with “Une bibliothèque ouverte”:" in body
        assert lead.shown_reference in body and other.shown_reference in body


class TestNobody:
    def test_who_is_erased_or_never_confirmed_hears_anything(
        self, commune, focal, reason, posted
    ):
        idea = idea_of(commune)
        follow(idea, confirmed_at=None)
        gone = idea.author
        erase(gone)
        assert not posted(
            services.record,
            contribution=idea,
            outcome=Outcome.DONE,
            by=focal,
            reason=reason,
        )

    def test_hears_of_what_was_rolled_back(self, commune, focal, reason, posted):
        idea = idea_of(commune)

        def fail():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                services.record(
                    contribution=idea, outcome=Outcome.DONE, by=focal, reason=reason
                )
                raise ZeroDivisionError

        assert not posted(fail)

    def test_hears_the_same_twice(self, commune, focal, reason, posted):
        said = {
            "contribution": idea_of(commune),
            "outcome": Outcome.DONE,
            "by": focal,
            "reason": reason,
        }
        assert len(posted(services.record, **said)) == 1
        assert not posted(services.record, **said)

    def test_hears_of_what_was_hidden_meanwhile(
        self, commune, focal, reason, mailoutbox
    ):
        idea = idea_of(commune)
        made = services.record(
            contribution=idea, outcome=Outcome.DONE, by=focal, reason=reason
        )
        Contribution.objects.filter(pk=idea.pk).update(standing=Standing.HIDDEN)
        telling.tell.call(records=[made.pk])
        assert not mailoutbox

    def test_a_group_in_the_room_has_no_address(self, commune, focal, reason, posted):
        idea = ContributionFactory(phase=commune.phase, author=None)
        assert not posted(
            services.record,
            contribution=idea,
            outcome=Outcome.DONE,
            by=focal,
            reason=reason,
        )


class TestMany:
    def test_each_hears_once_of_all_that_concerns_them(
        self, commune, focal, reason, posted
    ):
        person = EmailParticipantFactory(language="en")
        own = [idea_of(commune, person, title=f"À moi {n}") for n in (1, 2)]
        other = idea_of(commune, title="À elle")
        for idea in (own[0], other):
            Follow.objects.create(participant=person, contribution=idea)
        sent = posted(
            services.record_many,
            contributions=[other, *own],
            outcome=Outcome.PARTLY,
            by=focal,
            reason=reason,
        )
        assert set(sent) == {person.email, other.author.email}
        message = sent[person.email]
        assert message.subject == "3 ideas have their answers"
        titles = [line for line in message.body.splitlines() if line[:1] == "“"]
        assert titles == ["“À moi 1”", "“À moi 2”", "“À elle”"]

    def test_hundreds_of_people_are_read_some_at_a_time(
        self, commune, focal, reason, monkeypatch, django_assert_max_num_queries
    ):
        monkeypatch.setattr(telling, "CHUNK", 50)
        many_contributions(commune.phase, 200)
        rows = list(Contribution.objects.all())
        author = rows[0].author
        author.confirmed_at = timezone.now()
        author.save()
        people = EmailParticipantFactory.create_batch(120)
        Follow.objects.bulk_create(
            Follow(participant=person, contribution=row)
            for row, person in zip(rows, people, strict=False)
        )
        done = services.record_many(
            contributions=rows, outcome=Outcome.SET_ASIDE, by=focal, reason=reason
        )
        sent = []
        monkeypatch.setattr(telling, "_send", lambda *told: sent.append(told))
        # Three readings of fifty people, and one that finds nobody.
        with django_assert_max_num_queries(12):
            telling.tell.call(records=[each.record.pk for each in done])
        assert len(sent) == 121
        assert len(dict(sent)[author]) == 200
