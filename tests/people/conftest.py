"""Somebody who has done everything that can be done, and the way to be them."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.carrying_out import MilestoneFactory, PartnerFactory
from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    discussion_on,
    open_phase,
)
from tests.factories import ProjectFactory, WorkshopFactory
from wagtail_remacto.models import (
    Attachment,
    CommentSupport,
    DigestMail,
    Draft,
    DraftFile,
    Follow,
    ModerationAct,
    MonitoringNote,
    NoticePreference,
    Registration,
    Report,
    Support,
)
from wagtail_remacto.people.services import record_consent

NAME = "Zoubida Invraisemblable"
EMAIL = "zoubida.invraisemblable@exemple.ma"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def upload(name="plan.txt", content=b"un plan", stored="plan.txt"):
    return {
        "file": ContentFile(content, name=stored),
        "name": name,
        "kind": "text",
        "content_type": "text/plain",
        "size": len(content),
        "sha256": "0" * 64,
    }


def everything(participant):
    """A row of every kind for the participant; what is public and what is not."""
    phase = open_phase()
    public = ContributionFactory(phase=phase, author=participant, title="Un banc")
    withdrawn = ContributionFactory(
        phase=phase,
        author=participant,
        title="Reprise",
        standing="withdrawn",
        place="Devant chez moi",
        latitude="35.5",
        longitude="-5.3",
    )
    public_file = Attachment.objects.create(contribution=public, **upload())
    withdrawn_file = Attachment.objects.create(
        contribution=withdrawn, **upload(stored="reprise.txt")
    )
    other = ContributionFactory(phase=phase)
    comment = CommentFactory(discussion=discussion_on(public), author=participant)
    theirs = CommentFactory(discussion=discussion_on(other))
    Support.objects.create(contribution=other, participant=participant)
    CommentSupport.objects.create(comment=theirs, participant=participant)
    report = Report.objects.create(
        contribution=other,
        participant=participant,
        reason="insult",
        text=f"Je suis {NAME}, {EMAIL}",
    )
    act = ModerationAct.objects.create(
        contribution=public,
        collectivite=public.collectivite,
        verb="hide",
        before="public",
        after="hidden",
        words="Un mot de trop.",
        answer=f"C’est {NAME} qui parle",
        answered_at=timezone.now(),
    )
    draft = Draft.objects.create(
        phase=phase, participant=participant, data={"title": "Plus tard", "name": NAME}
    )
    draft_file = DraftFile.objects.create(draft=draft, **upload(stored="brouillon.txt"))
    Follow.objects.create(participant=participant, contribution=other)
    Follow.objects.create(participant=participant, page=phase)
    workshop = WorkshopFactory(parent=phase)
    registration = Registration.objects.create(
        workshop=workshop,
        participant=participant,
        name=NAME,
        needs="Une rampe",
        state="registered",
        code="ABC123",
    )
    _two_years(participant)
    consent = record_consent(
        participant=participant, purpose="contribute", collectivite=public.collectivite
    )
    return SimpleNamespace(
        phase=phase,
        public=public,
        withdrawn=withdrawn,
        public_file=public_file,
        withdrawn_file=withdrawn_file,
        other=other,
        comment=comment,
        report=report,
        act=act,
        draft=draft,
        draft_file=draft_file,
        registration=registration,
        consent=consent,
    )


def _two_years(participant):
    """A partnership, a note, and what notices are owed."""
    project = ProjectFactory()
    partner = PartnerFactory(project=project, participant=participant)
    MonitoringNote.objects.create(
        milestone=MilestoneFactory(project=project),
        stance="doubts",
        of_completion="completed",
        completion="limited",
        text="Le guichet est fermé.",
        partner=partner,
        author=participant,
        at=timezone.now(),
    )
    NoticePreference.objects.create(participant=participant)
    DigestMail.objects.create(
        participant=participant, after=0, upto=1, made_at=timezone.now()
    )


@pytest.fixture
def zoubida(db, media):
    """With an account."""
    participant = ParticipantFactory(
        user__username=EMAIL,
        user__email=EMAIL,
        user__first_name=NAME,
        display_name=NAME,
    )
    return SimpleNamespace(participant=participant, did=everything(participant))


@pytest.fixture
def visitor(db, media):
    """Without an account, by a confirmed address."""
    participant = EmailParticipantFactory(email=EMAIL, display_name=NAME)
    return SimpleNamespace(participant=participant, did=everything(participant))


def client_of(participant, **kwargs):
    """A browser in which the participant is remembered."""
    client = Client(**kwargs)
    if participant.user_id:
        client.force_login(
            participant.user, backend="django.contrib.auth.backends.ModelBackend"
        )
        return client
    session = client.session
    session["wagtail_remacto_participant"] = str(participant.key)
    session.save()
    return client


@pytest.fixture(autouse=True)
def _in_french():
    """Whatever language the page of an earlier test was in."""
    with override("fr"):
        yield
