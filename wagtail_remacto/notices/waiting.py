"""What waits for officers, everywhere at once: looked up once for all of them.

The same things as the panel of one officer (``journey.todo``), without what only one
person has to do. Each officer is then given what lies below the pages that they may
change, and each project’s lead what they can do for the project.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import GroupPagePermission, Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.queries import attach_collectivites
from wagtail_remacto.committees.queries import ideas_owed, remarks_owed
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.calendar_words import (
    moment,
    partial_date_words,
    weekday_date,
)
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.cycles.queries import closes_by, opens_next, phases_near
from wagtail_remacto.journey.story.steps import address
from wagtail_remacto.journey.todo import AHEAD
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.models import ProjectLead
from wagtail_remacto.programmes.models import ProjectPage
from wagtail_remacto.workshops.models import WorkshopPage
from wagtail_remacto.workshops.queries import lacks_report, meetings_behind

ANSWERS = gate.OFFICERS_RIGHTS[gate.Deed.OUTCOME]


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing: the page it is about, its words when they are read, its screen."""

    page: Any
    say: Callable[[], str]
    path: str
    # A right besides that to the page; most need none.
    right: str = ""
    # The screen of the project’s lead, who has no way into the administration, in the
    # language that is active; None where it is not theirs to do.
    path_of_lead: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody acts for: as an officer, paths of pages, and special rights.

    ``led`` are the keys of the projects whose lead it is.
    """

    paths: tuple[str, ...] = ()
    rights: frozenset[str] = frozenset()
    led: frozenset[int] = frozenset()

    def covers(self, each: Waits) -> bool:
        return self._as_officer(each) or self._as_lead(each)

    def path_to(self, each: Waits) -> str:
        """The screen on which they do it, of something that this covers."""
        if each.path_of_lead is None or self._as_officer(each):
            return each.path
        return each.path_of_lead()

    def _as_officer(self, each: Waits) -> bool:
        if each.right and each.right not in self.rights:
            return False
        return each.page.path.startswith(self.paths)

    def _as_lead(self, each: Waits) -> bool:
        return each.path_of_lead is not None and each.page.pk in self.led


def everything(now: dt.datetime) -> list[Waits]:
    """Everything that waits, the most urgent first; a fixed number of queries."""
    today = day_of(now)
    found = [*_milestones(today), *_answers(now), *_notes(), *_quiet(today)]
    found += [*_phases(now), *_reports(now, today)]
    pages = [each.page for each in found]
    attach_collectivites(pages)
    _attach_titles([*pages, *(p.collectivite for p in pages if p.collectivite)])
    return found


def _attach_titles(pages: Iterable[Any]) -> None:
    """Give each page what it is called in every language; one query."""
    pages = list(pages)
    titles: dict[Any, dict[str, str]] = defaultdict(dict)
    for key, language, title in (
        Page.objects.filter(
            translation_key__in={page.translation_key for page in pages}, live=True
        )
        .order_by()
        .values_list("translation_key", "locale__language_code", "title")
    ):
        titles[key][language] = title
    for page in pages:
        page.titles = titles[page.translation_key]


def title_of(page: Any) -> str:
    """What a page of :func:`everything` is called, in the language that is active."""
    titles: dict[str, str] = getattr(page, "titles", {})
    return titles.get(conf.content_language()) or str(page.title)


def reach_of(users: Sequence[Any]) -> dict[int, Reach]:
    """What each of the accounts acts for; three queries for any number of them."""
    paths: dict[int, set[str]] = defaultdict(set)
    for user, path in (
        officers_rights()
        .filter(group__user__in=users)
        .values_list("group__user", "page__path")
    ):
        paths[user].add(path)
    app, _dot, codename = ANSWERS.partition(".")
    of_right = Q(
        user_permissions__codename=codename,
        user_permissions__content_type__app_label=app,
    ) | Q(
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=app,
    )
    keys = [user.pk for user in users]
    answering = set(
        get_user_model()
        ._default_manager.filter(
            Q(is_superuser=True) | of_right, pk__in=keys, is_active=True
        )
        .values_list("pk", flat=True)
    )
    led: dict[int, set[int]] = defaultdict(set)
    for user, project in leads().filter(user__in=users).values_list("user", "project"):
        led[user].add(project)
    return {
        key: Reach(
            tuple(sorted(paths[key])),
            frozenset({ANSWERS} if key in answering else ()),
            frozenset(led[key]),
        )
        for key in keys
        if key in paths or key in led
    }


def leads() -> Any:
    """Who leads a project now and publishes its news."""
    return ProjectLead.objects.filter(until__isnull=True, project__live=True)


def officers_rights() -> Any:
    """The rights of groups to change pages, which make their people officers.

    An account that may do everything and belongs to no team keeps a machine; it finds
    what waits in the administration.
    """
    return GroupPagePermission.objects.filter(
        permission__codename="change_page",
        permission__content_type__app_label="wagtailcore",
    )


def is_officer(user: Any) -> bool:
    """Whether something can wait for the account in the administration; one query."""
    return officers_rights().filter(group__user=user).exists()


def is_reminded(user: Any) -> bool:
    """Whether something can wait for the account: an officer, or a project’s lead.

    Two queries at most.
    """
    return is_officer(user) or leads().filter(user=user).exists()


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _phases(now: dt.datetime) -> Iterable[Waits]:
    until = now + AHEAD
    for phase in phases_near(now, until).order_by("start", "end", "pk"):
        if opens_next(phase, now) and phase.start:
            yield Waits(phase, partial(_opens, phase), _edit(phase))
        elif closes_by(phase, now, until):
            yield Waits(phase, partial(_closes, phase), _edit(phase))


def _opens(phase: PhasePage) -> str:
    return _("The phase “%(title)s” opens: %(moment)s") % {
        "title": title_of(phase),
        "moment": moment(phase.start) if phase.start else "",
    }


def _closes(phase: PhasePage) -> str:
    return _("The phase “%(title)s” closes: %(moment)s") % {
        "title": title_of(phase),
        "moment": moment(phase.end) if phase.end else "",
    }


def _reports(now: dt.datetime, today: dt.date) -> Iterable[Waits]:
    for meeting in meetings_behind(today).order_by("date", "pk"):
        if lacks_report(meeting, now):
            yield Waits(meeting, partial(_report, meeting), _edit(meeting))


def _report(meeting: WorkshopPage) -> str:
    words = {"title": title_of(meeting), "held": partial_date_words(meeting.date)}
    if meeting.report_due is None:
        return _("The report of “%(title)s” (%(held)s) is missing") % words
    words["due"] = weekday_date(meeting.report_due)
    return _("The report of “%(title)s” (%(held)s) is missing; due: %(due)s") % words


def _milestones(today: dt.date) -> Iterable[Waits]:
    late = queries.overdue_milestones(today)
    near = queries.due_milestones(today, today + AHEAD)
    for rows, say in ((late, _overdue), (near, _due)):
        for each in rows.select_related("project__locale").order_by("due_last", "pk"):
            yield _of_project(each.project, partial(say, each))


def _of_project(project: Any, say: Callable[[], str]) -> Waits:
    """What a project’s lead can do as well as the officers: publish its news."""
    own = partial(address, "publish_update", project.pk)
    return Waits(project, say, _follow_up(project), path_of_lead=own)


def _milestone(milestone: Any) -> dict[str, str]:
    return {
        "project": title_of(milestone.project),
        "title": milestone.words("title"),
        "due": partial_date_words(milestone.due),
    }


def _overdue(milestone: Any) -> str:
    return _("“%(project)s”: overdue (%(due)s): %(title)s") % _milestone(milestone)


def _due(milestone: Any) -> str:
    return _("“%(project)s”: due soon (%(due)s): %(title)s") % _milestone(milestone)


def _quiet(today: dt.date) -> Iterable[Waits]:
    rows: Any = queries.quiet_projects(today).select_related("locale")
    for project in rows.order_by("silent_since", "pk"):
        yield _of_project(project, partial(_silent, project))


def _silent(project: Any) -> str:
    return _("“%(project)s”: no news since %(day)s") % {
        "project": title_of(project),
        "day": weekday_date(project.silent_since),
    }


def _notes() -> Iterable[Waits]:
    waiting = (
        queries.notes_to_reply()
        .order_by()
        .values_list("milestone__project")
        .annotate(number=Count("pk"))
    )
    numbers = dict(waiting)
    projects = ProjectPage.objects.filter(pk__in=waiting.values("milestone__project"))
    for project in projects.filter(live=True).select_related("locale").order_by("pk"):
        say = partial(_unreplied, project, numbers[project.pk])
        yield Waits(project, say, _follow_up(project))


def _unreplied(project: Any, number: int) -> str:
    return ngettext(
        "“%(project)s”: %(n)d note of civil society waits for a reply",
        "“%(project)s”: %(n)d notes of civil society wait for a reply",
        number,
    ) % {"project": title_of(project), "n": number}


def _answers(now: dt.datetime) -> Iterable[Waits]:
    for cycle, number in _by_cycle(ideas_owed(now)):
        path = f"{reverse('remacto_desk_queue', args=[cycle.pk])}?state=open"
        yield Waits(cycle, partial(_owed, cycle, number), path, ANSWERS)
    for cycle, number in _by_cycle(remarks_owed(now)):
        say = partial(_owed_to_remarks, cycle, number)
        yield Waits(cycle, say, reverse("remacto_remarks"), ANSWERS)


def _by_cycle(owed: Any) -> Iterable[tuple[CyclePage, int]]:
    """The published cycles of these contributions, and how many are of each."""
    rows = owed.order_by().values("cycle_id")
    numbers = dict(rows.annotate(n=Count("pk")).values_list("cycle_id", "n"))
    cycles = CyclePage.objects.filter(pk__in=rows, live=True).select_related("locale")
    for cycle in cycles.order_by("pk"):
        yield cycle, numbers[cycle.pk]


def _owed_to_remarks(cycle: Any, number: int) -> str:
    return ngettext(
        "“%(cycle)s”: %(n)d answer to a remark is owed",
        "“%(cycle)s”: %(n)d answers to remarks are owed",
        number,
    ) % {"cycle": title_of(cycle), "n": number}


def _owed(cycle: Any, number: int) -> str:
    return ngettext(
        "“%(cycle)s”: %(n)d answer is owed",
        "“%(cycle)s”: %(n)d answers are owed",
        number,
    ) % {"cycle": title_of(cycle), "n": number}


def _follow_up(project: Any) -> str:
    return reverse("remacto_monitoring_project", args=[project.pk])
