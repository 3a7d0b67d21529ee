"""Polls and people for the tests of this room."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.test import Client

from tests.citizens import EmailParticipantFactory, ParticipantFactory
from tests.factories import PhaseFactory, locale, moment
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import CollectivitePage, Participant, PhasePage, Poll
from wagtail_remacto.people.session import remember
from wagtail_remacto.polling.models import Choice

ANSWERS = ("Des arbres", "Des bancs", "Des jeux")


def phase_with_polls(**fields: Any) -> PhasePage:
    return PhaseFactory(**{"actions": [Action.ANSWER_POLL], **fields})


def collectivite_of(phase: PhasePage) -> CollectivitePage:
    return phase.get_parent().get_parent().specific


def make_poll(phase: PhasePage | None = None, **fields: Any) -> Poll:
    """A published poll with three answers, in an open phase unless one is given."""
    answers = fields.pop("answers", ANSWERS)
    if "collectivite" not in fields:
        phase = phase or phase_with_polls()
        fields["collectivite"] = collectivite_of(phase)
    poll = Poll(
        **{
            "locale": locale(),
            "question": "Que faut-il sur la place ?",
            "phase": phase,
            "published": True,
            **fields,
        }
    )
    for number, text in enumerate(answers):
        poll.choices.add(Choice(text=text, sort_order=number, locale=poll.locale))
    poll.save()
    return poll


def in_arabic(poll: Poll) -> Poll:
    other = poll.copy_for_translation(locale("ar"))
    other.question = "ماذا نضع في الساحة؟"
    choices = list(other.choices.all())
    for choice, text in zip(choices, ("أشجار", "مقاعد", "ألعاب"), strict=True):
        choice.text = text
    other.choices.set(choices)
    other.save()
    return other


def free_poll(**fields: Any) -> Poll:
    """A poll outside any phase, open for a week."""
    collectivite = collectivite_of(phase_with_polls())
    return make_poll(
        **{"collectivite": collectivite, "end": moment(7), "phase": None, **fields}
    )


def somebody() -> Participant:
    """A citizen with an account."""
    return ParticipantFactory()


def by_email(address: str = "said@example.org") -> Participant:
    """A citizen without an account, whose address is confirmed."""
    return EmailParticipantFactory(email=address)


def visitor(who: Participant | None = None) -> Client:
    """The browser of this citizen; of nobody in particular otherwise."""
    client = Client()
    if who is not None and who.user_id:
        client.force_login(who.user)
    elif who is not None:
        request = SimpleNamespace(
            session=client.session, user=SimpleNamespace(is_authenticated=False)
        )
        remember(request, who)
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def ids(poll: Poll, *numbers: int) -> set[int]:
    choices = list(poll.choices.values_list("pk", flat=True))
    return {choices[number] for number in numbers}


def counts(poll: Poll) -> list[int]:
    """What each choice has got, then how many people have voted."""
    found = Poll.objects.get(pk=poll.pk)
    return [*found.choices.values_list("votes_count", flat=True), found.voters_count]
