"""The test of exact fit: whether the sample could come from a world in which the model holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.plugin_api import Result
from clientlens_csi.values.exact_fit import FIT

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("group", "quantity", "distance", "critical", "p_value", "n")


def exact_fit_of(result: Result) -> pd.DataFrame:
    """Distances of the model and of its measurement alone, group by group.

    Returns
    -------
    DataFrame
        ``critical``: what the distance exceeds in a share 1 - level of the replicates if the model
        holds; ``p_value``: the share of those replicates with a distance as large. Both are
        missing without draws, and for the measurement alone. Distances have no interval: they
        can't be negative and grow with every resample, which an interval would call uncertainty.
    """
    import pandas as pd

    rows = [row for group in result.estimates.groups for row in _rows(result, group)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(result: Result, group: str) -> list[dict[str, Any]]:
    estimates = result.estimates
    n = int(estimates.counts["n_respondents"].sel(group=group))
    rows = []
    for name in (f"{measure}{suffix}" for suffix in ("", "_saturated") for measure in FIT):
        if name not in estimates.counts:
            continue
        value = float(estimates.counts[name].sel(group=group))
        if not np.isnan(value):
            tested = _tested(result, group, name, value)
            rows.append({"group": group, "quantity": name, "distance": value, **tested, "n": n})
    return rows


def _tested(result: Result, group: str, name: str, value: float) -> dict[str, float]:
    estimates = result.estimates
    if f"{name}_if_exact" not in estimates:
        return {}
    null = estimates.draws(f"{name}_if_exact").sel(group=group).to_numpy()
    known = null[~np.isnan(null)]
    if not len(known):
        return {}
    level = estimates.uncertainty.level
    # The observed distance counts as one of the draws, so that p is never 0.
    p_value = (1 + (known >= value).sum()) / (1 + len(known))
    return {"critical": float(np.quantile(known, level)), "p_value": float(p_value)}
