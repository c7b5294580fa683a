"""The segmenter: how segments of the clients are found in their answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol

import numpy as np

from clientlens.arrays import IntArray
from clientlens.config.schema import Options
from clientlens.config.study import SegmentationChoice, Study
from clientlens.errors import Problem, at_work
from clientlens.sample import Sample
from clientlens.segmentation import NOBODY, Segmentation
from clientlens.stats.resample import generator
from clientlens.survey.levels import Levels

_CODE = re.compile(r"\w[\w-]{0,63}")
_MOST_UNEQUAL = 1e-6
"""The probabilities of a respondent sum to one as near as that."""


class Segmenter(Protocol):
    """A way to find segments. Derive from it and give at least `find`.

    Attributes
    ----------
    name : str
        What a study file writes as ``method`` of an entry under ``segments.found``.
    Options : type
        Its options, derived from `clientlens.plugin_api.Options`; they stand beside ``method``.
    locale : Path or None
        Folder of its message catalogues: ``segmenter-<name>``, ``criterion-<name>``, and
        ``reason-…`` for its reasons and remarks.
    """

    name: ClassVar[str]
    Options: ClassVar[type[Options]]
    locale: ClassVar[Path | None] = None

    def check(
        self,
        study: Study,  # noqa: ARG002
        choice: SegmentationChoice,  # noqa: ARG002
    ) -> Iterable[Problem]:
        """Problems with their places, before any answer is read."""
        return ()

    def find(
        self, sample: Sample, study: Study, options: Any, rng: np.random.Generator
    ) -> Segmentation:
        """The segments of everybody, found once.

        Parameters
        ----------
        sample : Sample
            All n clients as they answered: one row of weights, design weights in it. The clients
            come sorted by what they answered, so that the result doesn't depend on the order of
            the file.
        study : Study
            The study, whose attributes know their values.
        options : Options
            The options of the entry.
        rng : Generator
            The same numbers whenever the study has the same seed; they differ between entries.
        """
        ...


def find_segments(
    sample: Sample, study: Study, segmenters: Mapping[str, Segmenter]
) -> dict[str, Segmentation]:
    """Every segmentation that a study wants to be found, by its name.

    Parameters
    ----------
    sample : Sample
        Everybody as answered.
    study : Study
        The study, whose attributes know their values.
    segmenters : mapping
        Name → method.
    """
    order = _sorted(sample)
    ordered = sample.reordered(order)
    back = np.argsort(order)
    found = {}
    for choice in study.found.values():
        rng = generator(study.uncertainty.seed, choice.name)
        method = segmenters[choice.method]
        with at_work(method):
            segmentation = method.find(ordered, study, choice.options, rng)
            _check(segmentation, choice.method, len(order))
        found[choice.name] = segmentation.select(back)
    return found


def _sorted(sample: Sample) -> IntArray:
    """(n,) an order of the respondents that depends on what they answered alone."""
    attributes = [Levels.of(column).codes for column in sample.ratings.attributes.values()]
    answers = np.nan_to_num(sample.ratings.values, nan=-np.inf)  # (n, p)
    return np.lexsort([sample.weights[0], *attributes, *answers.T])


def _check(found: Segmentation, method: str, n: int) -> None:
    """What a method returns, held to what a segmentation is."""
    k = len(found.codes)
    labels = np.asarray(found.labels)
    if labels.shape != (n,) or ((labels < NOBODY) | (labels >= k)).any():
        raise TypeError(f"segmenter '{method}' must label {n} respondents by {k} segments or -1")
    if len(set(found.codes)) < k or not all(map(_CODE.fullmatch, found.codes)):
        raise ValueError(f"segmenter '{method}' returns codes that can't be: {found.codes}")
    if len(np.unique(labels[labels != NOBODY])) < k:
        raise ValueError(f"segmenter '{method}' returns a segment without respondents")
    if not k and not found.reason:
        raise ValueError(f"segmenter '{method}' finds no segments and doesn't say why")
    if strange := set(found.names) - set(found.codes):
        raise ValueError(f"segmenter '{method}' names what isn't there: {sorted(strange)}")
    _check_arrays(found, method, n)


def _check_arrays(found: Segmentation, method: str, n: int) -> None:
    p = found.probabilities
    if p is not None and p.shape != (n, len(found.codes)):
        raise TypeError(f"segmenter '{method}' returns probabilities of shape {p.shape}")
    if p is not None:
        known = p[~np.isnan(p).any(axis=1)]
        if (known < 0).any() or (abs(known.sum(axis=1) - 1) > _MOST_UNEQUAL).any():
            raise ValueError(f"segmenter '{method}' returns probabilities that miss one")
    features = found.features
    if features and features.values.shape != (n, len(features.names)):
        raise TypeError(f"segmenter '{method}' returns features of another shape than their names")
