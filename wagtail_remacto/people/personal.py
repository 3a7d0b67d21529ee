"""What this room keeps of people: who they are, and what they agreed to."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.people import confirmations, merging, registry, retention, space
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.erasure import erase
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import Consent, Participant, ParticipantKind
from wagtail_remacto.people.registry import PersonalData, Row
from wagtail_remacto.people.retention import Rule
from wagtail_remacto.people.services import address_of, confirm

registry.register_trace(
    "wagtail_remacto.BranchLogEntry.user",
    gettext_lazy("which officer changed an axis, a seat, a session or a deliberation"),
)


@registry.register
class WhoYouAre(PersonalData):
    name = "person"
    label = gettext_lazy("Who you are: name shown, address, language")
    kept = gettext_lazy(
        "Of you, nothing: name, e-mail address and language are emptied. An empty "
        "entry stays, so that texts and counts keep their place."
    )
    keys = ("wagtail_remacto.Participant.user",)

    def export(self, participant: Participant) -> Iterable[Row]:
        user = participant.user
        yield {
            "kind": participant.kind,
            "display_name": participant.display_name,
            "email": address_of(participant),
            "language": participant.language,
            "first_deed_at": participant.created_at,
            "confirmed_at": participant.confirmed_at,
            "last_seen_at": participant.last_seen_at,
            "account": user
            and {
                "user_name": user.get_username(),
                "last_login": user.last_login,
                "date_joined": getattr(user, "date_joined", None),
            },
        }


@registry.register
class Consents(PersonalData):
    name = "consents"
    label = gettext_lazy("What you agreed to, in the words that were shown")
    kept = gettext_lazy(
        "That somebody agreed, when and to which words: the collectivité has to be "
        "able to prove it. It no longer leads to you."
    )
    keys = ("wagtail_remacto.Consent.participant",)

    def export(self, participant: Participant) -> Iterable[Row]:
        for row in participant.consents.all():
            yield {
                "purpose": row.purpose,
                "controller": row.controller,
                "notice": row.notice,
                "language": row.language,
                "given": row.given,
                "at": row.at,
            }


@merging.register
def _one_person_has_agreed(gone: Participant, kept: Participant) -> None:
    # The record is not rewritten: who agreed, when and to which words stays as it is,
    # and only now leads to the one row that the person has left.
    rows: models.QuerySet[Consent] = models.QuerySet(Consent)
    rows.filter(participant=gone).update(participant=kept)


def _inactive(before: dt.datetime, people: models.QuerySet[Any]) -> Any:
    """Those of ``people`` who have done nothing since ``before``."""
    people = people.filter(erased_at__isnull=True, kind=ParticipantKind.EMAIL)
    people = people.alias(
        seen=Coalesce("last_seen_at", "confirmed_at", "created_at")
    ).filter(seen__lt=before)
    for data in registry.held():
        active = data.active_since(before)
        if active is not None:
            people = people.exclude(pk__in=active)
    return people


def _erase_each(people: models.QuerySet[Any]) -> None:
    for participant in people:
        erase(participant, asked=False)


retention.register(
    Rule(
        "unconfirmed",
        gettext_lazy("addresses that nobody has confirmed"),
        lambda before: _inactive(
            before, Participant.objects.filter(confirmed_at__isnull=True)
        ),
        _erase_each,
    )
)
retention.register(
    Rule(
        "participants",
        gettext_lazy("people without an account who have not come back"),
        lambda before: _inactive(
            before, Participant.objects.filter(confirmed_at__isnull=False)
        ),
        _erase_each,
    )
)


# The link by e-mail into "my space".

PURPOSE = "space"


def whose_and_where(participant: Participant, way: str = "") -> str:
    """The subject of the link: ``way`` is a safe address that it leads on to."""
    return f"{participant.key} {way}".strip()


def _person(subject: str) -> Participant:
    found = Participant.objects.filter(
        key=subject.partition(" ")[0], erased_at__isnull=True, user__isnull=True
    ).first()
    if found is None:
        raise DeadLink(_("This link leads to no one any more. Ask for another."))
    return found


def _ask(subject: str) -> Question:
    _person(subject)
    return Question(
        title=_("Open my space"),
        text=_(
            "On this device, until you sign out or for seven days. On a device that "
            "others use, sign out when you have finished."
        ),
        button=_("Open my space"),
    )


def _open(subject: str) -> tuple[Participant, str]:
    way = subject.partition(" ")[2]
    return confirm(_person(subject)), way or reverse("wagtail_remacto:my_space")


# A day: it opens everything that somebody has written.
confirmations.register(Confirmation(PURPOSE, ask=_ask, confirm=_open, days=1))


def _consents(participant: Participant, params: Any) -> dict[str, Any]:
    return {"consents": list(participant.consents.all())}


space.register_section(
    "data",
    900,
    gettext_lazy("My data"),
    "wagtail_remacto/people/space_data.html",
    _consents,
)
