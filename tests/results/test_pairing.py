"""Rows of two runs are set against each other only where they weigh the same people alike."""

import numpy as np
import pytest

from clientlens.results.pairing import pair, row_order
from clientlens.results.run import run_of
from support.small_studies import draw_answers, evaluate_small, study_values

KEYED = {"method": "poisson", "replicates": 40, "seed": 7}


def run(folder, answers=None, **changes):
    return run_of(evaluate_small(folder, study_values(**changes), answers))


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return run(tmp_path_factory.mktemp("base"))


def test_other_settings_on_the_same_answers_are_paired(base, tmp_path):
    other = run(tmp_path, models={"quadrant": {"crosshair": "median"}})
    assert pair(base, other).reason == "same_rows"
    assert pair(base, base).reason == "same_run"


def test_more_replicates_of_the_same_seed_are_paired(base, tmp_path):
    other = run(tmp_path, uncertainty={"replicates": 80, "seed": 7})
    assert pair(base, other).is_paired
    one, more = (r.estimates("quadrant").draws("index").sel(group="all") for r in (base, other))
    np.testing.assert_array_equal(one[:80], more)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"uncertainty": {"replicates": 200, "seed": 8}}, "other_draws"),
        ({"uncertainty": {"method": "none"}}, "no_replicates"),
        ({"uncertainty": {"replicates": 200, "seed": 7, "cluster": "size"}}, "other_draws"),
        (
            {"screening": {"straight_line": {"action": "remove", "longest": 0.6, "least": 3}}},
            "other_respondents",
        ),
        ({"survey": {"source": "answers.csv", "weight": "overall"}}, "other_respondents"),
    ],
)
def test_other_draws_or_other_respondents_are_not_paired(base, tmp_path, changes, reason):
    assert pair(base, run(tmp_path, **changes)).reason == reason


def test_other_answers_of_the_same_number_are_not_paired(base, tmp_path):
    other = run(tmp_path, draw_answers(seed=2))
    assert other.n == base.n
    assert pair(base, other).reason == "other_answers"


def test_a_file_holds_the_same_people_whatever_studies_call_their_region(base, tmp_path):
    named = {"id": "small", "region": ["B"]}
    assert pair(base, run(tmp_path / "named", study=named)).reason == "same_rows"
    other = {"replicates": 200, "seed": 8}
    assert pair(base, run(tmp_path / "o", study=named, uncertainty=other)).reason == "other_draws"
    keyed = run(tmp_path / "keyed", uncertainty=KEYED)
    screened = {"straight_line": {"action": "remove", "longest": 0.6, "least": 3}}
    fewer = run(tmp_path / "fewer", study=named, uncertainty=KEYED, screening=screened)
    assert pair(keyed, fewer).reason == "keyed"


def test_keyed_weights_pair_waves_and_screenings_of_one_region_only(tmp_path):
    def wave(name, year, region="A", seed=1, **changes):
        study = {"id": name, "wave": year, "region": [region]}
        own = {"study": study, "uncertainty": KEYED, **changes}
        return run(tmp_path / name, draw_answers(seed=seed), **own)

    first = wave("first", 2022)
    assert pair(first, wave("second", 2023, seed=2)).reason == "keyed"
    screened = {"straight_line": {"action": "remove", "longest": 0.6, "least": 3}}
    assert pair(first, wave("screened", 2022, screening=screened)).reason == "keyed"
    assert pair(first, wave("elsewhere", 2023, region="B", seed=2)).reason == "other_region"


def test_paired_runs_share_an_order_and_others_have_one_of_their_own(base, tmp_path):
    alike = run(tmp_path / "alike", models={"quadrant": {"crosshair": "median"}})
    other = run(tmp_path / "other", draw_answers(seed=2))
    third = run(tmp_path / "third", draw_answers(seed=3))
    orders = row_order([base, other, alike, third], 40)
    np.testing.assert_array_equal(orders[0], np.arange(40))
    np.testing.assert_array_equal(orders[2], orders[0])
    for order in (orders[1], orders[3]):
        assert sorted(order) == list(range(40))
        assert (order == np.arange(40)).mean() < 0.2
    assert (orders[1] == orders[3]).mean() < 0.2
    np.testing.assert_array_equal(row_order([base, other], 40)[1], orders[1])


def test_the_digest_of_respondents_is_that_of_who_was_kept(base, tmp_path):
    again = run(tmp_path / "again")
    assert again.recipe["respondents"] == base.recipe["respondents"]
    assert base.recipe["respondents"]["n"] == base.n
    fewer = run(
        tmp_path / "fewer",
        screening={"straight_line": {"action": "remove", "longest": 0.6, "least": 3}},
    )
    assert fewer.n < base.n
    assert fewer.recipe["respondents"]["sha256"] != base.recipe["respondents"]["sha256"]
