"""The quadrant chart: importance against performance, with the crowd enlarged where it is one."""

from __future__ import annotations

from typing import Any

from clientlens.drawing import theme
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_quadrant import marks
from clientlens_quadrant.frames import Frame, crowd_frame, whole_frame
from clientlens_quadrant.marks import Layer, Panel
from clientlens_quadrant.names import names
from clientlens_quadrant.points import Points, axis_title

_WHOLE, _MAIN, _OVERVIEW = (940, 600), (690, 590), (240, 330)
_PRINT_MAIN, _PRINT_OVERVIEW = (640, 560), (640, 170)
_NARROW_MAIN, _NARROW_OVERVIEW = (300, 330), (300, 120)
_KEY_ROW = 17
"""Pixels from line to line in the key of the narrow chart."""

_SMALL_LABEL = 10


def matrix_chart(points: Points, result: Result, words: Messages) -> Chart:
    """The chart in its three forms.

    Where a few outliers squeeze the rest, the crowd gets the large panel and the whole a small
    one, with the part that is enlarged in a frame.
    """
    crossing = points.crossing
    whole = whole_frame(points.places, crossing)
    crowd = crowd_frame(points.places, crossing)
    titles = tuple(axis_title(axis, result, words) for axis in ("performance", "importance"))
    drawing = _Drawing(points, words, whole, crowd, titles)
    counts = {name: str(count) for name, count in points.counts().items()}
    description = words(
        "quadrant-chart-matrix-describes",
        total=str(len(points.verdicts)),
        importance=f"{crossing[1]:.2f}",
        performance=f"{crossing[0]:.2f}",
        **counts,
    )
    note = words("quadrant-chart-matrix-note")
    if crowd:
        note += words("quadrant-chart-matrix-zoomed")
    return Chart(
        name="matrix",
        title=words("quadrant-chart-matrix"),
        description=description,
        wide=drawing.wide(),
        narrow=drawing.narrow(),
        print=drawing.print(),
        note=note,
    )


