"""What taking part may ask of the database, with ten contributions and ten thousand."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import ContentPage
from tests.citizens import (
    ContributionFactory,
    UserFactory,
    many_comments,
    many_contributions,
    open_phase,
)
from tests.factories import (
    CommitteeFactory,
    ProgrammeFactory,
    ProjectFactory,
    translate,
)
from tests.journey import records
from wagtail_remacto.people.services import ensure_participant

pytestmark = pytest.mark.django_db

# A journey reads nine kinds of records, from the answer to the council’s vote; what is
# not answered yet has none of them.
A_LIST, A_JOURNEY, A_WRITE = 10, 10, 20
FEW, MANY = 10, 10_000


def visit(address: str, client: Client | None = None) -> int:
    """The queries of a visit, once the process knows sites and types."""
    client = client or Client()
    for _attempt in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert answer.status_code == 200, address
    return len(captured)


def bare(phase) -> int:
    """What an empty page costs below the phase's cycle."""
    page = ContentPage(title="Rien", slug="rien", locale=phase.locale)
    phase.get_parent().add_child(instance=page)
    with patch.object(ContentPage, "template", "wagtailcore/page.html"):
        cost = visit(page.get_url())
    page.delete()
    return cost


def address(name: str, *given) -> str:
    return reverse(f"wagtail_remacto:{name}", args=given)


class TestList:
    @pytest.mark.parametrize(
        "state",
        [
            "",
            "?sort=supported",
            "?q=idee",
            "?language=ar&origin=online",
            "?outcome=awaited",
        ],
    )
    def test_costs_the_same_for_ten_and_for_ten_thousand(self, state):
        few, many = open_phase(), open_phase()
        many_contributions(few, FEW)
        small = visit(address("contributions", few.pk) + state)
        many_contributions(many, MANY)
        large = visit(address("contributions", many.pk) + state)
        # The page that follows is asked for in the same breath.
        assert large <= small + 1
        assert large <= bare(many) + A_LIST

    def test_costs_the_same_in_arabic(self):
        phase = open_phase()
        translate(phase, "ar")
        many_contributions(phase, 40)
        french = address("contributions", phase.pk)
        arabic = french.replace("/fr/", "/ar/")
        assert visit(arabic) <= visit(french) + 3


class TestDetail:
    def test_costs_the_same_for_ten_comments_and_for_ten_thousand(self):
        costs = []
        for number in (FEW, MANY):
            contribution = ContributionFactory()
            many_comments(contribution, number)
            costs.append(visit(contribution.get_absolute_url()))
            phase = contribution.phase
        small, large = costs
        assert large <= small + 2
        assert large <= bare(phase) + A_LIST

    def test_the_whole_way_to_the_vote_costs_the_same_for_one_project_and_for_ten(self):
        idea = ContributionFactory()
        cycle = idea.phase.get_parent().specific
        programme = ProgrammeFactory(parent=cycle)
        committee = CommitteeFactory(parent=cycle)
        records.answer(idea, "taken_up")
        costs = []
        for number in (1, 9):
            projects = ProjectFactory.create_batch(number, parent=programme)
            for project in projects:
                records.shape(idea, project)
            made = records.version(programme, *projects, phase=idea.phase)
            records.remark(made, idea.phase, projects[0])
            records.decide(made, committee)
            records.vote(made, idea.collectivite, outcome="postponed")
            costs.append(visit(idea.get_absolute_url()))
        assert costs[0] == costs[1]
        assert costs[1] <= bare(idea.phase) + A_LIST + A_JOURNEY


class TestWriting:
    def test_a_support_costs_at_most_twenty_with_the_page_that_answers(self, client):
        contribution = ContributionFactory()
        account = UserFactory()
        ensure_participant(account)
        client.force_login(account)
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(
                address("support", contribution.shown_reference),
                headers={"HX-Request": "true"},
            )
        assert answer.status_code == 200
        contribution.refresh_from_db()
        assert contribution.supports_count == 1
        assert len(captured) <= A_WRITE

    def test_without_a_script_too(self, client):
        contribution = ContributionFactory()
        account = UserFactory()
        ensure_participant(account)
        client.force_login(account)
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(address("support", contribution.shown_reference))
        assert answer.status_code == 200
        assert len(captured) <= A_WRITE
