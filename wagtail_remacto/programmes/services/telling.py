"""Whoever gave a remark or follows it hears its answer: once a deed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import task

from wagtail_remacto import conf
from wagtail_remacto.contributions.models import Contribution, Follow, Standing
from wagtail_remacto.people import mail
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import address_of
from wagtail_remacto.programmes.models import RemarkAnswer

# So many people are held in memory at a time.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class ToldOfRemark:
    """One remark in a message: its answer, and whether it is the reader’s own."""

    answer: RemarkAnswer
    own: bool
    root: str

    @property
    def contribution(self) -> Contribution:
        found: Contribution = self.answer.remark.contribution
        return found

    @property
    def address(self) -> str:
        """Of its page, in the language that is active."""
        return f"{self.root}{self.contribution.get_absolute_url()}"


def tell_of_answers(answers: Sequence[RemarkAnswer]) -> None:
    """Tell of what was answered together, by a task once it is committed."""
    keys = [each.pk for each in answers]
    if keys:
        transaction.on_commit(lambda: tell.enqueue(answers=keys))


@task()
def tell(answers: list[int]) -> None:
    """One message to each person about all of the answers that concern them.

    Authors and followers who can be written to: not erased, and confirmed. Of remarks
    that are not public any more nobody hears.
    """
    found = {
        each.remark.contribution_id: each
        for each in RemarkAnswer.objects.filter(
            pk__in=answers, remark__contribution__standing=Standing.PUBLIC
        )
        .select_related("remark__contribution__phase")
        .order_by("pk")
    }
    roots: dict[int, str] = {}
    for people in _people(list(found)):
        follows = _followed(people, found)
        for person in people:
            told = [
                ToldOfRemark(
                    each, each.remark.contribution.author_id == person.pk, root
                )
                for key, each in found.items()
                if key in follows.get(person.pk, ())
                or each.remark.contribution.author_id == person.pk
                for root in [_root(each.remark.contribution.phase, roots)]
            ]
            told.sort(key=lambda each: (not each.own, each.answer.pk))
            _send(person, told)


def _people(contributions: list[int]) -> Iterable[list[Participant]]:
    follows = Follow.objects.filter(
        participant=OuterRef("pk"), contribution_id__in=contributions
    )
    gave = Contribution.objects.filter(author=OuterRef("pk"), pk__in=contributions)
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


def _followed(
    people: list[Participant], answers: dict[int, RemarkAnswer]
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Follow.objects.filter(participant__in=people, contribution__in=answers)
    for person, contribution in rows.values_list("participant", "contribution"):
        found.setdefault(person, set()).add(contribution)
    return found


def _root(phase: Any, roots: dict[int, str]) -> str:
    """The site’s address, looked up once for each phase."""
    if phase.pk not in roots:
        parts: Any = phase.get_url_parts()
        roots[phase.pk] = (
            parts[1] if parts else getattr(settings, "WAGTAILADMIN_BASE_URL", "")
        )
    return roots[phase.pk]


def _send(person: Participant, told: list[ToldOfRemark]) -> None:
    address = address_of(person)
    if not address or not told:
        return
    first = told[0]
    language = person.language or (first.contribution.language if first.own else "")
    mail.send(
        to=address,
        template="remark_answer",
        context={
            "told": told,
            "first": first,
            "number": len(told),
            "all_own": all(each.own for each in told),
        },
        language=language or conf.fallback_language(),
    )
