"""Whoever gave an idea or follows it hears what became of it: once a deed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import task

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.committees.models import OutcomeRecord
from wagtail_remacto.contributions.models import Contribution, Follow, Standing
from wagtail_remacto.people import mail
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import address_of

# So many people are held in memory at a time.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One idea in a message: what became of it, and whether it is the reader’s own."""

    record: OutcomeRecord
    own: bool
    root: str
    # Of the collectivité, by language.
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        return self.record.contribution.title

    @property
    def collectivite(self) -> str:
        """Its name in the language that is active."""
        name = self.names.get(conf.content_language())
        return name or str(self.record.collectivite.title)

    @property
    def address(self) -> str:
        """Of its page, in the language that is active."""
        return f"{self.root}{self.record.contribution.get_absolute_url()}"

    @property
    def lead(self) -> Contribution | None:
        return self.record.merged_into

    @property
    def lead_address(self) -> str:
        lead = self.record.merged_into
        return f"{self.root}{lead.get_absolute_url()}" if lead else ""


def tell_after_commit(records: Sequence[OutcomeRecord]) -> None:
    """Tell of what was recorded together, by a task once it is committed."""
    keys = [record.pk for record in records]
    if keys:
        transaction.on_commit(lambda: tell.enqueue(records=keys))


@task()
def tell(records: list[int]) -> None:
    """One message to each person about all of the records that concern them.

    Authors and followers who can be written to: not erased, and confirmed. Of ideas
    that are not public (any more) nobody hears. Four queries and one for each person’s
    address, for every ``CHUNK`` of people.
    """
    found = {
        record.contribution_id: record
        for record in OutcomeRecord.objects.filter(
            pk__in=records, contribution__standing=Standing.PUBLIC
        )
        .select_related(
            "contribution__phase", "collectivite", "merged_into", "reason__locale"
        )
        .order_by("pk")
    }
    places = _Places(found)
    for people in _people(list(found)):
        for person, told in _told(people, found, places):
            _send(person, told)


class _Places:
    """What the messages say of where an idea belongs, looked up once for all."""

    def __init__(self, records: Mapping[int, OutcomeRecord]) -> None:
        self._roots: dict[int, str] = {}
        self._names: dict[Any, dict[str, str]] = {}
        keys = {record.collectivite.translation_key for record in records.values()}
        pages = CollectivitePage.objects.filter(
            translation_key__in=keys, alias_of__isnull=True
        )
        for key, language, title in pages.values_list(
            "translation_key", "locale__language_code", "title"
        ):
            self._names.setdefault(key, {})[language] = title

    def told(self, record: OutcomeRecord, own: bool) -> Told:
        names = self._names.get(record.collectivite.translation_key, {})
        return Told(record, own, self._root(record), names)

    def _root(self, record: OutcomeRecord) -> str:
        """The site’s address; of one phase all ideas have the same."""
        phase = record.contribution.phase
        if phase.pk not in self._roots:
            parts: Any = phase.get_url_parts()
            self._roots[phase.pk] = (
                parts[1] if parts else getattr(settings, "WAGTAILADMIN_BASE_URL", "")
            )
        return self._roots[phase.pk]


def _people(ideas: list[int]) -> Iterable[list[Participant]]:
    """Whoever gave or follows one of the ideas, some at a time."""
    follows = Follow.objects.filter(
        participant=OuterRef("pk"), contribution_id__in=ideas
    )
    gave = Contribution.objects.filter(author=OuterRef("pk"), pk__in=ideas)
    concerned = (
        Participant.objects.filter(Q(Exists(gave)) | Q(Exists(follows)))
        .filter(erased_at__isnull=True, confirmed_at__isnull=False)
        .select_related("user")
        .order_by("pk")
    )
    last = 0
    while people := list(concerned.filter(pk__gt=last)[:CHUNK]):
        yield people
        last = people[-1].pk


def _told(
    people: list[Participant], records: dict[int, OutcomeRecord], places: _Places
) -> Iterable[tuple[Participant, list[Told]]]:
    """Each person with what they hear of, their own ideas first."""
    followed: dict[int, list[int]] = {}
    rows = Follow.objects.filter(participant__in=people, contribution__in=records)
    for follower, idea in rows.order_by("pk").values_list(
        "participant", "contribution"
    ):
        followed.setdefault(follower, []).append(idea)
    given: dict[int, list[int]] = {}
    for idea, record in records.items():
        author = record.contribution.author_id
        if author is not None:
            given.setdefault(author, []).append(idea)
    for person in people:
        # Each idea once; whoever follows their own hears of it as theirs.
        ideas = dict.fromkeys(given.get(person.pk, []), True)
        for idea in followed.get(person.pk, []):
            ideas.setdefault(idea, False)
        yield person, [places.told(records[idea], own) for idea, own in ideas.items()]


def _send(person: Participant, told: list[Told]) -> None:
    address = address_of(person)
    if not address or not told:
        return
    first = told[0]
    language = person.language
    if not language and first.own:
        language = first.record.contribution.language
    mail.send(
        to=address,
        template="outcome",
        context={
            "told": told,
            "first": first,
            "number": len(told),
            "all_own": all(each.own for each in told),
            "one_place": len({each.record.collectivite_id for each in told}) == 1,
        },
        language=language or conf.fallback_language(),
    )
