"""What has no replicates: numbers of answers, spread of scores, fit, prediction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample, Study, Values
from clientlens_csi.fit import fit
from clientlens_csi.solution import Solution
from clientlens_csi.structure import PRODUCT, PathStructure
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.values.exact_fit import FIT
from clientlens_csi.values.invariance import (
    DISTANCE_DIMS,
    MICOM_DIMS,
    invariance_values,
    micom_dims_of,
)
from clientlens_csi.values.prediction import (
    NO_LOADINGS,
    PREDICTION_DIMS,
    is_predicted,
    prediction_values,
)
from clientlens_csi.values.quantiles import score_quantiles
from clientlens_csi.values.respondents import counted, effective_respondents, respondents
from clientlens_csi.values.solved import solved, why_not

FIT_MEASURES = tuple(f"{name}{suffix}" for suffix in ("", "_saturated") for name in FIT)
"""Distances of the model, and of its measurement alone."""

ONCE_DIMS: Mapping[str, tuple[str, ...]] = {
    "n_respondents": (),
    "n_effective": (),
    "n_question": ("question",),
    "n_construct": ("construct",),
    "score_quantile": ("construct", "quantile"),
    **PREDICTION_DIMS,
    **dict.fromkeys(FIT_MEASURES, ()),
    **MICOM_DIMS,
    **DISTANCE_DIMS,
}


def once_dims_of(setup: Setup, options: CsiOptions) -> Mapping[str, tuple[str, ...]]:
    """`ONCE_DIMS` without what a model of this kind doesn't have, or isn't asked for."""
    left_out = set() if setup.is_plain else set(FIT_MEASURES)
    left_out |= set() if is_predicted(setup, options) else set(PREDICTION_DIMS)
    left_out |= {*MICOM_DIMS, *DISTANCE_DIMS} - set(micom_dims_of(setup, options))
    return {name: dims for name, dims in ONCE_DIMS.items() if name not in left_out}


def once_values(sample: Sample, study: Study, setup: Setup, options: CsiOptions) -> Values:
    """Every quantity that `once_dims_of` names, from the sample as answered.

    Parameters
    ----------
    sample : Sample
        Answers.
    study, setup, options
        The seed, the model, what is asked for.

    Returns
    -------
    Values
        Arrays without a replicate axis, or why there are none.
    """
    answered = sample.as_answered
    found = solved(answered, setup, options)
    reason = why_not(found, sample, setup, options)
    counts = counted(sample, setup, options)
    quantiles = Absent(reason) if reason else score_quantiles(answered, found, setup, counts)
    return {
        "n_respondents": np.asarray(float(respondents(sample, setup, options))),
        "n_effective": np.asarray(effective_respondents(sample, setup, options)),
        "n_question": sample.n_answered(setup.columns),
        "n_construct": _answered_constructs(sample, setup),
        "score_quantile": quantiles,
        **prediction_values(answered, study, setup, options, reason),
        **_fit(found, setup, reason),
        **invariance_values(sample, study, setup, options),
    }


def _answered_constructs(sample: Sample, setup: Setup) -> FloatArray:
    """(C,) respondents who answered any question of a construct."""
    answered = ~np.isnan(sample.answers(setup.columns))  # (n, p)
    columns = [_questions_behind(construct, setup) for construct in setup.reading.constructs]
    return np.array([answered[:, own].any(axis=1).sum() for own in columns], dtype=np.float64)


def _questions_behind(construct: str, setup: Setup) -> list[int]:
    """Numbers of the questions of a construct, of its parts, or of its factors."""
    design = setup.design
    members = [construct, *design.higher.get(construct, ()), *construct.split(PRODUCT)]
    own = {question for member in members for question in design.blocks.get(member, ())}
    return [i for i, question in enumerate(setup.columns) if question in own]


def _fit(found: Solution, setup: Setup, reason: str) -> Values:
    if not isinstance(setup.plan, PathStructure):
        return {}
    if reason:
        return dict.fromkeys(FIT_MEASURES, Absent(reason))
    whole = fit(found.estimates, setup.plan)
    measurement = fit(found.estimates, setup.plan, "saturated")
    values = [getattr(part, name)[0] for part in (whole, measurement) for name in FIT]
    known = {name: np.asarray(v) for name, v in zip(FIT_MEASURES, values, strict=True)}
    no_srmr = np.isnan(known["srmr"])
    why = Absent(NO_LOADINGS if no_srmr else "correlations of the questions have no inverse")
    return {name: why if np.isnan(value) else value for name, value in known.items()}
