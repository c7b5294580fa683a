"""The weighting by a path model: what an indicator moves in the satisfaction index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Absent,
    BoolArray,
    Family,
    FloatArray,
    Options,
    Problem,
    Sample,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
    did_you_mean,
)
from clientlens_csi.model import Csi
from clientlens_csi.study.options import CsiOptions


class PathModelOptions(Options):
    """Options of the weighting by a path model."""

    model: str = Field(
        "csi", description="Entry under `models` that is a path model of all these indicators."
    )


class PathModelWeighting(Weighting):
    """Children weigh by their importance in a path model: outer weights × total effects.

    References
    ----------
    .. [1] Ringle & Sarstedt (2016), Gain more insight from your PLS-SEM results: the
           importance-performance map analysis, Industrial Management & Data Systems 116(9).
    """

    name = "path_model"
    rests_on_models = True
    Options = PathModelOptions

    def check(
        self,
        study: Study,
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,
    ) -> Iterable[Problem]:
        """The entry is there, is a path model, and rates every indicator that is weighed."""
        options: PathModelOptions = choice.options  # type: ignore[assignment]
        entry = study.models.get(options.model)
        if entry is None or entry.use != Csi.name:
            known = [name for name, other in study.models.items() if other.use == Csi.name]
            hint = did_you_mean(options.model, known) or "Write one under 'models:'."
            message = f"the study has no path model '{options.model}'"
            yield study.problem(message, *choice.path, hint=hint)
        elif isinstance(entry.options, CsiOptions) and entry.options.method != "structural":
            hint = "Name one with  method: structural."
            message = f"'{options.model}' is a weighted index, which needs weights itself"
            yield study.problem(message, *choice.path, hint=hint)

    def weigh(
        self,
        family: Family,
        options: PathModelOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """Shares of the importance of the children; a dimension has that of its indicators."""
        importance = _importance(family.sample, family.study, options.model)
        own = family.members.astype(np.float64)  # (k, J)
        is_asked: BoolArray = own.sum(axis=0) > 0
        known = np.asarray(~np.isnan(importance[:, is_asked]).any(axis=1))
        total = np.where(known[:, None], np.nan_to_num(importance) @ own.T, np.nan)  # (R, k)
        whole = total.sum(axis=1)
        is_weight = (total >= 0).all(axis=1) & (whole > 0)
        values = total / np.where(is_weight, whole, np.nan)[:, None]
        return Weights(values, _reason(family, importance[0], total[0]))


def _importance(sample: Sample, study: Study, model: str) -> FloatArray:
    """(R, J) importance of the indicators, NaN where the model has none.

    The model is estimated once for all families.
    """

    def compute() -> FloatArray:
        options: CsiOptions = study.models[model].options  # type: ignore[assignment]
        found = Csi().estimate(sample, study, options).get("importance")
        if found is None or isinstance(found, Absent):
            return np.full((len(sample.weights), len(sample.hierarchy.indicators)), np.nan)
        return found

    return sample.remembered(f"{Csi.name}.weighting.{model}", compute)


def _reason(family: Family, importance: FloatArray, total: FloatArray) -> str:
    """Why there are no weights in the sample as answered; empty where there are."""
    indicators = family.sample.hierarchy.indicators
    unknown = [
        code
        for j, code in enumerate(indicators)
        if family.members[:, j].any() and np.isnan(importance[j])
    ]
    if unknown:
        return f"the path model gives '{unknown[0]}' no importance"
    if (total < 0).any():
        child = family.children[int(np.argmin(total))]
        return f"the path model gives '{child}' an importance below zero"
    return "" if total.sum() > 0 else "the path model gives no importance to anything"
