"""Which groups are compared with which, and nobody can be told by subtraction."""

from dataclasses import replace

import numpy as np
import pytest

from clientlens.config.schema import Differences
from clientlens.differences.pairs import comparisons_of
from differences.studies import groups_of

COLUMN = np.repeat(["a", "b", "c"], [40, 30, 20])


def pairs(groups, **settings):
    (comparison,) = comparisons_of(Differences(**settings), groups)
    return [(pair.first.code, pair.other, pair.second.n) for pair in comparison.pairs]


def test_a_few_groups_are_compared_two_by_two():
    assert pairs(groups_of(COLUMN)) == [
        ("class=a", "class=b", 30), ("class=a", "class=c", 20), ("class=b", "class=c", 20),
    ]  # fmt: skip


def test_many_groups_are_compared_with_the_others():
    column = np.repeat(list("abcdef"), [10, 11, 12, 13, 14, 15])
    assert pairs(groups_of(column)) == [
        (f"class={value}", "rest", 75 - size)
        for value, size in zip("abcdef", range(10, 16), strict=True)
    ]


def test_the_rest_of_two_groups_is_the_other():
    assert pairs(groups_of(COLUMN[:70]), against="rest") == [("class=a", "class=b", 30)]


def test_against_everybody():
    assert pairs(groups_of(COLUMN), against="everybody")[0] == ("class=a", "all", 90)


def test_suppressed_groups_are_in_no_pair_and_in_no_rest():
    everybody, *own = groups_of(COLUMN)
    groups = (everybody, *own[:2], replace(own[2], is_suppressed=True))
    assert pairs(groups) == [("class=a", "class=b", 30)]
    column = np.repeat(list("abcdef"), 10)
    everybody, *own = groups_of(column)
    hidden = (everybody, *own[:5], replace(own[5], is_suppressed=True))
    assert {n for *_, n in pairs(hidden, against="rest")} == {40}


def test_groups_of_one_attribute_alone_are_compared():
    other = groups_of(np.repeat(["x", "y"], 45), "branch")[1:]
    found = comparisons_of(Differences(), (*groups_of(COLUMN), *other))
    assert [c.attribute for c in found] == ["class", "branch"]
    (asked,) = comparisons_of(Differences(by=("branch",)), (*groups_of(COLUMN), *other))
    assert [(p.first.code, p.other) for p in asked.pairs] == [("branch=x", "branch=y")]


@pytest.mark.parametrize("shown", [0, 1])
def test_fewer_than_two_groups_are_not_compared(shown):
    everybody, *own = groups_of(COLUMN)
    hidden = [replace(group, is_suppressed=True) for group in own[shown:]]
    assert comparisons_of(Differences(), (everybody, *own[:shown], *hidden)) == ()
