"""What the committee and the council of Tamaris made of ideas; nobody decided it.

The first cycle ends with a programme that the council adopted with changes, the second
is in analysis with answers owed. Written once, through the services that the screens
use, each at the moment it speaks of.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from home.demo.ideas import _canonical
from home.demo.wording import resolved
from wagtail_remacto.committees.models import (
    College,
    OutcomeReason,
    Presence,
    ReviewCriterion,
    Seat,
)
from wagtail_remacto.committees.reasons import (
    provide_criteria,
    provide_outcome_reasons,
)
from wagtail_remacto.committees.services import closing, deciding, outcomes, reviewing
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import (
    AuthorKind,
    Contribution,
    ContributionRevision,
    Outcome,
)
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.models import Axis, PhasePage
from wagtail_remacto.opendata.importers.store import Values
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    Purpose,
)
from wagtail_remacto.programmes.services import council, remarks
from wagtail_remacto.programmes.services.lineage import link, translate
from wagtail_remacto.programmes.services.versions import drafts, freeze

ROOT = "commune-tamaris"


class Decisions:
    def __init__(self, data: Values, today: dt.date) -> None:
        self.data = resolved(data, today)
        users = get_user_model().objects
        self.officer = users.get(username="tamaris-communication")
        self.focal = users.get(username="tamaris-focal")

    def load(self) -> None:
        first = FirstCycle(self)
        if ProgrammeVersion.objects.filter(programme=first.programme).exists():
            return
        provide_outcome_reasons()
        provide_criteria()
        first.live()
        SecondCycle(self).live()


def phase_of(slug: str) -> PhasePage:
    return _canonical(PhasePage, f"{ROOT}/{slug}")


def within(phase: PhasePage, share: float) -> dt.datetime:
    """A moment of the phase, from 0 at its opening to 1 at its close."""
    start: Any = phase.start
    end: Any = phase.end
    found: dt.datetime = start + (end - start) * share
    return found


def settle_dates(given: Iterable[Contribution], moments: Iterable[dt.datetime]) -> None:
    """When they were given, for what the service dates by the day of the entry."""
    for contribution, moment in zip(given, moments, strict=False):
        rows = Contribution.objects.filter(pk=contribution.pk)
        rows.update(created_at=moment, published_at=moment)
        ContributionRevision.objects.filter(contribution=contribution).update(at=moment)


class FirstCycle:
    """From ideas on paper to a programme that the council adopted with changes."""

    def __init__(self, demo: Decisions) -> None:
        self.data, self.officer, self.focal = demo.data, demo.officer, demo.focal
        at = "premier-cycle"
        self.given, self.analysis, self.consultation, self.validation = (
            phase_of(f"{at}/{slug}")
            for slug in (
                "co-creation",
                "analyse",
                "deuxieme-consultation",
                "validation",
            )
        )
        self.programme = _canonical(ProgrammePage, f"{ROOT}/{at}/programme")
        self.projects = {
            page.slug: page for page in ProjectPage.objects.child_of(self.programme)
        }
        self.committee = Seat.objects.filter(
            committee__path__startswith=self.programme.path[:-4]
        )[0].committee
        self.session = CouncilSession.objects.get(
            collectivite=self.given.get_parent().get_parent().specific
        )

    def live(self) -> None:
        before = self.data["before"]
        project = drafts(self.projects[before["project"]])
        solutions = {language: page.solution for language, page in project.items()}
        final = {
            language: page.summary for language, page in drafts(self.programme).items()
        }
        self.analyse(self.give())
        self.say(before["consulted"], before["solution"], before["summary"])
        self.consult()
        self.say(before["validated"], solutions, before["summary"])
        self.decide()
        item = self.put_on_agenda()
        self.say(before["adopted"], solutions, final)
        self.vote(item)

    def give(self) -> list[Contribution]:
        axes = {
            axis.order: axis
            for axis in Axis.objects.filter(
                cycle=self.given.get_parent().specific, locale=self.given.locale
            ).select_related("locale")
        }
        ideas = [
            services.enter(
                phase=self.given,
                by=self.officer,
                title=idea["title"],
                text=idea["text"],
                language=idea["language"],
                axis=axes[idea["axis"]],
                author_kind=AuthorKind.GROUP,
                author_name=f"Table {number % 6 + 1}",
                external_key=f"premier-{number}",
                now=within(self.given, 0.2 + number / 20),
            )[0]
            for number, idea in enumerate(self.data["ideas"])
        ]
        settle_dates(
            ideas, (within(self.given, 0.2 + number / 20) for number in range(20))
        )
        return ideas

    def analyse(self, ideas: list[Contribution]) -> None:
        for number, (idea, said) in enumerate(
            zip(ideas, self.data["ideas"], strict=True)
        ):
            now = within(self.analysis, 0.1 + number / 15)
            why = {"words": said["why"], "language": said["language"], "by": self.focal}
            if "merged" in said:
                outcomes.merge(
                    lead=ideas[said["merged"]], others=[idea], now=now, **why
                )
                continue
            kind = said.get("kind", "")
            outcome = said.get("outcome") or (
                Outcome.TAKEN_UP if kind == "whole" else Outcome.PARTLY
            )
            outcomes.record(contribution=idea, outcome=outcome, now=now, **why)
            if kind:
                link(
                    contribution=idea,
                    project=self.projects[said["project"]],
                    kind=kind,
                    now=now,
                    **why,
                )
        closing.close(
            phase=self.analysis, by=self.focal, now=within(self.analysis, 0.95)
        )

    def say(self, budget: str, solutions: Values, summaries: Values) -> None:
        """Let the drafts say so, in every language."""
        project = self.projects[self.data["before"]["project"]]
        for language, draft in drafts(project).items():
            draft.budget, draft.solution = Decimal(budget), solutions[language]
            draft.save_revision(user=self.officer)
        for language, draft in drafts(self.programme).items():
            draft.summary = summaries[language]
            draft.save_revision(user=self.officer)

    def consult(self) -> None:
        version = freeze(
            programme=self.programme,
            purpose=Purpose.CONSULTATION,
            phase=self.consultation,
            by=self.focal,
            now=within(self.consultation, -0.1),
        )
        frozen = {each.project.slug: each for each in version.projects.all()}
        given = []
        for number, said in enumerate(self.data["remarks"]):
            now = within(self.consultation, 0.1 + number / 8)
            remark, _is_new = remarks.enter_remark(
                version=version,
                by=self.officer,
                kind=said["kind"],
                text=said["text"],
                language=said["language"],
                project=frozen[said["project"]],
                section=said["section"],
                external_key=f"remarque-{number}",
                now=now,
            )
            settle_dates([remark.contribution], [now])
            given.append((remark, said))
        for remark, said in given:
            remarks.answer(
                remark=remark,
                verdict=said["verdict"],
                words=said.get("words", ""),
                change=said.get("change", ""),
                language=said["language"],
                by=self.focal,
                now=within(self.consultation, 1.2),
            )

    def decide(self) -> None:
        said = self.data["decision"]
        version = freeze(
            programme=self.programme,
            purpose=Purpose.VALIDATION,
            by=self.focal,
            now=within(self.validation, 0),
        )
        held = within(self.validation, 0.5)
        attendance = []
        for college in College:
            seats = Seat.objects.filter(committee=self.committee, college=college)
            for number, seat in enumerate(seats.order_by("pk"), start=1):
                away = college == College.CIVIL_SOCIETY and number in said["excused"]
                presence = Presence.EXCUSED if away else Presence.PRESENT
                attendance.append(deciding.Seen(seat, presence))
        draft = deciding.draft(
            committee=self.committee,
            by=self.focal,
            version=version,
            subject=said["subject"],
            language="fr",
            held_on=held.astimezone(zone()).date(),
            result="approved",
            reasons=said["reasons"],
            dissent=said["dissent"],
            minutes=said["minutes"],
            attendance=attendance,
            votes=[deciding.Votes(college, *said[college]) for college in College],
            now=held,
        )
        # One association was excused, so that the colleges were not even.
        deciding.sign(decision=draft, by=self.focal, accept_broken_rule=True, now=held)
        self.version = version

    @property
    def sitting(self) -> dt.datetime:
        return dt.datetime.combine(
            self.session.sitting.first, dt.time(15), tzinfo=zone()
        )

    def put_on_agenda(self) -> Deliberation:
        return council.put_on_agenda(
            session=self.session,
            version=self.version,
            agenda_item=self.data["agenda_item"],
            by=self.focal,
            now=self.sitting - dt.timedelta(days=12),
        )

    def vote(self, item: Deliberation) -> None:
        council.record_vote(
            deliberation=item,
            by=self.focal,
            outcome="adopted_with_changes",
            language="fr",
            now=self.sitting,
            **self.data["vote"],
        )


class SecondCycle:
    """Some ideas have their answer, many are owed one; two projects are drafts."""

    def __init__(self, demo: Decisions) -> None:
        self.said, self.focal = demo.data["analysis"], demo.focal
        self.now = timezone.now()
        self.phase = phase_of("deuxieme-cycle/co-creation")
        self.cycle = self.phase.get_parent().specific

    def live(self) -> None:
        self.programme()
        ideas = Contribution.objects.filter(
            cycle=self.cycle, standing="public", nature="idea"
        ).order_by("pk")
        self.review(ideas)
        self.answer(list(ideas))
        self.draft()

    def programme(self) -> None:
        """An unpublished programme, for the projects that are being drafted."""
        pages = {}
        for cycle_page in (self.cycle, *self.cycle.get_translations()):
            language = cycle_page.locale.language_code
            page = ProgrammePage(
                title=self.said["programme"][language],
                slug="programme",
                locale=cycle_page.locale,
                live=False,
                has_unpublished_changes=True,
            )
            if pages:
                page.translation_key = pages["fr"].translation_key
            cycle_page.specific.add_child(instance=page)
            page.save_revision(user=self.focal)
            pages[language] = page
        self.page = pages["fr"]

    def review(self, ideas: Any) -> None:
        """Two members have read some of the ideas; one has a conflict of interest."""
        users = get_user_model().objects
        criteria = list(ReviewCriterion.objects.filter(locale=self.cycle.locale))
        opinions = cycle((Outcome.TAKEN_UP, Outcome.PARTLY, Outcome.SET_ASIDE))
        notes = cycle(self.said["notes"])
        for step, username in ((3, "comite-elue"), (4, "comite-association")):
            member = users.get(username=username)
            for number, idea in enumerate(islice(ideas, 0, 120, step)):
                if number % 13 == 7:
                    reviewing.review(contribution=idea, by=member, conflict=True)
                    continue
                reviewing.review(
                    contribution=idea,
                    by=member,
                    opinion=next(opinions),
                    note=next(notes) if number % 3 == 0 else "",
                    marks={each: 1 + (number + each.pk) % 5 for each in criteria},
                )

    def answer(self, ideas: list[Contribution]) -> None:
        """One idea of three has its answer; the same for several places is one."""
        library = {
            outcome: OutcomeReason.objects.filter(
                outcome=outcome, locale=self.cycle.locale
            )[0]
            for outcome in (Outcome.SET_ASIDE, Outcome.OUTSIDE, Outcome.DONE)
        }
        left = islice(ideas, 2, None, 3)
        turns = cycle(library)
        by_outcome: dict[str, list[Contribution]] = {each: [] for each in library}
        for idea in islice(left, 40):
            by_outcome[next(turns)].append(idea)
        for outcome, given in by_outcome.items():
            outcomes.record_many(
                contributions=given,
                outcome=outcome,
                reason=library[outcome],
                by=self.focal,
            )
        same: dict[tuple[str, int | None], list[Contribution]] = {}
        for idea in ideas:
            idea.refresh_from_db()
            if not idea.outcome:
                same.setdefault((idea.text[:40], idea.axis_id), []).append(idea)
        groups = [group for group in same.values() if len(group) > 2]
        for lead, *others in groups[:4]:
            outcomes.merge(
                lead=lead,
                others=others[:2],
                words=self.said["merge_why"],
                language="fr",
                by=self.focal,
            )

    def draft(self) -> None:
        for said in self.said["projects"]:
            axis = Axis.objects.get(
                cycle=self.cycle, order=said["axis"], locale=self.cycle.locale
            )
            sources = Contribution.objects.filter(
                cycle=self.cycle, axis=axis, outcome="", standing="public"
            ).order_by("-supports_count", "pk")[:4]
            translate(
                contributions=list(sources),
                programme=self.page,
                title=said["title"],
                words=said["why"],
                language="fr",
                axis=axis,
                by=self.focal,
            )
