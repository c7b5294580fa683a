"""Every model is estimated on the same replicates, whatever the chunks and jobs."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import xarray as xr
from scipy.special import stdtrit

from clientlens import chunks
from clientlens.config.load import study_of
from clientlens.config.study import ModelChoice, Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import at_fault
from clientlens.estimation import Estimation
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.plugin_api import Absent, Model, Options
from clientlens.sample import Ratings
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group
from clientlens.task import Task

STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five}}
hierarchy: {service: {indicators: {speed: {}, manners: {}}}, price: {indicators: {rate: {}}}}
uncertainty: {level: 0.9}
report: {minimum_group: 1}
"""
N = 40


class Level(Model):
    """Means, and what can't be had below 15 respondents."""

    name = "level"
    Options = Options
    dims: ClassVar = {"level": ("indicator",), "best": (), "rare": ()}
    once_dims: ClassVar = {"n": ("indicator",)}
    locale = Path()

    def estimate(self, sample, study, options):
        mean = sample.mean("satisfaction")
        few = len(sample.answers("satisfaction")) < 15
        rare = Absent("fewer than 15 respondents") if few else mean[:, 0]
        return {"level": mean, "best": mean.max(axis=1), "rare": rare}

    def once(self, sample, study, options):
        return {"n": sample.n_answered("satisfaction")}


class Whole(Level):
    name = "whole"
    only_everybody = True


class Pruned(Level):
    name = "pruned"

    def of_everybody(self, study, options):
        return {"best"}

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found if sample.is_everybody else {n: v for n, v in found.items() if n != "best"}


class Lazy(Pruned):
    name = "lazy"

    def of_everybody(self, study, options):
        return ()


class Liar(Level):
    name = "liar"

    def estimate(self, sample, study, options):
        return super().estimate(sample, study, options) | {"level": sample.mean("satisfaction")[0]}


class Stranger(Level):
    name = "stranger"

    def estimate(self, sample, study, options):
        return super().estimate(sample, study, options) | {"surprise": sample.mean("satisfaction")}


class Forgetful(Level):
    name = "forgetful"

    def estimate(self, sample, study, options):
        return {"level": sample.mean("satisfaction")}


def make(*models, draws=60, seed=3, method="bootstrap"):
    study = study_of(parse_yaml(STUDY, "small.yaml"), Vocabulary({}, {}))
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 6, (N, 3)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    groups = (
        Group("all", np.ones(N, dtype=bool)),
        Group("branch=east", np.arange(N) < 12, "branch", "east"),
    )
    tasks = tuple(Task(ModelChoice(m.name, m.name, Options()), m()) for m in models or (Level,))
    left_out = N if method == "jackknife" else 0
    plan = ReplicatePlan(method, draws, 7, np.ones(N), np.arange(N), jackknife_rows=left_out)
    ratings = Ratings(values, questions_of(study), hierarchy_of(study))
    return Estimation(study, tasks, groups, ratings, plan)


def test_a_replicate_equals_the_resample_written_out():
    whole = make()
    found = whole.run()[0]["level"]
    weights = whole.plan.weights(0, whole.plan.rows)
    for r, counts in enumerate(weights):
        rows = np.repeat(whole.ratings.values, counts.astype(int), axis=0)
        np.testing.assert_allclose(
            found.sel(group="all")[r], np.nanmean(rows, axis=0), rtol=1e-12, atol=1e-12
        )


@pytest.mark.parametrize("rows", [1, 7, 64])
@pytest.mark.parametrize("jobs", [1, 2])
def test_chunks_and_jobs_change_nothing(monkeypatch, rows, jobs):
    expected = make().run()[0].data
    monkeypatch.setattr(chunks, "_MOST_CHUNK_ROWS", rows)
    np.testing.assert_array_equal(make().run(jobs)[0].data["level"], expected["level"])


def test_a_group_is_estimated_from_its_members_on_the_same_replicates():
    whole = make()
    found = whole.run()[0]["level"].sel(group="branch=east")
    weights = whole.plan.weights(0, whole.plan.rows)[:, :12]
    for r, counts in enumerate(weights):
        rows = np.repeat(whole.ratings.values[:12], counts.astype(int), axis=0)
        np.testing.assert_allclose(found[r], np.nanmean(rows, axis=0), rtol=1e-12, atol=1e-12)


