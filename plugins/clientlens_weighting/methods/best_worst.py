"""Weights from the best and the worst set against all others: the best-worst method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Code,
    Family,
    Options,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
    did_you_mean,
)
from clientlens_weighting.best_worst import (
    Comparisons,
    InputConsistency,
    comparisons_of,
    input_consistency,
    linear,
    ratio_model,
)
from clientlens_weighting.experts import arithmetic_priorities, geometric_priorities
from clientlens_weighting.named import Path, families, listed, spelt
from clientlens_weighting.outcome import in_every_replicate, outcome
from clientlens_weighting.panel_check import Families, unjudged

Table = Mapping[str, Mapping[str, float]]


class BestWorstExpert(Options):
    """One expert: what they count, and how they compare the best and the worst."""

    share: float = Field(1.0, gt=0, description="What the expert counts beside the others.")
    best: dict[str, dict[str, float]] = Field(
        description="The best of a node → each other code → how many times as important it is."
    )
    worst: dict[str, dict[str, float]] = Field(
        description="The worst of a node → each other code → how many times that is as important."
    )


class BestWorstOptions(Options):
    """Options of the best-worst method."""

    experts: dict[Code, BestWorstExpert] = Field({}, description="Who compares, by name.")
    model: Literal["linear", "ratio"] = Field(
        "linear",
        description="The `linear` model, with one answer; or that of `ratio`s, whose ranges of "
        "weights are taken in the middle.",
    )
    group: Literal["mean_priorities", "priorities"] = Field(
        "mean_priorities",
        description="How several experts become one: arithmetic or geometric means of weights.",
    )


class BestWorst(Weighting):
    """The best-worst method."""

    name = "best_worst"
    Options = BestWorstOptions

    def check(
        self, study: Study, nodes: Sequence[str | None], choice: WeightingChoice
    ) -> Iterable[Problem]:
        """The comparisons of every expert."""
        return _check(study, nodes, choice)

    def weigh(
        self,
        family: Family,
        options: BestWorstOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """The same in every replicate."""
        asked = _asked(options, family.children)
        comparisons = _comparisons(options, asked, family.children)
        found = ratio_model(comparisons) if options.model == "ratio" else linear(comparisons)
        shares = np.array([[options.experts[code].share for code in asked]])
        mean = geometric_priorities if options.group == "priorities" else arithmetic_priorities
        solved = in_every_replicate(mean(found.weights, shares), len(family.shares))
        told = input_consistency(comparisons)
        diagnostics = {}
        for e, code in enumerate(asked):
            diagnostics[f"deviation:{code}"] = float(found.deviation[e])
            diagnostics[f"input_consistency:{code}"] = float(told.ratio[e])
            diagnostics[f"input_threshold:{code}"] = float(told.threshold[e])
        remarks = _remarks(told, asked, family.children)
        return outcome(solved, diagnostics=diagnostics, remarks=remarks)


def _remarks(told: InputConsistency, asked: Sequence[str], children: Sequence[str]) -> list[str]:
    """Experts who contradict themselves too much."""
    return [
        _contradicts(code, children[int(told.of_indicators[e].argmax())], told, e)
        for e, code in enumerate(asked)
        if told.ratio[e] > told.threshold[e]
    ]


def _contradicts(expert: str, child: str, told: InputConsistency, e: int) -> str:
    return (
        f"the comparisons of expert '{expert}' contradict one another, most at '{child}': "
        f"input-based ratio {told.ratio[e]:.3f}, above {told.threshold[e]:.3f}"
    )


def _extreme(table: Table, children: Sequence[str]) -> str | None:
    """Which of the children a table compares with the others; None where it has none of them."""
    return next((code for code in table if code in children), None)


def _asked(options: BestWorstOptions, children: Sequence[str]) -> list[str]:
    return [code for code, e in options.experts.items() if _extreme(e.best, children)]


def _comparisons(
    options: BestWorstOptions, asked: Sequence[str], children: Sequence[str]
) -> Comparisons:
    experts = [options.experts[code] for code in asked]
    best = [str(_extreme(expert.best, children)) for expert in experts]
    worst = [str(_extreme(expert.worst, children)) for expert in experts]
    return comparisons_of(
        children,
        best=best,
        worst=worst,
        to_others=[_row(e.best[b], b, children) for e, b in zip(experts, best, strict=True)],
        to_worst=[_row(e.worst[w], w, children) for e, w in zip(experts, worst, strict=True)],
    )


def _row(compared: Mapping[str, float], own: str, children: Sequence[str]) -> list[float]:
    return [1.0 if code == own else float(compared[code]) for code in children]


def _check(study: Study, nodes: Sequence[str | None], choice: WeightingChoice) -> Iterator[Problem]:
    options: BestWorstOptions = choice.options  # type: ignore[assignment]
    wanted = families(study, nodes)
    judged: set[str | None] = set()
    if not options.experts:
        hint = "Write  experts: {name: {best: {code: {other: 3}}, worst: {code: {other: 2}}}}."
        yield study.problem("no expert compares anything", *choice.path, hint=hint)
        return
    for code, expert in options.experts.items():
        path = (*choice.path, "experts", code)
        yield from _unknown(study, expert, wanted, path)
        for node, children in wanted.items():
            if _extreme(expert.best, children) or _extreme(expert.worst, children):
                judged.add(node)
                yield from _check_node(study, expert, node, children, path)
    yield from unjudged(study, choice, wanted, judged)


def _unknown(
    study: Study, expert: BestWorstExpert, wanted: Families, path: Path
) -> Iterator[Problem]:
    known = [child for children in wanted.values() for child in children]
    for key, table in (("best", expert.best), ("worst", expert.worst)):
        codes: list[tuple[Path, str]] = [((code,), code) for code in table]
        codes += [((code, other), other) for code, row in table.items() for other in row]
        for at, code in codes:
            if code not in known:
                place = study.document.key_place(*path, key, *at)
                hint = did_you_mean(code, known)
                yield Problem(f"unknown code '{code}' among the {key}'s comparisons", place, hint)


def _check_node(
    study: Study, expert: BestWorstExpert, node: str | None, children: Sequence[str], path: Path
) -> Iterator[Problem]:
    """One best and one worst, each against all others."""
    found: dict[str, str] = {}
    complete = True
    for key, table in (("best", expert.best), ("worst", expert.worst)):
        own = [code for code in table if code in children]
        place = study.document.key_place(*path, key)
        if len(own) != 1:
            message = f"expert '{path[-1]}' names {len(own)} {key} of {spelt(node)}"
            yield Problem(message, place, f"Name one of {listed(children)}.")
            return
        found[key] = own[0]
        faults = list(_check_row(study, table[own[0]], own[0], children, (*path, key, own[0])))
        yield from faults
        complete = complete and not faults
    best, worst = found["best"], found["worst"]
    if best == worst:
        message = f"expert '{path[-1]}' holds '{best}' to be the best and the worst"
        place = study.document.key_place(*path, "worst", worst)
        yield Problem(message, place, "Name two; where all are alike, ask for none.")
    elif complete and expert.best[best][worst] != expert.worst[worst][best]:
        message = (
            f"'{best}' against '{worst}' is {expert.best[best][worst]:g} among the best's "
            f"comparisons, and {expert.worst[worst][best]:g} among the worst's"
        )
        hint = "Give the same number in both."
        yield study.problem(message, *path, "worst", worst, best, hint=hint)


def _check_row(
    study: Study, row: Mapping[str, float], own: str, children: Sequence[str], path: Path
) -> Iterator[Problem]:
    lacking = [code for code in children if code != own and code not in row]
    if lacking:
        message = f"'{own}' isn't compared with {listed(lacking)}"
        yield Problem(message, study.document.key_place(*path), "Compare it with each other one.")
    for code, value in row.items():
        if code in children and value < 1:
            message = f"'{own}' is compared with '{code}' by {value:g}, below 1"
            yield study.problem(message, *path, code, hint="Give 1 or more.")
