"""Which fields a translator may change, told to wagtail-localize if it is there."""

from typing import Any

try:
    from wagtail_localize.fields import SynchronizedField
except ImportError:  # the package works without it
    SynchronizedField = None


def synchronized(*names: str) -> list[Any]:
    """Fields that are the same in every language: dates, codes, places, switches.

    Without wagtail-localize the list is empty and the fields are simply copied when
    a page is translated.
    """
    if SynchronizedField is None:
        return []
    return [SynchronizedField(name, overridable=False) for name in names]
