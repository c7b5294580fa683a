"""The outcomes: every conclusion in every universe, as one matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.multiverse.summaries import PRIORITY

if TYPE_CHECKING:
    import pandas as pd

CLASS, TOP = "class", "top"
"""Conclusions that aren't numbers: the class of an indicator; whether it is among the first few."""

Label = tuple[str, str, str]
"""Model, conclusion, subject."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What U universes say of Q conclusions.

    Attributes
    ----------
    labels : tuple of (model, conclusion, subject)
        The Q conclusions.
    values : (U, Q) array
        Numbers; positions in `classes`; 1 and 0 for among the first few or not; NaN for unknown.
    classes : tuple of str
        The classes of all models.
    """

    labels: tuple[Label, ...]
    values: FloatArray
    classes: tuple[str, ...] = ()

    @property
    def are_numbers(self) -> BoolArray:
        """(Q,) whether a conclusion is a number; otherwise two universes agree or they don't."""
        return np.array([conclusion not in (CLASS, TOP) for _, conclusion, _ in self.labels])


def outcomes_of(
    universes: Sequence[str], numbers: pd.DataFrame, classes: pd.DataFrame, first: pd.DataFrame
) -> Outcomes:
    """The outcomes of universes.

    Parameters
    ----------
    universes : sequence of str
        Their codes, which order the rows.
    numbers, classes : pandas.DataFrame
        ``estimates`` and ``classes`` as in a `Sweep`.
    first : pandas.DataFrame
        Who is among the first few, see `first_few`.
    """
    known = tuple(dict.fromkeys(classes["class"]))
    positions = {code: i for i, code in enumerate(known)}
    coded = classes.assign(
        quantity=CLASS, subject=classes["indicator"], value=classes["class"].map(positions)
    )
    parts = [
        spread(coded, "value", universes),
        spread(first, "value", universes),
        spread(numbers, "estimate", universes),
    ]
    columns = {label: values for part in parts for label, values in part.items()}
    values = np.stack([*columns.values()], axis=1) if columns else np.empty((len(universes), 0))
    return Outcomes(tuple(columns), values, known)


def spread(frame: pd.DataFrame, value: str, universes: Sequence[str]) -> dict[Label, FloatArray]:
    """Model, quantity and subject → (U,) what the universes say, NaN where they don't."""
    position = {code: i for i, code in enumerate(universes)}
    columns: dict[Label, FloatArray] = {}
    cells = (frame[name] for name in ("universe", "model", "quantity", "subject", value))
    for universe, model, quantity, subject, cell in zip(*cells, strict=True):
        label = (str(model), str(quantity), str(subject))
        if label not in columns:
            columns[label] = np.full(len(universes), np.nan)
        columns[label][position[universe]] = cell
    return columns


def first_few(numbers: pd.DataFrame, top: int) -> pd.DataFrame:
    """Which indicators have the highest priority: 1 for the first `top`, 0 for the others.

    All that tie with the last of the first are among them.
    """
    found = numbers[numbers["quantity"] == PRIORITY]
    ranks = found.groupby(["universe", "model"], sort=False)["estimate"].rank(
        method="min", ascending=False
    )
    value = (ranks <= top).astype(float)
    return found[["universe", "model", "subject"]].assign(quantity=TOP, value=value)


def told_apart(numbers: pd.DataFrame) -> FloatArray:
    """1 where the interval of a difference leaves out 0, 0 where it doesn't, NaN without one."""
    low, high = (numbers[f"difference_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
    outside = ((low > 0) | (high < 0)).astype(float)
    return np.asarray(np.where(np.isnan(low) | np.isnan(high), np.nan, outside))


def switches(picks: Sequence[tuple[str, ...]], choice: int) -> npt.NDArray[np.int64]:
    """(P, 2) pairs of universes that differ in one choice alone.

    Parameters
    ----------
    picks : sequence of tuple
        The options of each universe, choice by choice.
    choice : int
        The position of the choice.

    Examples
    --------
    >>> switches([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")], choice=0).tolist()
    [[0, 2], [1, 3]]
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for number, picked in enumerate(picks):
        alike.setdefault(picked[:choice] + picked[choice + 1 :], []).append(number)
    pairs = [
        (i, j) for found in alike.values() for n, i in enumerate(found) for j in found[n + 1 :]
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
