"""An analysis is closed once everything is answered; else everyone reads why."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.log_actions import registry

from tests.citizens import ContributionFactory
from tests.factories import PhaseFactory, translate
from wagtail_remacto.committees import errors, services
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.committees.services import closing
from wagtail_remacto.contributions.models import Nature, Outcome, Standing
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.kinds import PhaseKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

WHY = "Le moderateur est malade ; nous répondrons avant la fin du mois."


@pytest.fixture
def analysis(commune):
    return PhaseFactory(parent=commune.cycle, kind=PhaseKind.ANALYSIS, title="Analyse")


def answered(commune, by, **fields):
    idea = ContributionFactory(phase=commune.phase, **fields)
    services.record(contribution=idea, outcome=Outcome.DONE, by=by, words="Fait.")
    return idea


class TestFigures:
    def test_ideas_are_counted_as_they_stand(self, commune, focal):
        answered(commune, focal)
        ContributionFactory(phase=commune.phase)
        ContributionFactory(phase=commune.phase)
        for standing in (
            Standing.HELD,
            Standing.HIDDEN,
            Standing.WITHDRAWN,
            Standing.UNCONFIRMED,
        ):
            ContributionFactory(phase=commune.phase, standing=standing)
        ContributionFactory(phase=commune.phase, nature=Nature.REMARK)
        found = closing.figures(commune.cycle)
        assert found == closing.Figures(received=3, answered=1, owed=2, held=1)
        assert not found.is_complete

    def test_the_same_in_every_language_and_in_one_query(
        self, commune, focal, django_assert_num_queries
    ):
        answered(commune, focal)
        arabic = commune.pages_ar["cycle"]
        assert closing.figures(arabic) == closing.figures(commune.cycle)
        with django_assert_num_queries(1):
            closing.figures(commune.cycle)


class TestClose:
    def test_with_everything_answered(self, commune, analysis, secretary):
        answered(commune, secretary)
        made = closing.close(phase=analysis, by=secretary, override="Inutile.")
        assert (made.received, made.answered, made.owed, made.held) == (1, 1, 0, 0)
        assert not made.is_override
        assert made.override_words == ""
        assert closing.current(commune.cycle) == made
        assert made.collectivite.pk == commune.page.pk

    def test_not_while_answers_are_owed(self, commune, analysis, focal):
        ContributionFactory(phase=commune.phase)
        ContributionFactory(phase=commune.phase, standing=Standing.HELD)
        with pytest.raises(errors.AnswersOwed) as refused:
            closing.close(phase=analysis, by=focal)
        assert (refused.value.figures.owed, refused.value.figures.held) == (1, 1)
        assert "1 idea has no answer yet." in refused.value.sentence
        assert "1 idea waits for a moderator." in refused.value.sentence
        assert closing.current(commune.cycle) is None

    @pytest.mark.parametrize("standing", [Standing.PUBLIC, Standing.HELD])
    @pytest.mark.parametrize("who", ["focal", "network"])
    def test_all_the_same_with_a_reason_that_is_public(
        self, request, commune, analysis, who, standing
    ):
        ContributionFactory(phase=commune.phase, standing=standing)
        by = request.getfixturevalue(who)
        made = closing.close(phase=analysis, by=by, override=WHY, language="fr")
        assert made.is_override
        assert (made.override, made.override.lang) == (WHY, "fr")

    def test_a_secretary_does_not_override(self, commune, analysis, secretary):
        ContributionFactory(phase=commune.phase)
        with pytest.raises(Refused):
            closing.close(phase=analysis, by=secretary, override=WHY)
        assert not AnalysisClosing.objects.exists()

    @pytest.mark.parametrize("who", ["member", "comms"])
    def test_others_do_not_close(self, request, commune, analysis, who):
        with pytest.raises(Refused):
            closing.close(phase=analysis, by=request.getfixturevalue(who))

    def test_only_the_analysis_is_closed(self, commune, focal):
        with pytest.raises(errors.NotAnAnalysis):
            closing.close(phase=commune.phase, by=focal)

    def test_once(self, commune, analysis, focal):
        closing.close(phase=analysis, by=focal)
        with pytest.raises(errors.ClosedAlready):
            closing.close(phase=analysis, by=focal)

    def test_from_the_page_in_any_language(self, commune, analysis, focal):
        arabic = translate(analysis, "ar")
        assert closing.close(phase=arabic, by=focal).phase == analysis
        assert closing.current(commune.pages_ar["cycle"]).phase == analysis

    def test_the_database_keeps_no_override_without_words(self, commune, analysis):
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            AnalysisClosing.objects.create(
                phase=analysis,
                collectivite=commune.page,
                received=1,
                answered=0,
                owed=1,
                held=0,
                at=analysis.start,
            )

    def test_the_log_says_so(self, commune, analysis, focal):
        ContributionFactory(phase=commune.phase)
        closing.close(phase=analysis, by=focal, override=WHY)
        entry = registry.get_logs_for_instance(analysis).first()
        assert entry.user == focal
        assert entry.message == "The analysis was closed although answers were owed"


class TestReopen:
    def test_it_stays_readable_and_another_can_follow(self, commune, analysis, focal):
        first = closing.close(phase=analysis, by=focal)
        closing.reopen(closing=first, by=focal, words="Une lettre est arrivée.")
        assert closing.current(commune.cycle) is None
        second = closing.close(phase=analysis, by=focal)
        assert closing.current(commune.cycle) == second
        first.refresh_from_db()
        assert first.reopened_words == "Une lettre est arrivée."
        assert first.reopened_by == focal

    def test_with_words(self, analysis, focal):
        made = closing.close(phase=analysis, by=focal)
        with pytest.raises(errors.WhyReopened):
            closing.reopen(closing=made, by=focal, words=" ")

    def test_once(self, analysis, focal):
        made = closing.close(phase=analysis, by=focal)
        closing.reopen(closing=made, by=focal, words="Une lettre.")
        with pytest.raises(errors.ReopenedAlready):
            closing.reopen(closing=made, by=focal, words="Une autre.")

    @pytest.mark.parametrize("who", ["member", "secretary", "comms"])
    def test_not_by_others(self, request, analysis, focal, who):
        made = closing.close(phase=analysis, by=focal)
        with pytest.raises(Refused):
            closing.reopen(
                closing=made, by=request.getfixturevalue(who), words="Une lettre."
            )
