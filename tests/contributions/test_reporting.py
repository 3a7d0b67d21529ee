import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    open_phase,
)
from tests.factories import locale
from wagtail_remacto.adapter import Adapter
from wagtail_remacto.contributions import counters, queue, services
from wagtail_remacto.contributions.errors import NotShown, OwnText
from wagtail_remacto.contributions.figures import moderation_figures
from wagtail_remacto.contributions.models import (
    ModerationAct,
    ModerationReason,
    Report,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.reasons import provide_reasons
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.traps import token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared as they stand in the source."""
    with override("en"):
        yield


class Strict(Adapter):
    def reports_to_hold(self, phase):
        return 2


def report(subject, participant=None, **fields):
    return services.report(
        **{
            "subject": subject,
            "participant": participant or ParticipantFactory(),
            "reason": "insult",
            **fields,
        }
    )


def counted_comment(**fields):
    comment = CommentFactory(**fields)
    counters.recount()
    return comment


class TestReport:
    def test_it_is_kept_with_its_words_and_counted(self):
        idea = ContributionFactory()
        given = report(idea, text="  Page 2, la deuxième phrase.  ")
        assert given.text == "Page 2, la deuxième phrase."
        idea.refresh_from_db()
        assert (idea.reports_count, idea.standing) == (1, Standing.PUBLIC)

    def test_one_open_report_a_person(self):
        idea, person = ContributionFactory(), ParticipantFactory()
        assert report(idea, person) == report(idea, person, reason="other")
        Report.objects.update(settled_at=idea.published_at)
        assert report(idea, person, reason="other").reason == "other"
        assert list(counters.drifts()) == []

    def test_not_ones_own(self):
        idea = ContributionFactory()
        with pytest.raises(OwnText):
            report(idea, idea.author)

    @pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.PUBLIC}))
    def test_not_what_nobody_sees(self, standing):
        with pytest.raises(NotShown):
            report(ContributionFactory(standing=standing))

    def test_somebody_unconfirmed_has_to_say_who_they_are(self):
        stranger = EmailParticipantFactory(confirmed_at=None)
        with pytest.raises(Refused):
            report(ContributionFactory(), stranger)

    def test_it_is_counted_by_the_gate(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"report": ("1/h", None)}
        sender = Sender("report-test", "")
        report(ContributionFactory(), sender=sender)
        with pytest.raises(Refused, match="very often"):
            report(ContributionFactory(), sender=sender)


class TestHold:
    @pytest.mark.parametrize("make", [ContributionFactory, counted_comment])
    def test_enough_people_put_it_before_a_moderator(
        self, make, settings, django_capture_on_commit_callbacks
    ):
        settings.WAGTAIL_REMACTO_REPORTS_TO_HOLD = 3
        text = make()
        with django_capture_on_commit_callbacks(execute=True):
            for _person in range(3):
                report(text)
        text.refresh_from_db()
        assert text.standing == Standing.HELD
        act = text.moderation.get()
        assert (act.automatic, act.grounds, act.verb) == (True, ["reports"], "hold")
        assert list(counters.drifts()) == []
        assert mail.outbox[0].to == [text.author.user.email]

    def test_the_adapter_says_how_many(self, settings):
        settings.WAGTAIL_REMACTO_ADAPTER = f"{__name__}.Strict"
        idea = ContributionFactory()
        report(idea), report(idea)
        idea.refresh_from_db()
        assert idea.standing == Standing.HELD

    def test_what_was_settled_counts_no_more(self, settings):
        settings.WAGTAIL_REMACTO_REPORTS_TO_HOLD = 2
        idea = ContributionFactory()
        report(idea)
        Report.objects.update(settled_at=idea.published_at)
        report(idea)
        idea.refresh_from_db()
        assert idea.is_public

    def test_a_machine_moves_nothing(self, settings):
        settings.WAGTAIL_REMACTO_REPORTS_TO_HOLD = 1
        idea = ContributionFactory()
        report(idea, suspicion=["filled"])
        idea.refresh_from_db()
        assert (idea.standing, idea.reports_count) == (Standing.PUBLIC, 1)

    def test_nor_do_several_with_the_help_of_a_person(self, settings):
        settings.WAGTAIL_REMACTO_REPORTS_TO_HOLD = 2
        idea = ContributionFactory()
        for _machine in range(2):
            report(idea, suspicion=["filled", "unsigned"])
        report(idea)
        idea.refresh_from_db()
        assert idea.is_public
        [item] = queue.items(type(idea).objects.filter(pk=idea.pk))
        assert [str(each) for each in item.doubts] == [
            "hidden field filled in",
            "form not opened on this site",
        ]
        report(idea)
        idea.refresh_from_db()
        assert idea.standing == Standing.HELD

    def test_zero_is_never(self, settings):
        settings.WAGTAIL_REMACTO_REPORTS_TO_HOLD = 0
        idea = ContributionFactory()
        report(idea)
        idea.refresh_from_db()
        assert idea.is_public


def address(subject):
    if hasattr(subject, "reference"):
        return reverse(
            "wagtail_remacto:report_contribution", args=[subject.shown_reference]
        )
    return reverse("wagtail_remacto:report_comment", args=[subject.pk])


@pytest.fixture
def citizen(client):
    participant = ParticipantFactory()
    client.force_login(participant.user)
    return participant


class TestForm:
    @pytest.mark.parametrize("make", [ContributionFactory, CommentFactory])
    def test_from_the_form_to_what_happens_next(self, make, client, citizen):
        text = make()
        assert "Report" in client.get(address(text)).content.decode()
        answer = client.post(
            address(text), {"reason": "personal", "text": "Un nom", "opened": token()}
        )
        assert answer.status_code == 302
        page = client.get(answer.url)
        assert "has arrived" in page.content.decode()
        assert text.reports.get().participant == citizen

    def test_a_visitor_keeps_their_words_and_is_led_to_sign_in(self, client):
        idea = ContributionFactory()
        assert client.get(address(idea)).status_code == 403
        answer = client.post(address(idea), {"reason": "other", "text": "Mes mots"})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Mes mots" in page
        assert "Sign in" in page
        assert not Report.objects.exists()

    def test_a_reason_is_asked_for(self, client, citizen):
        answer = client.post(address(ContributionFactory()), {"text": "Mes mots"})
        assert answer.status_code == 422
        assert "Mes mots" in answer.content.decode()

    def test_what_is_not_public_is_not_there(self, client, citizen):
        idea = ContributionFactory(standing=Standing.HIDDEN)
        assert client.get(address(idea)).status_code == 404
        assert client.post(address(idea), {"reason": "other"}).status_code == 404
        assert client.get("/en/contributions/ZZZ/report/").status_code == 404
        assert client.get("/en/comments/999/report/").status_code == 404

    def test_a_comment_on_something_hidden_is_not_there(self, client, citizen):
        comment = CommentFactory()
        comment.discussion.contribution.standing = Standing.HIDDEN
        comment.discussion.contribution.save()
        assert client.get(address(comment)).status_code == 404

    def test_held_while_somebody_wrote_says_so_and_keeps_the_words(
        self, client, citizen
    ):
        idea = ContributionFactory(standing=Standing.HELD)
        answer = client.post(address(idea), {"reason": "other", "text": "Mes mots"})
        assert answer.status_code == 409
        assert "Mes mots" in answer.content.decode()

    def test_ones_own_offers_no_form(self, client, citizen):
        idea = ContributionFactory(author=citizen)
        page = client.get(address(idea)).content.decode()
        assert "withdraw it yourself" in page
        assert 'name="reason"' not in page

    def test_without_the_token_of_the_form_it_is_refused(self, citizen):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(citizen.user)
        idea = ContributionFactory()
        assert strict.post(address(idea), {"reason": "other"}).status_code == 403
        assert not Report.objects.exists()


class TestAnswerPage:
    @pytest.fixture
    def act(self):
        idea = ContributionFactory(standing=Standing.HIDDEN)
        return ModerationAct.objects.create(
            contribution=idea,
            collectivite=idea.collectivite,
            verb=Verb.HIDE,
            before=Standing.PUBLIC,
            after=Standing.HIDDEN,
            words="Un nom y figure.",
        )

    def url(self, act):
        return reverse("wagtail_remacto:moderation_answer", args=[act.pk])

    def test_the_author_reads_the_decision_and_answers_once(self, client, act):
        client.force_login(act.contribution.author.user)
        assert "Un nom y figure." in client.get(self.url(act)).content.decode()
        assert client.post(self.url(act), {"text": "Le mien."}).status_code == 302
        page = client.get(self.url(act)).content.decode()
        assert "Le mien." in page
        assert "<textarea" not in page
        again = client.post(self.url(act), {"text": "Encore."})
        assert again.status_code == 422
        act.refresh_from_db()
        assert act.answer == "Le mien."

    def test_nobody_else_learns_of_it(self, client, act, citizen):
        assert client.get(self.url(act)).status_code == 404
        assert client.post(self.url(act), {"text": "Moi"}).status_code == 404

    def test_a_visitor_is_led_to_sign_in(self, client, act):
        page = client.get(self.url(act))
        assert page.status_code == 403
        assert "Un nom y figure." not in page.content.decode()


class TestPublicFigures:
    def hide(self, subject, reason):
        key = "comment" if hasattr(subject, "discussion_id") else "contribution"
        owner = subject.discussion if key == "comment" else subject
        subject.standing = Standing.HIDDEN
        subject.save()
        return ModerationAct.objects.create(
            **{key: subject},
            collectivite=owner.collectivite,
            verb=Verb.HIDE,
            before=Standing.PUBLIC,
            after=Standing.HIDDEN,
            reason=reason,
        )

    @pytest.fixture
    def reasons(self):
        locale("fr"), locale("ar")
        provide_reasons()
        return {
            (one.order, one.locale.language_code): one
            for one in ModerationReason.objects.all()
        }

    def test_numbers_by_reason_whatever_the_author_read(
        self, reasons, django_assert_max_num_queries
    ):
        phase = open_phase()
        insult_fr, insult_ar = reasons[1, "fr"], reasons[1, "ar"]
        first = ContributionFactory(phase=phase)
        self.hide(first, reasons[2, "fr"])
        self.hide(first, insult_fr)
        self.hide(ContributionFactory(phase=phase), insult_ar)
        self.hide(CommentFactory(phase=phase), reasons[3, "ar"])
        ContributionFactory(phase=phase, standing=Standing.HELD)
        with django_assert_max_num_queries(6):
            figures = moderation_figures(phase)
        assert (figures.hidden, figures.waiting) == (3, 1)
        assert figures.reasons == [
            ("Insultes ou haine", 2),
            ("Publicité", 1),
        ]

    def test_the_page_says_rules_and_numbers_and_no_text(self, client, reasons):
        phase = open_phase(moderation="before")
        idea = ContributionFactory(phase=phase, text="Un secret à cacher")
        self.hide(idea, reasons[2, "fr"])
        page = client.get(reverse("wagtail_remacto:phase_moderation", args=[phase.pk]))
        text = page.content.decode()
        assert "before it is published" in text
        assert "Données personnelles" in text
        assert not re.search("secret", text)
        assert "Set-Cookie" not in page.headers
