import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.log_actions import registry
from wagtail.models import Locale

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    discussion_on,
)
from tests.factories import locale
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    person,
)
from wagtail_remacto.contributions import counters, services
from wagtail_remacto.contributions.errors import (
    ContributionError,
    NothingToAnswer,
    NotPossible,
    NotYours,
    ReasonNeeded,
)
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    Discussion,
    ModerationAct,
    ModerationReason,
    Report,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.queue import numbers, waiting
from wagtail_remacto.contributions.reasons import provide_reasons
from wagtail_remacto.contributions.services.moderating import LEADS
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.people import links
from wagtail_remacto.people.models import RecordError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared as they stand in the source."""
    with override("en"):
        yield


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def officer(commune):
    return comms_officer(commune)


@pytest.fixture
def reason(db):
    locale("fr"), locale("ar")
    provide_reasons()
    return ModerationReason.objects.get(
        title="Données personnelles", locale__language_code="fr"
    )


def idea_in(commune, **fields):
    return ContributionFactory(phase=commune.phase, **fields)


def comment_in(commune, **fields):
    comment = CommentFactory(discussion=discussion_on(idea_in(commune)), **fields)
    counters.recount()
    return comment


def reported(subject, **fields):
    key = "contribution" if isinstance(subject, Contribution) else "comment"
    given = Report.objects.create(
        **{key: subject}, participant=ParticipantFactory(), reason="insult", **fields
    )
    type(subject).objects.filter(pk=subject.pk).update(reports_count=1)
    return given


class TestTransitions:
    """Every standing and every decision: what leads where, and what leads nowhere."""

    @pytest.mark.parametrize("make", [idea_in, comment_in], ids=["idea", "comment"])
    @pytest.mark.parametrize("standing", Standing)
    def test_from_one_standing(self, commune, officer, reason, make, standing):
        for verb in Verb:
            self.check(
                make(commune, standing=standing), standing, verb, officer, reason
            )

    def check(self, subject, standing, verb, officer, reason):
        reported(subject)
        if verb == Verb.UPHOLD and standing == Standing.HIDDEN:
            answered(subject, Verb.HIDE, standing)
        acts = ModerationAct.objects.count()
        after = LEADS.get((standing, verb))
        if after is None:
            with pytest.raises(NotPossible) as refused:
                services.decide(subject=subject, verb=verb, by=officer, reason=reason)
            assert refused.value.sentence
            assert ModerationAct.objects.count() == acts
        else:
            act = services.decide(subject=subject, verb=verb, by=officer, reason=reason)
            assert (act.before, act.after) == (standing, after)
            assert (act.by, act.automatic) == (officer, False)
        subject.refresh_from_db()
        assert subject.standing == (after or standing)
        assert list(counters.drifts()) == []

    def test_nothing_to_dismiss(self, commune, officer):
        with pytest.raises(NotPossible, match="Nobody has reported"):
            services.decide(subject=idea_in(commune), verb=Verb.KEEP, by=officer)

    def test_nothing_was_answered(self, commune, officer, reason):
        idea = idea_in(commune)
        services.decide(subject=idea, verb=Verb.HIDE, by=officer, reason=reason)
        with pytest.raises(NotPossible, match="has not answered"):
            services.decide(subject=idea, verb=Verb.UPHOLD, by=officer)


def answered(subject, verb, after):
    key = "contribution" if isinstance(subject, Contribution) else "comment"
    where = subject if key == "contribution" else subject.discussion
    act = ModerationAct.objects.create(
        **{key: subject},
        collectivite=where.collectivite,
        verb=verb,
        before=Standing.PUBLIC,
        after=after,
    )
    act.answer, act.answered_at = "Mais non", subject.created_at
    act.save(update_fields=["answer", "answered_at"])
    return act


class TestDecide:
    def test_hiding_needs_a_reason(self, commune, officer):
        idea = idea_in(commune)
        with pytest.raises(ReasonNeeded):
            services.decide(subject=idea, verb=Verb.HIDE, by=officer)
        idea.refresh_from_db()
        assert idea.is_public

    def test_the_first_release_says_since_when_it_is_public(self, commune, officer):
        idea = idea_in(commune, standing=Standing.HELD, published_at=None)
        services.decide(subject=idea, verb=Verb.RELEASE, by=officer)
        idea.refresh_from_db()
        first = idea.published_at
        assert first is not None
        services.decide(subject=idea, verb=Verb.HOLD, by=officer)
        services.decide(subject=idea, verb=Verb.RELEASE, by=officer)
        idea.refresh_from_db()
        assert idea.published_at == first

    def test_open_reports_are_settled_but_not_by_taking_aside(self, commune, officer):
        idea = idea_in(commune)
        given = reported(idea)
        services.decide(subject=idea, verb=Verb.HOLD, by=officer)
        given.refresh_from_db()
        assert given.settled_at is None
        services.decide(subject=idea, verb=Verb.RELEASE, by=officer)
        given.refresh_from_db()
        assert given.settled_at is not None

    def test_it_is_in_wagtails_log_of_the_collectivite(self, commune, officer, reason):
        idea = idea_in(commune)
        services.decide(subject=idea, verb=Verb.HIDE, by=officer, reason=reason)
        entry = registry.get_logs_for_instance(idea).get()
        assert entry.action == "wagtail_remacto.hide"
        assert entry.user == officer
        assert entry.collectivite.pk == commune.page.pk
        assert entry.message == "Hidden by a moderator"
        # Others read the log than those who may read a hidden text.
        assert entry.label == idea.shown_reference

    def test_a_comment_is_logged_under_its_collectivite_too(self, commune, officer):
        comment = comment_in(commune)
        services.decide(subject=comment, verb=Verb.HOLD, by=officer)
        entry = registry.get_logs_for_instance(comment).get()
        assert entry.collectivite.pk == commune.page.pk

    def test_focal_points_decide_as_well(self, commune):
        act = services.decide(
            subject=idea_in(commune), verb=Verb.HOLD, by=focal_point(commune)
        )
        assert act.after == Standing.HELD

    @pytest.mark.parametrize("make", [idea_in, comment_in], ids=["idea", "comment"])
    def test_neighbours_network_and_citizens_decide_nothing(self, commune, make):
        neighbour = commune_with_everything(AL_HOCEIMA, commune.page.get_parent())
        others = [
            comms_officer(neighbour, "voisine"),
            network_officer(),
            person("quelquun"),
        ]
        subject = make(commune)
        for other in others:
            with pytest.raises(Refused):
                services.decide(subject=subject, verb=Verb.HOLD, by=other)
        subject.refresh_from_db()
        assert subject.standing == Standing.PUBLIC

    def test_a_decision_is_never_rewritten(self, commune, officer):
        act = services.decide(subject=idea_in(commune), verb=Verb.HOLD, by=officer)
        act.words = "autre chose"
        with pytest.raises(RecordError):
            act.save()


class TestMany:
    def test_what_fails_leaves_the_others(self, commune, officer):
        neighbour = commune_with_everything(AL_HOCEIMA, commune.page.get_parent())
        good = [idea_in(commune), comment_in(commune)]
        foreign = idea_in(neighbour)
        done_before = idea_in(commune, standing=Standing.WITHDRAWN)
        done = services.decide_many(
            subjects=[good[0], foreign, done_before, good[1]],
            verb=Verb.HOLD,
            by=officer,
        )
        assert [each.act is not None for each in done] == [True, False, False, True]
        assert "not yours" in done[1].problem
        assert "withdrawn" in done[2].problem
        foreign.refresh_from_db()
        assert foreign.is_public


class TestTheAuthorIsTold:
    def decide(self, django_capture_on_commit_callbacks, **given):
        with django_capture_on_commit_callbacks(execute=True):
            act = services.decide(**given)
        return act

    def test_in_arabic_with_the_reason_in_arabic(
        self, commune, officer, reason, django_capture_on_commit_callbacks
    ):
        author = ParticipantFactory(language="ar")
        idea = idea_in(commune, author=author)
        act = self.decide(
            django_capture_on_commit_callbacks,
            subject=idea,
            verb=Verb.HIDE,
            by=officer,
            reason=reason,
            words="Page 2.",
        )
        told = mail.outbox[0]
        assert told.to == [author.user.email]
        assert "القانون 09-08" in told.body
        assert "Page 2." in told.body
        assert f"/ar/moderation/{act.pk}/answer/" in told.body
        assert idea.text in told.body
        assert act.reason.locale.language_code == "ar"

    def test_without_an_account_by_a_link_that_proves_the_address(
        self, commune, officer, reason, django_capture_on_commit_callbacks, client
    ):
        author = EmailParticipantFactory(language="fr")
        idea = idea_in(commune, author=author)
        act = self.decide(
            django_capture_on_commit_callbacks,
            subject=idea,
            verb=Verb.HIDE,
            by=officer,
            reason=reason,
        )
        body = mail.outbox[0].body
        path = "/fr/confirm/" + body.split("/fr/confirm/")[1].split()[0]
        assert client.get(path).status_code == 200
        answer = client.post(path)
        assert answer.url == f"/fr/moderation/{act.pk}/answer/"
        assert client.get(answer.url).status_code == 200
        assert links.sign("moderation", act.pk)

    def test_release_and_upheld_have_no_link(
        self, commune, officer, django_capture_on_commit_callbacks
    ):
        idea = idea_in(commune, standing=Standing.HELD)
        self.decide(
            django_capture_on_commit_callbacks,
            subject=idea,
            verb=Verb.RELEASE,
            by=officer,
        )
        assert "answer" not in mail.outbox[0].body

    def test_who_has_left_or_gave_no_address_gets_nothing(
        self, commune, officer, django_capture_on_commit_callbacks
    ):
        gone = ParticipantFactory(erased_at=commune.phase.start)
        for author in (gone, None):
            self.decide(
                django_capture_on_commit_callbacks,
                subject=idea_in(commune, author=author),
                verb=Verb.HOLD,
                by=officer,
            )
        assert mail.outbox == []

    def test_dismissed_reports_are_not_told(
        self, commune, officer, django_capture_on_commit_callbacks
    ):
        idea = idea_in(commune)
        reported(idea)
        self.decide(
            django_capture_on_commit_callbacks,
            subject=idea,
            verb=Verb.KEEP,
            by=officer,
        )
        assert mail.outbox == []


class TestAnswer:
    @pytest.fixture
    def hidden(self, commune, officer, reason):
        idea = idea_in(commune)
        return services.decide(subject=idea, verb=Verb.HIDE, by=officer, reason=reason)

    def test_it_comes_before_the_moderators_again_and_only_once(self, hidden, officer):
        author = hidden.contribution.author
        assert numbers(officer)["answered"] == 0
        services.answer(act=hidden, author=author, text="C’est mon propre numéro.")
        assert numbers(officer)["answered"] == 1
        assert [row["pk"] for row in waiting(officer)] == [hidden.contribution_id]
        with pytest.raises(NothingToAnswer):
            services.answer(act=hidden, author=author, text="Encore")
        services.decide(subject=hidden.contribution, verb=Verb.UPHOLD, by=officer)
        assert numbers(officer)["answered"] == 0

    def test_only_the_author(self, hidden):
        with pytest.raises(NotYours):
            services.answer(act=hidden, author=ParticipantFactory(), text="Moi")

    def test_not_what_has_been_decided_otherwise_since(self, hidden, officer):
        services.decide(subject=hidden.contribution, verb=Verb.RESTORE, by=officer)
        with pytest.raises(NothingToAnswer):
            services.answer(
                act=hidden, author=hidden.contribution.author, text="Trop tard"
            )

    @pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
    def test_words_are_needed_and_bounded(self, hidden, text):
        with pytest.raises(ValidationError):
            services.answer(act=hidden, author=hidden.contribution.author, text=text)


class TestCounters:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    def test_they_are_right_after_any_sequence(self, commune, officer, reason, data):
        from django.db import transaction

        with transaction.atomic():
            idea = idea_in(commune)
            discussion = discussion_on(idea)
            first = CommentFactory(discussion=discussion)
            replies = CommentFactory.create_batch(
                2, discussion=discussion, parent=first
            )
            counters.recount()
            texts = [idea, first, *replies]
            steps = data.draw(
                st.lists(
                    st.tuples(
                        st.integers(0, 3),
                        st.sampled_from([*Verb, "report", "withdraw"]),
                    ),
                    max_size=12,
                )
            )
            for number, verb in steps:
                self.do(type(texts[number]), texts[number].pk, verb, officer, reason)
            assert list(counters.drifts()) == []
            public = Comment.objects.filter(
                discussion=discussion, standing=Standing.PUBLIC
            ).count()
            assert Discussion.objects.get(pk=discussion.pk).comments_count == public
            transaction.set_rollback(True)

    def do(self, model, pk, verb, officer, reason):
        text = model.objects.get(pk=pk)
        try:
            if verb == "report":
                services.report(
                    subject=text, participant=ParticipantFactory(), reason="other"
                )
            elif verb == "withdraw" and model is Contribution:
                services.withdraw(contribution=text, author=text.author)
            elif verb == "withdraw":
                services.withdraw_comment(comment=text, author=text.author)
            else:
                services.decide(subject=text, verb=verb, by=officer, reason=reason)
        except ContributionError:
            # What is refused must change nothing either.
            return


class TestLibrary:
    def test_it_is_provided_once_and_keeps_what_officers_wrote(self, reason):
        assert provide_reasons() == 0
        reason.title = "Vie privée"
        reason.save()
        assert provide_reasons() == 0
        reason.refresh_from_db()
        assert reason.title == "Vie privée"

    def test_every_reason_is_in_every_language_of_the_site(self, reason):
        languages = Locale.objects.filter(language_code__in=["fr", "ar", "en"]).count()
        groups = ModerationReason.objects.values("translation_key").annotate(
            n=Count("pk", filter=Q(active=True))
        )
        assert {group["n"] for group in groups} == {languages}
