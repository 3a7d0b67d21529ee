"""How the programme of Oued Narjis stands half-way, in two voices; nobody did it.

Validated, adopted and followed through the services that the screens use. It is left
where there is something to do for everyone: a milestone is overdue, another due soon, a
project silent, a note without a reply, an evaluation begun.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from home.demo.decisions import within
from home.demo.ideas import _canonical
from home.demo.monitoring import Monitoring
from home.demo.wording import resolved
from wagtail_remacto.committees.models import College, Presence, Seat
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.contributions.models import Follow
from wagtail_remacto.contributions.services.following import follow
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.models import CouncilSession
from wagtail_remacto.monitoring.services import evaluations, leads
from wagtail_remacto.opendata.importers.store import Values
from wagtail_remacto.people.services import ensure_participant
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage, Purpose
from wagtail_remacto.programmes.services import council
from wagtail_remacto.programmes.services.versions import freeze
from wagtail_remacto.programmes.standing import standing_of

ROOT = "demo/narjis"
AT = "commune-oued-narjis/premier-cycle"


class Narjis(Monitoring):
    def __init__(self, data: Values, today: dt.date) -> None:
        self.data, self.today = resolved(data, today), today
        self.users = get_user_model().objects
        self.officer = self.users.get(username="narjis-communication")
        self.focal = self.users.get(username="narjis-focal")
        self.cycle = _canonical(CyclePage, AT)
        self.programme = _canonical(ProgrammePage, f"{AT}/programme")
        self.projects = {
            page.slug: page for page in ProjectPage.objects.child_of(self.programme)
        }

    def load(self) -> None:
        if standing_of(self.programme).is_adopted:
            return
        self.adopt()
        self.seat = self.take_seat()
        self.follow()
        self.announce()
        self.name_lead()
        self.partner = self.find_partner()
        for moment, say in sorted(self.sayings(), key=lambda each: each[0]):
            say(moment)
        self.begin_evaluation()

    def adopt(self) -> None:
        """The committee validates the programme, and the council adopts it."""
        validation = _canonical(PhasePage, f"{AT}/validation")
        version = freeze(
            programme=self.programme,
            purpose=Purpose.VALIDATION,
            by=self.focal,
            now=within(validation, 0),
        )
        seats = list(Seat.objects.filter(committee__path__startswith=self.cycle.path))
        held, said = within(validation, 0.5), self.data["decision"]
        decision = deciding.draft(
            committee=seats[0].committee,
            by=self.focal,
            version=version,
            language="fr",
            held_on=held.astimezone(zone()).date(),
            result="approved",
            dissent="",
            attendance=[deciding.Seen(seat, Presence.PRESENT) for seat in seats],
            votes=[deciding.Votes(college, 2, 0, 0) for college in College],
            now=held,
            **said,
        )
        deciding.sign(decision=decision, by=self.focal, now=held)
        session = CouncilSession.objects.get(collectivite=self.cycle.get_parent())
        sitting = dt.datetime.combine(session.sitting.first, dt.time(15), tzinfo=zone())
        council.record_vote(
            deliberation=council.put_on_agenda(
                session=session,
                version=version,
                by=self.focal,
                now=sitting - dt.timedelta(days=12),
            ),
            by=self.focal,
            outcome="adopted",
            language="fr",
            now=sitting,
            **self.data["vote"],
        )

    def follow(self) -> None:
        """A citizen hears of everything since it was announced, and has read none."""
        reader = ensure_participant(self.users.get(username=self.data["follower"]))
        row = follow(participant=reader, target=self.cycle)
        since = self.at(self.data["announced"] - 1)
        Follow.objects.filter(pk=row.pk).update(created_at=since)

    def name_lead(self) -> None:
        said = self.data["lead"]
        leads.name_lead(
            project=self.projects[said["project"]],
            user=self.users.get(username=said["account"]),
            by=self.officer,
            now=self.at(self.data["announced"] + 1),
        )

    def begin_evaluation(self) -> None:
        said: dict[str, Any] = dict(self.data["midterm"])
        evaluations.draft(
            programme=self.programme,
            moment="midterm",
            voice="administration",
            by=self.users.get(username=said.pop("by")),
            now=self.at(-3),
            **said,
        )
