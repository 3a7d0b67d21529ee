"""Run in the portal's shell: a commune for one telling of a story, and its calendar.

What people do in a story, they do on the screens; here are only the commune, its
people, what was given or adopted earlier, and the passing of time.
"""

import datetime as dt
import json
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from home.demo.accounts import PASSWORD
from tests.citizens import ParticipantFactory
from tests.factories import (
    AxisFactory,
    CollectiviteFactory,
    CommitteeFactory,
    CouncilSessionFactory,
    CycleFactory,
    DeliberationFactory,
    PhaseFactory,
    ProgrammeFactory,
    ProjectFactory,
    SeatFactory,
    day,
    moment,
    publish,
    translate,
)
from wagtail_remacto.collectivites.models import Role
from wagtail_remacto.collectivites.services import provide_team
from wagtail_remacto.committees.models import College
from wagtail_remacto.contributions import services as citizens
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.models import CyclePage, DirectoryPage, PhasePage, ProjectPage
from wagtail_remacto.monitoring.services import leads, milestones

IDEAS = {
    "budget": ("fr", "Une page pour le budget", "Dire où va chaque dirham."),
    "arabic": ("ar", "ميزانية مبسطة", "نريد ميزانية يفهمها الجميع."),
    "desk": ("fr", "Un guichet dans les douars", "L’état civil, une fois par mois."),
    "motorway": ("fr", "Une autoroute", "Jusqu’à Chefchaouen."),
    "airport": ("fr", "Un aéroport", "Près de la plage."),
}
# Of an adopted programme: a project, its one milestone, and when that is due.
PROJECTS = {
    "budget": (
        "La page du budget",
        "صفحة الميزانية",
        "La page est en ligne",
        "الصفحة على الإنترنت",
        30,
    ),
    "desk": (
        "Un guichet mobile",
        "شباك متنقل",
        "Onze douars desservis",
        "خدمة أحد عشر دوارا",
        -60,
    ),
}
# Kind, first and last day from today, and what citizens may do in it.
CALENDAR = [
    (PhaseKind.CO_CREATION, -60, -30, [Action.CONTRIBUTE, Action.SUPPORT]),
    (PhaseKind.ANALYSIS, -29, 5, []),
    (PhaseKind.SECOND_CONSULTATION, 6, 20, [Action.REMARK]),
    (PhaseKind.VALIDATION, 21, 30, []),
    (PhaseKind.ADOPTION, 31, 40, []),
]


def person(name: str, *groups: Any, language: str = "fr") -> Any:
    """Somebody who signs in with the password of the demonstration."""
    user = get_user_model().objects.create_user(
        name,
        f"{name}@remacto.example",
        PASSWORD,
        first_name=name.partition("-")[0].capitalize(),
        last_name="du récit",
    )
    user.groups.set(groups)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    return user


def commune_with_focal_points(mark: str) -> tuple[Any, Any]:
    """The commune, and who works for it in French; a colleague reads Arabic."""
    commune = CollectiviteFactory(
        parent=DirectoryPage.objects.get(locale=Locale.get_default()),
        hcp_code="",
        fictional=True,
        kind="commune",
        title=f"Commune du récit {mark}",
        slug=f"recit-{mark}",
        council_size=15,
    )
    team = provide_team(commune)[Role.FOCAL_POINT]
    person(f"arabe-{mark}", team.group, language="ar")
    return commune, person(f"focal-{mark}", team.group)


def set_up(mark: str) -> None:
    """A commune in its analysis; prints the numbers of what is in it."""
    commune, focal = commune_with_focal_points(mark)
    cycle = CycleFactory(parent=commune, identifier="recit", title="Premier cycle")
    axis = AxisFactory(cycle=cycle, order=1, title="Budget ouvert")
    for kind, start, end, actions in CALENDAR:
        PhaseFactory(
            parent=cycle,
            kind=kind,
            title=str(PhaseKind(kind).label),
            start=moment(start),
            end=moment(end),
            actions=actions,
        )
    committee = CommitteeFactory(parent=cycle, parity_of_colleges=True)
    for college, number, role, name in (
        (College.ELECTED, 1, "secretary", f"secretariat-{mark}"),
        (College.ELECTED, 2, "member", f"elue-{mark}"),
        (College.CIVIL_SOCIETY, 1, "member", f"association-{mark}"),
        (College.CIVIL_SOCIETY, 2, "member", ""),
    ):
        SeatFactory(
            committee=committee,
            college=college,
            role=role,
            organisation=f"{college.label} {number}",
            user=person(name) if name else None,
        )
    programme = ProgrammeFactory(
        parent=cycle, title="Programme d’ouverture", live=False
    )
    translate(cycle, "ar", title="الدورة الأولى")
    phase = PhasePage.objects.child_of(cycle).get(kind=PhaseKind.CO_CREATION)
    ideas = {}
    for number, (key, (language, title, text)) in enumerate(IDEAS.items()):
        if key == "desk":
            ideas[key], _is_new = citizens.enter(
                phase=phase,
                by=focal,
                title=title,
                text=text,
                language=language,
                axis=axis,
                external_key=f"{mark}-{number}",
                now=moment(-45),
            )
        else:
            ideas[key] = citizens.submit(
                phase=phase,
                author=ParticipantFactory(
                    user=None,
                    kind="email",
                    email=f"{key}-{mark}@example.org",
                    display_name=f"Habitante {number}",
                ),
                title=title,
                text=text,
                language=language,
                axis=axis,
                now=moment(-45),
            )
    print(  # noqa: T201
        json.dumps(
            {
                "collectivite": commune.pk,
                "cycle": cycle.pk,
                "committee": committee.pk,
                "programme": programme.pk,
                **{key: idea.pk for key, idea in ideas.items()},
                "admin": reverse("wagtailadmin_home"),
                "references": {
                    key: idea.shown_reference for key, idea in ideas.items()
                },
            }
        )
    )


