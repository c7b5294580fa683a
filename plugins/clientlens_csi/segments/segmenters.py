"""The segmenters: segments in which the study's path model has other coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    FloatArray,
    IntArray,
    Options,
    Problem,
    Sample,
    Segmentation,
    SegmentationChoice,
    Segmenter,
    Study,
)
from clientlens_csi.segments.basis import Basis, basis_of, check_basis, why_not
from clientlens_csi.segments.profile import (
    LOCALE,
    codes_of,
    local_values,
    names_of,
    profile_order,
)

if TYPE_CHECKING:
    from clientlens_csi.segments.classes import Classes
    from clientlens_csi.segments.mixture import Mixture
    from clientlens_csi.segments.number import Judged
    from clientlens_csi.segments.rebus import Rebus

Number = Annotated[int, Field(ge=2, le=10)] | Literal["auto"]


class ModelSegmentsOptions(Options):
    """What both methods ask."""

    model: str = Field(
        "csi",
        description="Entry under `models` whose path model is used; its constructs must all be "
        "measured by questions.",
    )
    segments: Number = Field(
        "auto", description="Number of segments; `auto` may also find that there are none."
    )
    most: int = Field(5, ge=2, le=10, description="Most segments that `auto` tries.")
    fewest_members: int = Field(
        30, ge=10, description="Fewest respondents of a segment, each of which has its own model."
    )


class RebusOptions(ModelSegmentsOptions):
    """Options of REBUS-PLS."""

    most_changed: float = Field(
        0.005,
        ge=0,
        lt=0.5,
        description="The iteration ends when a smaller share of all respondents changes segment.",
    )
    iterations: int = Field(100, ge=1, le=10_000, description="Most rounds.")
    draws: int = Field(
        39,
        ge=19,
        le=999,
        description="Populations without segments that are drawn to tell whether there are any.",
    )
    level: float = Field(
        0.05, gt=0, lt=0.5, description="Level of the test that one model holds for everybody."
    )


class FimixOptions(ModelSegmentsOptions):
    """Options of FIMIX-PLS."""

    intercepts: bool = Field(
        True,
        description="Whether segments may differ in their level; as published they don't, and "
        "levels then bend the paths.",
    )
    least_entropy: float = Field(
        0.5, ge=0, lt=1, description="Segments that are less clearly apart (EN) aren't accepted."
    )
    starts: int = Field(20, ge=1, le=1000, description="Random starts of the EM algorithm.")
    iterations: int = Field(2000, ge=1, le=100_000, description="Most steps of a start.")
    tolerance: float = Field(
        1e-8,
        gt=0,
        lt=0.1,
        description="A start ends where a step raises the log likelihood by less than this share.",
    )


class RebusSegmenter(Segmenter):
    """Segments by REBUS-PLS: everybody goes to the local model that is nearest.

    References
    ----------
    .. [1] Esposito Vinzi, Trinchera, Squillacciotti & Tenenhaus (2008), Appl. Stoch. Models Bus.
           Ind. 24, 439-458.
    """

    name = "rebus"
    Options = RebusOptions
    locale: ClassVar[Path | None] = LOCALE

    def check(self, study: Study, choice: SegmentationChoice) -> Iterable[Problem]:
        """The model is a path model whose constructs are reflected by their items."""
        options: RebusOptions = choice.options  # type: ignore[assignment]
        return check_basis(study, choice, options.model, needs_mode_a=True)

    def find(
        self, sample: Sample, study: Study, options: RebusOptions, rng: np.random.Generator
    ) -> Segmentation:
        """Partitions of several numbers of segments, held against populations without any."""
        from clientlens_csi.segments.number import Search, judge, partitions
        from clientlens_csi.segments.rebus import Rule

        basis = basis_of(sample, study, options.model)
        numbers = _numbers(basis, options)
        reason = why_not(basis, options.fewest_members, min(numbers, default=2))
        if reason:
            return basis.nothing(reason)
        search = Search(
            basis.structure,
            basis.setup.settings,
            Rule(options.most_changed, options.iterations, options.fewest_members),
        )
        found = partitions(basis.clients, numbers, search, rng)
        if not found:
            least = options.fewest_members
            reason = f"REBUS comes to no partition whose segments all have {least} respondents"
            return basis.nothing(reason)
        judged = judge(basis.clients, found, search, options.draws, rng)
        return _told_by_rebus(basis, found, judged, options)


class FimixSegmenter(Segmenter):
    """Segments by FIMIX-PLS: a finite mixture of the model's regressions on the scores.

    References
    ----------
    .. [1] Hahn, Johnson, Herrmann & Huber (2002), Schmalenbach Business Review 54, 243-269.
    .. [2] Sarstedt, Becker, Ringle & Schwaiger (2011), Schmalenbach Business Review 63, 34-62.
    """

    name = "fimix"
    Options = FimixOptions
    locale: ClassVar[Path | None] = LOCALE

    def check(self, study: Study, choice: SegmentationChoice) -> Iterable[Problem]:
        """The model is a path model without products and higher-order constructs."""
        options: FimixOptions = choice.options  # type: ignore[assignment]
        return check_basis(study, choice, options.model, needs_mode_a=False)

    def find(
        self, sample: Sample, study: Study, options: FimixOptions, rng: np.random.Generator
    ) -> Segmentation:
        """Mixtures of one class and more, judged by information criteria and entropy."""
        from clientlens_csi.segments.classes import fit_classes
        from clientlens_csi.segments.mixture import Effort, Scores

        basis = basis_of(sample, study, options.model)
        numbers = _numbers(basis, options)
        reason = why_not(basis, options.fewest_members, min(numbers, default=2))
        if reason:
            return basis.nothing(reason)
        w = basis.clients.w
        counted = w * w.sum() / (w @ w)  # they sum to Kish's effective number
        scores = Scores(basis.scores, counted, basis.structure, options.intercepts)
        effort = Effort(options.starts, options.iterations, options.tolerance)
        classes = fit_classes(scores, [1, *numbers], effort, rng)
        return _told_by_fimix(basis, classes, options)


def _numbers(basis: Basis, options: ModelSegmentsOptions) -> list[int]:
    """Numbers of segments that are tried; none where the respondents are too few for any."""
    if options.segments != "auto":
        return [options.segments]
    most = min(options.most, basis.clients.n // options.fewest_members)
    return list(range(2, most + 1))


def _told_by_rebus(
    basis: Basis, found: Mapping[int, Rebus], judged: Judged, options: RebusOptions
) -> Segmentation:
    criteria = _criteria_of_rebus(basis, judged)
    if options.segments == "auto":
        if not judged.expected:
            reason = "REBUS ends badly in populations without segments, so it can't be judged"
            return basis.nothing(reason, criteria=criteria)
        if judged.p_value >= options.level:
            reason = (
                f"populations without segments give partitions as good (p = {judged.p_value:.3f})"
            )
            return basis.nothing(reason, criteria=criteria)
        k, chosen_by = judged.chosen(), "gqi_gap"
    else:
        k, chosen_by = options.segments, "given"
    partition = found[k]
    order = profile_order(basis, partition.labels, k)
    models = partition.models
    local = {
        **local_values(basis, models.paths[order], r_squared=models.r_squared[order]),
        "loading": {
            code: dict(zip(basis.structure.items, map(float, models.loadings[c]), strict=True))
            for code, c in zip(codes_of(k), order, strict=True)
        },
    }
    remarks = basis.remarks
    if not partition.has_converged:
        share = f"{100 * partition.changed:.1f}"
        remarks += (f"REBUS stopped after {partition.iterations} rounds, {share} % still moving",)
    if options.segments != "auto" and judged.p_value >= options.level:
        p = f"{judged.p_value:.3f}"
        remarks += (f"populations without segments give partitions as good (p = {p})",)
    return Segmentation(
        codes_of(k),
        _labels(basis, partition.labels, order),
        names=names_of(basis, models.paths[order]),
        criteria=criteria,
        features=basis.features,
        remarks=remarks,
        chosen_by=chosen_by,
        local=local,
    )


def _criteria_of_rebus(basis: Basis, judged: Judged) -> dict[str, dict[int, float]]:
    found = {
        "gqi": {1: float(basis.whole.group_quality(1)[0]), **judged.quality},
        "gqi_expected": dict(judged.expected),
        "gqi_gap": judged.gap,
    }
    if not np.isnan(judged.p_value):
        found["one_population"] = {1: judged.p_value}
    return found


def _told_by_fimix(basis: Basis, classes: Classes, options: FimixOptions) -> Segmentation:
    from clientlens_csi.segments.classes import choose_classes

    is_auto = options.segments == "auto"
    choice = choose_classes(
        classes,
        None if options.segments == "auto" else options.segments,
        fewest=options.fewest_members,
        least_entropy=options.least_entropy,
    )
    if choice.reason:
        return basis.nothing(choice.reason, criteria=classes.criteria)
    mixture = classes.mixtures[choice.k]
    labels = np.asarray(mixture.probability.argmax(axis=1), dtype=np.int64)
    order = profile_order(basis, labels, choice.k)
    probabilities = np.full((len(basis.is_complete), choice.k), np.nan)
    probabilities[basis.is_complete] = mixture.probability[:, order]
    return Segmentation(
        codes_of(choice.k),
        _labels(basis, labels, order),
        names=names_of(basis, mixture.paths[order]),
        probabilities=probabilities,
        criteria=classes.criteria,
        features=basis.features,
        remarks=(*basis.remarks, *classes.remarks, *choice.remarks),
        chosen_by="aic3_caic" if is_auto else "given",
        local=_local_of_fimix(basis, mixture, order, options),
    )


def _local_of_fimix(
    basis: Basis, mixture: Mixture, order: IntArray, options: FimixOptions
) -> dict[str, Mapping[str, Mapping[str, float]]]:
    by_construct: dict[str, FloatArray] = {"residual_variance": mixture.variance[order]}
    if options.intercepts:
        by_construct["intercept"] = mixture.intercept[order]
    values = local_values(basis, mixture.paths[order], **by_construct)
    shares = zip(codes_of(len(order)), mixture.share[order], strict=True)
    return {"class_share": {code: {"share": float(share)} for code, share in shares}, **values}


def _labels(basis: Basis, labels: IntArray, order: IntArray) -> IntArray:
    """(n,) places of everybody's class in the order of segments, -1 for who is left out."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    out = np.full(len(basis.is_complete), -1, dtype=np.int64)
    out[basis.is_complete] = place[labels]
    return out
