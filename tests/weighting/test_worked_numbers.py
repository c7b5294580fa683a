"""Worked numbers, fed through a study from its survey file to the weights of its indicators."""

import numpy as np
import pytest

from weighting.studies import weighed

CODES = ("one", "two", "three", "four")
FIVE_UNITS = [[78, 82, 64, 90], [85, 76, 70, 88], [69, 91, 58, 93], [92, 70, 75, 85],
              [74, 88, 66, 91]]  # fmt: skip
"""Ratings of five respondents on 0 to 100; weights by independent programs, to six digits."""
SIX_ON_FIVE = [[5, 4, 3, 2], [4, 4, 5, 3], [3, 5, 4, 1], [5, 3, 4, 4], [4, 4, 2, 5], [2, 5, 3, 3]]
"""Ratings of six respondents on 1 to 5."""


def solved(folder, rated, points, weighting):
    """(4,) weights of four indicators of one dimension."""
    header = [f"{code}_satisfaction" for code in CODES]
    text = "\n".join(",".join(map(str, row)) for row in [header, *rated])
    (folder / "rated.csv").write_text(text, encoding="utf-8")
    found = weighed(
        folder,
        weighting,
        rows=1,
        order={"service": CODES},
        survey={"source": "rated.csv"},
        scales={"rating": {"points": points}},
        facets={"satisfaction": {"scale": "rating"}},
        items={},
        respondents={},
        models={"weights": {}},
    )
    return found.within[0]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("entropy", (0.373789, 0.325294, 0.267099, 0.033818)),
        ("critic", (0.257066, 0.259673, 0.238538, 0.244723)),
        ("standard_deviation", (0.334761, 0.317003, 0.235703, 0.112532)),
        ("variation", (0.326068, 0.301943, 0.274395, 0.097594)),
        ("gini", (0.326590, 0.302559, 0.273922, 0.096930)),
        ("merec", (0.292482, 0.316255, 0.284949, 0.106315)),
    ],
)
def test_objective_methods_have_the_weights_of_other_programs(method, expected, tmp_path):
    found = solved(tmp_path, FIVE_UNITS, [0, 100], {"method": method})
    np.testing.assert_allclose(found, expected, atol=5.1e-7)


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ("points", (0.2155, 0.0718, 0.1983, 0.5144)),
        ("index", (0.1756, 0.0534, 0.1700, 0.6011)),
    ],
)
def test_entropy_depends_on_the_coding_of_a_scale(coding, expected, tmp_path):
    weighting = {"method": "entropy", "coding": coding}
    found = solved(tmp_path, SIX_ON_FIVE, [1, 5], weighting)
    np.testing.assert_allclose(found, expected, atol=5.1e-5)


def consistent(weights):
    """An expert whose judgements are ratios of the weights."""
    first, *others = zip(CODES, weights, strict=True)
    ratios = {code: f"{first[1]}/{weight}" for code, weight in others}
    return {"method": "ahp", "experts": {"li": {"judgements": {first[0]: ratios}}}}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("additive", (0.275, 0.25, 0.225, 0.25)),
        ("multiplicative", (0.285714, 0.285714, 0.238095, 0.190476)),
        ("minimum_relative_entropy", (0.268142, 0.268142, 0.244779, 0.218937)),
        ("game", (0.283178, 0.253271, 0.223364, 0.240187)),
    ],
)
def test_combinations_have_the_weights_of_their_formulas(rule, expected, tmp_path):
    weighting = {
        "method": "combination",
        "rule": rule,
        "of": {
            "subjective": consistent((0.4, 0.3, 0.2, 0.1)),
            "objective": consistent((0.15, 0.2, 0.25, 0.4)),
        },
    }
    found = solved(tmp_path, FIVE_UNITS, [0, 100], {"method": "equal", "indicators": weighting})
    np.testing.assert_allclose(found, expected, atol=5.1e-7)
