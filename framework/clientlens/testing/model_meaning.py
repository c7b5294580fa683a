"""The laws of names that models share: what a name means is the same in every model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.drawing.theme import CLASS_STYLES
from clientlens.hierarchy import hierarchy_of
from clientlens.testing.law import Breach, Statement
from clientlens.testing.model_example import ModelExample
from clientlens.testing.numbers import Numbers

SHARED = {
    "performance": ("indicator",),
    "importance": ("indicator",),
    "priority": ("indicator",),
    "dimension_score": ("dimension",),
    "index": (),
}
"""Quantity that models are compared by → its dims."""

_INDEX_ENDS = (0.0, 100.0)
_LEAST_RISE = 10.0
"""Points of an index, from answers near the lowest to answers near the highest."""

_NEAR = 1e-9


def _shared_dims(example: ModelExample) -> None:
    declared = example.estimate(example.sample()).dims
    for name, dims in SHARED.items():
        if name in declared and tuple(declared[name]) != dims:
            said = ", ".join(declared[name]) or "nothing"
            wanted = f"by {dims[0]}" if dims else "one number"
            raise Breach(f"'{name}' has the dims {said}; under this name it is {wanted}")


def _on_scale(example: ModelExample) -> None:
    numbers = example.estimate(example.sample())
    scales = dict(example.model.scales_for(example.prepared.study, example.choice.options))
    if "index" in numbers.dims:
        scales["index"] = _INDEX_ENDS
    for name, (low, high) in scales.items():
        array = numbers.array(name)
        if array is None:
            continue
        with np.errstate(invalid="ignore"):
            beyond = (array < low - _NEAR) | (array > high + _NEAR)
        if beyond.any():
            at = [int(i) for i in np.argwhere(beyond)[0]]
            value = array[tuple(at)]
            raise Breach(f"{numbers.where(name, at)} is {value:.6g}, outside {low:g} to {high:g}")


def _index(example: ModelExample) -> None:
    if np.isnan(_index_of(example.estimate(example.sample()))):
        return
    most = np.max([*_rises(example)])  # NaN where one of them can't be told
    if most < _LEAST_RISE:
        raise Breach(f"'index' rises by {most:.3g} at most from low answers to high ones")


def _rises(example: ModelExample) -> Iterator[float]:
    """By how much the index rises where a facet, or the items, are answered high and not low."""
    answers = example.drawn.answers
    for facet in dict.fromkeys(question.facet for question in answers.questions):
        own = [i for i, question in enumerate(answers.questions) if question.facet == facet]
        scales = [answers.questions[i].scale for i in own]
        # Of two scale points, so that there is some variance left.
        low, high = answers.values.copy(), answers.values.copy()
        low[:, own] = np.minimum(low[:, own], [scale.low + 1 for scale in scales])
        high[:, own] = np.maximum(high[:, own], [scale.high - 1 for scale in scales])
        yield _index_of(_numbers(example, high)) - _index_of(_numbers(example, low))


def _index_of(numbers: Numbers) -> float:
    """As answered; NaN where there is none."""
    found = numbers.array("index")
    return float("nan") if found is None or found.ndim > 1 else float(found[0])


def _classes(example: ModelExample) -> None:
    model = example.model
    numbers = example.estimate(example.sample())
    for name, codes in model.classes.items():
        array = numbers.array(name)
        if array is None:
            continue
        known = array[~np.isnan(array)]
        strange = known[~np.isin(known, np.arange(len(codes)))]
        if len(strange):
            raise Breach(f"'{name}' holds {strange[0]:g}, no position among {len(codes)} classes")
    for code, look in model.looks.items():
        if look not in CLASS_STYLES:
            raise Breach(f"class '{code}' looks like '{look}', which the theme doesn't know")


def _better(example: ModelExample) -> None:
    found = _answers_of_performance(example)
    if found is not None and not found:
        raise Breach("'performance' rises with better answers to no facet")


def _first(example: ModelExample) -> None:
    for response in _answers_of_performance(example) or ():
        if response.priority > example.trial.tolerance:
            what = (
                f"answers to '{response.facet}' about '{response.indicator}' are one point better"
            )
            raise Breach(f"'priority' of '{response.indicator}' rises where {what}")


@dataclass(frozen=True, slots=True)
class _Response:
    """By how much the numbers of an indicator change where a facet of it is answered better."""

    facet: str
    indicator: str
    priority: float


def _answers_of_performance(example: ModelExample) -> list[_Response] | None:
    """The facets whose better answers raise performance, by indicator; None without performance."""
    indicators = hierarchy_of(example.study).indicators
    numbers = example.estimate(example.sample())
    if numbers.array("performance") is None or numbers.dims["performance"] != ("indicator",):
        return None
    found = []
    for facet in example.study.facets:
        own = list(_responses(example, facet, indicators))
        if own and all(performance > _NEAR for performance, _ in own):
            found += [response for _, response in own]
    return found


def _responses(
    example: ModelExample, facet: str, indicators: tuple[str, ...]
) -> Iterator[tuple[float, _Response]]:
    """How performance changes, and what else does, for each indicator that has both."""
    for j, code in enumerate(indicators):
        asked = [
            i for i, q in enumerate(example.drawn.answers.questions)
            if q.facet == facet and q.code == code
        ]  # fmt: skip
        if not asked:
            continue
        X = example.drawn.answers.values.copy()
        high = example.drawn.answers.questions[asked[0]].scale.high
        X[:, asked] = np.minimum(X[:, asked], high - 1)  # so that all may rise alike
        worse, better = (_numbers(example, X), _numbers(example, _raised(X, asked)))
        change = _change(worse, better, "performance", j)
        if np.isnan(change):
            continue
        priority = _change(worse, better, "priority", j)
        yield change, _Response(facet, code, 0.0 if np.isnan(priority) else priority)


def _raised(X: FloatArray, columns: list[int]) -> FloatArray:
    raised = X.copy()
    raised[:, columns] += 1
    return raised


def _numbers(example: ModelExample, X: FloatArray) -> Numbers:
    other = example.with_answers(replace(example.drawn.answers, values=X))
    return other.estimate(other.sample(other.weights[:1]))


def _change(one: Numbers, other: Numbers, name: str, j: int) -> float:
    """Of an indicator, as answered; NaN where either has none."""
    before, after = one.array(name), other.array(name)
    if before is None or after is None or one.dims[name] != ("indicator",):
        return float("nan")
    return float(after[0, j] - before[0, j])


MODEL_MEANING_LAWS = (
    Statement(
        "names that are compared have their dims",
        "performance, importance and priority are by indicator, dimension_score by dimension, "
        "index is one number",
        "Give a quantity of other dims another name.",
        _shared_dims,
    ),
    Statement(
        "numbers lie on their scales",
        "an index lies in 0 to 100, and what scales_for names between the ends it gives",
        "Name another scale in scales_for, or call an index that isn't on 0 to 100 something else.",
        _on_scale,
    ),
    Statement(
        "an index rises with better answers",
        "where all questions of a facet are answered high, the index is 10 points or more above "
        "that of low answers",
        "Give an index from 0, the worst, to 100, the best: 100 · (mean − low) / (high − low).",
        _index,
    ),
    Statement(
        "performance rises with better answers",
        "where an indicator is rated better, its performance is larger",
        "Turn the sign, or call the quantity something else.",
        _better,
    ),
    Statement(
        "the largest priority comes first",
        "where an indicator performs better, its priority isn't larger: the largest is to act on "
        "first",
        "Turn the sign of priority: a rank, where 1 is first, is minus its number.",
        _first,
    ),
    Statement(
        "classes are positions among their codes",
        "a quantity of classes holds 0, 1, …, as many as it has codes, and NaN; looks names "
        "classes of the theme",
        "Give positions, not names; look up names of looks in clientlens.drawing.theme.",
        _classes,
    ),
)
