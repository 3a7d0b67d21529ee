"""From contributions to projects, and back again: who said so, when and why."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.committees.services import outcomes
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Outcome,
    Standing,
)
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.errors import (
    AlreadyAdopted,
    AlreadyEnded,
    AlreadyLinked,
    LineageClosed,
    NotAnIdea,
    NotTakenUp,
    OtherCycle,
    WordsNeeded,
)
from wagtail_remacto.programmes.models import (
    Lineage,
    LineageKind,
    ProgrammePage,
    ProjectPage,
)
from wagtail_remacto.programmes.services.versions import lock
from wagtail_remacto.programmes.sources import DENYING
from wagtail_remacto.programmes.standing import standing_of

# What an idea becomes, unless the committee has said more precisely, when a project
# takes it up.
OUTCOME_OF = {
    LineageKind.WHOLE: Outcome.TAKEN_UP,
    LineageKind.PART: Outcome.PARTLY,
    LineageKind.INSPIRED: Outcome.PARTLY,
}
# No new link starts from these; what a merged idea has to say its lead says for it.
NO_SOURCE = (Outcome.MERGED, *DENYING)


@transaction.atomic
def link(
    *,
    contribution: Contribution,
    project: ProjectPage,
    kind: str,
    words: str,
    by: Any,
    language: str = "",
    now: dt.datetime | None = None,
) -> Lineage:
    """That the contribution has shaped the project, as ``kind`` and ``words`` say.

    Possible until the committee has validated the programme. Raises ``gate.Refused``
    and the errors of ``programmes.errors``.
    """
    now = now or timezone.now()
    project = canonical_page(project)
    programme = lock(_programme(project))
    place = place_of(programme)
    gate.require(by, gate.Deed.TRANSLATE, place.cycle, now)
    _open(programme)
    # The row waits for whoever records its outcome at the same time.
    contribution = Contribution.objects.select_for_update(of=("self",)).get(
        pk=contribution.pk
    )
    words = clean(words).strip()
    if not words:
        raise WordsNeeded
    if contribution.nature != Nature.IDEA or contribution.standing != Standing.PUBLIC:
        raise NotAnIdea
    if contribution.cycle_id != place.cycle.pk:
        raise OtherCycle
    if contribution.outcome in NO_SOURCE:
        raise NotTakenUp(str(contribution.get_outcome_display()))
    linked = Lineage.objects.filter(
        contribution=contribution, project=project, ended_at__isnull=True
    )
    if linked.exists():
        raise AlreadyLinked
    found = Lineage.objects.create(
        contribution=contribution,
        project=project,
        kind=LineageKind(kind),
        words=words,
        language=language or conf.content_language(),
        by=by,
        at=now,
    )
    tell(
        Event(
            "translated",
            f"lineage:{found.pk}",
            now,
            project,
            contributions=[contribution.pk],
            facts={"project": project.pk},
        )
    )
    log(
        project,
        "wagtail_remacto.link",
        user=by,
        data={"contribution": contribution.shown_reference, "kind": str(kind)},
    )
    return found


@transaction.atomic
def unlink(
    *, lineage: Lineage, by: Any, words: str, now: dt.datetime | None = None
) -> Lineage:
    """End a link that was made wrongly; it stays readable, with ``words``.

    Raises ``gate.Refused``, ``LineageClosed``, ``AlreadyEnded``, ``WordsNeeded``.
    """
    now = now or timezone.now()
    programme = lock(_programme(lineage.project))
    cycle = place_of(programme).cycle
    gate.require(by, gate.Deed.TRANSLATE, cycle, now, even_closed=True)
    _open(programme)
    lineage = Lineage.objects.select_related("contribution", "project").get(
        pk=lineage.pk
    )
    if lineage.ended_at is not None:
        raise AlreadyEnded
    words = clean(words).strip()
    if not words:
        raise WordsNeeded
    lineage.ended_at, lineage.ended_by, lineage.ended_words = now, by, words
    lineage.save(update_fields=["ended_at", "ended_by", "ended_words"])
    log(
        lineage.project,
        "wagtail_remacto.unlink",
        user=by,
        data={"contribution": lineage.contribution.shown_reference},
    )
    return lineage


@transaction.atomic
def translate(
    *,
    contributions: Iterable[Contribution],
    programme: ProgrammePage,
    title: str,
    words: str,
    by: Any,
    kind: str = LineageKind.WHOLE,
    kinds: Mapping[int, str] | None = None,
    axis: Axis | None = None,
    language: str = "",
    now: dt.datetime | None = None,
) -> ProjectPage:
    """A draft project made of one or many contributions, below the programme.

    ``kinds`` gives some of them, by key, another kind than ``kind``. An idea without an
    outcome gets the one that its kind means, with the same words, where ``by`` may
    record outcomes. Raises ``gate.Refused``, ``ValidationError`` (by field) and the
    errors of ``programmes.errors``.
    """
    now = now or timezone.now()
    programme = lock(programme)
    place = place_of(programme)
    gate.require(by, gate.Deed.TRANSLATE, place.cycle, now)
    _open(programme)
    # As they are now, held in one order: whoever answers many of them waits.
    chosen = list(
        Contribution.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in contributions])
        .select_related("axis")
        .order_by("pk")
    )
    title = clean(title).replace("\n", " ").strip()
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = _("Give the project a title.")
    elif len(title) > 255:
        errors["title"] = _("The title has %(length)d characters; %(most)d fit.") % {
            "length": len(title),
            "most": 255,
        }
    if not chosen:
        errors["contributions"] = _("Choose at least one idea.")
    if axis is not None and axis.cycle_id != place.cycle.pk:
        errors["axis"] = _("This axis is not one of the cycle’s.")
    if errors:
        raise ValidationError(errors)
    project = ProjectPage(
        title=title,
        slug=_free_slug(programme, title),
        axis=axis or _common_axis(chosen),
        locale=programme.locale,
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    programme.add_child(instance=project)
    project.save_revision(user=by, log_action=False)
    log(project, "wagtail.create", user=by, content_changed=True)
    for contribution in chosen:
        each = LineageKind((kinds or {}).get(contribution.pk, kind))
        link(
            contribution=contribution,
            project=project,
            kind=each,
            words=words,
            by=by,
            language=language,
            now=now,
        )
        if not contribution.outcome and gate.check(
            by, gate.Deed.OUTCOME, place.cycle, now
        ):
            outcomes.record(
                contribution=contribution,
                outcome=OUTCOME_OF[each],
                by=by,
                words=words,
                language=language,
                now=now,
            )
    return project


def _open(programme: ProgrammePage) -> None:
    standing = standing_of(programme)
    if standing.is_adopted:
        raise AlreadyAdopted
    if not standing.lineage_is_open:
        raise LineageClosed


def _programme(project: ProjectPage) -> ProgrammePage:
    found: ProgrammePage = ProgrammePage.objects.ancestor_of(project).get()
    return found


def _free_slug(programme: ProgrammePage, title: str) -> str:
    """An Arabic title has no letter that a slug keeps; such pages are numbered."""
    base = slugify(title)[:60].strip("-") or "projet"
    taken = set(programme.get_children().values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _common_axis(contributions: list[Contribution]) -> Axis | None:
    """The axis on which all of them stand, if it is one."""
    axes = {each.axis_id: each.axis for each in contributions}
    return next(iter(axes.values())) if len(axes) == 1 else None
