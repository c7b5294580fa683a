"""Classes of the competitor analysis: the four corners, the lines, and the eight cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from clientlens_ipca.classes import CLASSES, SIMULTANEOUS, classify, simultaneous

means = arrays(np.float64, (3, 6), elements=st.floats(1, 5).map(lambda x: round(x, 2)))


@pytest.mark.parametrize(
    ("difference", "height", "gap", "importance"),
    [
        (-0.3, -0.2, "urgent_action", "false_alarm"),
        (0.3, -0.2, "null_advantage", "false_advantage"),
        (-0.3, 0.2, "head_to_head", "competitive_disadvantage"),
        (0.3, 0.2, "solid_advantage", "competitive_advantage"),
        (0.0, 0.2, "boundary", "boundary"),
        (0.3, 0.0, "boundary", "boundary"),
    ],
)
def test_corners_have_the_published_names(difference, height, gap, importance):
    for axis, name in (("gap", gap), ("importance", importance)):
        (found,) = classify(np.array([difference]), np.array([height]), axis)
        assert CLASSES[int(found)] == name


def test_a_missing_number_has_no_class():
    found = classify(np.array([np.nan, 1.0]), np.array([1.0, np.nan]), "gap")
    assert np.isnan(found).all()
    rows = np.array([[1.0, 2], [1, np.nan], [2, 1]])
    assert simultaneous(*rows)[1] == -1


@given(means)
def test_the_eight_cells_are_those_of_plain_loops(table):
    importance, own, competitor = table
    cut = (own.sum() + competitor.sum()) / 12
    line = importance.sum() / 6
    names = {
        (False, False, False): "null_opportunity", (False, False, True): "false_alarm",
        (False, True, False): "false_advantage", (False, True, True): "false_competition",
        (True, False, False): "neglected_opportunity",
        (True, False, True): "competitive_disadvantage",
        (True, True, False): "competitive_advantage", (True, True, True): "head_to_head",
    }  # fmt: skip
    found = simultaneous(importance, own, competitor)
    for j in range(6):
        distances = importance[j] - line, own[j] - cut, competitor[j] - cut
        if min(map(abs, distances)) > 1e-9:  # rounding decides on a line
            assert SIMULTANEOUS[found[j]] == names[tuple(d > 0 for d in distances)]


@given(means)
def test_competitor_and_we_exchanged_exchange_advantage_and_disadvantage(table):
    importance, own, competitor = table
    pairs = {"competitive_advantage": "competitive_disadvantage", "false_advantage": "false_alarm"}
    turned = {**pairs, **{b: a for a, b in pairs.items()}}
    one, other = (
        simultaneous(importance, own, competitor),
        simultaneous(importance, competitor, own),
    )
    for a, b in zip(one, other, strict=True):
        assert turned.get(SIMULTANEOUS[a], SIMULTANEOUS[a]) == SIMULTANEOUS[b]
