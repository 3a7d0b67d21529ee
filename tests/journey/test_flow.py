"""The flow of a programme: counted once in each column, and drawn as it is counted."""

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.citizens import ContributionFactory, many_contributions, open_phase
from tests.contributions.screens import asked, words
from tests.factories import AxisFactory, ProgrammeFactory, ProjectFactory, translate
from tests.home.portal import portal
from tests.journey import records
from wagtail_remacto.contributions.models import Nature, Origin, Outcome, Standing
from wagtail_remacto.journey.flow import (
    AWAITED,
    SEVERAL,
    Flow,
    Idea,
    Node,
    count,
    flow_of,
)
from wagtail_remacto.journey.flow_picture import draw

KEYS = range(1, 13)
IDEAS = st.lists(
    st.builds(
        Idea,
        pk=st.sampled_from(KEYS),
        origin=st.sampled_from(sorted(Origin.values)),
        axis=st.integers(0, 3),
        outcome=st.sampled_from(["", *sorted(Outcome.values)]),
        merged_into=st.none() | st.sampled_from(KEYS),
        projects=st.frozensets(st.integers(1, 4), max_size=3),
    ),
    unique_by=lambda idea: idea.pk,
    max_size=12,
)


def named(threads):
    """A flow whose values are called by their keys."""

    def nodes(column):
        keys = sorted({getattr(t, column) for t in threads}, key=str)
        return [
            Node(
                key,
                str(key),
                sum(t.number for t in threads if getattr(t, column) == key),
            )
            for key in keys
        ]

    return Flow(threads, nodes("origin"), nodes("axis"), nodes("goal"))


class TestCounting:
    @given(IDEAS)
    def test_every_idea_is_counted_once_in_each_column(self, ideas):
        flow = named(count(ideas))
        assert flow.total == len(ideas)
        for column in (flow.origins, flow.axes, flow.goals):
            assert sum(node.number for node in column) == len(ideas)

    @given(IDEAS)
    def test_every_row_of_the_tables_is_the_sum_of_its_parts(self, ideas):
        flow = named(count(ideas))
        for table, heads in ((flow.table, flow.origins), (flow.became, flow.axes)):
            for _node, numbers, together in table:
                assert sum(numbers) == together
            for position, head in enumerate(heads):
                down = sum(numbers[position] for _node, numbers, _sum in table)
                assert down == head.number

    @given(IDEAS)
    def test_bands_are_as_wide_as_the_bars_that_they_join(self, ideas):
        picture = draw(named(count(ideas)))
        if picture is None:
            assert not ideas
            return
        for column in (0, 1):
            assert sum(
                int(band.title.rpartition(" ")[2])
                for band in picture.bands
                if band.column == column
            ) == len(ideas)
        for bar in picture.bars:
            assert 0 <= bar.y <= bar.y + bar.height <= picture.height

    def test_a_merged_idea_goes_where_the_other_went(self):
        lead = Idea(1, "online", 0, Outcome.TAKEN_UP, projects=frozenset({7}))
        other = Idea(2, "online", 0, Outcome.MERGED, merged_into=1)
        assert [(t.goal, t.number) for t in count([lead, other])] == [(7, 2)]

    def test_a_circle_of_mergers_ends(self):
        one = Idea(1, "online", 0, Outcome.MERGED, merged_into=2)
        two = Idea(2, "online", 0, Outcome.MERGED, merged_into=1)
        assert sum(thread.number for thread in count([one, two])) == 2

    def test_an_idea_in_two_projects_is_counted_once(self):
        idea = Idea(1, "online", 0, "taken_up", projects=frozenset({7, 8}))
        assert [t.goal for t in count([idea])] == [SEVERAL]


@pytest.fixture
def phase():
    portal()
    return open_phase()


@pytest.fixture
def programme(phase):
    return ProgrammeFactory(parent=phase.get_parent().specific)


def address(programme):
    return f"/fr/programmes/{programme.pk}/flow/"


@pytest.mark.django_db
class TestFlow:
    def test_reads_what_is_public_of_the_cycle(self, phase, programme):
        axis = AxisFactory(cycle=phase.get_parent().specific)
        project = ProjectFactory(parent=programme)
        on_paper = ContributionFactory(phase=phase, axis=axis, origin=Origin.WORKSHOP)
        records.answer(on_paper, Outcome.TAKEN_UP)
        records.shape(on_paper, project)
        waiting = ContributionFactory(phase=phase)
        assert waiting.outcome == ""
        ContributionFactory(phase=phase, standing=Standing.HIDDEN)
        ContributionFactory(phase=phase, nature=Nature.REMARK)
        ContributionFactory()
        flow = flow_of(programme)
        assert {(t.origin, t.goal): t.number for t in flow.threads} == {
            ("workshop", project.pk): 1,
            ("online", AWAITED): 1,
        }
        assert [node.number for node in flow.axes] == [1, 1]

    def test_shows_the_picture_with_its_lists_and_tables(
        self, client, phase, programme
    ):
        project = ProjectFactory(parent=programme, title="Une place ombragée")
        for _n in range(3):
            records.shape(ContributionFactory(phase=phase), project)
        html = client.get(address(programme)).content.decode()
        assert re.search(r'<svg[^>]* width="\d+" height="\d+"', html)
        assert "<title" in html
        assert "<desc" in html
        assert html.count("<table") == 2
        assert "Une place ombragée" in html

    def test_the_picture_carries_no_words_and_begins_where_one_reads(
        self, client, phase, programme
    ):
        ContributionFactory(phase=phase)
        translate(programme, "ar")
        found = {}
        for language in ("fr", "ar"):
            with override(language):
                html = client.get(f"/{language}/programmes/{programme.pk}/flow/")
            svg = re.search(
                r"<svg class=.remacto-flow.*?</svg>", html.content.decode(), re.S
            )
            assert re.findall(r"<text[^>]*>([^<]*)", svg[0]) == ["1", "2", "3"]
            found[language] = float(re.search(r'<rect[^>]* x="([\d.]+)"', svg[0])[1])
        assert found["fr"] < found["ar"]

    def test_without_ideas_says_so(self, client, programme):
        response = client.get(address(programme))
        assert response.status_code == 200
        assert b'<svg class="remacto-flow"' not in response.content

    def test_a_draft_project_is_not_named(self, client, phase, programme):
        draft = ProjectFactory(parent=programme, title="Brouillon secret", live=False)
        records.shape(ContributionFactory(phase=phase), draft)
        assert "Brouillon secret" not in words(client.get(address(programme)))

    def test_costs_the_same_for_ten_ideas_and_for_a_thousand(
        self, client, phase, programme
    ):
        many_contributions(phase, 10)
        few = asked(client, address(programme))
        many_contributions(phase, 990)
        assert asked(client, address(programme)) == few
