"""Every address of the package: what it answers to whom never asked nicely.

An address that is not in the table below makes a test fail.
"""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.citizens import CommentFactory, ContributionFactory, UserFactory
from wagtail_remacto import models

pytestmark = pytest.mark.django_db

# Read only; a form that is shown and sent; a deed without a form of its own.
READ = {
    "answer_ledger",
    "answer_ledger_csv",
    "network_board",
    "network_csv",
    "network_xlsx",
    "attachment",
    "attachment_small",
    "claim_sent",
    "collectivite_answers",
    "comment",
    "compare_cycles",
    "compare_versions",
    "contribution",
    "contribution_following",
    "contribution_history",
    "contribution_journey",
    "contributions",
    "contributions_csv",
    "milestone",
    "cycle_calendar",
    "cycle_contributions",
    "decision",
    "discussion",
    "my_export",
    "my_notices",
    "my_space",
    "page_discussion",
    "page_following",
    "phase_moderation",
    "phase_remarks",
    "poll",
    "poll_results",
    "programme_changes",
    "programme_evaluations",
    "programme_flow",
    "programme_integrity",
    "programme_pdf",
    "programme_print",
    "programme_progress",
    "programme_version",
    "programme_version_content",
    "programme_versions",
    "project_journey",
    "project_library",
    "evaluation",
    "evidence",
    "evidence_small",
    "project_progress",
    "project_update",
    "project_version_content",
    "register_sent",
    "slip",
    "version_differences",
    "version_remarks",
    "workshop_calendar",
}
FORM = {
    "monitor",
    "offer_partnership",
    "partnership",
    "postpone_milestone",
    "publish_update",
    "claim",
    "confirm",
    "contribute",
    "contribute_details",
    "contribute_send",
    "contribution_sent",
    "edit_contribution",
    "evaluate",
    "moderation_answer",
    "my_erase",
    "register",
    "registration",
    "remark",
    "report_comment",
    "report_contribution",
    "unsubscribe_notices",
    "withdraw_contribution",
}
WRITE = {
    "comment_contribution",
    "comment_page",
    "contribute_discard",
    "contribute_draft",
    "follow_contribution",
    "follow_page",
    "my_link",
    "my_profile",
    "my_reminders",
    "my_sign_out",
    "notice_preferences",
    "notices_seen",
    "support",
    "support_comment",
    "vote",
    "withdraw_comment",
}
# Nobody's: a number that no row has, a reference whose check sign is wrong, a token
# that nobody signed.
NOBODYS = {
    "pk": 999_999,
    "ref": "222-2223",
    "token": "not-a-token",
    "number": 999_999,
    "later": 999_999,
    "project": 999_999,
    "update": 999_999,
}
DEAD = {400, 403, 404, 410}


def names() -> dict[str, list[str]]:
    """The names of the package's addresses with their parameters."""
    package = get_resolver("wagtail_remacto.urls").reverse_dict
    return {
        name: list(package.getlist(name)[0][0][0][1])
        for name in package
        if isinstance(name, str)
    }


def address(name: str) -> str:
    given = {parameter: NOBODYS[parameter] for parameter in names()[name]}
    return reverse(f"wagtail_remacto:{name}", kwargs=given)


def test_the_table_names_every_address():
    assert set(names()) == READ | FORM | WRITE


# A signed token is all they take: mail programs send them by themselves (RFC 8058).
WITHOUT_FORM = {"unsubscribe_notices"}


@pytest.mark.parametrize("name", sorted((FORM | WRITE) - WITHOUT_FORM))
def test_nothing_is_written_without_the_token_of_a_form(name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(UserFactory())
    answer = browser.post(address(name), {"title": "Une idée", "text": "Un banc."})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", sorted(WRITE))
def test_a_deed_is_not_done_by_a_link(name, client):
    client.force_login(UserFactory())
    assert client.get(address(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(READ))
def test_what_is_read_is_not_sent(name, client):
    client.force_login(UserFactory())
    assert client.post(address(name)).status_code in (404, 405)


@pytest.mark.parametrize(
    "name", sorted(name for name in READ | FORM | WRITE if names().get(name))
)
def test_what_does_not_exist_is_not_found(name, client):
    client.force_login(UserFactory())
    method = client.post if name in WRITE else client.get
    assert method(address(name)).status_code in DEAD
    if name in FORM:
        assert client.post(address(name)).status_code in DEAD


class TestWhatIsSomebodyElses:
    """A stranger with an account of their own, and the right token of a form."""

    @pytest.fixture
    def idea(self):
        return ContributionFactory()

    @pytest.mark.parametrize("name", ["edit_contribution", "withdraw_contribution"])
    def test_contribution_is_neither_edited_nor_withdrawn(self, name, idea, client):
        client.force_login(UserFactory())
        place = reverse(f"wagtail_remacto:{name}", args=[idea.shown_reference])
        words = {"title": "Autre chose", "text": "Tout autre chose."}
        assert client.post(place, words).status_code in (403, 404)
        before = idea.title, idea.standing
        idea.refresh_from_db()
        assert (idea.title, idea.standing) == before

    def test_comment_is_not_withdrawn(self, client):
        comment = CommentFactory()
        client.force_login(UserFactory())
        place = reverse("wagtail_remacto:withdraw_comment", args=[comment.pk])
        assert client.post(place).status_code in (403, 404)
        comment.refresh_from_db()
        assert comment.is_public

    def test_discussion_is_no_place_for_a_reply_to_another(self, idea, client):
        elsewhere = CommentFactory()
        client.force_login(UserFactory())
        place = reverse(
            "wagtail_remacto:comment_contribution", args=[idea.shown_reference]
        )
        client.post(place, {"text": "Tout à fait.", "parent": elsewhere.pk})
        assert not elsewhere.replies.exists()


@pytest.mark.parametrize(
    "number", ["99999999999999999999", "9" * 40], ids=["20 digits", "40 digits"]
)
def test_a_number_longer_than_the_database_counts_is_not_found(number, client):
    for path in (f"phase/{number}/contributions/", f"polls/{number}/"):
        assert client.get(f"/fr/{path}").status_code == 404


@pytest.mark.parametrize("name", sorted(READ | FORM))
def test_reading_writes_nothing(name, client):
    client.force_login(UserFactory())
    rows = [
        model for model in map(models.__dict__.get, models.__all__) if model is not None
    ]
    before = {model: model._default_manager.count() for model in rows}
    client.get(address(name))
    assert {model: model._default_manager.count() for model in rows} == before
