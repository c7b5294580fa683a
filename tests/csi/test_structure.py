"""A path model says what it can't mean before anything is estimated."""

import numpy as np
import pytest

from clientlens.plugin_api import RequestError
from clientlens_csi.structure import find_faults, path_structure

BLOCKS = {"image": ["i1", "i2"], "quality": ["q1"], "satisfaction": ["s1", "s2"]}
PATHS = {"quality": ["image"], "satisfaction": ["image", "quality"]}


@pytest.mark.parametrize(
    ("blocks", "paths", "part", "construct", "message"),
    [
        (
            {**BLOCKS, "loyalty": []},
            {**PATHS, "loyalty": ["quality"]},
            "constructs",
            "loyalty",
            "construct 'loyalty' has no items",
        ),
        (
            {**BLOCKS, "quality": ["q1", "i2"]},
            PATHS,
            "constructs",
            "quality",
            "item 'i2' measures both 'image' and 'quality'",
        ),
        (
            {**BLOCKS, "quality": ["q1", "q1"]},
            PATHS,
            "constructs",
            "quality",
            "item 'q1' stands 2 times in construct 'quality'",
        ),
        (
            BLOCKS,
            {**PATHS, "loyalty": ["image"]},
            "paths",
            "loyalty",
            "unknown construct 'loyalty'",
        ),
        (BLOCKS, {**PATHS, "quality": ["imag"]}, "paths", "quality", "unknown construct 'imag'"),
        (
            BLOCKS,
            {**PATHS, "image": ["satisfaction"]},
            "paths",
            "satisfaction",
            "the paths run in a circle: image → satisfaction → image",
        ),
        (BLOCKS, {**PATHS, "image": ["image"]}, "paths", "image", "a circle: image → image"),
        (
            BLOCKS,
            {"quality": ["image"]},
            "constructs",
            "satisfaction",
            "no path joins construct 'satisfaction' to the rest of the model",
        ),
        (
            BLOCKS,
            {**PATHS, "quality": ["image", "image"]},
            "paths",
            "quality",
            "the path from 'image' to 'quality' is drawn 2 times",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(blocks, paths, part, construct, message):
    faults = [f for f in find_faults(blocks, paths) if message in f.message]
    assert [(f.part, f.construct) for f in faults] == [(part, construct)], [
        f.message for f in find_faults(blocks, paths)
    ]


def test_a_sound_model_has_no_faults():
    assert find_faults(BLOCKS, PATHS) == ()


def test_all_faults_are_raised_together():
    with pytest.raises(RequestError) as caught:
        path_structure({**BLOCKS, "quality": []}, {**PATHS, "image": ["satisfaction"]})
    assert len(caught.value.problems) == 2


def test_a_misspelt_construct_gets_a_hint():
    (fault, *_) = find_faults(BLOCKS, {**PATHS, "quality": ["imag"]})
    assert fault.hint.startswith("Did you mean 'image'?")


def test_constructs_joined_to_each_other_alone_are_named_together():
    blocks = {**BLOCKS, "trust": ["t1"], "loyalty": ["l1"]}
    (fault,) = find_faults(blocks, {**PATHS, "loyalty": ["trust"]})
    assert fault.message == "no path joins constructs 'trust', 'loyalty' to the rest of the model"


def test_a_reflective_construct_needs_correlation_weights():
    (fault,) = find_faults(BLOCKS, PATHS, modes={"image": "B"}, reflective=["image"])
    assert fault.message == "construct 'image' is reflective, but its weights have mode B"


def test_a_marker_is_an_item_of_its_construct():
    (fault,) = find_faults(BLOCKS, PATHS, markers={"image": "q1"})
    assert fault.message == "marker 'q1' is no item of construct 'image'"


def test_sources_come_before_targets_whatever_the_order():
    model = path_structure(dict(reversed(BLOCKS.items())), PATHS)
    assert [model.constructs[c] for c in model.order] == ["image", "quality", "satisfaction"]
    assert [model.constructs[c] for c in model.endogenous] == ["quality", "satisfaction"]


def test_items_keep_the_order_of_the_matrices():
    model = path_structure(BLOCKS, PATHS, items=["s2", "i1", "q1", "i2", "s1"])
    assert [block.tolist() for block in model.blocks] == [[1, 3], [2], [4, 0]]
    assert model.construct_of.tolist() == [2, 0, 1, 0, 2]
    np.testing.assert_array_equal(model.is_member.sum(axis=0), [2, 1, 2])


def test_items_must_be_those_of_the_blocks():
    with pytest.raises(RequestError, match="`items` must name each of the 5 items"):
        path_structure(BLOCKS, PATHS, items=["i1", "i2"])


def test_an_unknown_construct_is_named_with_a_hint():
    with pytest.raises(RequestError, match=r"unknown construct 'imag'\n    Did you mean 'image'\?"):
        path_structure(BLOCKS, PATHS).position("imag")
