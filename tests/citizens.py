"""Citizens and what they write, for the tests: rows without their services' checks.

`open_phase` is the room where everything is allowed; tests of a service use the
service, tests of what is shown start from these.
"""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories import PhaseFactory
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.counters import recount
from wagtail_remacto.contributions.models import (
    AuthorKind,
    Comment,
    Contribution,
    ContributionRevision,
    Discussion,
    Origin,
    Standing,
)
from wagtail_remacto.contributions.text import render
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import CollectivitePage, CyclePage, PhasePage
from wagtail_remacto.normalise import normalise
from wagtail_remacto.people.models import Participant, ParticipantKind

PASSWORD = "une phrase que personne ne devine"


class UserFactory(DjangoModelFactory):
    username = factory.Sequence(lambda n: f"compte-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@exemple.ma")
    first_name = factory.Sequence(lambda n: f"Habitante {n}")

    class Meta:
        model = get_user_model()


class ParticipantFactory(DjangoModelFactory):
    """Someone with an account who has taken part before."""

    kind = ParticipantKind.ACCOUNT
    user = factory.SubFactory(UserFactory)
    display_name = factory.Sequence(lambda n: f"Habitante {n}")
    language = "fr"
    confirmed_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Participant


class EmailParticipantFactory(ParticipantFactory):
    """Someone without an account who has opened the link of a message."""

    kind = ParticipantKind.EMAIL
    user = None
    email = factory.Sequence(lambda n: f"habitant-{n}@exemple.ma")


def open_phase(**fields: Any) -> PhasePage:
    """A phase, open for ten more days, in which citizens may do everything."""
    return PhaseFactory(**{"actions": list(Action.values), **fields})


class ContributionFactory(DjangoModelFactory):
    """Public, from an account, in an open phase."""

    reference = factory.LazyFunction(references.new)
    phase = factory.LazyFunction(open_phase)
    cycle = factory.LazyAttribute(
        lambda row: CyclePage.objects.get(path=row.phase.path[:-4])
    )
    collectivite = factory.LazyAttribute(
        lambda row: CollectivitePage.objects.get(path=row.phase.path[:-8])
    )
    title = factory.Sequence(lambda n: f"Une idée {n}")
    text = "Ouvrir la bibliothèque le dimanche."
    html = factory.LazyAttribute(lambda row: render(row.text))
    search_text = factory.LazyAttribute(
        lambda row: normalise(f"{row.title} {row.text}")
    )
    language = "fr"
    origin = Origin.ONLINE
    author_kind = AuthorKind.ACCOUNT
    author = factory.SubFactory(ParticipantFactory)
    standing = Standing.PUBLIC
    published_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Contribution
        skip_postgeneration_save = True

    @factory.post_generation
    def first_wording(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            ContributionRevision.objects.create(
                contribution=self,
                number=1,
                title=self.title,
                text=self.text,
                language=self.language,
                axis=self.axis,
                edited_by=self.author,
                is_public=self.is_public,
            )


def discussion_on(contribution: Contribution) -> Discussion:
    found, _made = Discussion.objects.get_or_create(
        contribution=contribution,
        defaults={
            "cycle": contribution.cycle,
            "collectivite": contribution.collectivite,
        },
    )
    return found


class CommentFactory(DjangoModelFactory):
    """Public; counted only by the service or by a recount."""

    discussion = factory.LazyFunction(lambda: discussion_on(ContributionFactory()))
    phase = factory.LazyAttribute(lambda row: row.discussion.contribution.phase)
    author = factory.SubFactory(ParticipantFactory)
    text = "Et le soir aussi ?"
    html = factory.LazyAttribute(lambda row: render(row.text))
    language = "fr"

    class Meta:
        model = Comment


def many_contributions(phase: PhasePage, number: int) -> None:
    """So many public contributions in a phase, in one query a thousand."""
    author, first = ParticipantFactory(), Contribution.objects.count()
    pattern = ContributionFactory.build(
        phase=phase, author=author, cycle=None, collectivite=None
    )
    cycle = CyclePage.objects.get(path=phase.path[:-4])
    collectivite = CollectivitePage.objects.get(path=phase.path[:-8])
    Contribution.objects.bulk_create(
        (
            Contribution(
                reference=f"{position:07d}",
                phase=phase,
                cycle=cycle,
                collectivite=collectivite,
                title=f"Une idée {position}",
                text=pattern.text,
                html=pattern.html,
                search_text=normalise(f"Une idée {position} {pattern.text}"),
                language=("fr", "ar")[position % 2],
                origin=Origin.ONLINE,
                author_kind=AuthorKind.ACCOUNT,
                author=author,
                standing=Standing.PUBLIC,
                published_at=timezone.now(),
                supports_count=position * 7 % 50,
            )
            for position in range(first, first + number)
        ),
        batch_size=1000,
    )


def many_comments(contribution: Contribution, number: int) -> None:
    """So many public comments on a contribution, every tenth with a reply."""
    discussion, author = discussion_on(contribution), ParticipantFactory()
    made = Comment.objects.bulk_create(
        (
            Comment(
                discussion=discussion,
                phase=contribution.phase,
                author=author,
                text=f"Un avis {position}",
                html=render(f"Un avis {position}"),
                language="fr",
                supports_count=position * 3 % 11,
            )
            for position in range(number)
        ),
        batch_size=1000,
    )
    Comment.objects.bulk_create(
        Comment(
            discussion=discussion,
            phase=contribution.phase,
            parent=parent,
            author=author,
            text="D’accord.",
            html=render("D’accord."),
            language="fr",
        )
        for parent in made[::10]
    )
    recount()
