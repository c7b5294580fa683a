"""The tables: every weight under every weighting, tidy.

All groups are weighed alike, so weights have rows of everybody alone; the index has those of every
group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import (
    FloatArray,
    Result,
    StructuralWeights,
    Table,
    stack,
    with_dimension,
)
from clientlens.stats.rank_agreement import spearman
from clientlens_weighting.labels import USED, labels_of

if TYPE_CHECKING:
    import pandas as pd

EVERYBODY = "all"
_INDICATORS = {"weight": "effective", "within": "within"}
_DIMENSIONS = {"weight": "dimension_weight"}


def tables_of(result: Result) -> Iterator[Table]:
    """Every table that has rows."""
    yield _weights(result, "indicator", _INDICATORS)
    yield _weights(result, "dimension", _DIMENSIONS)
    if "index" in result.estimates:
        yield Table("overall", ("group", "weighting", "quantity"), _index(result), is_detail=True)
    if len(labels_of(result.study)) > 1:
        yield Table("agreement", ("weighting", "other"), _agreement(result), is_detail=True)
    diagnostics = _diagnostics(result)
    if len(diagnostics):
        keys = ("weighting", "dimension", "part", "diagnostic", "of")
        yield Table("diagnostics", keys, diagnostics, is_detail=True)


def effective(result: Result) -> FloatArray:
    """(V, J) weights of the indicators in the whole, as answered."""
    values = result.estimates.answered("effective").sel(group=EVERYBODY)
    return np.asarray(values.transpose("weighting", "indicator"))


def weighed_of(result: Result) -> dict[str, StructuralWeights]:
    """Label → weights as answered with what is told of them; none where all are as written."""
    if result.weighed is None:
        return {}
    return {USED: result.weighed.used, **result.weighed.compared}


def _weights(result: Result, dim: str, quantities: dict[str, str]) -> Table:
    """One line for each node and weighting."""
    found = {
        label: result.estimates.summary(result.estimates[name].sel(group=[EVERYBODY]))
        for label, name in quantities.items()
    }
    frame = stack(found, ("group", dim, "weighting")).drop(columns="n")
    frame = with_dimension(frame, result.hierarchy)
    return Table(f"{dim}s", ("group", dim, "weighting", "quantity"), frame)


def _index(result: Result) -> pd.DataFrame:
    summary = result.estimates.summary("index_weighted")
    return stack({"index": summary}, ("group", "weighting")).drop(columns="n")


def _agreement(result: Result) -> pd.DataFrame:
    """How far every two weightings agree on the indicators, as answered."""
    import pandas as pd

    labels, weights = labels_of(result.study), effective(result)
    rows = [
        _pair(result, (labels[i], labels[j]), weights[[i, j]])
        for i in range(len(labels))
        for j in range(i + 1, len(labels))
    ]
    columns = ["weighting", "other", "spearman", "largest_difference", "indicator"]
    return pd.DataFrame(rows, columns=columns)


def _pair(result: Result, labels: Sequence[str], weights: FloatArray) -> tuple[object, ...]:
    difference = weights[1] - weights[0]
    at = int(np.abs(difference).argmax())
    (rho,) = spearman(weights[0], weights[1:]).tolist()
    indicator = result.hierarchy.indicators[at]
    return (*labels, None if np.isnan(rho) else rho, float(difference[at]), indicator)


def _diagnostics(result: Result) -> pd.DataFrame:
    """What methods tell of themselves; of the dimensions themselves the cell is empty."""
    import pandas as pd

    rows = [
        (label, node, *_named(name), value)
        for label, weights in weighed_of(result).items()
        for (node, name), value in weights.diagnostics.items()
    ]
    columns = ["weighting", "dimension", "part", "diagnostic", "of", "value"]
    return pd.DataFrame(rows, columns=columns)


def _named(name: str) -> tuple[str, str, str]:
    """The part of a combination, the diagnostic, and what it is of."""
    part, _, rest = name.rpartition("/")
    diagnostic, _, of = rest.partition(":")
    return part, diagnostic, of
