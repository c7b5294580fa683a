"""The rows of a chart: lines one below the other, each with its name.

On a screen names stand beside the plot. On a telephone that would leave half of it to the plot, and
scale long names down with it; so there each name stands above its line, and the plot is as wide as
the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

Layer = dict[str, Any]
NARROW = 330
"""Pixels of a plot on a telephone, with names above its lines."""

_LONGEST = 300
"""Pixels that a name beside the plot may have."""

_MARGIN = 4
_NAME_ROOM = 16
"""Pixels that a name above its line needs."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines by their names, from top to bottom.

    Attributes
    ----------
    names : sequence of str
        One for each line; data say by their field ``number`` which they belong to.
    step : int
        Pixels from one line to the next, names above them aside.
    is_narrow : bool
        Whether names stand above their lines.
    headings : frozenset of int
        Lines that hold no mark but name those below them.
    """

    names: Sequence[str]
    step: int
    is_narrow: bool
    headings: frozenset[int] = frozenset()

    @property
    def size(self) -> float:
        """Of letters."""
        return theme.FONT_SIZE_SMALL if self.is_narrow else theme.FONT_SIZE

    def spec(self, values: Sequence[Layer], width: int, layers: Sequence[Layer]) -> Layer:
        """The chart: lines through all rows, names above them, then the other layers in order."""
        through = [layer for layer in layers if _is_through(layer)]
        own = [self._moved(layer) for layer in layers if not _is_through(layer)]
        return {
            "params": [
                {"name": "names", "value": list(self.names)},
                {"name": "headings", "value": sorted(self.headings)},
            ],
            "data": {"values": list(values)},
            "width": width,
            "height": {"step": self.step + (_NAME_ROOM if self.is_narrow else 0)},
            "encoding": {"y": self._y},
            "layer": [*through, *(self._names_above() if self.is_narrow else []), *own],
            "config": theme.config(),
        }

    @property
    def _y(self) -> Layer:
        y: Layer = {
            "field": "number",
            "type": "nominal",
            "title": None,
            "scale": {"domain": list(range(len(self.names)))},
        }
        if self.is_narrow:
            return {**y, "axis": None}
        is_heading = "indexof(headings, datum.value) >= 0"
        axis = {
            "labelExpr": "names[datum.value]",
            "labelFontSize": self.size,
            "labelFontWeight": {"condition": {"test": is_heading, "value": "bold"}, "value": 400},
            "labelColor": theme.TEXT,
            "labelLimit": _LONGEST,
            "ticks": False,
            "domain": False,
            "grid": True,
        }
        return {**y, "axis": axis}

    def _names_above(self) -> list[Layer]:
        lines = frozenset(range(len(self.names))) - self.headings
        return [
            self._names(numbers, is_heading=numbers is self.headings, is_halo=is_halo)
            for numbers in (lines, self.headings)
            if numbers
            for is_halo in (True, False)
        ]

    def _names(self, numbers: frozenset[int], *, is_heading: bool, is_halo: bool) -> Layer:
        """Names, or the white around them, so that a line behind strikes none out."""
        rows = [{"number": number, "name": self.names[number]} for number in sorted(numbers)]
        mark = {
            "type": "text",
            "align": "left",
            "fontSize": self.size,
            "fontWeight": "bold" if is_heading else 400,
            "color": theme.TEXT,
            **({"stroke": theme.WHITE, "strokeWidth": 4} if is_halo else {}),
            "limit": NARROW,
            "dx": _MARGIN,
            "yOffset": _NAME_ROOM / 2 if is_heading else -self.step / 2,
        }
        return {
            "data": {"values": rows},
            "mark": mark,
            "encoding": {"x": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
        }

    def _moved(self, layer: Layer) -> Layer:
        """A layer below the names that stand above."""
        if not self.is_narrow:
            return layer
        offset = layer["mark"].get("yOffset", 0) + _NAME_ROOM / 2
        return {**layer, "mark": {**layer["mark"], "yOffset": offset}}


def _is_through(layer: Layer) -> bool:
    """Whether a layer runs through all rows and belongs to none."""
    return "y" in layer["encoding"] and layer["encoding"]["y"] is None
