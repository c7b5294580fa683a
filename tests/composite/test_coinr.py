"""Beside COINr 1.1.14 (R): normalisations and aggregations of two data sets, where it is right."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from clientlens.stats import aggregation, normalise
from clientlens.stats.normalise import directed

NORMALISATIONS = {
    "minmax_0_100": normalise.min_max,
    "minmax_1_100": lambda x: normalise.min_max(x, 1, 100),
    "zscore": normalise.z_score,
    "zscore_10_2": lambda x: normalise.z_score(x, 10, 2),
    "rank": normalise.rank,
    "prank": normalise.percentile,
    "borda": normalise.borda,
    "dist2max": normalise.distance_to_maximum,
}
MEANS = {
    "amean": aggregation.arithmetic_mean,
    "gmean": aggregation.geometric_mean,
    "hmean": aggregation.harmonic_mean,
    "genmean2": lambda x, w: aggregation.power_mean(x, w, 2),
    "genmean_p2": lambda x, w: aggregation.power_mean(x, w, 2),
    "genmean_pm2": lambda x, w: aggregation.power_mean(x, w, -2),
    "copeland": aggregation.copeland,
}

WITHOUT_ZERO = ["raw", "minmax_1_100", "rank"]
WITH_ZERO = ["minmax_0_100", "prank", "borda"]  # COINr has no geometric or harmonic mean of these


def table(folder, name):
    return pd.read_csv(folder / "results" / f"coinr_{name}.csv", index_col="uCode")


def hierarchy(folder, name):
    meta = pd.read_csv(folder / "data" / f"coinr_{name}_iMeta.csv")
    return meta[meta["Type"].isin(["Indicator", "Aggregate"])].set_index("iCode")


def aggregated(units, meta, weights, methods):
    """Every aggregate from the level below, each level by its method."""
    values = units.copy()
    for level, method in enumerate(methods, start=2):
        for code in meta.index[meta["Level"] == level]:
            children = list(meta.index[meta["Parent"] == code])
            below = values[children].to_numpy()[None]
            values[code] = method(below, weights[children].to_numpy(float))[0]
    return values


@pytest.mark.parametrize("name", NORMALISATIONS)
def test_normalisations_of_51_countries_agree(folder, name):
    treated, expected = table(folder, "ASEM_dset_treated"), table(folder, f"ASEM_norm_{name}")
    directions = hierarchy(folder, "ASEM").loc[expected.columns, "Direction"].to_numpy(int)
    data = directed(treated[expected.columns].to_numpy()[None], directions)
    found = NORMALISATIONS[name](data)[0]
    np.testing.assert_allclose(found, expected.to_numpy(), atol=1e-9)


def test_fractions_of_the_maximum_agree(folder):
    """Of indicators without negative values; COINr takes fractions of negative maxima too."""
    treated, expected = table(folder, "ASEM_dset_treated"), table(folder, "ASEM_norm_fracmax")
    directions = hierarchy(folder, "ASEM").loc[expected.columns, "Direction"]
    columns = [c for c in expected if directions[c] == 1 and (treated[c] >= 0).all()]
    found = normalise.fraction_of_maximum(treated[columns].to_numpy()[None])[0]
    np.testing.assert_allclose(found, expected[columns].to_numpy(), atol=1e-12)
    assert len(columns) > 30


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("amean", ["amean"] * 3),
        ("gmean", ["gmean"] * 3),
        ("hmean", ["hmean"] * 3),
        ("genmean_p2", ["genmean_p2"] * 3),
        ("genmean_pm2", ["genmean_pm2"] * 3),
        ("amean_gmean_hmean", ["amean", "gmean", "hmean"]),
    ],
)
def test_aggregates_of_51_countries_agree(folder, name, levels):
    meta, units = hierarchy(folder, "ASEM"), table(folder, "ASEM_norm_minmax_1_100")
    expected = table(folder, "ASEM_agg_minmax1_100").query("method == @name")
    found = aggregated(units, meta, meta["Weight"].astype(float), [MEANS[m] for m in levels])
    columns = [c for c in expected if c in meta.index]
    assert "Index" in columns
    np.testing.assert_allclose(
        found.loc[expected.index, columns].to_numpy(), expected[columns].to_numpy(), atol=1e-9
    )


@pytest.mark.parametrize("weighting", ["importance", "equal"])
@pytest.mark.parametrize(
    ("norm", "method"),
    [
        *product(WITHOUT_ZERO, ["amean", "gmean", "hmean", "genmean2", "copeland"]),
        *product(WITH_ZERO, ["amean", "genmean2", "copeland"]),
    ],
)
def test_aggregates_of_40_branches_agree(folder, norm, weighting, method):
    scores = table(folder, "bank7x26_scores").query(
        "norm == @norm and weights == @weighting and method == @method"
    )
    meta = hierarchy(folder, "bank7x26")
    units = _normalised(folder, norm)
    weights = meta["Weight"].astype(float) if weighting == "importance" else meta["Weight"] * 0 + 1
    found = aggregated(units, meta, weights, [MEANS[method]] * 2)
    columns = [c for c in scores if c in meta.index]
    np.testing.assert_allclose(
        found.loc[scores.index, columns].to_numpy(), scores[columns].to_numpy(), atol=1e-9
    )


def _normalised(folder, norm):
    raw = table(folder, "bank7x26_norm_raw")
    if norm == "raw":
        return raw
    values = NORMALISATIONS[norm](raw.to_numpy()[None])[0]
    return pd.DataFrame(values, index=raw.index, columns=raw.columns)
