"""Screening: everybody who came back is kept or set aside, once, and for a reason that is told."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clientlens.errors import AnswersError
from clientlens.survey.answers import Source
from clientlens.survey.cells import Cells
from clientlens.survey.code import code_answers
from clientlens.survey.eligibility import Duplicates
from clientlens.survey.screen import screen

PAGE = Path(__file__).parents[2] / "docs" / "screening.md"
J = 6
COLUMNS = ["id", "t", "branch", "attention", *(f"q{j}_{f}" for f in "is" for j in range(J))]
STUDY = """
study: {{id: screening}}
survey: {{source: a.csv, respondent_id: id, seconds: t{distributed}}}
scales: {{five: {{points: [1, 5]}}}}
facets:
  importance: {{scale: five, column: "{{code}}_i"}}
  satisfaction: {{scale: five, column: "{{code}}_s"}}
hierarchy:
  service: {{indicators: {{q0: {{}}, q1: {{}}, q2: {{}}, q3: {{}}, q4: {{}}, q5: {{}}}}}}
items: {{attention: {{scale: five}}}}
respondents: {{branch: {{}}}}
screening: {{{screening}}}
"""
RULES = {
    "incomplete": "incomplete: {action: %s}",
    "duplicates": "duplicates: {action: %s}",
    "straight_line": "straight_line: {action: %s}",
    "identical_facets": "identical_facets: {action: %s}",
    "too_fast": "too_fast: {action: %s, seconds: 30}",
    "out_of_frame": "out_of_frame: {action: %s, attribute: branch, keep: [a, b]}",
    "attention_check": "attention_check: {action: %s, item: attention, expected: 2}",
}
GRADE = st.sampled_from(["", "1", "4", "5", "5"])
RECORD = st.tuples(
    st.sampled_from(["c1", "c2", "c3", "c4", "c5"]),
    st.sampled_from(["", "10", "30", "300"]),
    st.sampled_from(["a", "b", "other", ""]),
    st.sampled_from(["2", "2", "3", ""]),
    *[GRADE] * 2 * J,
)
RECORDS = st.lists(RECORD, min_size=1, max_size=8)
CHOSEN = st.lists(
    st.tuples(st.sampled_from(list(RULES)), st.sampled_from(["remove", "flag"])),
    unique_by=lambda pair: pair[0],
)


@pytest.fixture(scope="module")
def study_with(study_of):
    """A study with some rules, made once."""
    known = {}

    def study_with(rules=(), distributed=""):
        screening = ", ".join(RULES[rule] % action for rule, action in rules)
        key = STUDY.format(screening=screening, distributed=distributed)
        if key not in known:
            known[key] = study_of(key)
        return known[key]

    return study_with


def answers_of(study, records):
    cells = Cells.of(COLUMNS, records, file="a.csv")
    return code_answers(cells, Source("a.csv", "", "delimited"), study)


def screened(way, study, records):
    try:
        return screen(answers_of(study, records), study, way.rules)
    except AnswersError:
        assume(False)


@given(RECORDS, CHOSEN)
def test_everybody_is_kept_or_set_aside_exactly_once(way, study_with, records, rules):
    kept, screening = screened(way, study_with(rules), records)
    aside = [remark.row for remark in screening.remarks() if remark.removed_by]
    assert sorted([*kept.rows.tolist(), *aside]) == list(range(2, len(records) + 2))
    assert screening.valid == len(kept)
    assert screening.returned == len(records)
    assert sum(count.removed for count in screening.rules) == len(aside) == screening.removed


@given(RECORDS, CHOSEN)
def test_counts_of_the_rules_agree_with_the_remarks(way, study_with, records, rules):
    _, screening = screened(way, study_with(rules), records)
    remarks = list(screening.remarks())
    assert [(count.rule, count.action) for count in screening.rules] == rules
    for count in screening.rules:
        mine = [m for m in remarks if count.rule in (*m.removed_by, *m.flagged_by)]
        assert count.caught == len(mine)
        assert count.removed == sum(m.removed_by[:1] == (count.rule,) for m in remarks)
        valid = [m for m in mine if not m.removed_by]
        assert count.flagged == (len(valid) if count.action == "flag" else 0)


@given(RECORDS, CHOSEN, st.data())
def test_the_order_of_rules_changes_no_ones_fate(way, study_with, records, rules, data):
    other = data.draw(st.permutations(rules))
    first, second = (screened(way, study_with(r), records) for r in (rules, other))
    assert first[0].rows.tolist() == second[0].rows.tolist()
    caught = [{c.rule: c.caught for c in screening.rules} for _, screening in (first, second)]
    assert caught[0] == caught[1]


@given(RECORDS, CHOSEN, st.data())
def test_the_order_of_rows_changes_no_ones_fate(way, study_with, records, rules, data):
    # Of duplicates that are equally full the first is kept, so every id stands there once.
    records = list({record[0]: record for record in records}.values())
    order = data.draw(st.permutations(range(len(records))))
    first, _ = screened(way, study_with(rules), records)
    second, _ = screened(way, study_with(rules), [records[k] for k in order])
    assert sorted(first.ids) == sorted(second.ids)


@given(RECORDS)
def test_without_rules_everybody_is_kept(way, study_with, records):
    study = study_with()
    answers = answers_of(study, records)
    kept, screening = screen(answers, study, way.rules)
    assert np.array_equal(kept.values, answers.values, equal_nan=True)
    assert screening.rules == tuple(screening.remarks()) == ()
    assert screening.response_rate is None


@given(RECORDS, CHOSEN)
def test_flags_set_nobody_aside(way, study_with, records, rules):
    kept, screening = screened(way, study_with([(rule, "flag") for rule, _ in rules]), records)
    assert len(kept) == len(records)
    assert all(count.flagged == count.caught for count in screening.rules)


@given(RECORDS, CHOSEN)
def test_plain_values_name_no_respondent(way, study_with, records, rules):
    _, screening = screened(way, study_with(rules), records)
    text = json.dumps(screening.values(), allow_nan=False)
    assert not any(f'"{record[0]}"' in text for record in records)


def test_rates_carry_their_wilson_interval(way, study_with):
    good = ["", "2", *(["5"] * J), *(["4"] * (J - 1)), "3"]
    records = [[f"c{i}", "300", "other" if i < 8 else "a", *good[1:]] for i in range(64)]
    study = study_with([("out_of_frame", "remove")], ", distributed: 80")
    _, screening = screen(answers_of(study, records), study, way.rules)
    rate = screening.valid_rate
    assert (rate.count, rate.total, rate.estimate) == (56, 64, 0.875)
    assert (rate.ci_low, rate.ci_high) == pytest.approx((0.7723, 0.9353), abs=1e-4)
    assert screening.response_rate.estimate == 0.8


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (np.array([0, 2]), "int64 of shape (2,), not bool of shape (3,)"),
        (np.array([1.0, 0.0, np.nan]), "float64 of shape (3,), not bool of shape (3,)"),
        (np.ones(2, dtype=bool), "bool of shape (2,), not bool of shape (3,)"),
        (np.ones((3, 1), dtype=bool), "bool of shape (3, 1), not bool of shape (3,)"),
        (True, "bool, no array"),
        ([True, False, False], "list, no array"),
        (None, "NoneType, no array"),
    ],
)
def test_a_rule_says_whom_it_catches_and_nothing_else(way, study_with, found, fault):
    class Foreign(Duplicates):
        def find(self, answers, study, options):
            return found

    study = study_with([("duplicates", "remove")])
    answers = answers_of(study, [["c", "1", "a", "2", *["5"] * 2 * J]] * 3)
    with pytest.raises(TypeError) as error:
        screen(answers, study, way.rules | {"duplicates": Foreign()})
    assert str(error.value) == f"screening rule 'duplicates' returns {fault}"


def test_every_built_in_rule_describes_its_options_and_has_a_page(way):
    page = PAGE.read_text(encoding="utf-8")
    for name, rule in way.rules.items():
        assert f"`{name}`" in page
        for option, field in rule.Options.model_fields.items():
            assert field.description
            assert f"`{option}`" in page
