"""What is shown tells of no part that is too small, whatever is subtracted from what."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.survey.suppression import (
    hidden_answers,
    hidden_groups,
    hidden_values,
    shown_values,
)

MINIMUM = 5


def objects(values):
    return np.array([*values, None], dtype=object)[:-1]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=5, max_size=40))
def test_one_attribute_alone_hides_what_its_values_hide(values):
    column = objects(values)
    hidden = {value for _, value in hidden_groups({"x": column}, MINIMUM)}
    assert hidden == hidden_values(column, MINIMUM)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "d", None]), st.booleans()),
        min_size=1,
        max_size=40,
    )
)
def test_a_question_is_hidden_as_if_only_those_were_asked_who_answered(people):
    values, answered = zip(*people, strict=True)
    groups = sorted({value for value in values if value})
    members = np.array([[value == own for value in values] for own in groups], dtype=bool)
    found = hidden_answers(members.reshape(-1, len(people)), np.array(answered)[:, None], MINIMUM)
    asked = objects([value for value, has_answered in people if has_answered])
    assert {group for group, (own,) in zip(groups, found, strict=True) if own} == hidden_values(
        asked, MINIMUM
    )


def test_a_part_of_a_part_is_hidden_with_another():
    """Strategic clients before their loan are 3: the 20 strategic ones less the other 17."""
    people = [("strategic", "pre")] * 3 + [("strategic", "in")] * 8 + [("strategic", "post")] * 9
    people += [("partner", stage) for stage in ("pre", "in", "post") for _ in range(10)]
    kind, stage = (objects(own) for own in zip(*people, strict=True))
    both = objects([f"{k}-{s}" for k, s in people])
    hidden = hidden_groups({"kind": kind, "both": both}, MINIMUM)
    assert hidden == {("both", "strategic-pre"), ("both", "strategic-in")}
    assert hidden_groups({"both": both}, MINIMUM) == hidden
    assert not hidden_groups({"kind": kind, "stage": stage}, MINIMUM)


def tables(rows, columns):
    """Counts of a table of two attributes."""
    return st.lists(
        st.lists(st.integers(0, 12), min_size=columns, max_size=columns),
        min_size=rows,
        max_size=rows,
    )


@settings(max_examples=150, deadline=None)
@given(st.one_of(tables(2, 2), tables(2, 3), tables(3, 3)))
def test_no_small_part_can_be_had_from_all_that_is_shown(counts):
    """Independent of the rule: is the sum over a few respondents a combination of those shown?"""
    cells = [(i, j) for i, row in enumerate(counts) for j in range(len(row))]
    people = [(i, j) for i, j in cells for _ in range(counts[i][j])]
    if len(people) < MINIMUM:
        return
    columns = {
        "row": objects([f"r{i}" for i, _ in people]),
        "column": objects([f"c{j}" for _, j in people]),
        "both": objects([f"r{i}-c{j}" for i, j in people]),
    }
    hidden = hidden_groups(columns, MINIMUM)
    there = [cell for cell in cells if counts[cell[0]][cell[1]]]
    shown = [[1.0] * len(there)]
    for name, column in columns.items():
        for value in sorted({*column} - {own for key, own in hidden if key == name}):
            holds = {
                "row": lambda c: f"r{c[0]}",
                "column": lambda c: f"c{c[1]}",
                "both": lambda c: f"r{c[0]}-c{c[1]}",
            }[name]
            shown.append([float(holds(cell) == value) for cell in there])
    A = np.array(shown)  # (groups, cells)
    Q = np.linalg.svd(A)[2][: np.linalg.matrix_rank(A)]  # what can be had from them
    sizes = np.array([counts[i][j] for i, j in there])
    small = np.flatnonzero(sizes < MINIMUM)
    for k in range(1, MINIMUM):
        for part in itertools.combinations(small, k):
            if sizes[list(part)].sum() < MINIMUM:
                wanted = np.isin(np.arange(len(there)), part).astype(float)
                assert np.linalg.norm(wanted - Q.T @ (Q @ wanted)) > 1e-6


def test_an_attribute_beside_the_groups_tells_of_nobody_who_is_hidden():
    """Of 20 strategic clients 17 have a mark, which makes no group of its own."""
    kind = objects(["strategic"] * 20 + ["partner"] * 20)
    mark = objects(["yes"] * 17 + ["no"] * 23)
    columns = {"kind": kind, "mark": mark}
    assert set(shown_values(columns, "mark", MINIMUM, ())) == {"yes", "no"}
    assert not shown_values(columns, "mark", MINIMUM, ("kind",))
    hidden = {value for name, value in hidden_groups(columns, MINIMUM) if name == "kind"}
    told = shown_values(columns, "kind", MINIMUM, ("kind", "mark"))
    assert set(told) == {"strategic", "partner"} - hidden


@given(st.lists(st.sampled_from(list(itertools.product("ab", "xyz"))), min_size=5, max_size=40))
def test_units_beside_the_groups_are_hidden_as_the_groups_are(people):
    columns = {
        name: objects(own) for name, own in zip("kc", zip(*people, strict=True), strict=True)
    }
    hidden = hidden_groups(columns, MINIMUM)
    for name, column in columns.items():
        shown = {(name, value) for value in shown_values(columns, name, MINIMUM, tuple("kc"))}
        assert shown == {(name, value) for value in set(column)} - hidden
