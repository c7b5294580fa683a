"""What isn't shown of a group isn't told by the model that profiles segments either."""

import numpy as np
import pytest

from segments.studies import QUICK, evaluate, two_sorts


def almost_alike(n=120):
    """Two sorts of clients, and an attribute that is their sort, but for three of one of them."""
    answers, _, sort = two_sorts(n, apart=2.4)
    other = sort.copy()
    other[np.flatnonzero(sort == 0)[:3]] = 1
    return answers, np.array(["east", "west"])[other]


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    answers, city = almost_alike()
    by = {"by": ["city"], "found": {"needs": QUICK}}
    folder = tmp_path_factory.mktemp("privacy")
    return evaluate(folder, {}, answers, city, segments=by, models={"segments": {}})


def test_a_group_that_is_not_shown_is_in_no_table_and_no_chart(evaluation):
    hidden = {group.code for group in evaluation.groups if group.is_suppressed}
    assert hidden
    assert all(g.n >= 5 for g in evaluation.groups if g.code in hidden)
    result = evaluation["segments"]
    for table in result.tables:
        for column in {"segment"} & set(table.frame):
            assert not hidden & set(table.frame[column]), table.name
    own = result.estimates["standardised_difference"].sel(segment=sorted(hidden))
    assert own.isnull().all()


def test_shares_are_those_of_all_who_are_in_a_segment(evaluation):
    sizes = evaluation["segments"].table("sizes")
    n = sum(group.n for group in evaluation.groups if group.attribute == "city")
    own = sizes[sizes["segment"].str.startswith("city=")]
    assert 0 < own["n"].sum() < n
    np.testing.assert_allclose(own["share"], own["n"] / n)
