"""From the demonstration's YAML to the fields of a page in one language."""

import datetime as dt
import re
from typing import Any

from wagtail_remacto.opendata.importers.raw_blocks import Blocks, Origin
from wagtail_remacto.opendata.importers.tongues import Tongue

_YEAR = re.compile(r"\{Y([+-]\d+)?\}")


def resolved(value: Any, today: dt.date) -> Any:
    """The value with years and months counted from ``today`` written out."""
    if isinstance(value, str):
        return _YEAR.sub(lambda match: str(today.year + int(match[1] or 0)), value)
    if isinstance(value, list):
        return [resolved(each, today) for each in value]
    if isinstance(value, dict):
        if set(value) == {"month"}:
            return month(today, value["month"])
        return {key: resolved(each, today) for key, each in value.items()}
    return value


def month(today: dt.date, away: int) -> str:
    count = today.year * 12 + today.month - 1 + away
    return f"{count // 12}-{count % 12 + 1:02d}"


def day(today: dt.date, away: int) -> dt.date:
    return today + dt.timedelta(days=away)


def in_language(tongue: Tongue, value: Any) -> Any:
    """Words in the language, at any depth; anything else as it is."""
    if isinstance(value, dict):
        if value and set(value) <= {"fr", "ar", "en"}:
            return tongue.own(value) or tongue.title(value)
        return {key: in_language(tongue, each) for key, each in value.items()}
    if isinstance(value, list):
        return [in_language(tongue, each) for each in value]
    return value


def stream(key: str, tongue: Tongue, blocks: list[dict[str, Any]] | None) -> Blocks:
    """``[{paragraph: …}]`` as the blocks of a stream."""
    origin = Origin(key)
    return Blocks(
        origin,
        [
            origin.wrap(kind, in_language(tongue, value))
            for block in blocks or []
            for kind, value in block.items()
        ],
    )