class _Drawing:
    """The panels of one chart."""

    def __init__(
        self,
        points: Points,
        words: Messages,
        whole: Frame,
        crowd: Frame | None,
        titles: tuple[str, ...],
    ) -> None:
        self.points = points
        self.words = words
        self.whole = whole
        self.crowd = crowd
        self.titles = titles

    def wide(self) -> Layer:
        """For a screen: intervals on hover or on a switch, everything else in a tooltip."""
        label = self.words("quadrant-show-intervals")
        switch = {"name": "show", "value": False, "bind": {"input": "checkbox", "name": label}}
        if self.crowd is None:
            panel = self._panel(self.whole.sized(*_WHOLE))
            return self._finished({"params": [switch], **self._interactive(panel)})
        main = self._interactive(self._panel(self.crowd.sized(*_MAIN)))
        overview = self._overview(_OVERVIEW, theme.FONT_SIZE_SMALL)
        return self._finished({"params": [switch], "hconcat": [overview, main]})

    def print(self) -> Layer:
        """For paper: still; what lies near a line shows its intervals."""
        if self.crowd is None:
            return self._finished(self._still(self._panel(self.whole.sized(*_PRINT_MAIN))))
        main = self._still(self._panel(self.crowd.sized(*_PRINT_MAIN)))
        overview = self._overview(_PRINT_OVERVIEW, theme.FONT_SIZE_SMALL)
        return self._finished({"vconcat": [main, overview]})

    def narrow(self) -> Layer:
        """For a telephone: numbers instead of names, with their key below."""
        main = self._numbered(self._panel((self.crowd or self.whole).sized(*_NARROW_MAIN)))
        views = [main, self._key(_NARROW_MAIN[0])]
        if self.crowd:
            views.insert(1, self._overview(_NARROW_OVERVIEW, _SMALL_LABEL, "number"))
        return self._finished({"vconcat": views})

    def _panel(self, frame: Frame) -> Panel:
        return Panel(frame, self.points, *self.titles)

    def _interactive(self, panel: Panel) -> Layer:
        hover = {
            "name": "hover",
            "select": {"type": "point", "on": "pointerover", "clear": "pointerout"},
        }
        seen = {
            "condition": [
                {"param": "hover", "empty": False, "value": 1},
                {"test": "show", "value": 0.45},
            ],
            "value": 0,
        }
        points = marks.marks(panel, params=[hover])
        points["encoding"]["tooltip"] = self._tooltip()
        return self._composed(panel, marks.intervals(panel, seen), points, theme.FONT_SIZE)

    def _still(self, panel: Panel) -> Layer:
        seen = {"condition": {"test": "datum.near", "value": 0.35}, "value": 0}
        points = marks.marks(panel)
        return self._composed(panel, marks.intervals(panel, seen), points, theme.FONT_SIZE)

    def _composed(self, panel: Panel, intervals: list[Layer], points: Layer, size: float) -> Layer:
        corner = theme.FONT_SIZE_TITLE - 2
        return panel.layered(
            [
                marks.tints(panel),
                *marks.diagonal(panel),
                *marks.crosshair(panel),
                *marks.corner_titles(panel, corner),
                *intervals,
                marks.rings(panel),
                points,
                *names(panel, "name", size, corner),
            ]
        )

    def _numbered(self, panel: Panel) -> Layer:
        corner = theme.FONT_SIZE_SMALL
        return panel.layered(
            [
                marks.tints(panel),
                *marks.crosshair(panel),
                *marks.corner_titles(panel, corner),
                marks.marks(panel, area=theme.MARKER_AREA // 2),
                *names(panel, "number", _SMALL_LABEL, corner),
            ]
        )

    def _overview(self, size: tuple[int, int], label: float, text: str = "name") -> Layer:
        """The whole, with the names of what the large panel leaves out."""
        panel = self._panel(self.whole.sized(*size))
        layers = [
            marks.tints(panel),
            *marks.crosshair(panel),
            marks.marks(panel, area=theme.MARKER_AREA // 3),
        ]
        if self.crowd:
            layers += [marks.window(panel, self.crowd)]
            layers += names(panel.without(self.crowd), text, label, 0)
        return panel.layered(layers, title=_small(self.words("quadrant-overview")))

    def _key(self, width: int) -> Layer:
        """Numbers and names in two columns, in leaf order."""
        rows = self.points.rows
        length = -(-len(rows) // 2)
        values = [
            {
                "x": (i // length) * width / 2,
                "y": (i % length) * _KEY_ROW,
                "text": f"{row['number']}  {row['name']}",
                "text_colour": row["text_colour"],
            }
            for i, row in enumerate(rows)
        ]
        place: dict[str, Any] = {"type": "quantitative", "axis": None}
        size = {"x": width, "y": length * _KEY_ROW}
        encoding = {
            axis: {"field": axis, "scale": {"domain": [0, extent], "reverse": axis == "y"}, **place}
            for axis, extent in size.items()
        }
        mark = {"type": "text", "align": "left", "baseline": "top", "fontSize": _SMALL_LABEL}
        return {
            "width": size["x"],
            "height": size["y"],
            "view": {"stroke": None},
            "data": {"values": values},
            "mark": mark,
            "encoding": {
                **encoding,
                "text": {"field": "text", "type": "nominal"},
                "color": {"field": "text_colour", "type": "nominal", "scale": None},
            },
        }

    def _tooltip(self) -> list[Layer]:
        words = self.words
        fields = {
            "name": words("quadrant-indicator"),
            "dimension": words("quadrant-dimension"),
            "class_name": words("quadrant-class"),
            "importance_text": self.points.importance,
            "performance_text": self.points.performance,
        }
        tooltip: list[Layer] = [
            {"field": field, "type": "nominal", "title": title} for field, title in fields.items()
        ]
        probabilities = [key for key in self.points.rows[0] if key.startswith("p_")]
        for key in probabilities:
            name = words(f"quadrant-class-{key.removeprefix('p_')}")
            tooltip.append({"field": key, "type": "quantitative", "format": ".0%", "title": name})
        return tooltip

    def _finished(self, spec: Layer) -> Layer:
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "config": theme.config(),
            **spec,
        }


def _small(text: str) -> Layer:
    return {"text": text, "fontSize": theme.FONT_SIZE, "fontWeight": "normal", "offset": 6}
