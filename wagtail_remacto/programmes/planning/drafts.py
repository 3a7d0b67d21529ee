"""The draft pages of a plan, one in each language of the branch.

Pages of one thing go together as a mapping by language, the canonical one first.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.cycles.clock import first_moment, last_moment
from wagtail_remacto.cycles.kinds import PhaseKind, Precision
from wagtail_remacto.cycles.models import CyclePage, CycleTemplate, PhasePage
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.programmes.models import ProgrammePage
from wagtail_remacto.programmes.planning.flags import kind_label
from wagtail_remacto.programmes.planning.plans import ACTIONS, MODES
from wagtail_remacto.programmes.planning.schedule import Span


def pages_of(page: Any) -> dict[str, Any]:
    """The page in each language that has it in its own right, the canonical first."""
    group = (
        type(page)
        .objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
        .select_related("locale")
    )
    ordered = sorted(group, key=lambda one: (one.pk != page.pk, one.pk))
    return {one.locale.language_code: one for one in ordered}


def draft_cycle(
    branch: CollectivitePage,
    by: Any,
    dates: Mapping[str, Span],
    date: PartialDate | None,
    key: uuid.UUID,
    template: CycleTemplate | None,
    *,
    identifier: str = "",
    title: str = "",
    predecessor: CyclePage | None = None,
) -> dict[str, CyclePage]:
    """``identifier`` has to be free; without it, the year of the dates is taken."""
    year = identifier
    parents = pages_of(branch)
    if not identifier:
        year = date[:4] if date else str(max(span.end for span in dates.values()).year)
        identifier = _free_identifier(parents, year)
    facts: dict[str, Any] = {
        "identifier": identifier,
        "template_used": template,
        "predecessor": predecessor,
    }
    run = dates.get(PhaseKind.IMPLEMENTATION)
    if run is not None:
        facts |= {
            "period_start": f"{run.start:%Y-%m}",
            "period_end": f"{run.end:%Y-%m}",
            "programme_years": round(run.days / 365.25) or None,
        }
    return _add(
        parents,
        CyclePage,
        lambda: title or _("Co-creation cycle %(year)s") % {"year": year},
        key=key,
        slug=f"cycle-{identifier}",
        by=by,
        **facts,
    )


def _free_identifier(parents: Mapping[str, Page], year: str) -> str:
    taken = identifiers(parents)
    wanted = [year, *(f"{year}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in wanted if each not in taken)


def identifiers(parents: Mapping[str, Page]) -> set[str]:
    """Those that the cycles of a collectivité have, in any of its languages."""
    taken: set[str] = set()
    for parent in parents.values():
        taken.update(
            CyclePage.objects.child_of(parent).values_list("identifier", flat=True)
        )
    return taken


def draft_phase(
    cycles: Mapping[str, CyclePage], span: Span, by: Any, by_month: bool
) -> PhasePage:
    canonical = next(iter(cycles.values()))
    with override(canonical.locale.language_code):
        slug = slugify(kind_label(span.kind)) or span.kind.replace("_", "-")
    pages = _add(
        cycles,
        PhasePage,
        lambda: kind_label(span.kind),
        key=uuid.uuid4(),
        slug=slug,
        by=by,
        kind=span.kind,
        start=first_moment(span.start),
        end=last_moment(span.end),
        precision=_precision(span, by_month),
        announced=span.announced.isoformat() if span.announced else "",
        actions=list(ACTIONS.get(span.kind, ())),
        modes=list(MODES.get(span.kind, ())),
    )
    found: PhasePage = next(iter(pages.values()))
    return found


def _precision(span: Span, by_month: bool) -> str:
    """The minute counts where people may do something until then."""
    if span.kind == PhaseKind.ADOPTION and by_month and span.days > 1:
        return Precision.MONTH
    return Precision.EXACT if ACTIONS.get(span.kind) else Precision.DAY


def draft_programme(
    cycles: Mapping[str, CyclePage], by: Any, run: Span | None
) -> ProgrammePage:
    """An empty draft, so that the committee's projects have a place to stand."""
    canonical = next(iter(cycles.values()))
    found: ProgrammePage | None = ProgrammePage.objects.child_of(canonical).first()
    if found is not None:
        return found
    years = f"{run.start.year}–{run.end.year}" if run else ""

    def title() -> str:
        if not years:
            return _("Openness programme")
        return _("Openness programme %(years)s") % {"years": years}

    pages = _add(
        cycles,
        ProgrammePage,
        title,
        key=uuid.uuid4(),
        slug="programme",
        by=by,
        start=f"{run.start:%Y-%m}" if run else "",
        end=f"{run.end:%Y-%m}" if run else "",
    )
    made: ProgrammePage = next(iter(pages.values()))
    return made


def _add(
    parents: Mapping[str, Any],
    model: type[Page],
    title: Callable[[], str],
    *,
    key: uuid.UUID,
    slug: str,
    by: Any,
    **fields: Any,
) -> dict[str, Any]:
    """A draft below each parent, in its language; the title is said in it."""
    slug = free_slug(parents.values(), slug)
    pages = {}
    for language, parent in parents.items():
        with override(language):
            page = model(
                title=title(),
                slug=slug,
                locale=parent.locale,
                translation_key=key,
                live=False,
                owner=by,
                **fields,
            )
            parent.add_child(instance=page)
            log(instance=page, action="wagtail.create", user=by)
            page.save_revision(user=by, log_action=False)
        pages[language] = page
    return pages


def free_slug(parents: Iterable[Any], slug: str) -> str:
    taken: set[str] = set()
    for parent in parents:
        taken.update(parent.get_children().values_list("slug", flat=True))
    wanted = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in wanted if each not in taken)
