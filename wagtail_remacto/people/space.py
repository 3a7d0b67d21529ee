"""“My space”: what a person has done and what became of it, a part from each room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail_remacto.people.models import Participant

Query = Callable[[Participant, Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True)
class Section:
    """One part of the page.

    ``template`` is shown with ``section`` and what ``query`` answers; somebody who has
    done nothing yet is not asked about, and sees its empty state. ``query`` is given
    the parameters of the address and makes as many queries for one row as for twenty.
    """

    name: str
    order: int
    title: Any
    template: str
    query: Query


@dataclass
class Filled:
    """A section with what it shows; ``template`` reads ``filled``."""

    section: Section
    context: dict[str, Any] = field(default_factory=dict)


_sections: dict[str, Section] = {}


def register_section(
    name: str, order: int, title: Any, template: str, query: Query
) -> Section:
    """Add a section; ``title`` is translated late, ``name`` is its anchor."""
    section = Section(name, order, title, template, query)
    _sections[name] = section
    return section


def sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda each: (each.order, each.name))


def fill(participant: Participant | None, params: Mapping[str, str]) -> list[Filled]:
    return [
        Filled(
            section,
            section.query(participant, params) if participant is not None else {},
        )
        for section in sections()
    ]
