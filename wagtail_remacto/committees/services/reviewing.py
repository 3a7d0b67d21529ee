"""A member of the committee says how they read an idea."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.committees.errors import (
    AnsweredAlready,
    NotAnIdea,
    NotPublic,
    OpinionNeeded,
    OwnIdeaReviewed,
    WrongMark,
)
from wagtail_remacto.committees.membership import seat_in
from wagtail_remacto.committees.models import (
    HIGHEST,
    LOWEST,
    Review,
    ReviewCriterion,
    ReviewMark,
)
from wagtail_remacto.contributions.models import Contribution, Nature, Outcome
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate


@transaction.atomic
def review(
    *,
    contribution: Contribution,
    by: Any,
    opinion: str = "",
    note: str = "",
    marks: Mapping[ReviewCriterion, int] | None = None,
    conflict: bool = False,
    now: dt.datetime | None = None,
) -> Review:
    """The review of the seat that ``by`` holds; a second time it replaces the first.

    It may be changed until an outcome is recorded. Whoever declares a conflict of
    interest is done: their opinion and their marks are not kept, their note is.
    Raises ``gate.Refused``, ``NotAnIdea``, ``NotPublic``, ``AnsweredAlready``,
    ``OwnIdeaReviewed``, ``OpinionNeeded``, ``WrongMark``.
    """
    now = now or timezone.now()
    contribution = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("cycle__locale", "collectivite", "author")
        .get(pk=contribution.pk)
    )
    gate.require(by, gate.Deed.REVIEW, contribution.cycle, now)
    seat = seat_in(by, contribution.cycle, now)
    _may_be_reviewed(contribution)
    if conflict:
        opinion, marks = "", {}
    elif contribution.author is not None and contribution.author.user_id == by.pk:
        raise OwnIdeaReviewed
    elif opinion not in Outcome:
        raise OpinionNeeded
    given = _by_criterion(marks or {})
    found, is_new = Review.objects.update_or_create(
        contribution=contribution,
        seat=seat,
        defaults={
            "opinion": opinion,
            "note": clean(note).strip(),
            "conflict": conflict,
            "by": by,
        },
    )
    if not is_new:
        found.marks.all().delete()
    ReviewMark.objects.bulk_create(
        ReviewMark(review=found, criterion=criterion, mark=mark)
        for criterion, mark in given.items()
    )
    # The log is read by officers of the branch: it says who has read what, and no more.
    log(
        contribution,
        "wagtail_remacto.declare_conflict" if conflict else "wagtail_remacto.review",
        user=by,
        title=contribution.shown_reference,
        collectivite=contribution.collectivite,
    )
    return found


def _may_be_reviewed(contribution: Contribution) -> None:
    if contribution.nature != Nature.IDEA:
        raise NotAnIdea
    if not contribution.is_public:
        raise NotPublic
    if contribution.outcome:
        raise AnsweredAlready


def _by_criterion(marks: Mapping[ReviewCriterion, int]) -> dict[ReviewCriterion, int]:
    """The marks by the criterion's row of the fallback language."""
    if not marks:
        return {}
    for criterion, mark in marks.items():
        if not LOWEST <= mark <= HIGHEST:
            raise WrongMark(
                _("“%(criterion)s”: a mark goes from %(lowest)d to %(highest)d.")
                % {
                    "criterion": criterion.title,
                    "lowest": LOWEST,
                    "highest": HIGHEST,
                }
            )
    keys = {criterion.translation_key for criterion in marks}
    rows = ReviewCriterion.objects.filter(translation_key__in=keys, active=True)
    of_fallback = {
        row.translation_key: row
        for row in rows.filter(locale__language_code=conf.fallback_language())
    }
    # A host may keep its library in another language alone.
    known = {row.translation_key: row for row in rows.order_by("-pk")} | of_fallback
    found: dict[ReviewCriterion, int] = {}
    for criterion, mark in marks.items():
        if criterion.translation_key not in known:
            raise WrongMark(
                _("“%(criterion)s” is not asked any more.")
                % {"criterion": criterion.title}
            )
        found[known[criterion.translation_key]] = mark
    return found
