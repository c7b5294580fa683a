"""Respondents who left answers out, and what these are expected to add to the moments.

Replicates stand last in memory. D are answers in standard deviations, 0 where missing; K is the
inverse of the items' covariances; O is what a respondent answered, M what not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.stats.moments import cross_products

SINGULAR = 1e-10
"""An item of which the others leave a smaller share of the variance is determined by them."""

_COMMON = 2
"""A pattern of more respondents than so many times the items costs less by its sums."""


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Weighted sums over respondents.

    Attributes
    ----------
    sums : (p, R) array
        Of the items.
    products : (p, p, R) array
        Of the products of two.
    """

    sums: FloatArray
    products: FloatArray

    def copy(self) -> Totals:
        """The same, to be added to."""
        return Totals(self.sums.copy(), self.products.copy())

    def take(self, keep: IntArray) -> Totals:
        """The totals of some replicates."""
        return Totals(self.sums.take(keep, axis=-1), self.products.take(keep, axis=-1))


class Part(Protocol):
    """Some respondents with gaps, and their weights in a chunk of replicates."""

    def add_expected(self, mean: FloatArray, K: FloatArray, totals: Totals) -> None:
        """Add what the missing answers are expected to add, given those that are there.

        Parameters
        ----------
        mean : (p, R) array
            Of the items.
        K : (p, p, R) array
            Inverse of their covariances.
        totals : Totals
            Changed here.
        """

    def take(self, keep: IntArray) -> Self:
        """The same respondents in some of the replicates."""


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Who left out what, the same in every replicate; make it with `find_gaps`.

    Attributes
    ----------
    common : tuple of Pattern
        Each with many respondents.
    rare : RareGaps
        All the others who left something out.
    """

    common: tuple[Pattern, ...]
    rare: RareGaps

    @property
    def cells(self) -> int:
        """How many numbers a step holds for each replicate."""
        sums = sum((pattern.answered.sum() + 1) ** 2 for pattern in self.common)
        return int(sums) + 2 * sum(b.items.size * len(b.items) for b in self.rare.batches)

    def weighted(self, W: FloatArray, D: FloatArray) -> list[Part]:
        """Their parts under weights (R, n); D are the answers (n, p)."""
        parts: list[Part] = [pattern.weighted(W, D) for pattern in self.common]
        if len(self.rare.rows):
            parts.append(RareRows(self.rare, np.ascontiguousarray(W[:, self.rare.rows].T)))
        return parts


def find_gaps(D: FloatArray, answered: BoolArray) -> Gaps:
    """Group respondents by what they left out.

    Parameters
    ----------
    D : (n, p) array
        Answers, 0 where missing.
    answered : (n, p) boolean array
        Where there is one. Nobody may have left out everything.

    Returns
    -------
    Gaps
    """
    incomplete = np.flatnonzero(~answered.all(axis=1))
    patterns, of, counts = np.unique(
        answered[incomplete], axis=0, return_inverse=True, return_counts=True
    )
    of = of.ravel()  # NumPy 2.0 gives a column
    is_common = counts > _COMMON * answered.shape[1]
    common = tuple(
        Pattern(incomplete[of == number], patterns[number]) for number in np.flatnonzero(is_common)
    )
    rare = incomplete[~is_common[of]]
    return Gaps(common, _rare_gaps(rare, D, answered))


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Respondents `rows` who all answered the items `answered` (p,), and no other."""

    rows: IntArray
    answered: BoolArray

    def weighted(self, W: FloatArray, D: FloatArray) -> PatternSums:
        """Their sums in every replicate."""
        observed = np.flatnonzero(self.answered)
        columns = np.hstack([D[self.rows[:, None], observed], np.ones((len(self.rows), 1))])
        products = cross_products(W[:, self.rows], columns, columns)
        last = np.ascontiguousarray(np.moveaxis(products, 0, -1))
        return PatternSums(np.flatnonzero(~self.answered), observed, last)


@dataclass(frozen=True, slots=True, eq=False)
class PatternSums:
    """A `Part` that left out the same m items, known by its sums.

    Attributes
    ----------
    missing, observed : (m,) and (o,) integer arrays
        Items.
    products : (o + 1, o + 1, R) array
        Weighted sums of the products of observed items and, the last of them, of ones.
    """

    missing: IntArray
    observed: IntArray
    products: FloatArray

    def add_expected(self, mean: FloatArray, K: FloatArray, totals: Totals) -> None:
        """As in `Part`."""
        M, obs = self.missing, self.observed
        V = inverse(K[M[:, None], M])  # (m, m, R)
        slopes = -np.einsum("str,tor->sor", V, K[M[:, None], obs])
        level = mean[M] - np.einsum("sor,or->sr", slopes, mean[obs])
        A = np.concatenate([slopes, level[:, None]], axis=1)  # (m, o + 1, R)
        with_observed = np.einsum("sor,oqr->sqr", A, self.products)
        totals.sums[M] += with_observed[:, -1]
        totals.products[M[:, None], obs] += with_observed[:, :-1]
        totals.products[obs[:, None], M] += with_observed[:, :-1].swapaxes(0, 1)
        squares = np.einsum("sqr,tqr->str", with_observed, A) + self.products[-1, -1] * V
        totals.products[M[:, None], M] += squares

    def take(self, keep: IntArray) -> PatternSums:
        """As in `Part`."""
        return replace(self, products=self.products.take(keep, axis=-1))


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """k rare respondents, each of whom left out m items.

    Attributes
    ----------
    rows : slice
        Which of the rare ones.
    cells : slice
        Their m · k missing answers: the first of everybody, then the second, and so on.
    items : (m, k) integer array
        What each left out.
    place : (p · p, m · m · k) sparse array of SciPy
        Adds products of two missing answers to those of their items.
    """

    rows: slice
    cells: slice
    items: IntArray
    place: Any  # SciPy has no types


