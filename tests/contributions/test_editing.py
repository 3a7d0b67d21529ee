"""Authors change their wording while nobody has reacted, and may always withdraw."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
    discussion_on,
    open_phase,
)
from tests.contributions.paper_browser import Browser
from tests.factories import AxisFactory, moment, publish
from wagtail_remacto.contributions.models import Standing

pytestmark = pytest.mark.django_db


def address(name: str, contribution) -> str:
    reference = contribution.shown_reference
    return reverse(f"wagtail_remacto:{name}_contribution", args=[reference])


def author_of(contribution) -> Browser:
    browser = Browser()
    browser.client.force_login(contribution.author.user)
    return browser


def idea(**fields):
    phase = fields.pop("phase", None) or open_phase()
    return ContributionFactory(phase=phase, cycle=phase.get_parent().specific, **fields)


class TestEdit:
    def test_the_new_wording_is_shown_and_the_first_one_kept(self):
        contribution = idea()
        axis = AxisFactory(cycle=contribution.cycle)
        browser = author_of(contribution).open(address("edit", contribution))
        answer = browser.client.post(
            browser.path,
            {**browser.values(), "text": "Le **samedi** aussi.", "axis": axis.pk},
        )
        assert answer.url == contribution.get_absolute_url()
        contribution.refresh_from_db()
        assert "<strong>samedi</strong>" in contribution.html
        assert contribution.axis == axis
        assert [r.number for r in contribution.revisions.all()] == [1, 2]

    def test_an_axis_stays_as_it_is_unless_it_is_changed(self):
        phase = open_phase()
        axis = AxisFactory(cycle=phase.get_parent().specific)
        contribution = idea(phase=phase, axis=axis)
        browser = author_of(contribution).open(address("edit", contribution))
        browser.client.post(browser.path, {**browser.values(), "title": "Autrement"})
        contribution.refresh_from_db()
        assert (contribution.axis, contribution.title) == (axis, "Autrement")

    def test_the_language_that_its_author_named_stays_with_the_same_letters(self):
        contribution = idea(title="Azul", text="Azul fell-awen.", language="zgh")
        client = author_of(contribution).client
        for text, language in (("Azul i medden.", "zgh"), ("مرحبا بكم جميعا", "ar")):
            client.post(address("edit", contribution), {"title": "—", "text": text})
            contribution.refresh_from_db()
            assert contribution.language == language

    def test_what_is_wrong_is_named_and_what_was_typed_kept(self):
        contribution = idea()
        browser = author_of(contribution).open(address("edit", contribution))
        browser.response = browser.client.post(
            browser.path, {"title": "", "text": "Une autre phrase."}
        )
        assert browser.page.find(id="remacto-errors")
        assert browser.values()["text"] == ["Une autre phrase."]

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_after_a_reaction_it_stays_as_people_have_read_it(self, method):
        contribution = idea(supports_count=1)
        browser = author_of(contribution)
        typed = {"title": "Autre", "text": "Une autre phrase."}
        answer = getattr(browser.client, method)(address("edit", contribution), typed)
        assert answer.status_code == 403
        contribution.refresh_from_db()
        assert contribution.title != "Autre"
        if method == "post":
            assert "Une autre phrase." in answer.content.decode()

    def test_a_phase_that_has_closed_keeps_what_was_typed(self):
        contribution = idea()
        publish(contribution.phase, end=moment(-1))
        answer = author_of(contribution).client.post(
            address("edit", contribution), {"title": "Autre", "text": "Une phrase."}
        )
        assert answer.status_code == 403
        assert "Une phrase." in answer.content.decode()

    def test_an_address_confirmed_in_this_session_is_an_author_too(self):
        author = EmailParticipantFactory()
        contribution = idea(author=author)
        browser = Browser()
        session = browser.client.session
        session["wagtail_remacto_participant"] = str(author.key)
        session.save()
        assert browser.open(address("edit", contribution)).page.find("textarea")


class TestWithdraw:
    def test_it_is_asked_for_and_done_by_post(self):
        contribution = idea()
        CommentFactory(discussion=discussion_on(contribution))
        browser = author_of(contribution).open(address("withdraw", contribution))
        assert contribution.title in browser.text
        contribution.refresh_from_db()
        assert contribution.is_public
        answer = browser.client.post(browser.path)
        assert answer.url == contribution.get_absolute_url()
        contribution.refresh_from_db()
        assert contribution.standing == Standing.WITHDRAWN

    def test_it_is_possible_after_reactions_and_after_closing(self):
        contribution = idea(supports_count=3)
        publish(contribution.phase, end=moment(-1))
        author_of(contribution).client.post(address("withdraw", contribution))
        contribution.refresh_from_db()
        assert contribution.standing == Standing.WITHDRAWN

    def test_what_a_moderator_has_hidden_stays_hidden_and_says_so(self):
        contribution = idea(standing=Standing.HIDDEN)
        author = author_of(contribution).client
        place = address("withdraw", contribution)
        for page in (author.get(place), author.post(place)):
            assert page.status_code == 403
        english = author.get(place.replace("/fr/", "/en/")).content.decode()
        assert "A moderator has hidden this." in english
        assert place not in author.get(contribution.get_absolute_url()).content.decode()
        contribution.refresh_from_db()
        assert contribution.standing == Standing.HIDDEN


@pytest.mark.parametrize("deed", ["edit", "withdraw"])
class TestOthers:
    def test_nobody_else_may(self, deed):
        contribution = idea()
        for user in (ParticipantFactory().user, UserFactory()):
            browser = Browser()
            browser.client.force_login(user)
            answer = browser.client.post(
                address(deed, contribution), {"title": "x", "text": "y"}
            )
            assert answer.status_code == 403
        contribution.refresh_from_db()
        assert contribution.is_public and contribution.title != "x"

    def test_somebody_signed_out_is_shown_the_way_back(self, deed):
        contribution = idea()
        browser = Browser().open(address(deed, contribution))
        assert browser.status == 403
        assert browser.page.find("a", href=lambda url: url and "next=" in url)

    def test_what_is_not_public_is_not_found(self, deed):
        contribution = idea(standing=Standing.HELD)
        assert Browser().open(address(deed, contribution)).status == 404
        browser = author_of(contribution).open(address(deed, contribution))
        assert browser.status == 200

    def test_what_is_no_reference_is_not_found(self, deed):
        url = reverse(f"wagtail_remacto:{deed}_contribution", args=["AAA-AAAA"])
        assert Browser().open(url).status == 404

    def test_a_form_without_its_token_writes_nothing(self, deed):
        contribution = idea()
        client = Client(enforce_csrf_checks=True)
        client.force_login(contribution.author.user)
        assert client.post(address(deed, contribution)).status_code == 403
        contribution.refresh_from_db()
        assert contribution.is_public
