"""Where studies differ in what numbers depend on."""

import pytest

from clientlens.batch.settings import settings_of

STUDY = {
    "study": {"id": "a"},
    "hierarchy": {"service": {"name": "Service", "indicators": {"speed": {"name": "Speed"}}}},
    "models": {"quadrant": {"crosshair": "median"}},
    "uncertainty": {"level": 0.95, "seed": 1, "replicates": 500},
    "weighting": {"method": "equal"},
}


def differing(change):
    other = {**STUDY, **change}
    one, two = settings_of(STUDY), settings_of(other)
    return sorted(part for part in {*one, *two} if one.get(part) != two.get(part))


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({}, []),
        ({"study": {"id": "b"}}, []),
        ({"uncertainty": {"level": 0.95, "seed": 2, "replicates": 900}}, []),
        ({"uncertainty": {"level": 0.9, "seed": 1, "replicates": 500}}, ["uncertainty"]),
        ({"models": {"quadrant": {"crosshair": "data_mean"}}}, ["models.quadrant"]),
        ({"models": {"quadrant": {"crosshair": "median"}, "csi": {}}}, ["models.csi"]),
        ({"weighting": {"method": "given"}}, ["weighting"]),
        (
            {"hierarchy": {"service": {"name": "Other", "indicators": {"speed": {"name": "S"}}}}},
            [],
        ),
        ({"hierarchy": {"service": {"indicators": {"pace": {}}}}}, ["hierarchy.service"]),
    ],
)
def test_parts_differ_where_numbers_may(change, parts):
    assert differing(change) == parts
