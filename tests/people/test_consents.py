"""A consent is written once, in the words that were shown."""

import pytest
from django.db import transaction

from tests.citizens import ContributionFactory
from wagtail_remacto.models import Consent
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.people.services import record_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent():
    row = ContributionFactory()
    return record_consent(
        participant=row.author, purpose="contribute", collectivite=row.collectivite
    )


def test_it_keeps_the_words_the_controller_and_the_language(consent):
    assert consent.controller in consent.notice
    assert "09-08" in consent.notice
    assert consent.language == "fr"


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: Consent.objects.update(notice="Autre chose"),
        lambda row: Consent.objects.filter(pk=row.pk).delete(),
        lambda row: row.participant.consents.all().update(given=False),
        lambda row: Consent.objects.bulk_update([row], ["notice"]),
    ],
)
def test_it_is_never_rewritten_nor_deleted(consent, rewrite):
    words = consent.notice
    with pytest.raises(RecordError), transaction.atomic():
        rewrite(consent)
    assert Consent.objects.get().notice == words


def test_a_withdrawal_is_another_record(consent):
    record_consent(
        participant=consent.participant,
        purpose="contribute",
        collectivite=consent.collectivite,
        given=False,
    )
    assert list(Consent.objects.values_list("given", flat=True)) == [True, False]
