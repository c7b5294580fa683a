"""The suppression: which groups can't be shown, since they or their differences are too small.

Every average of a group can be had by subtraction where the rest is shown. So it isn't enough that
a group is large: whatever is left of it without the groups within it that are shown must be nobody
or large as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from clientlens.survey.levels import Levels

Key = tuple[str, str]
"""An attribute and one of its values."""
_NOTHING = 1e-8
_MOST_TOGETHER = 4
_MOST_TRIED = 20_000


def shown_values(
    columns: Mapping[str, ObjectArray], attribute: str, minimum: int, beside: Collection[str]
) -> dict[str, BoolArray]:
    """Value of an attribute → (n,) who has it, sorted; without those that can't be shown.

    Parameters
    ----------
    columns : mapping
        Attribute → (n,) values, None where unknown.
    attribute : str
        Whose values are asked for.
    minimum : int
        ``report.minimum_group``.
    beside : collection of str
        Attributes whose groups are shown as well; what they hide of `attribute` stays hidden.
    """
    levels = Levels.of(columns[attribute])
    hidden = {(attribute, value) for value in _hidden(levels, minimum)}
    if beside:
        hidden |= hidden_groups({name: columns[name] for name in beside}, minimum)
    if beside and attribute not in beside:
        known = {name: columns[name] for name in (*beside, attribute)}
        hidden = hidden_groups(known, minimum, hidden, kept=beside)
    return {
        value: mask for value, mask in levels.masks().items() if (attribute, value) not in hidden
    }


def hidden_values(column: ObjectArray, minimum: int) -> set[str]:
    """The values of an attribute that can't be shown.

    Those not shown, the unknown ones among them, are none or at least `minimum` respondents.
    """
    return _hidden(Levels.of(column), minimum)


def _hidden(levels: Levels, minimum: int) -> set[str]:
    sizes = dict(zip(levels.values, levels.sizes.tolist(), strict=True))
    n = len(levels.codes)
    shown = {value: size for value, size in sizes.items() if size >= minimum}
    while shown and 0 < n - sum(shown.values()) < minimum:
        del shown[min(shown, key=lambda value: (shown[value], value))]
    return set(sizes) - set(shown)


def hidden_groups(
    columns: Mapping[str, ObjectArray],
    minimum: int,
    before: Collection[Key] = (),
    kept: Collection[str] = (),
) -> set[Key]:
    """The groups that can't be shown, of several attributes at once.

    A client class and the same class at each stage overlap: the class without those of its stages
    that are shown is the stage that isn't. So no sum over fewer than `minimum` respondents may be
    a combination of the sums over the groups that are shown; where one is, the smallest group
    that it takes isn't shown either.

    Parameters
    ----------
    columns : mapping
        Attribute → (n,) values, None where unknown.
    minimum : int
        ``report.minimum_group``.
    before : collection of (str, str)
        Groups that are hidden in any case.
    kept : collection of str
        Attributes whose other groups are shown in any case, so that hiding them would not help.
    """
    levels = {name: Levels.of(column) for name, column in columns.items()}
    alone = {(name, value) for name, own in levels.items() for value in _hidden(own, minimum)}
    hidden = alone | set(before)
    if len(columns) < 2:  # noqa: PLR2004  groups by one attribute don't overlap
        return hidden
    atoms = _Atoms.of(levels)
    while told := _told(atoms, hidden, minimum, kept):
        hidden.add(told)
    return hidden


def hidden_answers(members: BoolArray, answered: BoolArray, minimum: int) -> BoolArray:
    """Which questions can't be shown of the groups by one attribute, since some didn't answer them.

    Parameters
    ----------
    members : (G, n) boolean array
        Who belongs to each group that is shown; nobody to two of them.
    answered : (n, p) boolean array
        Who answered which question.
    minimum : int
        ``report.minimum_group``.

    Returns
    -------
    (G, p) boolean array
        Questions that few of a group answered, and of the smallest others as many as it takes
        until the answers of those that are left of everybody are none or at least `minimum`.

    Examples
    --------
    All answer the first question, and of the second group one alone the second:

    >>> members = np.array([[True] * 6 + [False] * 6, [False] * 6 + [True] * 6])
    >>> answered = np.array([[True, k < 7] for k in range(12)])
    >>> hidden_answers(members, answered, 5)
    array([[False,  True],
           [False,  True]])
    """
    counts = np.array([answered[own].sum(axis=0) for own in members], dtype=np.int64)
    counts = counts.reshape(len(members), answered.shape[1])  # (G, p)
    total = answered.sum(axis=0)
    hidden = (counts > 0) & (counts < minimum)
    while True:
        shown = np.where(hidden, 0, counts)
        rest = total - shown.sum(axis=0)
        told = (rest > 0) & (rest < minimum) & (total >= minimum) & (shown > 0).any(axis=0)
        if not told.any():
            return hidden
        smallest = np.where(shown > 0, shown, len(answered) + 1).argmin(axis=0)  # (p,)
        hidden[smallest[told], told] = True


@dataclass(frozen=True, slots=True, eq=False)
class _Atoms:
    """Respondents who are alike in every attribute: how many, and which groups hold them.

    ``sizes`` (m,) counts them; ``groups`` says of each group (m,) whether it holds them.
    """

    sizes: IntArray
    groups: Mapping[Key, BoolArray]

    @classmethod
    def of(cls, levels: Mapping[str, Levels]) -> _Atoms:
        kind = np.zeros(len(next(iter(levels.values())).codes), dtype=np.int64)  # (n,)
        for own in levels.values():  # numbered anew at each step, so that they stay small
            kind = np.unique(kind * (len(own.values) + 1) + own.codes + 1, return_inverse=True)[1]
        _, someone, sizes = np.unique(kind, return_index=True, return_counts=True)
        groups = {
            (name, value): np.asarray(own.codes[someone] == k, dtype=bool)
            for name, own in levels.items()
            for k, value in enumerate(own.values)
        }
        return cls(np.asarray(sizes, dtype=np.int64), groups)


def _told(atoms: _Atoms, hidden: set[Key], minimum: int, kept: Collection[str]) -> Key | None:
    """A group that must be hidden, since too few respondents could be told from it."""
    shown = [key for key in atoms.groups if key not in hidden]
    masks = [np.ones(len(atoms.sizes), dtype=bool), *(atoms.groups[key] for key in shown)]
    A = np.array(masks, dtype=np.float64)  # (1 + G, m), everybody first
    taken = _taken_by_rest(A, shown, atoms.sizes, minimum)
    if not taken.any():
        few = small_combination(A, atoms.sizes, minimum)
        if few is None:
            return None
        share = np.linalg.pinv(A @ A.T, rcond=_NOTHING, hermitian=True) @ (A @ few)
        taken = abs(share[1:]) > _NOTHING
    size = A[1:] @ atoms.sizes
    return min((shown[i][0] in kept, size[i], shown[i]) for i in np.flatnonzero(taken))[2]


def _taken_by_rest(A: FloatArray, shown: list[Key], sizes: IntArray, minimum: int) -> BoolArray:
    """(G,) the groups by one attribute that leave too few of another, or of everybody, and it."""
    common = (A * sizes) @ A[1:].T  # (1 + G, G) respondents in both
    size = A @ sizes
    is_inside = (common == size[1:]) & (common < size[:, None])
    attributes = np.array([name for name, _ in shown])
    for attribute in dict.fromkeys(attributes.tolist()):
        own = is_inside & (attributes == attribute)
        rest = size - own @ size[1:]
        told = own.any(axis=1) & (rest > 0) & (rest < minimum)
        if told.any():
            whole = np.arange(len(shown)) == told.argmax() - 1  # the first row is everybody
            return np.asarray(own[told.argmax()] | whole, dtype=bool)
    return np.zeros(len(shown), dtype=bool)


def small_combination(A: FloatArray, sizes: IntArray, minimum: int) -> FloatArray | None:
    """Few respondents whose sum is a combination of the sums over groups; None where none are.

    Parameters
    ----------
    A : (G, m) array
        Whether each group holds the respondents of each of m kinds.
    sizes : (m,) integer array
        How many respondents there are of each kind.
    minimum : int
        Fewer are few.

    Returns
    -------
    (m,) array or None
        1 for the kinds whose sum can be had.

    Notes
    -----
    Combinations that take nobody of the large kinds are a small space. Of its reduced echelon form
    a sum over some small kinds takes the rows whose pivots are among them; up to four are tried
    together.
    """
    is_small = sizes < minimum
    large = A[:, ~is_small]
    values, vectors = np.linalg.eigh(large @ large.T)
    alone = vectors[:, values < _NOTHING * max(A.shape)].T @ A[:, is_small]  # (d, small kinds)
    own = sizes[is_small]
    rows = _echelon(alone)
    # Rows that are sums over enough respondents only grow together.
    mixed = [row for row in rows if (row < -_NOTHING).any() or row @ own < minimum]
    near = [row for row in rows if any(np.abs(row) @ np.abs(other) > _NOTHING for other in mixed)]
    for k in range(1, 1 + min(minimum - 1, len(near), _MOST_TOGETHER)):
        for some in itertools.islice(itertools.combinations(near, k), _MOST_TRIED):
            total = np.sum(some, axis=0)
            is_sum = (np.minimum(abs(total), abs(total - 1)) < _NOTHING).all()
            if is_sum and 0 < total @ own < minimum - _NOTHING:
                found = np.zeros(len(sizes))
                found[is_small] = np.round(total)
                return found
    return None


def _echelon(A: FloatArray) -> FloatArray:
    """The rows of the reduced echelon form."""
    R = A.copy()
    r = 0
    for column in range(A.shape[1]):
        if r == len(R):
            break
        p = r + int(abs(R[r:, column]).argmax())
        if abs(R[p, column]) < _NOTHING:
            continue
        R[[r, p]] = R[[p, r]]
        R[r] /= R[r, column]
        others = np.arange(len(R)) != r
        R[others] -= np.outer(R[others, column], R[r])
        r += 1
    return R[:r]
