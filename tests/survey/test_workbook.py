"""Workbooks: numbers, dates and text as a person sees them, and nothing lost unsaid."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from clientlens.config.schema import Survey
from clientlens.errors import AnswersError
from clientlens.survey.workbook import WorkbookReader, _lost_cells


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(rows, *, fill=None, sheet="答卷", **survey):
        book = xlsxwriter.Workbook("answers.xlsx")
        page = book.add_worksheet(sheet)
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
        if fill:
            fill(book, page)
        book.close()
        return read_file("answers.xlsx", **survey)

    return read


def read_file(name, **survey):
    from pathlib import Path

    return WorkbookReader().read(Path(name), Survey(**survey))


def texts_of(cells):
    columns = [cells.column(j) for j in range(len(cells.columns))]
    return [
        ["" if c.codes[i] < 0 else c.texts[c.codes[i]] for c in columns] for i in range(len(cells))
    ]


def message_of(*arguments, **keywords):
    read, *rest = arguments
    with pytest.raises(AnswersError) as refusal:
        read(*rest, **keywords)
    return str(refusal.value)


def test_cells_come_as_a_person_sees_them(read):
    def fill(book, page):
        date, clock = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "[h]:mm:ss"))
        page.write_datetime(1, 0, dt.date(2022, 3, 4), date)
        page.write_datetime(1, 1, dt.datetime(2022, 3, 4, 5, 6, 7), date)  # noqa: DTZ001
        page.write_number(1, 2, 123 / 86400, clock)
        page.write_boolean(1, 3, True)
        page.write_formula(1, 4, "=2+3", None, 5)
        page.write_formula(1, 5, '="a"', None, "a")
        page.write_formula(1, 6, "=1>2", None, False)
        page.write_string(1, 7, "=1+1")
        page.write_string(1, 8, "#N/A")
        page.write_row(1, 9, [5.0, 1.25, -3, 20220001, "００7 "])

    cells = read([[f"q{i}" for i in range(14)]], fill=fill)
    assert texts_of(cells) == [
        [
            *("2022-03-04", "2022-03-04 05:06:07", "00:02:03", "TRUE", "5", "a", "FALSE", "=1+1"),
            *("#N/A", "5", "1.25", "-3", "20220001", "００7 "),
        ]
    ]
    assert cells.encoding is None


def test_a_table_may_begin_anywhere(read):
    cells = read([[], ["标题"], [None, "id", "q"], [None, 1, 5], [], []], header_row=3)
    assert cells.columns == ("", "id", "q")
    assert (texts_of(cells), cells.rows.tolist()) == ([["", "1", "5"]], [4])


def test_the_first_visible_sheet_with_cells_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = xlsxwriter.Workbook("a.xlsx")
    hidden, shown, other = (book.add_worksheet(name) for name in ("码表", "答卷", "别的"))
    for page, name in ((hidden, "a"), (shown, "b"), (other, "c")):
        page.write_column(0, 0, [name, 5])
    shown.activate()
    shown.set_first_sheet()
    hidden.hide()
    book.close()
    assert read_file("a.xlsx").columns == ("b",)
    assert read_file("a.xlsx", sheet="别的").columns == ("c",)
    assert message_of(read_file, "a.xlsx", sheet="答券") == (
        "a.xlsx: no sheet '答券'\n    Known: 码表, 答卷, 别的."
    )


def test_formula_errors_are_named_by_their_cell(read):
    def fill(_, page):
        page.write_formula("B2", "=NA()", None, "#N/A")
        page.write_formula("AA30", "=1/0", None, "#DIV/0!")

    assert message_of(read, [["id", "q"], [1]], fill=fill) == (
        "answers.xlsx:2: cell B2 holds a formula error\n"
        "    Mend the formula, or write what it should give.\n"
        "answers.xlsx:30: cell AA30 holds a formula error\n"
        "    Mend the formula, or write what it should give."
    )


def test_merged_answers_are_named(read):
    def fill(_, page):
        page.merge_range("A1:B1", "title")
        page.merge_range("B3:B4", 5)

    rows = [["title"], ["id", "q"], [1], [2]]
    assert message_of(read, rows, fill=fill, header_row=2) == (
        "answers.xlsx:3: cells B3:B4 are merged\n    Unmerge them, and write the answer into each."
    )


def test_a_formula_that_was_never_calculated_is_named(tmp_path, monkeypatch):
    from openpyxl import Workbook

    monkeypatch.chdir(tmp_path)
    book = Workbook()
    for row in (["id", "q"], [1, "=2+3"], [2, 4]):
        book.active.append(row)
    book.save("a.xlsx")
    assert message_of(read_file, "a.xlsx") == (
        "a.xlsx:2: cell B2 holds a formula that was never calculated\n"
        "    Open the file in a spreadsheet program and save it."
    )


def test_what_is_no_workbook_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "a")
    protected = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    for raw, said in (
        (b"", "the file is empty"),
        (b"id,q\n1,5\n", "is no XLSX workbook"),
        (archive.getvalue(), "is no XLSX workbook"),
        (protected, "is protected by a password, or an old .xls under another name"),
    ):
        (tmp_path / "a.xlsx").write_bytes(raw)
        assert message_of(read_file, "a.xlsx").startswith(f"a.xlsx: {said}")


def test_an_empty_sheet_has_no_header(read):
    assert message_of(read, []).startswith(
        "answers.xlsx: row 1 of sheet '答卷' should hold the column names, and is empty"
    )


@pytest.mark.parametrize(
    ("cell", "is_lost"),
    [
        ('<c r="B2"><f>A1</f></c>', True),
        ('<c r="B2" s="3"><f>A1</f><v/></c>', True),
        ('<c r="B2"><f t="shared" si="0"/><v></v></c>', True),
        ('<x:c r="B2"><x:f>A1</x:f><x:v></x:v></x:c>', True),
        ('<c t="e" r="B2"><v>#REF!</v></c>', True),
        ('<c r="B2"><f>A1</f><v>5</v></c>', False),
        ('<c r="B2" t="str"><f>IF(A1,"x","")</f><v></v></c>', False),
        ('<c r="B2" s="1"/><c r="C2"><v>5</v></c>', False),
        ('<c r="B1" t="e"><v>#REF!</v></c>', False),
    ],
)
def test_a_cell_is_lost_where_a_value_should_be(cell, is_lost):
    part = f"<sheetData><row>{cell}</row></sheetData>".encode()
    assert [p.place.line for p in _lost_cells(part, "a.xlsx", 2)] == [2] * is_lost


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>7</v></c></row>{}</sheetData></worksheet>'
)


@pytest.fixture
def read_part(tmp_path, monkeypatch):
    """Reads a workbook whose sheet is the given XML; None for a workbook that lost its sheet."""
    monkeypatch.chdir(tmp_path)

    def read_part(xml):
        whole = io.BytesIO()
        book = xlsxwriter.Workbook(whole)
        book.add_worksheet("答卷")
        book.close()
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile("a.xlsx", "w") as new:
            for name in old.namelist():
                is_sheet = name == "xl/worksheets/sheet1.xml"
                if not is_sheet or xml is not None:
                    new.writestr(name, xml if is_sheet else old.read(name))
        return read_file("a.xlsx")

    return read_part


@pytest.mark.parametrize(
    ("rows", "far"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>', "XFD1048576"),
        ('<row r="2"><c r="ZZZZZZ2"><v>5</v></c></row>', "ZZZZZZ2"),
        ('<row r="2"><c r="A9999999"><v>5</v></c></row>', "A9999999"),
        ("<row r='2'><c s='1' r = 'xfe2'><v>5</v></c></row>", "xfe2"),
        ('<x:row r="2"><x:c r="ZZZZZ2"><x:v>5</x:v></x:c></x:row>', "ZZZZZ2"),
        ('<row r="4000000000"><c><v>5</v></c></row>', "A4000000000"),
        ('<row r="2"><c r="Z2"><v>5</v></c><c r="B1048576"><v>5</v></c></row>', "B1048576"),
        (f'<row r="2"><c r="{"Z" * 99}{"9" * 9999}"><v>5</v></c></row>', f"{'Z' * 60}…"),
    ],
)
def test_a_cell_far_outside_is_named_before_room_is_made_for_it(read_part, rows, far):
    assert message_of(read_part, SHEET.format(rows)) == (
        f"a.xlsx: cell {far} stands far outside the table\n"
        "    Delete it; if it belongs to the table, save the sheet as .csv."
    )


def test_formats_far_outside_hold_nothing(read_part):
    rows = (
        '<row r="2"><c r="A2"><v>5</v></c><c r="XFD2" s="1"/></row>'
        '<row r="1048576" ht="9"><c r="XFD1048576" s="1"></c></row>'
    )
    assert texts_of(read_part(SHEET.format(rows))) == [["5"]]


def test_a_stray_cell_below_is_named(read_part):
    row = '<row r="2"><c r="A2"><v>5</v></c></row><row r="{0}"><c r="A{0}"><v>5</v></c></row>'
    assert message_of(read_part, SHEET.format(row.format(5000))) == (
        "a.xlsx:5000: cell A5000 stands far below the table, after 4,997 empty rows\n"
        "    Delete it; if it belongs to the table, delete the empty rows."
    )


@pytest.mark.parametrize(
    "xml",
    [
        None,
        "",
        SHEET[:-30],
        SHEET.format('<row r="2"><c r="A0"><v>5</v></c></row>'),
        SHEET.format('<row r="2"><c r="2A"><v>5</v></c></row>'),
        SHEET.format('<row r="2"><c r="A2" t="s"><v>99</v></c></row>'),
    ],
)
def test_a_damaged_sheet_is_refused(read_part, xml):
    message = message_of(read_part, xml)
    assert message.startswith("a.xlsx: ")
    assert "is damaged: " in message
    assert message.endswith("\n    Open it in a spreadsheet program and save it again as .xlsx.")
