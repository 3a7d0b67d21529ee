"""The answer ledger as people read it, of one collectivité and of the network."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from tests.citizens import ContributionFactory, open_phase
from tests.contributions.screens import asked, words
from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    PhaseFactory,
    moment,
    publish,
    translate,
)
from tests.home.portal import portal
from tests.journey import records
from wagtail_remacto.blocks.figures import FiguresBlock
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.contributions.models import Outcome, Standing
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.journey.answers import Answers, days_words

pytestmark = pytest.mark.django_db


def phase_of(**fields):
    """An open phase of a collectivité of its own."""
    cycle = CycleFactory(parent=CollectiviteFactory(**fields))
    return PhaseFactory(parent=cycle, actions=list(Action.values))


@pytest.fixture
def phase():
    portal()
    return phase_of()


def given(phase, *, answered_after=None, **fields):
    """An idea that everyone can read; answered so many days later, if at all."""
    published = moment(-30)
    idea = ContributionFactory(phase=phase, published_at=published, **fields)
    if answered_after is not None:
        at = published + dt.timedelta(days=answered_after)
        records.answer(idea, Outcome.TAKEN_UP, at=at)
    return idea


def address(name="answer_ledger", *args, language="fr"):
    with override(language):
        return reverse(f"wagtail_remacto:{name}", args=args)


def of(phase):
    return address("collectivite_answers", collectivite_of(phase).pk)


def collectivite_of(phase):
    return phase.get_parent().get_parent().specific


def override_closing(phase):
    analysis = PhaseFactory(
        parent=phase.get_parent().specific, kind=PhaseKind.ANALYSIS, title="Analyse"
    )
    return AnalysisClosing.objects.create(
        phase=analysis,
        collectivite=collectivite_of(phase),
        received=3,
        answered=1,
        owed=2,
        held=0,
        override_words="الدورة غدا",
        language="ar",
        at=timezone.now(),
    )


class TestDays:
    @pytest.mark.parametrize(
        ("length", "expected"),
        [
            (None, ""),
            (dt.timedelta(minutes=5), "less than a day"),
            (dt.timedelta(days=1), "1 day"),
            (dt.timedelta(days=19), "19 days"),
            (dt.timedelta(days=2, hours=12), "2.5 days"),
        ],
    )
    def test_are_said_to_a_tenth(self, length, expected):
        with override("en"):
            assert days_words(length) == expected


class TestCollectivite:
    def test_says_what_it_received_answered_and_owes(self, client, phase):
        given(phase, answered_after=4)
        given(phase, answered_after=10)
        given(phase)
        given(phase, standing=Standing.HELD)
        response = client.get(of(phase))
        found = response.context["ledger"]
        assert (found.received, found.answered, found.owed, found.held) == (3, 2, 1, 1)
        assert found.median == dt.timedelta(days=7)
        with override("fr"):
            assert days_words(found.median) in words(response)

    def test_nothing_is_owed_while_the_phase_is_open(self, client, phase):
        idea = given(phase)
        assert idea.title not in words(client.get(of(phase)))
        publish(phase, end=moment(-1))
        assert idea.title in words(client.get(of(phase)))

    def test_an_analysis_closed_all_the_same_is_said_with_its_reason(
        self, client, phase
    ):
        closing = override_closing(phase)
        html = client.get(of(phase)).content.decode()
        assert 'lang="ar" dir="rtl">الدورة غدا' in html
        closing.reopened_at = timezone.now()
        closing.save(update_fields=["reopened_at"])
        assert "الدورة غدا" not in client.get(of(phase)).content.decode()

    def test_what_came_in_after_the_closing_is_said_so(self, client, phase):
        early, closing = given(phase, title="Avant"), override_closing(phase)
        given(phase, title="Après")
        type(early).objects.filter(pk=early.pk).update(created_at=moment(-5))
        AnalysisClosing.objects.update(at=moment(-4))
        publish(phase, end=moment(-1))
        with override("fr"):
            told = gettext("came in after the closing")
        said = words(client.get(of(phase)))
        assert said.count(told) == 1
        assert told in said.partition("Après")[2]
        closing.reopened_at = timezone.now()
        closing.save(update_fields=["reopened_at"])
        assert told not in words(client.get(of(phase)))

    def test_what_is_owed_never_names_what_is_hidden(self, client, phase):
        idea = given(phase, title="Mot secret", standing=Standing.HIDDEN)
        publish(phase, end=moment(-1))
        assert idea.title not in client.get(of(phase)).content.decode()

    def test_is_the_same_in_every_language(self, client, phase):
        given(phase, answered_after=4)
        collectivite = collectivite_of(phase)
        arabic = translate(collectivite, "ar", title="تطوان")
        answer = client.get(
            address("collectivite_answers", arabic.pk, language="ar"), follow=True
        )
        assert answer.context["ledger"].received == 1
        assert "تطوان" in words(answer)

    def test_its_page_says_the_numbers_and_leads_here(self, client, phase):
        given(phase, answered_after=4)
        given(phase)
        html = client.get(collectivite_of(phase).url).content.decode()
        assert f'href="{of(phase)}"' in html


class TestNetwork:
    def test_lists_every_collectivite_with_its_numbers(self, client, phase):
        given(phase, answered_after=4)
        silent = CollectiviteFactory(parent=collectivite_of(phase).get_parent())
        lines = client.get(address()).context["answers"].lines
        assert [(line.page.pk, line.ledger.received) for line in lines] == [
            (collectivite_of(phase).pk, 1),
            (silent.pk, 0),
        ]

    def test_the_total_is_the_sum_without_fictional_examples(self, client, phase):
        given(phase, answered_after=4)
        other = phase_of()
        given(other, answered_after=10)
        invented = phase_of(fictional=True)
        given(invented)
        answers = Answers({})
        assert len(answers.all_lines) == 3
        total = answers.total.ledger
        assert (total.received, total.answered) == (2, 2)
        assert total.median == dt.timedelta(days=7)

    def test_filters_by_kind_region_and_wave(self, client, phase):
        page = publish(collectivite_of(phase), wave=2)
        CollectiviteFactory(parent=page.get_parent(), wave=1)
        assert [line.page for line in Answers({"wave": "2"}).lines] == [page]
        found = Answers({"region": page.region_code, "kind": page.kind}).lines
        assert page in [line.page for line in found]
        assert Answers({"wave": "9"}).lines == []

    def test_sorts_by_what_is_owed_for_longest(self, phase):
        older, newer = phase, phase_of()
        for each, days in ((older, -20), (newer, -2)):
            given(each)
            publish(each, start=moment(-40), end=moment(days))
        first, second = Answers({"sort": "since"}).lines[:2]
        assert (first.page, second.page) == (
            collectivite_of(older),
            collectivite_of(newer),
        )
        assert first.since < second.since

    @pytest.mark.parametrize("sort", ["", "name", "received", "owed", "median", "no"])
    def test_every_order_shows_everyone(self, client, phase, sort):
        given(phase, answered_after=1)
        response = client.get(f"{address()}?sort={sort}&page=1")
        assert len(response.context["answers"].lines) == 1

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "٢"])
    def test_a_wrong_page_is_no_error(self, client, phase, page):
        assert client.get(f"{address()}?page={page}").status_code == 200

    def test_the_table_says_the_same(self, client, phase):
        given(phase, answered_after=4)
        given(phase)
        override_closing(phase)
        body = client.get(address("answer_ledger_csv")).getvalue().decode()
        rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))
        page = collectivite_of(phase)
        assert rows[1][0] == page.hcp_code
        assert rows[1][6:10] == ["2", "1", "1", "0"]
        assert rows[1][10] == "4.0000"
        assert rows[1][12] == "1"

    def test_a_name_is_no_formula(self, client, phase):
        publish(collectivite_of(phase), title="=1+1")
        body = client.get(address("answer_ledger_csv")).getvalue().decode()
        assert "'=1+1" in body

    def test_costs_the_same_for_one_collectivite_and_for_ten(self, client, phase):
        given(phase, answered_after=4)
        few = asked(client, address())
        parent = collectivite_of(phase).get_parent()
        for _n in range(9):
            cycle = CycleFactory(parent=CollectiviteFactory(parent=parent))
            given(open_phase(parent=cycle), answered_after=2)
        assert asked(client, address()) == few


class TestBlock:
    def test_says_what_became_of_contributions(self, phase):
        given(phase, answered_after=4)
        given(phase)
        with override("en"):
            html = FiguresBlock().render(FiguresBlock().to_python({}))
        assert "What became of contributions" in html
        assert "4 days" in html

    def test_stays_silent_before_the_first_contribution(self, phase):
        with override("en"):
            html = FiguresBlock().render(FiguresBlock().to_python({}))
        assert "What became of contributions" not in html

    def test_leaves_fictional_examples_out(self, phase):
        given(phase_of(fictional=True))
        with override("en"):
            html = FiguresBlock().render(FiguresBlock().to_python({}))
        assert "What became of contributions" not in html
