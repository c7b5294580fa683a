"""Weights from pairwise judgements of experts: the analytic hierarchy process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Code,
    Family,
    FloatArray,
    Options,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
)
from clientlens_weighting.ahp import eigenvector, geometric_mean
from clientlens_weighting.consistency import (
    HIGHEST_RATIO,
    RANDOM_INDEX,
    Consistency,
    consistency,
    worst_judgements,
)
from clientlens_weighting.experts import (
    arithmetic_priorities,
    dispersion,
    geometric_priorities,
    joint_judgements,
)
from clientlens_weighting.named import families, spelt
from clientlens_weighting.outcome import in_every_replicate, outcome
from clientlens_weighting.panel import Expert, Panel, panel_of
from clientlens_weighting.panel_check import check_experts
from clientlens_weighting.weights import Weights as Solved

_SOLVERS: Mapping[str, Callable[[FloatArray], Solved]] = {
    "eigenvector": eigenvector,
    "geometric_mean": geometric_mean,
}
_MOST_SUSPECTS = 3


class AhpOptions(Options):
    """Options of the analytic hierarchy process."""

    experts: dict[Code, Expert] = Field({}, description="Who judges, and what, by name.")
    priorities: Literal["eigenvector", "geometric_mean"] = Field(
        "eigenvector", description="How weights are found from judgements."
    )
    group: Literal["judgements", "priorities", "mean_priorities"] = Field(
        "judgements",
        description="How several experts become one: geometric means of their judgements (AIJ), "
        "geometric or arithmetic means of their priorities (AIP).",
    )
    random_index: Literal["saaty-1980", "saaty-2005"] = Field(
        "saaty-1980", description="Table of the random index for the consistency ratio."
    )
    highest_ratio: float = Field(
        HIGHEST_RATIO, gt=0, description="Consistency ratio above which judgements are suspect."
    )
    inconsistent: Literal["keep", "drop", "error"] = Field(
        "keep",
        description="What is done with an expert above it: kept and told, dropped and told, or "
        "refused.",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """A panel with its priorities (E, k), and which of its E experts are inconsistent."""

    panel: Panel
    children: tuple[str, ...]
    own: Solved
    found: Consistency
    is_suspect: np.typing.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A judgement that fits badly: as given, and as the others imply."""

    one: str
    other: str
    given: float
    implied: float


