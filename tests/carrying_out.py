"""Programmes that are carried out: adopted, with milestones and whoever speaks."""

from types import SimpleNamespace
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.citizens import ParticipantFactory, UserFactory
from tests.factories import SeatFactory
from tests.officers import (
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.committees.models import College
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import Milestone, Partner
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import PartnerState
from wagtail_remacto.programmes.models import Outcome


def adopted_commune(
    code: str = TETOUAN, directory: Any = None, name: str = ""
) -> SimpleNamespace:
    """A commune whose council has adopted its programme, as a source reports it.

    Adds ``officer`` (communication), ``focal``, ``civil`` (the account of a
    civil-society seat, ``civil_seat``) and ``elected`` (of an elected one).
    """
    directory = directory or directory_in("ar")
    commune = commune_with_everything(code, directory)
    commune.directory = directory
    name = name or f"{commune.page.pk}"
    commune.deliberation.outcome = Outcome.ADOPTED
    commune.deliberation.sources = [
        ("source", {"url": "https://exemple.ma/pv", "note": "Procès-verbal"})
    ]
    commune.deliberation.save()
    commune.officer = comms_officer(commune, f"comms-{name}")
    commune.focal = focal_point(commune, f"focal-{name}")
    commune.civil, commune.elected = UserFactory(), UserFactory()
    commune.civil_seat = SeatFactory(
        committee=commune.committee,
        college=College.CIVIL_SOCIETY,
        organisation="Association du quartier",
        user=commune.civil,
    )
    commune.elected_seat = SeatFactory(
        committee=commune.committee, college=College.ELECTED, user=commune.elected
    )
    return commune


class MilestoneFactory(DjangoModelFactory):
    """An announced milestone, without its service; recount with ``recounted``."""

    title = factory.Sequence(lambda n: f"Jalon {n}")
    due = PartialDate("2027-06")
    announced_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Milestone


class PartnerFactory(DjangoModelFactory):
    """A partnership that both sides have confirmed."""

    organisation = "Association des usagers"
    brings = "Des bénévoles le samedi."
    participant = factory.SubFactory(ParticipantFactory)
    state = PartnerState.CONFIRMED
    association_confirmed_at = factory.LazyFunction(timezone.now)
    administration_confirmed_at = factory.LazyFunction(timezone.now)
    created_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Partner


def with_milestones(commune: SimpleNamespace, number: int = 3, **fields: Any) -> Any:
    """The commune’s project with so many announced milestones."""
    commune.milestones = [
        MilestoneFactory(project=commune.project, position=position, **fields)
        for position in range(number)
    ]
    rollup.recount_project(commune.project)
    return commune
