"""Colours, shapes and sizes that all charts share.

The classes of a chart differ three times over: in hue, in lightness, so that they can be told
apart in a grey print and by people who don't see all colours, and in the shape of their marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from clientlens.drawing import fonts


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """How a class looks.

    Attributes
    ----------
    colour : str
        Of marks and bars, as ``#rrggbb``.
    text : str
        Of words about the class: 4.5 to 1 or more against white and against `tint`.
    tint : str
        A pale area behind marks and words.
    shape : str
        Of marks, one of Vega's.
    is_filled : bool
        Whether marks are solid; otherwise a ring of `colour` around white.
    """

    colour: str
    text: str
    tint: str
    shape: str
    is_filled: bool = True


CLASS_STYLES: Mapping[str, ClassStyle] = MappingProxyType(
    {
        "concentrate": ClassStyle("#a3182c", "#a3182c", "#fbeff0", "triangle-up"),
        "keep_up": ClassStyle("#1a7a9e", "#14627f", "#edf5f8", "circle"),
        "low_priority": ClassStyle("#8f9bab", "#566375", "#f4f6f8", "triangle-down"),
        "overkill": ClassStyle("#e9b53c", "#7d5600", "#fdf7e8", "square"),
        "boundary": ClassStyle("#2b3139", "#2b3139", "#eceef1", "diamond", is_filled=False),
    }
)
"""By the code of the class. The darkest hue is what needs attention first."""

TEXT = "#1f252d"
TEXT_QUIET = "#5a6573"
"""For what is read second: axes, notes, the numbers beside a bar."""

LINE = "#c9d0d8"
"""Frames, ticks and leader lines."""

LINE_STRONG = "#6b7684"
"""Lines that mean something: a crosshair, an interval."""

GRID = "#eceff2"
WHITE = "#ffffff"

FONT_SIZE = 12
FONT_SIZE_SMALL = 11
FONT_SIZE_TITLE = 16

MARKER_AREA = 70
"""Square pixels, Vega's ``size``: a circle of 4.7 px radius."""


def config() -> dict[str, Any]:
    """Vega-Lite's ``config`` for every chart: font, axes, grid, titles, legends.

    Returns
    -------
    dict
        New at each call, so that a chart may add to it.

    Examples
    --------
    >>> config()["axis"]["labelColor"] == TEXT_QUIET
    True
    """
    return {
        "font": fonts.STACK,
        "background": "white",
        "axis": _axis(),
        "header": _labels() | {"labelFontSize": FONT_SIZE, "titlePadding": 6},
        "legend": _labels() | {"symbolSize": MARKER_AREA, "rowPadding": 4, "titlePadding": 6},
        "title": _title(),
        "text": {"color": TEXT, "fontSize": FONT_SIZE},
        "point": {"size": MARKER_AREA, "filled": True, "opacity": 1},
        "bar": {"color": CLASS_STYLES["keep_up"].colour},
        "line": {"color": CLASS_STYLES["keep_up"].colour, "strokeWidth": 2},
        "rule": {"color": LINE_STRONG},
        "view": {"stroke": LINE, "continuousWidth": 640, "continuousHeight": 400},
        "concat": {"spacing": 24},
    }


def _axis() -> dict[str, Any]:
    return _labels() | {
        "domainColor": LINE,
        "gridColor": GRID,
        "tickColor": LINE,
        "tickSize": 4,
        "labelPadding": 4,
        "titlePadding": 8,
    }


def _labels() -> dict[str, Any]:
    return {
        "labelColor": TEXT_QUIET,
        "labelFontSize": FONT_SIZE_SMALL,
        "titleColor": TEXT,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 260,
        "titleLimit": 520,
    }


def _title() -> dict[str, Any]:
    return {
        "anchor": "start",
        "frame": "group",
        "color": TEXT,
        "fontSize": FONT_SIZE_TITLE,
        "fontWeight": "bold",
        "subtitleColor": TEXT_QUIET,
        "subtitleFontSize": FONT_SIZE,
        "subtitlePadding": 4,
        "offset": 12,
    }
