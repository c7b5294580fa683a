"""What experts judge, in the study file or in workbooks, becomes weights."""

import numpy as np
import pytest
import xlsxwriter

from clientlens.errors import StudyError
from clientlens_weighting.ahp import geometric_mean
from weighting.studies import INDICATORS, answers, of, weighed

AT_ODDS = {
    "speed": {"manners": 5, "advice": "1/3", "opening": 2},
    "manners": {"advice": 4, "opening": "1/3"},
    "advice": {"opening": 3},
}
"""Judgements with a consistency ratio of 0.86."""
THREE = {"li": (3, 5, 2), "wang": (1, 4, 3), "zhao": ("1/2", 2, 5)}
"""Expert → the first against the second, against the third, the second against the third."""


def of_one(codes, experts, **options):
    """A weighting of one dimension with `codes` by AHP."""
    return {
        "method": "equal",
        "within": {"drinks": {"method": "ahp", "experts": experts} | options},
    }


def upper(codes, rows):
    """Judgements from the upper triangle of a matrix."""
    return {
        code: dict(zip(codes[i + 1 :], row, strict=True))
        for i, (code, row) in enumerate(zip(codes, rows, strict=False))
    }


def solved(folder, codes, weighting, rows=2):
    """(R, k) weights of a dimension that isn't asked for anything else."""
    n = 12
    columns = {f"{code}_satisfaction": [1 + i % 5 for i in range(n)] for code in codes}
    columns["overall"] = [3] * n
    lines = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    (folder / "drinks.csv").write_text("\n".join([",".join(columns), *lines]), encoding="utf-8")
    return weighed(
        folder,
        weighting,
        rows=rows,
        order={"drinks": codes},
        survey={"source": "drinks.csv"},
        facets={"satisfaction": {"scale": "five"}},
        respondents={},
        models={"csi": {"method": "weighted", "weights": "structural"}},
    )


def test_saaty_s_drinks_have_the_published_weights(published, tmp_path):
    drinks = published["drinks"]
    codes = tuple(drinks["indicators"])
    weighting = of_one(codes, {"saaty": {"judgements": upper(codes, drinks["upper"])}})
    found = solved(tmp_path, codes, weighting)
    expected = (0.177457, 0.019149, 0.041831, 0.116417, 0.189572, 0.128781, 0.326793)
    np.testing.assert_allclose(found.within[0], expected, atol=5e-7)
    np.testing.assert_allclose(found.within[0], drinks["weights"], atol=6e-4)
    assert found.diagnostics["drinks", "lambda_max:saaty"] == pytest.approx(7.176629, abs=5e-7)
    assert found.diagnostics["drinks", "consistency_ratio:saaty"] == pytest.approx(
        0.022302, abs=5e-7
    )
    newer = solved(tmp_path, codes, _with(weighting, random_index="saaty-2005"))
    ratio = newer.diagnostics["drinks", "consistency_ratio:saaty"]
    assert ratio == pytest.approx(0.021806, abs=5e-7)
    by_mean = solved(tmp_path, codes, _with(weighting, priorities="geometric_mean"))
    expected = (0.178723, 0.018461, 0.042234, 0.116498, 0.191136, 0.128625, 0.324323)
    np.testing.assert_allclose(by_mean.within[0], expected, atol=5e-7)


def _with(weighting, **options):
    return {"method": "equal", "within": {"drinks": weighting["within"]["drinks"] | options}}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("judgements", (0.460048, 0.407183, 0.132770)),
        ("priorities", (0.460048, 0.407183, 0.132770)),
        ("mean_priorities", (0.460871, 0.413697, 0.125432)),
    ],
)
def test_several_experts_become_one(group, expected, tmp_path):
    codes = ("tea", "milk", "beer")
    experts = {
        name: {"judgements": {"tea": {"milk": a, "beer": b}, "milk": {"beer": c}}}
        for name, (a, b, c) in THREE.items()
    }
    found = solved(tmp_path, codes, of_one(codes, experts, group=group))
    np.testing.assert_allclose(found.within[0], expected, atol=5e-7)
    ratios = [found.diagnostics["drinks", f"consistency_ratio:{name}"] for name in THREE]
    np.testing.assert_allclose(ratios, (0.0032, 0.0079, 0.0048), atol=5e-5)
    assert found.diagnostics["drinks", "between_experts:tea"] > 0.1


