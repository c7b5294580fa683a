"""The indicator tree: dimensions, their indicators, and the questions that measure them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.schema import Dimension, Indicator, Language, Scale, Text
from clientlens.config.study import Study, WeightingChoice


@dataclass(frozen=True, slots=True)
class Question:
    """One column of the answers.

    ``code`` is an indicator (then ``facet`` says what of it is asked) or a single item.
    """

    code: str
    facet: str | None
    column: str
    scale: Scale
    is_reversed: bool

    @property
    def name(self) -> str:
        """``satisfaction.interest_rate`` for a rating, ``overall`` for an item."""
        return f"{self.facet}.{self.code}" if self.facet else self.code


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Dimensions and indicators in the order of the study file.

    Leaf order is column order: element j of an array with J indicators belongs to
    ``indicators[j]``, and to ``dimensions[dimension_of[j]]``.
    """

    dimensions: tuple[str, ...]
    indicators: tuple[str, ...]
    dimension_of: tuple[int, ...]
    indicator_weights: tuple[float, ...]
    dimension_weights: tuple[float, ...]
    names: Mapping[str, Text]
    details: Mapping[str, Indicator]

    def name(self, code: str, language: Language) -> str:
        """What a report calls a dimension or an indicator; its code where it has no name."""
        text = self.names.get(code)
        return (text.in_language(language) if text else None) or code

    def parent(self, indicator: str) -> str:
        """The dimension of an indicator."""
        return self.dimensions[self.dimension_of[self.indicators.index(indicator)]]

    @property
    def membership(self) -> FloatArray:
        """(D, J) weight of indicator j within dimension d; every row sums to one."""
        matrix = np.zeros((len(self.dimensions), len(self.indicators)))
        matrix[list(self.dimension_of), range(len(self.indicators))] = self.indicator_weights
        return matrix  # (D, J)

    @property
    def effective_weights(self) -> FloatArray:
        """(J,) weight of each indicator in the whole; sums to one."""
        by_dimension = np.array(self.dimension_weights)
        weights = np.array(self.indicator_weights)
        return np.asarray(weights * by_dimension[list(self.dimension_of)])


def hierarchy_of(study: Study) -> Hierarchy:
    """The indicator tree of a study.

    Weights of siblings sum to one: equal ones by default, those of the study file with
    ``weighting: {method: given}``. What other methods say depends on the answers: see
    `clientlens.structural`.
    """
    dimensions = study.dimensions
    leaves = [
        (d, code, indicator)
        for d, dimension in enumerate(dimensions.values())
        for code, indicator in dimension.indicators.items()
    ]
    plan = study.weighting
    weights = [
        weight
        for code, dimension in dimensions.items()
        for weight in _shares([i.weight for i in dimension.indicators.values()], plan.of(code))
    ]
    named: list[tuple[str, Dimension | Indicator]] = [
        *dimensions.items(),
        *((code, indicator) for _, code, indicator in leaves),
    ]
    return Hierarchy(
        dimensions=tuple(dimensions),
        indicators=tuple(code for _, code, _ in leaves),
        dimension_of=tuple(d for d, _, _ in leaves),
        indicator_weights=tuple(weights),
        dimension_weights=tuple(_shares([d.weight for d in dimensions.values()], plan.of(None))),
        names={code: node.name for code, node in named if node.name},
        details={code: indicator for _, code, indicator in leaves},
    )


def questions_of(study: Study) -> tuple[Question, ...]:
    """Every question of a study: facet by facet over the indicators, then the single items."""
    hierarchy = hierarchy_of(study)
    ratings = [
        _rating(study, facet, code, hierarchy.details[code])
        for facet in study.facets
        for code in hierarchy.indicators
    ]
    items = [
        Question(code, None, item.column or code, study.scales[item.scale], item.reversed)
        for code, item in study.items.items()
    ]
    return (*ratings, *items)


def _rating(study: Study, facet: str, code: str, indicator: Indicator) -> Question:
    asked = study.facets[facet]
    template = indicator.columns.get(facet, asked.column)
    column = template.replace("{code}", code).replace("{facet}", facet)
    is_reversed = asked.reversed != (facet in indicator.reversed)
    return Question(code, facet, column, study.scales[asked.scale], is_reversed)


def _shares(weights: list[float | None], choice: WeightingChoice) -> list[float]:
    """Weights of siblings as shares; equal unless those that are written are used."""
    is_given = choice.method == "given"
    known = [1.0 if weight is None or not is_given else weight for weight in weights]
    return [weight / sum(known) for weight in known]
