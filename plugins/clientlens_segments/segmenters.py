"""The segmenters: methods behind the public door, from a sample to named segments."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from clientlens.plugin_api import (
    BoolArray,
    Features,
    FloatArray,
    IntArray,
    Options,
    Problem,
    RequestError,
    Sample,
    Segmentation,
    SegmentationChoice,
    Segmenter,
    Study,
)
from clientlens_segments.check import MANY_HINT, MOST_VALUES, check_segmentation, many_values
from clientlens_segments.columns import columns_of, data_of
from clientlens_segments.features import Made, Recipe
from clientlens_segments.naming import LOCALE, names_of, profile_order
from clientlens_segments.options import (
    HdbscanOptions,
    KMeansOptions,
    LatentClassOptions,
    MixtureOptions,
    SharedOptions,
    WardOptions,
)
from clientlens_segments.partition import relabelled

if TYPE_CHECKING:
    from clientlens_segments.methods.fit import Method
    from clientlens_segments.search import Found, Settings

_USUAL_SHARE = 0.05
"""A segment has this part of the respondents at least, unless the study says otherwise."""


NOBODY = -1
"""The label of who belongs to no segment."""


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """What everybody was compared by, who wasn't left out (n,), and the weights (n,)."""

    made: Made
    kept: BoolArray
    weights: FloatArray