def test_what_is_absent_in_one_group_has_its_reason_and_the_other_its_value():
    found = make().run()[0]
    assert found.absent == {("branch=east", "rare"): "fewer than 15 respondents"}
    assert np.isnan(found["rare"].sel(group="branch=east")).all()
    assert found.answered("rare").sel(group="all").notnull()


def test_a_model_of_everybody_alone_has_no_other_group_beside_one_that_has():
    both, whole = make(Level, Whole).run()
    assert both.groups == ("all", "branch=east")
    assert whole.groups == ("all",)
    assert not whole.absent
    assert whole.counts.sizes["group"] == 1
    np.testing.assert_array_equal(whole["level"], both["level"].sel(group=["all"]))


def test_an_answer_hidden_in_one_group_cannot_be_had_from_the_others():
    """Four of the 28 in the west tell of manners: everybody less the east would be these four."""
    whole = make()
    west = Group("branch=west", ~whole.groups[1].mask, "branch", "west")
    values = np.where(np.isnan(whole.ratings.values), 3.0, whole.ratings.values)
    values[16:, 1] = np.nan
    study = study_of(parse_yaml(STUDY.replace("minimum_group: 1", "minimum_group: 5"), "s.yaml"),
                     Vocabulary({}, {}))  # fmt: skip
    ratings = replace(whole.ratings, values=values)
    found = replace(whole, study=study, ratings=ratings, groups=(*whole.groups, west)).run()[0]
    told = found["level"].sel(replicate=0, indicator="manners")
    assert told.notnull().to_series().to_dict() == {
        "all": True, "branch=east": False, "branch=west": False,
    }  # fmt: skip
    assert found.absent["branch=west", "satisfaction.manners"] == "fewer than 5 answers"
    reason = "it would tell of fewer than 5 answers"
    assert found.absent["branch=east", "satisfaction.manners"] == reason
    assert found["level"].sel(indicator=["speed", "rate"]).notnull().all()


def test_a_quantity_of_everybody_alone_is_of_no_group_and_not_absent_there():
    both, pruned = make(Level, Pruned).run()
    np.testing.assert_array_equal(pruned["best"].sel(group="all"), both["best"].sel(group="all"))
    assert np.isnan(pruned["best"].sel(group="branch=east")).all()
    assert pruned.absent == both.absent
    assert pruned.failed() == both.failed()


def test_a_quantity_left_out_of_a_group_must_be_of_everybody_alone():
    with pytest.raises(TypeError, match="model 'lazy' declares best and returns nothing for it"):
        make(Lazy).run()


def test_labels_are_codes_and_the_first_replicate_is_the_answered_one():
    data = make().run()[0].data
    assert data["level"].dims == ("group", "replicate", "indicator")
    assert list(data["indicator"].values) == ["speed", "manners", "rate"]
    assert list(data["kind"].values[:2]) == ["answered", "draw"]


def test_a_summary_has_the_quantiles_of_the_draws():
    found = make(draws=200).run()[0]
    summary = found.summary("level")
    draws = found.draws("level").to_numpy()
    low, high = np.quantile(draws, [0.05, 0.95], axis=1)
    np.testing.assert_allclose(summary["ci_low"], low)
    np.testing.assert_allclose(summary["ci_high"], high)
    np.testing.assert_allclose(summary["std_error"], draws.std(axis=1, ddof=1))
    np.testing.assert_array_equal(summary["estimate"], found.answered("level"))


def test_a_group_alone_has_the_summary_that_it_has_among_all():
    one, whole = make().run()[0], make().run()[0]
    for name in ("level", "rare"):
        among = whole.summary(name).sel(group="all")
        xr.testing.assert_allclose(one.summary(name, "all"), among, rtol=1e-12)
        xr.testing.assert_identical(whole.summary(name, "all"), among)


def test_a_difference_of_quantities_keeps_its_replicates():
    found = make().run()[0]
    difference = found["best"] - found["level"].sel(indicator="rate")
    assert found.summary(difference)["ci_low"].sel(group="all") >= 0


def test_failed_draws_are_counted():
    few = make(draws=400)
    values = few.ratings.values
    values[1:, 0] = np.nan  # one answer only: about e⁻¹ of the draws leave it out
    found = few.run()[0]
    expected = (few.plan.weights(1, 401)[:, 0] == 0).sum()
    assert found.failed()["level"] >= expected > 100
    assert int(found.summary("level")["n_failed"].sel(group="all", indicator="speed")) == expected


