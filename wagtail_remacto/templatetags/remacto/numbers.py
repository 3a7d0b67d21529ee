"""Numbers as they are read, and as the pictures need them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language


def percent(share: Any) -> str:
    """A share as a percentage, exactly as it was published."""
    if share is None or share == "":
        return ""
    value = Decimal(str(share)) * 100
    text = f"{value.normalize():f}"
    return f"{text} %" if get_language() in ("fr", "ar", "zgh") else f"{text}%"


def grouped(number: int) -> str:
    """A whole number in groups of three."""
    separator = "," if get_language() == "en" else "\N{NO-BREAK SPACE}"
    return f"{number:,}".replace(",", separator)


def money(amount: Decimal) -> str:
    """An exact amount; the cents only where there are some."""
    whole = int(amount)
    cents = amount - whole
    if not cents:
        return grouped(whole)
    mark = "." if get_language() == "en" else ","
    return f"{grouped(whole)}{mark}{int(cents * 100):02d}"


def times(share: Any, width: int) -> float:
    """A share of a width, for the bars."""
    return round(float(share or 0) * width, 1)


def add_y(point: Any) -> float:
    """Where the number stands inside a point of the map."""
    return round(point.y + 4, 1)
