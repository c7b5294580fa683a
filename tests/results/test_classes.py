"""The class table: classes as answered, and the share of the draws that agree."""

import numpy as np
import pytest
import xarray as xr

from clientlens.config.schema import Uncertainty
from clientlens.results.classes import class_frame
from clientlens.results.estimates import Estimates

NAMES = ("low", "high")


def made(classes, kinds):
    """Estimates with the kinds of rows, and positions (group, replicate, indicator)."""
    values = np.array(classes)[None]  # one group
    R, J = values.shape[1:]
    coords = {
        "group": ["all"],
        "indicator": [f"i{j}" for j in range(J)],
        "kind": ("replicate", kinds),
        "concerns": (("group", "replicate"), np.ones((1, R), dtype=bool)),
    }
    array = xr.DataArray(values, dims=("group", "replicate", "indicator"), coords=coords)
    estimates = Estimates(array.to_dataset(name="x"), xr.Dataset(), {}, Uncertainty())
    return estimates, array


def test_shares_are_those_of_the_draws_that_have_a_class():
    rows = [[0, 1, -1], [0, 1, 0], [1, 1, 0], [0, -1, 0], [0, 0, 0]]
    found = class_frame(*made(rows, ["answered", *["draw"] * 4]), NAMES)
    assert list(found.index) == [("all", "i0"), ("all", "i1")]
    assert list(found["class"]) == ["low", "high"]
    assert list(found["p_low"]) == pytest.approx([3 / 4, 1 / 3])
    assert list(found["p_high"]) == pytest.approx([1 / 4, 2 / 3])
    assert list(found["certainty"]) == pytest.approx([3 / 4, 2 / 3])


def test_rows_that_are_no_draws_say_nothing_of_probability():
    found = class_frame(*made([[0, 1], [0, 1], [0, 0]], ["answered", *["jackknife"] * 2]), NAMES)
    assert list(found["class"]) == ["low", "high"]
    assert found[["p_low", "p_high", "certainty"]].isna().all(axis=None)


def test_without_any_class_there_is_no_row():
    found = class_frame(*made([[-1, -1]], ["answered"]), NAMES)
    assert not len(found)
    assert "certainty" in found