class _Finder(Segmenter):
    """What all methods share: columns, features, the search, order and names."""

    Options: ClassVar[type[Options]]
    locale = LOCALE
    has_gap: ClassVar[bool] = False
    resamples_all: ClassVar[bool] = False
    is_weighted: ClassVar[bool] = False

    def check(self, study: Study, choice: SegmentationChoice) -> Iterable[Problem]:
        """Problems with their places, before any answer is read."""
        return check_segmentation(study, choice)

    def method(self, options: Any, share: float) -> Method:
        """How rows are parted; a segment has so large a `share` of them at least."""
        raise NotImplementedError

    def settings(self, options: Any, fewest: int, most: int) -> Settings:
        """What is looked for."""
        is_fixed = options.segments != "auto"
        numbers = (options.segments,) if is_fixed else tuple(range(2, max(most, 2) + 1))
        from clientlens_segments.search import Settings

        return Settings(
            numbers,
            is_fixed,
            fewest,
            options.bootstraps,
            options.choose_by,
            has_gap=self.has_gap and not is_fixed,
            resamples_all=self.resamples_all,
        )

    def recipe(self, options: Any, sample: Sample, study: Study) -> Recipe:
        """How features are made."""
        columns = columns_of(options.features, study, sample)
        return Recipe(columns, options.level, options.centre, options.standardise, options.missing)

    def data(self, made: FloatArray, answers: FloatArray) -> FloatArray:  # noqa: ARG002
        """What the method works on."""
        return made

    def find(
        self, sample: Sample, study: Study, options: Any, rng: np.random.Generator
    ) -> Segmentation:
        """The segments of everybody, or why there are none."""
        from threadpoolctl import threadpool_limits

        import_module("sklearn.cluster")  # threads are held back in loaded libraries alone

        recipe = self.recipe(options, sample, study)
        _check_values(recipe, study, options)
        answers = data_of(recipe.columns, options.features, sample)  # (n, m)
        asked = ~np.isnan(answers).all(axis=0)
        recipe = replace(recipe, columns=tuple(np.array(recipe.columns, dtype=object)[asked]))
        answers = answers[:, asked]
        # One thread sums in one order: the same bits on every machine.
        with threadpool_limits(1):
            return self._find(recipe, answers, sample.weights[0], study, options, rng)

    def _find(
        self,
        recipe: Recipe,
        answers: FloatArray,
        weights: FloatArray,
        study: Study,
        options: SharedOptions,
        rng: np.random.Generator,
    ) -> Segmentation:
        kept = recipe.kept(answers) if recipe.columns else np.zeros(len(weights), dtype=bool)
        n = int(kept.sum())
        usual = max(study.report.minimum_group, math.ceil(_USUAL_SHARE * n))
        fewest = options.fewest_members or usual
        settings = self.settings(options, fewest, min(options.most, n // fewest))
        few = max(2 * fewest, max(settings.numbers) if settings.is_fixed else 0)
        if n < few:
            reason = f"{n} respondents can be compared, and {few} are needed"
            return Segmentation((), np.full(len(weights), NOBODY), reason=reason)
        made = recipe.make(answers, weights)

        def make(drawn: FloatArray) -> FloatArray:
            return recipe.make(drawn, np.ones(len(drawn))).values

        from clientlens_segments.search import Material, find_segments

        material = Material(
            made.values[kept],
            self.data(made.values, answers)[kept],
            answers[kept],
            weights[kept] / weights[kept].mean(),
            make,
        )
        found = find_segments(material, self.method(options, fewest / n), settings, rng)
        told = self._told(found, _Compared(made, kept, weights), study)
        return replace(told, chosen_by=_chosen_by(settings))

    def _told(self, found: Found, compared: _Compared, study: Study) -> Segmentation:
        """Segments in the order of their profile, with their names."""
        made, kept = compared.made, compared.kept
        criteria = {**found.criteria, "one_population": {1: found.structure.p}}
        bare = Segmentation(
            (),
            np.full(len(kept), NOBODY),
            reason=found.reason,
            criteria=criteria,
            features=Features(made.names, made.values),
            remarks=self._remarks(found, compared),
        )
        if not found.k:
            return bare
        own, weights = made.of(kept), compared.weights[kept]
        order = profile_order(own, found.labels, found.k, weights)
        placed = relabelled(found.labels, order)
        codes = tuple(f"s{i + 1}" for i in range(found.k))
        labels = np.full(len(kept), NOBODY)
        labels[kept] = placed
        return replace(
            bare,
            codes=codes,
            labels=labels,
            names=names_of(own, placed, codes, weights, study),
            probabilities=_probabilities(found, order, kept),
            local=_stability(found, order, codes),
        )

    def _remarks(self, found: Found, compared: _Compared) -> tuple[str, ...]:
        told = {
            "constant": bool(compared.made.constant),
            "left_out": not compared.kept.all(),
            "unweighted": not self.is_weighted and np.ptp(compared.weights) > 0,
        }
        from clientlens_segments.search import REMARKS

        return (*found.remarks, *(REMARKS[key] for key, is_told in told.items() if is_told))


def _probabilities(found: Found, order: IntArray, kept: BoolArray) -> FloatArray | None:
    """(n, k) in the order of the segments; NaN for who was left out."""
    if found.probabilities is None:
        return None
    probabilities = np.full((len(kept), found.k), np.nan)
    probabilities[kept] = found.probabilities[:, order]
    return probabilities


def _stability(
    found: Found, order: IntArray, codes: tuple[str, ...]
) -> dict[str, dict[str, dict[str, float]]]:
    if found.stability is None:
        return {}
    jaccard = found.stability.jaccard[order].tolist()
    own = {code: {"jaccard": value} for code, value in zip(codes, jaccard, strict=True)}
    return {"stability": own}


def _path_of(study: Study, options: SharedOptions) -> tuple[str | int, ...]:
    """Where a study writes what is compared."""
    own = [tuple(c.path) for c in study.found.values() if c.options is options]
    return (*(own[0] if own else ("segments",)), "features")


def _check_values(recipe: Recipe, study: Study, options: SharedOptions) -> None:
    """An attribute whose values the study doesn't declare may turn out to have too many."""
    problems = [
        study.problem(
            many_values(column.name, len(column.categories)),
            *_path_of(study, options),
            hint=MANY_HINT,
        )
        for column in recipe.columns
        if len(column.categories) > MOST_VALUES
    ]
    if problems:
        raise RequestError(problems)


def _chosen_by(settings: Settings) -> str:
    if settings.is_fixed:
        return "given"
    return "method" if settings.finds_number else settings.criterion


class KMeansSegmenter(_Finder):
    """k-means.

    References
    ----------
    .. [1] Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2), 129-137.
    .. [2] Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA,
           1027-1035.
    """

    name = "kmeans"
    Options = KMeansOptions
    has_gap = True
    resamples_all = True
    is_weighted = True

    def method(self, options: KMeansOptions, share: float) -> Method:  # noqa: ARG002
        """k-means."""
        from clientlens_segments.methods.kmeans import KMeansMethod

        return KMeansMethod()


class WardSegmenter(_Finder):
    """Ward's method.

    References
    ----------
    .. [1] Ward (1963), Hierarchical grouping to optimize an objective function, J. Am. Statist.
           Ass. 58(301), 236-244.
    """

    name = "ward"
    Options = WardOptions
    has_gap = True
    resamples_all = True

    def method(self, options: WardOptions, share: float) -> Method:  # noqa: ARG002
        """Ward's method."""
        from clientlens_segments.methods.ward import WardMethod

        return WardMethod()


class MixtureSegmenter(_Finder):
    """Gaussian mixtures.

    References
    ----------
    .. [1] Fraley & Raftery (2002), Model-based clustering, discriminant analysis, and density
           estimation, J. Am. Statist. Ass. 97(458), 611-631.
    """

    name = "mixture"
    Options = MixtureOptions

    def method(self, options: MixtureOptions, share: float) -> Method:  # noqa: ARG002
        """Mixtures of the shapes that may be."""
        from clientlens_segments.methods.mixture import SHAPES, MixtureMethod

        shape = options.covariance
        return MixtureMethod(SHAPES if shape == "auto" else (shape,))


class HdbscanSegmenter(_Finder):
    """HDBSCAN.

    References
    ----------
    .. [1] Campello, Moulavi & Sander (2013), Density-based clustering based on hierarchical density
           estimates, PAKDD, 160-172.
    """

    name = "hdbscan"
    Options = HdbscanOptions

    def settings(self, options: HdbscanOptions, fewest: int, most: int) -> Settings:
        """The number is the method's."""
        numbers = tuple(range(2, max(most, 2) + 1))
        from clientlens_segments.search import Settings

        return Settings(
            numbers, is_fixed=False, fewest=fewest, resamples=options.bootstraps,
            criterion="stability", finds_number=True,
        )  # fmt: skip

    def method(self, options: HdbscanOptions, share: float) -> Method:
        """Dense places."""
        from clientlens_segments.methods.hdbscan import HdbscanMethod

        return HdbscanMethod(share, options.neighbours)


class LatentClassSegmenter(_Finder):
    """Latent classes of ordinal answers.

    References
    ----------
    .. [1] Lazarsfeld & Henry (1968), Latent structure analysis. Houghton Mifflin.
    .. [2] Nylund, Asparouhov & Muthén (2007), Deciding on the number of classes in latent class
           analysis and growth mixture modeling, Struct. Equ. Modeling 14(4), 535-569.
    """

    name = "latent_class"
    Options = LatentClassOptions
    is_weighted = True

    def recipe(self, options: LatentClassOptions, sample: Sample, study: Study) -> Recipe:
        """Features serve the test of structure and what segments are called."""
        return Recipe(columns_of(options.features, study, sample))

    def data(self, made: FloatArray, answers: FloatArray) -> FloatArray:  # noqa: ARG002
        """The answers as they are, gaps among them."""
        return answers

    def method(self, options: LatentClassOptions, share: float) -> Method:  # noqa: ARG002
        """Latent classes."""
        from clientlens_segments.methods.latent_class import LatentClassMethod

        return LatentClassMethod()


SEGMENTERS: tuple[type[Segmenter], ...] = (
    KMeansSegmenter, WardSegmenter, MixtureSegmenter, HdbscanSegmenter, LatentClassSegmenter,
)  # fmt: skip
