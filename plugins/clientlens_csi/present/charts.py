"""The charts of the satisfaction index, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_csi.diagram import diagram_specs
from clientlens_csi.present.criteria import GOOD_LOADING
from clientlens_csi.present.importance_map import MapTitles, Spot, map_specs
from clientlens_csi.present.path_diagram import diagram_of
from clientlens_csi.present.reading import EVERYBODY, bounds_of, language_of, summary_of
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup, setup_of

if TYPE_CHECKING:
    import xarray as xr


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """The model, its importance-performance map, the indices, those of groups, the loadings.

    Weighted ratings have no model and no loadings; the groups alone are drawn.
    """
    options: CsiOptions = result.options  # type: ignore[assignment]
    if not _has_estimate(result):
        return
    if options.method == "weighted":
        yield from _groups(result, words)
        return
    setup = setup_of(result.study, options)
    yield _diagram(result, setup, words)
    yield from _map(result, setup, words)
    yield _indices(result, setup, words)
    yield from _groups(result, words)
    yield from _loadings(result, setup, words)


def _level(result: Result) -> str:
    return f"{100 * result.estimates.uncertainty.level:g}%"


def _has_estimate(result: Result) -> bool:
    if "index" not in result.estimates:
        return False
    return bool(result.estimates.answered("index").sel(group=EVERYBODY).notnull())


def _diagram(result: Result, setup: Setup, words: Messages) -> Chart:
    diagram = diagram_of(result, setup, words)
    wide, narrow, still = diagram_specs(diagram)
    is_judged = any(arrow.is_significant is not None for arrow in diagram.arrows)
    return Chart(
        name="diagram",
        title=words("csi-chart-diagram"),
        description=words(
            "csi-chart-diagram-describes",
            constructs=str(len(diagram.nodes)),
            paths=str(len(setup.axes.paths)),
        ),
        wide=wide,
        narrow=narrow,
        print=still,
        note=words(f"csi-chart-diagram-note{'' if is_judged else '-plain'}"),
    )


def _map(result: Result, setup: Setup, words: Messages) -> Iterator[Chart]:
    performance = summary_of(result, "construct_index")
    importance = summary_of(result, "construct_importance")
    language = language_of(words)
    lower = setup.design.lower
    spots = [
        Spot(
            result.name_of(code, language),
            bounds_of(performance.sel(construct=code)),
            bounds_of(importance.sel(construct=code)),
            is_part=code in lower,
        )
        for code in setup.reading.constructs
        if not np.isnan(float(importance.sel(construct=code)["estimate"]))
    ]
    if len(spots) < 2:  # noqa: PLR2004  one alone has nothing beside it
        return
    wide, narrow = map_specs(spots, MapTitles(words("csi-score"), words("csi-effect")))
    yield Chart(
        name="map",
        title=words("csi-chart-map"),
        description=words("csi-chart-map-describes", constructs=str(len(spots))),
        wide=wide,
        narrow=narrow,
        note=words("csi-chart-map-note", level=_level(result)),
    )


def _indices(result: Result, setup: Setup, words: Messages) -> Chart:
    summary = summary_of(result, "construct_index")
    language = language_of(words)
    dots = [
        _dot(
            result.name_of(code, language), summary.sel(construct=code), code == setup.design.index
        )
        for code in setup.reading.constructs
        if not np.isnan(float(summary.sel(construct=code)["estimate"]))
    ]
    wide, narrow = dot_specs(dots, DotAxis(words("csi-score"), 0, 100, 1))
    return Chart(
        name="indices",
        title=words("csi-chart-indices"),
        description=words("csi-chart-indices-describes"),
        wide=wide,
        narrow=narrow,
        note=words("csi-chart-indices-note", level=_level(result)),
    )


def _groups(result: Result, words: Messages) -> Iterator[Chart]:
    """The index of every group, attribute by attribute; everybody's first."""
    summary = result.estimates.summary("index")
    known = [
        g for g in result.estimates.groups if not np.isnan(float(summary.sel(group=g)["estimate"]))
    ]
    if len(known) < 2:  # noqa: PLR2004  everybody alone
        return
    language = language_of(words)
    everybody = _dot(words("csi-everybody"), summary.sel(group=EVERYBODY), is_marked=True)
    groups = [
        _dot(result.name_of(code, language), summary.sel(group=code), is_marked=False)
        for code in known
        if code != EVERYBODY
    ]
    dots = [everybody, *groups]
    ends = [end for dot in dots for end in (dot.low, dot.high, dot.estimate) if end is not None]
    low, high = np.floor(min(ends) / 5) * 5, np.ceil(max(ends) / 5) * 5
    axis = DotAxis(words("csi-index-axis"), float(low), float(high), 1)
    wide, narrow = dot_specs(dots, axis)
    yield Chart(
        name="groups",
        title=words("csi-chart-groups"),
        description=words("csi-chart-groups-describes", count=str(len(dots) - 1)),
        wide=wide,
        narrow=narrow,
        note=words("csi-chart-groups-note", level=_level(result)),
    )


def _loadings(result: Result, setup: Setup, words: Messages) -> Iterator[Chart]:
    summary = summary_of(result, "loading")
    language = language_of(words)
    pairs = zip(setup.reading.items, setup.reading.construct_of_item, strict=True)
    dots = [
        _dot(
            result.name_of(item, language),
            summary.sel(item=item),
            float(summary.sel(item=item)["estimate"]) < GOOD_LOADING,
            result.name_of(construct, language),
        )
        for item, construct in pairs
        if construct in _several_items(setup) and bool(summary.sel(item=item)["estimate"].notnull())
    ]
    if not dots:
        return
    lowest = min(0.0, *(dot.low if dot.low is not None else dot.estimate for dot in dots))
    axis = DotAxis(words("csi-loading"), max(np.floor(lowest * 10) / 10, -1.0), 1, 3, GOOD_LOADING)
    wide, narrow = dot_specs(dots, axis)
    yield Chart(
        name="loadings",
        title=words("csi-chart-loadings"),
        description=words("csi-chart-loadings-describes"),
        wide=wide,
        narrow=narrow,
        note=words("csi-chart-loadings-note", level=_level(result)),
    )


def _several_items(setup: Setup) -> set[str]:
    """Constructs of more than one item; the loading of a single one is 1."""
    owners = setup.reading.construct_of_item
    return {construct for construct in owners if owners.count(construct) > 1}


def _dot(name: str, summary: xr.Dataset, is_marked: bool, heading: str = "") -> Dot:
    estimate, low, high = bounds_of(summary)
    is_known = not np.isnan(low)
    return Dot(
        name, estimate, low if is_known else None, high if is_known else None, heading, is_marked
    )
