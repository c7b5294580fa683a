"""The numbers of a model with their labels, and where two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.model import Values
from clientlens.results.estimates import Absent

Dims = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """What a model returned of one sample.

    Attributes
    ----------
    values : mapping
        Quantity → array or why it is absent.
    dims : mapping
        Quantity → its dims, those of replicates left out.
    labels : mapping
        Dim → labels.
    rows : int or None
        Replicates, which come first; None where there are none.
    """

    values: Values
    dims: Dims
    labels: Mapping[str, Sequence[str]]
    rows: int | None

    def array(self, name: str) -> FloatArray | None:
        """A quantity (R, …), or (1, …) without replicates; None where it is absent or misshapen."""
        value = self.values.get(name)
        if value is None or isinstance(value, Absent) or not self.is_labelled(name):
            return None
        found = np.asarray(value, dtype=np.float64)
        found = found[None] if self.rows is None else found
        return found if found.shape == self.shape(name) else None

    def is_labelled(self, name: str) -> bool:
        """Whether a quantity is declared, with dims that have labels."""
        return name in self.dims and all(dim in self.labels for dim in self.dims[name])

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape that a quantity is declared to have, replicates first."""
        return (self.rows or 1, *(len(self.labels[dim]) for dim in self.dims[name]))

    def row(self, number: int) -> Numbers:
        """One replicate alone."""
        kept = {
            name: value if isinstance(value, Absent) else np.asarray(value)[number : number + 1]
            for name, value in self.values.items()
            if isinstance(value, Absent) or self.array(name) is not None
        }
        return Numbers(kept, self.dims, self.labels, 1)

    def where(self, name: str, position: Sequence[int]) -> str:
        """What stands at a position of a quantity, in words."""
        row, *own = position
        parts = [
            f"{dim} '{self.labels[dim][i]}'" for dim, i in zip(self.dims[name], own, strict=True)
        ]
        if self.rows is not None and self.rows > 1:
            parts.append(f"replicate {row}")
        return ", ".join([f"'{name}'", *parts])


def difference(one: Numbers, other: Numbers, tolerance: float) -> str:
    """The largest difference of two, label by label, in words; nothing where they agree."""
    return next(_differences(one, other, tolerance), "")


def _differences(one: Numbers, other: Numbers, tolerance: float) -> Iterator[str]:
    for name in one.dims:
        a, b = one.values.get(name), other.values.get(name)
        if isinstance(a, Absent) != isinstance(b, Absent):
            reason = (
                a.reason if isinstance(a, Absent) else b.reason if isinstance(b, Absent) else ""
            )
            yield f"'{name}' is there once and absent once: {reason}"
        X, Y = one.array(name), _aligned(one, other, name)  # (R, …)
        if X is not None and Y is not None:
            yield from _difference(one, name, X, Y, tolerance)
        elif X is not None and other.array(name) is not None:
            yield f"'{name}' has other labels"


def _aligned(one: Numbers, other: Numbers, name: str) -> FloatArray | None:
    """A quantity of the other in the order of the labels of the first."""
    if not one.is_labelled(name):
        return None
    Y = other.array(name)
    for axis, dim in enumerate(one.dims[name], start=1):
        known = list(other.labels.get(dim, ()))
        if Y is None or set(known) != set(one.labels[dim]):
            return None
        Y = Y.take([known.index(label) for label in one.labels[dim]], axis=axis)
    return Y


def _difference(
    one: Numbers, name: str, X: FloatArray, Y: FloatArray, tolerance: float
) -> Iterator[str]:
    same = np.isclose(X, Y, rtol=tolerance, atol=tolerance, equal_nan=True)
    if same.all():
        return
    with np.errstate(invalid="ignore"):
        distance = np.where(same, 0.0, np.nan_to_num(abs(X - Y), nan=np.inf))
    at = np.unravel_index(int(distance.argmax()), X.shape)
    where = one.where(name, [int(i) for i in at])
    yield f"{where} is {X[at]:.6g} once and {Y[at]:.6g} once"
