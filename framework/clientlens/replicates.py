"""The replicates of a study: which units its uncertainty setting draws, and how often."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.config.study import Study
from clientlens.stats.resample import ReplicatePlan, jackknife_rows_for, keys_of
from clientlens.survey.answers import Answers


def plan_replicates(answers: Answers, study: Study) -> ReplicatePlan:
    """The replicate weights that a study asks for.

    Respondents are drawn one by one, or whole clusters of them with ``uncertainty.cluster``;
    a respondent whose cluster is unknown is a cluster of its own. Design weights multiply.
    """
    settings = study.uncertainty
    unit, names = _units(answers, settings.cluster)
    count = int(unit.max()) + 1
    draws = {"none": 0, "jackknife": count}.get(settings.method, settings.replicates)
    is_keyed = settings.method in ("poisson", "bayesian")
    needs_jackknife = settings.interval == "bca" and settings.method not in ("none", "jackknife")
    return ReplicatePlan(
        method=settings.method,
        draws=draws,
        seed=settings.seed,
        base=np.ones(len(answers)) if answers.weights is None else answers.weights,
        unit=unit,
        keys=keys_of(names) if is_keyed and names is not None else None,
        jackknife_rows=jackknife_rows_for(count) if needs_jackknife else 0,
    )


def _units(answers: Answers, cluster: str | None) -> tuple[npt.NDArray[np.int64], list[str] | None]:
    """(n,) unit of each respondent, and the names of the units where they have one."""
    if cluster is None:
        names = None if answers.ids is None else [str(name) for name in answers.ids]
        return np.arange(len(answers)), names
    labels = [
        f"?{row}" if value is None else f"={value}"
        for value, row in zip(answers.attributes[cluster], answers.rows, strict=True)
    ]
    found, unit = np.unique(np.array(labels), return_inverse=True)
    return unit.astype(np.int64), [str(name) for name in found]
