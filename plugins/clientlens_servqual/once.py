"""What has no replicates: numbers of pairs, paired tests, reliability, an overall rating."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.plugin_api import Absent, FloatArray, Sample, Study, Values
from clientlens.stats.moments import correlation
from clientlens.stats.multiplicity import holm
from clientlens.stats.paired import average_deviation_effect, paired_tests
from clientlens_servqual.confirmatory import CONFIRMATORY_DIMS, confirmatory_values
from clientlens_servqual.gaps import dimension_means
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.reliability import agreement_of
from clientlens_servqual.response_surface import TERMS, response_surface
from clientlens_servqual.structure import structure_of
from clientlens_servqual.values import SampleGaps, has_zone

TESTS = (
    "t", "t_p", "t_p_holm", "d_z", "d_z_hedges", "d_av", "wilcoxon_p", "wilcoxon_p_holm",
    "rank_biserial", "sign_p",
)  # fmt: skip
RELIABILITIES = (
    "alpha_perception", "alpha_expectation", "alpha_gap", "omega_perception", "omega_expectation",
    "r_perception_expectation", "reliability_gap", "lowest_loading",
)  # fmt: skip
STRUCTURE = ("loading", "r_own", "r_other", "other")
OVERALL = ("r_overall_perception", "r_overall_gap")
SURFACE = ("r_squared_gap", "r_squared_perception", "r_squared_surface", "n_surface")
ONCE_DIMS: Mapping[str, tuple[str, ...]] = {
    "n_respondents": (),
    "n_pairs": ("indicator",),
    "n_dimension": ("quality_dimension",),
    **{f"test_{name}": ("indicator",) for name in TESTS},
    **dict.fromkeys(RELIABILITIES, ("quality_dimension",)),
    **dict.fromkeys(STRUCTURE, ("indicator",)),
    **CONFIRMATORY_DIMS,
}
OVERALL_DIMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(OVERALL, ("quality_dimension",)),
    **dict.fromkeys((*SURFACE, *(f"surface_{term}" for term in TERMS)), ()),
}
ZONE_ONCE_DIMS: Mapping[str, tuple[str, ...]] = {
    "n_zone": ("indicator",),
    "n_inverted": ("indicator",),
    "n_inverted_respondents": (),
}


def once_dims_of(options: ServqualOptions) -> Mapping[str, tuple[str, ...]]:
    """Quantity → its axes behind group."""
    return {
        **ONCE_DIMS,
        **(OVERALL_DIMS if options.overall else {}),
        **(ZONE_ONCE_DIMS if has_zone(options) else {}),
    }


def once_values(sample: Sample, study: Study, options: ServqualOptions) -> Values:
    """Every quantity that `once_dims_of` names, from the sample as answered."""
    gaps = SampleGaps(sample.as_answered, study, options)
    pairs = gaps.pairs
    counts: dict[str, FloatArray | Absent] = {
        "n_respondents": np.asarray(float(pairs.any(axis=1).sum())),
        "n_pairs": np.where(gaps.layout.is_asked, pairs.sum(axis=0), np.nan),
        "n_dimension": (pairs.astype(np.float64) @ gaps.layout.member.T > 0).sum(axis=0) * 1.0,
    }
    reason = gaps.why_not()
    rest: dict[str, FloatArray | Absent] = {}
    if reason:
        names = [name for name in once_dims_of(options) if name not in counts]
        return {**counts, **dict.fromkeys(names, Absent(reason))}
    rest |= _tests(gaps)
    rest |= _reliabilities(gaps)
    rest |= _structure(gaps)
    member = gaps.layout.member & gaps.has_gap
    rest |= confirmatory_values(gaps.sample, options.perception, member)
    if options.overall:
        rest |= _against_overall(gaps, options.overall)
    if has_zone(options):
        rest |= _inversions(gaps)
    return {**counts, **rest}


def _tests(gaps: SampleGaps) -> dict[str, FloatArray]:
    """Paired tests of every indicator; design weights enter the t test alone."""
    perceived, expected = _pairs(gaps)  # (n, J)
    w = gaps.sample.weights[0]
    found = paired_tests(gaps.sign * (perceived - expected), w)
    return {
        "test_t": found.t,
        "test_t_p": found.p_t,
        "test_t_p_holm": holm(found.p_t),
        "test_d_z": found.d_z,
        "test_d_z_hedges": found.d_z_hedges,
        "test_d_av": gaps.sign * average_deviation_effect(perceived, expected, w),
        "test_wilcoxon_p": found.p_wilcoxon,
        "test_wilcoxon_p_holm": holm(found.p_wilcoxon),
        "test_rank_biserial": found.rank_biserial,
        "test_sign_p": found.p_sign,
    }


def _pairs(gaps: SampleGaps) -> tuple[FloatArray, FloatArray]:
    """(n, J) perceptions and expectations; perceptions are NaN where there is no gap."""
    answers = gaps.sample.answers
    perceived = np.where(gaps.has_gap, answers(gaps.options.perception), np.nan)
    return perceived, answers(gaps.options.expectation)


def _reliabilities(gaps: SampleGaps) -> dict[str, FloatArray]:
    """(K,) how well the indicators of a dimension agree, and what a difference keeps of that."""
    sample, options = gaps.sample, gaps.options
    perceived, expected = sample.answers(options.perception), sample.answers(options.expectation)
    member = gaps.layout.member & gaps.has_gap
    found = agreement_of(sample.weights, perceived, expected, member)
    return {name: np.asarray(getattr(found, name)) for name in RELIABILITIES}


def _structure(gaps: SampleGaps) -> dict[str, FloatArray]:
    """(J,) whether perceptions go with their dimension."""
    rows = gaps.sample.answers(gaps.options.perception)
    found = structure_of(gaps.sample.weights, rows, gaps.layout.member & gaps.has_gap)
    return {name: np.asarray(getattr(found, name)) for name in STRUCTURE}


def _against_overall(gaps: SampleGaps, overall: str) -> dict[str, FloatArray]:
    """Correlations of dimensions with the overall rating, and the response surface."""
    rating = gaps.sample.answers([overall])[:, 0]  # (n,)
    options = gaps.options
    answers = gaps.sample.answers
    perceived = _scores(answers(options.perception), gaps)  # (n, K)
    expected = _scores(answers(options.expectation), gaps)
    W = gaps.sample.weights
    surface = response_surface(W[0], _whole(expected), _whole(perceived), rating)
    return {
        "r_overall_perception": _correlations(W, perceived, rating),
        "r_overall_gap": _correlations(W, perceived - expected, rating),
        **{name: np.asarray(getattr(surface, name)) for name in SURFACE},
        **{
            f"surface_{term}": np.asarray(value)
            for term, value in zip(TERMS, surface.coefficients, strict=True)
        },
    }


def _scores(rows: FloatArray, gaps: SampleGaps) -> FloatArray:
    """(n, K) each respondent's mean in every dimension."""
    return dimension_means(rows, gaps.layout.member)


def _whole(scores: FloatArray) -> FloatArray:
    """(n,) mean of a respondent's dimensions; NaN where one is missing."""
    return np.asarray(scores.mean(axis=1))


def _correlations(W: FloatArray, scores: FloatArray, rating: FloatArray) -> FloatArray:
    """(K,) correlation of each column with the rating."""
    matrix = correlation(W, np.column_stack([scores, rating]))[0]
    return np.asarray(matrix[-1, :-1])


def _inversions(gaps: SampleGaps) -> dict[str, FloatArray]:
    """Respondents whose acceptable level lies above the desired one: they misread the question."""
    adequacy, superiority = gaps.zone_rows()
    n = (~np.isnan(adequacy)).sum(axis=0)
    is_inverted = adequacy < superiority  # (n, J); false where something is missing
    return {
        "n_zone": n * 1.0,
        "n_inverted": np.where(n > 0, is_inverted.sum(axis=0), np.nan),
        "n_inverted_respondents": np.asarray(float(is_inverted.any(axis=1).sum())),
    }
