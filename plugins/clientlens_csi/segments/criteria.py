"""Criteria for the number of classes of a mixture."""

from __future__ import annotations

import numpy as np

from clientlens_csi.layout import FloatArray

BY_LIKELIHOOD = ("aic", "aic3", "aic4", "bic", "caic", "hq", "mdl5")
"""Smaller is better."""


def information_criteria(log_likelihood: float, parameters: int, n: float) -> dict[str, float]:
    """The likelihood, and what it costs in parameters.

    Parameters
    ----------
    log_likelihood : float
        Of the mixture.
    parameters : int
        Free parameters.
    n : float
        Respondents, or their effective number.

    Returns
    -------
    dict
        ``log_likelihood`` and the criteria of `BY_LIKELIHOOD`.

    References
    ----------
    .. [1] Sarstedt, Becker, Ringle & Schwaiger (2011), Uncovering and treating unobserved
           heterogeneity with FIMIX-PLS: which model selection criterion provides an appropriate
           number of segments?, Schmalenbach Business Review 63, 34-62.

    Examples
    --------
    >>> information_criteria(-100.0, 5, 50)["aic3"]
    215.0
    """
    log_n = float(np.log(n))
    price = {
        "aic": 2.0,
        "aic3": 3.0,
        "aic4": 4.0,
        "bic": log_n,
        "caic": log_n + 1,
        "hq": 2 * float(np.log(log_n)),
        "mdl5": 5 * log_n,
    }
    costs = {name: -2 * log_likelihood + each * parameters for name, each in price.items()}
    return {"log_likelihood": log_likelihood, **costs}


def separation(probability: FloatArray, w: FloatArray, gained: float) -> dict[str, float]:
    """How clearly respondents belong to one class.

    Parameters
    ----------
    probability : (n, k) array
        Of the classes, k at least 2.
    w : (n,) array
        Weights of the respondents.
    gained : float
        Log likelihood above that of one class.

    Returns
    -------
    dict
        ``entropy``, EN: 1 where everybody belongs to one class, 0 where all are equally likely;
        ``non_fuzzy``, NFI, likewise from squares; ``normalised_entropy``, NEC: entropy over what
        the likelihood gained, below 1 where the classes are worth having, smaller is better.

    References
    ----------
    .. [1] Ramaswamy, DeSarbo, Reibstein & Robinson (1993), Marketing Science 12, 103-124.
    .. [2] Roubens (1978), Pattern classification problems and fuzzy sets, Fuzzy Sets Syst. 1.
    .. [3] Celeux & Soromenho (1996), An entropy criterion for assessing the number of clusters in
           a mixture model, J. Classification 13, 195-212.

    Examples
    --------
    >>> separation(np.array([[1.0, 0.0], [0.0, 1.0]]), np.ones(2), 10.0)["entropy"]
    1.0
    """
    k = probability.shape[1]
    share = w / w.sum()
    logs = np.log(np.where(probability > 0, probability, 1.0))
    entropy = -float(share @ (probability * logs).sum(axis=1))
    squares = float(share @ (probability**2).sum(axis=1))
    return {
        "entropy": 1 - entropy / float(np.log(k)),
        "non_fuzzy": (k * squares - 1) / (k - 1),
        "normalised_entropy": entropy * float(w.sum()) / gained if gained > 0 else float("inf"),
    }