def test_what_an_expert_counts_is_brought_to_sum_one(tmp_path):
    codes = ("tea", "milk")
    experts = {
        "li": {"share": 3, "judgements": {"tea": {"milk": 4}}},
        "wang": {"judgements": {"tea": {"milk": 1}}},
    }
    found = solved(tmp_path, codes, of_one(codes, experts))
    assert found.within[0, 0] == pytest.approx(4**0.75 / (1 + 4**0.75))


def test_a_matrix_with_gaps_is_solved_where_it_hangs_together(tmp_path):
    codes = ("tea", "milk", "beer")
    experts = {"li": {"judgements": {"tea": {"milk": 2}, "milk": {"beer": 2}}}}
    found = solved(tmp_path, codes, of_one(codes, experts))
    np.testing.assert_allclose(found.within[0], (4 / 7, 2 / 7, 1 / 7), rtol=1e-9)


# Inconsistent experts


def service(**options):
    return {"method": "equal", "within": {"service": {"method": "ahp"} | options}}


def test_an_inconsistent_expert_is_kept_and_told_with_what_to_ask_again(tmp_path):
    found = weighed(tmp_path, service(experts={"li": {"judgements": AT_ODDS}}), rows=2)
    expected = (0.304531, 0.234604, 0.282634, 0.178231)
    np.testing.assert_allclose(of(found, "service")[0], expected, atol=5e-7)
    assert found.diagnostics["service", "lambda_max:li"] == pytest.approx(6.331770, abs=5e-7)
    assert found.diagnostics["service", "consistency_ratio:li"] == pytest.approx(0.863618, abs=5e-7)
    whole, *pairs = found.remarks["service"]
    assert whole == (
        "the judgements of expert 'li' were used as they are, though their consistency ratio is "
        "0.864, above 0.1"
    )
    assert pairs[0] == (
        "expert 'li' judged 'manners' against 'advice' 4, where the other judgements imply 0.83"
    )
    assert len(pairs) == 3


def test_an_inconsistent_expert_may_be_dropped(tmp_path):
    sound = {"judgements": {"speed": {"manners": 2, "advice": 4, "opening": 8}}}
    experts = {"li": {"judgements": AT_ODDS}, "wang": sound}
    found = weighed(tmp_path, service(experts=experts, inconsistent="drop"), rows=2)
    np.testing.assert_allclose(of(found, "service")[0], np.array([8, 4, 2, 1]) / 15, rtol=1e-9)
    assert "were left out" in found.remarks["service"][0]


# Workbooks


