"""A draft programme before the public, and what is remarked on it."""

from types import SimpleNamespace
from typing import Any

from tests.citizens import ContributionFactory, ParticipantFactory
from tests.factories import PhaseFactory
from tests.officers import focal_point
from wagtail_remacto.contributions.models import Contribution, Nature, Standing
from wagtail_remacto.contributions.text import render
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.models import ProgrammeVersion, ProjectVersion, Remark
from wagtail_remacto.normalise import normalise
from wagtail_remacto.programmes.models import Purpose, RemarkKind
from wagtail_remacto.programmes.services.versions import freeze

ACTIONS = [Action.REMARK, Action.COMMENT, Action.SUPPORT]


def consult(commune: SimpleNamespace, officer: Any = None, **phase: Any) -> Any:
    """The commune with a second consultation that is open, and its frozen draft.

    Adds ``consultation``, ``version``, ``frozen`` (the project as it was frozen) and
    ``officer``, its focal point.
    """
    commune.officer = officer or focal_point(commune, f"focal-{commune.page.pk}")
    commune.consultation = PhaseFactory(
        parent=commune.cycle,
        kind=PhaseKind.SECOND_CONSULTATION,
        title="Deuxième consultation",
        **{"actions": ACTIONS, **phase},
    )
    commune.project.problem = "On attend trois semaines un extrait d’acte."
    commune.project.solution = "Un guichet en ligne, ouvert le soir."
    commune.project.save_revision()
    commune.version = freeze(
        programme=commune.programme,
        purpose=Purpose.CONSULTATION,
        by=commune.officer,
        phase=commune.consultation,
    )
    commune.frozen = commune.version.projects.get()
    return commune


def refreeze(commune: SimpleNamespace, purpose: str, **words: str) -> ProgrammeVersion:
    """Another version, after these words of the project have changed."""
    for name, text in words.items():
        setattr(commune.project, name, text)
    commune.project.save_revision()
    return freeze(
        programme=commune.programme,
        purpose=purpose,
        by=commune.officer,
        phase=commune.consultation if purpose == Purpose.CONSULTATION else None,
    )


def remark_on(
    version: ProgrammeVersion,
    project: ProjectVersion | None = None,
    *,
    kind: str = RemarkKind.CONCERN,
    section: str = "",
    **fields: Any,
) -> Remark:
    """A remark without the checks of its service; ``fields`` are the contribution’s."""
    contribution = ContributionFactory(
        phase=version.phase, nature=Nature.REMARK, **fields
    )
    return Remark.objects.create(
        contribution=contribution,
        version=version,
        project=project,
        section=section,
        kind=kind,
    )


def many_remarks(
    version: ProgrammeVersion, project: ProjectVersion | None, number: int
) -> None:
    """So many public remarks, on every section by turns."""
    model = remark_on(version, project).contribution
    author, first = ParticipantFactory(), Contribution.objects.count()
    sections = ["", "problem", "solution", "who"]
    rows = Contribution.objects.bulk_create(
        [
            Contribution(
                reference=f"{first + n:07d}",
                nature=Nature.REMARK,
                phase=model.phase,
                cycle=model.cycle,
                collectivite=model.collectivite,
                title=f"Remarque {n}",
                text="Le guichet ferme trop tôt.",
                html=render("Le guichet ferme trop tôt."),
                search_text=normalise("Le guichet ferme trop tôt."),
                language="fr",
                author=author,
                author_kind=model.author_kind,
                standing=Standing.PUBLIC,
                published_at=model.published_at,
            )
            for n in range(number)
        ],
        batch_size=500,
    )
    Remark.objects.bulk_create(
        [
            Remark(
                contribution=row,
                version=version,
                project=project,
                section=sections[n % 4] if project else "",
                kind=RemarkKind.values[n % 4],
            )
            for n, row in enumerate(rows)
        ],
        batch_size=500,
    )
