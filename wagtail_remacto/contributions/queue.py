"""What waits for a moderator: held, reported, or answered by its author.

Contributions and comments stand in one list, the oldest first, and nobody sees what is
not of their own collectivités. A page of it costs the same number of queries whatever
its length.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy
from wagtail_remacto.contributions.models import (
    BEFORE,
    REPORTS,
    Comment,
    Contribution,
    ModerationAct,
    Report,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.services.moderating import verbs_for
from wagtail_remacto.contributions.subjects import KINDS, Subject, kind_of
from wagtail_remacto.contributions.suspicion import Suspicion
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import PhasePage

contribution_policy = BranchPermissionPolicy(Contribution, "phase")
comment_policy = BranchPermissionPolicy(Comment, "discussion__cycle")
_POLICIES = {"contribution": contribution_policy, "comment": comment_policy}


class Kind(models.TextChoices):
    CONTRIBUTION = "contribution", _("contribution")
    COMMENT = "comment", _("comment")


class Why(models.TextChoices):
    """Why something is in the queue."""

    HELD = "held", _("held")
    REPORTED = "reported", _("reported")
    ANSWERED = "answered", _("answered by its author")


GROUNDS = {
    **{each.value: each.label for each in Suspicion},
    BEFORE: _("everything is read first in this phase"),
    REPORTS: _("reported by several people"),
}


def may_moderate(user: Any) -> bool:
    """Whether the person moderates anywhere at all."""
    return bool(
        user.is_active and user.has_perm(gate.OFFICERS_RIGHTS[gate.Deed.MODERATE])
    )


def of_own_branches(user: Any, kind: str) -> QuerySet[Any]:
    """Everything of this kind that the person may moderate, in the queue or not."""
    if not may_moderate(user):
        return KINDS[kind]._default_manager.none()
    return _POLICIES[kind].covered(user)


def waiting(
    user: Any,
    *,
    kind: str = "",
    why: str = "",
    collectivite: CollectivitePage | None = None,
    phase: PhasePage | None = None,
) -> QuerySet[Any]:
    """Rows of ``kind``, ``pk`` and ``created_at``, the oldest first; see :func:`read`.

    One query, whichever filters are given.
    """
    parts = []
    for each in [kind] if kind else Kind.values:
        rows = _waiting(user, each, why)
        if collectivite is not None:
            key = (
                "collectivite" if each == "contribution" else "discussion__collectivite"
            )
            rows = rows.filter(**{key: collectivite})
        if phase is not None:
            rows = rows.filter(phase=phase)
        parts.append(
            rows.order_by()
            .annotate(kind=Value(each, output_field=models.CharField()))
            .values("pk", "created_at", "kind")
        )
    found: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return found.order_by("created_at", "pk")


def numbers(user: Any) -> dict[str, int]:
    """How much waits, for each :class:`Why`; no query without the right, else two."""
    found = dict.fromkeys(Why.values, 0)
    if not may_moderate(user):
        return found
    for kind in Kind.values:
        counted = of_own_branches(user, kind).aggregate(
            **{
                why.value: Count("pk", filter=condition)
                for why, condition in _conditions(kind).items()
            }
        )
        for why in found:
            found[why] += counted[why]
    return found


def _waiting(user: Any, kind: str, why: str) -> QuerySet[Any]:
    conditions = _conditions(kind)
    condition = Q()
    for each in [Why(why)] if why else Why:
        condition |= conditions[each]
    return of_own_branches(user, kind).filter(condition)


def _conditions(kind: str) -> dict[Why, Q]:
    reports = Report.objects.filter(
        **{kind: OuterRef("pk")}, settled_at__isnull=True
    ).order_by()
    later = ModerationAct.objects.filter(
        **{kind: OuterRef(kind)}, pk__gt=OuterRef("pk")
    ).order_by()
    answers = ModerationAct.objects.filter(
        ~Exists(later), **{kind: OuterRef("pk")}, answered_at__isnull=False
    ).order_by()
    return {
        Why.HELD: Q(standing=Standing.HELD),
        Why.REPORTED: Q(standing__in=[Standing.HELD, Standing.PUBLIC])
        & Exists(reports),
        Why.ANSWERED: Q(standing__in=[Standing.HELD, Standing.HIDDEN])
        & Exists(answers),
    }


@dataclass
class Item:
    """One text with all that a moderator has to know of it."""

    subject: Subject
    reports: list[Report] = field(default_factory=list)
    acts: list[ModerationAct] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return kind_of(self.subject)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.subject.pk}"

    @property
    def kind_words(self) -> Any:
        return Kind(self.kind).label

    @property
    def title(self) -> str:
        if isinstance(self.subject, Contribution):
            return self.subject.title
        return str(self.subject)

    @property
    def collectivite(self) -> CollectivitePage:
        subject = self.subject
        if isinstance(subject, Contribution):
            return subject.collectivite
        return subject.discussion.collectivite

    @property
    def about(self) -> Any:
        """What a comment is about: a contribution or a page."""
        if isinstance(self.subject, Contribution):
            return None
        discussion = self.subject.discussion
        return discussion.contribution or discussion.page

    @property
    def author_words(self) -> str:
        if isinstance(self.subject, Contribution):
            return self.subject.author_words
        return str(self.subject.author)

    @cached_property
    def open_reports(self) -> list[Report]:
        return [report for report in self.reports if report.settled_at is None]

    @property
    def doubts(self) -> list[Any]:
        """What the forms of its open reports gave away about machines, in words."""
        codes = {code: None for each in self.open_reports for code in each.suspicion}
        return [GROUNDS.get(code, code) for code in codes]

    @property
    def reported_for(self) -> list[tuple[str, int, list[str]]]:
        """Each reason that is given, how often, and in which words."""
        words: dict[str, list[str]] = {}
        for report in self.open_reports:
            words.setdefault(report.get_reason_display(), []).append(report.text)
        return [
            (label, len(texts), [text for text in texts if text])
            for label, texts in words.items()
        ]

    @cached_property
    def last(self) -> ModerationAct | None:
        return self.acts[-1] if self.acts else None

    @property
    def answer(self) -> ModerationAct | None:
        """The last decision, if its author has answered it and nobody has read it."""
        if self.last is not None and self.last.answered_at is not None:
            return self.last
        return None

    @property
    def grounds(self) -> list[Any]:
        """What the rules found, in words, where a rule put it here."""
        if self.last is None or not self.last.automatic:
            return []
        return [GROUNDS.get(code, code) for code in self.last.grounds]

    @property
    def why(self) -> list[Any]:
        found = []
        if self.subject.standing == Standing.HELD:
            found.append(Why.HELD)
        if self.open_reports and self.subject.standing != Standing.HIDDEN:
            found.append(Why.REPORTED)
        if self.answer is not None:
            found.append(Why.ANSWERED)
        return found

    @property
    def verbs(self) -> list[Verb]:
        return verbs_for(
            self.subject.standing,
            reported=bool(self.open_reports),
            answered=self.answer is not None,
        )


def read(rows: Iterable[dict[str, Any]]) -> list[Item]:
    """The items of rows of :func:`waiting`, in their order; at most six queries."""
    rows = list(rows)
    found: dict[tuple[str, int], Item] = {}
    for kind in Kind.values:
        pks = [row["pk"] for row in rows if row["kind"] == kind]
        if pks:
            for item in items(KINDS[kind]._default_manager.filter(pk__in=pks)):
                found[kind, item.subject.pk] = item
    keys = [(row["kind"], row["pk"]) for row in rows]
    return [found[key] for key in keys if key in found]


def items(subjects: QuerySet[Any]) -> list[Item]:
    """The subjects, with reports and history."""
    related = ["phase", "author"]
    if subjects.model is Contribution:
        related += ["collectivite", "cycle"]
    else:
        related += [
            "discussion__cycle",
            "discussion__collectivite",
            "discussion__contribution",
            "discussion__page",
        ]
    acts = ModerationAct.objects.select_related("by", "reason").order_by("pk")
    reports = Report.objects.select_related("participant")
    subjects = subjects.select_related(*related).prefetch_related(
        Prefetch("moderation", acts), Prefetch("reports", reports)
    )
    return [
        Item(
            subject,
            reports=list(subject.reports.all()),
            acts=list(subject.moderation.all()),
        )
        for subject in subjects
    ]


def find(user: Any, kind: str, pk: int) -> Item | None:
    """One text that the person may moderate, whatever its standing."""
    if kind not in KINDS:
        return None
    found = items(of_own_branches(user, kind).filter(pk=pk))
    return found[0] if found else None
