"""Every bundled model keeps the laws of the kit."""

import pytest

from clientlens import plugins
from clientlens.testing import laws_of

SERVICE = {
    "constructs": {
        "image": {"items": ["i1", "i2", "i3"]},
        "quality": {"items": ["q1", "q2", "q3"]},
        "satisfaction": {"items": ["s1", "s2"]},
        "loyalty": {"items": ["l1", "l2"]},
    },
    "paths": {
        "quality": ["image"],
        "satisfaction": ["image", "quality"],
        "loyalty": ["satisfaction"],
    },
}
ITEMS = [item for construct in SERVICE["constructs"].values() for item in construct["items"]]
PATH_STUDY = {
    "hierarchy": None,
    "facets": None,
    "items": {code: {"scale": "eleven"} for code in ITEMS},
}
WIDE = {"questions": {"satisfaction": {"mean": 3.0, "deviation": 1.4}}}
"""Ratings of which many are low and many high."""

NO_PLACE = "a rule names its questions by their position among the features"
HIDDEN = "a segment isn't compared by what makes it, and cells of few clients are hidden"

CASES = {
    "composite": {},
    "csi": {
        "options": SERVICE,
        "study": PATH_STUDY,
        "exempt": {
            "weight 2 is a duplicated row": "adjusted R² and the like count respondents",
            "a number that can't be had has a reason": "nothing explains an exogenous construct",
        },
    },
    "csi-weighted": {"options": {"method": "weighted"}},
    "ipca": {},
    "ipca-importance": {"options": {"axis": "importance", "importance": "derived",
                                    "overall": "overall"}},
    "kano": {
        "options": {"overall": "overall"},
        "truth": WIDE,
        "exempt": {
            "a number that can't be had has a reason": "of few low or high ratings none is told",
            "the largest priority comes first": "better ratings are other low and high ones",
        },
    },
    "nps": {"options": {"item": "recommend", "facet": "satisfaction"}},
    "quadrant": {},
    "quadrant-derived": {"options": {"importance": "derived", "overall": "overall"}},
    "segments": {
        "exempt": {
            "the order of indicators doesn't matter": NO_PLACE,
            "a number that can't be had has a reason": HIDDEN,
        },
    },
    "servqual": {
        "exempt": {"findings carry evidence": "a caution about method rests on no number"},
    },
    "units": {
        "options": {"by": "branch"},
        "exempt": {"names that are compared have their dims": "each unit has scores of its own"},
    },
    "weights": {},
}  # fmt: skip


def cases():
    models = plugins.load().models
    for name, how in CASES.items():
        for law in laws_of(type(models[name.partition("-")[0]]), **how):
            yield pytest.param(law, id=f"{name}: {law}")


def test_every_bundled_model_is_tried():
    assert {name.partition("-")[0] for name in CASES} == set(plugins.load().models)


@pytest.mark.parametrize("law", [*cases()])
def test_a_bundled_model_keeps(law):
    law.check()
