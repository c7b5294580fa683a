"""The class chart: every label at its place on a plane, over the areas of the classes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
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

Places = Mapping[str, float]
"""Label → its place on an axis, as `Estimates.ranked` gives it."""

Sides = Mapping[str, float]
"""``left, right, bottom, top`` of an area, as far as it ends."""


def class_chart(
    key: str,
    rows: pd.DataFrame,
    axes: tuple[Places, Places],
    areas: Mapping[str, Sides],
    result: Result,
    words: Messages,
) -> Chart:
    """A scatter chart of classes.

    Parameters
    ----------
    key : str
        As in `Chart.said`; the titles of the axes are the messages ``<key>-x`` and ``<key>-y``.
    rows : DataFrame
        From `class_rows`, of one group, one or more.
    axes : pair of mapping
        The places across, and upwards.
    areas : mapping
        Class → where its area ends; a message ``class-…`` is its title.
    result : Result
        What the model found, which knows what classes look like.
    words : Messages
        The catalogue.
    """
    from clientlens.drawing.scatter import Area, Plane, scatter_specs

    spots = [_spot(row, axes, result, words) for row in rows.to_dict("records")]
    drawn = [
        Area(words(f"class-{name}"), result.looks[name], **sides) for name, sides in areas.items()
    ]
    across = _ends([spot.x for spot in spots], [s for a in drawn for s in (a.left, a.right)])
    up = _ends([spot.y for spot in spots], [s for a in drawn for s in (a.bottom, a.top)])
    plane = Plane(words(f"{key}-x"), words(f"{key}-y"), across, up)
    return Chart.said(key, scatter_specs(spots, drawn, plane), words, count=len(spots))


def _ends(places: list[float], sides: list[float]) -> tuple[float, float]:
    """Ends of an axis with every point and every border in it; titles stand at the far end."""
    from clientlens.drawing.scatter import ends

    borders = [side for side in sides if isfinite(side)]
    low, high = ends([*places, *borders])
    return low, high if borders else high + _TITLE_ROOM * (high - low)


def _spot(
    row: Mapping[Hashable, Any],
    axes: tuple[Places, Places],
    result: Result,
    words: Messages,
) -> Spot:
    from clientlens.drawing.scatter import Spot

    code, own = str(row["indicator"]), str(row["class"])
    share = f" {row['certainty']:.0%}" if "certainty" in row else ""
    name, text = result.name_of(code, words.language), words(f"class-{own}") + share
    x, y = (places[code] for places in axes)
    return Spot(name, x, y, result.looks[own], text, bool(row["near_line"]))
