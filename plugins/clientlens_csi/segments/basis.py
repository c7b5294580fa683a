"""The basis: the respondents and the global model that segments are looked for in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from clientlens.plugin_api import (
    BoolArray,
    Features,
    FloatArray,
    Problem,
    Sample,
    Segmentation,
    SegmentationChoice,
    Study,
    did_you_mean,
)
from clientlens_csi.segments.local import Clients, LocalModels, local_models
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.design import design_of
from clientlens_csi.study.faults import faults_of
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup, setup_of


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What a method works on.

    Attributes
    ----------
    study : Study
        For names.
    setup : Setup
        The model with its design.
    structure : PathStructure
        The same as composites: scores are what respondents have, corrected or not.
    is_complete : (n,) boolean array
        Who answered every question of the model; the others belong to no segment.
    clients : Clients
        These.
    whole : LocalModels
        The model of all of them.
    """

    study: Study
    setup: Setup
    structure: PathStructure
    is_complete: BoolArray
    clients: Clients
    whole: LocalModels

    @property
    def scores(self) -> FloatArray:
        """(number of clients, C) standardised scores under the model of all."""
        Z = (self.clients.X - self.whole.mean[0]) / self.whole.deviation[0]
        return np.asarray(Z @ self.whole.score_weights[0])

    @property
    def target(self) -> int:
        """Number of the construct that is the index."""
        return self.structure.position(self.setup.design.index)

    @property
    def features(self) -> Features | None:
        """Scores of everybody, NaN for who is left out; none without a model of all."""
        if not self.whole.has_estimate.all():
            return None
        values = np.full((len(self.is_complete), len(self.structure.constructs)), np.nan)
        values[self.is_complete] = self.scores
        named = {c: f"score.{c}" for c in self.structure.constructs}
        known = self.setup.design.names
        texts = {feature: known[c] for c, feature in named.items() if c in known}
        return Features(tuple(named.values()), values, texts)

    @property
    def remarks(self) -> tuple[str, ...]:
        """That some are left out."""
        lost = int((~self.is_complete).sum())
        if not lost:
            return ()
        n = len(self.is_complete)
        return (f"{lost} of {n} left a question of the path model open and belong to no segment",)

    def nothing(self, reason: str, **more: object) -> Segmentation:
        """No segments."""
        labels = np.full(len(self.is_complete), -1, dtype=np.int64)
        return Segmentation(
            (),
            labels,
            reason=reason,
            features=self.features,
            remarks=self.remarks,
            **more,  # type: ignore[arg-type]
        )


def basis_of(sample: Sample, study: Study, model: str) -> Basis:
    """The clients and the model that a segmentation rests on."""
    options: CsiOptions = study.models[model].options  # type: ignore[assignment]
    setup = setup_of(study, options)
    if not isinstance(setup.plan, PathStructure):
        raise TypeError("only a plain model has segments of its own")  # `check_basis` has told
    structure = replace(setup.plan, is_reflective=np.zeros(len(setup.plan.constructs), dtype=bool))
    X, w = sample.answers(setup.columns), sample.weights[0]
    is_complete = np.asarray(~np.isnan(X).any(axis=1) & (w > 0))
    clients = Clients(X[is_complete], w[is_complete])
    everybody = np.ones((1, clients.n), dtype=bool)
    whole = local_models(clients, everybody, structure, setup.settings)
    return Basis(study, setup, structure, is_complete, clients, whole)


def why_not(basis: Basis, fewest: int, k: int) -> str:
    """Why k segments of so many members can't be looked for at all; empty where they can."""
    n = basis.clients.n
    if n < k * fewest:
        return f"{n} answered every question of the path model, and {k * fewest} are needed"
    X = basis.clients.X
    constant = [q for q, x in zip(basis.setup.columns, X.T, strict=True) if np.ptp(x) == 0]
    if constant:
        return f"everybody gave the same answer to {', '.join(constant)}"
    if not basis.whole.has_estimate.all():
        return "the path model can't be estimated for everybody"
    return ""


def check_basis(
    study: Study, choice: SegmentationChoice, model: str, *, needs_mode_a: bool
) -> Iterator[Problem]:
    """The entry is a path model of a kind that has segments of its own."""
    path = (*choice.path, "model")
    place = path if path in study.document.spots else choice.path
    entry = study.models.get(model)
    if entry is None or not isinstance(entry.options, CsiOptions):
        known = [n for n, m in study.models.items() if isinstance(m.options, CsiOptions)]
        hint = did_you_mean(model, known) or "Write one under 'models:'."
        yield study.problem(f"the study has no path model '{model}'", *place, hint=hint)
        return
    if entry.options.method != "structural":
        hint = "Name one with  method: structural."
        message = f"'{model}' is a weighted index, which has no paths to differ by"
        yield study.problem(message, *place, hint=hint)
        return
    yield from _check_kind(study, choice, entry.options, place, needs_mode_a)


def _check_kind(
    study: Study,
    choice: SegmentationChoice,
    options: CsiOptions,
    place: tuple[str | int, ...],
    needs_mode_a: bool,
) -> Iterator[Problem]:
    design = design_of(study, options)
    method = choice.method
    if design.higher or design.products:
        kind = "higher-order constructs" if design.higher else "products of constructs"
        message = f"'{method}' doesn't know {kind}: scores of one class would make those of another"
        hint = "Name an entry of 'models:' whose constructs are all measured by questions."
        yield study.problem(message, *place, hint=hint)
        return
    if any(faults_of(design, options)) or design.unmeasured:
        return  # the model tells of its own
    formed = [c for c in design.blocks if design.modes[c] == "B"]
    if needs_mode_a and formed:
        message = (
            f"'{method}' needs constructs that their items reflect, and '{formed[0]}' is mode B"
        )
        hint = "Items that form a construct needn't agree, so nobody is near or far by them."
        yield study.problem(message, *place, hint=hint)
