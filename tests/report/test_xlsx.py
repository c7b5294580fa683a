"""The workbook, opened again."""

import openpyxl
import pytest

from clientlens.report.workbook import LONGEST_SHEET_NAME, _SheetNames
from clientlens.report.xlsx import write_xlsx


@pytest.fixture
def book(make_evaluation, tmp_path):
    write_xlsx(make_evaluation(fee="=cmd()"), tmp_path / "report.xlsx")
    return openpyxl.load_workbook(tmp_path / "report.xlsx")


def columns(sheet):
    return {cells[0].value: list(cells[1:]) for cells in sheet.columns}


def test_an_overview_is_followed_by_a_sheet_for_each_table(book):
    assert book.sheetnames == ["概览", "指标明细", "一级指标", "指标分类", "评分分布", "remarks"]


def test_every_sheet_is_a_plain_list(book):
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert not sheet.merged_cells.ranges


def test_text_is_never_a_formula_or_a_link(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    formula_like = [cell for cell in cells if str(cell.value).startswith("=")]
    assert {cell.value for cell in formula_like} == {"=cmd()"}
    assert all(cell.quotePrefix for cell in formula_like)


def test_codes_stand_beside_their_names(book):
    found = columns(book["指标明细"])
    assert [cell.value for cell in found["指标"]][:1] == ["利率标准"]
    assert [cell.value for cell in found["指标代码"]][:1] == ["rate"]


def test_numbers_are_numbers_shown_as_their_quantity_is_read(book):
    found = columns(book["指标明细"])
    shown = {
        code.value: (cell.value, cell.number_format)
        for code, cell in zip(found["项目代码"], found["估计值"], strict=True)
    }
    assert shown == {
        "performance": (4.25, "0.00"),
        "gap": (-0.05, "0.00"),
        "top_box": (0.73, "0.0%"),
    }


def test_a_missing_number_is_an_empty_cell(book):
    values = [cell.value for cell in columns(book["remarks"])["size"]]
    assert values == [None, 2.5]


def test_chinese_columns_are_twice_as_wide(book):
    sheet = book["概览"]
    assert sheet.column_dimensions["C"].width > 40


def test_the_overview_tells_of_made_up_answers_screening_and_settings(book):
    rows = [[cell.value for cell in row] for row in book["概览"].iter_rows()]
    assert any("合成数据" in str(row[2]) for row in rows)
    assert ["问卷回收与筛选", "有效", 56] in rows
    assert ["所用设置: uncertainty", "seed", "7"] in rows


def test_the_same_evaluation_gives_the_same_bytes(make_evaluation, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(make_evaluation(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_sheet_names_are_short_legal_and_different():
    names = _SheetNames()
    wanted = ["x" * 40, "X" * 40, "a/b:c[d]", "'quoted'", "History", "***", ""]
    taken = [names.take(name) for name in wanted]
    assert all(0 < len(name) <= LONGEST_SHEET_NAME for name in taken)
    assert len({name.casefold() for name in taken}) == len(taken)
    assert not any(set(name) & set("[]:*?/\\") for name in taken)
    assert not any(name.startswith("'") or name.casefold() == "history" for name in taken)
