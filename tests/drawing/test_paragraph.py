from hypothesis import given
from hypothesis import strategies as st

from clientlens.drawing.fonts import text_width
from clientlens.drawing.paragraph import wrap

texts = st.text(st.sampled_from("ab cdef 满意度，（）-*"), max_size=40)


@given(texts, st.integers(20, 200))
def test_no_character_but_space_is_lost(text, width):
    assert "".join(wrap(text, width, 12)).replace(" ", "") == "".join(text.split())


@given(texts, st.integers(20, 200))
def test_a_text_that_fits_stays_on_one_line(text, width):
    whole = " ".join(text.split())
    if whole and text_width(whole, 12) <= width:
        assert wrap(text, width, 12) == (whole,)


@given(texts, st.integers(40, 200))
def test_lines_are_hardly_wider_than_asked_for(text, width):
    # A word may stand out by half a line, and so may a sign that mustn't begin a line.
    assert all(text_width(line, 12) <= 1.5 * width for line in wrap(text, width, 12))


def test_lines_are_even():
    assert wrap("客户意见反馈与投诉处理", 84, 12) == ("客户意见反馈", "与投诉处理")


def test_words_stay_whole():
    assert wrap("Handling of complaints", 80, 12) == ("Handling of", "complaints")


def test_a_line_may_end_after_a_sign_of_multiplication():
    assert wrap("image*satisfaction", 80, 12) == ("image*", "satisfaction")


def test_a_word_that_is_far_too_wide_is_broken():
    assert len(wrap("Zufriedenheitsbefragungsergebnis", 60, 12)) > 1


def test_a_line_begins_with_no_full_stop_and_ends_with_no_opening_bracket():
    for line in wrap("客户，满意。度（含沟通）", 24, 12):
        assert line[0] not in "，。）"
        assert line[-1] != "（"


def test_a_text_without_a_character_has_no_lines():
    assert wrap(" \n", 60, 12) == ()
