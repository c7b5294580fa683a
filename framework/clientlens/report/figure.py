"""The figure: a chart ready for a page, alive on a screen and still on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clientlens.drawing.draughtsman import Draw, Picture, draw_later
from clientlens.report.words import Words
from clientlens.results.chart import Chart
from clientlens.results.evaluation import Result

_ID = re.compile(r'\bid="([^"]+)"')
_ID_IN_USE = re.compile(r"""(\bid="|url\(#|href="#)([^")]+)(["\)])""")
_TO_ESCAPE = str.maketrans(
    {c: f"\\u{ord(c):04x}" for c in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as text.

    Attributes
    ----------
    anchor : str
        Names it within the page.
    title, description, note : str
        Heading, words for who can't see it, how to read it.
    specs : str
        JSON ``{"wide": …, "narrow": …}``, safe within a script element.
    picture : callable
        The print version as SVG, once it is drawn.
    """

    anchor: str
    title: str
    description: str
    note: str
    specs: str
    picture: Picture

    @property
    def svg(self) -> str:
        """The print version, safe beside other pictures on one page."""
        return own_ids(self.picture(), self.anchor)


def figures_of(result: Result, words: Words, draw: Draw = draw_later) -> tuple[Figure, ...]:
    """The figures of a result; `draw` begins to draw them."""
    return tuple(figure_of(chart, result.name, draw) for chart in result.charts(words.messages))


def figure_of(chart: Chart, model: str, draw: Draw = draw_later) -> Figure:
    """A chart as the figure of a section called `model`, or of what its anchor names."""
    anchor = f"{model}-{chart.name}"
    specs = {"wide": chart.wide} | ({"narrow": chart.narrow} if chart.narrow else {})
    return Figure(
        anchor=anchor,
        title=chart.title,
        description=chart.description,
        note=chart.note,
        specs=script_json(specs),
        picture=draw(chart.print or chart.wide),
    )


def script_json(value: Mapping[str, Any]) -> str:
    r"""JSON that may stand within a script element, whatever text it holds.

    Examples
    --------
    >>> script_json({"title": "</script>"})
    '{"title":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_TO_ESCAPE)


def own_ids(svg: str, prefix: str) -> str:
    """A picture whose ids are its own, numbered in the order in which they appear.

    Two pictures on a page may both have a ``clip0``, and the drawing library counts on from
    picture to picture, so that the same one would differ from itself.

    Examples
    --------
    >>> own_ids('<clipPath id="clip7"/><g clip-path="url(#clip7)"/>', "a")
    '<clipPath id="a-1"/><g clip-path="url(#a-1)"/>'
    """
    names = {name: f"{prefix}-{i}" for i, name in enumerate(dict.fromkeys(_ID.findall(svg)), 1)}

    def renamed(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        return f"{before}{names.get(name, name)}{after}"

    return _ID_IN_USE.sub(renamed, svg)
