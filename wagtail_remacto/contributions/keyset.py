"""Lists that are paged by key: no page costs more than the first, none shifts.

A page's address holds the values of a row; the next page starts right after them,
whatever was added before meanwhile.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Q, QuerySet
from django.utils.translation import gettext as _


class BadKey(ValueError):
    """The address of a page is not one that the list ever gave."""

    def __init__(self) -> None:
        super().__init__(_("This page of the list does not exist; begin at the first."))


@dataclass(frozen=True)
class KeysetPage:
    """The rows, and what to pass as ``after`` and ``before`` for the pages around.

    Both are empty strings where there is no such page.
    """

    items: list[Any]
    next: str = ""
    previous: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class Keyset:
    """An order and a page size.

    ``ordering`` names columns or annotations that are never null, of whole numbers or
    moments, each in its own direction; the primary key is added where it is missing.
    Columns of related rows (``phase__start``) need ``select_related`` to cost nothing.
    """

    ordering: tuple[str, ...] = ("-created_at", "-pk")
    size: int = 20

    @cached_property
    def _columns(self) -> list[tuple[str, bool]]:
        """Name and whether it descends, down to the primary key."""
        columns = [(name.lstrip("-"), name.startswith("-")) for name in self.ordering]
        if not any(name in ("pk", "id") for name, _descends in columns):
            columns.append(("pk", bool(columns) and columns[-1][1]))
        return columns

    def page(self, queryset: QuerySet, after: str = "", before: str = "") -> KeysetPage:
        """One page, in one query; the first without a key.

        Raises :class:`BadKey` for a key that is broken or of another list's order.
        """
        back = bool(before) and not after
        key = after or before
        rows = queryset.order_by(*self._order(reverse=back))
        if key:
            rows = rows.filter(self._beyond(self._read(queryset, key), reverse=back))
        items = list(rows[: self.size + 1])
        more = len(items) > self.size
        items = items[: self.size]
        if back:
            items.reverse()
        if not items:
            return KeysetPage([])
        return KeysetPage(
            items,
            next=self._key(items[-1]) if back or more else "",
            previous=self._key(items[0]) if (more if back else key) else "",
        )

    def _order(self, reverse: bool) -> list[str]:
        return [
            f"-{name}" if descends != reverse else name
            for name, descends in self._columns
        ]

    def _beyond(self, values: list[Any], reverse: bool) -> Q:
        """Rows after the values: first column, or equal and the second, and so on."""
        beyond = Q()
        equal: dict[str, Any] = {}
        for (name, descends), value in zip(self._columns, values, strict=True):
            lookup = "lt" if descends != reverse else "gt"
            beyond |= Q(**equal, **{f"{name}__{lookup}": value})
            equal[name] = value
        (name, descends), value = self._columns[0], values[0]
        # Says nothing new, but lets the database enter its index at the right place.
        return Q(**{f"{name}__{'lte' if descends != reverse else 'gte'}": value}) & (
            beyond
        )

    def _key(self, item: Any) -> str:
        values: list[int | str] = [self._order_name]
        for name, _descends in self._columns:
            value = attrgetter(name.replace("__", "."))(item)
            if isinstance(value, dt.datetime):
                value = value.astimezone(dt.UTC).isoformat()
            values.append(value if isinstance(value, int) else str(value))
        raw = json.dumps(values, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @cached_property
    def _order_name(self) -> int:
        """Tells the keys of one order from those of another."""
        return binascii.crc32(repr(self._columns).encode())

    def _read(self, queryset: QuerySet, key: str) -> list[Any]:
        try:
            raw = base64.b64decode(
                (key + "=" * (-len(key) % 4)).encode("ascii"),
                altchars=b"-_",
                validate=True,
            )
            order, *values = json.loads(raw)
            if order != self._order_name or len(values) != len(self._columns):
                raise BadKey
            return [
                _value(_field(queryset, name), value)
                for (name, _descends), value in zip(self._columns, values, strict=True)
            ]
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise BadKey from error


def _field(queryset: QuerySet, path: str) -> Field:
    annotation = queryset.query.annotations.get(path)
    if annotation is not None:
        return annotation.output_field
    model: Any = queryset.model
    for part in path.split("__"):
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist as error:
            raise LookupError(
                f"The list is ordered by {path!r}, which is no column."
            ) from error
        model = field.related_model or model
    return field


def _value(field: Field, value: Any) -> Any:
    """The value as the column's type; anything that the database could not compare
    raises ``ValueError``."""
    if not isinstance(value, (int, str)) or isinstance(value, bool):
        raise ValueError(value)
    try:
        found = field.to_python(value)
    except ValidationError as error:
        raise ValueError(value) from error
    if found is None or (isinstance(found, int) and abs(found) >= 2**63):
        raise ValueError(value)
    # A database may keep a moment in any time zone: leave room for the shift.
    is_moment = isinstance(found, dt.datetime)
    if is_moment and (found.tzinfo is None or not 1 < found.year < 9999):
        raise ValueError(value)
    return found
