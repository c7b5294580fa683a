import itertools
import json

import numpy as np
import pytest

from clientlens.drawing import theme, vega

# Machado, Oliveira & Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, IEEE TVCG 15(6), table 1, severity 1.0: matrices on linear RGB.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# IEC 61966-2-1: linear sRGB to CIE XYZ, D65.
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
STYLES = theme.CLASS_STYLES.values()


def linear_rgb(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def cielab(colour, sight):
    xyz = XYZ @ np.clip(SIGHT[sight] @ linear_rgb(colour), 0, 1) / (XYZ @ np.ones(3))
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    """WCAG 2.2, relative luminance and contrast ratio."""
    lights = sorted(0.05 + linear_rgb(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))
    return lights[1] / lights[0]


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_classes_look_alike_however_one_sees_colours(sight):
    for one, other in itertools.combinations(STYLES, 2):
        difference = cielab(one.colour, sight) - cielab(other.colour, sight)
        assert np.linalg.norm(difference) > 15, (one, other)


def test_classes_stay_apart_in_a_grey_print():
    lightness = sorted(cielab(style.colour, "usual")[0] for style in STYLES)
    assert np.diff(lightness).min() > 10


def test_each_class_has_a_shape_of_its_own():
    assert len({style.shape for style in STYLES}) == len(STYLES)


@pytest.mark.parametrize("code", theme.CLASS_STYLES)
def test_words_about_a_class_can_be_read_on_white_and_on_its_tint(code):
    style = theme.CLASS_STYLES[code]
    assert contrast(style.text, theme.WHITE) >= 4.5
    assert contrast(style.text, style.tint) >= 4.5


@pytest.mark.parametrize("code", theme.CLASS_STYLES)
def test_quiet_text_can_be_read_on_every_tint(code):
    assert contrast(theme.TEXT_QUIET, theme.CLASS_STYLES[code].tint) >= 4.5


@pytest.mark.parametrize("code", theme.CLASS_STYLES)
def test_marks_stand_out_from_their_ground_by_colour_or_by_an_outline(code):
    style = theme.CLASS_STYLES[code]
    outline = style.text  # marks too pale for 3 to 1 are drawn with their text colour around
    assert max(contrast(c, style.tint) for c in (style.colour, outline)) >= 3


def test_a_chart_may_change_its_config_without_changing_that_of_others():
    theme.config()["axis"]["grid"] = "changed"
    assert "grid" not in theme.config()["axis"]


def test_config_is_json_and_vega_lite_draws_with_it():
    spec = {"data": {"values": [{}]}, "mark": "point", "config": theme.config()}
    assert "<svg" in vega.to_svg(json.loads(json.dumps(spec)))
