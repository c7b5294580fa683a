"""Replicate weights: the one home of randomness.

A replicate is a row of weights over the n respondents. Row 0 is the sample as answered; the rows
after it are the draws, and behind these, where asked for, the jackknife rows that a BCa interval
needs. A row depends on the plan and on its own number alone, so chunks and jobs don't matter.
Permuted labels are rows of the same kind: a group that chance has made is a row of zeros and ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError

Method = Literal["bootstrap", "poisson", "bayesian", "jackknife", "none"]

_DRAWS_PER_BLOCK = 4_194_304
"""Random numbers drawn from one stream; it fixes the streams, so changing it changes results."""
_MOST_ROWS_PER_BLOCK = 64
_MOST_JACKKNIFE_ROWS = 1000
"""More units than that leave the sample in random groups (delete-a-group jackknife)."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_POISSON_TERMS = 32


@dataclass(frozen=True, slots=True, eq=False)
class ReplicatePlan:
    """How the rows of the weight matrix are made.

    Parameters
    ----------
    method : str
        ``bootstrap``: counts of a draw with replacement; ``poisson`` and ``bayesian``: Poisson(1)
        and exponential weights that are a pure function of seed, respondent and row;
        ``jackknife``: one unit left out; ``none``: the sample as answered alone.
    draws : int
        Number of rows after row 0; none for the jackknife.
    seed : int
        Seed of every random stream.
    base : (n,) array
        Design weights; ones where there are none. They multiply.
    unit : (n,) integer array
        The unit that each respondent is drawn with: itself, or its cluster. Units count from 0.
    keys : (m,) uint64 array or None
        Key of each of the m units, for ``poisson`` and ``bayesian``.
    jackknife_rows : int
        Rows behind the draws, each leaving out one unit or one random group of units.
    jackknife_before, jackknife_after : int
        Rows around these in which others leave out a unit, and here nobody is: those of other
        strata of one design.
    """

    method: Method
    draws: int
    seed: int
    base: FloatArray
    unit: IntArray
    keys: npt.NDArray[np.uint64] | None = None
    jackknife_rows: int = 0
    jackknife_before: int = 0
    jackknife_after: int = 0

    @property
    def units(self) -> int:
        """The number m of units that are drawn."""
        return int(self.unit.max()) + 1 if len(self.unit) else 0

    @property
    def rows(self) -> int:
        """The number of rows R of the weight matrix."""
        rows = self.jackknife_before + self.jackknife_rows + self.jackknife_after
        return 1 + self.draws + rows

    @property
    def kinds(self) -> tuple[str, ...]:
        """(R,) what each row is: ``answered``, ``draw`` or ``jackknife``."""
        return ("answered", *["draw"] * self.draws, *["jackknife"] * (self.rows - 1 - self.draws))

    @property
    def rows_per_block(self) -> int:
        """Rows that are drawn together: chunks of a multiple of it draw nothing twice."""
        return rows_per_block(self.units) if self.method == "bootstrap" else 1

    def concerns(self, mask: BoolArray) -> BoolArray:
        """(R,) whether a row may change what is estimated for the respondents in `mask` (n,).

        A jackknife row that leaves out nobody of a group says nothing of its sampling error.
        """
        concerned = np.ones(self.rows, dtype=bool)
        left_out = self._jackknife_group()[self.unit[mask]]
        concerned[1 + self.draws :] = np.isin(self._jackknife_numbers(), left_out)
        return concerned

    @property
    def leaves_out(self) -> BoolArray:
        """(R,) rows of the jackknife in which somebody of this sample is left out."""
        answered_and_draws = np.zeros(1 + self.draws, dtype=bool)
        return np.concatenate([answered_and_draws, self._jackknife_numbers() >= 0])

    def weights(self, start: int, stop: int) -> FloatArray:
        """(stop − start, n) rows ``start`` to ``stop`` of the weight matrix."""
        out = np.empty((stop - start, len(self.base)))
        rows = np.arange(start, stop)
        out[rows == 0] = 1.0
        is_draw = (rows > 0) & (rows <= self.draws)
        if is_draw.any():
            first, last = rows[is_draw][[0, -1]] - 1
            out[is_draw] = self._draw(int(first), int(last) + 1)[:, self.unit]
        is_jackknife = rows > self.draws
        if is_jackknife.any():
            left_out = self._jackknife_numbers()[rows[is_jackknife] - 1 - self.draws]
            out[is_jackknife] = self._leave_out(left_out)[:, self.unit]
        return np.asarray(out * self.base)

    def _draw(self, start: int, stop: int) -> FloatArray:
        """(stop − start, m) unit weights of the draws."""
        if self.method == "bootstrap":
            return bootstrap_counts(self.seed, self.units, start, stop)
        if self.keys is None:
            message = f"`{self.method}` weights are keyed: give `keys`, one for each unit"
            raise ValueError(message)
        keyed = poisson_weights if self.method == "poisson" else exponential_weights
        return keyed(self.seed, self.keys, start, stop)

    def _leave_out(self, rows: IntArray) -> FloatArray:
        """(len(rows), m) ones with zeros at the units that the row leaves out."""
        return np.asarray(self._jackknife_group() != rows[:, None], dtype=np.float64)

    def _jackknife_numbers(self) -> IntArray:
        """Number of each row behind the draws among those of this stratum; -1 outside of it."""
        around = (self.jackknife_before, self.jackknife_after)
        return np.pad(np.arange(self.jackknife_rows), around, constant_values=-1)

    def _jackknife_group(self) -> IntArray:
        """(m,) the jackknife row that leaves out each unit."""
        if self.jackknife_rows in (0, self.units):
            return np.arange(self.units)
        order = np.random.default_rng([self.seed, self.units]).permutation(self.units)
        return np.asarray(order % self.jackknife_rows)


