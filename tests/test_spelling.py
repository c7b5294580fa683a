"""Wording: what makes no difference between two texts, and what does."""

from hypothesis import given
from hypothesis import strategies as st

from clientlens.spelling import canonical, fold, number_of, seconds_of, tidy

TEXT = st.text(max_size=8)
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789+-.ABCabc()"}


@given(TEXT)
def test_folding_twice_is_folding_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert canonical(canonical(text)) == canonical(text)


@given(st.text("0123456789+-.ABCabc()", max_size=8), st.text(" 　\u200b\t", max_size=2))
def test_full_width_forms_case_and_spaces_make_no_difference(text, space):
    assert fold(f"{space}{text.upper().translate(WIDE)}{space}") == fold(text)


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_has_one_spelling(number):
    spellings = (number, f"{number}.0", f" {number}.", f"{number}".translate(WIDE))
    assert {canonical(spelling) for spelling in spellings} == {str(number)}
    assert {number_of(str(spelling)) for spelling in spellings} == {number}


@given(st.integers(0, 10**40), st.integers(-9, 9), st.integers(0, 3), st.integers(0, 3))
def test_codes_are_one_only_where_every_digit_is(code, step, zeros, decimals):
    """Ids of companies and accounts have more digits than a float keeps."""
    written = f"{'0' * zeros}{code}{'.' if decimals else ''}{'0' * decimals}"
    assert canonical(written) == str(code)
    assert (canonical(written) == canonical(code + step)) == (step == 0)


def test_a_sign_of_a_whole_number_is_kept_but_that_of_nothing():
    assert [canonical(text) for text in ("+7", "-07.0", "-0", "-0.0", ".0", "+.0")] == [
        *("7", "-7", "0", "0", "0", "0")
    ]


def test_what_is_no_whole_number_stays_as_it_is():
    for text in ("1.50", "007.5", "1e3", "1.2e+19", ".", "+", "", "a7", "1 000", "1,000"):
        assert canonical(text) == text


@given(st.floats(0, 1e9))
def test_numbers_are_read_as_written(number):
    assert number_of(repr(number)) == seconds_of(repr(number)) == number


def test_what_is_no_number():
    for text in ("", "nan", "inf", "1,5", "1 2", "1_0", "0x1", "５分", "五", "Ⅴ"):
        assert number_of(text) is None


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_durations_are_the_same_in_every_writing(hours, minutes, seconds):
    total = 3600 * hours + 60 * minutes + seconds
    writings = (
        *(f"{hours}:{minutes:02}:{seconds:02}", f"{hours}小时{minutes}分{seconds}秒"),
        *(f"{hours}小时 {minutes}分钟 {seconds}秒", f"{total}秒", f"{total} s", f"{total}"),
    )
    assert {seconds_of(writing) for writing in writings} == {total}


ALMOST = st.text(" 0145.+-eE１４．＋²⁵①⑤𝟒⒈½Ⅴ\u200b\ufeff", max_size=6)


@given(ALMOST)
def test_no_spelling_makes_a_number_of_what_is_none(text):
    assert number_of(tidy(text)) == number_of(text)
    if number_of(text) is None:
        assert number_of(canonical(text)) is None
    assert canonical(canonical(text)) == canonical(text)


def test_digits_that_are_none_make_no_number():
    for text in ("3²", "4①", "④", "4\u200b5", "𝟒", "⒈5", "⁺4", "4․5", "２分\u200b3秒", "4²秒"):
        assert (number_of(text), seconds_of(text)) == (None, None)
    assert number_of("\u200b４．５\ufeff") == number_of("4.5")


def test_white_space_of_every_kind_is_dropped_at_the_ends():
    spaces = [character for character in map(chr, range(0x3100)) if character.isspace()]
    assert {number_of(f"\ufeff{space}5{space}\u200b") for space in spaces} == {5}
