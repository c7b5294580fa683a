"""Gaussian mixtures: segments as normal clouds, their shape chosen by BIC."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_segments.methods.fit import Fit

_STARTS, _RESAMPLED_STARTS = 5, 1
_MOST_ITERATIONS = 500

_LEAST_VARIANCE = 0.05
"""Added to every variance of standardised features: answers on a scale are steps, and a cloud
that collapses onto one of them would have any likelihood. A step of one standard deviation spreads
by 1/12 (Sheppard)."""

SHAPES = ("spherical", "diag", "tied", "full")


@dataclass(frozen=True, slots=True)
class MixtureMethod:
    """Mixtures of normals, of unweighted rows; the shape with the best BIC among `shapes`."""

    shapes: Sequence[str] = SHAPES
    most_rows: int = 5000

    def fit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The best of five starts for every shape."""
        return self._fit(data, k, weights, rng, _STARTS)

    def refit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """One start for every shape."""
        return self._fit(data, k, weights, rng, _RESAMPLED_STARTS)

    def _fit(
        self,
        data: FloatArray,
        k: int,
        weights: FloatArray,  # noqa: ARG002  mixtures of the library know none
        rng: np.random.Generator,
        starts: int,
    ) -> Fit | None:
        seed = int(rng.integers(2**31))
        found = [_mixture(data, k, shape, seed, starts) for shape in self.shapes]
        converged = [one for one in found if one is not None]
        if not converged:
            return None
        best = min(converged, key=lambda one: one.bic(data))

        def place(everybody: FloatArray, _: FloatArray) -> tuple[IntArray, FloatArray]:
            probabilities = np.asarray(best.predict_proba(everybody), dtype=np.float64)
            return np.asarray(probabilities.argmax(axis=1), dtype=np.int64), probabilities

        labels, _ = place(data, data)
        if k > 1 and len(np.unique(labels)) < k:
            return None
        criteria = {"bic": float(best.bic(data)), "aic": float(best.aic(data))}
        return Fit(labels, k, place, criteria)


def _mixture(data: FloatArray, k: int, shape: str, seed: int, starts: int) -> Any:
    """A fitted mixture; None where it doesn't converge, which the library would tell by warning."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    if len(data) <= k:
        return None
    mixture = GaussianMixture(
        k,
        covariance_type=shape,
        reg_covar=_LEAST_VARIANCE,
        max_iter=_MOST_ITERATIONS,
        n_init=starts,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(data)
    return mixture if mixture.converged_ else None
