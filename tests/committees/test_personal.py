"""What a person finds of the committee's answers in their own export."""

import json
import zipfile

import pytest

from tests.citizens import ContributionFactory, EmailParticipantFactory
from wagtail_remacto.committees import services
from wagtail_remacto.contributions.models import Contribution, Outcome, Standing
from wagtail_remacto.people.erasure import erase
from wagtail_remacto.people.export import archive

pytestmark = pytest.mark.django_db


def exported(person):
    with archive([person]) as file, zipfile.ZipFile(file) as found:
        return json.loads(found.read("data.json"))["outcomes"]


def test_each_outcome_with_its_reason(commune, focal, reason):
    person = EmailParticipantFactory()
    idea = ContributionFactory(phase=commune.phase, author=person)
    other = ContributionFactory(phase=commune.phase)
    for each in (idea, other):
        services.record(
            contribution=each, outcome=Outcome.SET_ASIDE, by=focal, words="Trop tôt."
        )
    services.record(
        contribution=idea, outcome=Outcome.TAKEN_UP, by=focal, reason=reason
    )
    first, second = exported(person)
    assert (first["contribution"], first["number"]) == (idea.shown_reference, 1)
    assert (first["outcome"], first["words"]) == ("set_aside", "Trop tôt.")
    assert second["reason"] == {"fr": "Le conseil le peut.", "ar": "يمكن للمجلس ذلك."}


def test_a_lead_that_is_hidden_is_named_without_its_words(commune, focal):
    person = EmailParticipantFactory()
    idea = ContributionFactory(phase=commune.phase, author=person)
    lead = ContributionFactory(phase=commune.phase, title="Les mots d’une autre")
    services.merge(lead=lead, others=[idea], by=focal, words="Pareil.")
    assert exported(person)[0]["merged_into"] == str(lead)
    Contribution.objects.filter(pk=lead.pk).update(standing=Standing.HIDDEN)
    assert exported(person)[0]["merged_into"] == lead.shown_reference


def test_an_erasure_leaves_the_public_answer(commune, focal, reason):
    person = EmailParticipantFactory()
    idea = ContributionFactory(phase=commune.phase, author=person)
    made = services.record(
        contribution=idea, outcome=Outcome.TAKEN_UP, by=focal, reason=reason
    )
    erase(person)
    made.refresh_from_db()
    assert made.texts
