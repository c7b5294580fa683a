"""How many classes a mixture has, if any: by AIC3 and CAIC, and by how clearly they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clientlens_csi.segments.criteria import information_criteria, separation
from clientlens_csi.segments.mixture import (
    Effort,
    Mixture,
    Scores,
    classified,
    fit_mixture,
)

MOST_FITTED = 10_000
"""More respondents would sharpen the classes little and cost minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Mixtures by their number of classes, with criterion → number → value, and remarks."""

    mixtures: Mapping[int, Mixture]
    criteria: Mapping[str, Mapping[int, float]]
    remarks: tuple[str, ...] = ()

    def smallest(self, k: int) -> int:
        """Fewest respondents that are likeliest in one of the k classes."""
        likeliest = self.mixtures[k].probability.argmax(axis=1)
        return int(np.bincount(likeliest, minlength=k).min())

    def best(self, criterion: str) -> int:
        """Number of classes for which a criterion is smallest."""
        values = self.criteria[criterion]
        return min(values, key=lambda k: (values[k], k))


@dataclass(frozen=True, slots=True)
class Choice:
    """The number that is chosen, or why there are no segments; remarks on it."""

    k: int
    reason: str = ""
    remarks: tuple[str, ...] = ()


def fit_classes(
    scores: Scores, numbers: Sequence[int], effort: Effort, rng: np.random.Generator
) -> Classes:
    """Fit mixtures of several numbers of classes, among them one.

    A number whose every start ends in a class of a few respondents on a line is left out. Mixtures
    are fitted to `MOST_FITTED` respondents at most, drawn once for all numbers, and tell of
    everybody then.
    """
    fitted = _some(scores, rng)
    n = float(fitted.w.sum())
    mixtures: dict[int, Mixture] = {}
    criteria: dict[str, dict[int, float]] = {}
    for k in numbers:
        mixture = fit_mixture(fitted, k, effort, rng)
        if mixture is None:
            continue
        found = information_criteria(mixture.log_likelihood, scores.parameters(k), n)
        if k > 1 and 1 in mixtures:
            gained = mixture.log_likelihood - mixtures[1].log_likelihood
            found |= separation(mixture.probability, fitted.w, gained)
        mixtures[k] = replace(mixture, probability=classified(mixture, scores))
        for name, value in found.items():
            criteria.setdefault(name, {})[k] = value
    remark = f"the mixtures are fitted to {len(fitted.w)} of {len(scores.w)} drawn at random"
    return Classes(mixtures, criteria, (remark,) if len(fitted.w) < len(scores.w) else ())


def _some(scores: Scores, rng: np.random.Generator) -> Scores:
    n = len(scores.w)
    if n <= MOST_FITTED:
        return scores
    rows = np.sort(rng.choice(n, MOST_FITTED, replace=False))
    return replace(scores, Y=scores.Y[rows], w=scores.w[rows])


def choose_classes(
    classes: Classes, wanted: int | None, *, fewest: int, least_entropy: float
) -> Choice:
    """The number of classes that AIC3 and CAIC agree on, if they are large and clear enough.

    Parameters
    ----------
    classes : Classes
        The mixtures.
    wanted : int or None
        A number that is given; it must be large enough, and otherwise remarks tell of it.
    fewest : int
        Fewest respondents of a class.
    least_entropy : float
        Classes less clearly apart are none.

    Returns
    -------
    Choice
    """
    if wanted is not None:
        return _given(classes, wanted, fewest, least_entropy)
    by_aic3, by_caic = classes.best("aic3"), classes.best("caic")
    if by_aic3 != by_caic:
        reason = f"AIC3 is best with {by_aic3} classes and CAIC with {by_caic}"
        return Choice(0, reason)
    if by_aic3 == 1:
        return Choice(0, "one class describes the scores best, by AIC3 and CAIC")
    k = by_aic3
    reason = _too_small(classes, k, fewest) or _unclear(classes, k, least_entropy)
    return Choice(k, reason, _unfinished(classes, k))


def _given(classes: Classes, k: int, fewest: int, least_entropy: float) -> Choice:
    if k not in classes.mixtures:
        return Choice(0, f"every mixture of {k} classes closes in on a few respondents")
    unclear = _unclear(classes, k, least_entropy)
    remarks = (*((unclear,) if unclear else ()), *_unfinished(classes, k))
    return Choice(k, _too_small(classes, k, fewest), remarks)


def _too_small(classes: Classes, k: int, fewest: int) -> str:
    n = classes.smallest(k)
    if n >= fewest:
        return ""
    return f"the smallest of {k} classes has {n} respondents, fewer than {fewest}"


def _unclear(classes: Classes, k: int, least: float) -> str:
    entropy = classes.criteria["entropy"][k]
    if entropy >= least:
        return ""
    return (
        f"{k} classes aren't clearly apart: the entropy criterion is {entropy:.2f}, below {least}"
    )


def _unfinished(classes: Classes, k: int) -> tuple[str, ...]:
    mixture = classes.mixtures[k]
    if mixture.has_converged:
        return ()
    steps = len(mixture.history) - 1
    return (f"the likelihood of {k} classes still rose after {steps} steps",)
