"""How the first programme of Tamaris was carried out, in two voices; nobody did it.

Written once, through the services that the screens use, each at the moment it speaks
of: milestones and updates of the commune, notes of the committee's association and of
a partner, both evaluations, the closing, and what the next cycle took from it.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from home.demo.decisions import ROOT
from home.demo.ideas import _canonical
from home.demo.wording import month, resolved
from wagtail_remacto.committees.models import College, Seat
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.models import Milestone, MonitoringNote
from wagtail_remacto.monitoring.services import (
    closing,
    evaluations,
    library,
    milestones,
    notes,
    partners,
    succession,
    updates,
)
from wagtail_remacto.opendata.importers.store import Values
from wagtail_remacto.people.services import ensure_participant
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


class Monitoring:
    def __init__(self, data: Values, today: dt.date) -> None:
        self.data, self.today = resolved(data, today), today
        self.users = get_user_model().objects
        self.officer = self.users.get(username="tamaris-communication")
        self.focal = self.users.get(username="tamaris-focal")
        at = f"{ROOT}/premier-cycle"
        self.cycle = _canonical(CyclePage, at)
        self.programme = _canonical(ProgrammePage, f"{at}/programme")
        self.projects = {
            page.slug: page for page in ProjectPage.objects.child_of(self.programme)
        }

    def load(self) -> None:
        if Milestone.objects.filter(project__in=self.projects.values()).exists():
            return
        self.seat = self.take_seat()
        self.announce()
        self.partner = self.find_partner()
        for moment, say in sorted(self.sayings(), key=lambda each: each[0]):
            say(moment)
        self.evaluate()
        closing.close(cycle=self.cycle, by=self.focal, now=self.at(self.data["closed"]))
        self.succeed()

    def at(self, days: int) -> dt.datetime:
        day = self.today + dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time(11), tzinfo=zone())

    def take_seat(self) -> Any:
        """The association's account speaks for its seat in the first committee too."""
        account = self.users.get(username=self.data["seat"])
        seats = Seat.objects.filter(
            committee__path__startswith=self.cycle.path, college=College.CIVIL_SOCIETY
        )
        seat = seats.order_by("pk")[0]
        if seat.user is None:
            seat.user = account
            seat.save()
        return account

    def announce(self) -> None:
        now = self.at(self.data["announced"])
        self.milestones: dict[tuple[str, int], Milestone] = {}
        for slug, said in self.data["projects"].items():
            project = self.projects[slug]
            for number, each in enumerate(said["milestones"]):
                self.milestones[slug, number] = milestones.draft(
                    project=project,
                    by=self.officer,
                    title=each["title"],
                    title_ar=each["title_ar"],
                    evidence=each["evidence"],
                    due=month(self.today, each["due"]),
                    weight=each.get("weight", 1),
                    position=number,
                    now=now,
                )
            milestones.announce(project=project, by=self.officer, now=now)

    def find_partner(self) -> Any:
        said = self.data["partner"]
        account = ensure_participant(self.users.get(username=said["account"]))
        now = self.at(self.data["announced"] + 20)
        partner = partners.offer(
            project=self.projects[said["project"]],
            participant=account,
            organisation=said["organisation"],
            organisation_ar=said["organisation_ar"],
            brings=said["brings"],
            role=said["role"],
            language="fr",
            now=now,
        )
        partners.confirm(
            partner=partner,
            by=self.officer,
            administration_brings=said["administration_brings"],
            now=now + dt.timedelta(days=6),
        )
        return account

    def sayings(self) -> list[tuple[dt.datetime, Any]]:
        """What was said, with its moment; each is called with it, in their order."""
        found: list[tuple[dt.datetime, Any]] = []
        for (slug, number), milestone in self.milestones.items():
            said = self.data["projects"][slug]["milestones"][number]
            for each in said["updates"]:
                found.append((self.at(each["day"]), self.update(milestone, each)))
            for each in said.get("notes", []):
                found.append((self.at(each["day"]), self.note(milestone, each)))
            for each in said.get("replies", []):
                found.append((self.at(each["day"]), self.reply(milestone, each)))
            if "postponed" in said:
                each = said["postponed"]
                found.append((self.at(each["day"]), self.postpone(milestone, each)))
        return found

    def update(self, milestone: Milestone, said: Values) -> Any:
        return lambda now: updates.publish(
            project=milestone.project,
            milestone=milestone,
            by=self.officer,
            title=said["title"],
            text=said["text"],
            completion=said["completion"],
            language=said["language"],
            on=now.date(),
            now=now,
        )

    def note(self, milestone: Milestone, said: Values) -> Any:
        return lambda now: notes.note(
            milestone=milestone,
            who=self.partner if said["by"] == "partner" else self.seat,
            stance=said["stance"],
            completion=said.get("completion", ""),
            text=said["text"],
            language=said["language"],
            now=now,
        )

    def reply(self, milestone: Milestone, said: Values) -> Any:
        return lambda now: notes.reply(
            note=MonitoringNote.objects.filter(milestone=milestone).latest("at"),
            by=self.officer,
            text=said["text"],
            language=said["language"],
            now=now,
        )

    def postpone(self, milestone: Milestone, said: Values) -> Any:
        return lambda now: milestones.postpone(
            milestone=milestone,
            by=self.officer,
            due=month(self.today, said["due"]),
            words=said["words"],
            language="fr",
            now=now,
        )

    def evaluate(self) -> None:
        for said in self.data["evaluations"]:
            account = self.users.get(username=said["by"])
            words = {
                name: said[name] for name in ("body", "method", "summary", "lessons")
            }
            draft = evaluations.draft(
                programme=self.programme,
                moment="final",
                voice=said["voice"],
                by=account,
                language=said["language"],
                now=self.at(said["day"]),
                **words,
            )
            evaluations.change(
                evaluation=draft,
                by=account,
                now=self.at(said["day"]),
                projects={
                    self.projects[slug]: evaluations.Said(**each)
                    for slug, each in said["projects"].items()
                },
            )
            evaluations.sign(evaluation=draft, by=account, now=self.at(said["day"]))

    def succeed(self) -> None:
        """The second cycle names the first, and has chosen what it takes from it."""
        following = _canonical(CyclePage, f"{ROOT}/deuxieme-cycle")
        succession.carry_project(
            cycle=following,
            project=self.projects[self.data["carried"]["project"]],
            by=self.focal,
            words=self.data["carried"]["words"],
            language="fr",
        )
        idea = (
            Contribution.objects.filter(cycle=self.cycle, outcome=Outcome.SET_ASIDE)
            .order_by("pk")
            .first()
        )
        if idea is not None:
            succession.leave(
                cycle=following,
                contribution=idea,
                by=self.focal,
                words=self.data["left"]["words"],
                language="fr",
            )
        network = self.users.filter(username="reseau").first()
        if network is not None:
            said = self.data["recommended"]
            library.recommend(
                project=self.projects[said["project"]],
                by=network,
                words=said["words"],
                language="fr",
            )
