"""Each kind of data goes when its time is up, and nothing else does."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    discussion_on,
)
from tests.people.conftest import upload
from wagtail_remacto import conf
from wagtail_remacto.models import (
    Attachment,
    Contribution,
    Draft,
    DraftFile,
    IdeaImport,
    Participant,
    Report,
    Support,
)
from wagtail_remacto.people import retention

pytestmark = pytest.mark.django_db

DAYS = conf.DEFAULTS["RETENTION_DAYS"]


def age(row, field, days):
    """Make a row so many days old."""
    moment = timezone.now() - dt.timedelta(days=days)
    type(row)._base_manager.filter(pk=row.pk).update(**{field: moment})
    row.refresh_from_db()
    return row


def counts(**kwargs):
    """How many rows each kind has met."""
    found = {}
    for applied in retention.apply(**kwargs):
        kind = applied.rule.kind
        found[kind] = found.get(kind, 0) + applied.count
    return {kind: count for kind, count in found.items() if count}


def test_every_kind_of_the_setting_has_a_rule():
    assert {rule.kind for rule in retention.rules()} == set(DAYS)


def test_on_an_empty_site_there_is_nothing_to_do():
    assert counts() == {}


def test_old_drafts_go_with_their_files(media, django_capture_on_commit_callbacks):
    phase = ContributionFactory().phase
    old = age(Draft.objects.create(phase=phase), "updated_at", DAYS["drafts"] + 1)
    DraftFile.objects.create(draft=old, **upload())
    new = age(Draft.objects.create(phase=phase), "updated_at", DAYS["drafts"] - 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert counts() == {"drafts": 1}
    assert list(Draft.objects.all()) == [new]
    assert list(media.rglob("*.txt")) == []


def unconfirmed(days, **fields):
    person = EmailParticipantFactory(confirmed_at=None)
    age(person, "created_at", days)
    row = ContributionFactory(
        author=person, standing="unconfirmed", author_kind="email", **fields
    )
    return age(row, "created_at", days)


def test_what_was_never_confirmed_keeps_its_words_and_loses_the_person(media):
    row = unconfirmed(DAYS["unconfirmed"] + 1, place="Chez moi")
    Attachment.objects.create(contribution=row, **upload())
    person = row.author
    assert counts() == {"unconfirmed": 2}
    row.refresh_from_db()
    person.refresh_from_db()
    assert row.text
    assert row.author is None
    assert row.revisions.get().edited_by is None
    assert row.place == ""
    assert not row.attachments.exists()
    assert person.erased_at is not None
    assert person.email is None


def test_nobody_writes_to_an_address_that_was_never_confirmed(
    media, django_capture_on_commit_callbacks
):
    person = unconfirmed(DAYS["unconfirmed"] + 1).author
    with django_capture_on_commit_callbacks(execute=True):
        counts()
    person.refresh_from_db()
    assert person.erased_at is not None
    assert mail.outbox == []


def test_somebody_who_has_just_written_again_is_not_erased():
    old = unconfirmed(DAYS["unconfirmed"] + 1)
    ContributionFactory(author=old.author, standing="unconfirmed", phase=old.phase)
    person = old.author
    assert counts() == {"unconfirmed": 1}
    person.refresh_from_db()
    assert person.email


def test_what_a_person_has_confirmed_since_stays_theirs():
    row = ContributionFactory()
    age(row, "created_at", DAYS["unconfirmed"] + 1)
    assert counts() == {}
    assert Contribution.objects.get().author == row.author


def test_words_of_settled_reports_go_and_the_reason_stays():
    row = ContributionFactory()
    kinds = {"contribution": row, "reason": "insult", "text": "Mes mots"}
    settled = Report.objects.create(participant=ParticipantFactory(), **kinds)
    age(settled, "settled_at", DAYS["reports"] + 1)
    waiting = Report.objects.create(participant=ParticipantFactory(), **kinds)
    assert counts() == {"reports": 1}
    settled.refresh_from_db()
    waiting.refresh_from_db()
    assert (settled.reason, settled.text) == ("insult", "")
    assert waiting.text == "Mes mots"


class TestPeopleWhoHaveNotComeBack:
    @pytest.fixture
    def person(self):
        return age(EmailParticipantFactory(), "confirmed_at", DAYS["participants"] + 1)

    def test_they_are_erased_and_told(self, person, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            assert counts() == {"participants": 1}
        person.refresh_from_db()
        assert person.erased_at is not None
        assert len(mail.outbox) == 1

    def test_whoever_was_here_is_not(self, person):
        age(person, "last_seen_at", 10)
        assert counts() == {}

    @pytest.mark.parametrize("deed", ["contribution", "comment", "support"])
    def test_whoever_did_something_is_not(self, person, deed):
        if deed == "contribution":
            ContributionFactory(author=person)
        elif deed == "comment":
            on = discussion_on(ContributionFactory())
            CommentFactory(discussion=on, author=person)
        else:
            Support.objects.create(
                contribution=ContributionFactory(), participant=person
            )
        assert counts() == {}

    def test_accounts_are_the_hosts(self):
        age(ParticipantFactory(), "confirmed_at", DAYS["participants"] + 1)
        assert counts() == {}


def test_a_second_time_finds_nothing():
    unconfirmed(DAYS["unconfirmed"] + 1)
    assert counts()
    assert counts() == {}


def test_a_dry_run_counts_and_changes_nothing():
    row = unconfirmed(DAYS["unconfirmed"] + 1)
    assert counts(dry_run=True) == {"unconfirmed": 2}
    row.refresh_from_db()
    assert row.author is not None


def test_the_setting_says_how_long(settings):
    unconfirmed(3)
    settings.WAGTAIL_REMACTO_RETENTION_DAYS = {"unconfirmed": 2}
    assert counts() == {"unconfirmed": 2}


def test_no_number_keeps_it_for_ever(settings):
    unconfirmed(3000)
    settings.WAGTAIL_REMACTO_RETENTION_DAYS = {"unconfirmed": 0, "participants": None}
    assert counts() == {}


def test_the_command_prints_a_line_for_each_kind():
    unconfirmed(DAYS["unconfirmed"] + 1)
    out = io.StringIO()
    call_command("remacto_retention", "--dry-run", stdout=out)
    assert Participant.objects.filter(erased_at__isnull=False).count() == 0
    for kind in DAYS:
        assert f"{kind} – " in out.getvalue()
    call_command("remacto_retention", stdout=out)
    assert Participant.objects.filter(erased_at__isnull=False).count() == 1


def test_rows_of_a_spreadsheet_go_and_the_import_stays():
    phase = ContributionFactory().phase
    old, new = (
        IdeaImport.objects.create(
            phase=phase, name="idees.xlsx", headers=["Idée"], rows=[["Un banc"]]
        )
        for _number in range(2)
    )
    age(old, "created_at", DAYS["imports"] + 1)
    assert counts() == {"imports": 1}
    assert counts() == {}
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.rows, old.headers) == ([], ["Idée"])
    assert new.rows == [["Un banc"]]
