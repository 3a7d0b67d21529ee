"""Who reads what was written on paper for a phase: ideas, unless a room above does."""

from collections.abc import Callable, Iterable

from wagtail_remacto.contributions.models import Origin
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.entry.ideas import Column, Reader

Maker = Callable[[PhasePage, str], Reader | None]
_makers: list[Maker] = []
_names: dict[str, tuple[str, ...]] = {}


def register(maker: Maker, columns: Iterable[tuple[str, tuple[str, ...]]]) -> Maker:
    """Let a room above read and enter the rows of some phases.

    ``maker`` answers with its reader, or None for a phase that is none of its own.
    ``columns`` are the names of those that its rows have besides the usual ones, each
    with the headers by which a spreadsheet names it, folded, the likeliest first.
    """
    if maker not in _makers:
        _makers.append(maker)
        _names.update(columns)
    return maker


def reader_for(phase: PhasePage, origin: str = Origin.WORKSHOP) -> Reader:
    """The reader of a canonical phase."""
    for maker in _makers:
        found = maker(phase, origin)
        if found is not None:
            return found
    return Reader(phase, origin)


def more_names() -> list[str]:
    """The names of every column that a room above has added."""
    return list(_names)


def headers_of(columns: Iterable[Column]) -> dict[str, tuple[str, ...]]:
    """By what headers a spreadsheet names these columns."""
    return {each.name: _names.get(each.name, ()) for each in columns}
