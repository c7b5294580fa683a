"""Encodings: told from the bytes, and never with a character replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import AnswersError
from clientlens.survey.encoding import decode

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\0"), min_size=1)


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_is_told_from_its_bytes(text, encoding):
    assert decode(text.encode(encoding), "a.csv").text == text


def test_chinese_words_are_told_in_either_encoding():
    for encoding in ("utf-8", "gb18030", "gbk"):
        assert decode("编号,非常满意\n".encode(encoding), "a.csv").text == "编号,非常满意\n"


@given(TEXT)
def test_a_declared_encoding_needs_no_telling(line):
    text = f"{line}\n"
    for encoding in ("gb18030", "utf-8", "utf-16-le"):
        assert decode(text.encode(encoding), "a.csv", encoding).text == text


def test_a_mark_is_no_part_of_the_first_column_name():
    assert decode("编号".encode("utf-8-sig"), "a.csv", "utf-8").text == "编号"


@given(st.binary(max_size=30))
def test_bytes_come_through_whole_or_not_at_all(raw):
    try:
        decoded = decode(raw, "a.csv")
    except AnswersError:
        return
    marks = {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}
    if decoded.encoding not in marks:
        assert decoded.text.encode(decoded.encoding) == raw


def test_an_encoding_of_something_else_than_text_is_unknown():
    with pytest.raises(AnswersError, match="unknown encoding 'base64'"):
        decode(b"aGk=", "a.csv", "base64")


@pytest.mark.parametrize(
    "name",
    [*("utf-7", "U7", "idna", "punycode", "unicode_escape", "raw-unicode-escape"), "rot13", "a\0b"],
)
def test_what_is_no_way_to_write_a_file_is_unknown(name):
    with pytest.raises(AnswersError, match="unknown encoding"):
        decode(b"id,q+AGE-\n1,5\\u0041\n", "a.csv", name)


@pytest.mark.parametrize("written", ["utf-8", "utf-16-be"])
@pytest.mark.parametrize("line", ["id,q", "id,qq", "编号,满意"])
def test_a_file_whose_lines_vanish_is_in_another_encoding(line, written):
    raw = f"{line}\n1,5\n".encode(written)
    raw += b"\n" * (len(raw) % 2)
    with pytest.raises(AnswersError, match="is hardly utf-16-le, for it would have no line break"):
        decode(raw, "a.csv", "utf-16-le")
