"""How the scores of respondents spread: quantiles, never the scores themselves."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray, Sample
from clientlens_csi.index import index_of_scores
from clientlens_csi.solution import Solution
from clientlens_csi.study.setup import Setup
from clientlens_csi.values.respondents import filled

QUANTILES = (10, 25, 50, 75, 90)
_FEWEST = 30
"""With fewer respondents the outer quantiles would be single clients."""


def score_quantiles(
    answered: Sample, found: Solution, setup: Setup, counts: BoolArray
) -> FloatArray:
    """Quantiles of every construct's scores on 0 to 100.

    Parameters
    ----------
    answered : Sample
        The sample as answered.
    found : Solution
        The model estimated from it.
    setup : Setup
        The questions and their scales.
    counts : (n,) boolean array
        Respondents on whom the estimate rests.

    Returns
    -------
    (C, len(QUANTILES)) array
        Over those who answered any question of the construct; NaN where they are too few, and for
        products.
    """
    index = index_of_scores(
        found.moments.mean, found.moments.deviation, found.score_weights, setup.scales
    )
    X, w = answered.answers(setup.columns), answered.weights[0]
    low, high = setup.scales.T
    shares = np.nan_to_num(index.weights[0])  # (C, p)
    scores = (100 * (filled(X, w) - low) / (high - low)) @ shares.T  # (n, C)
    has_part = (~np.isnan(X)).astype(np.float64) @ (shares != 0).T > 0  # (n, C)
    has_part &= counts[:, None]
    return np.array([_quantiles(scores[own, c], w[own]) for c, own in enumerate(has_part.T)])


def _quantiles(scores: FloatArray, w: FloatArray) -> FloatArray:
    if len(scores) < _FEWEST:
        return np.full(len(QUANTILES), np.nan)
    levels = np.array(QUANTILES) / 100
    return np.asarray(np.quantile(scores, levels, weights=w, method="inverted_cdf"))
