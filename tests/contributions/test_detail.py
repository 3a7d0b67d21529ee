import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    ParticipantFactory,
    UserFactory,
    discussion_on,
    open_phase,
)
from tests.contributions.screens import asked, client_of, words
from tests.factories import moment, publish, translate
from tests.home.portal import portal
from tests.test_budgets import A_LIST, bare
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import (
    Attachment,
    ModerationAct,
    ModerationReason,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.text import render

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase():
    portal()
    return open_phase()


@pytest.fixture
def contribution(phase):
    return ContributionFactory(phase=phase, title="Des bancs à l’ombre")


def address(contribution, name="contribution", reader="fr"):
    with override(reader):
        return reverse(f"wagtail_remacto:{name}", args=[contribution.shown_reference])


def hide(contribution, **fields):
    contribution.standing = Standing.HIDDEN
    contribution.save()
    return ModerationAct.objects.create(
        contribution=contribution,
        collectivite=contribution.collectivite,
        verb=Verb.HIDE,
        before=Standing.PUBLIC,
        after=Standing.HIDDEN,
        **fields,
    )


class TestDetail:
    def test_shows_the_text_who_gave_it_and_its_reference(self, client, contribution):
        text = words(client.get(address(contribution)))
        for part in (
            contribution.title,
            contribution.text,
            contribution.author.display_name,
            contribution.shown_reference,
        ):
            assert part in text

    def test_any_spelling_of_the_reference_leads_to_it(self, client, contribution):
        spelled = contribution.reference.lower()
        response = client.get(f"/fr/contributions/{spelled}/")
        assert response.url == address(contribution)

    @pytest.mark.parametrize("ref", ["AAAAAAA", "K7M-42P", "…", "0" * 300])
    def test_what_is_no_reference_is_not_found(self, client, phase, ref):
        assert client.get(f"/fr/contributions/{ref}/").status_code == 404

    def test_html_is_that_of_the_service_and_says_its_language(self, client, phase):
        arabic = ContributionFactory(
            phase=phase, language="ar", text="**ظل**", html=render("**ظل**")
        )
        html = client.get(address(arabic)).content.decode()
        assert "<strong>ظل</strong>" in html
        assert 'lang="ar" dir="auto"' in html

    def test_a_point_is_said_in_words_and_as_an_address(self, client, phase):
        placed = ContributionFactory(
            phase=phase, place="Place Feddan", latitude="35.57", longitude="-5.36"
        )
        html = client.get(address(placed)).content.decode()
        assert 'href="geo:35.57000,-5.36000"' in html
        assert "Place Feddan" in html

    def test_similar_ones_are_named_and_others_are_not(self, client, contribution):
        same = {
            "phase": contribution.phase,
            "cycle": contribution.cycle,
            "collectivite": contribution.collectivite,
        }
        ContributionFactory(**same, title="Bancs et ombre sur la place")
        ContributionFactory(**same, title="Horaires du guichet", text="Le soir.")
        ContributionFactory(
            **same, title="Bancs à l’ombre cachés", standing=Standing.HIDDEN
        )
        found = client.get(address(contribution)).context["similar"]
        assert [each.title for each in found] == ["Bancs et ombre sur la place"]

    def test_an_answer_is_owed_once_the_phase_has_closed(self, client, contribution):
        before = client.get(address(contribution)).content.decode()
        publish(contribution.phase, end=moment(-1))
        after = client.get(address(contribution)).content.decode()
        assert "remacto-journey--owed" not in before
        assert "remacto-journey--owed" in after

    def test_a_visitor_gets_no_form_and_is_led_to_signing_in(
        self, client, contribution
    ):
        response = client.get(address(contribution))
        html = response.content.decode()
        assert "csrfmiddlewaretoken" not in html
        assert "csrftoken" not in response.cookies
        assert "/accounts/login/" in html

    def test_a_citizen_finds_the_button_and_the_form(self, contribution):
        html = client_of().get(address(contribution)).content.decode()
        assert f'action="{address(contribution, "support")}"' in html
        assert f'action="{address(contribution, "comment_contribution")}"' in html

    def test_its_author_may_not_support_but_edit_and_withdraw(self, contribution):
        html = client_of(contribution.author).get(address(contribution))
        html = html.content.decode()
        assert f'action="{address(contribution, "support")}"' not in html
        assert address(contribution, "edit_contribution") in html
        assert address(contribution, "withdraw_contribution") in html

    def test_every_language_of_the_site_shows_the_same(self, client, contribution):
        translate(contribution.phase, "ar", title="مرحلة الإعداد")
        text = words(client.get(address(contribution, reader="ar")))
        assert contribution.title in text
        assert "مرحلة الإعداد" in text

    def test_its_wordings_stay_readable(self, client, phase):
        author = ParticipantFactory()
        idea = services.submit(
            phase=phase, author=author, title="Bancs", text="Deux bancs."
        )
        services.edit(
            contribution=idea, editor=author, title="Bancs", text="Trois bancs."
        )
        assert address(idea, "contribution_history") in (
            client.get(address(idea)).content.decode()
        )
        text = words(client.get(address(idea, "contribution_history")))
        assert "Deux bancs." in text
        assert "Trois bancs." in text


class TestWhatIsNotPublic:
    @pytest.mark.parametrize("standing", [Standing.HELD, Standing.UNCONFIRMED])
    def test_what_waits_is_seen_by_its_author_and_moderators(
        self, client, phase, standing
    ):
        idea = ContributionFactory(phase=phase, standing=standing)
        moderator = UserFactory(is_superuser=True, is_staff=True)
        assert client.get(address(idea)).status_code == 404
        assert client_of().get(address(idea)).status_code == 404
        for person in (idea.author, ParticipantFactory(user=moderator)):
            response = client_of(person).get(address(idea))
            assert idea.text in words(response)
            assert response["X-Robots-Tag"] == "noindex"

    def test_a_hidden_one_says_when_and_why_and_not_what(self, client, contribution):
        from wagtail.models import Locale

        reason = ModerationReason.objects.create(
            title="Propos blessants",
            text="Dites-le autrement.",
            locale=Locale.get_default(),
        )
        translated = reason.copy_for_translation(
            Locale.objects.get_or_create(language_code="ar")[0]
        )
        translated.title = "كلام جارح"
        translated.save()
        hide(contribution, reason=reason, words="Vous avez insulté M. X.")
        response = client.get(address(contribution))
        text = words(response)
        assert response.status_code == 200
        assert "Propos blessants" in text
        assert response["X-Robots-Tag"] == "noindex"
        for secret in (contribution.title, contribution.text, "M. X."):
            assert secret not in response.content.decode()
        assert "كلام جارح" in words(client.get(address(contribution, reader="ar")))
        assert contribution.text in words(
            client_of(contribution.author).get(address(contribution))
        )

    def test_a_withdrawn_one_leaves_its_place(self, client, contribution):
        services.withdraw(contribution=contribution, author=contribution.author)
        response = client.get(address(contribution))
        assert response.status_code == 200
        assert contribution.title not in response.content.decode()
        history = client.get(address(contribution, "contribution_history"))
        assert history.status_code == 302

    def test_the_discussion_of_a_hidden_one_stays(self, client, contribution):
        CommentFactory(discussion=discussion_on(contribution), text="Je réponds.")
        contribution.discussion.comments_count = 1
        contribution.discussion.save()
        hide(contribution)
        html = client.get(address(contribution)).content.decode()
        assert "Je réponds." in html
        assert contribution.title not in html


class TestAttachment:
    def attach(self, contribution, **fields):
        return Attachment.objects.create(
            **{
                "contribution": contribution,
                "file": ContentFile(b"\x89PNG", name="banc.png"),
                "name": "banc.png",
                "kind": "image",
                "content_type": "image/png",
                "size": 4,
                "sha256": "0" * 64,
                "width": 40,
                "height": 30,
                **fields,
            }
        )

    def test_a_picture_has_its_size_and_words(self, client, contribution):
        picture = self.attach(contribution)
        html = client.get(address(contribution)).content.decode()
        assert (
            f'src="/fr/attachments/{picture.pk}/small/" width="40" height="30"' in html
        )
        response = client.get(f"/fr/attachments/{picture.pk}/")
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]

    def test_a_document_is_saved_not_shown(self, client, contribution):
        paper = self.attach(
            contribution, name="plan.pdf", kind="pdf", content_type="application/pdf"
        )
        response = client.get(f"/fr/attachments/{paper.pk}/")
        assert response["Content-Disposition"].startswith("attachment")

    def test_it_is_hidden_with_what_it_was_given_with(self, client, contribution):
        picture = self.attach(contribution)
        hide(contribution)
        own = client_of(contribution.author).get(f"/fr/attachments/{picture.pk}/")
        assert client.get(f"/fr/attachments/{picture.pk}/").status_code == 404
        assert own["Cache-Control"] == "private, no-store"


