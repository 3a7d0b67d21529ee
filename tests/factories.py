"""Made-up collectivités, cycles and rows for the tests.

One object at a time from the factories; a whole tree in several languages from
`translate`; hundreds of collectivités at once from `network`.
"""

import datetime as dt
from typing import Any

import factory
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site
from wagtail_factories import PageFactory

from tests.planting import plant
from wagtail_remacto.collectivites.models import Kind
from wagtail_remacto.collectivites.territories import Territory, territories
from wagtail_remacto.committees.models import College, SeatRole
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.kinds import Action, Mode, PhaseKind
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import (
    Axis,
    CollectivitePage,
    CommitteePage,
    CouncilSession,
    CyclePage,
    CycleTemplate,
    Deliberation,
    DirectoryPage,
    PhasePage,
    Principle,
    ProgrammePage,
    ProjectPage,
    Seat,
    WorkshopPage,
)
from wagtail_remacto.programmes.models.council import Outcome
from wagtail_remacto.programmes.models.session import SessionKind

TETOUAN = "01.571.01.11"


def locale(language: str = "") -> Locale:
    """The locale of the language; the site's own one if no language is named."""
    if not language:
        return Locale.get_default()
    return Locale.objects.get_or_create(language_code=language)[0]


def home(language: str = "") -> Page:
    """The first page of the default site in a language, made if it is missing."""
    root = Site.objects.get(is_default_site=True).root_page.specific
    if language in ("", root.locale.language_code):
        return root
    wanted = locale(language)
    found = root.get_translation_or_none(wanted)
    return found.specific if found else publish(root.copy_for_translation(wanted))


def publish(page: Page, **fields: Any) -> Page:
    """Give a page these fields and make it public, without a revision."""
    for name, value in {**fields, "live": True}.items():
        setattr(page, name, value)
    page.save()
    return page


def translate(page: Page, language: str, **fields: Any) -> Page:
    """The page in another language, below the translation of its parent.

    Parents that have none are translated first, word for word.
    """
    wanted = locale(language)
    found = page.get_translation_or_none(wanted)
    if found:
        return publish(found.specific, **fields)
    if page.depth == 2:
        return publish(home(language), **fields)
    translate(page.get_parent().specific, language)
    return publish(page.copy_for_translation(wanted), **fields)


def moment(days: float = 0) -> dt.datetime:
    """This time of the day, so many days from now."""
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=days)


def day(days: int = 0) -> PartialDate:
    """The date, in the cycles' time zone, so many days from today."""
    return PartialDate(moment(days).astimezone(zone()).date().isoformat())


class CivicPageFactory(PageFactory):
    summary = ""
    slug = factory.Sequence(lambda n: f"page-{n}")

    class Meta:
        abstract = True


class DirectoryFactory(CivicPageFactory):
    parent = factory.LazyFunction(home)
    title = "Collectivités ouvertes"
    slug = factory.Sequence(lambda n: f"collectivites-{n}")

    class Meta:
        model = DirectoryPage


# Communes that tests speak of by name: none of another test may turn out to be one.
NAMED = {"Agadir", "Al Hoceima", "Chefchaouen", "Fès", "Martil", "Tanger", "Tétouan"}


def commune(number: int) -> Territory:
    """The commune of this number in HCP's list, of every region by turns.

    None with an apostrophe, so that a test finds the name in HTML as it is written, and
    none twice: the step and their number have no divisor in common.
    """
    communes = [
        each
        for each in territories().values()
        if each.kind == "commune"
        and each.name_fr not in NAMED
        and "'" not in each.name_fr
    ]
    return communes[number * 11 % len(communes)]


class CollectiviteFactory(CivicPageFactory):
    parent = factory.SubFactory(DirectoryFactory)
    hcp_code = factory.Sequence(lambda n: commune(n).code)
    title = factory.LazyAttribute(lambda page: territories()[page.hcp_code].name_fr)
    slug = factory.Sequence(lambda n: f"commune-{n}")

    class Meta:
        model = CollectivitePage


class CycleFactory(CivicPageFactory):
    parent = factory.SubFactory(CollectiviteFactory)
    identifier = factory.Sequence(lambda n: f"cycle-{n}")
    title = "Premier cycle"
    slug = factory.SelfAttribute("identifier")

    class Meta:
        model = CyclePage