def write_book(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(grid):
                for c, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(r, c, cell)


SHEET = [
    ["", "manners", "speed", "advice", "opening"],
    ["speed", 2, 1, 3, 0.5],
    ["manners", 1, None, 2, "1/3"],
    ["opening", 3.0, 2, 5, 1],
    ["advice", 0.5, 0.33, 1, None],
]
JUDGED = {
    "speed": {"manners": 2, "advice": 3, "opening": "1/2"},
    "manners": {"advice": 2, "opening": "1/3"},
    "advice": {"opening": "1/5"},
}


def test_a_workbook_says_the_same_as_the_study_file(tmp_path):
    write_book(tmp_path / "li.xlsx", {"service": SHEET})
    of_file = weighed(tmp_path, service(experts={"li": {"file": "li.xlsx"}}), rows=2)
    written = weighed(tmp_path, service(experts={"li": {"judgements": JUDGED}}), rows=2)
    np.testing.assert_allclose(of_file.within, written.within, rtol=1e-12)


def test_a_sheet_for_each_node(tmp_path):
    dimensions = [["", "price", "channel"], ["service", 3, 5], ["price", None, 2]]
    prices = [["", "fees", "clarity"], ["rate", 4, 2], ["fees", None, "1/2"]]
    write_book(tmp_path / "li.xlsx", {"a": dimensions, "b": SHEET, "c": prices})
    found = weighed(tmp_path, {"method": "ahp", "experts": {"li": {"file": "li.xlsx"}}}, rows=2)
    matrix = [[[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]]
    expected = geometric_mean(matrix).weights  # of three the same as the eigenvector
    np.testing.assert_allclose(found.dimensions[:1], expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("row", "column", "cell", "message"),
    [
        (2, 1, -2, "the judgement of 'speed' against 'manners' is -2.0, and must be above 0"),
        (2, 3, "much", "the judgement of 'speed' against 'advice' is 'much', no number"),
        (3, 0, "manner", "unknown code 'manner' in a judgement"),
        (
            5,
            2,
            3,
            "'advice' against 'speed' is judged 3.0, and 'speed' against 'advice' 3.0, which",
        ),
    ],
)
def test_a_fault_in_a_workbook_has_its_cell(row, column, cell, message, tmp_path):
    grid = [list(line) for line in SHEET]
    grid[row - 1][column] = cell
    write_book(tmp_path / "li.xlsx", {"service": grid})
    with pytest.raises(StudyError) as refusal:
        weighed(tmp_path, service(experts={"li": {"file": "li.xlsx"}}), rows=2)
    told = [problem for problem in refusal.value.problems if message in problem.message]
    assert told
    assert told[0].place.file == "li.xlsx"
    assert told[0].place.line == row


def test_a_formula_that_nobody_calculated_is_no_blank_cell(tmp_path):
    path = tmp_path / "li.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("service")
        for r, row in enumerate(SHEET):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
        sheet.write_formula("D2", "=1/5", None, "")
    with pytest.raises(StudyError, match="cell D2 holds a formula that nobody has calculated"):
        weighed(tmp_path, service(experts={"li": {"file": "li.xlsx"}}), rows=2)


def test_a_file_that_is_no_workbook_is_told_where_it_is_named(tmp_path):
    (tmp_path / "li.xlsx").write_text("rows", encoding="utf-8")
    with pytest.raises(StudyError, match="is no XLSX workbook, or is damaged"):
        weighed(tmp_path, service(experts={"li": {"file": "li.xlsx"}}), rows=2)


def test_a_date_is_no_judgement(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "li.xlsx") as book:
        sheet = book.add_worksheet()
        for c, code in enumerate(("", "manners"), start=0):
            sheet.write(0, c, code)
        sheet.write(1, 0, "speed")
        sheet.write_number(1, 1, 45000, book.add_format({"num_format": "yyyy-mm-dd"}))
    with pytest.raises(StudyError) as refusal:
        weighed(tmp_path, service(experts={"li": {"file": "li.xlsx"}}), rows=2)
    assert "is a date\n    A spreadsheet takes 1/3 for a date" in str(refusal.value)


def test_nobody_is_asked_who_answered(tmp_path):
    """The answers have no part in what experts say."""
    experts = {"li": {"judgements": JUDGED}}
    one = weighed(tmp_path, service(experts=experts), answers(1), rows=2)
    other = weighed(tmp_path, service(experts=experts), answers(2), rows=2)
    np.testing.assert_array_equal(one.within, other.within)
    assert len(one.within[0]) == len(INDICATORS)


def test_rezaei_s_transport_has_the_published_weights(published, tmp_path):
    case = published["transport"]
    codes = tuple(case["indicators"])
    expert = {
        "best": {"cost": dict(zip(codes[:2], case["to_others"], strict=False))},
        "worst": {"load": dict(zip(codes[1:], case["to_worst"][1:], strict=True))},
    }
    weighting = {
        "method": "equal",
        "within": {"drinks": {"method": "best_worst", "model": "ratio", "experts": {"r": expert}}},
    }
    found = solved(tmp_path, codes, weighting)
    np.testing.assert_allclose(found.within[0], case["weights"], atol=5e-5)
    assert found.diagnostics["drinks", "deviation:r"] == pytest.approx(0.26, abs=0.005)


def test_the_order_relation_has_the_weights_of_the_formula(tmp_path):
    judged = {"speed": {"manners": 1.2}, "manners": {"advice": 1.4}, "advice": {"opening": 1.2}}
    weighting = {
        "method": "equal",
        "within": {
            "service": {"method": "order_relation", "experts": {"li": {"judgements": judged}}}
        },
    }
    found = of(weighed(tmp_path, weighting, rows=2), "service")[0]
    np.testing.assert_allclose(found, (0.341927, 0.284939, 0.203528, 0.169607), atol=5e-7)
