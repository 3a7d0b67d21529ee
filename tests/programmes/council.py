"""A programme that the committee has validated, before its council."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.deciding import yesterday
from tests.factories import AxisFactory, CouncilSessionFactory, SeatFactory, translate
from tests.officers import (
    TETOUAN,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.committees.models import Decision, DecisionKind, Result
from wagtail_remacto.models import (
    CouncilSession,
    Deliberation,
    ProgrammeVersion,
    ProjectPage,
)
from wagtail_remacto.programmes.models import Purpose, SessionKind
from wagtail_remacto.programmes.services import council, versions

VOTE: dict[str, Any] = {
    "number": "12/2026",
    "present": 30,
    "votes_for": 22,
    "votes_against": 5,
    "abstained": 3,
}


def validated(version: ProgrammeVersion, **fields: Any) -> Decision:
    """The committee's signed decision on a version."""
    committee = fields.pop("committee")
    decision = Decision.objects.create(
        **{
            "committee": committee,
            "number": committee.decisions.count() + 1,
            "kind": DecisionKind.VALIDATE,
            "result": Result.APPROVED,
            "version": version,
            "digest": version.digest,
            "held_on": yesterday(),
            "signed_at": timezone.now(),
            **fields,
        }
    )
    return decision


def before_council(code: str = TETOUAN, directory: Any = None) -> SimpleNamespace:
    """A commune in French and Arabic with two projects, validated as version 1.

    ``ours`` is the commune, ``focal`` its focal point, ``session`` sat yesterday.
    """
    ours = commune_with_everything(code, directory or directory_in("ar"))
    Deliberation.objects.filter(programme=ours.programme).delete()
    ours.page.council_size = 41
    ours.page.save()
    SeatFactory(committee=ours.committee)
    axis = AxisFactory(cycle=ours.cycle, order=3, title="Accès à l’information")
    project = ours.project
    for name, value in {
        "title": "Publier les comptes",
        "summary": "Les comptes de la commune, en ligne.",
        "problem": "Personne ne les lit.",
        "solution": "Un portail.",
        "lead": "Le service financier",
        "axis": axis,
        "values": ["transparency"],
        "start": "2026-11",
        "end": "2028-10",
        "budget": "1234.50",
        "indicators": [
            (
                "indicator",
                {"title": "Lecteurs", "unit": "", "baseline": "0", "target": "900"},
            )
        ],
    }.items():
        setattr(project, name, value)
    project.save_revision().publish()
    project.refresh_from_db()
    arabic = ours.pages_ar["project"]
    for name, value in {
        "title": "نشر الحسابات",
        "summary": "حسابات الجماعة.",
        "axis": axis,
        "start": "2026-11",
        "end": "2028-10",
    }.items():
        setattr(arabic, name, value)
    arabic.save()
    second = ours.programme.add_child(
        instance=ProjectPage(title="Écouter", slug="ecouter", live=False)
    )
    second.save_revision()
    arabic_second = translate(second, "ar", title="الاستماع")
    arabic_second.save_revision()
    ProjectPage.objects.filter(pk=arabic_second.pk).update(live=False)
    focal = focal_point(ours, f"focal-{code}")
    version = versions.freeze(
        programme=ours.programme, purpose=Purpose.VALIDATION, by=focal
    )
    return SimpleNamespace(
        ours=ours,
        programme=ours.programme,
        project=ProjectPage.objects.get(pk=project.pk),
        arabic=ProjectPage.objects.get(pk=arabic.pk),
        second=ProjectPage.objects.get(pk=second.pk),
        axis=axis,
        focal=focal,
        version=version,
        decision=validated(version, committee=ours.committee),
        session=CouncilSessionFactory(
            collectivite=ours.page,
            kind=SessionKind.ORDINARY,
            label="",
            sitting=str(yesterday()),
        ),
    )


def on_agenda(world: SimpleNamespace, **said: Any) -> Deliberation:
    return council.put_on_agenda(
        **{
            "session": world.session,
            "version": world.version,
            "by": world.focal,
            **said,
        }
    )


def vote(world: SimpleNamespace, outcome: str = "adopted", **said: Any) -> Deliberation:
    """What the council voted, with an item made for it if none is given."""
    deliberation = said.pop("deliberation", None) or on_agenda(world)
    return council.record_vote(
        deliberation=deliberation,
        outcome=outcome,
        **{"by": world.focal, **VOTE, **said},
    )


def another_session(world: SimpleNamespace, **fields: Any) -> CouncilSession:
    return CouncilSessionFactory(
        collectivite=world.ours.page,
        **{"label": "Une autre session", "sitting": str(yesterday()), **fields},
    )


def change(page: Any, **fields: Any) -> None:
    """Write a draft of a page, as an officer does."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


def tomorrow() -> dt.date:
    return yesterday() + dt.timedelta(days=2)
