import re
import sys

import pytest

from clientlens.drawing import fonts, vega
from clientlens.errors import ClientLensError

TEXT = {"data": {"values": [{}]}, "mark": {"type": "text", "text": "利率标准 4.29"}}


@pytest.fixture
def no_bundle_yet():
    vega.javascript_bundle.cache_clear()
    yield
    vega.javascript_bundle.cache_clear()


@pytest.fixture
def bundles_made(monkeypatch, no_bundle_yet):
    made = []
    monkeypatch.setattr(vega, "_make_bundle", lambda: made.append(1) or "script();")
    return made


def test_text_stays_text_in_our_font_with_others_to_fall_back_on():
    svg = vega.to_svg(TEXT)
    assert "利率标准 4.29" in svg
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {fonts.STACK}


def test_chinese_is_drawn_and_not_left_out():
    with_text = vega.to_png(TEXT)
    without = vega.to_png({**TEXT, "mark": {"type": "text", "text": ""}})
    assert len(with_text) > 2 * len(without)


def test_the_same_specification_gives_the_same_bytes():
    assert vega.to_svg(TEXT) == vega.to_svg(TEXT)
    assert vega.to_png(TEXT) == vega.to_png(TEXT)


def test_scale_is_dots_per_pixel():
    def width(png):
        return int.from_bytes(png[16:20], "big")  # IHDR of the PNG standard

    assert width(vega.to_png(TEXT, scale=3)) == pytest.approx(3 * width(vega.to_png(TEXT, 1)), 0.05)


def test_a_chart_may_say_otherwise_than_our_defaults():
    assert "#123456" in vega.to_svg({**TEXT, "config": {"background": "#123456"}})


def test_specification_is_left_as_it_was():
    spec = {**TEXT}
    vega.to_svg(spec)
    assert spec == TEXT


def test_what_vega_lite_refuses_is_told_without_its_trail():
    with pytest.raises(vega.DrawingError) as raised:
        vega.to_svg({"name": "quadrants", "data": {"values": []}})
    assert str(raised.value).startswith("the chart 'quadrants' can't be drawn: ")
    assert "jsdelivr" not in str(raised.value)
    assert isinstance(raised.value, ClientLensError)


def test_nothing_is_fetched():
    with pytest.raises(vega.DrawingError, match="not allowed"):
        vega.to_svg({"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "point"})


def test_bundle_holds_all_that_a_page_needs(monkeypatch, tmp_path, no_bundle_yet):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    script = vega.javascript_bundle()
    assert all(f"window.{name}" in script for name in ("vegaEmbed", "vegaLite", "vega"))


def test_bundle_is_made_once_for_many_runs(monkeypatch, tmp_path, bundles_made):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(3):
        vega.javascript_bundle.cache_clear()
        assert vega.javascript_bundle() == "script();"
    assert len(bundles_made) == 1
    (kept,) = (tmp_path / "clientlens").iterdir()
    assert re.fullmatch(r"vega-[\d.a-z]+\.js", kept.name)


def test_bundle_of_another_version_is_not_taken(monkeypatch, tmp_path, bundles_made):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for number in ("1.0", "2.0"):
        monkeypatch.setattr(vega, "version", lambda _, number=number: number)
        vega.javascript_bundle.cache_clear()
        vega.javascript_bundle()
    assert len(bundles_made) == 2


def test_bundle_is_made_anew_where_nothing_can_be_kept(monkeypatch, tmp_path, bundles_made):
    (tmp_path / "clientlens").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert vega.javascript_bundle() == "script();"


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\xff"])
def test_a_damaged_bundle_is_made_anew(monkeypatch, tmp_path, bundles_made, damage):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    vega.javascript_bundle()
    (kept,) = (tmp_path / "clientlens").iterdir()
    kept.write_bytes(damage)
    vega.javascript_bundle.cache_clear()
    assert vega.javascript_bundle() == "script();"
    assert kept.read_text() == "script();"


def test_a_relative_cache_home_is_passed_over_as_its_standard_asks(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert vega.cache_folder() == tmp_path / ".cache" / "clientlens"
