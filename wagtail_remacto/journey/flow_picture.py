"""The flow drawn: columns of bars, and bands between them as wide as their numbers.

Bars carry numbers only, which read the same in every script; their names stand in lists
beside the picture. Where one reads from the right the picture begins at the right.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language_bidi

from wagtail_remacto.journey.flow import Flow, Node

WIDTH = 720
BAR = 40
MARGIN = 8
GAP = 8
# The lowest bar that still holds its number, and the height of all ideas together.
LOWEST, TALL = 22, 320


@dataclass(frozen=True, slots=True)
class Bar:
    """A node where it stands; ``mark`` is what the list beside the picture calls it."""

    node: Node
    mark: int
    x: float
    y: float
    height: float
    column: int

    @property
    def middle(self) -> float:
        return round(self.x + BAR / 2, 1)

    @property
    def baseline(self) -> float:
        return round(self.y + self.height / 2 + 5, 1)


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    title: str
    column: int


@dataclass(slots=True)
class Picture:
    width: int
    height: int
    bars: list[Bar] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)

    def column(self, number: int) -> list[Bar]:
        return [bar for bar in self.bars if bar.column == number]

    @property
    def bar_width(self) -> int:
        return BAR


def draw(flow: Flow) -> Picture | None:
    """None where there is nothing to draw."""
    total = flow.total
    if not total:
        return None
    columns = [flow.origins, flow.axes, flow.goals]
    scale = TALL / total
    heights = [[max(LOWEST, node.number * scale) for node in each] for each in columns]
    tall = max(sum(each) + GAP * (len(each) - 1) for each in heights)
    picture = Picture(WIDTH, round(tall) + 2 * MARGIN)
    places: list[dict[Any, Bar]] = []
    mark = 0
    for number, (nodes, column) in enumerate(zip(columns, heights, strict=True)):
        at = MARGIN + (tall - sum(column) - GAP * (len(column) - 1)) / 2
        found: dict[Any, Bar] = {}
        for node, height in zip(nodes, column, strict=True):
            mark += 1
            found[node.key] = Bar(
                node, mark, _x(number), round(at, 1), round(height, 1), number
            )
            at += height + GAP
        places.append(found)
        picture.bars += found.values()
    for number in (0, 1):
        picture.bands += _bands(flow, places, number)
    return picture


def _x(column: int) -> float:
    step = (WIDTH - 2 * MARGIN - BAR) / 2
    x = MARGIN + column * step
    return round(WIDTH - x - BAR if get_language_bidi() else x, 1)


def _bands(flow: Flow, places: list[dict[Any, Bar]], column: int) -> list[Band]:
    """From one column to the next; each as wide as its share of the bars it joins."""
    numbers: dict[tuple[Any, Any], int] = {}
    for thread in flow.threads:
        pair = (
            (thread.origin, thread.axis) if column == 0 else (thread.axis, thread.goal)
        )
        numbers[pair] = numbers.get(pair, 0) + thread.number
    left = {key: bar.y for key, bar in places[column].items()}
    right = {key: bar.y for key, bar in places[column + 1].items()}
    found = []
    for source in places[column].values():
        for goal in places[column + 1].values():
            number = numbers.get((source.node.key, goal.node.key))
            if not number:
                continue
            out = source.height * number / source.node.number
            into = goal.height * number / goal.node.number
            top, end = left[source.node.key], right[goal.node.key]
            left[source.node.key] += out
            right[goal.node.key] += into
            found.append(
                Band(
                    _path(source, goal, (top, top + out), (end, end + into)),
                    f"{source.mark} → {goal.mark}: {number}",
                    column,
                )
            )
    return found


def _path(
    source: Bar, goal: Bar, start: tuple[float, float], end: tuple[float, float]
) -> str:
    to_left = goal.x < source.x
    x1 = source.x if to_left else source.x + BAR
    x2 = goal.x + BAR if to_left else goal.x
    bend = (x1 + x2) / 2

    def points(*values: float) -> str:
        return " ".join(f"{value:.1f}" for value in values)

    return (
        f"M{points(x1, start[0])} C{points(bend, start[0], bend, end[0], x2, end[0])} "
        f"L{points(x2, end[1])} C{points(bend, end[1], bend, start[1], x1, start[1])} Z"
    )
