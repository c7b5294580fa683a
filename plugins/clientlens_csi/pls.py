"""Outer weights of a path model by partial least squares, all replicates iterating together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import RequestError
from clientlens_csi.layout import (
    BoolArray,
    FloatArray,
    IntArray,
    chunks,
    replicates_first,
    replicates_last,
)
from clientlens_csi.moments import standardised
from clientlens_csi.schemes import InnerWeights, Scheme, inner_weights
from clientlens_csi.structure import PathStructure
from clientlens_csi.symmetric import inverse
from clientlens_csi.troubles import NO_ESTIMATE, Trouble

TOLERANCE = 1e-7
MAX_ITERATIONS = 3000

_VANISHING = 1e-40
"""Weights are of the order of squared correlations; with this variance those are rounding."""

_NO_LOADING = 1e-9

_CHUNK_CELLS = 589_824
_MOST_IN_A_CHUNK = 1024
"""Replicates that iterate together, as many as fit the cache: 1,024 of 24 items are 5 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class OuterWeights:
    """Weights that make scores of unit variance from standardised items.

    Attributes
    ----------
    weights : (R, p) array
        Each item's weight in its own construct; NaN in a replicate without an estimate.
    iterations : (R,) integer array
        How often the weights were renewed; 0 where they never were.
    last_change : (R,) array
        Largest change of a weight in the last iteration; NaN where there was none.
    troubles : (R,) integer array
        Sums of `Trouble`.
    """

    weights: FloatArray
    iterations: IntArray
    last_change: FloatArray
    troubles: IntArray

    @property
    def has_converged(self) -> BoolArray:
        """(R,) true where the weights stand."""
        return np.asarray((self.troubles & NO_ESTIMATE) == 0)