class Ahp(Weighting):
    """The analytic hierarchy process."""

    name = "ahp"
    Options = AhpOptions

    def check(
        self, study: Study, nodes: Sequence[str | None], choice: WeightingChoice
    ) -> Iterable[Problem]:
        """The judgements; where they are all right, the number of children and consistency."""
        options: AhpOptions = choice.options  # type: ignore[assignment]
        problems = list(check_experts(study, nodes, choice, options.experts))
        problems += _too_many(study, nodes, choice)
        if not problems:
            problems += _inconsistent(study, nodes, choice)
        return problems

    def weigh(
        self,
        family: Family,
        options: AhpOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """The same in every replicate: clients have no part in it."""
        judged = _judge(family.study, options, family.children)
        shares = judged.panel.shares
        if options.inconsistent == "drop":
            shares = np.where(judged.is_suspect, 0.0, shares)
        solved = _together(judged, options, shares)
        return outcome(
            in_every_replicate(solved, len(family.shares)),
            diagnostics=_diagnostics(judged, shares),
            remarks=_remarks(judged, options),
        )


def _judge(study: Study, options: AhpOptions, children: tuple[str, ...]) -> _Judged:
    panel = panel_of(study, options.experts, children)
    own = _SOLVERS[options.priorities](panel.matrices)
    by_mean = geometric_mean(panel.matrices).weights  # its geometric index has published limits
    found = consistency(panel.matrices, by_mean, random_index=options.random_index)
    return _Judged(panel, children, own, found, found.ratio > options.highest_ratio)


def _together(judged: _Judged, options: AhpOptions, shares: FloatArray) -> Solved:
    """(1, k) weights of the panel."""
    if options.group == "judgements":
        joint = joint_judgements(judged.panel.matrices, shares)
        return _SOLVERS[options.priorities](joint)
    if options.group == "priorities":
        return geometric_priorities(judged.own.weights, shares)
    return arithmetic_priorities(judged.own.weights, shares)


def _diagnostics(judged: _Judged, shares: FloatArray) -> dict[str, float]:
    """Consistency of each expert, and how far several lie apart."""
    found, names = judged.found, judged.panel.names
    numbers = {
        "lambda_max": found.lambda_max,
        "consistency_ratio": found.ratio,
        "geometric_consistency": found.geometric_index,
    }
    told = {
        f"{kind}:{expert}": float(values[e])
        for e, expert in enumerate(names)
        for kind, values in numbers.items()
    }
    if len(names) > 1:
        spread = dispersion(judged.own.weights, shares)[0]
        told |= {
            f"between_experts:{c}": float(s) for c, s in zip(judged.children, spread, strict=True)
        }
    return told


def _remarks(judged: _Judged, options: AhpOptions) -> list[str]:
    """Which experts contradict themselves, and where most."""
    told = _left_out if options.inconsistent == "drop" else _kept
    return [
        remark
        for e, suspects in _suspects(judged, options).items()
        for remark in (
            told(judged.panel.names[e], judged.found.ratio[e], options.highest_ratio),
            *(_misfit(judged.panel.names[e], suspect) for suspect in suspects),
        )
    ]


def _kept(expert: str, ratio: float, limit: float) -> str:
    return (
        f"the judgements of expert '{expert}' were used as they are, though their consistency "
        f"ratio is {ratio:.3f}, above {limit:g}"
    )


def _left_out(expert: str, ratio: float, limit: float) -> str:
    return (
        f"the judgements of expert '{expert}' were left out, as their consistency ratio is "
        f"{ratio:.3f}, above {limit:g}"
    )


def _misfit(expert: str, suspect: _Suspect) -> str:
    return (
        f"expert '{expert}' judged '{suspect.one}' against '{suspect.other}' {suspect.given:.3g}, "
        f"where the other judgements imply {suspect.implied:.3g}"
    )


def _suspects(judged: _Judged, options: AhpOptions) -> dict[int, list[_Suspect]]:
    """Expert above the limit → the judgements that fit least."""
    if not judged.is_suspect.any():
        return {}
    worst = worst_judgements(
        judged.panel.matrices,
        judged.own.weights,
        _MOST_SUSPECTS,
        random_index=options.random_index,
    )
    code = judged.children
    return {
        int(e): [
            _Suspect(code[row], code[column], float(given), float(implied))
            for row, column, given, implied in zip(
                worst.row[e], worst.column[e], worst.given[e], worst.implied[e], strict=True
            )
            if not np.isnan(given)
        ]
        for e in np.flatnonzero(judged.is_suspect)
    }


def _too_many(
    study: Study, nodes: Sequence[str | None], choice: WeightingChoice
) -> Iterator[Problem]:
    options: AhpOptions = choice.options  # type: ignore[assignment]
    most = 2 + len(RANDOM_INDEX[options.random_index])
    for node, children in families(study, nodes).items():
        if len(children) > most:
            message = f"{len(children)} are too many to be compared in pairs: {spelt(node)}"
            hint = f"The table of the random index ends at {most}; put a level between them."
            yield study.problem(message, *choice.path, hint=hint)


def _inconsistent(
    study: Study, nodes: Sequence[str | None], choice: WeightingChoice
) -> Iterator[Problem]:
    """Experts who are to be refused; a node whose experts would all be dropped."""
    options: AhpOptions = choice.options  # type: ignore[assignment]
    for node, children in families(study, nodes).items():
        judged = _judge(study, options, children)
        if options.inconsistent == "error":
            yield from _refused(study, choice, judged, node)
        if options.inconsistent == "drop" and judged.is_suspect.all():
            message = f"no expert is consistent enough on {spelt(node)}"
            hint = "Ask them again, raise 'highest_ratio', or use  inconsistent: keep."
            yield study.problem(message, *choice.path, "inconsistent", hint=hint)


def _refused(
    study: Study, choice: WeightingChoice, judged: _Judged, node: str | None
) -> Iterator[Problem]:
    options: AhpOptions = choice.options  # type: ignore[assignment]
    for e, suspects in _suspects(judged, options).items():
        pairs = "; ".join(f"{s.one} / {s.other} {s.given:.3g} → {s.implied:.3g}" for s in suspects)
        expert = judged.panel.names[e]
        message = (
            f"expert '{expert}' contradicts their own judgements of {spelt(node)}: "
            f"consistency ratio {judged.found.ratio[e]:.3f}, above {options.highest_ratio:g}"
        )
        place = study.document.key_place(*choice.path, "experts", expert)
        yield Problem(message, place, f"Look again at (as judged → as implied)  {pairs}.")
