"""The league: who is set against whom, and what is said of the ranks."""

import numpy as np
import pytest

from clientlens.batch.league import in_order, league
from clientlens.stats.posterior_ranks import expected_posterior_ranks, shrink
from support.digests import digest, model


def table(*digests):
    remarks = []
    return list(league("2023", digests, remarks)), remarks


def province(name, index, **more):
    return digest(name, [name], models={"quadrant": model(index, **more)})


def test_studies_of_one_level_are_ranked_and_others_apart():
    rows, _ = table(
        province("a", 70), province("b", 90), province("c", 80),
        digest("d", ["a", "d"], models={"quadrant": model(60)}),
        digest("e", ["a", "e"], models={"quadrant": model(95)}),
    )  # fmt: skip
    assert [(r.study, r.depth, r.rank) for r in rows] == [
        ("a", 1, 3), ("b", 1, 1), ("c", 1, 2), ("d", 2, 2), ("e", 2, 1),
    ]  # fmt: skip
    assert [r.study for r in in_order(rows[:3])] == ["b", "c", "a"]


def test_sets_of_ranks_hold_what_can_be_told_apart():
    rows, _ = table(province("a", 90), province("b", 70.2), province("c", 70), province("d", 50))
    assert [(r.rank_low, r.rank_high) for r in rows] == [(1, 1), (2, 3), (2, 3), (4, 4)]
    assert [r.tier for r in rows] == ["top", "not_separated", "not_separated", "bottom"]


def test_expected_ranks_are_those_of_the_true_values():
    rows, _ = table(*(province(n, v) for n, v in zip("abcd", (60, 62, 64, 70), strict=True)))
    posterior = shrink([60, 62, 64, 70], [1, 1, 1, 1])
    assert [r.expected_rank for r in rows] == pytest.approx(expected_posterior_ranks(posterior))
    assert rows[0].reliability == pytest.approx(posterior.reliability)


def test_no_ranks_are_given_where_most_is_chance():
    rows, _ = table(*(province(n, v, error=5) for n, v in zip("abc", (70, 71, 72), strict=True)))
    assert [r.rank for r in rows] == [None] * 3
    assert {(r.rank_low, r.rank_high) for r in rows} == {(1, 3)}
    assert [r.study for r in in_order(rows)] == ["a", "b", "c"]


def test_one_study_is_no_table():
    assert table(province("a", 70)) == ([], [])


def test_a_study_without_an_error_is_not_ranked_and_that_is_said():
    rows, remarks = table(province("a", 70), province("b", 80), province("c", 90, draws=0))
    assert [r.study for r in rows] == ["a", "b"]
    assert [(r.kind, r.studies) for r in remarks] == [("no_error", ("c",))]


@pytest.mark.slow
def test_all_sets_of_a_table_hold_their_true_ranks_as_often_as_they_say():
    rng = np.random.default_rng(3)
    truth = np.array([60.0, 61, 63, 64, 70, 71, 72, 80])
    true_rank = (-truth).argsort().argsort() + 1
    hits, trials = 0, 300
    for _ in range(trials):
        seen = truth + rng.normal(0, 1.5, len(truth))
        rows, _ = table(*(province(f"p{i}", float(v), error=1.5) for i, v in enumerate(seen)))
        hits += all(r.rank_low <= k <= r.rank_high for r, k in zip(rows, true_rank, strict=True))
    assert hits / trials > 0.92
