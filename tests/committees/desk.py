"""A committee at its desk: who is there, and what they read."""

from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.citizens import ContributionFactory
from tests.deciding import member_of
from tests.factories import AxisFactory, PhaseFactory, moment
from tests.officers import TETOUAN, commune_with_everything, directory_in, signed_in
from wagtail_remacto.committees.models import SeatRole
from wagtail_remacto.committees.reasons import (
    provide_criteria,
    provide_outcome_reasons,
)
from wagtail_remacto.cycles.kinds import PhaseKind


def reading_in(language: str, user: Any) -> Any:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    return user


def at_the_desk(code: str = TETOUAN, directory: Any = None) -> SimpleNamespace:
    """A commune whose committee has two members and a secretary, and three ideas.

    Screens are read in English; ``client_of`` signs in whoever is named.
    """
    world = commune_with_everything(code, directory or directory_in("ar"))
    world.analysis = PhaseFactory(
        parent=world.cycle,
        title="Analyse",
        kind=PhaseKind.ANALYSIS,
        start=moment(-2),
        end=moment(20),
    )
    world.second_axis = AxisFactory(cycle=world.cycle, order=2, title="Participation")
    names = [f"{role}-{world.cycle.pk}" for role in ("membre", "autre", "secretaire")]
    world.member = reading_in("en", member_of(world.committee, names[0]))
    world.other = reading_in("en", member_of(world.committee, names[1]))
    world.secretary = reading_in(
        "en", member_of(world.committee, names[2], role=SeatRole.SECRETARY)
    )
    world.ideas = [
        ContributionFactory(
            phase=world.phase, title=title, axis=axis, language=language
        )
        for title, axis, language in (
            ("Ouvrir la bibliothèque le dimanche", world.axis, "fr"),
            ("فتح المكتبة يوم الأحد", world.axis, "ar"),
            ("Publier le budget en ligne", world.second_axis, "fr"),
        )
    ]
    provide_outcome_reasons()
    provide_criteria()
    return world


def client_of(user: Any) -> Client:
    return signed_in(reading_in("en", user))


def screen(name: str, world: SimpleNamespace, *args: Any) -> str:
    return reverse(f"remacto_desk_{name}", args=[world.cycle.pk, *args])
