"""The confirmatory check: whether perceptions are built as all quality dimensions together say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Absent, BoolArray, Finding, FloatArray, Result, Sample
from clientlens.stats.confirmatory import Confirmatory, confirmatory_factors
from clientlens.stats.moments import covariance, effective_size
from clientlens_servqual.everybody import EVERYBODY

if TYPE_CHECKING:
    import pandas as pd

MEASURES = (
    "chi_square", "df", "p", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "srmr",
    "parameters", "n",
)  # fmt: skip
CONFIRMATORY_DIMS: Mapping[str, tuple[str, ...]] = {
    "confirmatory": ("fit_measure",),
    "confirmatory_loading": ("indicator",),
    "dimension_correlation": ("quality_dimension", "other_dimension"),
    "dimension_correlation_error": ("quality_dimension", "other_dimension"),
}
HIGHEST_RMSEA = 0.08
LOWEST_CFI = 0.90
"""Beyond these a model is commonly said not to fit (Browne & Cudeck 1992; Bentler 1990)."""
ONE_DIMENSION = 0.85
"""Factors that are correlated more are hardly two (Brown 2015, ch. 5)."""
FEWEST_PER_PARAMETER = 5
"""With fewer respondents for each free parameter chi-square is too large (Bentler & Chou 1987)."""


def confirmatory_values(
    sample: Sample, facet: str, member: BoolArray
) -> dict[str, FloatArray | Absent]:
    """Every quantity that `CONFIRMATORY_DIMS` names, of perceptions as answered.

    Parameters
    ----------
    sample : Sample
        One row of weights. Respondents count who rated every indicator that belongs somewhere;
        where they weigh differently, Kish's effective number of them stands for n.
    facet : str
        What asks for perceptions.
    member : (K, J) boolean array
        Which indicator belongs to which dimension; one may belong to none, and stays NaN.
    """
    dimensions, used = np.asarray(member.any(axis=1)), np.asarray(member.any(axis=0))
    rows = sample.answers(facet)[:, used]
    complete = ~np.isnan(rows).any(axis=1)
    w, X = sample.weights[:, complete], rows[complete]
    names = [
        code for code, is_used in zip(sample.hierarchy.indicators, used, strict=True) if is_used
    ]
    n = float(effective_size(w, X[:, :1])[0, 0]) if len(X) else 0.0
    own = member[np.ix_(dimensions, used)]
    found = confirmatory_factors(covariance(w, X)[0], n, own, names=names)
    if found.why_not:
        return dict.fromkeys(CONFIRMATORY_DIMS, Absent(found.why_not))
    return _placed(found, dimensions, used)


def _placed(
    found: Confirmatory, dimensions: BoolArray, used: BoolArray
) -> dict[str, FloatArray | Absent]:
    """Loadings and correlations among all indicators and dimensions, NaN where there are none."""
    loadings = np.full(len(used), np.nan)
    loadings[used] = found.loadings
    correlations, errors = np.full((2, len(dimensions), len(dimensions)), np.nan)
    place = np.ix_(dimensions, dimensions)
    correlations[place], errors[place] = found.factor_correlations, found.standard_errors
    return {
        "confirmatory": np.array([getattr(found.fit, name) for name in MEASURES]),
        "confirmatory_loading": loadings,
        "dimension_correlation": correlations,
        "dimension_correlation_error": errors,
    }


def fit_table(result: Result) -> pd.DataFrame:
    """How well the dimensions fit together: a row for each group and measure, with n beside it."""
    if "confirmatory" not in result.estimates.counts:
        return _no_rows("group", "quantity", "estimate", "n")
    values = result.estimates.counts["confirmatory"].to_series().dropna()
    frame = values.rename("estimate").rename_axis(["group", "quantity"]).reset_index()
    frame = frame[frame["quantity"] != "n"].reset_index(drop=True)
    return frame.assign(n=frame["group"].map(_respondents(result)))


def _respondents(result: Result) -> pd.Series[int]:
    """Group → respondents behind the model; effective ones where they weigh differently."""
    values = result.estimates.counts["confirmatory"].sel(fit_measure="n").to_series()
    return values.dropna().round().astype(int)


def correlation_table(result: Result) -> pd.DataFrame:
    """Correlations of dimensions free of error, each pair once, with normal intervals."""
    from scipy.special import ndtri

    keys = ("group", "quality_dimension", "other_dimension")
    counts = result.estimates.counts
    if "dimension_correlation" not in counts:
        return _no_rows(*keys, "quantity", "estimate", "std_error", "ci_low", "ci_high", "n")
    named = {"dimension_correlation": "estimate", "dimension_correlation_error": "std_error"}
    frame = counts[list(named)].to_dataframe().reset_index().rename(columns=named)
    frame = frame.dropna(subset=["estimate"])
    order = {code: i for i, code in enumerate(counts["quality_dimension"].to_numpy())}
    is_first = frame["quality_dimension"].map(order) < frame["other_dimension"].map(order)
    frame = frame[is_first].reset_index(drop=True)
    half = float(ndtri(0.5 + result.estimates.uncertainty.level / 2)) * frame["std_error"]
    frame.insert(3, "quantity", "dimension_correlation")
    return frame.assign(
        ci_low=frame["estimate"] - half,
        ci_high=frame["estimate"] + half,
        n=frame["group"].map(_respondents(result)),
    )


def _no_rows(*columns: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns=list(columns))


def fit_findings(result: Result) -> Iterator[Finding]:
    """Whether the dimensions fit, whether two are one, and whether n is enough to tell."""
    if (EVERYBODY, "confirmatory") in result.estimates.absent:
        return
    values = result.estimates.counts["confirmatory"].sel(group=EVERYBODY).to_series()
    fit = {str(name): float(value) for name, value in values.items()}
    if fit["rmsea"] > HIGHEST_RMSEA or fit["cfi"] < LOWEST_CFI:
        evidence = {name: fit[name] for name in ("rmsea", "rmsea_low", "rmsea_high", "cfi")}
        yield Finding("caution", (), "servqual-misfit", evidence)
    yield from _alike(result)
    if fit["n"] < FEWEST_PER_PARAMETER * fit["parameters"]:
        numbers = {name: round(fit[name]) for name in ("n", "parameters")}
        yield Finding("caution", (), "servqual-few", numbers)


def _alike(result: Result) -> Iterator[Finding]:
    """Pairs of dimensions that may be one: the nearest by name, all by their number."""
    frame = correlation_table(result)
    own = frame[frame["group"] == EVERYBODY]
    own = own[(own["estimate"] > ONE_DIMENSION) | (own["ci_high"] >= 1)]
    if len(own):
        nearest = own.sort_values("estimate", ascending=False, kind="stable").iloc[0]
        named = (str(nearest["quality_dimension"]), str(nearest["other_dimension"]))
        evidence = {"count": len(own), "dimension_correlation": float(nearest["estimate"])}
        yield Finding("caution", named, "servqual-alike", evidence)
