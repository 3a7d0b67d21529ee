"""Dates that are known by the year, the month or the day."""

import calendar
import contextlib
import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

_SHAPE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


class PartialDate(str):
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: as much of a date as is known.

    It is a string, so that it sorts, compares and serialises as one. ``ValueError``
    for any other shape, and for a day that the calendar does not have.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> "PartialDate":
        match = _SHAPE.match(value)
        if not match:
            raise ValueError(f"{value!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else 1 for part in match.groups())
        dt.date(year, month, day)
        return super().__new__(cls, value)

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        return {4: "year", 7: "month", 10: "day"}[len(self)]

    @property
    def first(self) -> dt.date:
        """The first day it may mean."""
        year, month, day = (*map(int, self.split("-")), 1, 1)[:3]
        return dt.date(year, month, day)

    @property
    def last(self) -> dt.date:
        """The last day it may mean."""
        first = self.first
        if self.precision == "day":
            return first
        month = 12 if self.precision == "year" else first.month
        return dt.date(first.year, month, calendar.monthrange(first.year, month)[1])


class _Attribute(DeferredAttribute):
    """Makes a readable date of what code assigns, without waiting for the form.

    Anything else is kept as it came, for the validation to name.
    """

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, str) and value and not isinstance(value, PartialDate):
            with contextlib.suppress(ValueError):
                value = PartialDate(value)
        instance.__dict__[self.field.attname] = value


class PartialDateField(models.CharField):
    """Stores a :class:`PartialDate`; empty where nothing is known."""

    descriptor_class = _Attribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault(
            "help_text",
            _("As much as is known: 2026, 2026-11 or 2026-11-29. Empty if unknown."),
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return PartialDate(value) if value else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate) or not value:
            return value or ""
        if isinstance(value, dt.date):
            value = value.strftime("%Y-%m-%d")
        try:
            return PartialDate(str(value).strip())
        except ValueError as error:
            raise ValidationError(
                _(
                    "“%(value)s” is not a date we can read. Write the year (2026), the "
                    "month (2026-11) or the day (2026-11-29)."
                ),
                code="invalid",
                params={"value": value},
            ) from error
