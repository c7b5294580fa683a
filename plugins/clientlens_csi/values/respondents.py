"""The respondents: whose answers an estimate rests on, and how gaps are filled if they must."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray, Sample
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup


def counted(sample: Sample, setup: Setup, options: CsiOptions) -> BoolArray:
    """(n,) who counts: with any answer to the model's questions, or with all of them (listwise)."""
    answered = ~np.isnan(sample.answers(setup.columns))  # (n, p)
    return np.asarray(
        answered.all(axis=1) if options.missing == "listwise" else answered.any(axis=1)
    )


def respondents(sample: Sample, setup: Setup, options: CsiOptions) -> int:
    """How many respondents count."""
    return int(counted(sample, setup, options).sum())


def effective_respondents(sample: Sample, setup: Setup, options: CsiOptions) -> float:
    """Kish's effective number of respondents, (Σw)² / Σw² as answered.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, Wiley, section 11.7.
    """
    w = sample.as_answered.weights[0][counted(sample, setup, options)]
    return float(w.sum() ** 2 / (w**2).sum()) if len(w) else 0.0


def filled(X: FloatArray, w: FloatArray) -> FloatArray:
    """Answers without gaps.

    Parameters
    ----------
    X : (n, p) array
        Answers, NaN where missing.
    w : (n,) array
        Weights of the respondents.

    Returns
    -------
    (n, p) array
        A missing answer replaced by the item's weighted mean.
    """
    is_missing = np.isnan(X)
    weight = w @ ~is_missing
    mean = (w @ np.where(is_missing, 0.0, X)) / np.where(weight > 0, weight, 1.0)
    return np.where(is_missing, mean, X)
