"""The class chart: every label at its place on a plane, over the areas of the classes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from clientlens.results.chart import Chart
from clientlens.results.evaluation import Result

if TYPE_CHECKING:
    import pandas as pd

    from clientlens.drawing.scatter import Spot
    from clientlens.messages import Messages

_TITLE_ROOM = 0.15
"""Where no border parts an axis, the titles of the areas stand to the right of the points."""

_GREY = "low_priority"
"""The class of the theme that is grey."""

Sides = Mapping[str, float]
"""``left, right, bottom, top`` of an area, as far as it ends."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Its title, and the place of every label on it, as `Estimates.ranked` gives it."""

    title: str
    places: Mapping[str, float]


def class_chart(
    key: str,
    rows: pd.DataFrame,
    axes: tuple[Axis, Axis],
    areas: Mapping[str, Sides],
    result: Result,
    words: Messages,
) -> Chart:
    """A scatter chart of classes.

    Parameters
    ----------
    key : str
        As in `Chart.said`.
    rows : DataFrame
        From `class_rows`, of one group, one or more.
    axes : pair of Axis
        Across, and upwards.
    areas : mapping
        Class → where its area ends; a message ``class-…`` is its title.
    result : Result
        What the model found, which knows what classes look like.
    words : Messages
        The catalogue.
    """
    from clientlens.drawing.scatter import Area, Plane, scatter_specs

    label = str(rows.columns[list(rows).index("class") - 1])
    spots = [_spot(row, label, axes, result, words) for row in rows.to_dict("records")]
    drawn = [
        Area(words(f"class-{name}"), _look(name, result), **sides) for name, sides in areas.items()
    ]
    across = _ends([spot.x for spot in spots], [s for a in drawn for s in (a.left, a.right)])
    up = _ends([spot.y for spot in spots], [s for a in drawn for s in (a.bottom, a.top)])
    plane = Plane(axes[0].title, axes[1].title, across, up)
    return Chart.said(key, scatter_specs(spots, drawn, plane), words, count=len(spots))


def _ends(places: list[float], sides: list[float]) -> tuple[float, float]:
    """Ends of an axis with every point and every border in it; titles stand at the far end."""
    from clientlens.drawing.dots import ends

    borders = [side for side in sides if isfinite(side)]
    low, high = ends([*places, *borders])
    return low, high if borders else high + _TITLE_ROOM * (high - low)


def _spot(
    row: Mapping[Hashable, Any],
    label: str,
    axes: tuple[Axis, Axis],
    result: Result,
    words: Messages,
) -> Spot:
    from clientlens.drawing.scatter import Spot

    code, own = str(row[label]), str(row["class"])
    share = f" {row['certainty']:.0%}" if "certainty" in row else ""
    name, text = result.name_of(code, words.language), words(f"class-{own}") + share
    x, y = (axis.places[code] for axis in axes)
    return Spot(name, x, y, _look(own, result), text, bool(row["near_line"]))


def _look(name: str, result: Result) -> str:
    """The class of the theme that one looks like; grey where its model doesn't say."""
    from clientlens.drawing.theme import CLASS_STYLES

    own = name if name in CLASS_STYLES else _GREY
    return result.looks.get(name, own)
