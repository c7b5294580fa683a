"""Whatever a study file holds, only the error that a user can mend comes out of its reader."""

import contextlib

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientlens.config.load import load_study, study_of
from clientlens.config.schema import Options, StudyFile
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import ClientLensError

VOCABULARY = Vocabulary(models={"quadrant": Options}, screens={"incomplete": Options})
FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
KEYS = [
    *StudyFile.model_fields, "extends", "id", "scale", "points", "labels", "missing", "column",
    "indicators", "weight", "by", "use", "method", "level", "replicates", "values", "names", "five",
    "quadrant", "incomplete", "speed", "overall", "satisfaction", "{code}", "title", "zh",
]  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.integers(),
    st.floats(),
    st.sampled_from(KEYS),
    st.text(max_size=4),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=20,
)
STUDIES = st.dictionaries(st.sampled_from(list(StudyFile.model_fields)), VALUES)
WELL_FORMED = {
    "study": {"id": "fuzz"},
    "scales": {"five": {"points": [1, 5]}},
    "facets": {"satisfaction": {"scale": "five"}},
    "hierarchy": {"service": {"indicators": {"speed": {}}}},
    "items": {"overall": {"scale": "five"}},
}


def mendable():
    return contextlib.suppress(ClientLensError)


@given(st.binary(max_size=200))
@FILE
def test_any_bytes(tmp_path, raw):
    path = tmp_path / "study.yaml"
    path.write_bytes(raw)
    with mendable():
        load_study(path, VOCABULARY)


@given(st.text(st.sampled_from("ab:{}[],-?&*!|>'\"#%@`\n \t<yesno01."), max_size=60))
def test_any_punctuation(text):
    with mendable():
        study_of(parse_yaml(text, "study.yaml"), VOCABULARY)


@given(STUDIES)
@settings(max_examples=300)
def test_any_values_under_known_keys(values):
    text = yaml.safe_dump(values, allow_unicode=True)
    with mendable():
        study_of(parse_yaml(text, "study.yaml"), VOCABULARY)


@given(st.data())
@settings(max_examples=300)
def test_a_good_study_with_one_part_replaced(data):
    part = data.draw(st.sampled_from(list(StudyFile.model_fields)))
    text = yaml.safe_dump(WELL_FORMED | {part: data.draw(VALUES)}, allow_unicode=True)
    with mendable():
        study_of(parse_yaml(text, "study.yaml"), VOCABULARY)
