"""What a rule holds: logged, told to its author, and answered by them."""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.citizens import ContributionFactory as Idea
from tests.citizens import (
    EmailParticipantFactory,
    ParticipantFactory,
    discussion_on,
    open_phase,
)
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import Standing

pytestmark = pytest.mark.django_db

LINKS = "https://exemple.ma/a https://exemple.ma/b"


@pytest.fixture(autouse=True)
def _messages_leave(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda act, *_args, **_how: act())


def submit(phase=None, author=None, **fields):
    return services.submit(
        **{
            "phase": phase or open_phase(),
            "author": author or ParticipantFactory(),
            "title": "Un marché",
            "text": f"Le samedi. {LINKS}",
            **fields,
        }
    )


def logged(subject):
    return BranchLogEntry.objects.filter(
        object_id=str(subject.pk), action="wagtail_remacto.hold"
    )


def test_an_idea_with_its_reference_alone_in_the_log():
    idea = submit()
    assert idea.standing == Standing.HELD
    entry = logged(idea).get()
    assert (entry.label, entry.user) == (idea.shown_reference, None)
    assert entry.collectivite == idea.collectivite
    [message] = mail.outbox
    assert message.to == [idea.author.user.email]
    answer = reverse(
        "wagtail_remacto:moderation_answer", args=[idea.moderation.get().pk]
    )
    assert answer in message.body
    assert "links" not in message.body


def test_a_comment():
    remark = services.comment(
        discussion=discussion_on(Idea()), author=ParticipantFactory(), text=LINKS
    )
    assert remark.standing == Standing.HELD
    assert logged(remark).get().label.endswith(str(remark.pk))
    assert mail.outbox[0].to == [remark.author.user.email]


def test_another_wording():
    idea = submit(text="Le samedi.")
    assert not mail.outbox and not logged(idea).exists()
    services.edit(contribution=idea, editor=idea.author, title="Un marché", text=LINKS)
    assert logged(idea).count() == len(mail.outbox) == 1


def test_enough_reports_are_said_and_what_a_rule_found_is_not():
    idea = Idea(author=ParticipantFactory(language="en"))
    for _person in range(3):
        services.report(subject=idea, participant=ParticipantFactory(), reason="insult")
    assert logged(idea).count() == len(mail.outbox) == 1
    assert "Several people have reported it." in mail.outbox[0].body
    submit(author=ParticipantFactory(language="en"))
    assert "a moderator of" in mail.outbox[1].body
    assert "Several people" not in mail.outbox[1].body


def test_where_everything_is_read_first_the_thanks_say_it():
    idea = submit(open_phase(moderation="before"))
    assert idea.standing == Standing.HELD
    assert logged(idea).exists()
    assert not mail.outbox


def test_nobody_is_written_to_before_they_have_confirmed_their_address():
    author = EmailParticipantFactory(confirmed_at=None)
    idea = submit(author=author, confirmed=False, suspicion=["filled"])
    assert not mail.outbox and not logged(idea).exists()
    idea = services.confirm(idea)
    assert idea.standing == Standing.HELD
    assert idea.moderation.count() == logged(idea).count() == 1
    assert mail.outbox[0].to == [author.email]


def test_my_space_leads_to_the_answer_while_there_may_be_one():
    idea = submit()
    act = idea.moderation.get()
    client = Client()
    client.force_login(idea.author.user)
    answer = reverse("wagtail_remacto:moderation_answer", args=[act.pk])
    assert answer in client.get(reverse("wagtail_remacto:my_space")).content.decode()
    client.post(answer, {"text": "Ce sont les plans du marché."})
    act.refresh_from_db()
    assert act.answered_at
    page = client.get(reverse("wagtail_remacto:my_space")).content.decode()
    assert answer not in page and "plans du marché" in page
