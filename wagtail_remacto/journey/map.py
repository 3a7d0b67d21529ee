"""A map drawn as a picture: points on a plain ground, with the list beside it."""

import math
from dataclasses import dataclass
from typing import Any

WIDTH = 640
MARGIN = 28


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the picture, in its own units."""

    x: float
    y: float
    page: Any
    number: int


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    points: list[Point]
    meridians: list[tuple[float, int]]
    parallels: list[tuple[float, int]]


def _mercator(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def draw(pages: list[Any]) -> Picture | None:
    """The pages that have a point, projected (Mercator) into one picture.

    None when no page has a point. Degrees every two lines are drawn, so that the
    distances can be read without a map of anybody else's.
    """
    placed = [page for page in pages if page.has_point]
    if not placed:
        return None
    xs = [float(page.longitude) for page in placed]
    ys = [_mercator(float(page.latitude)) for page in placed]
    west, east = min(xs) - 0.6, max(xs) + 0.6
    south, north = min(ys) - 0.6, max(ys) + 0.6
    scale = min((WIDTH - 2 * MARGIN) / (east - west), 900 / (north - south))
    height = round((north - south) * scale) + 2 * MARGIN

    def place(longitude: float, y: float) -> tuple[float, float]:
        return (
            round(MARGIN + (longitude - west) * scale, 1),
            round(MARGIN + (north - y) * scale, 1),
        )

    points = [
        Point(*place(x, y), page, number)
        for number, (x, y, page) in enumerate(zip(xs, ys, placed, strict=True), start=1)
    ]
    latitudes = [float(page.latitude) for page in placed]
    return Picture(
        width=WIDTH,
        height=height,
        points=points,
        meridians=[
            (place(degree, north)[0], degree)
            for degree in range(math.ceil(west), math.floor(east) + 1, 2)
        ],
        parallels=[
            (place(west, _mercator(degree))[1], degree)
            for degree in range(
                math.ceil(min(latitudes) - 0.5), math.floor(max(latitudes) + 0.5) + 1, 2
            )
        ],
    )
