"""The replicates of a study: which units its uncertainty setting draws, and how often."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.config.study import Study
from clientlens.errors import AnswersError, Place, Problem
from clientlens.stats.resample import ReplicatePlan, jackknife_rows_for, keys_of, seed_of
from clientlens.survey.answers import Answers

_FEWEST_UNITS = 2


def plan_replicates(answers: Answers, study: Study, role: str | None = None) -> ReplicatePlan:
    """The replicate weights that a study asks for.

    Respondents are drawn one by one, or whole clusters of them with ``uncertainty.cluster``;
    a respondent whose cluster is unknown is a cluster of its own. Design weights multiply.

    Parameters
    ----------
    answers : Answers
        Those kept, of the clients or of a role.
    study : Study
        The whole study.
    role : str, optional
        The role; it is drawn apart from the clients, and one by one where it hasn't the attribute
        that makes clusters.
    """
    settings = study.uncertainty
    is_keyed = settings.method in ("poisson", "bayesian")
    cluster = settings.cluster if settings.cluster in answers.attributes else None
    unit, names = _units(answers, cluster, is_keyed=is_keyed)
    count = int(unit.max()) + 1
    if count < _FEWEST_UNITS and settings.method != "none":
        raise AnswersError(_too_few(answers, cluster))
    draws = 0 if settings.method in ("none", "jackknife") else settings.replicates
    needs_jackknife = settings.method == "jackknife" or (draws and settings.interval == "bca")
    return ReplicatePlan(
        method=settings.method,
        draws=draws,
        # A cluster has one key, and is drawn alike with all who belong to it.
        seed=settings.seed if role is None or cluster else seed_of(settings.seed, role),
        base=_design_weights(answers),
        unit=unit,
        keys=keys_of(names) if is_keyed and names is not None else None,
        jackknife_rows=jackknife_rows_for(count) if needs_jackknife else 0,
    )


def _design_weights(answers: Answers) -> FloatArray:
    """(n,) design weights with the mean one: their unit says nothing, and might overflow."""
    if answers.weights is None:
        return np.ones(len(answers))
    shares = answers.weights / answers.weights.max()
    return np.asarray(shares / shares.mean())


def _too_few(answers: Answers, cluster: str | None) -> Problem:
    what = f"all belong to one '{cluster}'" if cluster else "there is one respondent alone"
    hint = "Say  uncertainty: {method: none}  to go without intervals."
    place = Place(answers.source.path)
    return Problem(f"nothing can be resampled: {what}", place, hint)


def _units(
    answers: Answers, cluster: str | None, *, is_keyed: bool
) -> tuple[npt.NDArray[np.int64], list[str] | None]:
    """(n,) unit of each respondent, and the names of the units where they have one."""
    if cluster is None:
        names = None if answers.ids is None else [str(name) for name in answers.ids]
        if not is_keyed or names is None:
            return np.arange(len(answers)), names
        found, unit = np.unique(np.array(names), return_inverse=True)  # one client, one weight
        return unit.astype(np.int64), [str(name) for name in found]
    column = answers.attributes[cluster]
    if is_keyed and answers.ids is None and any(value is None for value in column):
        hint = "Name the column of respondent ids under survey.respondent_id."
        message = f"a respondent without '{cluster}' has no key for its weights"
        raise AnswersError(Problem(message, Place(answers.source.path), hint))
    own = answers.rows if answers.ids is None else answers.ids
    labels = [
        f"?{name}" if value is None else f"={value}"
        for value, name in zip(column, own, strict=True)
    ]
    found, unit = np.unique(np.array(labels), return_inverse=True)
    return unit.astype(np.int64), [str(name) for name in found]
