"""Groups that chance has made, held against explicit groups in a plain loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens import chunks
from clientlens.differences.permuted import estimate_permuted, permutation_of
from differences.studies import CLASSES, Level, N, classes, estimation_of, groups_of, ratings_of

WANTED = {"level": ("performance", "index")}
SIDES = ((0,), (1,), (2,), (0, 2))


def permuted(estimation, rows=70, sides=SIDES, jobs=1):
    own = permutation_of(estimation, estimation.groups[1:], sides, 5)
    return own, estimate_permuted(estimation, [own], rows, WANTED, jobs)[0]


def test_every_side_is_the_mean_of_those_whom_chance_put_there():
    weights = np.linspace(0.5, 1.5, N)
    whole = estimation_of(base=weights)
    own, found = permuted(whole)
    labels = own.rows(0, 71)
    X, w = whole.ratings.values[own.members], weights[own.members]
    for side, values in zip(SIDES, found, strict=True):
        for r, row in enumerate(labels):
            is_in = np.isin(row, side)
            for j in range(3):
                known = is_in & ~np.isnan(X[:, j])
                expected = np.average(X[known, j], weights=w[known])
                assert values["level"]["performance"][r, j] == pytest.approx(expected, rel=1e-12)


def test_row_zero_is_of_the_groups_as_they_are():
    whole = estimation_of()
    estimates = whole.run()[0]["performance"]
    _, found = permuted(whole)
    for code, side in zip(CLASSES, found, strict=False):
        expected = estimates.sel(group=f"class={code}")[0]
        np.testing.assert_allclose(side["level"]["performance"][0], expected, rtol=1e-12)


@pytest.mark.parametrize("cells", [N * 7, 10**7])
@pytest.mark.parametrize("jobs", [1, 2])
def test_chunks_and_jobs_change_nothing(monkeypatch, cells, jobs):
    _, expected = permuted(estimation_of())
    monkeypatch.setattr(chunks, "_CHUNK_CELLS", cells)
    _, found = permuted(estimation_of(), jobs=jobs)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(
            one["level"]["performance"], other["level"]["performance"], rtol=1e-13
        )


@given(st.permutations(range(N)))
def test_the_order_of_respondents_changes_nothing(order):
    order = list(order)
    _, expected = permuted(estimation_of(), 5)
    moved = estimation_of(ratings_of()[order], groups_of(classes()[order], codes=list(CLASSES)))
    _, found = permuted(moved, 5)
    np.testing.assert_allclose(
        found[0]["level"]["index"], expected[0]["level"]["index"], rtol=1e-12
    )


def test_who_has_no_group_isnt_dealt_out():
    column = classes().astype(object)
    column[:20] = None
    whole = estimation_of(groups=groups_of(column, codes=list(CLASSES)))
    own, _ = permuted(whole)
    assert sorted(own.members) == list(range(20, N))


def test_clusters_are_dealt_out_whole_or_not_at_all():
    unit = np.concatenate([np.arange(size) // 2 + 100 * i for i, size in enumerate((34, 40, 46))])
    unit = np.unique(unit, return_inverse=True)[1]
    own, _ = permuted(estimation_of(unit=unit))
    labels = own.rows(0, 20)
    by_unit = [np.unique(labels[:, unit[own.members] == u], axis=1).shape[1] for u in range(60)]
    assert set(by_unit) == {1}
    crossing = np.arange(N) % 10
    whole = estimation_of(unit=crossing)
    assert permutation_of(whole, whole.groups[1:], SIDES, 5) is None


def test_a_question_that_is_hidden_in_a_group_is_hidden_on_every_side():
    values = ratings_of(missing=0.0)
    values[3:34, 2] = np.nan  # three of the first class answered
    whole = estimation_of(values)
    study = whole.study
    report = study.report.model_copy(update={"minimum_group": 5})
    from dataclasses import replace

    _, found = permuted(replace(whole, study=replace(study, report=report)))
    assert np.isnan(found[1]["level"]["performance"][:, 2]).all()
    assert not np.isnan(found[1]["level"]["performance"][:, :2]).any()


class Weighted(Level):
    """The structural weights that reach the model."""

    name = "level"

    def estimate(self, sample, study, options):
        assert len(sample.structural_weights) == len(sample.weights)
        weights = sample.structural_weights
        return {"performance": weights, "index": weights[:, 0], "rare": weights[:, 0]}


def test_structural_weights_are_those_of_everybody_as_answered():
    from clientlens.weighting import Weighting, Weights

    class Stated(Weighting):
        """By the mean rating of everybody."""

        name = "stated"

        def weigh(self, family, options, parts):
            mean = family.mean("satisfaction")
            return Weights(mean / mean.sum(axis=1, keepdims=True))

    from dataclasses import replace

    whole = estimation_of(models=(Weighted,))
    plan = whole.study.weighting
    dimensions = replace(plan.dimensions, method="stated")
    study = replace(whole.study, weighting=replace(plan, dimensions=dimensions))
    weightings = {**whole.weightings, "stated": Stated()}
    whole = replace(whole, study=study, weightings=weightings)
    expected = whole.weighed().used.effective[0]
    _, found = permuted(whole)
    for side in found:
        np.testing.assert_allclose(
            side["level"]["performance"], np.tile(expected, (71, 1)), rtol=1e-12
        )
