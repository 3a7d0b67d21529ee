"""The opening sets of reasons and criteria, in every language of the site."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import locale
from wagtail_remacto.committees.models import OutcomeReason, ReviewCriterion
from wagtail_remacto.committees.reasons import (
    CRITERIA,
    REASONS,
    provide_criteria,
    provide_outcome_reasons,
)
from wagtail_remacto.contributions.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages():
    return [locale(code) for code in ("fr", "ar")]


def test_each_outcome_has_two_reasons_at_least():
    number = Counter(outcome for outcome, _code in REASONS)
    assert set(number) == set(Outcome)
    assert min(number.values()) >= 2


@pytest.mark.parametrize("library", [REASONS, CRITERIA], ids=["reasons", "criteria"])
def test_each_is_worded_in_three_languages(library):
    for wordings in library.values():
        assert set(wordings) == {"fr", "ar", "en"}
        assert all(0 < len(title) <= 100 and text for title, text in wordings.values())


def test_they_come_in_the_languages_of_the_site(languages):
    assert provide_outcome_reasons() == 2 * len(REASONS)
    assert provide_criteria() == 2 * len(CRITERIA)
    done = OutcomeReason.objects.filter(outcome=Outcome.DONE)
    assert done.filter(locale__language_code="ar").count() == 2
    assert not done.filter(locale__language_code="en").exists()
    one = done.filter(locale__language_code="fr").first()
    assert (
        OutcomeReason.objects.filter(translation_key=one.translation_key).count() == 2
    )


def test_what_an_officer_has_changed_stays():
    provide_outcome_reasons(), provide_criteria()
    reason = OutcomeReason.objects.first()
    criterion = ReviewCriterion.objects.first()
    reason.text, criterion.active = "Nos propres mots.", False
    reason.save(), criterion.save()
    assert provide_outcome_reasons() == provide_criteria() == 0
    reason.refresh_from_db()
    criterion.refresh_from_db()
    assert (reason.text, criterion.active) == ("Nos propres mots.", False)


def test_the_command_fills_all_libraries():
    out = StringIO()
    call_command("remacto_reasons", stdout=out)
    assert f"Reasons for outcomes made: {2 * len(REASONS)}." in out.getvalue()
    assert f"Criteria made: {2 * len(CRITERIA)}." in out.getvalue()
