"""What is known of people, and where: one declaration for each thing that is kept.

Every room declares in its module ``personal`` which keys lead from its rows to a
person, what of them goes into an export, what an erasure takes away and what stays. A
key that nobody has declared fails the tests (``undeclared``).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from wagtail_remacto.people.models import Participant

Row = dict[str, Any]


class PersonalData:
    """One kind of thing that is kept about people; a room subclasses and registers it.

    ``name`` is its key in an export and ``label`` what a reader calls it. ``keys`` are
    the fields that lead to a participant, as ``app.Model.field``. ``kept`` is one
    sentence: what stays after an erasure, and why.
    """

    name: str
    label: Any
    kept: Any
    keys: tuple[str, ...] = ()

    def export(self, participant: Participant) -> Iterable[Row]:
        """Rows that JSON can hold; dates and UUIDs included."""
        return ()

    def files(self, participant: Participant) -> Iterable[tuple[str, Any]]:
        """A path in the archive and a file that can be opened, for each file."""
        return ()

    def let_go(self, participant: Participant) -> None:
        """Give back what others wait for; runs in the transaction of the erasure.

        Before the participant's row is locked: whoever takes part locks what they take
        part in first and the participant after it, and nobody may wait for the other.
        """

    def erase(self, participant: Participant) -> None:
        """Take away the person; runs in the transaction of the erasure."""

    def active_since(self, moment: Any) -> models.QuerySet[Any] | None:
        """Ids of the participants who did something after ``moment``; none is null.

        They are not taken for people who have gone. ``None`` where it does not tell.
        """
        return None


_held: dict[str, PersonalData] = {}
# Fields that lead to an officer's account, and why that is kept.
_traces: dict[str, Any] = {}


def register(data: type[PersonalData]) -> type[PersonalData]:
    """Declare what a room holds; a decorator of the class."""
    _held[data.name] = data()
    return data


def register_trace(key: str, why: Any) -> None:
    """Declare that ``app.Model.field`` names the officer who did something.

    It is part of the public record of an office and not of a citizen; it is emptied
    with the account.
    """
    _traces[key] = why


def held() -> Iterator[PersonalData]:
    """Everything that is declared, by name."""
    return iter([_held[name] for name in sorted(_held)])


def traces() -> dict[str, Any]:
    return dict(_traces)


def keys_to_people(app_labels: Iterable[str] | None = None) -> set[str]:
    """Every field of these apps that leads to an account or a participant."""
    wanted = None if app_labels is None else set(app_labels)
    people = (get_user_model(), Participant)
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if wanted is None or model._meta.app_label in wanted
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model in people
    }


def undeclared(app_labels: Iterable[str]) -> set[str]:
    """Keys to people that nobody answers for."""
    declared = {key for data in held() for key in data.keys}
    return keys_to_people(app_labels) - declared - set(_traces)
