import io
import json

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from clientlens.drawing import fonts

SENTENCE = "满意度 4.29（95% 置信区间 4.11–4.46）≥ “非常满意”·「重要」→ α ± × −"


@pytest.fixture(scope="module", params=["regular", "bold"])
def weight(request):
    return request.param


@pytest.fixture(scope="module")
def font(weight):
    with TTFont(fonts.font_file(weight), lazy=True) as opened:
        yield opened


def characters(font):
    return {chr(code) for code in font.getBestCmap()}


def gb2312():
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return set("".join(cell.decode("gb2312", errors="ignore") for cell in cells))


def test_font_bears_the_name_that_charts_ask_for(font):
    assert font["name"].getDebugName(1) == fonts.FAMILY
    assert fonts.STACK.startswith(fonts.FAMILY)


def test_font_has_every_chinese_character_of_gb2312(font):
    chinese = {c for c in gb2312() if "一" <= c <= "鿿"}
    assert len(chinese) == 6763  # the number of the standard
    assert chinese <= characters(font)


def test_font_has_what_a_report_is_written_with(font):
    ascii_letters = set(map(chr, range(32, 127)))
    assert ascii_letters | set(SENTENCE) | set("≤…—–『』‘’①●■▲◆△▼★") <= characters(font)


def test_licence_stands_beside_the_font():
    licence = (fonts.FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2014-2021 Adobe" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_table_of_widths_is_that_of_the_font(font, weight):
    advances = {c: font["hmtx"][glyph][0] for c, glyph in _glyphs(font)}
    for character, advance in advances.items():
        expected = advance / font["head"].unitsPerEm * 20
        assert fonts.text_width(character, 20, weight) == pytest.approx(expected)


def _glyphs(font):
    return ((chr(code), glyph) for code, glyph in font.getBestCmap().items())


def test_table_of_widths_holds_no_character_that_the_font_lacks(font, weight):
    table = json.loads((fonts.FOLDER / "advances.json").read_text(encoding="utf-8"))
    assert set(table[weight]) <= characters(font)


def test_width_grows_with_the_size_and_adds_up():
    assert fonts.text_width(SENTENCE, 24) == pytest.approx(2 * fonts.text_width(SENTENCE, 12))
    parts = fonts.text_width(SENTENCE[:9], 12) + fonts.text_width(SENTENCE[9:], 12)
    assert fonts.text_width(SENTENCE, 12) == pytest.approx(parts)


def test_nothing_is_no_width():
    assert fonts.text_width("", 12) == 0


def test_a_character_outside_the_font_is_given_a_full_em():
    assert fonts.text_width("𬭎", 12) == 12


def test_a_page_gets_its_characters_and_few_others(weight):
    cut = TTFont(io.BytesIO(fonts.subset_woff(SENTENCE, weight)))
    mirrored = {"≤"}  # of ≥, for lines from right to left
    assert set(SENTENCE) <= characters(cut) <= set(SENTENCE) | mirrored
    assert cut.flavor == "woff"
    assert cut["name"].getDebugName(1) == fonts.FAMILY


def test_cut_characters_keep_their_outlines(font, weight):
    from fontTools.pens.recordingPen import RecordingPen

    cut = TTFont(io.BytesIO(fonts.subset_woff("贷4", weight)))
    for character in "贷4":
        drawn = []
        for source in (font, cut):
            pen = RecordingPen()
            source.getGlyphSet()[source.getBestCmap()[ord(character)]].draw(pen)
            drawn.append(pen.value)
        assert drawn[0] == drawn[1]


def test_the_same_characters_give_the_same_bytes_in_any_order():
    assert fonts.subset_woff("利率标准") == fonts.subset_woff("准标率利利")


def test_characters_that_the_font_lacks_are_passed_over():
    cut = TTFont(io.BytesIO(fonts.subset_woff("利𬭎")))
    assert characters(cut) == {"利"}


def test_a_page_of_six_hundred_characters_costs_little():
    text = "".join(sorted(gb2312())[1000:1600])
    assert len(fonts.subset_woff(text)) < 200_000


def test_widths_need_no_font_file(monkeypatch):
    monkeypatch.setattr(fonts, "font_file", None)
    assert np.isfinite(fonts.text_width(SENTENCE, 12))
