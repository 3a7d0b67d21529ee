"""Who carries out, speaks and evaluates: every verb × every role, through the services.

The two years after the vote; what comes before is in `test_who_may_do_what` and
`test_who_decides_what`.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.factories import SeatFactory, day
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    directory_in,
    focal_point,
    network_officer,
)
from wagtail_remacto.committees.models import College
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.models import PartnerState
from wagtail_remacto.monitoring.services import (
    closing,
    evaluations,
    leads,
    library,
    milestones,
    notes,
    partners,
    succession,
    updates,
)
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import ensure_participant

pytestmark = pytest.mark.django_db

OFFICERS = {"comms officer", "focal point", "focal point with a civil seat"}
FOCAL = {"focal point", "focal point with a civil seat"}
DIRECTORS = FOCAL | {"network officer"}
SEATS = {"civil seat", "civil seat that is a project lead elsewhere"}
PARTNERS = {"confirmed partner", "confirmed partner without account"}
ASSOCIATIONS = SEATS | PARTNERS
# Whoever may offer to be a partner: everyone but the administration itself.
CITIZENS = ASSOCIATIONS | {
    "citizen",
    "citizen without account",
    "elected seat",
    "civil seat elsewhere",
    "civil seat whose mandate is over",
    "partner only proposed",
    "partner only invited",
    "partner that has ended",
    "neighbour’s comms officer",
    "neighbour’s focal point",
}
ROLES = [
    "visitor",
    *sorted(CITIZENS | OFFICERS | DIRECTORS),
    "project lead",
    "project lead that has ended",
    "project lead with a civil seat",
    "deactivated civil seat",
    "deactivated focal point",
]
LEADS = {"project lead", "project lead with a civil seat"}

ALLOWED: dict[str, set[str]] = {
    "draft a milestone": OFFICERS,
    "announce a milestone": OFFICERS,
    "postpone a milestone": OFFICERS,
    "withdraw a milestone": OFFICERS,
    "name a lead": OFFICERS,
    "end a lead": OFFICERS,
    "publish an update": OFFICERS | LEADS,
    "invite a partner": OFFICERS,
    "confirm a partner": OFFICERS,
    "decline an offer": OFFICERS,
    "end a partnership": OFFICERS,
    "offer a partnership": CITIZENS | {"project lead that has ended"},
    "note": ASSOCIATIONS,
    "reply": OFFICERS,
    "evaluate for the administration": FOCAL,
    "evaluate for an independent body": FOCAL,
    "evaluate for civil society": SEATS | {"confirmed partner"},
    "close the cycle": DIRECTORS,
    "reopen the cycle": DIRECTORS,
    "open the next cycle": DIRECTORS,
    "carry a project over": DIRECTORS,
    "leave a project": DIRECTORS,
    "recommend a project": {"network officer"},
    "take a project out of the library": {"network officer"},
}


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        directory = directory_in("ar")
        ours = with_milestones(adopted_commune(TETOUAN, directory), 1)
        theirs = adopted_commune(AL_HOCEIMA, directory)
        accounts = {
            role: UserFactory()
            for role in (
                "civil seat that is a project lead elsewhere",
                "civil seat whose mandate is over",
                "project lead",
                "project lead that has ended",
                "project lead with a civil seat",
                "deactivated civil seat",
            )
        }
        both = focal_point(ours, "both")
        gone = focal_point(ours, "gone")
        named: dict[str, Any] = {}
        for role in sorted(accounts):
            if "project lead" in role:
                project = theirs.project if "elsewhere" in role else ours.project
                by = theirs.officer if "elsewhere" in role else ours.officer
                named[role] = leads.name_lead(
                    project=project, user=accounts[role], by=by
                )
        leads.end_lead(lead=named["project lead that has ended"], by=ours.officer)
        for user, fields in (
            (accounts["civil seat that is a project lead elsewhere"], {}),
            (accounts["civil seat whose mandate is over"], {"mandate_end": day(-30)}),
            (accounts["project lead with a civil seat"], {}),
            (accounts["deactivated civil seat"], {}),
            (both, {}),
        ):
            SeatFactory(
                committee=ours.committee,
                college=College.CIVIL_SOCIETY,
                user=user,
                **fields,
            )
        inactive = [accounts["deactivated civil seat"].pk, gone.pk]
        UserFactory._meta.model.objects.filter(pk__in=inactive).update(is_active=False)
        people = {
            role: PartnerFactory(project=ours.project, **fields).participant
            for role, fields in {
                "confirmed partner": {},
                "confirmed partner without account": {
                    "participant": EmailParticipantFactory()
                },
                "partner only proposed": {
                    "state": PartnerState.PROPOSED,
                    "administration_confirmed_at": None,
                },
                "partner only invited": {
                    "state": PartnerState.INVITED,
                    "association_confirmed_at": None,
                },
                "partner that has ended": {"state": PartnerState.ENDED},
            }.items()
        }
        yield SimpleNamespace(
            project=ours.project,
            programme=ours.programme,
            cycle=ours.cycle,
            milestone=ours.milestones[0],
            civil=ours.civil,
            boss=focal_point(ours, "boss"),
            network=network_officer("recommender"),
            people={
                **accounts,
                **people,
                "visitor": AnonymousUser(),
                "citizen": UserFactory(),
                "citizen without account": EmailParticipantFactory(),
                "comms officer": ours.officer,
                "focal point": ours.focal,
                "focal point with a civil seat": both,
                "network officer": network_officer(),
                "neighbour’s comms officer": theirs.officer,
                "neighbour’s focal point": theirs.focal,
                "civil seat": ours.civil,
                "elected seat": ours.elected,
                "civil seat elsewhere": theirs.civil,
                "deactivated focal point": gone,
            },
        )
        transaction.set_rollback(True)


class Deeds:
    """What each verb finds done already, by somebody who may, and then the verb."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.boss = _fresh(world.boss)

    def drafted(self, by: Any = None) -> Any:
        return milestones.draft(
            project=self.world.project,
            by=by or self.boss,
            title="Ouvrir le guichet",
            due="2031",
        )

    def offered(self, participant: Any = None) -> Any:
        return partners.offer(
            project=self.world.project,
            participant=participant or ParticipantFactory(),
            organisation="Les amis du marché",
            brings="Deux bénévoles",
        )

    def noted(self, who: Any = None) -> Any:
        return notes.note(
            milestone=self.world.milestone,
            who=who or _fresh(self.world.civil),
            stance="doubts",
            completion="limited",
            text="Le guichet est fermé.",
        )

    def evaluated(self, voice: str, by: Any) -> Any:
        return evaluations.draft(
            programme=self.world.programme, moment="midterm", voice=voice, by=by
        )

    def closed(self, by: Any = None) -> Any:
        return closing.close(
            cycle=self.world.cycle, by=by or self.boss, override="Le mandat finit."
        )

    def followed(self, by: Any = None) -> Any:
        return succession.open_next(
            cycle=self.world.cycle, by=by or self.boss, identifier="2031"
        )

    def recommended(self, by: Any = None) -> Any:
        return library.recommend(
            project=self.world.project,
            by=by or _fresh(self.world.network),
            words="À copier.",
        )

    def prepared(self, verb: str) -> Any:
        """What the verb acts on."""
        found: dict[str, Callable[[], Any]] = {
            "announce a milestone": self.drafted,
            "end a lead": lambda: leads.name_lead(
                project=self.world.project, user=UserFactory(), by=self.boss
            ),
            "confirm a partner": self.offered,
            "decline an offer": self.offered,
            "end a partnership": lambda: PartnerFactory(project=self.world.project),
            "reply": self.noted,
            "reopen the cycle": self.closed,
            "carry a project over": self.followed,
            "leave a project": self.followed,
            "take a project out of the library": self.recommended,
        }
        return found[verb]() if verb in found else None

    def do(self, verb: str, who: Any, found: Any) -> None:
        world = self.world
        by = who.account if isinstance(who, Participant) else who
        project, milestone = world.project, world.milestone
        verbs: dict[str, Callable[[], Any]] = {
            "draft a milestone": lambda: self.drafted(by),
            "announce a milestone": lambda: milestones.announce(project=project, by=by),
            "postpone a milestone": lambda: milestones.postpone(
                milestone=milestone, by=by, due="2030", words="Les travaux."
            ),
            "withdraw a milestone": lambda: milestones.withdraw(
                milestone=milestone, by=by, words="Trop cher."
            ),
            "name a lead": lambda: leads.name_lead(
                project=project, user=UserFactory(), by=by
            ),
            "end a lead": lambda: leads.end_lead(lead=found, by=by),
            "publish an update": lambda: updates.publish(
                project=project, by=by, title="C’est ouvert", milestone=milestone
            ),
            "invite a partner": lambda: partners.invite(
                project=project, by=by, organisation="Nous", email="n@exemple.ma"
            ),
            "confirm a partner": lambda: partners.confirm(partner=found, by=by),
            "decline an offer": lambda: partners.decline(
                partner=found, by=by, words="Non."
            ),
            "end a partnership": lambda: partners.end(
                partner=found, by=by, words="Fini."
            ),
            "offer a partnership": lambda: self.offered(_participant(who)),
            "note": lambda: self.noted(who),
            "reply": lambda: notes.reply(note=found, by=by, text="Il est ouvert."),
            "evaluate for the administration": lambda: self.evaluated(
                "administration", by
            ),
            "evaluate for an independent body": lambda: self.evaluated(
                "independent", by
            ),
            "evaluate for civil society": lambda: self.evaluated("civil_society", by),
            "close the cycle": lambda: self.closed(by),
            "reopen the cycle": lambda: closing.reopen(
                closing=found, by=by, words="Trop tôt."
            ),
            "open the next cycle": lambda: self.followed(by),
            "carry a project over": lambda: succession.carry_project(
                cycle=found, project=project, by=by
            ),
            "leave a project": lambda: succession.leave(
                cycle=found, project=project, by=by, words="Il est fini."
            ),
            "recommend a project": lambda: self.recommended(by),
            "take a project out of the library": lambda: library.withdraw(
                entry=found, by=by
            ),
        }
        verbs[verb]()