def stratified(plans: Sequence[ReplicatePlan]) -> list[ReplicatePlan]:
    """Plans of strata that are drawn apart from each other, on the same rows.

    Draw r of one stands beside draw r of another. The jackknife leaves one unit out of one
    stratum at a time, the first one first.

    Examples
    --------
    >>> one = ReplicatePlan("jackknife", 0, 1, np.ones(2), np.arange(2), jackknife_rows=2)
    >>> first, second = stratified([one, one])
    >>> second.weights(1, 5)
    array([[1., 1.],
           [1., 1.],
           [0., 1.],
           [1., 0.]])
    """
    rows = np.array([plan.jackknife_rows for plan in plans])
    before = np.cumsum(rows) - rows
    after = rows.sum() - rows - before
    return [
        replace(plan, jackknife_before=int(b), jackknife_after=int(a))
        for plan, b, a in zip(plans, before, after, strict=True)
    ]


def seed_of(seed: int, purpose: str) -> int:
    """A seed of its own for `purpose`, such as a stratum, from the seed of a study."""
    words = np.random.SeedSequence([seed, *purpose.encode()]).generate_state(1, np.uint64)
    return int(words[0] >> np.uint64(1))


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Random numbers for what isn't a replicate, such as shuffling respondents into folds.

    Parameters
    ----------
    seed : int
        Seed of the study.
    purpose : str
        Names the stream; every purpose has its own.

    Examples
    --------
    >>> one, same = (generator(1, "folds").integers(1000) for _ in range(2))
    >>> bool(one == same)
    True
    """
    return np.random.default_rng([seed, *purpose.encode()])


def jackknife_rows_for(units: int) -> int:
    """How many jackknife rows `units` units get: one each, or a thousand random groups."""
    return min(units, _MOST_JACKKNIFE_ROWS)


def bootstrap_counts(seed: int, units: int, start: int, stop: int) -> FloatArray:
    """(stop − start, m) counts of m draws with replacement from m units.

    Examples
    --------
    >>> counts = bootstrap_counts(1, 5, 0, 3)
    >>> counts.sum(axis=1)
    array([5., 5., 5.])
    >>> np.array_equal(counts[2:], bootstrap_counts(1, 5, 2, 3))
    True
    """
    step = rows_per_block(units)
    blocks = [_count_block(seed, units, block) for block in range(start // step, -(-stop // step))]
    offset = start // step * step
    return np.concatenate(blocks)[start - offset : stop - offset]


def permuted_labels(
    seed: int, labels: npt.ArrayLike, start: int, stop: int, unit: npt.ArrayLike | None = None
) -> IntArray:
    """Labels dealt out anew among those who have them; the sizes of the groups stay.

    Parameters
    ----------
    seed : int
        Seed of the random stream.
    labels : (n,) integer array
        The group of each respondent.
    start, stop : int
        Rows asked for; row 0 holds the labels as they are.
    unit : (n,) integer array, optional
        The cluster of each respondent: whole clusters change their labels, all of whose members
        must share one. By default each respondent by itself.

    Returns
    -------
    (stop − start, n) integer array
        A row depends on seed, labels and its number alone.

    Raises
    ------
    RequestError
        The members of a cluster have several labels.

    References
    ----------
    .. [1] Good (2005), Permutation, Parametric, and Bootstrap Tests of Hypotheses, chapter 3.

    Examples
    --------
    >>> permuted_labels(1, [0, 0, 1], 0, 1)
    array([[0, 0, 1]])
    >>> np.sort(permuted_labels(1, [0, 0, 1], 1, 3), axis=1)
    array([[0, 0, 1],
           [0, 0, 1]])
    """
    given = np.asarray(labels, dtype=np.int64)
    if unit is None:
        return _permuted(seed, given, start, stop)
    _, first, member = np.unique(np.asarray(unit), return_index=True, return_inverse=True)
    of_cluster = given[first]
    if (of_cluster[member] != given).any():
        raise RequestError("a cluster can't be permuted whole: its members have several labels")
    return _permuted(seed, of_cluster, start, stop)[:, member]


def poisson_weights(seed: int, keys: npt.NDArray[np.uint64], start: int, stop: int) -> FloatArray:
    """(stop − start, m) Poisson(1) weights, each a pure function of seed, key and row."""
    terms = 1.0 / np.cumprod(np.maximum(np.arange(_POISSON_TERMS), 1))  # 1 / k!
    cumulative = np.cumsum(terms) / np.e
    uniform = _keyed_uniform(seed, keys, start, stop)
    return np.searchsorted(cumulative, uniform, side="right").astype(np.float64)


def exponential_weights(
    seed: int, keys: npt.NDArray[np.uint64], start: int, stop: int
) -> FloatArray:
    """(stop − start, m) Exp(1) weights of the Bayesian bootstrap, keyed as `poisson_weights`.

    References
    ----------
    .. [1] Rubin (1981), The Bayesian bootstrap, Ann. Statist. 9(1), 130-134. Dirichlet weights
           are exponential ones divided by their sum, and every weighted mean divides by it.
    """
    return -np.log1p(-_keyed_uniform(seed, keys, start, stop))


def keys_of(names: Sequence[str]) -> npt.NDArray[np.uint64]:
    """(m,) keys of respondent names: the same name has the same key in every file and wave."""
    from pandas.util import hash_array

    return np.asarray(hash_array(np.asarray(names, dtype=object), categorize=False))


def rows_per_block(units: int) -> int:
    """Rows of so many units that are drawn together, of resamples as of permutations."""
    return int(np.clip(_DRAWS_PER_BLOCK // max(units, 1), 1, _MOST_ROWS_PER_BLOCK))


def _count_block(seed: int, units: int, block: int) -> FloatArray:
    rows = rows_per_block(units)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block,)))
    drawn = rng.integers(units, size=(rows, units)) + np.arange(rows)[:, None] * units
    counts = np.bincount(drawn.ravel(), minlength=rows * units)
    return np.asarray(counts.reshape(rows, units), dtype=np.float64)


def _permuted(seed: int, labels: IntArray, start: int, stop: int) -> IntArray:
    """(stop − start, m) rows of permuted labels, drawn in the blocks of `bootstrap_counts`."""
    step = rows_per_block(len(labels))
    first, last = max(start - 1, 0) // step, -(-(stop - 1) // step)
    blocks = [_permuted_block(seed, labels, block) for block in range(first, last)]
    rows = np.concatenate([labels[None, :], *blocks])  # row 0, then those from 1 + first · step
    offset = first * step
    wanted = np.arange(start, stop)
    return rows[np.where(wanted == 0, 0, wanted - offset)]


def _permuted_block(seed: int, labels: IntArray, block: int) -> IntArray:
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block,)))
    return rng.permuted(np.tile(labels, (rows_per_block(len(labels)), 1)), axis=1)


def _keyed_uniform(seed: int, keys: npt.NDArray[np.uint64], start: int, stop: int) -> FloatArray:
    """(stop − start, m) uniforms in [0, 1): splitmix64 of the key, the seed and the row."""
    rows = np.arange(start, stop, dtype=np.uint64)[:, None]
    stream = _mix(np.array([seed], dtype=np.uint64) * _GOLDEN + np.uint64(1))
    bits = _mix(_mix(keys[None, :] ^ stream) + rows * _GOLDEN)  # (rows, m)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mix(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea & Flood 2014); it wraps around on purpose."""
    bits = bits + _GOLDEN
    bits = (bits ^ (bits >> np.uint64(30))) * _MIX_1
    bits = (bits ^ (bits >> np.uint64(27))) * _MIX_2
    return bits ^ (bits >> np.uint64(31))
