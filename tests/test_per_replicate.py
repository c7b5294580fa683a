"""A model written for one sample: what comes of it in every replicate."""

import numpy as np
import pytest

from clientlens import chunks
from clientlens.chunks import chunk_rows
from clientlens.config.load import study_of
from clientlens.config.study import ModelChoice, Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import RequestError
from clientlens.estimation import Estimation
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.per_replicate import is_per_replicate
from clientlens.plugin_api import Options, per_replicate
from clientlens.sample import Ratings
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group
from clientlens.task import Task, means_for
from clientlens.weighting import BUILT_IN_WEIGHTINGS
from support.looped import (
    Ending,
    Fragile,
    Locked,
    Looped,
    Never,
    Raising,
    Shortfall,
    Singular,
    Vectorised,
)

STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five}}
hierarchy: {service: {indicators: {speed: {}, manners: {}}}, price: {indicators: {rate: {}}}}
weighting: {method: %s, compare: {written: {method: equal}}}
report: {minimum_group: 1}
"""
N = 40


def make(*models, draws=150, weighting="equal", method="bootstrap"):
    offered = {"equal": Options, "given": Options, "shortfall": Options}
    vocabulary = Vocabulary({}, {}, weightings=offered)
    study = study_of(parse_yaml(STUDY % weighting, "small.yaml"), vocabulary)
    rng = np.random.default_rng(3)
    values = rng.integers(1, 6, (N, 3)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    east = Group("branch=east", np.arange(N) < 12, "branch", "east")
    groups = (Group("all", np.ones(N, dtype=bool)), east)
    tasks = tuple(Task(ModelChoice(m.name, m.name, Options()), m()) for m in models)
    left_out = N if method == "jackknife" else 0
    plan = ReplicatePlan(method, draws, 7, np.ones(N), np.arange(N), jackknife_rows=left_out)
    ratings = Ratings(values, questions_of(study), hierarchy_of(study))
    methods = {method.name: method() for method in (*BUILT_IN_WEIGHTINGS, Shortfall)}
    return Estimation(study, tasks, groups, ratings, plan, weightings=methods)


@pytest.mark.parametrize("weighting", ["equal", "shortfall"])
@pytest.mark.parametrize("method", ["bootstrap", "jackknife"])
def test_a_model_of_one_sample_equals_the_model_of_all_replicates(weighting, method):
    draws = 0 if method == "jackknife" else 150
    looped, vectorised = make(
        Looped, Vectorised, draws=draws, weighting=weighting, method=method
    ).run()
    for name in ("mean", "whole", "part"):
        np.testing.assert_allclose(looped[name], vectorised[name], rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(looped.counts["n"], vectorised.counts["n"])


def test_structural_weights_differ_between_replicates_of_that_test():
    """Else the test above would say nothing of them."""
    found = make(Looped, weighting="shortfall").run()[0]["whole"].sel(group="all")
    equal = make(Looped).run()[0]["whole"].sel(group="all")
    assert (found != equal).mean() > 0.9


@pytest.mark.parametrize("rows", [1, 7])
def test_chunks_change_nothing(monkeypatch, rows):
    expected = make(Looped, Fragile).run()
    monkeypatch.setattr(chunks, "_MOST_LOOPED_ROWS", rows)
    for one, other in zip(make(Looped, Fragile).run(), expected, strict=True):
        assert one.absent == other.absent
        for name in one.data:
            np.testing.assert_array_equal(one[name], other[name])


def test_processes_change_nothing():
    looped, vectorised = make(Looped, Vectorised, weighting="shortfall").run(jobs=2)
    expected = make(Looped, Vectorised, weighting="shortfall").run()
    np.testing.assert_array_equal(looped["whole"], expected[0]["whole"])
    np.testing.assert_array_equal(vectorised["mean"], expected[1]["mean"])


def test_processes_are_for_models_that_loop_and_have_smaller_chunks():
    looped, vectorised = make(Looped, Vectorised), make(Vectorised)
    assert means_for(looped.tasks) == "processes"
    assert means_for(vectorised.tasks) == "threads"
    plan = ReplicatePlan("bootstrap", 2000, 7, np.ones(4000), np.arange(4000))
    assert len(chunk_rows(plan, "processes")) > 4 * len(chunk_rows(plan))


@pytest.mark.parametrize("model", [Fragile, Raising, Singular])
def test_a_replicate_without_an_estimate_is_nan_and_counted(model):
    whole = make(model)
    found = whole.run()[0]
    without = whole.plan.weights(0, whole.plan.rows)[:, 0] == 0
    assert without.sum() > 30
    lost = np.isnan(found["lost"].sel(group="all")).all("indicator")
    np.testing.assert_array_equal(lost, without)
    assert found.failed()["lost"] == 2 * without.sum()  # in both groups
    assert not found.absent
    kept = np.isnan(found["kept"].sel(group="all"))
    np.testing.assert_array_equal(kept, np.zeros_like(without) if model is Fragile else without)


def test_what_the_sample_as_answered_lacks_is_absent_with_its_reason():
    whole = make(Never, Looped)
    never, looped = whole.run()
    reasons = {(group.code, "lost"): "not this one" for group in whole.groups}
    assert never.absent == reasons
    assert "lost" not in never
    assert not looped.absent


@pytest.mark.parametrize("model", [Fragile, Raising])
def test_it_is_absent_even_where_every_other_chunk_has_it(monkeypatch, model):
    """Nobody is known to be absent but from the sample as answered, which one chunk alone holds."""
    monkeypatch.setattr(chunks, "_MOST_LOOPED_ROWS", 1)
    whole = make(model)
    base = np.ones(N)
    base[0] = 0.0  # a design weight of nothing
    plan = ReplicatePlan("bootstrap", 30, 7, base, np.arange(N))
    found = Estimation(whole.study, whole.tasks, whole.groups, whole.ratings, plan).run()[0]
    assert found.absent["all", "lost"] == "without the first client"


def test_a_whole_chunk_without_estimates_keeps_its_shape(monkeypatch):
    monkeypatch.setattr(chunks, "_MOST_LOOPED_ROWS", 1)
    found = make(Fragile).run()[0]
    assert found["lost"].sizes == {"group": 2, "replicate": 151, "indicator": 3}
    assert not found.absent


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ({"kept": 1.0}, "model 'wrong' returns other quantities than its dims: lost"),
        ({"kept": 1.0, "lost": np.ones(3), "more": 1.0}, "than its dims: more"),
        (
            {"kept": 1.0, "lost": np.ones((1, 3))},
            r"returns 'lost' with the shape \(1, 3\) for one replicate; its axes are indicator",
        ),
        (
            {"kept": np.ones(1), "lost": np.ones(3)},
            r"returns 'kept' with the shape \(1,\) for one replicate; its axes are no dims: a",
        ),
    ],
)
def test_what_does_not_fit_the_dims_is_told(returned, message):
    class Wrong(Fragile):
        name = "wrong"

        @per_replicate
        def estimate(self, sample, study, options):
            return returned

    with pytest.raises(TypeError, match=message):
        make(Wrong).run()


def test_a_quantity_longer_in_some_replicates_is_told():
    class Uneven(Fragile):
        name = "uneven"

        @per_replicate
        def estimate(self, sample, study, options):
            drawn = int((sample.weights[0] > 0).sum())
            return {"kept": 1.0, "lost": np.ones(drawn)}

    with pytest.raises(TypeError, match=r"'uneven' returns 'lost' with the shapes \(\d+,\) and"):
        make(Uneven).run()


def test_another_error_is_a_bug_and_passes():
    class Broken(Fragile):
        name = "broken"

        @per_replicate
        def estimate(self, sample, study, options):
            raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError, match="a bug"):
        make(Broken).run()


def test_it_is_known_of_a_model_and_of_who_derives_from_it():
    class Heir(Looped):
        name = "heir"

    assert is_per_replicate(Looped())
    assert is_per_replicate(Heir())
    assert not is_per_replicate(Vectorised())


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (Locked, r"a model can't be handed to another process \(TypeError: .*lock.*\)\. "),
        (Ending, r"a process that worked on replicates has ended, perhaps for want of memory\. "),
    ],
)
def test_what_processes_cannot_do_is_told_with_what_would(model, told):
    with pytest.raises(RequestError, match=f"{told}Run with --jobs 1"):
        make(model).run(jobs=2)
