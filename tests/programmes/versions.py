"""Versions for the tests of this room: contents as dictionaries, and frozen rows."""

from types import SimpleNamespace
from typing import Any

from tests.factories import (
    AxisFactory,
    CommitteeFactory,
    CycleFactory,
    PhaseFactory,
    ProgrammeFactory,
    ProjectFactory,
    moment,
    translate,
)
from wagtail_remacto.committees.models import Decision, DecisionKind, Result
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.models import ProgrammeVersion
from wagtail_remacto.programmes.canonical import PROJECT_WORDS
from wagtail_remacto.programmes.models import Purpose
from wagtail_remacto.programmes.services.versions import make_version


def words(**said: Any) -> dict[str, Any]:
    """What a project says in one language."""
    return {**dict.fromkeys(PROJECT_WORDS, ""), "indicators": [], **said}


def project(title: str = "Publier les comptes", **said: Any) -> dict[str, Any]:
    """The content of a project, in French unless ``words`` says otherwise."""
    facts = {
        name: said.pop(name, empty)
        for name, empty in {
            "reference": "",
            "axis": None,
            "values": [],
            "start": "",
            "end": "",
            "budget": None,
            "shared_with": [],
            "from": [],
        }.items()
    }
    languages = said.pop("words", None) or {"fr": words(title=title, **said)}
    return {"key": title, **facts, "words": languages}


def programme(**facts: Any) -> dict[str, Any]:
    return {
        "start": "2026",
        "end": "2027",
        "words": {"fr": {"title": "Programme", "summary": ""}},
        **facts,
    }


def a_programme(projects: int = 2, *, in_arabic: bool = True) -> SimpleNamespace:
    """A programme in French, and in Arabic, with projects on one axis."""
    cycle = CycleFactory()
    page = ProgrammeFactory(parent=cycle, summary="Deux ans pour ouvrir la commune.")
    axis = AxisFactory(cycle=cycle, title="Accès à l’information")
    pages = [
        ProjectFactory(
            parent=page,
            title=f"Publier les comptes {number}",
            axis=axis,
            problem="Le budget n’est publié nulle part.",
            solution="Un portail de données ouvertes.",
            values=["transparency"],
            budget="250000.00",
        )
        for number in range(1, projects + 1)
    ]
    if in_arabic:
        translate(page, "ar", title="برنامج الانفتاح")
        for each in pages:
            translate(each, "ar")
        reworded(
            translate(pages[0], "ar"),
            title="نشر الحسابات",
            solution="بوابة للمعطيات المفتوحة",
            # Not translated: French stands in for it.
            problem="",
        )
    return SimpleNamespace(
        cycle=cycle,
        programme=page,
        projects=pages,
        consultation=PhaseFactory(
            parent=cycle, kind=PhaseKind.SECOND_CONSULTATION, title="Consultation"
        ),
        committee=CommitteeFactory(parent=cycle),
    )


def frozen(
    world: SimpleNamespace, purpose: str = Purpose.CONSULTATION, **said: Any
) -> ProgrammeVersion:
    """The next version, as the service makes it, without its questions to the gate."""
    return make_version(
        programme=world.programme,
        place=place_of(world.programme),
        purpose=Purpose(purpose),
        by=None,
        phase=world.consultation if purpose == Purpose.CONSULTATION else None,
        now=said.pop("now", moment()),
        **said,
    )


def decided(world: SimpleNamespace, version: ProgrammeVersion, **said: Any) -> Decision:
    """A signed decision of the committee on a version."""
    fields = {
        "committee": world.committee,
        "number": Decision.objects.count() + 1,
        "kind": DecisionKind.VALIDATE,
        "held_on": moment().date(),
        "version": version,
        "digest": version.digest,
        "result": Result.APPROVED,
        "signed_at": moment(),
        **said,
    }
    return Decision.objects.create(**fields)


def reworded(page: Any, **fields: Any) -> None:
    """The page with other words, published."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
