"""What the people of Tamaris propose, discuss and report; nobody wrote any of it.

Given through the same services as by a citizen's form and an officer's grid, once: a
second run finds the ideas there and leaves everything as it is.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from itertools import count, cycle, islice
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from wagtail_remacto.committees.models import Seat
from wagtail_remacto.contributions import counters, services
from wagtail_remacto.contributions.models import (
    AuthorKind,
    Contribution,
    ModerationReason,
    Origin,
    Support,
    Verb,
)
from wagtail_remacto.contributions.reasons import provide_reasons
from wagtail_remacto.cycles.models import Axis, PhasePage
from wagtail_remacto.opendata.importers.store import Values
from wagtail_remacto.people.models import Participant, ParticipantKind
from wagtail_remacto.people.services import ensure_participant
from wagtail_remacto.polling.models import Choice, Poll
from wagtail_remacto.polling.services import vote
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import WorkshopPage

PEOPLE = 60
# Places that each idea is about, so that a few hundred are given.
PLACES = 5
# As many as the report of the workshop says.
SLIPS = 31
LETTERS, PETITIONS = 12, 4
# Which seat each account of the demonstration holds.
MEMBERS = {
    "comite-elue": {"college": "elected", "role": "member"},
    "comite-association": {"college": "civil_society", "role": "member"},
    "comite-secretariat": {"role": "secretary"},
}
SPACE = uuid.UUID("6f1f4ad5-6d9f-4f0e-9b0b-7a4b3a1d5c11")


class Ideas:
    def __init__(self, data: Values) -> None:
        self.data = data
        self.now = timezone.now()
        self.phase = _canonical(PhasePage, "commune-tamaris/deuxieme-cycle/co-creation")
        self.youth = self.phase.get_siblings().get(slug="idees-des-jeunes").specific
        self.workshop = self.phase.get_children().get(slug="atelier-budget").specific
        self.officer = get_user_model().objects.get(username="tamaris-communication")

    def load(self) -> None:
        if Contribution.objects.filter(phase=self.phase).exists():
            return
        provide_reasons()
        self.people = self.provide_people()
        self.axes = {
            axis.order: axis
            for axis in Axis.objects.filter(
                cycle=self.phase.get_parent().specific, locale=self.phase.locale
            ).select_related("locale")
        }
        given = [self.give(number, idea) for number, idea in enumerate(self.ideas())]
        self.date(given)
        self.support(given)
        self.discuss(given)
        self.trouble(given)
        self.poll()
        self.register()
        counters.recount()

    def provide_people(self) -> list[Participant]:
        """People without an address, so that no message leaves the demonstration.

        And the members of the committee, each on a seat.
        """
        seats = Seat.objects.filter(
            committee__path__startswith=self.phase.get_parent().path
        ).order_by("pk")
        for username, wanted in MEMBERS.items():
            seat = seats.filter(**wanted).first()
            seat.user = get_user_model().objects.get(username=username)
            seat.save()
        names = self.data["names"]
        return [
            Participant.objects.create(
                kind=ParticipantKind.EMAIL,
                display_name=names[language][number // 2 % len(names[language])],
                language=language,
                confirmed_at=self.now,
            )
            for number, language in zip(range(PEOPLE), cycle(("fr", "ar")))
        ]

    def ideas(self) -> Iterator[tuple[int, str, str, str]]:
        """Axis, language, title and text: each idea for a few places, by turns."""
        shift = count()
        for round_ in range(PLACES):
            for axis, languages in self.data["ideas"].items():
                for language, ideas in languages.items():
                    places = self.data["places"][language]
                    for title, text in ideas:
                        place = places[(next(shift) + 3 * round_) % len(places)]
                        yield (
                            int(axis),
                            language,
                            title.format(lieu=place),
                            text.format(lieu=place),
                        )

    def give(self, number: int, idea: tuple[int, str, str, str]) -> Contribution:
        axis, language, title, text = idea
        words = {"title": title, "text": text, "language": language}
        phase = self.youth if axis == 3 and number % 2 else self.phase
        author = self.speaker(language, number)
        associations = self.data["associations"][language]
        if axis == 1 and self.slips(number):
            return services.enter(
                **words,
                phase=self.phase,
                by=self.officer,
                workshop=self.workshop,
                axis=self.axes[axis],
                author_kind=AuthorKind.GROUP,
                author_name={"fr": "Table {}", "ar": "الطاولة {}"}[language].format(
                    number % 9 + 1
                ),
                external_key=f"fiche-{number}",
            )[0]
        if axis == 2 and number % 9 == 0:
            return services.enter(
                **words,
                phase=self.phase,
                by=self.officer,
                origin=Origin.PETITION if number % 2 else Origin.LETTER,
                axis=self.axes[axis],
                author_kind=AuthorKind.ASSOCIATION,
                author_name=associations[number % len(associations)],
                external_key=f"courrier-{number}",
            )[0]
        return services.submit(
            **words,
            phase=phase,
            author=author,
            axis=self.axes[axis] if number % 11 else None,
            association=associations[number % 3] if number % 17 == 0 else "",
            submission_key=uuid.uuid5(SPACE, str(number)),
        )

    def speaker(self, language: str, number: int) -> Participant:
        speakers = [each for each in self.people if each.language == language]
        return speakers[number % len(speakers)]

    def slips(self, number: int) -> bool:
        return (
            Contribution.objects.filter(workshop=self.workshop).count() < SLIPS
            and number % 3 != 2
        )

    def date(self, given: list[Contribution]) -> None:
        """Spread them over the days that the phase has been open."""
        for number, contribution in enumerate(given):
            hours = 3 + (len(given) - number) * 180 / len(given)
            if contribution.workshop_id:
                hours = 80 - number % 7
            moment = self.now - dt.timedelta(hours=hours, minutes=number * 7 % 60)
            contribution.created_at = moment
            if contribution.published_at:
                contribution.published_at = moment
        Contribution.objects.bulk_update(given, ["created_at", "published_at"], 200)

    def support(self, given: list[Contribution]) -> None:
        """Many for a few of them, a few for many."""
        Support.objects.bulk_create(
            Support(contribution=contribution, participant=person)
            for number, contribution in enumerate(given)
            for person in self.people[: (number * 37 % 53) ** 2 // 60]
            if contribution.is_public and person.pk != contribution.author_id
        )

    def discuss(self, given: list[Contribution]) -> None:
        officer = ensure_participant(self.officer)
        member = ensure_participant(
            get_user_model().objects.get(username="comite-association")
        )
        public = [each for each in given if each.is_public]
        said: Counter[int] = Counter()
        for number, contribution in enumerate(islice(public, 0, None, 3)):
            language = contribution.language
            discussion = services.discussion_of(contribution)
            remarks = self.data["comments"][language]
            first = None
            for turn in range(number % 5 + 1):
                person = self.speaker(language, number * 7 + turn * 2)
                # Nobody says the same twice: the rules would hold it.
                stance, text = remarks[(said[person.pk] + person.pk) % len(remarks)]
                said[person.pk] += 1
                written = services.comment(
                    discussion=discussion,
                    author=person,
                    text=text,
                    stance=stance,
                    parent=first if turn == 3 else None,
                    language=language,
                )
                written.created_at = self.now - dt.timedelta(
                    hours=60 - turn * 11, minutes=number * 13
                )
                written.save(update_fields=["created_at"])
                first = first or (written if written.is_public else None)
            for speaker, words in ((officer, "official"), (member, "committee")):
                if number % 8 == (0 if speaker is officer else 4):
                    services.comment(
                        discussion=discussion,
                        author=speaker,
                        text=self.data[words][language],
                        parent=first,
                        language=language,
                    )

    def trouble(self, given: list[Contribution]) -> None:
        """Advertising that the rules hold, and what people report."""
        reason = ModerationReason.objects.filter(locale=self.phase.locale).first()
        people = iter(cycle(self.people))
        for language, texts in self.data["advertising"].items():
            for title, text in texts:
                services.submit(
                    phase=self.phase,
                    author=next(people),
                    title=title,
                    text=text,
                    language=language,
                )
        for language, texts in self.data["rude"].items():
            for number, (title, text) in enumerate(texts):
                rude = services.submit(
                    phase=self.phase,
                    author=next(people),
                    title=title,
                    text=text,
                    language=language,
                )
                for _report in range(2 + number):
                    services.report(
                        subject=rude,
                        participant=next(people),
                        reason="personal" if number else "insult",
                        text="",
                    )
        hidden = next(each for each in given if each.is_public and each.author_id)
        services.decide(
            subject=hidden, verb=Verb.HIDE, by=self.officer, reason=reason, words=""
        )
        mine = [each for each in given if each.author_id][-1]
        services.withdraw(contribution=mine, author=mine.author)

    def poll(self) -> None:
        item = self.data["poll"]
        keys = [uuid.uuid4() for _choice in item["choices"]]
        key, french = uuid.uuid4(), None
        for locale in Locale.objects.filter(language_code__in=item["question"]):
            code = locale.language_code
            poll = Poll.objects.create(
                collectivite=self.phase.get_parent().get_parent().specific,
                phase=self.phase,
                question=item["question"][code],
                text=item["text"][code],
                published=True,
                locale=locale,
                translation_key=key,
            )
            choices = [
                Choice.objects.create(
                    poll=poll,
                    text=choice[code],
                    sort_order=order,
                    locale=locale,
                    translation_key=choice_key,
                )
                for order, (choice, choice_key) in enumerate(
                    zip(item["choices"], keys, strict=True)
                )
            ]
            if locale == self.phase.locale:
                french = poll, choices
        if french:
            poll, choices = french
            for number, person in enumerate(self.people[:43]):
                vote(
                    poll=poll,
                    participant=person,
                    choices=[choices[number * number % 7 % 3].pk],
                )

    def register(self) -> None:
        workshop = WorkshopPage.objects.get(
            pk=self.phase.get_children().get(slug="atelier-des-douars").pk
        )
        for person in self.people[:37]:
            registrations.register(
                workshop=workshop, participant=person, name=person.display_name
            )


def _canonical(model: Any, path: str) -> Any:
    return model.objects.get(
        url_path__endswith=f"/{path}/", locale__language_code="fr", alias_of=None
    )
