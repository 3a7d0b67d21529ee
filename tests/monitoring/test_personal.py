"""What the two years keep of people, and what they let go."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.html import escape

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.factories import translate
from tests.monitoring.test_notes import TEXT, note
from tests.monitoring.test_partners import EMAIL, invite, offer, opened
from tests.monitoring.test_updates import photograph
from wagtail_remacto.models import MonitoringNote, Partner, ProjectProgress
from wagtail_remacto.monitoring import invitations
from wagtail_remacto.monitoring.services import leads
from wagtail_remacto.people import registry, retention
from wagtail_remacto.people.erasure import erase
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import ensure_participant


@pytest.fixture
def commune(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return with_milestones(adopted_commune(), 1)


@pytest.fixture
def partner(commune):
    return PartnerFactory(project=commune.project)


def held(name):
    return next(data for data in registry.held() if data.name == name)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_every_key_to_a_person_is_declared():
    missing = registry.undeclared(["wagtail_remacto"])
    assert missing == set()


def test_an_export_has_the_partnership_and_the_notes(commune, partner):
    note(commune, partner.participant, files=[(photograph(), "Le guichet")])
    (of_partner,) = held("partnerships").export(partner.participant)
    assert of_partner["association"] == partner.organisation
    (of_note,) = held("monitoring_notes").export(partner.participant)
    assert (of_note["text"], of_note["spoke_for"]) == (TEXT, partner.organisation)
    ((name, file),) = held("monitoring_notes").files(partner.participant)
    assert name.endswith("/chantier.jpg")
    assert file.size


@pytest.mark.parametrize("is_translated", [True, False])
def test_an_invitation_names_the_project_as_its_reader_reads_it(commune, is_translated):
    row = invite(commune)
    arabic = translate(commune.project, "ar", title="شباك واحد")
    if not is_translated:
        arabic.unpublish()

    with translation.override("ar"):
        said = invitations._ask(str(row.pk)).text

    if is_translated:
        assert "<bdi>شباك واحد</bdi>" in said
    else:
        title = escape(commune.project.title)
        assert f'<bdi lang="fr" dir="ltr">{title}</bdi>' in said


def test_an_export_has_the_projects_that_somebody_leads(commune):
    person = ParticipantFactory()
    leads.name_lead(project=commune.project, user=person.user, by=commune.officer)
    (row,) = held("projects_led").export(person)
    assert (row["project"], row["until"]) == (commune.project.title, None)
    assert list(held("projects_led").export(EmailParticipantFactory())) == []


def test_an_association_s_note_stays_and_the_person_goes(commune, partner):
    said = note(commune, partner.participant, files=[(photograph(), "")])
    erase(partner.participant)
    said, partner = fresh(said), fresh(partner)
    assert (said.text, said.author, said.partner) == (TEXT, None, partner)
    assert (partner.state, partner.participant) == ("confirmed", None)
    assert default_storage.exists(said.evidence.get().file.name)
    assert fresh(commune.milestones[0]).civil_completion == "limited"


def test_a_seat_s_note_stays_when_its_person_goes(commune):
    said = note(commune)
    erase(said.author)
    assert (fresh(said).seat, fresh(said).author) == (commune.civil_seat, None)


def test_what_was_not_confirmed_is_declined(commune):
    mine = offer(commune)
    theirs, participant = opened(commune)
    for partner, person in ((mine, mine.participant), (theirs, participant)):
        erase(person)
        partner = fresh(partner)
        assert (partner.state, partner.participant, partner.email) == (
            "declined",
            None,
            "",
        )


def test_an_unanswered_invitation_forgets_the_address_after_a_time(commune):
    partner = invite(commune)
    later = timezone.now() + dt.timedelta(days=89)
    retention.apply(now=later)
    assert fresh(partner).email == EMAIL
    later += dt.timedelta(days=2)
    applied = {each.rule.kind: each.count for each in retention.apply(now=later)}
    assert applied["invitations"] == 1
    assert fresh(partner).email == ""
    applied = {each.rule.kind: each.count for each in retention.apply(now=later)}
    assert applied["invitations"] == 0


def test_whoever_speaks_has_not_gone(commune):
    person = EmailParticipantFactory(
        confirmed_at=timezone.now() - dt.timedelta(days=2000)
    )
    Participant.objects.filter(pk=person.pk).update(
        created_at=timezone.now() - dt.timedelta(days=2000)
    )
    partner = PartnerFactory(
        project=commune.project,
        participant=person,
        created_at=timezone.now() - dt.timedelta(days=1999),
        association_confirmed_at=timezone.now() - dt.timedelta(days=1999),
    )
    note(commune, person)
    retention.apply()
    assert fresh(partner).participant == person


def test_two_that_are_one_person_have_one_partnership(commune, settings):
    settings.WAGTAIL_REMACTO_ADAPTER = "tests.people.test_merging.OneAddress"
    user = UserFactory()
    gone = EmailParticipantFactory(email=user.email)
    kept = ParticipantFactory(user=user)
    confirmed = PartnerFactory(project=commune.project, participant=gone)
    said = note(commune, gone)
    waiting = offer(commune, kept)
    assert ensure_participant(user) == kept
    assert fresh(confirmed).participant == kept
    assert fresh(confirmed).state == "confirmed"
    assert fresh(waiting).state == "declined"
    assert fresh(said).author == kept
    assert Partner.objects.filter(participant=gone).count() == 0
    assert MonitoringNote.objects.filter(author=gone).count() == 0


def test_two_that_are_one_person_have_one_voice(commune, settings):
    settings.WAGTAIL_REMACTO_ADAPTER = "tests.people.test_merging.OneAddress"
    user = UserFactory()
    gone = EmailParticipantFactory(email=user.email)
    kept = ParticipantFactory(user=user)
    for person, completion in ((gone, "limited"), (kept, "substantial")):
        PartnerFactory(project=commune.project, participant=person)
        note(commune, person, completion=completion)
    assert fresh(commune.milestones[0]).civil_completion == "limited"

    assert ensure_participant(user) == kept
    (standing,) = MonitoringNote.objects.filter(superseded_at=None)
    assert (standing.author, standing.completion) == (kept, "substantial")
    assert fresh(commune.milestones[0]).civil_completion == "substantial"
    progress = ProjectProgress.objects.get(project=commune.project)
    assert progress.civil_completion == "substantial"
