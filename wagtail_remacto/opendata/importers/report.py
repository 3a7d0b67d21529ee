"""What an import did, and what it could not do."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file; ``path`` is the place in it, such as
    ``cycles[0].workshops[2].date``, or empty for the file as a whole."""

    file: str
    path: str
    reason: str

    def __str__(self) -> str:
        place = f" {self.path}" if self.path else ""
        return f"{self.file}:{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a file that the site now has, in every language at once."""

    file: str
    key: str
    model: str
    title: str


@dataclass(slots=True)
class Report:
    created: list[Item] = field(default_factory=list)
    updated: list[Item] = field(default_factory=list)
    unchanged: list[Item] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)

    def extend(self, other: "Report") -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.errors += other.errors

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class ItemError(Exception):
    """An item that passes the schema but cannot be stored."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
