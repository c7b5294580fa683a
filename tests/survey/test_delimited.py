"""Delimited text: whatever a spreadsheet writes comes back cell by cell."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.config.schema import Survey
from clientlens.errors import AnswersError
from clientlens.survey.delimited import DELIMITERS, DelimitedReader

CELL = st.text(st.sampled_from('a5满 ,;\t|，"\n'), max_size=4)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    path = tmp_path_factory.mktemp("delimited") / "a.csv"

    def read(content, **survey):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return DelimitedReader().read(path, Survey(**survey))

    return read


def written(rows, delimiter, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    return text.getvalue()


def texts_of(cells):
    columns = [cells.column(j) for j in range(len(cells.columns))]
    return [
        ["" if c.codes[i] < 0 else c.texts[c.codes[i]] for c in columns] for i in range(len(cells))
    ]


@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4),
    st.sampled_from(DELIMITERS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_csv_writer_wrote_is_read(read, pairs, delimiter, quoting):
    rows = [["x", *pair] for pair in pairs]
    content = written([["id", "a", "b"], *rows], delimiter, quoting)
    cells = read(content, delimiter=delimiter)
    assert cells.columns == ("id", "a", "b")
    assert texts_of(cells) == rows


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_separator_is_told_from_the_header(read, delimiter):
    rows = [["编号", "rate", "fees"], ["甲", "5", "4"], ["乙", "", "3"]]
    assert texts_of(read(written(rows, delimiter))) == rows[1:]


def test_a_header_with_another_separator_in_its_names_is_no_riddle(read):
    cells = read("编号,您对利率，费用满意吗,办贷；时效|速度\n甲,5,4\n")
    assert len(cells.columns) == 3


def test_row_numbers_are_those_of_a_spreadsheet(read):
    cells = read('导出时间 2022\n\nid,remark\n1,"two\nlines"\n2,b\n\n', header_row=3, delimiter=",")
    assert cells.rows.tolist() == [4, 5]
    assert cells.column(1).texts == ("two\nlines", "b")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_known(read, ending):
    assert texts_of(read(ending.join(["id,q", "1,5", "2,4", ""]))) == [["1", "5"], ["2", "4"]]


def test_one_column_alone_needs_no_separator(read):
    assert texts_of(read("q\n5\n4\n")) == [["5"], ["4"]]


@given(st.text(st.sampled_from('a5,;"\n\r\t'), max_size=30))
def test_a_file_is_read_or_refused_and_nothing_else(read, content):
    try:
        cells = read(content)
    except AnswersError:
        return
    assert cells.codes.shape == (len(cells.rows), len(cells.columns))


@pytest.mark.parametrize("mark", [*DELIMITERS, ":"])
@pytest.mark.parametrize("line", ["sep={}\r\n", "SEP={}\n", '"sep={}"\n'])
def test_a_line_that_names_the_separator_is_no_row(read, mark, line):
    cells = read(line.format(mark) + written([["id", "a,b;c|d"], ["1", "5"]], mark))
    assert (cells.columns, cells.rows.tolist()) == (("id", "a,b;c|d"), [2])
    assert texts_of(cells) == [["1", "5"]]


def test_the_study_has_the_last_word_on_the_separator(read):
    assert read("sep=,\nid;q\n1;5\n", delimiter=";").columns == ("id", "q")


def test_a_long_cell_is_read_and_one_beyond_the_limit_named(read):
    before = csv.field_size_limit()
    assert texts_of(read("id,q\n" + "a" * 200_000 + ",5\n"))[0][1] == "5"
    with pytest.raises(AnswersError) as refusal:
        read('id,q\n1,5\n2,"' + "a" * 10_000_001 + '"\n')
    assert (
        str(refusal.value)
        .splitlines()[0]
        .endswith("a.csv:3: the row has a cell of more than 10,000,000 characters")
    )
    assert csv.field_size_limit() == before