def _participant(who: Any) -> Any:
    if isinstance(who, Participant):
        return who
    if who.is_authenticated:
        return ensure_participant(who)
    return Participant(kind="email", email="personne@exemple.ma")


def _fresh(who: Any) -> Any:
    """Rights are kept on the object for as long as a request lasts."""
    if isinstance(who, AnonymousUser):
        return who
    return type(who).objects.get(pk=who.pk)


@pytest.mark.parametrize("verb", ALLOWED)
def test_who_may(verb, world):
    wrong = []
    with transaction.atomic():
        deeds = Deeds(world)
        found = deeds.prepared(verb)
        for role in ROLES:
            who = _fresh(world.people[role])
            with transaction.atomic():
                again = type(found).objects.get(pk=found.pk) if found else None
                try:
                    deeds.do(verb, who, again)
                except gate.Refused as refused:
                    done = False
                    if not refused.verdict.sentence or not refused.verdict.remedy:
                        wrong.append(f"{role}: refused without a sentence")
                else:
                    done = True
                transaction.set_rollback(True)
            if done != (role in ALLOWED[verb]):
                wrong.append(f"{role}: {'may' if done else 'may not'}")
        transaction.set_rollback(True)
    assert not wrong


# By which verb each deed of these two years is asked for.
DEEDS = {
    Deed.SCHEDULE: "announce a milestone",
    Deed.UPDATE: "publish an update",
    Deed.PARTNER: "confirm a partner",
    Deed.JOIN: "offer a partnership",
    Deed.MONITOR: "note",
    Deed.REPLY: "reply",
    Deed.EVALUATE: "evaluate for the administration",
    Deed.EVALUATE_CIVIL: "evaluate for civil society",
    Deed.CLOSE: "close the cycle",
    Deed.PLAN: "open the next cycle",
    Deed.RECOMMEND: "recommend a project",
}


def test_every_deed_of_the_two_years_is_in_the_table():
    assert set(DEEDS.values()) <= set(ALLOWED)
