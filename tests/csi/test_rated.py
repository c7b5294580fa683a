"""The satisfaction index of rated indicators: weighted, and as what measures constructs."""

import numpy as np
import pytest

from csi.studies import answers, estimates, evaluate, everything, quiet, same


@pytest.fixture(scope="module")
def X():
    return answers()


RATED = {
    "facets": {"importance": {"scale": "points"}, "satisfaction": {"scale": "points"}},
    "hierarchy": {
        "counter": {"indicators": {"queue": {}, "courtesy": {}}},
        "credit": {"indicators": {"speed": {}, "rate": {}, "limit": {}}},
    },
}
RATINGS = tuple(
    f"{code}_{facet}"
    for code in ("queue", "courtesy", "speed", "rate", "limit")
    for facet in ("importance", "satisfaction")
)


def rate(folder, X, options=None, **settings):
    """Evaluate the weighted index; X (n, 10) has importance and satisfaction in turn."""
    return evaluate(
        folder, X, {"method": "weighted", **(options or {})}, items=(),
        extra={name: X[:, i].astype(int) for i, name in enumerate(RATINGS)}, **RATED, **settings,
    )  # fmt: skip


def weighted_index_of(result):
    return estimates(result, "overall")[("index",)]


@pytest.mark.parametrize("weights", ["importance", "structural", "equal"])
def test_what_could_be_gained_is_what_the_index_lacks(weights, X, tmp_path):
    result = rate(tmp_path, X, {"weights": weights})
    lacks = 100 - weighted_index_of(result)
    for table in ("indicators", "dimensions"):
        found = estimates(result, table)
        assert sum(v for k, v in found.items() if k[-1] == "priority") == pytest.approx(lacks)
        assert sum(v for k, v in found.items() if k[-1] == "importance") == pytest.approx(1)


@pytest.mark.parametrize(("answer", "index"), [(1, 0), (3, 50), (4, 75), (5, 100)])
def test_equal_ratings_are_that_index(answer, index, X, tmp_path):
    same_ratings = X.copy()
    same_ratings[:, 1::2] = answer
    assert weighted_index_of(rate(tmp_path, same_ratings)) == pytest.approx(index)


def test_the_weighted_index_is_worked_by_hand(X, tmp_path):
    importance, rating = X[:, ::2].mean(axis=0), X[:, 1::2].mean(axis=0)
    expected = np.average(25 * (rating - 1), weights=importance)
    assert weighted_index_of(rate(tmp_path, X)) == pytest.approx(expected)
    equal = rate(tmp_path, X, {"weights": "equal"})
    assert weighted_index_of(equal) == pytest.approx(25 * (rating.mean() - 1))


def test_indicators_and_dimensions_measure_constructs(X, tmp_path):
    """Tags, dimensions, indicators and items name the same questions in four ways."""
    tagged = {
        **RATED["hierarchy"],
        "counter": {"indicators": {"queue": {"csi": "counter"}, "courtesy": {"csi": "counter"}}},
    }
    ways = [
        ({"dimension": "counter"}, RATED["hierarchy"]),
        ({"indicators": ["queue", "courtesy"]}, RATED["hierarchy"]),
        ({"items": ["satisfaction.queue", "satisfaction.courtesy"]}, RATED["hierarchy"]),
        ({}, tagged),
    ]
    found = []
    for entry, hierarchy in ways:
        options = quiet(
            constructs={"counter": entry, "satisfaction": {"dimension": "credit"}},
            paths={"satisfaction": ["counter"]},
        )
        result = evaluate(
            tmp_path, X, options, items=(), facets=RATED["facets"], hierarchy=hierarchy,
            extra={name: X[:, i].astype(int) for i, name in enumerate(RATINGS)},
        )  # fmt: skip
        found.append(everything(result))
        assert set(result.table("indicators")["indicator"]) >= {"queue", "courtesy"}
    for other in found[1:]:
        same(other, found[0])
