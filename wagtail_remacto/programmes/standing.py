"""Where a programme stands, read from its records and from nothing else."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.committees.decisions import validations
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.programmes.models import (
    Deliberation,
    Outcome,
    ProgrammeVersion,
    Purpose,
)


class Stage(models.TextChoices):
    DRAFT = "draft", _("being drafted")
    CONSULTED = "consulted", _("in consultation")
    VALIDATED = "validated", _("validated by the committee")
    AGENDA = "agenda", _("on the council’s agenda")
    POSTPONED = "postponed", _("postponed by the council")
    REJECTED = "rejected", _("rejected by the council, back with the committee")
    ADOPTED = "adopted", _("adopted by the council")


# While a programme is here, its projects may get and lose sources.
OPEN = (Stage.DRAFT, Stage.CONSULTED, Stage.REJECTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """The records of one programme; versions come without their ``content``.

    ``validated`` is the newest version that a signed decision holds for validated,
    ``validation`` that decision; ``adoption`` the vote that adopted it, and ``adopted``
    the version that counts since. That is None where only a source tells of the vote.
    """

    stage: Stage
    versions: list[ProgrammeVersion] = field(default_factory=list)
    deliberations: list[Deliberation] = field(default_factory=list)
    validated: ProgrammeVersion | None = None
    validation: Decision | None = None
    adoption: Deliberation | None = None
    adopted: ProgrammeVersion | None = None

    @property
    def latest(self) -> ProgrammeVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def consulted(self) -> ProgrammeVersion | None:
        """The newest version that was made for the public to read."""
        made = [v for v in self.versions if v.purpose == Purpose.CONSULTATION]
        return made[-1] if made else None

    @property
    def is_adopted(self) -> bool:
        return self.stage == Stage.ADOPTED

    @property
    def lineage_is_open(self) -> bool:
        return self.stage in OPEN


def standing_of(programme: Any) -> Standing:
    """Where the programme stands, in any of its languages; three queries."""
    key = programme.translation_key
    versions = list(
        ProgrammeVersion.objects.filter(programme__translation_key=key)
        .defer("content")
        .order_by("number")
    )
    by_pk = {version.pk: version for version in versions}
    validated = (
        list(
            validations()
            .filter(version__in=list(by_pk))
            .order_by("version__number", "pk")
        )
        if versions
        else []
    )
    deliberations = list(
        Deliberation.objects.filter(
            programme__translation_key=key, superseded_at__isnull=True
        )
        .select_related("session", "document", "supersedes__document")
        .order_by("session__sitting", "pk")
    )
    for row in [*validated, *deliberations]:
        if row.version_id in by_pk:
            row.version = by_pk[row.version_id]
    for deliberation in deliberations:
        if deliberation.result_id in by_pk:
            deliberation.result = by_pk[deliberation.result_id]
    validation = validated[-1] if validated else None
    adoption = next((each for each in deliberations if each.is_adopted), None)
    adopted = None
    if adoption is not None:
        adopted = by_pk.get(adoption.result_id or adoption.version_id or 0)
    return Standing(
        stage=_stage(versions, validation, deliberations, adoption),
        versions=versions,
        deliberations=deliberations,
        validated=validation.version if validation else None,
        validation=validation,
        adoption=adoption,
        adopted=adopted,
    )


def _stage(
    versions: list[ProgrammeVersion],
    validation: Decision | None,
    deliberations: list[Deliberation],
    adoption: Deliberation | None,
) -> Stage:
    if adoption is not None:
        return Stage.ADOPTED
    # What a source only announces names no version, and settles nothing.
    if any(each.version_id and not each.outcome for each in deliberations):
        return Stage.AGENDA
    voted = [each for each in deliberations if each.outcome]
    last = voted[-1] if voted else None
    if last is not None and last.outcome == Outcome.REJECTED:
        # What the council has rejected comes back only as another version.
        before = last.version.number if last.version else 0
        if validation is None or validation.version.number <= before:
            return Stage.REJECTED
        return Stage.VALIDATED
    if last is not None and last.outcome == Outcome.POSTPONED:
        return Stage.POSTPONED
    if validation is not None:
        return Stage.VALIDATED
    if any(each.purpose == Purpose.CONSULTATION for each in versions):
        return Stage.CONSULTED
    return Stage.DRAFT