class PhaseFactory(CivicPageFactory):
    """Open: since ten days, for ten more."""

    parent = factory.SubFactory(CycleFactory)
    title = "Co-création"
    slug = factory.Sequence(lambda n: f"phase-{n}")
    kind = PhaseKind.CO_CREATION
    start = factory.LazyFunction(lambda: moment(-10))
    end = factory.LazyFunction(lambda: moment(10))

    class Meta:
        model = PhasePage


class WorkshopFactory(CivicPageFactory):
    """In a week."""

    parent = factory.SubFactory(CycleFactory)
    title = "Atelier de co-création"
    slug = factory.Sequence(lambda n: f"atelier-{n}")
    date = factory.LazyFunction(lambda: day(7))

    class Meta:
        model = WorkshopPage


class CommitteeFactory(CivicPageFactory):
    parent = factory.SubFactory(CycleFactory)
    title = "Comité de suivi"
    slug = factory.Sequence(lambda n: f"comite-{n}")

    class Meta:
        model = CommitteePage


class ProgrammeFactory(CivicPageFactory):
    parent = factory.SubFactory(CycleFactory)
    title = "Programme d’ouverture"
    slug = factory.Sequence(lambda n: f"programme-{n}")

    class Meta:
        model = ProgrammePage


class ProjectFactory(CivicPageFactory):
    parent = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Projet {n}")
    slug = factory.Sequence(lambda n: f"projet-{n}")

    class Meta:
        model = ProjectPage


class PrincipleFactory(DjangoModelFactory):
    locale = factory.LazyFunction(locale)
    key = factory.Sequence(lambda n: f"principe-{n}")
    title = "Transparence"

    class Meta:
        model = Principle


class CycleTemplateFactory(DjangoModelFactory):
    locale = factory.LazyFunction(locale)
    identifier = factory.Sequence(lambda n: f"modele-{n}")
    title = "Calendrier du réseau"

    class Meta:
        model = CycleTemplate


class AxisFactory(DjangoModelFactory):
    cycle = factory.SubFactory(CycleFactory)
    locale = factory.SelfAttribute("cycle.locale")
    order = factory.Sequence(lambda n: n + 1)
    title = "Accès à l’information"

    class Meta:
        model = Axis


class SeatFactory(DjangoModelFactory):
    committee = factory.SubFactory(CommitteeFactory)
    college = College.CIVIL_SOCIETY
    organisation = "Association des habitants"

    class Meta:
        model = Seat


class CouncilSessionFactory(DjangoModelFactory):
    collectivite = factory.SubFactory(CollectiviteFactory)
    kind = SessionKind.ORDINARY
    label = "Session ordinaire d’octobre"
    sitting = PartialDate("2023-10-05")

    class Meta:
        model = CouncilSession


