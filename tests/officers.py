"""People who work for a collectivité, for tests of the admin."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.blocks.base import BlockWidget

from tests.factories import (
    AxisFactory,
    CouncilSessionFactory,
    DeliberationFactory,
    DirectoryFactory,
    SeatFactory,
    day,
    locale,
    moment,
    translate,
)
from tests.planting import plant
from wagtail_remacto.collectivites.models import DirectoryPage, Role
from wagtail_remacto.collectivites.services import (
    open_branch,
    provide_network_group,
    provide_team,
)
from wagtail_remacto.models import (
    CommitteePage,
    CyclePage,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)

KEYS = {"collectivite": "page"}
TETOUAN = "01.571.01.11"
AL_HOCEIMA = "01.051.01.01"


def directory_in(*languages: str) -> DirectoryPage:
    """An empty directory in French and in these languages."""
    page = DirectoryFactory()
    for language in languages:
        translate(page, language)
    return page


def commune_with_everything(code: str, directory: DirectoryPage) -> SimpleNamespace:
    """A branch in every language of the directory, its teams, and one thing of each.

    Pages are attributes; ``pages_ar`` are the Arabic ones, by the same names.
    """
    page = open_branch(hcp_code=code, directory=directory)
    # Slugs differ from commune to commune, so that only rights stop a move.
    name = page.slug
    branches = [page, page.get_translation(locale("ar"))]
    cycles = plant(
        {
            each: [CyclePage(title="Cycle 2026", slug=name, identifier="2026")]
            for each in branches
        }
    )
    beneath = plant(
        {
            cycle: [
                PhasePage(
                    title="Co-création",
                    slug=f"phase-{name}",
                    start=moment(-10),
                    end=moment(10),
                ),
                CommitteePage(title="Comité de suivi", slug=f"comite-{name}"),
                ProgrammePage(title="Programme", slug=f"programme-{name}"),
            ]
            for cycle in cycles
        }
    )
    lowest = plant(
        {
            each: [
                WorkshopPage(title="Atelier", slug=f"atelier-{name}", date=day(7))
                if isinstance(each, PhasePage)
                else ProjectPage(title="Projet", slug=f"projet-{name}")
            ]
            for each in beneath
            if not isinstance(each, CommitteePage)
        }
    )
    by_language: dict[str, dict[str, Any]] = {"fr": {}, "ar": {}}
    for each in [*branches, *cycles, *beneath, *lowest]:
        kind = type(each).__name__.removesuffix("Page").lower()
        by_language[each.locale.language_code][KEYS.get(kind, kind)] = each
    pages = by_language["fr"]
    cycle, committee = pages["cycle"], pages["committee"]
    programme = pages["programme"]
    session = CouncilSessionFactory(collectivite=page)
    return SimpleNamespace(
        **pages,
        pages=pages,
        pages_ar=by_language["ar"],
        axis=AxisFactory(cycle=cycle, order=1, title=f"Axe de {page.title}"),
        seat=SeatFactory(committee=committee, organisation=f"Asso de {page.title}"),
        session=session,
        deliberation=DeliberationFactory(
            outcome="", session=session, programme=programme
        ),
        teams=provide_team(page),
    )


def person(name: str, *groups: Any, **fields: Any) -> Any:
    user = get_user_model().objects.create_user(
        username=name, email=f"{name}@example.org", password="secret", **fields
    )
    user.groups.set(groups)
    return user


def comms_officer(commune: SimpleNamespace, name: str = "comms") -> Any:
    return person(name, commune.teams[Role.COMMS_OFFICER].group)


def focal_point(commune: SimpleNamespace, name: str = "focal") -> Any:
    return person(name, commune.teams[Role.FOCAL_POINT].group)


def network_officer(name: str = "network") -> Any:
    return person(name, provide_network_group())


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def refused(response: Any) -> bool:
    """Wagtail answers a person without the right by leading them home."""
    return response.status_code in (403, 404) or (
        response.status_code == 302 and response.url == reverse("wagtailadmin_home")
    )


def posted(form: Any, **values: Any) -> dict[str, Any]:
    """What a browser sends for this form, with these values instead."""
    data: dict[str, Any] = {}
    for bound in form:
        value = values.get(bound.name, bound.value())
        if isinstance(bound.field.widget, BlockWidget):
            data[f"{bound.html_name}-count"] = "0"
        elif value is None or value is False:
            continue
        elif isinstance(value, list):
            data[bound.html_name] = [str(each) for each in value]
        else:
            data[bound.html_name] = str(value)
    for formset in getattr(form, "formsets", {}).values():
        for bound in formset.management_form:
            data[bound.html_name] = "0"
    return data
