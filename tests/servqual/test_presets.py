"""Presets: what the papers say of their instruments."""

from typing import get_args

import pytest

from clientlens_servqual.options import PresetName
from clientlens_servqual.presets import PRESETS


def test_the_option_names_every_preset():
    assert set(get_args(PresetName)) == set(PRESETS)


@pytest.mark.parametrize(
    ("preset", "items", "dimensions"),
    [
        ("servqual", 22, ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]),
        ("bsq", 31, ["effectiveness", "access", "price", "tangibles", "portfolio", "reliability"]),
        ("bankserv", 17, ["staff_conduct", "credibility", "communication", "teller_access"]),
        (
            "carter",
            34,
            ["compliance", "assurance", "reliability", "tangibles", "empathy", "responsiveness"],
        ),
    ],
)
def test_instruments_have_their_items_and_dimensions(preset, items, dimensions):
    """As Parasuraman, Zeithaml & Berry (1988), Bahia & Nantel (2000), Avkiran (1994) and Othman &
    Owen (2001) count them, SERVQUAL's in the order of the questionnaire.
    """
    found = PRESETS[preset]
    assert found.items == items
    assert list(found.dimensions) == dimensions


def test_items_of_servqual_are_numbered_as_published():
    """4, 5, 4, 4 and 5 items in one row from 1 to 22."""
    found = PRESETS["servqual"]
    assert [len(found.numbers[code]) for code in found.dimensions] == [4, 5, 4, 4, 5]
    assert [i for code in found.dimensions for i in found.numbers[code]] == list(range(1, 23))


def test_the_nine_items_worded_negatively_are_those_of_responsiveness_and_empathy():
    found = PRESETS["servqual"]
    assert found.negative == (10, 11, 12, 13, 18, 19, 20, 21, 22)
    assert found.negative == found.numbers["responsiveness"] + found.numbers["empathy"]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_complete_in_both_languages(preset):
    found = PRESETS[preset]
    assert all(name.zh and name.en for name in found.dimensions.values())
    assert len({name.zh for name in found.dimensions.values()}) == len(found.dimensions)
    assert set(found.numbers) in (set(), set(found.dimensions))
    assert set(found.negative) <= set(range(1, found.items + 1))


def test_dimensions_that_share_a_name_share_their_words():
    """SERVQUAL's five are five of CARTER's six."""
    servqual, carter = PRESETS["servqual"].dimensions, PRESETS["carter"].dimensions
    assert {code: carter[code] for code in servqual} == servqual
    assert set(carter) - set(servqual) == {"compliance"}