class DeliberationFactory(DjangoModelFactory):
    session = factory.SubFactory(CouncilSessionFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    outcome = Outcome.ADOPTED

    class Meta:
        model = Deliberation


def full_cycle(collectivite: CollectivitePage | None = None) -> CyclePage:
    """A cycle with something of every kind in it, as a busy commune has it."""
    cycle = CycleFactory(
        **({"parent": collectivite} if collectivite else {}),
        summary="Deux ans pour ouvrir la commune.",
        period_start=PartialDate("2026"),
        period_end=PartialDate("2027-12"),
        programme_years=2,
        lead="Direction de la communication",
    )
    commune_page = cycle.get_parent().specific
    axis = AxisFactory(cycle=cycle, order=1, challenge="Les comptes ne sont pas lus.")
    axis.principles.add(PrincipleFactory())
    PhaseFactory(
        parent=cycle,
        kind=PhaseKind.INFORMATION,
        title="Rencontres d’information",
        start=moment(-60),
        end=moment(-30),
    )
    phase = PhaseFactory(
        parent=cycle,
        question="Que faut-il ouvrir d’abord ?",
        audience="Toutes les habitantes et tous les habitants",
        what_next="Le comité répond à chaque idée.",
        modes=[Mode.IN_ROOM, Mode.ONLINE],
        actions=[Action.CONTRIBUTE, Action.REGISTER],
    )
    PhaseFactory(
        parent=cycle,
        kind=PhaseKind.SECOND_CONSULTATION,
        title="Seconde consultation",
        start=moment(-1),
        end=moment(2),
    )
    PhaseFactory(
        parent=cycle, kind=PhaseKind.ADOPTION, title="Adoption", start=None, end=None
    )
    WorkshopFactory(
        parent=phase,
        start_time=dt.time(15),
        end_time=dt.time(18),
        mode=Mode.IN_ROOM,
        place="Maison des associations",
        latitude="35.57845",
        longitude="-5.36837",
        capacity=40,
        languages=["ar", "fr"],
        agenda=[("item", {"time": dt.time(15), "title": "Accueil", "text": ""})],
    )
    WorkshopFactory(parent=cycle, title="Formation", date=day(-20), kind="training")
    committee = CommitteeFactory(parent=cycle, size=6, women_share="0.5")
    SeatFactory(committee=committee, role=SeatRole.CHAIR, gender="woman")
    SeatFactory(
        committee=committee,
        college=College.ELECTED,
        organisation="Conseil communal",
        gender="man",
    )
    programme = ProgrammeFactory(
        parent=cycle, start=PartialDate("2026-01"), end=PartialDate("2027-12")
    )
    for number in range(1, 4):
        ProjectFactory(
            parent=programme,
            title=f"Publier les comptes {number}",
            reference=f"MATET000{number}",
            axis=axis,
            problem="Le budget n’est publié nulle part.",
            status_quo="Un tableau affiché en mairie.",
            solution="Un portail de données ouvertes.",
            expected_results="Chacun lit le budget.",
            values=["transparency", "participation"],
            lead="Service des finances",
            partners="Association Transparence",
            start=PartialDate("2026-03"),
            end=PartialDate("2027"),
            budget="250000.00",
            indicators=[
                (
                    "indicator",
                    {
                        "title": "Jeux publiés",
                        "unit": "",
                        "baseline": "0",
                        "target": "12",
                    },
                )
            ],
        )
    DeliberationFactory(
        session=CouncilSessionFactory(collectivite=commune_page), programme=programme
    )
    return cycle


def network(
    size: int,
    *,
    directory: DirectoryPage | None = None,
    languages: tuple[str, ...] = ("fr", "ar"),
    first: int = 100,
) -> DirectoryPage:
    """A directory of `size` collectivités, each with a cycle, in every language.

    Each has a closed phase, an open one with a workshop of next week, a committee and
    a programme with two projects. They are written in bulk: no signal is sent, so that
    neither the search index nor Wagtail's index of references knows them. A second call
    with the same directory and another `first` adds to it.
    """
    directory = directory or DirectoryFactory()
    communes = [commune(number) for number in range(first, first + size)]
    parents = {
        language: directory if language == "fr" else translate(directory, language)
        for language in languages
    }

    members = plant(
        {
            parent: [
                CollectivitePage(
                    title=each.name(language),
                    slug=f"commune-{slugify(each.code)}",
                    kind=Kind.COMMUNE,
                    hcp_code=each.code,
                    region_code=each.region_code,
                    province_code=each.province_code,
                    name_fr=each.name_fr,
                    name_ar=each.name_ar,
                    population=each.population,
                    wave=1 + number % 3,
                )
                for number, each in enumerate(communes)
            ]
            for language, parent in parents.items()
        }
    )
    cycles = plant(
        {
            page: [CyclePage(title="Cycle 2026", slug="2026", identifier="2026")]
            for page in members
        }
    )
    beneath = plant(
        {
            page: [
                PhasePage(
                    title="Rencontres d’information",
                    slug="information",
                    kind=PhaseKind.INFORMATION,
                    start=moment(-90),
                    end=moment(-60),
                ),
                PhasePage(
                    title="Co-création",
                    slug="co-creation",
                    kind=PhaseKind.CO_CREATION,
                    start=moment(-10),
                    end=moment(10 + number % 20),
                ),
                CommitteePage(title="Comité de suivi", slug="comite"),
                ProgrammePage(title="Programme d’ouverture", slug="programme"),
            ]
            for number, page in enumerate(cycles)
        }
    )
    plant(
        {
            page: [WorkshopPage(title="Atelier", slug="atelier", date=day(7))]
            for page in beneath
            if isinstance(page, PhasePage) and page.slug == "co-creation"
        }
    )
    plant(
        {
            page: [
                ProjectPage(title="Ouvrir les données", slug="donnees"),
                ProjectPage(title="Ouvrir les séances", slug="seances"),
            ]
            for page in beneath
            if isinstance(page, ProgrammePage)
        }
    )
    if connection.vendor == "postgresql":
        # Nothing analyses rows that are not committed: without this, PostgreSQL plans
        # as if the tables were empty and takes minutes for what takes it a moment.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return directory
