"""Who has something to do at which cycle's desk, and what."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.collectivites.queries import attach_ancestors
from wagtail_remacto.committees.membership import seat_in, seats_of, within_mandate
from wagtail_remacto.committees.models import CommitteePage, Seat
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.contributions.queries import in_readers_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.cycles.models import CyclePage

# With one of these rights, an officer sits at the desks of their collectivités.
OFFICERS_DEEDS = (Deed.OUTCOME, Deed.TRANSLATE)


class Desk:
    """One cycle, and what one person may do there; ``cycle`` is canonical."""

    def __init__(self, cycle: CyclePage, user: Any) -> None:
        self.cycle = cycle
        self.user = user
        self.now = timezone.now()

    @cached_property
    def seat(self) -> Seat | None:
        return seat_in(self.user, self.cycle, self.now)

    @property
    def may_review(self) -> bool:
        return self.seat is not None

    @cached_property
    def may_record(self) -> bool:
        return self._may(Deed.OUTCOME)

    @cached_property
    def may_translate(self) -> bool:
        return self._may(Deed.TRANSLATE)

    @cached_property
    def may_decide(self) -> bool:
        return self._may(Deed.DECIDE)

    @property
    def sees_reviews(self) -> bool:
        """What members say of an idea stays between them and who keeps the papers."""
        return self.may_review or self.may_record

    @property
    def is_open(self) -> bool:
        """Whether the person has anything to do here at all."""
        return self.may_review or self.may_record or self.may_translate

    def _may(self, deed: Deed) -> bool:
        return bool(gate.check(self.user, deed, self.cycle, self.now))

    @cached_property
    def title(self) -> Words:
        """The cycle's name for whoever reads the screen."""
        page = in_readers_language(self.cycle)
        return Words(page.title, page.locale.language_code)

    @cached_property
    def collectivite(self) -> Words:
        (page,) = attach_ancestors([self.cycle], collectivite=CollectivitePage)
        above = page.collectivite
        return Words(above.title, above.locale.language_code)

    @cached_property
    def committee(self) -> CommitteePage | None:
        found: CommitteePage | None = canonical_only(
            CommitteePage.objects.child_of(self.cycle)
        ).first()
        return found


def desk_or_404(user: Any, pk: int) -> Desk:
    """The desk of a canonical cycle, for whoever sits there; nobody else finds it."""
    cycle = (
        canonical_only(CyclePage.objects.filter(pk=pk)).select_related("locale").first()
    )
    desk = Desk(cycle, user) if cycle is not None else None
    if desk is None or not desk.is_open:
        raise Http404("No such cycle, or nothing for you to do in it.")
    return desk


def acts_as_officer(user: Any) -> bool:
    return bool(
        user.is_active
        and any(user.has_perm(gate.OFFICERS_RIGHTS[deed]) for deed in OFFICERS_DEEDS)
    )


def seats_now(user: Any, now: dt.datetime | None = None) -> list[Seat]:
    """The person's seats within their mandates; one query."""
    now = now or timezone.now()
    return [seat for seat in seats_of(user) if within_mandate(seat, now)]


def sits_somewhere(user: Any) -> bool:
    """Whether the menu shows the desk; at most one query."""
    return acts_as_officer(user) or bool(seats_now(user))


def own_cycles(user: Any) -> QuerySet[CyclePage]:
    """The cycles at whose desks the person sits, each once.

    Officers see those alone that have a committee or something to read.
    """
    step = Page.steplen
    paths = [seat.committee.path[:-step] for seat in seats_now(user)]
    mine = Q(path__in=paths)
    if acts_as_officer(user):
        pages = changeable(user).order_by().values("pk")
        committees = CommitteePage.objects.filter(path__startswith=OuterRef("path"))
        ideas = Contribution.objects.filter(cycle=OuterRef("pk"))
        mine |= Q(pk__in=pages) & (Exists(committees) | Exists(ideas))
    return canonical_only(CyclePage.objects.filter(mine)).select_related("locale")
