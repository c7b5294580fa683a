"""What each indicator adds to a unit's distance from the mean of the units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray, Result
from clientlens.stats.moments import divide
from clientlens_units.scores import Method, normalised

if TYPE_CHECKING:
    import xarray as xr


def contributions(
    values: FloatArray, within: FloatArray, above: FloatArray, dimension_of: IntArray
) -> FloatArray:
    """Contributions to the distance from the mean of the units, in every replicate.

    Parameters
    ----------
    values : (R, U, J) array
        Normalised items, NaN where a unit has none.
    within, above : (R, J) and (R, D) arrays
        Weights of the indicators within dimensions, and of the dimensions.
    dimension_of : (J,) integer array
        Number of the dimension of each indicator.

    Returns
    -------
    (R, U, J) array
        Weight times distance of the item from the mean of the units that have it. Where all units
        have all items they add up to the distance of the score from the mean score. The weight of
        what a unit lacks is with its siblings, or with the other dimensions, as in its score.

    Examples
    --------
    >>> values = np.array([[[80.0, 60.0], [60.0, 80.0]]])
    >>> contributions(values, np.array([[0.75, 0.25]]), np.ones((1, 1)), np.array([0, 0]))
    array([[[ 7.5, -2.5],
            [-7.5,  2.5]]])
    """
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    mean = divide(filled.sum(axis=1), known.sum(axis=1).astype(np.float64))  # (R, J)
    member = np.eye(above.shape[1])[dimension_of]  # (J, D)
    own = known * within[:, None, :]  # (R, U, J)
    of_dimension = own @ member  # (R, U, D)
    has_dimension = (of_dimension > 0) * above[:, None, :]
    shares = divide(has_dimension, has_dimension.sum(axis=2, keepdims=True))
    weights = divide(own, of_dimension @ member.T) * (shares @ member.T)
    return np.where(known, weights * (values - mean[:, None]), np.nan)


def contributions_of(result: Result, method: Method) -> xr.DataArray:
    """Contributions of a result with their replicates; dims as those of its items."""
    estimates = result.estimates
    items = estimates["item"].transpose("group", "replicate", "unit", "indicator")
    within, above = (
        estimates[name].isel(group=0).to_numpy()
        for name in ("indicator_weight", "dimension_weight")
    )
    values = normalised(items.isel(group=0).to_numpy(), method)
    dimension_of = np.array(result.hierarchy.dimension_of)
    return items.copy(data=contributions(values, within, above, dimension_of)[None])
