"""Coding: every cell means one thing, wherever it stands and however it is written."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.survey.answers import Source
from clientlens.survey.cells import Cells
from clientlens.survey.code import code_answers

LABELS = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
BLANKS = ["", "  ", "不了解", "99", " ９９.0"]
BRANCHES = {"新余": "xinyu", "分宜（县）": "fenyi"}
STUDY = """
study: {id: coding}
survey: {source: answers.csv, respondent_id: 编号, weight: w, seconds: t}
scales:
  five:
    points: [1, 5]
    labels: {非常满意: 5, 满意: 4, 一般: 3, 不满意: 2, 很不满意: 1}
    missing: [不了解, 99]
  eleven: {points: [0, 10]}
facets:
  importance: {scale: five, column: "{code}(importance)"}
  satisfaction: {scale: five, column: "{code}_sat"}
hierarchy:
  pricing: {indicators: {rate: {}, fees: {reversed: [satisfaction]}}}
  staff: {indicators: {courtesy: {columns: {satisfaction: Q7}}}}
items:
  overall: {scale: eleven}
  trouble: {scale: eleven, reversed: true}
respondents:
  branch: {values: {新余: xinyu, 分宜（县）: fenyi}, missing: ["?"]}
  remark: {column: 备注}
"""
COLUMNS = (
    *("rate(importance)", "fees(importance)", "courtesy(importance)"),
    *("rate_sat", "fees_sat", "Q7", "overall", "trouble"),
)
REVERSED = [4, 7]
HIGH = np.array([5] * 6 + [10] * 2)
LOW = np.array([1] * 6 + [0] * 2)


@pytest.fixture(scope="module")
def study(study_of):
    return study_of(STUDY)


def five():
    return st.one_of(st.none(), st.integers(1, 5))


def eleven():
    return st.one_of(st.none(), st.integers(0, 10))


POINTS = st.lists(st.tuples(*[five()] * 6, *[eleven()] * 2), min_size=1, max_size=6)


def spellings(point, blank, labels):
    """The ways to write one answer."""
    if point is None:
        return st.sampled_from(blank)
    wide = str(point).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    words = [labels[point], f" {labels[point]}　"] if labels else []
    return st.sampled_from([str(point), f"{point}.0", wide, f" {point} ", *words])


def records_of(draw, points):
    rows = []
    for i, row in enumerate(points):
        answers = [draw(spellings(x, BLANKS, LABELS)) for x in row[:6]]
        answers += [draw(spellings(x, ["", " "], None)) for x in row[6:]]
        branch = draw(st.sampled_from([*BRANCHES, " 分宜(县)", "?", ""]))
        rows.append([*answers, branch, draw(st.sampled_from(["=1+1", "a  b", ""])), f"c{i}"])
        rows[-1] += [draw(st.sampled_from(["1", "0.5", "２"])), draw(st.sampled_from(["61秒", ""]))]
    return rows


def coded(study, columns, records):
    cells = Cells.of(columns, records, file="answers.csv")
    return code_answers(cells, Source("answers.csv", "", "delimited"), study)


ALL_COLUMNS = [*COLUMNS, "branch", "备注", "编号", "w", "t"]


@given(st.data(), POINTS)
def test_answers_written_in_any_way_come_back_as_scale_points(study, data, points):
    answers = coded(study, ALL_COLUMNS, records_of(data.draw, points))
    expected = np.array(points, dtype=float)
    expected[:, REVERSED] = (LOW + HIGH)[REVERSED] - expected[:, REVERSED]
    assert np.array_equal(answers.values, expected, equal_nan=True)
    assert [q.column for q in answers.questions] == list(COLUMNS)


@given(st.data(), POINTS)
def test_turning_reversed_answers_twice_gives_them_back(study, data, points):
    records = records_of(data.draw, points)
    once = coded(study, ALL_COLUMNS, records).values
    for record, row in zip(records, once, strict=True):
        for j in REVERSED:
            record[j] = "" if np.isnan(row[j]) else f"{row[j]:g}"
    twice = coded(study, ALL_COLUMNS, records).values
    assert np.array_equal(twice[:, REVERSED], np.array(points, float)[:, REVERSED], equal_nan=True)


@given(st.data(), POINTS)
def test_the_order_of_rows_is_kept_and_changes_nothing_else(study, data, points):
    records = records_of(data.draw, points)
    order = data.draw(st.permutations(range(len(records))))
    first = coded(study, ALL_COLUMNS, records)
    second = coded(study, ALL_COLUMNS, [records[k] for k in order])
    assert np.array_equal(second.values, first.values[order], equal_nan=True)
    assert second.ids.tolist() == first.ids[order].tolist()
    for code, column in first.attributes.items():
        assert second.attributes[code].tolist() == column[order].tolist()
    assert np.array_equal(second.weights, first.weights[order])
    assert np.array_equal(second.seconds, first.seconds[order], equal_nan=True)


@given(st.data(), POINTS)
def test_the_order_of_columns_and_columns_not_asked_for_change_nothing(study, data, points):
    records = records_of(data.draw, points)
    order = data.draw(st.permutations(range(len(ALL_COLUMNS))))
    first = coded(study, ALL_COLUMNS, records)
    columns = ["", "other", "other", *(ALL_COLUMNS[k] for k in order)]
    second = coded(study, columns, [["x", "1", "2", *(r[k] for k in order)] for r in records])
    assert np.array_equal(second.values, first.values, equal_nan=True)
    for code, column in first.attributes.items():
        assert second.attributes[code].tolist() == column.tolist()


RECORD = ["5"] * 8 + ["新余", "", "c1", "1", ""]


def with_cell(column, text):
    record = list(RECORD)
    record[ALL_COLUMNS.index(column)] = text
    return record


def test_column_names_may_differ_in_width_case_and_spacing(study):
    columns = [name.replace("(", "（").replace("Q7", " ｑ7 ").upper() for name in ALL_COLUMNS]
    assert (coded(study, columns, [RECORD]).values[:, :4] == 5).all()


def test_the_exact_name_wins_where_two_columns_differ_in_case(study):
    answers = coded(study, ["q7", *ALL_COLUMNS], [["1", *with_cell("Q7", "4")]])
    assert answers.values[0, COLUMNS.index("Q7")] == 4


def test_attributes_without_declared_values_come_as_written(study):
    for text in ("=1+1", "@SUM(A1)", "（甲）", "A b"):
        answers = coded(study, ALL_COLUMNS, [with_cell("备注", f" {text} ")])
        assert answers.attributes["remark"].tolist() == [text]


def test_declared_values_are_found_in_any_width(study):
    records = [with_cell("branch", text) for text in ("分宜(县)", " 新余", "?", "")]
    assert coded(study, ALL_COLUMNS, records).attributes["branch"].tolist() == [
        *("fenyi", "xinyu", None, None),
    ]


@pytest.mark.parametrize("cell", ["1", "1.0", "01", "１", " 1. "])
def test_values_and_missing_cells_of_an_attribute_are_found_in_one_way(study_of, cell):
    """A sheet writes 1.0 where the study says 1."""
    study = study_of(
        "study: {id: a}\nscales: {five: {points: [1, 5]}}\nitems: {q: {scale: five}}\n"
        "respondents: {kind: {values: {'1': client, '2': staff}}, "
        "role: {values: {a: a}, missing: [1]}}\n"
    )
    answers = coded(study, ["q", "kind", "role"], [["1", cell, cell]])
    assert answers.attributes["kind"].tolist() == ["client"]
    assert answers.attributes["role"].tolist() == [None]


def test_long_codes_of_an_attribute_are_told_apart_to_the_last_digit(study_of):
    study = study_of(
        "study: {id: a}\nscales: {five: {points: [1, 5]}}\nitems: {q: {scale: five}}\n"
        "respondents: {firm: {values: {'12345678901234567890': a, '12345678901234567891': b}, "
        "missing: ['12345678901234567892']}}\n"
    )
    records = [["1", f"1234567890123456789{k}"] for k in (0, 1, 2)]
    firms = coded(study, ["q", "firm"], records).attributes["firm"]
    assert firms.tolist() == ["a", "b", None]


def test_labels_that_are_numerals_win_over_numbers(study_of):
    study = study_of(
        "study: {id: a}\nscales: {turned: {points: [1, 3], labels: {'1': 3, '2': 2, '3': 1}}}\n"
        "items: {q: {scale: turned}}\n"
    )
    assert coded(study, ["q"], [["1"], ["2.0"], ["３"]]).values.ravel().tolist() == [3, 2, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_one_survey_in_every_encoding(way, study, tmp_path, encoding):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([ALL_COLUMNS, RECORD, with_cell("rate_sat", "很不满意")])
    path = tmp_path / "answers.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    answers = way.answers(study, path)
    assert answers.values[:, 3].tolist() == [5, 1]
    assert (answers.source.reader, answers.source.encoding) == ("delimited", encoding)
    assert answers.rows.tolist() == [2, 3]


def test_a_workbook_gives_the_same_answers_as_text(way, study, tmp_path):
    import xlsxwriter

    records = [RECORD, with_cell("t", "00:02:03"), with_cell("fees_sat", "不了解")]
    book = xlsxwriter.Workbook(str(tmp_path / "answers.xlsx"), {"strings_to_numbers": True})
    page = book.add_worksheet()
    for i, row in enumerate([ALL_COLUMNS, *records]):
        page.write_row(i, 0, row)
    book.close()
    (tmp_path / "answers.tsv").write_text(
        "\n".join("\t".join(row) for row in [ALL_COLUMNS, *records]), encoding="utf-8"
    )
    first, second = (way.answers(study, tmp_path / f"answers.{s}") for s in ("xlsx", "tsv"))
    assert np.array_equal(first.values, second.values, equal_nan=True)
    assert np.array_equal(first.seconds, second.seconds, equal_nan=True)
    assert np.array_equal(first.weights, second.weights)
    assert first.ids.tolist() == second.ids.tolist()
    assert first.source.reader == "workbook"
