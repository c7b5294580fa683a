"""The structural index of a sample: every quantity of a path model, in every replicate."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample, Values
from clientlens_csi.axes import MOST_CHAINS
from clientlens_csi.quantities import DIMS, quantities
from clientlens_csi.solution import Solution
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.values.comparable import COMPARABLE_DIMS, comparable_values
from clientlens_csi.values.exact_fit import IF_EXACT, distances_if_exact
from clientlens_csi.values.respondents import effective_respondents
from clientlens_csi.values.solved import solved, why_not

TROUBLE = "trouble"
STRUCTURAL_DIMS: Mapping[str, tuple[str, ...]] = {
    **DIMS,
    **dict.fromkeys(IF_EXACT, ()),
    **COMPARABLE_DIMS,
    TROUBLE: (),
}
"""Quantity → its axes behind group and replicate."""


def dims_of(setup: Setup) -> Mapping[str, tuple[str, ...]]:
    """`STRUCTURAL_DIMS` without what a model of this kind doesn't have.

    Without ratings there are no indicators; the fit is judged where every construct is measured
    by questions, and none is a product.
    """
    left_out = set() if setup.rating_of_indicator else set(COMPARABLE_DIMS)
    left_out |= set() if setup.is_plain else set(IF_EXACT)
    return {name: dims for name, dims in STRUCTURAL_DIMS.items() if name not in left_out}


def structural_values(sample: Sample, setup: Setup, options: CsiOptions) -> Values:
    """Every quantity that `dims_of` names.

    Parameters
    ----------
    sample : Sample
        Answers under R rows of weights.
    setup : Setup
        The model.
    options : CsiOptions
        What is asked for.

    Returns
    -------
    Values
        Name → (R, …) array, NaN in a replicate without an estimate; all of them absent with the
        reason where the sample as answered has none.
    """
    answered = solved(sample.as_answered, setup, options)
    reason = why_not(answered, sample, setup, options)
    if reason:
        return dict.fromkeys(dims_of(setup), Absent(reason))
    found = solved(sample, setup, options)
    n = effective_respondents(sample, setup, options)
    values = quantities(found, setup.scales, setup.design.index, n)
    told = {**values, **comparable_values(values, sample, setup)}
    if setup.axes.has_too_many_chains:
        told["chain_effect"] = Absent(f"there are more than {MOST_CHAINS:,} rows of paths")
    kept = _kept(found, options)
    return {
        **{name: _where(kept, value) for name, value in told.items()},
        **distances_if_exact(found, answered, setup, options),
        TROUBLE: found.troubles.astype(np.float64),
    }


def _kept(found: Solution, options: CsiOptions) -> FloatArray:
    """(R,) 1 where a replicate counts, NaN where it has no estimate or is to be dropped."""
    bad = ~found.has_converged
    if options.inadmissible == "drop":
        bad |= found.troubles > 0
    return np.where(bad, np.nan, 1.0)


def _where(kept: FloatArray, value: FloatArray | Absent) -> FloatArray | Absent:
    if isinstance(value, Absent):
        return value
    return value * kept.reshape(-1, *[1] * (value.ndim - 1))
