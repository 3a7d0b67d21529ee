"""The table of `domain.md`: every verb × every role × every state of a phase.

The expected answers are written out here; the verbs are the services themselves, each
undone afterwards.
"""

from collections.abc import Callable
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from wagtail.models import Locale

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    UserFactory,
    discussion_on,
)
from tests.factories import SeatFactory, WorkshopFactory, day, moment, publish
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
)
from wagtail_remacto.contributions import references, services
from wagtail_remacto.contributions.models import Verb
from wagtail_remacto.contributions.services import following
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import CycleClosing, CyclePage
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import ensure_participant
from wagtail_remacto.polling.models import Choice, Poll
from wagtail_remacto.polling.services import vote
from wagtail_remacto.workshops import registrations

pytestmark = pytest.mark.django_db

CITIZENS = {
    "citizen",
    "citizen without account",
    "association",
    "committee member",
    "neighbour’s officer",
}
OFFICERS = {"comms officer", "focal point"}
EVERYONE_SIGNED_IN = CITIZENS | OFFICERS | {"network officer"}
ROLES = ["visitor", *sorted(EVERYONE_SIGNED_IN), "deactivated account"]

# The dates alone decide; what a phase does not offer it never allows.
STATES: dict[str, dict[str, Any]] = {
    "open": {"start": moment(-5), "end": moment(5)},
    "closes soon": {"start": moment(-5), "end": moment(0.5)},
    "to come": {"start": moment(1), "end": moment(9)},
    "closed": {"start": moment(-9), "end": moment(-1)},
    "undated": {"start": None, "end": None, "precision": "text"},
    "unpublished": {"live": False, "start": moment(-5), "end": moment(5)},
    "open for reading only": {"start": moment(-5), "end": moment(5), "actions": []},
}
OPEN = {"open", "closes soon"}
READABLE = set(STATES) - {"unpublished"}

# verb: (who may, in which states)
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "contribute": (EVERYONE_SIGNED_IN, OPEN),
    "support": (EVERYONE_SIGNED_IN, OPEN),
    "take a support back": (EVERYONE_SIGNED_IN, OPEN),
    "follow": (EVERYONE_SIGNED_IN, READABLE),
    "comment": (EVERYONE_SIGNED_IN, OPEN),
    "support a comment": (EVERYONE_SIGNED_IN, OPEN),
    "answer a poll": (EVERYONE_SIGNED_IN, OPEN),
    "register for a workshop": (EVERYONE_SIGNED_IN, OPEN),
    "report": (EVERYONE_SIGNED_IN, READABLE),
    "claim": (CITIZENS, READABLE),
    "enter workshop ideas": (
        OFFICERS,
        READABLE - {"to come", "open for reading only"},
    ),
    "moderate": (OFFICERS, set(STATES)),
    "answer for the collectivité": (OFFICERS, set(STATES)),
}

# Whoever may read an unpublished page may report what stands on it.
SEE_DRAFTS = {
    (verb, "unpublished"): OFFICERS | {"network officer"}
    for verb in ("report", "follow")
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Any:
    """One commune with everything, its neighbour, and a person of each role."""
    with django_db_blocker.unblock(), transaction.atomic():
        Locale.objects.get_or_create(language_code="ar")
        directory = directory_in("ar")
        ours = commune_with_everything(TETOUAN, directory)
        theirs = commune_with_everything(AL_HOCEIMA, directory)
        member = UserFactory()
        SeatFactory(committee=ours.committee, organisation="Asso", user=member)
        phase = publish(ours.phase, actions=list(Action.values))
        workshop = WorkshopFactory(
            parent=phase, registers=True, date=day(10), capacity=None
        )
        contribution = ContributionFactory(phase=phase)
        poll = Poll.objects.create(
            collectivite=ours.page,
            phase=phase,
            question="Le marché ?",
            published=True,
            locale=Locale.get_default(),
        )
        choice = Choice.objects.create(
            poll=poll, text="Le matin", locale=Locale.get_default()
        )
        gone = UserFactory(is_active=False)
        yield SimpleNamespace(
            phase=phase,
            workshop=workshop,
            contribution=contribution,
            paper=ContributionFactory(
                phase=phase, origin="workshop", author=None, author_kind="group"
            ),
            comment=CommentFactory(discussion=discussion_on(contribution), phase=phase),
            poll=poll,
            choice=choice,
            people={
                "visitor": AnonymousUser(),
                "citizen": UserFactory(),
                "citizen without account": EmailParticipantFactory(),
                "association": UserFactory(),
                "committee member": member,
                "comms officer": comms_officer(ours),
                "focal point": focal_point(ours),
                "network officer": network_officer(),
                "neighbour’s officer": comms_officer(theirs, "neighbour"),
                "deactivated account": gone,
            },
        )
        transaction.set_rollback(True)


def _account(who: Any) -> Any:
    return AnonymousUser() if isinstance(who, Participant) else who


def _participant(who: Any) -> Any:
    """As a view has it; a visitor who writes all the same has confirmed nothing."""
    if isinstance(who, Participant):
        return who
    if who.is_authenticated:
        return ensure_participant(who)
    return Participant(kind="email", email="personne@exemple.ma")


def do(verb: str, role: str, who: Any, world: Any) -> None:
    person: Callable[[], Any] = lambda: _participant(who)  # noqa: E731
    verbs: dict[str, Callable[[], Any]] = {
        "contribute": lambda: services.submit(
            phase=world.phase,
            author=person(),
            title="Un marché",
            text="Le samedi.",
            association="Amis du marché" if role == "association" else "",
        ),
        "support": lambda: services.support(
            contribution=world.contribution, participant=person()
        ),
        "take a support back": lambda: services.undo_support(
            contribution=world.contribution, participant=person()
        ),
        "follow": lambda: following.follow(participant=person(), target=world.phase),
        "comment": lambda: services.comment(
            discussion=discussion_on(world.contribution),
            author=person(),
            text="Oui, et le dimanche ?",
        ),
        "support a comment": lambda: services.support_comment(
            comment=world.comment, participant=person()
        ),
        "answer a poll": lambda: vote(
            poll=world.poll, participant=person(), choices=[world.choice.pk]
        ),
        "register for a workshop": lambda: registrations.register(
            workshop=world.workshop, participant=person(), name="Habitante"
        ),
        "report": lambda: services.report(
            subject=world.contribution,
            participant=person(),
            reason="off_topic",
            text="",
        ),
        "claim": lambda: services.claim(
            contribution=world.paper,
            participant=person(),
            code=references.claim_code(world.paper.reference),
        ),
        "enter workshop ideas": lambda: services.enter(
            phase=world.phase,
            by=_account(who),
            title="Un marché",
            text="Le samedi.",
        ),
        "moderate": lambda: services.decide(
            subject=world.contribution, verb=Verb.HOLD, by=_account(who)
        ),
        "answer for the collectivité": lambda: gate.require(
            _account(who), gate.Deed.ANSWER, world.phase
        ),
    }
    verbs[verb]()


def _fresh(who: Any) -> Any:
    """Rights are kept on the object for as long as a request lasts."""
    if isinstance(who, AnonymousUser):
        return who
    return type(who).objects.get(pk=who.pk)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ALLOWED)
