"""In my space: what the holder of a civil-society seat may say, and where."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_remacto.collectivites.languages import best_for_the_screen
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.committees.membership import seats_of, within_mandate
from wagtail_remacto.committees.models import College
from wagtail_remacto.monitoring.models import CycleClosing
from wagtail_remacto.people import space
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProgrammePage


def _held(account: Any, params: Mapping[str, str]) -> dict[str, Any]:
    """Each seat within its mandate, with the programmes it follows now; four queries.

    Those are adopted and published, and their cycle is not closed.
    """
    now = timezone.now()
    seats: list[Any] = [
        seat
        for seat in seats_of(account).filter(college=College.CIVIL_SOCIETY)
        if within_mandate(seat, now)
    ]
    if not seats:
        return {}
    cycles = {seat.pk: seat.committee.path[: -Page.steplen] for seat in seats}
    closed = set(
        CycleClosing.objects.filter(
            cycle__path__in=cycles.values(), reopened_at__isnull=True
        ).values_list("cycle__path", flat=True)
    )
    below = Q(pk__in=[])
    for path in set(cycles.values()) - closed:
        below |= Q(programme__path__startswith=path)
    adopted = {
        vote.programme.translation_key: vote.programme
        for vote in adoptions().filter(below).select_related("programme")
    }
    pages = ProgrammePage.objects.filter(
        translation_key__in=list(adopted), alias_of__isnull=True
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for key, page in best_for_the_screen(
        readable(pages).select_related("locale")
    ).items():
        page.canonical = adopted[key]
        found[adopted[key].path[: -Page.steplen]].append(page)
    for seat in seats:
        seat.programmes = found[cycles[seat.pk]]
    return {"rows": seats}


space.register_section(
    "seats",
    45,
    _("Your seats for civil society"),
    "wagtail_remacto/monitoring/space_seats.html",
    _held,
    of_accounts=True,
)
