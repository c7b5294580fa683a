"""Structural weights are made once for everybody, in every replicate, and reach every model."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from clientlens import plugins, workbench
from clientlens.engine import evaluate_answers, read_answers
from clientlens.errors import AnswersError, StudyError
from clientlens.plugin_api import Model, Options, Weighting, Weights

STUDY = """
study: {id: weighed}
survey: {source: answers.csv}
scales: {five: {points: [1, 5]}}
facets: {importance: {scale: five}, satisfaction: {scale: five}}
hierarchy:
  service: {indicators: {speed: {}, manners: {}}}
  price: {indicators: {rate: {}}}
respondents: {city: {}}
segments: {by: city}
models: {seen: {}}
weighting: {method: stated}
uncertainty: {replicates: 40, seed: 3}
report: {language: en, formats: []}
"""
RNG = np.random.default_rng(4)
IMPORTANCE, SATISFACTION = RNG.integers(1, 6, (2, 48, 3)).astype(float)


class Facet(Options):
    facet: str = "importance"


class Stated(Weighting):
    """By the mean rating."""

    name = "stated"
    Options = Facet

    def check(self, study, nodes, choice):
        if choice.options.facet not in study.facets:
            yield study.problem(f"unknown facet; weighs {nodes}", *choice.path)

    def weigh(self, family, options, parts):
        mean = family.mean(options.facet)
        return Weights(
            mean / mean.sum(axis=1, keepdims=True), diagnostics={"highest": float(mean[0].max())}
        )


class Mixed(Weighting):
    """The mean of its parts."""

    name = "mixed"
    Options = Options
    is_combination = True

    def weigh(self, family, options, parts):
        return Weights(np.mean([part.values for part in parts.values()], axis=0), remarks=("so",))


class Never(Weighting):
    """Has no weights."""

    name = "never"
    Options = Options

    def weigh(self, family, options, parts):
        return Weights(np.full((len(family.shares), len(family.children)), np.nan), "it rained")


class Wrong(Weighting):
    """Weights that are none."""

    name = "wrong"
    Options = Options

    def weigh(self, family, options, parts):
        return Weights(np.full((len(family.shares), len(family.children)), 0.7))


class Seen(Model):
    """What a model sees."""

    name = "seen"
    Options = Options
    dims: ClassVar = {
        "weights": ("indicator",),
        "dimensions": ("dimension",),
        "score": ("dimension",),
        "other": ("indicator",),
    }
    locale = Path()

    def estimate(self, sample, study, options):
        assert (sample.as_answered.structural_weights[0] == self.as_answered(sample)).all()
        other = next(iter(sample.compared_weights.values()), sample.structural)
        return {
            "weights": sample.structural_weights,
            "dimensions": sample.structural.dimensions,
            "score": sample.by_dimension(sample.mean("satisfaction")),
            "other": other.effective,
        }

    @staticmethod
    def as_answered(sample):
        return sample.as_answered.structural_weights[0]


@pytest.fixture
def registry():
    loaded = plugins.load()
    methods = {
        method.name: method() for method in (Stated, Mixed, Never, Wrong, Units, Rows, Seldom)
    }
    return replace(
        loaded,
        models={**loaded.models, "seen": Seen()},
        weightings={**loaded.weightings, **methods},
    )


@pytest.fixture
def folder(tmp_path):
    codes = ("speed", "manners", "rate")
    header = ["city", *(f"{c}_{f}" for f in ("importance", "satisfaction") for c in codes)]
    rows = [
        [("east", "west")[i % 2], *map(str, np.concatenate(pair).astype(int))]
        for i, pair in enumerate(zip(IMPORTANCE, SATISFACTION, strict=True))
    ]
    lines = [",".join(row) for row in (header, *rows)]
    (tmp_path / "answers.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return tmp_path


def study_in(folder, registry, weighting=None, **changes):
    text = STUDY if weighting is None else STUDY.replace("{method: stated}", weighting)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return workbench.load_with(registry, folder / "study.yaml", changes=changes or None)


class Units(Weighting):
    """By the mean over cities."""

    name = "units"
    Options = Options

    def weigh(self, family, options, parts):
        means = family.units("satisfaction", "city")  # (R, m, k)
        assert means.shape[::2] == (len(family.shares), len(family.children))
        if not means.shape[1]:
            return Weights(np.full(means.shape[::2], np.nan), "no city is large enough")
        mean = means.mean(axis=1)
        return Weights(mean / mean.sum(axis=1, keepdims=True), remarks=("of cities",))


def seen(folder, registry, weighting=None, **changes):
    study = study_in(folder, registry, weighting, **changes)
    found = evaluate_answers(study, read_answers(study, registry), registry)
    return found["seen"].estimates


def shares(*values):
    return np.array(values) / np.sum(values)


def test_weights_are_made_from_the_indicators_up(folder, registry):
    found = seen(folder, registry).answered("weights").sel(group="all").to_numpy()
    mean = IMPORTANCE.mean(axis=0)
    within = shares(*mean[:2])
    dimensions = shares(within @ mean[:2], mean[2])
    np.testing.assert_allclose(found, [*(dimensions[0] * within), dimensions[1]], rtol=1e-12)


def test_every_group_is_weighed_by_everybody(folder, registry):
    found = seen(folder, registry)["weights"]
    for group in ("city=east", "city=west"):
        np.testing.assert_array_equal(found.sel(group=group), found.sel(group="all"))


def test_weights_vary_over_the_replicates(folder, registry):
    found = seen(folder, registry)
    assert (found.draws("weights").sel(group="all").std("replicate") > 0).all()
    np.testing.assert_allclose(found["weights"].sum("indicator"), 1, rtol=1e-12)


def test_scores_of_dimensions_are_weighed_within(folder, registry):
    found = seen(folder, registry).answered("score").sel(group="all", dimension="service")
    within = shares(*IMPORTANCE.mean(axis=0)[:2])
    assert float(found) == pytest.approx(within @ SATISFACTION.mean(axis=0)[:2], rel=1e-12)


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        ("{method: equal}", [0.25, 0.25, 0.5]),
        ("{}", [0.25, 0.25, 0.5]),
        ("{method: stated, dimensions: {method: equal}}", None),
        ("{indicators: {method: stated}}", None),
        ("{within: {service: {method: stated}}}", None),
    ],
)
def test_a_level_or_a_dimension_has_a_method_of_its_own(folder, registry, weighting, expected):
    found = seen(folder, registry, weighting).answered("weights").sel(group="all").to_numpy()
    within = shares(*IMPORTANCE.mean(axis=0)[:2])
    np.testing.assert_allclose(found, expected or [*(0.5 * within), 0.5], rtol=1e-12)


def test_given_weights_serve_one_level(folder, registry):
    text = "{dimensions: {method: given}, indicators: {method: stated}}"
    changes = {"hierarchy": {"service": {"weight": 70}, "price": {"weight": 30}}}
    found = seen(folder, registry, text, **changes).answered("dimensions").sel(group="all")
    np.testing.assert_allclose(found, [0.7, 0.3], rtol=1e-12)


def test_a_combination_gets_its_parts(folder, registry):
    text = "{method: mixed, of: {equal: {}, asked: {method: stated, facet: satisfaction}}}"
    found = seen(folder, registry, text).answered("dimensions").sel(group="all")
    mean = SATISFACTION.mean(axis=0)
    mixed = (0.5 + shares(*mean[:2])) / 2
    asked = shares(mixed @ mean[:2], mean[2])
    np.testing.assert_allclose(found, (0.5 + asked) / 2, rtol=1e-12)


def test_other_weightings_are_there_to_compare(folder, registry):
    found = seen(folder, registry, "{compare: {stated: {}}}")
    np.testing.assert_allclose(found.answered("weights").sel(group="all"), [0.25, 0.25, 0.5])
    assert (found.draws("other").sel(group="all").std("replicate") > 0).all()


def test_weights_do_not_depend_on_the_chunks(folder, registry, monkeypatch):
    whole = seen(folder, registry)["weights"]
    monkeypatch.setattr("clientlens.chunks._CHUNK_CELLS", 48 * 7)
    np.testing.assert_allclose(seen(folder, registry)["weights"], whole, rtol=1e-12)


def test_no_weights_is_told_with_place_and_reason(folder, registry):
    with pytest.raises(AnswersError) as refusal:
        seen(folder, registry, "{dimensions: {method: never}}")
    assert str(refusal.value).endswith(
        "study.yaml:12:25: weighting 'never' can't weigh the dimensions: it rained\n"
        "    Choose another method for them, see  weighting.dimensions, .indicators, .within."
    )


def test_weights_that_are_none_are_the_plugin_s_fault(folder, registry):
    with pytest.raises(ValueError, match="'wrong' returns weights that are negative or miss one"):
        seen(folder, registry, "{method: wrong}")


class Rows(Weighting):
    """By the respondents themselves, who are the same in every chunk."""

    name = "rows"
    Options = Options

    def weigh(self, family, options, parts):
        spread = np.nanstd(family.rows("satisfaction"), axis=0) * family.members.any(axis=1)
        return Weights(np.broadcast_to(spread / spread.sum(), family.shares.shape[:2]))


class Seldom(Weighting):
    """Has no weights in draws, and some in the sample as answered."""

    name = "seldom"
    Options = Options

    def weigh(self, family, options, parts):
        is_answered = (family.sample.weights == 1).all(axis=1)
        half = np.full(family.shares.shape[:2], 1 / len(family.children))
        return Weights(np.where(is_answered[:, None], half, np.nan))


def test_rows_of_respondents_do_not_depend_on_the_chunk(folder, registry, monkeypatch):
    text = "{method: stated, dimensions: {method: rows}}"
    whole = seen(folder, registry, text)["dimensions"]
    monkeypatch.setattr("clientlens.chunks._CHUNK_CELLS", 48 * 7)
    np.testing.assert_allclose(seen(folder, registry, text)["dimensions"], whole, rtol=1e-12)


def test_a_draw_without_weights_is_a_replicate_that_failed(folder, registry, monkeypatch):
    monkeypatch.setattr("clientlens.chunks._CHUNK_CELLS", 48 * 7)
    text = "{within: {service: {method: seldom}}}"
    found = seen(folder, registry, text)
    assert found.failed()["score"] == 3 * 40
    # The other dimension is as it was.
    assert not np.isnan(found["score"].sel(dimension="price")).any()


def test_units_are_the_means_of_those_who_belong_to_them(folder, registry):
    found = seen(folder, registry, "{dimensions: {method: units}}").answered("dimensions")
    own = SATISFACTION.reshape(24, 2, 3).mean(axis=0)  # (city, J)
    by_city = np.column_stack([own[:, :2].mean(axis=1), own[:, 2]])
    np.testing.assert_allclose(found.sel(group="all"), shares(*by_city.mean(axis=0)), rtol=1e-12)


def test_units_that_are_too_small_are_left_out(folder, registry):
    with pytest.raises(AnswersError, match="no city is large enough"):
        seen(folder, registry, "{method: units}", report={"minimum_group": 30})


def test_a_result_has_the_weights_as_answered_with_what_is_told_of_them(folder, registry):
    study = study_in(folder, registry, "{method: stated, compare: {units: {}}}")
    result = evaluate_answers(study, read_answers(study, registry), registry)["seen"]
    assert (
        result.weighed.used.diagnostics["service", "highest"] == IMPORTANCE.mean(axis=0)[:2].max()
    )
    assert result.weighed.compared["units"].remarks == {
        "": ("of cities",),
        "service": ("of cities",),
    }
    weights = result.estimates.answered("weights").sel(group="all")
    np.testing.assert_array_equal(result.weighed.used.effective[0], weights)


def test_weights_that_are_just_written_tell_nothing(folder, registry):
    study = study_in(folder, registry, "{}")
    result = evaluate_answers(study, read_answers(study, registry), registry)["seen"]
    assert result.weighed is None


@pytest.mark.parametrize(
    ("weighting", "message"),
    [
        ("{compare: {x: {method: equal, compare: {}}}}", "unknown key 'compare'"),
        ("{dimensions: {}}", "'method' is missing"),
        ("{method: statd}", "unknown weighting 'statd'"),
        ("{dimensions: {facet: importance}}", "'method' is missing"),
        ("{method: stated, facett: x}", "unknown key 'facett' in 'weighting'"),
        ("{within: {servic: {method: equal}}}", "unknown dimension 'servic'"),
        ("{compare: {odd: {}}}", "unknown weighting 'odd'"),
        ("{method: mixed}", "weighting 'mixed' is made of others, and none is named"),
        ("{method: stated, of: {equal: {}}}", "weighting 'stated' isn't made of others"),
        ("{method: stated, facet: x}", "unknown facet; weighs [None, 'service', 'price']"),
        ("{method: mixed, of: {odd: {}}}", "unknown weighting 'odd'"),
        ("{method: 3}", "unknown weighting '3'"),
        ("{method: given}", "weights are to be given, and service, price have none"),
    ],
)
def test_a_weighting_that_can_not_be_is_refused_with_its_place(
    folder, registry, weighting, message
):
    with pytest.raises(StudyError) as refusal:
        study_in(folder, registry, weighting)
    assert message in str(refusal.value)
    assert all(problem.place and problem.place.line for problem in refusal.value.problems)