@dataclass(frozen=True, slots=True, eq=False)
class RareGaps:
    """k respondents of rare patterns, those with as many gaps together.

    Attributes
    ----------
    rows : (k,) integer array
        Where they stand in the sample.
    pulling : (k, 2p) array
        Their answers, 0 where missing; then −1 where there is one.
    pushing : (k, p + 1) array
        Their answers again, and ones.
    row_of : (cells,) integer array
        Which of them left out each missing answer.
    cells_of : tuple of integer arrays
        The missing answers to each of the p items.
    batches : tuple of Batch
    """

    rows: IntArray
    pulling: FloatArray
    pushing: FloatArray
    row_of: IntArray
    cells_of: tuple[IntArray, ...]
    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RareRows:
    """A `Part` of rare patterns, whose respondents are worked on row by row.

    Answers are the same in every replicate, so that what they have to do with one missing item is
    a matrix product over its respondents; what remains is a small system for each respondent.

    Attributes
    ----------
    gaps : RareGaps
    weights : (k, R) array
    """

    gaps: RareGaps
    weights: FloatArray

    def add_expected(self, mean: FloatArray, K: FloatArray, totals: Totals) -> None:
        """As in `Part`."""
        cells = self._pull(mean, K)  # (cells, R)
        by_pair = totals.products.reshape(-1, totals.products.shape[-1])
        for batch in self.gaps.batches:
            m, k = batch.items.shape
            w = self.weights[batch.rows]
            V = inverse(K[batch.items[:, None], batch.items])  # (m, m, k, R)
            pull = cells[batch.cells].reshape(m, k, -1)
            expected = mean[batch.items] - np.einsum("stkr,tkr->skr", V, pull)
            cells[batch.cells] = (w * expected).reshape(m * k, -1)
            V += expected[:, None] * expected
            V *= w
            by_pair += batch.place @ V.reshape(m * m * k, -1)
        self._push(cells, totals)

    def _pull(self, mean: FloatArray, K: FloatArray) -> FloatArray:
        """(cells, R) of K_MO (x_O − μ_O): how the answers pull at each that is missing."""
        pull = np.empty((len(self.gaps.row_of), mean.shape[1]))
        for item, cells in enumerate(self.gaps.cells_of):
            answers = self.gaps.pulling[self.gaps.row_of[cells]]
            pull[cells] = answers @ np.concatenate([K[item], K[item] * mean])
        return pull

    def _push(self, expected: FloatArray, totals: Totals) -> None:
        """Add weighted expectations, and their products with the answers that are there."""
        for item, cells in enumerate(self.gaps.cells_of):
            answers = self.gaps.pushing[self.gaps.row_of[cells]]
            along = answers.T @ expected[cells]  # (p + 1, R)
            totals.sums[item] += along[-1]
            totals.products[item] += along[:-1]
            totals.products[:, item] += along[:-1]

    def take(self, keep: IntArray) -> RareRows:
        """As in `Part`."""
        return replace(self, weights=self.weights.take(keep, axis=-1))


def _rare_gaps(rows: IntArray, D: FloatArray, answered: BoolArray) -> RareGaps:
    gaps = (~answered[rows]).sum(axis=1)
    order = np.argsort(gaps, kind="stable")
    rows, gaps = rows[order], gaps[order]
    batches, row_of, item_of = [], [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    first_cell = 0
    for m in np.unique(gaps):
        members = np.flatnonzero(gaps == m)
        items = np.nonzero(~answered[rows[members]])[1].reshape(len(members), m).T  # (m, k)
        cells = slice(first_cell, first_cell + items.size)
        first_cell = cells.stop
        span = slice(int(members[0]), int(members[-1]) + 1)
        batches.append(Batch(span, cells, items, _placing(items, answered.shape[1])))
        row_of.append(np.tile(members, m))
        item_of.append(items.ravel())
    item = np.concatenate(item_of)
    return RareGaps(
        rows=rows,
        pulling=np.hstack([D[rows], -answered[rows].astype(np.float64)]),
        pushing=np.hstack([D[rows], np.ones((len(rows), 1))]),
        row_of=np.concatenate(row_of),
        cells_of=tuple(np.flatnonzero(item == j) for j in range(answered.shape[1])),
        batches=tuple(batches),
    )


def _placing(items: IntArray, p: int) -> Any:
    """(p · p, m · m · k) sparse array of `Batch`."""
    from scipy import sparse

    pairs = (items[:, None] * p + items).ravel()
    entries = (np.ones(len(pairs)), (pairs, np.arange(len(pairs))))
    return sparse.csr_array(entries, shape=(p * p, len(pairs)))


def inverse(S: FloatArray) -> FloatArray:
    """Inverses of symmetric matrices by the sweep operator, all at once.

    Parameters
    ----------
    S : (k, k, …) array
        Positive definite matrices, which stand first.

    Returns
    -------
    (k, k, …) array
        All of a matrix NaN where it is singular or indefinite.

    References
    ----------
    .. [1] Goodnight (1979), A tutorial on the SWEEP operator, American Statistician 33(3).

    Examples
    --------
    >>> inverse(np.array([[2.0, 1.0], [1.0, 1.0]]))
    array([[ 1., -1.],
           [-1.,  2.]])
    """
    A = S.copy()
    floor = SINGULAR * np.einsum("ii...->i...", S)
    for i in range(len(A)):
        pivot = np.where(A[i, i] > floor[i], A[i, i], np.nan)
        column = A[:, i].copy()
        row = column / pivot
        A -= column[:, None] * row
        A[i] = A[:, i] = row
        A[i, i] = -1 / pivot
    return -A
