"""The population: how answers hang together where a path model is the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    FloatArray,
    IntArray,
    Options,
    Population,
    Problem,
    RequestError,
    did_you_mean,
)
from clientlens_csi.fit import implied_by_paths
from clientlens_csi.structure import PathStructure, path_structure
from clientlens_csi.study.design import Design


class CsiTruth(Options):
    """What a truth file may say of a path model's population.

    Constructs are common factors of variance 1: consistent PLS (`estimator: plsc`) finds these very
    numbers in a sample that is large enough; composites find others.
    """

    paths: dict[str, dict[str, float]] = Field(
        {},
        description="Target → source → path coefficient, standardised; a source that isn't "
        "written has none.",
    )
    loadings: dict[str, Annotated[float, Field(gt=-1, le=1)]] = Field(
        {},
        description="Loading of a question, or of all questions of a construct; of a construct "
        "on the higher-order one that it measures. The more exact name wins.",
    )
    loading: float = Field(0.8, gt=0, le=1, description="Every other loading.")
    r_squared: float = Field(
        0.5,
        gt=0,
        lt=1,
        description="What the sources of a target explain, all alike, where its paths aren't "
        "written.",
    )
    exogenous: float = Field(
        0.3, gt=-1, lt=1, description="Correlation of constructs that have no sources."
    )


def true_population(design: Design, truth: CsiTruth) -> Population:
    """The population of a design under a truth.

    Parameters
    ----------
    design : Design
        A faultless model; every construct is taken for a common factor.
    truth : CsiTruth
        Paths and loadings.

    Returns
    -------
    Population
        Its truth names ``path_coefficient`` by source>target, ``loading`` by question or part, and
        ``correlation`` of the constructs by one~other.

    Raises
    ------
    RequestError
        If the truth names what the design doesn't have, paths explain more than a construct's
        whole variance, constructs can't correlate so, or the design has products, whose
        population isn't normal.
    """
    _check_names(design, truth)
    blocks = {c: design.blocks.get(c) or design.higher[c] for c in design.modelled}
    structure = path_structure(blocks, design.paths)
    B, r = _constructs(structure, truth)
    loadings = dict(_loadings(design, truth))
    names = structure.constructs
    return Population(
        design.questions,
        _correlations_of_questions(design, names, r, loadings),
        {
            "path_coefficient": {
                f"{names[s]}>{name}": float(B[t, s])
                for t, name in enumerate(names)
                for s in structure.sources(t)
            },
            "loading": loadings,
            "correlation": {
                f"{one}~{other}": float(r[i, j])
                for i, one in enumerate(names)
                for j, other in enumerate(names[:i])
            },
        },
    )


def _correlations_of_questions(
    design: Design, names: tuple[str, ...], r: FloatArray, loadings: Mapping[str, float]
) -> FloatArray:
    """(p, p) products of loadings and of the correlation of the constructs behind."""
    whole_of = {part: whole for whole, parts in design.higher.items() for part in parts}
    owners = [construct for construct, block in design.blocks.items() for _ in block]
    columns = np.array([names.index(whole_of.get(owner, owner)) for owner in owners])
    of_whole = np.array([loadings[owner] if owner in whole_of else 1.0 for owner in owners])
    own = np.array([loadings[question] for question in design.questions])
    between = r[np.ix_(columns, columns)] * np.outer(of_whole, of_whole)
    is_same = np.array([[one == other for other in owners] for one in owners])
    S = np.where(is_same, 1.0, between) * np.outer(own, own)
    np.fill_diagonal(S, 1.0)
    return np.asarray(S)


def _constructs(structure: PathStructure, truth: CsiTruth) -> tuple[FloatArray, FloatArray]:
    """(k, k) path coefficients and correlations of the constructs, sources first."""
    k = len(structure.constructs)
    exogenous = k - len(structure.endogenous)
    if 1 + (exogenous - 1) * truth.exogenous <= 0:
        message = f"{exogenous} constructs without sources can't all correlate {truth.exogenous:g}"
        raise RequestError(Problem(message, hint="Write a larger 'exogenous'."))
    B = np.zeros((k, k))
    r = np.full((k, k), truth.exogenous)
    np.fill_diagonal(r, 1.0)
    for target in structure.endogenous:
        sources = structure.sources(target)
        known = implied_by_paths(r[None], B[None], structure)[0]
        own = known[np.ix_(sources, sources)]
        B[target, sources] = _coefficients(target, sources, own, structure, truth)
        explained = float(B[target, sources] @ own @ B[target, sources])
        if explained >= 1:
            name = structure.constructs[target]
            raise RequestError(
                Problem(
                    f"the paths to '{name}' explain {explained:.2f} of its variance",
                    hint="Write smaller ones: together they must stay below 1.",
                )
            )
    return B, implied_by_paths(r[None], B[None], structure)[0]


def _coefficients(
    target: int, sources: IntArray, own: FloatArray, structure: PathStructure, truth: CsiTruth
) -> FloatArray:
    names = structure.constructs
    written = truth.paths.get(names[target])
    if written is not None:
        return np.array([written.get(names[int(s)], 0.0) for s in sources])
    return np.full(len(sources), np.sqrt(truth.r_squared / own.sum()))


def _loadings(design: Design, truth: CsiTruth) -> Iterator[tuple[str, float]]:
    """Of every question, 1 where it alone measures its construct; of every part on its whole."""
    said = truth.loadings
    for construct, block in design.blocks.items():
        # The loading of a part is its own on the whole, not that of its questions.
        shared = truth.loading if construct in design.lower else said.get(construct, truth.loading)
        for question in block:
            yield question, said.get(question, 1.0 if len(block) == 1 else shared)
    for parts in design.higher.values():
        for part in parts:
            yield part, said.get(part, truth.loading)


def _check_names(design: Design, truth: CsiTruth) -> None:
    problems = []
    if design.products:
        hint = "Simulate from the model without them."
        problems.append(Problem("a model with products has no population to draw from", hint=hint))
    known = [*design.questions, *design.blocks]
    problems += [
        Problem(f"unknown question or construct '{name}'", hint=did_you_mean(name, known))
        for name in truth.loadings
        if name not in known
    ]
    for target, sources in truth.paths.items():
        if target not in design.paths:
            hint = did_you_mean(target, design.paths)
            problems.append(Problem(f"'{target}' is no target of a path", hint=hint))
            continue
        problems += [
            Problem(
                f"no path leads from '{source}' to '{target}'",
                hint=did_you_mean(source, design.paths[target]),
            )
            for source in sources
            if source not in design.paths[target]
        ]
    if problems:
        raise RequestError(problems)
