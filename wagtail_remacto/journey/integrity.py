"""Anyone can check a programme: its versions, their digests, and what was decided."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.journey.invariants import Finding, verify
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.models import Deliberation, ProgrammeVersion
from wagtail_remacto.programmes.queries import is_public, shelf_or_404


@dataclass(frozen=True, slots=True)
class Proof:
    """One version, and what its text gives when it is hashed anew."""

    version: ProgrammeVersion
    computed: str
    is_public: bool
    decisions: list[Decision]
    deliberations: list[Deliberation]

    @property
    def holds(self) -> bool:
        return self.computed == self.version.digest


@require_safe
def programme_integrity(request: HttpRequest, pk: int) -> HttpResponse:
    """The digests as recorded and as computed now, with the records that name them.

    A draft for the committee shows its digest, so that nobody can put another in its
    place, and not its text.
    """
    shelf = shelf_or_404(pk)
    proofs = proofs_of(shelf.programme)
    findings: list[Finding] = list(verify(shelf.programme.pk))
    return TemplateResponse(
        request,
        "wagtail_remacto/journey/integrity.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "shelf": shelf,
            "programme": shelf.programme,
            "page": shelf.within,
            "proofs": proofs,
            "reported": _reported(shelf.programme),
            "findings": findings,
        },
    )


def proofs_of(programme: Any) -> list[Proof]:
    """Each version of a canonical programme, the newest first; four queries."""
    versions = list(
        ProgrammeVersion.objects.filter(programme=programme).order_by("-number")
    )
    public = set(
        ProgrammeVersion.objects.filter(is_public(), programme=programme).values_list(
            "pk", flat=True
        )
    )
    decisions: dict[int, list[Decision]] = {}
    for row in Decision.objects.filter(
        version__programme=programme, signed_at__isnull=False
    ).order_by("held_on", "pk"):
        decisions.setdefault(row.version_id or 0, []).append(row)
    votes: dict[int, list[Deliberation]] = {}
    for each in (
        Deliberation.objects.filter(programme=programme, version__isnull=False)
        .select_related("session")
        .order_by("session__sitting", "pk")
    ):
        votes.setdefault(each.version_id or 0, []).append(each)
        if each.result_id:
            votes.setdefault(each.result_id, []).append(each)
    return [
        Proof(
            version,
            canonical.digest(version.content),
            version.pk in public,
            decisions.get(version.pk, []),
            votes.get(version.pk, []),
        )
        for version in versions
    ]


def _reported(programme: Any) -> list[Deliberation]:
    """Votes that a public source tells of, on a version that nobody has kept here."""
    return list(
        Deliberation.objects.filter(programme=programme, version__isnull=True)
        .exclude(outcome="")
        .select_related("session")
        .order_by("session__sitting", "pk")
    )
