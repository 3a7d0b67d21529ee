"""“My space”: what a person has done and what became of it, a part from each room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail_remacto.people.models import Participant

# What a participant has done; for a role of accounts, what an account has.
Query = Callable[[Any, Mapping[str, str]], dict[str, Any]]


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
    # A role of accounts: ``query`` is given the account, and the part is only there for
    # those of whom it finds something.
    of_accounts: bool = False


@dataclass
class Filled:
    """A section with what it shows; ``template`` reads ``filled``."""

    section: Section
    context: dict[str, Any] = field(default_factory=dict)


_sections: dict[str, Section] = {}


def register_section(
    name: str,
    order: int,
    title: Any,
    template: str,
    query: Query,
    *,
    of_accounts: bool = False,
) -> Section:
    """Add a section; ``title`` is translated late, ``name`` is its anchor."""
    section = Section(name, order, title, template, query, of_accounts)
    _sections[name] = section
    return section


def sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda each: (each.order, each.name))


def fill(
    participant: Participant | None, params: Mapping[str, str], account: Any = None
) -> list[Filled]:
    """The parts as ``participant``, signed in with ``account`` or not, sees them."""
    found = []
    for section in sections():
        who = account if section.of_accounts else participant
        context = section.query(who, params) if who is not None else {}
        if context or not section.of_accounts:
            found.append(Filled(section, context))
    return found
