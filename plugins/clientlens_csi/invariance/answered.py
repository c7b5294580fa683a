"""The answers of the groups that are compared, and what is common to all of their tests."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clientlens.stats.moments import weighted_mean
from clientlens_csi.layout import FloatArray, IntArray
from clientlens_csi.moments import Missing


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Respondents of all groups that are compared, and of no other.

    Attributes
    ----------
    X : (n, p) array
        Answers, NaN where missing.
    w : (n,) array
        Weights of the respondents.
    labels : (n,) integer array
        The group of each, counted from 0.
    missing : str
        What is done about missing answers.
    unit : (n,) integer array or None
        The cluster that each is dealt out with; None for each by itself.
    """

    X: FloatArray
    w: FloatArray
    labels: IntArray
    missing: Missing = "mean"
    unit: IntArray | None = None

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self.labels.max()) + 1

    def standardised_within(self) -> Answered:
        """The same with every question at mean 0 and variance 1 in each group.

        A question without variance in a group stays at 0 there.
        """
        X = np.array(self.X)
        for group in range(self.groups):
            own = self.labels == group
            X[own] = _standardised(self.X[own], self.w[own])
        return replace(self, X=X)


@dataclass(frozen=True, slots=True)
class Chance:
    """How a permutation test is done.

    Attributes
    ----------
    permutations : int
        How often the groups are dealt out.
    level : float
        Level of the test.
    seed : int
        Where chance comes from.
    within : bool
        Whether questions are standardised within the groups before these are dealt out.
    """

    permutations: int
    level: float
    seed: int
    within: bool = True


def _standardised(X: FloatArray, w: FloatArray) -> FloatArray:
    W = w[None]
    centred = X - weighted_mean(W, X)
    deviation = np.sqrt(weighted_mean(W, centred**2))
    return np.asarray(centred / np.where(deviation > 0, deviation, 1.0))
