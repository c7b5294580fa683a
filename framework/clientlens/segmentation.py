"""The segmentation: which respondents belong together, as a method found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from clientlens.config.schema import Text
from clientlens.config.study import Study
from clientlens.survey.answers import Answers
from clientlens.survey.merging import Merged

NOBODY = -1
"""The label of a respondent who belongs to no segment."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What respondents were compared by.

    Attributes
    ----------
    names : tuple of str
        The q features: ``importance.outlets`` (a question), ``importance@pricing`` (the mean of a
        dimension), ``gap.outlets``, ``attribute=value`` (whether somebody has it),
        ``score.image`` (a latent score).
    values : (n, q) array
        As they were used, centred or standardised; NaN only where a respondent was left out.
    texts : mapping
        Feature → what people call it, where the study has no name for it.
    """

    names: tuple[str, ...]
    values: FloatArray
    texts: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """The segments that a method found among n respondents.

    Attributes
    ----------
    codes : tuple of str
        The k segments, ``s1``, ``s2`` …, ordered by their profile. None at all says that there
        are no segments, of which ``reason`` tells.
    labels : (n,) integer array
        Position of everybody's segment in ``codes``, -1 for who belongs to none.
    names : mapping
        Segment → what reports call it, from its profile.
    reason : str
        Why there are no segments.
    probabilities : (n, k) array or None
        How likely everybody belongs where, as far as the method has it; NaN for who was left out.
    criteria : mapping
        Criterion → number of segments → its value.
    features : Features or None
        What respondents were compared by.
    remarks : tuple of str
        What the segments should be read with.
    chosen_by : str
        The criterion or rule that chose their number.
    local : mapping
        Quantity → segment → label → value, as the method itself estimated them.
    merged_from : int or None
        How many there were, where small ones were put together since.
    """

    codes: tuple[str, ...]
    labels: IntArray
    names: Mapping[str, Text] = field(default_factory=dict)
    reason: str = ""
    probabilities: FloatArray | None = None
    criteria: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    features: Features | None = None
    remarks: tuple[str, ...] = ()
    chosen_by: str = ""
    local: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    merged_from: int | None = None

    @property
    def values(self) -> ObjectArray:
        """(n,) the segment of everybody, None where there is none."""
        lookup = np.array([*self.codes, None], dtype=object)
        return np.asarray(lookup[self.labels])  # -1 is the last

    def select(self, rows: BoolArray | IntArray) -> Segmentation:
        """The same segments, of some respondents alone or in another order."""
        p, features = self.probabilities, self.features
        return replace(
            self,
            labels=self.labels[rows],
            probabilities=None if p is None else p[rows],
            features=features and replace(features, values=features.values[rows]),
        )

    @property
    def number(self) -> int:
        """How many segments were found, whether or not some were put together since."""
        return self.merged_from or len(self.codes)

    def merged(self, merged: Merged) -> Segmentation:
        """The same with some segments put together; the one they became stands where it stood.

        A new one comes last. What the method estimated of those put together is left out.
        """
        became = {code: merged.into if code in merged.values else code for code in self.codes}
        codes = [code for code in self.codes if became[code] == code]
        codes += [] if merged.into in codes else [merged.into]
        place = np.array([*(codes.index(became[code]) for code in self.codes), NOBODY])
        p = self.probabilities
        gone = {*merged.values, merged.into}
        return replace(
            self,
            codes=tuple(codes),
            merged_from=self.number,
            labels=place[self.labels],  # -1 is the last
            names={code: name for code, name in self.names.items() if code in codes},
            probabilities=None if p is None else _summed(p, place[:-1], len(codes)),
            local={
                quantity: {code: known for code, known in own.items() if code not in gone}
                for quantity, own in self.local.items()
            },
        )


def _summed(probabilities: FloatArray, place: IntArray, k: int) -> FloatArray:
    """(n, k) the probabilities of segments put together, of which each has its new place."""
    return np.column_stack([probabilities[:, place == j].sum(axis=1) for j in range(k)])


def with_segments(
    study: Study, answers: Answers, found: Mapping[str, Segmentation]
) -> tuple[Study, Answers]:
    """A study and its answers with an attribute for every segmentation of the respondents."""
    known = dict(study.respondents)
    for name, segmentation in found.items():
        values = {code: code for code in segmentation.codes}
        update = {"values": values, "names": dict(segmentation.names)}
        known[name] = known[name].model_copy(update=update)
    columns = {name: segmentation.values for name, segmentation in found.items()}
    return replace(study, respondents=known), replace(
        answers, attributes={**answers.attributes, **columns}
    )