def test_a_share_leaves_out_draws_that_failed():
    few = make(draws=400)
    few.ratings.values[1:, 0] = np.nan
    found = few.run()[0]
    speed = found["level"].sel(indicator="speed", group="all")
    always = found.share(speed > 0, where=speed.notnull())
    assert float(always) == 1.0


def test_without_draws_there_is_no_interval_and_no_share():
    found = make(draws=0, method="none").run()[0]
    assert np.isnan(found.summary("level")["ci_low"]).all()
    assert np.isnan(found.share(found["level"] > 3)).all()


def test_the_jackknife_gives_standard_errors_and_no_shares():
    study_text = STUDY.replace("level: 0.9", "method: jackknife")
    whole = make(draws=0, method="jackknife")
    study = study_of(parse_yaml(study_text, "small.yaml"), Vocabulary({}, {}))
    whole = Estimation(study, whole.tasks, whole.groups, whole.ratings, whole.plan)
    whole.ratings.values[:] = np.nan_to_num(whole.ratings.values, nan=3.0)
    found = whole.run()[0]
    expected = whole.ratings.values.std(axis=0, ddof=1) / np.sqrt(N)
    np.testing.assert_allclose(found.summary("level")["std_error"].sel(group="all"), expected)
    assert np.isnan(found.share(found["level"] > 3)).all()
    east = whole.ratings.values[:12]
    summary = found.summary("level").sel(group="branch=east")
    error = east.std(axis=0, ddof=1) / np.sqrt(12)
    np.testing.assert_allclose(summary["std_error"], error)
    half = stdtrit(11, 0.975) * error
    np.testing.assert_allclose(summary["ci_high"] - summary["estimate"], half)


class Short(Level):
    def estimate(self, sample, study, options):
        return super().estimate(sample, study, options) | {"level": sample.weights[:, :1]}


class Placeless(Level):
    dims: ClassVar = {**Level.dims, "level": ("place",)}


class Wordy(Level):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"best": found["best"].astype(str)}


class Boundless(Level):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"best": found["best"] + np.inf}


class Stumbling(Level):
    def estimate(self, sample, study, options):
        return 1 / 0


class Leaving(Level):
    def estimate(self, sample, study, options):
        raise SystemExit(5)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Liar, r"returns 'level' with the shape \(3,\); replicates come first, then indicator"),
        (Forgetful, "declares best, rare and returns nothing for it"),
        (Stranger, "returns surprise, which its dims don't declare"),
        (Short, "returns 'level' for 1 of dim indicator, which has 3"),
        (Placeless, "declares 'level' by place, which has no labels"),
        (Wordy, "returns 'best' as <U32, which holds no real numbers"),
        (Boundless, "returns 'best' with infinite numbers; what can't be estimated is NaN"),
    ],
)
def test_a_model_that_breaks_its_word_is_told_so(model, message):
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        make(model).run()
    assert at_fault(caught.value) == f"'{model.name}' of {__name__.partition('.')[0]}"


def test_a_model_that_stumbles_is_named():
    with pytest.raises(ZeroDivisionError) as caught:
        make(Stumbling).run()
    assert at_fault(caught.value) == f"'level' of {__name__.partition('.')[0]}"


def test_a_model_can_not_end_the_program_in_silence():
    with pytest.raises(RuntimeError, match="it told Python to exit, with 5") as caught:
        make(Leaving).run()
    assert at_fault(caught.value) == f"'level' of {__name__.partition('.')[0]}"


def test_a_question_that_too_few_of_a_group_answered_is_not_shown():
    whole = make()
    study = study_of(
        parse_yaml(STUDY.replace("minimum_group: 1", "minimum_group: 5"), "small.yaml"),
        Vocabulary({}, {}),
    )
    whole.ratings.values[3:12, 1] = np.nan
    whole = Estimation(study, whole.tasks, whole.groups, whole.ratings, whole.plan)
    found = whole.run()[0]
    east = found.answered("level").sel(group="branch=east")
    assert east.isnull().sel(indicator="manners")
    assert east.notnull().sel(indicator="speed")
    assert found.absent["branch=east", "satisfaction.manners"] == "fewer than 5 answers"