def estimate_weights(
    matrices: npt.ArrayLike,
    structure: PathStructure,
    *,
    scheme: Scheme = "path",
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> OuterWeights:
    """Estimate the outer weights of every replicate.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations or covariances of the items; they are standardised here.
    structure : PathStructure
        The path model over these p items.
    scheme : {"path", "factorial", "centroid"}
        Inner weighting scheme.
    tolerance : float
        A replicate is done when no weight changes by as much.
    max_iterations : int
        A replicate that isn't done by then has no estimate.

    Returns
    -------
    OuterWeights
        A replicate whose matrix can't be used, or that doesn't converge, holds NaN and the reason.

    Raises
    ------
    RequestError
        If the matrices aren't (R, p, p), or a setting makes no sense.

    Notes
    -----
    A construct's sign is free. It is turned so that most of its items load positively, the first
    item deciding a tie [2]_, or so that its marker item does.

    References
    ----------
    .. [1] Wold (1982), Soft modeling: the basic design and some extensions, in Jöreskog & Wold,
           Systems under Indirect Observation II, North-Holland.
    .. [2] Tenenhaus et al. (2005), PLS path modeling, Comput. Stat. Data An. 48(1), 159-205.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1", "a2"], "b": ["b1"]}, {"b": ["a"]})
    >>> matrix = [[1.0, 0.5, 0.6], [0.5, 1.0, 0.3], [0.6, 0.3, 1.0]]
    >>> estimate_weights([matrix], model).weights.round(4)
    array([[0.7559, 0.378 , 1.    ]])
    """
    stack = stack_of(matrices, structure)
    _check_settings(tolerance, max_iterations)
    R, p = stack.shape[:2]
    weights = np.full((p, R), np.nan)
    iterations = np.zeros(R, dtype=np.int64)
    last_change = np.full(R, np.nan)
    troubles = np.zeros(R, dtype=np.int64)
    inner = inner_weights(structure, scheme)
    order = np.concatenate(structure.blocks)
    for rows in chunks(R, chunk_size(p)):
        S, troubles[rows] = _usable(replicates_last(stack[rows]))
        usable = np.flatnonzero(troubles[rows] == 0) + rows.start
        if not np.array_equal(order, np.arange(p)):
            S = S[order[:, None], order]
        run = _Run(S, structure, inner)
        run.iterate(tolerance, max_iterations)
        weights[order[:, None], usable] = run.oriented(S)
        iterations[usable], last_change[usable] = run.iterations, run.last_change
        troubles[usable] |= run.troubles(tolerance)
    return OuterWeights(replicates_first(weights), iterations, last_change, troubles)


def stack_of(matrices: npt.ArrayLike, structure: PathStructure) -> FloatArray:
    """(R, p, p) the matrices as an array.

    Raises
    ------
    RequestError
        If they aren't those of the structure's p items.
    """
    stack = np.asarray(matrices, dtype=np.float64)
    p = len(structure.items)
    if stack.ndim != 3 or stack.shape[1:] != (p, p):  # noqa: PLR2004  (R, p, p)
        raise RequestError(
            f"matrices of {p} items come as a stack (R, {p}, {p}), got {stack.shape}"
        )
    return stack


def chunk_size(items: int) -> int:
    """How many replicates of so many items are worked on together."""
    return max(1, min(_MOST_IN_A_CHUNK, _CHUNK_CELLS // items**2))


class _Run:
    """The iteration of one chunk, its items sorted by construct, its replicates last.

    Replicates that are done go on to hold their place until they are the greater part; then
    memory is packed anew. What counts is what they were when they were done.
    """

    def __init__(self, S: FloatArray, structure: PathStructure, inner: InnerWeights) -> None:
        p, R = len(S), S.shape[2]
        self.structure = structure
        self.inner = inner
        ends = np.cumsum([len(block) for block in structure.blocks])
        self.slices = [slice(e - len(b), e) for e, b in zip(ends, structure.blocks, strict=True)]
        self.S = S  # (p, p, R)
        self.inverses = {
            c: inverse(S[block, block])
            for c, block in enumerate(self.slices)
            if structure.modes[c] == "B"
        }
        self.weights = np.full((p, R), np.nan)
        self.iterations = np.zeros(R, dtype=np.int64)
        self.last_change = np.full(R, np.nan)
        self.place = np.arange(R)
        self.is_open = np.ones(R, dtype=bool)

    def iterate(self, tolerance: float, max_iterations: int) -> None:
        w = np.ones((len(self.S), self.S.shape[2]))
        w, U, r = self._scored(w)
        for iteration in range(1, max_iterations + 1):
            renewed, U, r = self._scored(self._outer(self.inner(r), U))
            change = np.abs(renewed - w).max(axis=0)  # (R,)
            w = renewed
            self._settle(w, change, iteration, is_done=~(change >= tolerance))
            if not self.is_open.any():
                return
            if 2 * self.is_open.sum() <= len(self.is_open):
                w, U, r = self._pack(w, U, r)

    def _scored(self, w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Weights scaled to scores of unit variance, with the correlations that follow.

        Weights (p, R), correlations of items with scores (p, C, R), and of the scores (C, C, R).
        """
        C = len(self.slices)
        U = np.empty((len(w), C, w.shape[1]))
        r = np.empty((C, C, w.shape[1]))
        for c, block in enumerate(self.slices):
            np.einsum("ijr,jr->ir", self.S[:, block], w[block], out=U[:, c])
        for c, block in enumerate(self.slices):
            np.einsum("ir,icr->cr", w[block], U[block], out=r[c])
        variance = np.einsum("ccr->cr", r)
        scale = 1 / np.sqrt(np.where(variance > _VANISHING, variance, np.nan))  # (C, R)
        U *= scale
        r *= scale
        r *= scale[:, None]
        scaled = np.empty_like(w)
        for c, block in enumerate(self.slices):
            np.multiply(w[block], scale[c], out=scaled[block])
        return scaled, U, r

    def _outer(self, E: FloatArray, U: FloatArray) -> FloatArray:
        """(p, R) covariances of items with their construct's inner proxy, as its mode has them."""
        w = np.empty((len(U), U.shape[2]))
        for c, block in enumerate(self.slices):
            if self.structure.modes[c] == "unit":
                w[block] = 1.0
                continue
            np.einsum("cr,icr->ir", E[c], U[block], out=w[block])
            if c in self.inverses:
                w[block] = np.einsum("ijr,jr->ir", self.inverses[c], w[block])
        return w

    def _settle(
        self, w: FloatArray, change: FloatArray, iteration: int, *, is_done: BoolArray
    ) -> None:
        open_places = self.place[self.is_open]
        self.iterations[open_places] = iteration
        self.last_change[open_places] = change[self.is_open]
        done = np.flatnonzero(self.is_open & is_done)
        self.weights[:, self.place[done]] = w[:, done]
        self.is_open[done] = False

    def _pack(self, *arrays: FloatArray) -> tuple[FloatArray, ...]:
        keep = np.flatnonzero(self.is_open)
        self.S = self.S.take(keep, axis=-1)
        self.inverses = {c: inverse.take(keep, axis=-1) for c, inverse in self.inverses.items()}
        self.place, self.is_open = self.place[keep], self.is_open[keep]
        return tuple(array.take(keep, axis=-1) for array in arrays)

    def oriented(self, S: FloatArray) -> FloatArray:
        """(p, R) weights, each construct turned as its items want it."""
        w = np.where(np.isnan(self.last_change), np.nan, self.weights)
        for c, block in enumerate(self.slices):
            loadings = np.einsum("ijr,jr->ir", S[block, block], w[block])
            marker = self.structure.markers[c]
            if marker is None:
                turn = _dominant_sign(loadings)
            else:
                turn = np.sign(loadings[list(self.structure.blocks[c]).index(marker)])
            w[block] *= np.where(turn < 0, -1.0, 1.0)
        return w

    def troubles(self, tolerance: float) -> IntArray:
        """(R,) what went wrong; weights that are NaN while they changed were divided by zero."""
        is_singular = np.isnan(self.last_change)
        has_stopped = self.last_change < tolerance
        return np.where(
            is_singular, Trouble.SINGULAR, np.where(has_stopped, 0, Trouble.NOT_CONVERGED)
        ).astype(np.int64)


def _dominant_sign(loadings: FloatArray) -> FloatArray:
    """(R,) positive where most items load positively; of a tie, where the first that loads does."""
    signs = np.sign(np.where(np.abs(loadings) > _NO_LOADING, loadings, 0.0))
    voices = 1 + 3.0 ** -np.arange(
        1, len(loadings) + 1
    )  # what goes beyond 1 adds up to 1/2 at most
    return np.asarray(voices @ signs)


def _usable(S: FloatArray) -> tuple[FloatArray, IntArray]:
    """(p, p, r) correlations of the replicates that can be used, and (R,) what is wrong."""
    variance = np.einsum("iir->ir", S)  # (p, R)
    troubles = np.where((variance > 0).all(axis=0), 0, Trouble.NO_VARIANCE).astype(np.int64)
    is_unknown = np.isnan(S.sum(axis=(0, 1))) & (troubles == 0)
    troubles[is_unknown] = Trouble.UNKNOWN_CORRELATION
    if troubles.any():
        S = S.take(np.flatnonzero(troubles == 0), axis=-1)
    return standardised(S), troubles


def _check_settings(tolerance: float, max_iterations: int) -> None:
    if not tolerance > 0:
        raise RequestError(f"`tolerance` must be positive, got {tolerance}")
    if max_iterations < 1:
        raise RequestError(f"`max_iterations` must be 1 or more, got {max_iterations}")
