"""The grid: every combination, or one choice at a time, and not too many."""

import pytest

from clientlens.errors import RequestError
from clientlens.multiverse.grid import grid_of
from clientlens.workbench import load
from multiverse.worlds import varied
from support.small_studies import study_values, write_study


@pytest.fixture
def study(tmp_path):
    return load(write_study(tmp_path, varied()))


def test_the_base_comes_first_under_its_own_name(study):
    grid = grid_of(study)
    assert grid.base == {"crosshair": "mean", "weights": "as_is", "screening": "as_is"}
    assert next(grid.combinations()) == grid.base


def test_a_full_grid_is_the_product_without_repetition(study):
    grid = grid_of(study)
    combinations = [tuple(picks.values()) for picks in grid.combinations()]
    assert len(combinations) == len(set(combinations)) == grid.size == 3 * 3 * 2


def test_one_at_a_time_switches_one_choice(study):
    grid = grid_of(study, one_at_a_time=True)
    combinations = list(grid.combinations())
    assert len(combinations) == grid.size == 1 + 2 + 2 + 1
    for picks in combinations[1:]:
        assert sum(picks[choice] != grid.base[choice] for choice in picks) == 1


def test_only_some_choices_in_the_order_of_the_study(study):
    assert list(grid_of(study, only=["weights", "crosshair"]).options) == ["crosshair", "weights"]


def test_too_many_are_refused_with_the_count_and_what_would_do(study):
    with pytest.raises(RequestError) as refusal:
        grid_of(study, most=17)
    assert str(refusal.value) == (
        "the grid has 18 universes (3 crosshair × 3 weights × 2 screening), more than 17. Either "
        "go through some choices with --only crosshair, or switch one at a time with "
        "--one-at-a-time (6 universes), or allow them with --most 18."
    )
    assert grid_of(study, most=18).size == 18


def test_an_unknown_choice_is_refused(study):
    with pytest.raises(RequestError, match=r"no choice 'weight'\. Did you mean 'weights'"):
        grid_of(study, only=["weight"])


def test_a_study_without_choices_is_refused(tmp_path):
    with pytest.raises(RequestError, match="the study 'small' declares no choices"):
        grid_of(load(write_study(tmp_path, study_values())))
