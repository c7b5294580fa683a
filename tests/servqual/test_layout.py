"""Which indicator belongs to which quality dimension, and in what order these come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.plugin_api import hierarchy_of
from clientlens_servqual.layout import layout_of
from clientlens_servqual.presets import PRESETS

CLASSICAL = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
tags = st.lists(st.sampled_from([*CLASSICAL, "fees", "queue", None]), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def lay_out(make_study):
    """The layout of a study, and its indicators."""

    def lay(*args, **kwargs):
        study = make_study(*args, **kwargs)
        options = study.models["servqual"].options
        return layout_of(study, options), hierarchy_of(study).indicators

    return lay


def tree(**dimensions):
    """A hierarchy of dimensions with that many indicators, each with its name or None."""
    return {
        code: {"name": name, "indicators": {f"{code.lower()}{i}": {} for i in range(size)}}
        for code, (name, size) in dimensions.items()
    }


def test_tagged_indicators_stand_in_the_order_of_the_preset(lay_out):
    layout, indicators = lay_out(("empathy", "tangibles", None, "empathy"))
    assert layout.dimensions == ("tangibles", "empathy")
    np.testing.assert_array_equal(layout.member, [[0, 1, 0, 0], [1, 0, 0, 1]])
    np.testing.assert_array_equal(layout.is_asked, [True, True, False, True])
    assert layout.of(indicators) == {"q1": "empathy", "q2": "tangibles", "q4": "empathy"}
    assert layout.names["tangibles"].zh == "有形性"


def test_another_preset_has_another_order(lay_out):
    layout, _ = lay_out(("tangibles", "price", "reliability", "access"), preset="bsq")
    assert layout.dimensions == ("access", "price", "tangibles", "reliability")
    assert layout.names == {c: PRESETS["bsq"].dimensions[c] for c in layout.dimensions}


def test_dimensions_of_ones_own_stand_last_as_they_come_up(lay_out):
    layout, _ = lay_out(("queue", "empathy", "fees", "queue", "reliability"))
    assert layout.dimensions == ("reliability", "empathy", "queue", "fees")
    assert set(layout.names) == {"reliability", "empathy"}


def test_the_hierarchy_keeps_its_order_with_names_or_without(lay_out):
    hierarchy = tree(B=(None, 2), A=("Service", 1), C=(None, 1))
    layout, indicators = lay_out(hierarchy=hierarchy, dimensions="hierarchy")
    assert layout.dimensions == ("B", "A", "C")
    np.testing.assert_array_equal(layout.member, [[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    assert {code: name.en for code, name in layout.names.items()} == {"A": "Service"}
    assert layout.of(indicators) == {"b0": "B", "b1": "B", "a0": "A", "c0": "C"}


def test_the_hierarchy_knows_no_tags_and_tags_no_hierarchy(lay_out):
    by_hierarchy, _ = lay_out(("empathy", None), dimensions="hierarchy")
    assert by_hierarchy.dimensions == ("A",)
    assert by_hierarchy.is_asked.all()
    by_tags, _ = lay_out(("empathy", None))
    assert by_tags.dimensions == ("empathy",)


def test_no_tags_make_no_dimensions(lay_out):
    layout, indicators = lay_out((None, None))
    assert layout.dimensions == ()
    assert layout.member.shape == (0, 2)
    assert not layout.is_asked.any()
    assert layout.of(indicators) == {}


@given(tags)
def test_every_tagged_indicator_has_one_dimension_and_every_dimension_has_indicators(lay_out, tags):
    layout, indicators = lay_out(tuple(tags))
    assert layout.member.sum(axis=0).tolist() == [tag is not None for tag in tags]
    assert layout.member.any(axis=1).all()
    pairs = zip(indicators, tags, strict=True)
    assert layout.of(indicators) == {code: tag for code, tag in pairs if tag}
    known = [code for code in layout.dimensions if code in CLASSICAL]
    assert list(layout.dimensions[: len(known)]) == [c for c in CLASSICAL if c in tags]


@given(tags)
def test_a_hierarchy_of_classical_dimensions_is_laid_out_as_its_tags(lay_out, tags):
    """One first-level indicator for each tag, in the order of the preset."""
    met = [code for code in CLASSICAL if code in tags]
    if met:
        hierarchy = tree(**{code: (code, tags.count(code)) for code in met})
        layout, indicators = lay_out(hierarchy=hierarchy, dimensions="hierarchy")
        tagged, _ = lay_out(tuple(layout.of(indicators).values()))
        assert layout.dimensions == tagged.dimensions
        np.testing.assert_array_equal(layout.member, tagged.member)
