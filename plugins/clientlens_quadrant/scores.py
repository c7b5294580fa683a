"""The scores of a sample: importance, performance, the lines, and what is made from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample, Study, Values
from clientlens_quadrant import quadrants
from clientlens_quadrant.importance import importance_of
from clientlens_quadrant.lines import same_scale, scale_of, study_line
from clientlens_quadrant.options import QuadrantOptions

BY_INDICATOR = ("importance", "performance", "gap", "conformity", "priority", "top_box", "class")
BY_DIMENSION = ("dimension_importance", "dimension_score", "dimension_gap", "dimension_top_box")
OVERALL = (
    "index",
    "index_max_share",
    "conformity_overall",
    "crosshair_importance",
    "crosshair_performance",
)

_OF_PERFORMANCE = (
    "performance",
    "top_box",
    "dimension_score",
    "dimension_top_box",
    "crosshair_performance",
)
_OF_IMPORTANCE = ("importance", "dimension_importance", "crosshair_importance")
_NO_COMMON_SCALE = Absent("importance and performance are not on one scale")
_NO_RATIO = Absent("a ratio means nothing on a scale that reaches zero or below")


def scores(sample: Sample, study: Study, options: QuadrantOptions) -> Values:
    """Every quantity of the model, (R, …), NaN where it can't be had, or why it never can."""
    performance = sample.mean(options.performance_facet)  # (R, J)
    top_box = sample.top_box(options.performance_facet, options.top_boxes)
    values: dict[str, FloatArray | Absent] = {
        "performance": performance,
        "top_box": top_box,
        "dimension_score": sample.by_dimension(performance),
        "dimension_top_box": sample.by_dimension(top_box),
        "crosshair_performance": study_line("performance", performance, study, options),
    }
    importance = importance_of(sample, options)  # (R, J)
    if isinstance(importance, Absent):
        names = (*BY_INDICATOR, *BY_DIMENSION, *OVERALL)
        return {**dict.fromkeys(names, importance), **values}
    return {**values, **_with_importance(importance, performance, sample, study, options)}


def has_any(value: FloatArray | Absent) -> bool:
    """Whether there is a number in it."""
    return not isinstance(value, Absent) and not bool(np.isnan(value).all())


def why_nothing(name: str, sample: Sample, options: QuadrantOptions) -> Absent:
    """Why there isn't a single number of this name, though it could be had from other answers."""
    is_stated = options.importance == "stated"
    asked = [] if name in _OF_IMPORTANCE and is_stated else [options.performance_facet]
    if name not in _OF_PERFORMANCE and is_stated:
        asked.append(options.importance_facet)
    for facet in asked:
        if np.isnan(sample.answers(facet)).all():
            return Absent(f"there are no ratings of '{facet}'")
    if name in ("index", "index_max_share"):
        return Absent("no indicator has an importance above nothing to weigh it by")
    if not is_stated:
        return Absent("no indicator varies together with the overall rating")
    return Absent("no indicator was rated on both facets by the same respondent")


def _with_importance(
    importance: FloatArray,
    performance: FloatArray,
    sample: Sample,
    study: Study,
    options: QuadrantOptions,
) -> Values:
    scale = sample.scale(options.performance_facet)
    lines = {
        "importance": study_line("importance", importance, study, options),
        "performance": study_line("performance", performance, study, options),
    }
    weight = importance - _bottom(study, options)
    weighted = quadrants.weighted_performance(weight, performance)  # (R,)
    urgency = weight if options.importance == "stated" else quadrants.relative(importance)
    has_ratio = scale.low > 0 and _has_ratio(study, options)
    return {
        "importance": importance,
        "dimension_importance": sample.by_dimension(importance),
        "crosshair_importance": lines["importance"],
        "class": _classes(importance, performance, lines, options),
        "priority": _of_pairs(
            quadrants.priority(urgency, performance, scale.high), sample, options
        ),
        "index": 100 * (weighted - scale.low) / (scale.high - scale.low),
        "index_max_share": 100 * weighted / scale.high if has_ratio else _NO_RATIO,
        **_on_one_scale(importance, performance, sample, study, options),
    }


def _on_one_scale(
    importance: FloatArray,
    performance: FloatArray,
    sample: Sample,
    study: Study,
    options: QuadrantOptions,
) -> Values:
    """What compares the two axes with each other."""
    if not same_scale(study, options):
        names = ("gap", "dimension_gap", "conformity", "conformity_overall")
        return dict.fromkeys(names, _NO_COMMON_SCALE)
    gap = sample.mean_difference(options.performance_facet, options.importance_facet)  # (R, J)
    return {
        "gap": gap,
        "dimension_gap": sample.by_dimension(gap),
        **_ratios(importance, performance, sample, study, options),
    }


def _ratios(
    importance: FloatArray,
    performance: FloatArray,
    sample: Sample,
    study: Study,
    options: QuadrantOptions,
) -> Values:
    if not _has_ratio(study, options):
        return {"conformity": _NO_RATIO, "conformity_overall": _NO_RATIO}
    conformity = 100 * quadrants.quotient(performance, importance)
    return {
        "conformity": _of_pairs(conformity, sample, options),
        "conformity_overall": quadrants.overall_conformity(importance, performance),
    }


def _classes(
    importance: FloatArray,
    performance: FloatArray,
    lines: Mapping[str, FloatArray],
    options: QuadrantOptions,
) -> FloatArray:
    """(R, J) positions in `quadrants.CLASSES`; NaN where a side is missing."""
    sides = [
        quadrants.side(
            values, lines[axis], tolerance=options.tolerance, digits=options.round_digits
        )
        for axis, values in (("importance", importance), ("performance", performance))
    ]
    found = quadrants.classify(*sides)
    return np.where(found == quadrants.UNKNOWN, np.nan, found.astype(np.float64))


def _of_pairs(values: FloatArray, sample: Sample, options: QuadrantOptions) -> FloatArray:
    """(R, J) values that rest on both facets; NaN where no respondent rated the two."""
    if options.importance == "derived":
        return values
    both = sample.answers(options.performance_facet) + sample.answers(options.importance_facet)
    return np.where(np.isnan(both).all(axis=0), np.nan, values)


def _bottom(study: Study, options: QuadrantOptions) -> float:
    """From where importance is counted as a weight: 0, or a scale's bottom that lies below."""
    if options.importance == "derived":
        return 0.0
    return min(float(scale_of("importance", study, options).low), 0.0)


def _has_ratio(study: Study, options: QuadrantOptions) -> bool:
    return options.importance == "derived" or scale_of("importance", study, options).low > 0
