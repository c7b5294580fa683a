"""The distances of a model in resamples of a population in which it holds."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import Absent, FloatArray
from clientlens_csi.estimates import estimate
from clientlens_csi.fit import as_if_it_fitted, fit, implied_correlations
from clientlens_csi.solution import Solution
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup

FIT = ("srmr", "d_uls", "d_g")
IF_EXACT = tuple(f"{name}_if_exact" for name in FIT)


def distances_if_exact(
    found: Solution, answered: Solution, setup: Setup, options: CsiOptions
) -> dict[str, FloatArray | Absent]:
    """SRMR, d_ULS and d_G of the model in answers that were turned so that it holds exactly.

    Parameters
    ----------
    found, answered : Solution
        Of R replicates, and of the sample as answered.
    setup, options
        The model, and whether the test is asked for.

    Returns
    -------
    dict
        Name → (R,) array; empty where a construct isn't measured by questions alone.
    """
    plan = setup.plan
    if not isinstance(plan, PathStructure):
        return {}
    if not options.exact_fit:
        return dict.fromkeys(IF_EXACT, Absent("exact_fit is off"))
    implied = implied_correlations(answered.estimates, plan)[0]
    S = as_if_it_fitted(found.moments.covariance, answered.moments.covariance[0], implied)
    turned = estimate(S, plan, **setup.settings)
    is_kept = turned.has_converged
    if options.inadmissible == "drop":
        is_kept = turned.is_admissible
    null = fit(turned, plan)
    values = (null.srmr, null.d_uls, null.d_g)
    return {
        name: np.where(is_kept, value, np.nan) for name, value in zip(IF_EXACT, values, strict=True)
    }