def set_up_adopted(mark: str) -> None:
    """A commune that carries out its programme; prints the numbers of what is in it.

    One project has a lead who works with no page; of the other nothing is heard.
    """
    commune, focal = commune_with_focal_points(mark)
    cycle = CycleFactory(parent=commune, identifier="recit", title="Premier cycle")
    for kind, start, end in (
        (PhaseKind.IMPLEMENTATION, -600, -20),
        (PhaseKind.EVALUATION, -19, 20),
    ):
        PhaseFactory(
            parent=cycle,
            kind=kind,
            title=str(PhaseKind(kind).label),
            start=moment(start),
            end=moment(end),
        )
    committee = CommitteeFactory(parent=cycle)
    SeatFactory(
        committee=committee,
        college=College.CIVIL_SOCIETY,
        organisation="Association du quartier",
        organisation_ar="جمعية الحي",
        user=person(f"association-{mark}"),
    )
    programme = ProgrammeFactory(parent=cycle, title="Programme d’ouverture")
    facts: dict[str, Any] = {}
    for key, (title, title_ar, milestone, milestone_ar, due) in PROJECTS.items():
        project = ProjectFactory(
            parent=programme, title=title, slug=key, values=["transparency"]
        )
        translate(project, "ar", title=title_ar)
        facts[key] = {
            "project": project.pk,
            "title": title,
            "title_ar": title_ar,
            "due": day(due),
            "milestone": (milestone, milestone_ar),
        }
    DeliberationFactory(
        session=CouncilSessionFactory(collectivite=commune),
        programme=programme,
        sources=[("source", {"url": "https://exemple.ma/pv", "note": "Procès-verbal"})],
    )
    for fact in facts.values():
        project = ProjectPage.objects.get(pk=fact["project"])
        title, title_ar = fact.pop("milestone")
        made = milestones.draft(
            project=project,
            by=focal,
            title=title,
            title_ar=title_ar,
            due=fact.pop("due"),
            now=moment(-590),
        )
        milestones.announce(project=project, by=focal, now=moment(-589))
        fact["milestone"] = made.pk
    leads.name_lead(
        project=ProjectPage.objects.get(pk=facts["budget"]["project"]),
        user=person(f"responsable-{mark}", language="ar"),
        by=focal,
    )
    person(f"voisine-{mark}")
    print(  # noqa: T201
        json.dumps(
            {
                "collectivite": commune.pk,
                "cycle": cycle.pk,
                "programme": programme.pk,
                "admin": reverse("wagtailadmin_home"),
                **facts,
            }
        )
    )


def publish_next(cycle: int) -> None:
    """Publish a cycle with its programme; prints the address of its one project."""
    for page in CyclePage.objects.get(pk=cycle).get_translations(inclusive=True):
        for each in page.get_descendants(inclusive=True).specific():
            publish(each)
    project = ProjectPage.objects.descendant_of(CyclePage.objects.get(pk=cycle)).get()
    print(json.dumps({"project": project.pk, "url": project.get_url()}))  # noqa: T201


def days_pass(cycle: int, days: int) -> None:
    """Move the calendar of the cycle so many days towards the past."""
    step = dt.timedelta(days=days)
    for page in CyclePage.objects.get(pk=cycle).get_translations(inclusive=True):
        for phase in PhasePage.objects.child_of(page):
            PhasePage.objects.filter(pk=phase.pk).update(
                start=phase.start - step, end=phase.end - step
            )
