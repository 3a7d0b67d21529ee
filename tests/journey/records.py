"""What committees and councils leave behind, as rows: for tests of what is shown."""

import datetime as dt
import hashlib
from typing import Any

from django.utils import timezone

from tests.citizens import ContributionFactory
from tests.factories import CouncilSessionFactory, DeliberationFactory, moment
from wagtail_remacto.contributions.models import Contribution, Nature
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    Decision,
    Deliberation,
    Lineage,
    OutcomeRecord,
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
    Remark,
    RemarkAnswer,
)
from wagtail_remacto.programmes.models import Purpose


def answer(
    idea: Contribution,
    outcome: str,
    *,
    words: str = "Parce que.",
    into: Contribution | None = None,
    at: dt.datetime | None = None,
    language: str = "fr",
) -> OutcomeRecord:
    """What the committee made of the idea, as its service records it."""
    at = at or timezone.now()
    found = OutcomeRecord.objects.create(
        contribution=idea,
        collectivite=idea.collectivite,
        number=idea.outcomes.count() + 1,
        outcome=outcome,
        words=words,
        language=language,
        merged_into=into,
        at=at,
    )
    idea.outcome, idea.merged_into = outcome, into
    idea.answered_at = idea.answered_at or at
    idea.save()
    return found


def shape(
    idea: Contribution, project: ProjectPage, kind: str = "whole", **fields: Any
) -> Lineage:
    return Lineage.objects.create(
        **{
            "contribution": idea,
            "project": project,
            "kind": kind,
            "words": "Le projet reprend cette idée.",
            "language": "fr",
            "at": timezone.now(),
            **fields,
        }
    )


def version(
    programme: ProgrammePage,
    *projects: ProjectPage,
    purpose: str = Purpose.CONSULTATION,
    phase: Any = None,
) -> ProgrammeVersion:
    """A frozen version that has these projects; its text says nothing."""
    number = programme.versions.count() + 1
    text = f'{{"number":{number}}}'
    digest = hashlib.sha256(text.encode()).hexdigest()
    common = {"content": text, "digest": digest}
    made = ProgrammeVersion.objects.create(
        programme=programme,
        number=number,
        purpose=purpose,
        phase=phase,
        revision=programme.save_revision(),
        at=timezone.now(),
        **common,
    )
    for position, project in enumerate(projects):
        ProjectVersion.objects.create(
            version=made,
            project=project,
            position=position,
            revision=project.save_revision(),
            **common,
        )
    return made


def decide(made: ProgrammeVersion, committee: CommitteePage, **fields: Any) -> Decision:
    """A signed decision that validates the version."""
    return Decision.objects.create(
        **{
            "committee": committee,
            "number": committee.decisions.count() + 1,
            "kind": "validate",
            "version": made,
            "digest": made.digest,
            "result": "approved",
            "consensus": True,
            "held_on": moment(-1).date(),
            "signed_at": timezone.now(),
            **fields,
        }
    )


def vote(
    made: ProgrammeVersion | None,
    collectivite: CollectivitePage,
    *,
    sitting: str = "2023-10-05",
    **fields: Any,
) -> Deliberation:
    session = CouncilSessionFactory(
        collectivite=collectivite, sitting=PartialDate(sitting)
    )
    programme = fields.pop("programme", None) or made.programme
    return DeliberationFactory(
        session=session, programme=programme, version=made, **fields
    )


def remark(
    made: ProgrammeVersion, phase: Any, project: Any = None, **fields: Any
) -> Any:
    """A public remark on one project of the version, as a contribution."""
    given = ContributionFactory(phase=phase, nature=Nature.REMARK, **fields)
    Remark.objects.create(
        contribution=given,
        version=made,
        project=made.projects.get(project=project) if project else None,
        section="solution",
        kind="amendment",
    )
    return given


def answer_remark(given: Contribution, verdict: str = "accepted") -> RemarkAnswer:
    found = RemarkAnswer.objects.create(
        remark=given.remark,
        number=given.remark.answers.count() + 1,
        verdict=verdict,
        words="Vous avez raison.",
        change="Le dimanche est ajouté." if verdict == "accepted" else "",
        language="fr",
        at=timezone.now(),
    )
    given.answered_at = given.answered_at or found.at
    given.save()
    return found
