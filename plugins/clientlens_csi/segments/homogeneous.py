"""One population without segments: what answers would look like if one model held for all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clientlens_csi.layout import FloatArray
from clientlens_csi.moments import correlations, item_moments
from clientlens_csi.segments.local import Clients

_TRIAL_ROWS = 20_000
_TRIALS = 4
"""So often the normal correlations are mended for what the answers' margins take away from them."""

_SMALLEST = 1e-6
"""Smallest eigenvalue that correlations may have."""


def homogeneous(clients: Clients, draws: int, rng: np.random.Generator) -> Iterator[Clients]:
    """Answers of one population, as many as there are clients, drawn again and again.

    Parameters
    ----------
    clients : Clients
        The answers that are to be matched.
    draws : int
        How often.
    rng : Generator
        Where chance comes from.

    Yields
    ------
    Clients
        Each item with the values of the clients, as often as they gave them in expectation, and
        with their correlations; normal variables stand behind, so that relations are the same for
        everybody. With segments, relations differ between clients that no single normal
        population has.
    """
    margins = [_margin(x, clients.w) for x in clients.X.T]
    S = correlations(item_moments(clients.w[None], clients.X).covariance)[0]
    root = _root(_behind(S, margins, rng))
    for _ in range(draws):
        normal = rng.standard_normal(clients.X.shape) @ root.T
        yield Clients(_answered(normal, margins), clients.w)


_Margin = tuple[FloatArray, FloatArray]
"""Values of an item, sorted, and the share of the weights up to each."""


def _margin(x: FloatArray, w: FloatArray) -> _Margin:
    values, place = np.unique(x, return_inverse=True)
    share = np.cumsum(np.bincount(place, weights=w)) / w.sum()
    return values, share


def _answered(normal: FloatArray, margins: list[_Margin]) -> FloatArray:
    """(n, p) answers at the quantiles of normal variables."""
    from scipy.special import ndtr

    levels = ndtr(normal)
    columns = [
        values[np.minimum(np.searchsorted(share, level), len(values) - 1)]
        for level, (values, share) in zip(levels.T, margins, strict=True)
    ]
    return np.column_stack(columns)


def _behind(S: FloatArray, margins: list[_Margin], rng: np.random.Generator) -> FloatArray:
    """(p, p) correlations of normal variables whose answers correlate as S."""
    trial = rng.standard_normal((_TRIAL_ROWS, len(S)))
    R = S
    for _ in range(_TRIALS):
        answers = _answered(trial @ _root(R).T, margins)
        R = np.clip(R + S - np.corrcoef(answers.T), -1, 1)
        np.fill_diagonal(R, 1.0)
    return R


def _root(R: FloatArray) -> FloatArray:
    """(p, p) A with A A' = R, whose eigenvalues are made positive where they aren't."""
    values, vectors = np.linalg.eigh(R)
    A = vectors * np.sqrt(np.maximum(values, _SMALLEST))
    return np.asarray(A / np.sqrt((A**2).sum(axis=1, keepdims=True)))
