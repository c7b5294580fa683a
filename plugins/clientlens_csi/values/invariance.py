"""Measurement invariance between the groups of an attribute, as a study asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from itertools import combinations

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, FloatArray, IntArray, Sample, Study, Values
from clientlens.stats.resample import seed_of
from clientlens_csi.invariance.answered import Answered, Chance
from clientlens_csi.invariance.distance import DISTANCES, GroupDistance, group_distance
from clientlens_csi.invariance.micom import Micom, micom
from clientlens_csi.invariance.permuted import Tested
from clientlens_csi.moderation import Moderation
from clientlens_csi.moments import Missing
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.options import CsiOptions, MicomOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.values.respondents import counted, filled

PAIR_SIGN = "~"
FEW = 30
"""Groups of fewer are too small for the test to find anything; a study may ask for it anyway."""

STEPS = ("composition", "mean", "variance")
_ENDS = tuple(field.name for field in fields(Tested))

MICOM_DIMS: Mapping[str, tuple[str, ...]] = {
    **{f"micom_{step}_{end}": ("micom_pair", "construct") for step in STEPS for end in _ENDS},
    "micom_obstacle": ("micom_pair", "question"),
    **dict.fromkeys(("micom_status", "micom_n", "micom_n_other", "micom_failed"), ("micom_pair",)),
}
DISTANCE_DIMS: Mapping[str, tuple[str, ...]] = {
    **{f"group_distance_{end}": ("group_distance",) for end in _ENDS},
    **dict.fromkeys(("group_distance_groups", "group_distance_failed", "group_distance_n"), ()),
}


class Status(IntEnum):
    """Whether two groups could be compared, and why not."""

    TESTED = 0
    TOO_FEW = 1
    NOT_ANSWERED = 2
    """Step 1 fails: hardly anybody of a group answered a question, as if it weren't asked there."""
    SAME_ANSWER = 3
    """Step 1 fails: everybody of a group gave a question the same answer."""
    NO_ESTIMATE = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The groups that are compared: value → who belongs to it, of the respondents who count."""

    masks: Mapping[str, BoolArray]
    X: FloatArray
    w: FloatArray
    unit: IntArray | None
    missing: Missing
    options: MicomOptions
    minimum: int

    def n(self, value: str) -> int:
        return int(self.masks[value].sum())

    def obstacles(self, values: Sequence[str]) -> FloatArray:
        """(p,) what keeps questions from measuring alike in all of these groups."""
        out = np.zeros(self.X.shape[1])
        for value in values:
            own = self.X[self.masks[value]]
            has_answer = ~np.isnan(own)
            spread = np.where(has_answer, own, -np.inf).max(axis=0) - np.where(
                has_answer, own, np.inf
            ).min(axis=0)
            out[spread == 0] = Status.SAME_ANSWER
            out[has_answer.sum(axis=0) < self.minimum] = Status.NOT_ANSWERED
        return out

    def part(self, values: Sequence[str]) -> Answered:
        """Respondents of some groups, which count from 0 in this order."""
        label = np.full(len(self.X), -1)
        for i, value in enumerate(values):
            label[self.masks[value]] = i
        own = label >= 0
        unit = self.unit
        if unit is not None:
            unit = unit[own] if _are_whole(unit[own], label[own]) else None
        return Answered(self.X[own], self.w[own], label[own], self.missing, unit)

    def chance(self, study: Study, purpose: str) -> Chance:
        """How a test for this purpose is done."""
        asked = self.options
        return Chance(
            asked.permutations,
            asked.level,
            seed_of(study.uncertainty.seed, f"{purpose}.{asked.by}"),
            within=asked.standardise == "within_groups",
        )


def _are_whole(unit: IntArray, label: IntArray) -> bool:
    """Whether every cluster belongs to one group, so that it can be dealt out whole."""
    pairs = np.unique(np.stack([unit, label]), axis=1)
    return bool(len(np.unique(pairs[0])) == pairs.shape[1])


def micom_dims_of(setup: Setup, options: CsiOptions) -> Mapping[str, tuple[str, ...]]:
    """What is tested where the study asks for it; the overall test is for plain models."""
    if options.micom is None:
        return {}
    return {**MICOM_DIMS, **(DISTANCE_DIMS if setup.is_plain else {})}


def pairs_of(study: Study, options: CsiOptions) -> list[tuple[str, str]]:
    """Every two values of the attribute, in the order of the study."""
    if options.micom is None or options.micom.by not in study.respondents:
        return []
    values = list(dict.fromkeys(study.respondents[options.micom.by].values.values()))
    return list(combinations(values, 2)) if len(values) <= options.micom.most else []


def invariance_values(sample: Sample, study: Study, setup: Setup, options: CsiOptions) -> Values:
    """Every quantity that `micom_dims_of` names.

    Parameters
    ----------
    sample : Sample
        Everybody; a group isn't parted further, and gives NaN.
    study, setup, options
        The seed, the model, what is compared.

    Returns
    -------
    Values
        Empty where the study doesn't ask for it.
    """
    dims = micom_dims_of(setup, options)
    asked = options.micom
    if asked is None:
        return {}
    pairs = pairs_of(study, options)
    empty = _empty(dims, pairs, setup)
    if not sample.is_everybody:
        return empty
    groups = _groups(sample, study, setup, options, asked)
    reason = _why_not(groups, study, asked)
    if reason:
        return dict.fromkeys(dims, Absent(reason))
    out = {name: np.array(array) for name, array in empty.items()}
    for i, pair in enumerate(pairs):
        if set(pair) <= set(groups.masks):
            for name, value in _compared(pair, groups, study, setup).items():
                out[name][i] = value
    return {**out, **(_overall(groups, study, setup) if setup.is_plain else {})}


def _empty(
    dims: Mapping[str, tuple[str, ...]], pairs: Sequence[object], setup: Setup
) -> dict[str, FloatArray]:
    sizes = {
        "micom_pair": len(pairs),
        "construct": len(setup.reading.constructs),
        "question": len(setup.columns),
        "group_distance": len(DISTANCES),
    }
    return {name: np.full([sizes[dim] for dim in own], np.nan) for name, own in dims.items()}


def _groups(
    sample: Sample, study: Study, setup: Setup, options: CsiOptions, asked: MicomOptions
) -> _Groups:
    minimum = study.report.minimum_group
    kept = counted(sample, setup, options)
    w = sample.as_answered.weights[0]
    X = sample.answers(setup.columns)
    if isinstance(setup.plan, Moderation):
        X = filled(X, w)  # products need complete answers
    shown = sample.units(asked.by, minimum, study.grouped_by)
    masks = {value: mask[kept] for value, mask in shown.items()}
    return _Groups(
        masks, X[kept], w[kept], _clusters(sample, study, kept), options.missing, asked, minimum
    )


def _clusters(sample: Sample, study: Study, kept: BoolArray) -> IntArray | None:
    """(n,) number of the cluster of each; whose cluster is unknown is drawn by itself."""
    cluster = study.uncertainty.cluster
    if cluster is None:
        return None
    column = sample.ratings.attributes[cluster][kept]
    alone = [f"/{i}" if value is None else f"={value}" for i, value in enumerate(column)]
    return np.asarray(np.unique(alone, return_inverse=True)[1], dtype=np.int64)


def _why_not(groups: _Groups, study: Study, asked: MicomOptions) -> str:
    values = set(study.respondents[asked.by].values.values())
    if len(values) > asked.most:
        return f"'{asked.by}' has {len(values)} values, more than micom.most, {asked.most}"
    if len(groups.masks) < 2:  # noqa: PLR2004  a group and another
        return f"'{asked.by}' has no two groups that may be shown"
    return ""


def _compared(
    pair: tuple[str, str], groups: _Groups, study: Study, setup: Setup
) -> dict[str, FloatArray | float]:
    """Every quantity of one pair."""
    sizes: dict[str, FloatArray | float] = {
        "micom_n": groups.n(pair[0]),
        "micom_n_other": groups.n(pair[1]),
    }
    if min(map(groups.n, pair)) < groups.options.minimum_n:
        return {**sizes, "micom_status": Status.TOO_FEW}
    obstacle = groups.obstacles(pair)
    if obstacle.any():
        status = obstacle[obstacle > 0].min()
        return {**sizes, "micom_status": status, "micom_obstacle": obstacle}
    found = _tested(pair, groups, study, setup)
    has_estimate = not np.isnan(found.composition.value).all()
    return {
        **sizes,
        "micom_status": Status.TESTED if has_estimate else Status.NO_ESTIMATE,
        "micom_obstacle": obstacle,
        "micom_failed": found.failed,
        **{
            f"micom_{step}_{end}": getattr(getattr(found, step), end)
            for step in STEPS
            for end in _ENDS
        },
    }


def _tested(pair: tuple[str, str], groups: _Groups, study: Study, setup: Setup) -> Micom:
    chance = groups.chance(study, f"micom.{PAIR_SIGN.join(pair)}")
    return micom(setup.plan, groups.part(pair), chance, setup.settings)


def _overall(groups: _Groups, study: Study, setup: Setup) -> dict[str, FloatArray | Absent]:
    """The overall test over all groups that are large enough and answered every question."""
    values = [v for v in groups.masks if groups.n(v) >= groups.options.minimum_n]
    values = [v for v in values if not groups.obstacles([v]).any()]
    if len(values) < 2:  # noqa: PLR2004  a group and another
        reason = "no two groups are large enough and measured alike"
        return dict.fromkeys(DISTANCE_DIMS, Absent(reason))
    answered = groups.part(values)
    found = _distance(answered, groups, study, setup)
    tested = {
        f"group_distance_{end}": np.array([getattr(found.tested[d], end) for d in DISTANCES])
        for end in _ENDS
    }
    return {
        **tested,
        "group_distance_groups": np.asarray(float(len(values))),
        "group_distance_failed": np.asarray(float(found.failed)),
        "group_distance_n": np.asarray(float(len(answered.w))),
    }


def _distance(answered: Answered, groups: _Groups, study: Study, setup: Setup) -> GroupDistance:
    if not isinstance(setup.plan, PathStructure):
        raise TypeError("only a plain model implies correlations")  # `micom_dims_of` has told
    chance = groups.chance(study, "group_distance")
    return group_distance(setup.plan, answered, chance, setup.settings)