def test_who_may(verb, state, world):
    who_may, when = ALLOWED[verb]
    wrong = []
    with transaction.atomic():
        type(world.phase).objects.filter(pk=world.phase.pk).update(
            **{"precision": "exact", **STATES[state]}
            if "live" not in STATES[state]
            else {"start": STATES[state]["start"], "end": STATES[state]["end"]}
        )
        if "live" in STATES[state]:
            world.phase.get_parent().get_children().filter(pk=world.phase.pk).update(
                live=False
            )
        for role in ROLES:
            expected = role in who_may and state in when
            expected |= role in SEE_DRAFTS.get((verb, state), set())
            who = _fresh(world.people[role])
            for each in (world.phase, world.contribution, world.paper, world.comment):
                each.refresh_from_db()
            with transaction.atomic():
                try:
                    do(verb, role, who, world)
                except gate.Refused as refused:
                    done = False
                    if not refused.verdict.sentence or not refused.verdict.remedy:
                        wrong.append(f"{role}: refused without a sentence")
                else:
                    done = True
                transaction.set_rollback(True)
            if done != expected:
                wrong.append(f"{role}: {'may' if done else 'may not'}")
        transaction.set_rollback(True)
    assert not wrong


# What a closed cycle does not refuse; its phase is open here all the same.
STILL = {"take a support back", "follow", "report", "claim", "moderate"}


@pytest.mark.parametrize("verb", ALLOWED)
def test_who_may_once_the_cycle_is_closed(verb, world):
    role = min(ALLOWED[verb][0])
    cycle = CyclePage.objects.parent_of(world.phase).get()
    with transaction.atomic():
        for row in (world.phase, world.contribution, world.paper, world.comment):
            row.refresh_from_db()
        closing = CycleClosing.objects.create(cycle=cycle, at=moment())
        assert done(verb, role, world) == (verb in STILL)
        CycleClosing.objects.filter(pk=closing.pk).update(reopened_at=moment())
        assert done(verb, role, world)
        transaction.set_rollback(True)


def done(verb: str, role: str, world: Any) -> bool:
    """Whether the verb is done, which is undone again."""
    with transaction.atomic():
        try:
            do(verb, role, _fresh(world.people[role]), world)
        except gate.Refused as refused:
            assert refused.verdict.sentence and refused.verdict.remedy
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_a_poll_of_no_phase_belongs_to_no_cycle(world):
    """The collectivité asks it; no closing of a cycle ends it."""
    poll = Poll(collectivite_id=1, question="Le marché ?", locale_id=1)
    assert not gate.is_over(poll)


def test_every_verb_of_a_phase_is_in_the_table():
    named = {
        Action.CONTRIBUTE: "contribute",
        Action.SUPPORT: "support",
        Action.COMMENT: "comment",
        Action.ANSWER_POLL: "answer a poll",
        Action.REGISTER: "register for a workshop",
    }
    # Remarks on a frozen version of a project are another table.
    assert set(Action) - {Action.REMARK} == set(named)
    assert set(named.values()) <= set(ALLOWED)


def test_the_table_has_every_combination():
    assert len(list(product(ALLOWED, ROLES, STATES))) == 13 * 10 * 7


def test_superusers_act_for_every_collectivite(world):
    with transaction.atomic():
        chief = get_user_model()(is_superuser=True, is_active=True, username="chef")
        chief.save()
        assert gate.check(chief, gate.Deed.MODERATE, world.phase)
        transaction.set_rollback(True)