def talk(contribution, number):
    """So many comments of as many people, each with replies, written in bulk."""
    discussion = discussion_on(contribution)
    author = ParticipantFactory()
    make = CommentFactory._meta.model
    fields = {"discussion": discussion, "phase": contribution.phase, "author": author}
    fields |= {"text": "Oui", "html": "<p>Oui</p>"}
    first = make.objects.bulk_create(make(**fields) for _each in range(number))
    make.objects.bulk_create(
        make(**fields, parent=parent) for parent in first for _each in range(4)
    )
    make.objects.filter(discussion=discussion, parent=None).update(replies_count=4)
    discussion.comments_count = number * 5
    discussion.save()


def test_a_thousand_comments_cost_no_more_queries_than_ten(phase, contribution):
    arabic = translate(phase, "ar", title="مرحلة")
    contribution.themes.add("ombre")
    citizen = client_of()
    talk(contribution, 10)
    usual = {"fr": bare(phase), "ar": bare(arabic)}
    few = {}
    for language in usual:
        for client in (citizen, citizen.__class__()):
            url = address(contribution, reader=language)
            few[language, client] = asked(client, url)
            assert few[language, client] - usual[language] <= A_LIST
    talk(contribution, 1_000)
    for (language, client), number in few.items():
        assert asked(client, address(contribution, reader=language)) == number
