"""Every bundled weighting keeps the laws of the kit."""

import pytest

from clientlens import plugins
from clientlens.testing import laws_of

HIERARCHY = {
    "staff": {"indicators": {"speed": {}, "manners": {}, "advice": {}}},
    "price": {"indicators": {"rate": {}, "fees": {}}},
}
GIVEN = {
    "staff": {"weight": 60, "indicators": {
        "speed": {"weight": 50}, "manners": {"weight": 30}, "advice": {"weight": 20}}},
    "price": {"weight": 40, "indicators": {"rate": {"weight": 75}, "fees": {"weight": 25}}},
}  # fmt: skip
JUDGED = {"staff": {"price": 2}, "speed": {"manners": 2, "advice": 4}, "manners": {"advice": 3},
          "rate": {"fees": 3}}  # fmt: skip
CHAIN = {"staff": {"price": 1.2}, "speed": {"manners": 1.4}, "manners": {"advice": 1.2},
         "rate": {"fees": 1.6}}  # fmt: skip
BEST_WORST = {
    "best": {"staff": {"price": 2}, "speed": {"manners": 2, "advice": 4}, "rate": {"fees": 3}},
    "worst": {"price": {"staff": 2}, "advice": {"speed": 4, "manners": 2}, "fees": {"rate": 3}},
}
MEASURED = {
    "hierarchy": {
        "staff": {
            "indicators": {code: {"csi": "image"} for code in ("speed", "manners", "advice")}
        },
        "price": {"indicators": {code: {"csi": "quality"} for code in ("rate", "fees")}},
    },
    "items": {code: {"scale": "eleven"} for code in ("s1", "s2")},
    "models": {
        "csi": {
            "constructs": {"image": {}, "quality": {}, "satisfaction": {"items": ["s1", "s2"]}},
            "paths": {"quality": ["image"], "satisfaction": ["image", "quality"]},
        }
    },
}

CASES = {
    "ahp": {
        "options": {"experts": {"li": {"judgements": JUDGED}}},
        "study": {"hierarchy": HIERARCHY},
    },
    "benefit_of_the_doubt": {"options": {"basis": "branch"}},
    "best_worst": {"options": {"experts": {"li": BEST_WORST}}, "study": {"hierarchy": HIERARCHY}},
    "combination": {"options": {"of": {"stated": {}, "entropy": {}}}},
    "critic": {},
    "derived": {"options": {"overall": "overall"}},
    "entropy": {},
    "equal": {},
    "gini": {},
    "given": {"study": {"hierarchy": GIVEN}},
    "merec": {},
    "order_relation": {"options": {"experts": {"li": {"judgements": CHAIN}}},
                       "study": {"hierarchy": HIERARCHY}},
    "path_model": {"study": MEASURED},
    "principal": {},
    "standard_deviation": {},
    "stated": {},
    "variation": {},
}  # fmt: skip


def cases():
    methods = plugins.load().weightings
    for name, how in CASES.items():
        for law in laws_of(type(methods[name.partition("-")[0]]), **how):
            yield pytest.param(law, id=f"{name}: {law}")


def test_every_bundled_weighting_is_tried():
    assert {name.partition("-")[0] for name in CASES} == set(plugins.load().weightings)


@pytest.mark.parametrize("law", [*cases()])
def test_a_bundled_weighting_keeps(law):
    law.check()
