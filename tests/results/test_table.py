"""The tidy table: a row for every number, its keys beside it."""

import itertools

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from clientlens.results.table import ESTIMATE_COLUMNS, Table, check_tables, stack

GROUPS, INDICATORS = ["all", "west", "east"], ["speed", "rate"]
labels = st.lists(st.sampled_from(INDICATORS), min_size=1, unique=True)
names = st.lists(st.sampled_from(["gap", "index", "level"]), min_size=1, unique=True)


def summary(indicators, seed, dims=("group", "indicator")):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(4, len(GROUPS), len(indicators)))
    values[:, rng.random(values.shape[1:]) < 0.3] = np.nan
    data = {
        name: (("group", "indicator"), own)
        for name, own in zip(ESTIMATE_COLUMNS, values, strict=False)
    }
    coords = {"group": GROUPS, "indicator": list(indicators), "concerns": ("group", [True] * 3)}
    return xr.Dataset(data, coords).transpose(*dims)


def in_plain_loops(quantities, n):
    own = [list(found["indicator"].values) for found in quantities.values()]
    rows = []
    for group, indicator in itertools.product(GROUPS, dict.fromkeys(itertools.chain(*own))):
        for name, found in quantities.items():
            if indicator not in found["indicator"].values:
                continue
            cell = found.sel(group=group, indicator=indicator)
            if not np.isnan(cell["estimate"]):
                numbers = [float(cell[column]) for column in ESTIMATE_COLUMNS[:-1]]
                rows.append([group, indicator, name, *numbers, float(n[name].sel(group=group))])
    columns = ["group", "indicator", "quantity", *ESTIMATE_COLUMNS]
    return pd.DataFrame(rows, columns=columns)


@given(names, st.data())
def test_every_number_stands_beside_its_labels(names, data):
    quantities = {
        name: summary(data.draw(labels), i, data.draw(st.permutations(["group", "indicator"])))
        for i, name in enumerate(names)
    }
    n = {name: xr.DataArray([9.0, 5.0, 4.0], {"group": GROUPS}, ("group",)) for name in names}
    found = stack(quantities, ("group", "indicator"), n)
    expected = in_plain_loops(quantities, n)
    pd.testing.assert_frame_equal(found, expected, check_dtype=len(expected) > 0)


def test_without_numbers_of_answers_the_column_is_empty():
    found = stack({"gap": summary(INDICATORS, 1)}, ("group", "indicator"))
    assert len(found)
    assert found["n"].isna().all()


def test_nothing_makes_a_table_without_rows():
    assert list(stack({}, ("group",)).columns) == ["group", "quantity", *ESTIMATE_COLUMNS]


@pytest.mark.parametrize(
    ("names", "value", "message"),
    [
        (("../../x",), 1.0, r"a table is called '\.\./\.\./x'; names are lower case"),
        (("one", "one"), 1.0, "two tables are called 'one'"),
        (("one",), np.inf, "table 'one' holds an infinite number under 'estimate'"),
    ],
)
def test_a_table_that_makes_no_file_of_its_own_is_refused(names, value, message):
    frame = pd.DataFrame({"indicator": ["speed"], "estimate": [value]})
    with pytest.raises(ValueError, match=message):
        check_tables(Table(name, ("indicator",), frame) for name in names)
