"""A digest reaches everybody whom something concerns: nobody twice and nobody never."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.carrying_out import adopted_commune, with_milestones
from tests.citizens import ContributionFactory, EmailParticipantFactory
from tests.factories import PhaseFactory, moment
from tests.officers import TETOUAN, commune_with_everything, directory_in
from wagtail_remacto.contributions.models import Contribution, Follow, Standing
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import (
    Activity,
    CyclePage,
    DigestMail,
    NoticePreference,
)
from wagtail_remacto.monitoring.services import milestones, updates
from wagtail_remacto.notices import clock, delivery, digests, preferences
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.notices.sentences import sentence
from wagtail_remacto.people.erasure import erase
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.people.models import Participant
from wagtail_remacto.programmes.models import Lineage

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


def happens(commune, key="milestones:1", kind="milestones", at=None, **fields):
    """Something, a little later than all that was done before."""
    at = at or timezone.now() + dt.timedelta(seconds=1)
    fields.setdefault("facts", {"number": 2})
    tell(Event(kind, key, at, commune.project, commune.project, **fields))


def shaped(commune, **fields):
    idea = ContributionFactory(phase=commune.phase, **fields)
    Lineage.objects.create(
        contribution=idea, project=commune.project, kind="whole", at=moment()
    )
    return idea


def follower(target, **fields):
    person = EmailParticipantFactory(**fields)
    if isinstance(target, Contribution):
        Follow.objects.create(participant=person, contribution=target)
    else:
        Follow.objects.create(participant=person, page_id=target.pk)
    return person


def followers(page, number):
    people = Participant.objects.bulk_create(
        EmailParticipantFactory.build_batch(number)
    )
    Follow.objects.bulk_create(
        Follow(participant=person, page_id=page.pk) for person in people
    )
    return people


def later(days=0):
    """When everything that has happened is settled on any database."""
    return timezone.now() + dt.timedelta(days=days, minutes=10)


def run(days=0):
    digests.make(later(days))
    return digests.deliver(later(days))


def addressees():
    return sorted(message.to[0] for message in mail.outbox)


class TestWhoHears:
    @pytest.mark.parametrize("of", ["project", "programme", "cycle", "page"])
    def test_whoever_follows_the_project_or_what_is_above_it(self, commune, of):
        person = follower(getattr(commune, of))
        happens(commune)
        run()

        assert addressees() == [person.email]

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_names_what_was_published_and_the_milestone(self, language):
        commune = with_milestones(adopted_commune(), 1, title_ar="فتح الشباك")
        (milestone,) = commune.milestones
        follower(commune.project, language=language)
        updates.publish(
            project=commune.project, by=commune.officer, title="Le guichet est ouvert"
        )
        milestones.postpone(
            milestone=milestone,
            due=PartialDate("2028-06"),
            words="Le marché est infructueux.",
            by=commune.officer,
        )
        run()

        (message,) = mail.outbox
        named = milestone.title if language == "fr" else "فتح الشباك"
        for title in ("Le guichet est ouvert", named):
            # Isolated, so that it keeps its direction within the sentence.
            assert f"\u2068{title}\u2069" in message.body

    def test_author_whose_idea_shaped_it(self, commune):
        idea = shaped(commune, author=EmailParticipantFactory())
        happens(commune)
        run()

        assert addressees() == [idea.author.email]
        assert idea.title in mail.outbox[0].subject

    def test_whoever_follows_that_idea(self, commune):
        person = follower(shaped(commune))
        happens(commune)
        run()

        assert person.email in addressees()

    def test_nobody_of_what_happened_before_they_followed(self, commune):
        happens(commune, at=moment(-1))
        follower(commune.project)
        run()

        assert not mail.outbox

    def test_author_of_what_happened_before(self, commune):
        shaped(commune, author=EmailParticipantFactory())
        happens(commune, at=moment(-1))
        run()

        assert len(mail.outbox) == 1

    def test_nobody_of_a_page_that_not_everybody_may_read(self, commune):
        follower(commune.cycle)
        PageViewRestriction.objects.create(
            page=commune.project, restriction_type=PageViewRestriction.LOGIN
        )
        happens(commune)
        run()

        assert not mail.outbox

    def test_nobody_of_a_cycle_that_is_not_published(self, commune):
        follower(commune.page)
        CyclePage.objects.filter(pk=commune.cycle.pk).update(live=False)
        happens(commune)
        run()

        assert not mail.outbox

    def test_nobody_of_an_idea_that_is_no_longer_public(self, commune):
        idea = shaped(commune, author=EmailParticipantFactory())
        happens(commune)
        Contribution.objects.filter(pk=idea.pk).update(standing=Standing.HIDDEN)
        run()

        assert not mail.outbox

    def test_nobody_of_an_answer_to_a_hidden_idea_on_a_followed_page(self, commune):
        idea = ContributionFactory(phase=commune.phase, standing=Standing.HIDDEN)
        follower(commune.cycle)
        tell(
            Event(
                "outcome", "outcome:1", later(), commune.cycle, contributions=[idea.pk]
            )
        )
        run(1)

        assert not mail.outbox

    def test_author_not_of_the_answer_that_came_at_once(self, commune):
        idea = ContributionFactory(
            phase=commune.phase, author=EmailParticipantFactory()
        )
        follower(commune.cycle, email="suit@exemple.ma")
        Follow.objects.create(participant=idea.author, page_id=commune.cycle.pk)
        tell(
            Event(
                "outcome",
                "outcome:1",
                timezone.now() + dt.timedelta(seconds=1),
                commune.cycle,
                contributions=[idea.pk],
                facts={"outcome": "taken_up", "contribution": idea.pk},
            )
        )
        run()

        assert addressees() == ["suit@exemple.ma"]

    @pytest.mark.parametrize("fields", [{"confirmed_at": None}])
    def test_nobody_who_has_not_confirmed(self, commune, fields):
        follower(commune.project, **fields)
        happens(commune)
        run()

        assert not mail.outbox

    def test_nobody_who_has_left_since_it_was_made(self, commune):
        person = follower(commune.project)
        happens(commune)
        digests.make(later())
        erase(person)
        mail.outbox.clear()
        digests.deliver(later())

        assert not [each for each in mail.outbox if "Message-ID" in each.extra_headers]
        assert not DigestMail.objects.exists()


class TestWhatSomebodyWants:
    def test_own_ideas_without_what_they_follow(self, commune):
        person = follower(commune.project)
        preferences.change(participant=person, own=True, followed=False)
        happens(commune)

        assert run() == 0

    def test_what_they_follow_without_their_own(self, commune):
        person = EmailParticipantFactory()
        shaped(commune, author=person)
        preferences.change(participant=person, own=False, followed=True)
        happens(commune)

        assert run() == 0

    def test_is_asked_once_more_before_it_is_sent(self, commune):
        person = follower(commune.project)
        happens(commune)
        digests.make(later())
        preferences.stop(participant=person, what="all")

        assert digests.deliver(later()) == 0
        assert DigestMail.objects.get().dropped_at

    @pytest.mark.parametrize(
        ("rhythm", "days", "number"),
        [("daily", 0, 1), ("daily", 1, 2), ("weekly", 6, 1), ("weekly", 7, 2)],
    )
    def test_how_often(self, commune, rhythm, days, number):
        person = follower(commune.project)
        preferences.change(participant=person, own=True, followed=True, rhythm=rhythm)
        happens(commune)
        run()
        happens(commune, "milestones:2")
        run(days)

        assert len(mail.outbox) == number

    def test_keeping_a_wish_loses_nothing(self, commune):
        person = follower(commune.project)
        happens(commune)
        preferences.change(participant=person, own=True, followed=True, rhythm="daily")

        assert run() == 1


class TestMessage:
    def test_is_never_empty(self, commune):
        follower(commune.project)
        run()
        happens(commune)
        run()
        run(8)

        assert len(mail.outbox) == 1

    def test_is_grouped_by_what_it_is_about(self, commune):
        person = follower(commune.project)
        Follow.objects.create(participant=person, page_id=commune.cycle.pk)
        happens(commune)
        happens(commune, "milestones:2")
        tell(Event("cycle_closed", "cycle_closed:1", timezone.now(), commune.cycle))
        run()

        body = mail.outbox[0].body
        headings = body.splitlines()
        place = f" – {commune.page.title}"
        assert headings.count(commune.project.title + place) == 1
        assert headings.count(commune.cycle.title + place) == 1
        assert body.count("\n- ") == 3

    def test_says_once_what_concerns_every_project_of_a_programme(self, commune):
        from tests.factories import ProjectFactory

        other = ProjectFactory(parent=commune.programme, title="Un autre")
        follower(commune.cycle)
        for project in (commune.project, other):
            tell(
                Event(
                    "validated",
                    f"decision:1:{project.pk}",
                    timezone.now() + dt.timedelta(seconds=1),
                    project,
                    project,
                    facts={"decision": 1, "version": 1},
                )
            )
        run()

        assert mail.outbox[0].body.count("\n- ") == 1

    @pytest.mark.parametrize("language", ["ar", "fr"])
    def test_is_in_the_language_of_its_reader(self, commune, language):
        follower(commune.project, language=language)
        happens(commune)
        run()

        title = (
            commune.pages_ar["project"].title
            if language == "ar"
            else commune.project.title
        )
        message = mail.outbox[0]
        assert title in message.subject
        addresses = re.findall(r"https?://\S+", message.body)
        assert addresses
        assert all(f"/{language}/" in address for address in addresses)

    def test_can_be_stopped_with_one_click(self, commune, client):
        person = follower(commune.project)
        happens(commune)
        run()
        headers = mail.outbox[0].extra_headers
        address = headers["List-Unsubscribe"].strip("<>")
        client.post(
            address.partition("testserver")[2] or address,
            {"List-Unsubscribe": "One-Click"},
        )

        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        wanted = NoticePreference.objects.get(participant=person)
        assert not wanted.own
        assert not wanted.followed

    @pytest.mark.parametrize("kind", Kind.values)
    def test_has_a_sentence_for_everything(self, kind):
        for of_idea in (True, False):
            text = sentence(Activity(kind=kind), of_idea=of_idea)
            assert text.endswith(".")


class Crash(BaseException):
    """The machine dies."""


class CrashingBackend(EmailBackend):
    before = 0

    def send_messages(self, messages):
        if len(mail.outbox) == CrashingBackend.before:
            raise Crash
        return super().send_messages(messages)


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        if any("refuse" in each.to[0] for each in messages):
            raise OSError("550 no such address")
        return super().send_messages(messages)


class TestSettled:
    """Where several write at once a lower key may be committed after a higher one."""

    @pytest.fixture(autouse=True)
    def several_write_at_once(self, monkeypatch):
        features = SimpleNamespace(has_select_for_update=True)
        monkeypatch.setattr(digests, "connection", SimpleNamespace(features=features))

    @pytest.fixture
    def kept(self, commune):
        """Keeps activities by how long ago they were; answers with their keys."""
        now = timezone.now()

        def keep(*ages):
            for number, age in enumerate(ages):
                at = now - dt.timedelta(minutes=age)
                happens(commune, f"milestones:{number}", at=at)
            return list(Activity.objects.order_by("pk").values_list("pk", flat=True))

        return keep

    def test_up_to_the_last_that_is_old(self, kept):
        _first, second = kept(30, 20)

        assert digests._settled(timezone.now()) == second

    def test_not_the_key_below_a_fresh_one(self, kept):
        first, second, fresh = kept(30, 20, 0)
        # Somebody still holds the key between the two.
        Activity.objects.filter(pk=second).delete()

        assert fresh - 1 == second
        assert digests._settled(timezone.now()) == first

    def test_nothing_while_all_is_fresh(self, kept):
        kept(0, 0)

        assert digests._settled(timezone.now()) == 0

    def test_phase_that_opened_long_ago_is_as_fresh_as_its_row(self, commune):
        phase = PhaseFactory(parent=commune.cycle, start=moment(-5), end=moment(20))
        now = timezone.now()
        clock.look(now)

        rows = Activity.objects.filter(facts__phase=phase.pk)
        assert [row.at for row in rows] == [now]


HERE = f"{__name__}."


class UnreachableBackend(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


class TestCrash:
    def test_of_the_mail_server_counts_for_no_message(self, commune):
        people = followers(commune.project, 3)
        happens(commune)
        digests.make(later())
        with override_settings(EMAIL_BACKEND=HERE + "UnreachableBackend"):
            for _run in range(delivery.ATTEMPTS + 1):
                assert digests.deliver(later()) == 0
        digests.deliver(later())

        assert addressees() == sorted(person.email for person in people)

    @pytest.mark.parametrize("before", [0, 1, 3, 6])
    def test_while_sending_leaves_nobody_told_twice_or_never(self, commune, before):
        people = followers(commune.project, 7)
        happens(commune)
        digests.make(later())
        CrashingBackend.before = before
        with (
            override_settings(EMAIL_BACKEND=HERE + "CrashingBackend"),
            pytest.raises(Crash),
        ):
            digests.deliver(later())
        digests.deliver(later())

        assert addressees() == sorted(person.email for person in people)

    @pytest.mark.parametrize("after", [0, 1, 2])
    def test_while_making_leaves_nobody_told_twice_or_never(
        self, commune, monkeypatch, after
    ):
        people = followers(commune.project, 7)
        happens(commune)
        monkeypatch.setattr(digests, "CHUNK", 3)
        news, chunks = digests.audience.news, []

        def dies(windows):
            chunks.append(1)
            if len(chunks) > after:
                raise Crash
            return news(windows)

        with monkeypatch.context() as patch:
            patch.setattr(digests.audience, "news", dies)
            with pytest.raises(Crash):
                digests.make(later())
        assert DigestMail.objects.count() == 3 * after
        run()

        assert addressees() == sorted(person.email for person in people)

    def test_after_making_moves_no_mark_without_its_digest(self, commune, monkeypatch):
        follower(commune.project)
        happens(commune)
        rows = digests.NoticePreference.objects

        def dies(*_args, **_kwargs):
            raise Crash

        with monkeypatch.context() as patch:
            patch.setattr(digests.DigestMail.objects, "bulk_create", dies)
            with pytest.raises(Crash):
                digests.make(later())

        assert not rows.filter(told_upto__gt=0).exists()
        assert run() == 1

    @override_settings(EMAIL_BACKEND=HERE + "RefusingBackend")
    def test_of_one_address_stops_nobody_else(self, commune):
        refusing = follower(commune.project, email="refuse@exemple.ma")
        other = follower(commune.project)
        happens(commune)
        run()

        assert addressees() == [other.email]
        row = DigestMail.objects.get(participant=refusing)
        assert (row.attempts, row.sent_at, row.dropped_at) == (1, None, None)

    @override_settings(EMAIL_BACKEND=HERE + "RefusingBackend")
    def test_of_one_address_is_given_up(self, commune):
        follower(commune.project, email="refuse@exemple.ma")
        happens(commune)
        digests.make(later())
        for _attempt in range(delivery.ATTEMPTS + 2):
            digests.deliver(later())

        row = DigestMail.objects.get()
        assert row.attempts == delivery.ATTEMPTS
        assert row.dropped_at

    def test_gives_the_message_the_same_name_at_every_attempt(self, commune):
        follower(commune.project)
        happens(commune)
        run()
        DigestMail.objects.update(sent_at=None)
        digests.deliver(later())
        first, second = mail.outbox

        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]

    def test_run_again_tells_nobody_twice(self, commune):
        followers(commune.project, 3)
        happens(commune)
        run()
        run()
        run(30)

        assert len(mail.outbox) == 3


class TestCost:
    def queries(self, commune, number):
        """Of making and composing for so many people, fifty at a time."""
        followers(commune.project, number)
        happens(commune, f"milestones:{number}")
        with CaptureQueriesContext(connection) as making:
            digests.make(later())
        owed = DigestMail.objects.filter(sent_at=None)
        rows = list(owed.select_related("participant__user")[:number])
        with CaptureQueriesContext(connection) as composing:
            assert len(digests.digest(rows)) == number
        DigestMail.objects.update(sent_at=timezone.now())
        Participant.objects.update(confirmed_at=None)
        return len(making), len(composing)

    def test_of_a_chunk_is_the_same_for_fifty_and_five_hundred(
        self, commune, monkeypatch
    ):
        monkeypatch.setattr(digests, "CHUNK", 50)
        self.queries(commune, 1)
        few_made, few_composed = self.queries(commune, 50)
        many_made, many_composed = self.queries(commune, 500)

        assert many_made <= 10 * few_made
        assert many_composed == few_composed
