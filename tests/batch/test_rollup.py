"""What regions are summed up to: numbers by hand, and what isn't summed up is said."""

from dataclasses import replace

import numpy as np
import pytest

from clientlens.batch.digest import ModelDigest
from clientlens.batch.rollup import roll_up
from support.digests import digest, model


def sum_up(*digests, wave="2023"):
    remarks = []
    surveyed = {d.about.region: d for d in digests}
    found = {(r.region, r.model, r.quantity, r.code): r for r in roll_up(wave, surveyed, remarks)}
    return found, remarks


def city(name, index, clients=None, province="jx", **more):
    own = {k: more.pop(k) for k in ("n", "level", "answers") if k in more}
    return digest(
        name, [province, name], clients=clients, models={"quadrant": model(index, **more)}, **own
    )


def index(found, region):
    return found[region, "quadrant", "index", ""]


def test_a_region_is_the_mean_of_its_parts_weighted_by_their_clients():
    found, remarks = sum_up(
        city("xinyu", 80, 1000), city("jiujiang", 70, 3000), city("zunyi", 50, 4000, "gz")
    )
    assert index(found, "jx").estimate == pytest.approx((80 * 1000 + 70 * 3000) / 4000)
    assert index(found, "").estimate == pytest.approx((80 * 1000 + 70 * 3000 + 50 * 4000) / 8000)
    assert (index(found, "jx").clients, index(found, "jx").studies) == (4000, 2)
    assert index(found, "jx").weighted_by == "clients"
    assert not remarks


def test_the_sum_over_provinces_is_the_sum_over_their_cities():
    cities = [
        city("xinyu", 80, 1000), city("jiujiang", 70, 3000),
        city("zunyi", 50, 4000, "gz"), city("anshun", 66, 1500, "gz"),
    ]  # fmt: skip
    found, _ = sum_up(*cities)
    over = [index(found, "jx"), index(found, "gz")]
    mean = sum(row.estimate * row.clients for row in over) / sum(row.clients for row in over)
    assert index(found, "").estimate == pytest.approx(mean)


def test_the_error_of_a_sum_is_that_of_independent_samples():
    parts = [city("a", 80, 1000, error=2.0, draws=4000), city("b", 70, 3000, error=1.0, draws=4000)]
    found, _ = sum_up(*parts)  # both made with one seed, so row by row they err alike
    assert index(found, "jx").std_error == pytest.approx(np.hypot(2 / 4, 3 / 4), rel=0.05)


def test_quantities_are_summed_up_label_by_label():
    one = city("a", 80, 1000, performance={"speed": 4.0, "rate": 3.0})
    other = city("b", 70, 3000, performance={"rate": 2.0, "speed": 3.0})
    found, _ = sum_up(one, other)
    assert found["jx", "quadrant", "performance", "speed"].estimate == pytest.approx(3.25)
    assert found["jx", "quadrant", "performance", "rate"].estimate == pytest.approx(2.25)


def test_where_one_does_not_declare_its_clients_all_are_weighted_by_answers():
    found, remarks = sum_up(city("a", 80, 1000, n=50), city("b", 70, n=150))
    row = index(found, "jx")
    assert (row.weighted_by, row.clients, row.n) == ("answers", None, 200)
    assert row.estimate == pytest.approx((80 * 50 + 70 * 150) / 200)
    (remark,) = remarks
    assert (remark.kind, remark.region, remark.studies) == ("clients_undeclared", "jx", ("b",))


def test_what_one_lacks_is_not_summed_up_and_is_said():
    one = city("a", 80, 1000, performance={"speed": 4.0, "hall": 3.0})
    other = city("b", 70, 3000, performance={"speed": 3.0})
    found, remarks = sum_up(one, other)
    assert ("jx", "quadrant", "performance", "hall") not in found
    (remark,) = remarks
    assert (remark.kind, remark.quantity, remark.code) == ("lacking", "performance", "hall")
    assert remark.studies == ("b",)


def test_what_one_could_not_estimate_is_lacking():
    found, remarks = sum_up(
        city("a", 80, 1000, performance={"speed": float("nan")}),
        city("b", 70, 3000, performance={"speed": 3.0}),
    )
    assert ("jx", "quadrant", "performance", "speed") not in found
    assert {(r.kind, r.code, r.studies) for r in remarks} == {("lacking", "speed", ("a",))}


def test_what_no_study_has_is_no_lack():
    nowhere = {"speed": float("nan"), "rate": 3.0}
    found, remarks = sum_up(
        city("a", 80, 1000, performance=nowhere), city("b", 70, 3000, performance=nowhere)
    )
    assert ("jx", "quadrant", "performance", "speed") not in found
    assert ("jx", "quadrant", "performance", "rate") in found
    assert not remarks


def test_other_scales_are_not_summed_up():
    found, remarks = sum_up(
        city("a", 80, 1000, performance={"speed": 4.0}, scale=(1, 5)),
        city("b", 70, 3000, performance={"speed": 8.0}, scale=(1, 10)),
    )
    assert index(found, "jx")
    assert ("jx", "quadrant", "performance", "speed") not in found
    assert {(r.kind, r.quantity) for r in remarks} == {("other_scale", "performance")}


def test_a_model_of_another_kind_or_none_is_not_summed_up():
    one, other = city("a", 80, 1000), city("b", 70, 3000, use="composite")
    found, remarks = sum_up(one, other)
    assert not found
    assert {r.kind for r in remarks} == {"other_model"}
    found, remarks = sum_up(one, digest("b", ["jx", "b"], clients=3000))
    assert not found
    assert {(r.kind, r.model, r.studies) for r in remarks} == {("lacking", "quadrant", ("b",))}


def test_a_model_that_gives_nothing_to_sum_up_is_no_lack():
    one, other = city("a", 80, 1000), city("b", 70, 3000)
    profile = ModelDigest("segments", None, {}, {})
    found, remarks = sum_up(replace(one, models={**one.models, "segments": profile}), other)
    assert ("jx", "quadrant", "index", "") in found
    assert not remarks


def test_a_study_without_draws_leaves_the_sum_without_an_interval():
    found, remarks = sum_up(city("a", 80, 1000, draws=0), city("b", 70, 3000))
    row = index(found, "jx")
    assert row.estimate == pytest.approx(72.5)
    assert (row.std_error, row.ci_low, row.ci_high) == (None, None, None)
    assert {(r.kind, r.studies) for r in remarks} == {("no_draws", ("a",))}


def test_two_studies_of_one_survey_file_are_not_independent():
    found, remarks = sum_up(city("a", 80, 1, answers="x"), city("b", 70, 1, answers="x"))
    assert not found
    assert {(r.kind, r.studies) for r in remarks} == {("same_answers", ("a", "b"))}


@pytest.mark.parametrize(("levels", "expected"), [((0.9, 0.9), 0.9), ((0.9, 0.99), 0.95)])
def test_the_level_is_that_of_the_studies_where_they_have_one(levels, expected):
    parts = [city(name, 70, 1, level=level) for name, level in zip("ab", levels, strict=True)]
    assert index(sum_up(*parts)[0], "jx").level == expected


def test_draws_that_failed_are_counted():
    one, other = city("a", 80, 1000), city("b", 70, 3000)
    one.models["quadrant"].rows["index"].values[5:8] = np.nan
    found, _ = sum_up(one, other)
    assert index(found, "jx").n_failed == 3
    assert index(found, "jx").ci_low is not None
