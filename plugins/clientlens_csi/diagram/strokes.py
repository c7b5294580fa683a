"""Strokes: how an arrow of the path diagram looks.

A path differs by its certainty in weight, lightness and dashes, and by its sign in colour and
dashes, so that a grey print tells as much.
"""

from __future__ import annotations

from dataclasses import dataclass

from clientlens.drawing import theme
from clientlens.drawing.fonts import Weight
from clientlens_csi.diagram.facts import Arrow

_WARNING = theme.CLASS_STYLES["concentrate"].colour
_PALE = theme.CLASS_STYLES["low_priority"].colour


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line, its head and its label are drawn.

    Attributes
    ----------
    colour : str
        Of line and head.
    width : float
        Pixels.
    dash : tuple of float
        Pixels drawn and left out; empty for a line without gaps.
    head : float
        Length of the head in pixels.
    text : str
        Colour of the label.
    weight : {"regular", "bold"}
        Of the label.
    """

    colour: str
    width: float
    dash: tuple[float, ...]
    head: float
    text: str
    weight: Weight


MEASUREMENT = Stroke(theme.LINE_STRONG, 1.0, (), 7.0, theme.TEXT_QUIET, "regular")
"""Between a construct and those of lower order."""

PATHS: dict[tuple[bool | None, bool], Stroke] = {
    (True, False): Stroke(theme.TEXT, 2.0, (), 10.0, theme.TEXT, "bold"),
    (True, True): Stroke(_WARNING, 2.0, (7.0, 3.0), 10.0, _WARNING, "bold"),
    (None, False): Stroke(theme.LINE_STRONG, 1.5, (), 9.0, theme.TEXT, "regular"),
    (None, True): Stroke(_WARNING, 1.5, (7.0, 3.0), 9.0, _WARNING, "regular"),
    (False, False): Stroke(_PALE, 1.1, (2.0, 3.0), 8.0, theme.TEXT_QUIET, "regular"),
    (False, True): Stroke(_WARNING, 0.8, (7.0, 3.0, 1.0, 3.0), 8.0, _WARNING, "regular"),
}
"""By whether a path is significant, None where that isn't known, and whether it is negative."""


def stroke_of(arrow: Arrow) -> Stroke:
    """The stroke of an arrow.

    Examples
    --------
    >>> stroke_of(Arrow("image", "loyalty", "0.51", is_significant=True)).weight
    'bold'
    """
    if arrow.is_measurement:
        return MEASUREMENT
    return PATHS[arrow.is_significant, arrow.is_negative]
