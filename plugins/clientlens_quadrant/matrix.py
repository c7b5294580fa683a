"""The quadrant chart: importance against performance, with the crowd enlarged where it is one."""

from __future__ import annotations

from clientlens.drawing import theme
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_quadrant import marks
from clientlens_quadrant.frames import Frame, crowd_frame, whole_frame
from clientlens_quadrant.legend import key, legend
from clientlens_quadrant.marks import Layer, Panel, finished
from clientlens_quadrant.names import Lettering, names
from clientlens_quadrant.points import Points, axis_title
from clientlens_quadrant.quadrants import CLASSES

_MAIN, _OVERVIEW = (700, 600), (220, 280)
_PRINT_MAIN, _PRINT_OVERVIEW = (640, 580), (390, 170)
_NARROW_MAIN, _NARROW_OVERVIEW = (300, 340), (300, 120)
_CORNER = theme.FONT_SIZE_TITLE - 2
_SMALL_LABEL = 10
_KEPT_CLEAR = 140
"""Area around a point that names keep clear of; less than a ring, which a name may touch."""


def matrix_chart(points: Points, result: Result, words: Messages) -> Chart:
    """The chart in its three forms.

    Where a few outliers squeeze the rest, the crowd gets the large panel and the whole a small
    one, with the part that is enlarged in a frame.
    """
    crossing = points.crossing
    whole = whole_frame(points.places, crossing)
    crowd = crowd_frame(points.places, crossing)
    titles = axis_title("performance", result, words), axis_title("importance", result, words)
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
        titles: tuple[str, str],
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
        aside = [legend(self.points)]
        if self.crowd:
            aside.insert(0, self._overview(_OVERVIEW, theme.FONT_SIZE_SMALL))
        main = self._interactive(self._panel(_MAIN))
        views = {"hconcat": [main, {"vconcat": aside}]}
        return finished({"params": [switch], **views})

    def print(self) -> Layer:
        """For paper: still, with every name."""
        aside = [legend(self.points)]
        if self.crowd:
            aside.insert(0, self._overview(_PRINT_OVERVIEW, theme.FONT_SIZE_SMALL))
        panel = self._panel(_PRINT_MAIN)
        main = self._composed(panel, [], marks.marks(panel))
        return finished({"vconcat": [main, {"hconcat": aside}]})

    def narrow(self) -> Layer:
        """For a telephone: numbers instead of names, with their key below."""
        panel = self._panel(_NARROW_MAIN)
        lettering = Lettering("number", _SMALL_LABEL, _SMALL_LABEL, theme.MARKER_AREA / 2)
        main = panel.layered(
            [
                *_ground(panel, _SMALL_LABEL),
                marks.marks(panel, area=theme.MARKER_AREA // 2),
                *names(panel, lettering),
            ]
        )
        views = [main, key(self.points, _NARROW_MAIN[0])]
        if self.crowd:
            views.insert(1, self._overview(_NARROW_OVERVIEW, _SMALL_LABEL, "number"))
        return finished({"vconcat": views})

    def _panel(self, size: tuple[int, int]) -> Panel:
        """The large panel."""
        return Panel((self.crowd or self.whole).sized(*size), self.points, *self.titles)

    def _interactive(self, panel: Panel) -> Layer:
        hover = {
            "name": "hover",
            "select": {
                "type": "point",
                "on": "pointerover",
                "clear": "pointerout",
                "fields": ["indicator"],
            },
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
        return self._composed(panel, marks.intervals(panel, seen), points)

    def _composed(self, panel: Panel, intervals: list[Layer], points: Layer) -> Layer:
        lettering = Lettering("name", theme.FONT_SIZE_SMALL, _CORNER, _KEPT_CLEAR)
        ground = _ground(panel, _CORNER)
        ground[1:1] = marks.diagonal(panel)
        return panel.layered(
            [*ground, *intervals, marks.rings(panel), points, *names(panel, lettering)]
        )

    def _overview(self, size: tuple[int, int], label: float, text: str = "name") -> Layer:
        """The whole, with the names of what the large panel leaves out."""
        panel = Panel(self.whole.sized(*size), self.points)
        area = theme.MARKER_AREA // 3
        layers = [marks.tints(panel), *marks.crosshair(panel), marks.marks(panel, area=area)]
        if self.crowd:
            layers += [marks.window(panel, self.crowd)]
            layers += names(panel.without(self.crowd), Lettering(text, label, None, area))
        return panel.layered(layers, title=_small(self.words("quadrant-overview")))

    def _tooltip(self) -> list[Layer]:
        tooltip = self.points.tooltip()
        if self.points.has_draws:
            tooltip += [
                {
                    "field": f"p_{name}",
                    "type": "quantitative",
                    "format": ".0%",
                    "title": self.words(f"class-{name}"),
                }
                for name in CLASSES
            ]
        return tooltip


def _ground(panel: Panel, corner_size: float) -> list[Layer]:
    """What lies below the points: areas, lines, titles."""
    return [
        marks.tints(panel),
        *marks.crosshair(panel),
        *marks.corner_titles(panel, corner_size),
    ]


def _small(text: str) -> Layer:
    return {"text": text, "fontSize": theme.FONT_SIZE, "fontWeight": "normal", "offset": 6}
