"""What the path diagram shows of a result: constructs, coefficients, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Messages, Result
from clientlens_csi.diagram import Arrow, Diagram, Node
from clientlens_csi.present.reading import EVERYBODY, bounds_of, language_of, summary_of
from clientlens_csi.structure import REPEATED
from clientlens_csi.study.setup import Setup

if TYPE_CHECKING:
    import xarray as xr

MINUS = "\N{MINUS SIGN}"


def diagram_of(result: Result, setup: Setup, words: Messages) -> Diagram:
    """The model as estimated from everybody, worded in one language."""
    return Diagram(
        tuple(_nodes(result, setup, words)),
        (*_path_arrows(result, setup), *_part_arrows(result, setup)),
    )


def _nodes(result: Result, setup: Setup, words: Messages) -> Iterator[Node]:
    language = language_of(words)
    index = _answered(result, "construct_index")
    r_squared = _answered(result, "r_squared")
    lower = setup.design.lower
    for code in setup.reading.constructs:
        lines = []
        explained, score = (float(a.sel(construct=code)) for a in (r_squared, index))
        if not np.isnan(explained):
            lines.append(words("csi-r-squared", value=f"{explained:.2f}"))
        if not np.isnan(score):
            lines.append(words("csi-index-short", value=f"{score:.1f}"))
        yield Node(
            code=code,
            name=result.name_of(code, language),
            lines=tuple(lines),
            is_index=code == setup.design.index,
            is_lower_order=code in lower,
        )


def _path_arrows(result: Result, setup: Setup) -> Iterator[Arrow]:
    summary = summary_of(result, "path_coefficient")
    names = setup.reading.structure.constructs
    for source, target in setup.axes.paths:
        found = summary.sel(path=f"{names[source]}>{names[target]}")
        yield _arrow(names[source], names[target], found, is_measurement=False)


def _part_arrows(result: Result, setup: Setup) -> Iterator[Arrow]:
    """Loadings of higher-order constructs on their parts; their weights where they are formed."""
    if any(REPEATED in item for item in setup.reading.items):
        return  # repeated indicators: parts are joined by paths
    for whole, parts in setup.design.higher.items():
        is_formed = setup.design.modes[whole] == "B"
        summary = summary_of(result, "weight" if is_formed else "loading")
        for part in parts:
            found = summary.sel(item=part)
            ends = (part, whole) if is_formed else (whole, part)
            yield _arrow(*ends, found, is_measurement=True)


def _arrow(source: str, target: str, summary: xr.Dataset, *, is_measurement: bool) -> Arrow:
    estimate, low, high = bounds_of(summary)
    has_interval = not np.isnan(low)
    detail = _number(estimate)
    if has_interval:
        detail += f"  [{_number(low)}, {_number(high)}]"
    return Arrow(
        source=source,
        target=target,
        text=_number(estimate),
        detail=detail,
        is_significant=bool(low > 0 or high < 0) if has_interval else None,
        is_negative=estimate < 0,
        is_measurement=is_measurement,
    )


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


def _answered(result: Result, name: str) -> xr.DataArray:
    return result.estimates.answered(name).sel(group=EVERYBODY)
