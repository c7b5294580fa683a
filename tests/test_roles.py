"""Others than clients answer too, and are drawn beside them."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from scipy import stats

from clientlens import plugins, workbench
from clientlens.engine import evaluate_answers, read_everybody
from clientlens.errors import AnswersError, RequestError, StudyError
from clientlens.plugin_api import Absent, Model, Options

STUDY = """
study: {id: both}
survey: {source: clients.csv, respondent_id: id}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five, column: "{code}"}}
hierarchy:
  service: {indicators: {speed: {}, manners: {}}}
  price: {indicators: {rate: {}}}
respondents: {city: {}}
segments: {by: city}
roles:
  staff:
    name: {zh: 一线员工, en: Front-line staff}
    survey: {source: staff.csv, distributed: 40}
    facets: {delivery: {scale: five, column: "{code}"}}
    respondents: {city: {}}
    screening: {incomplete: {max_missing: 0.5}}
    not_asked: [price]
models: {contrast: {}}
uncertainty: {replicates: 400, seed: 3}
report: {language: en, formats: []}
"""
RNG = np.random.default_rng(8)
CLIENTS, STAFF = RNG.integers(1, 6, (60, 3)), RNG.integers(2, 6, (33, 2))
CITIES = ("east", "west")


class Contrast(Model):
    """What staff say they deliver, less what clients get."""

    name = "contrast"
    Options = Options
    dims: ClassVar = {"delivery": ("indicator",), "contrast": ("indicator",), "own": ()}
    locale = Path()

    def estimate(self, sample, study, options):
        own = sample.mean("satisfaction")
        if "staff" not in sample.roles:
            reason = Absent(sample.absent_roles["staff"])
            return {"delivery": reason, "contrast": reason, "own": own[:, 0]}
        delivery = sample.roles["staff"].mean("delivery")
        return {"delivery": delivery, "contrast": delivery - own, "own": own[:, 0]}


class Own(Model):
    """The clients alone."""

    name = "own"
    Options = Options
    dims: ClassVar = {"own": ("indicator",)}
    locale = Path()

    def estimate(self, sample, study, options):
        return {"own": sample.mean("satisfaction")}


@pytest.fixture
def registry():
    loaded = plugins.load()
    return replace(loaded, models={**loaded.models, "contrast": Contrast(), "own": Own()})


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "clients.csv", "id,city,speed,manners,rate", CLIENTS, ids="c")
    write(tmp_path / "staff.csv", "city,speed,manners", STAFF)
    return tmp_path


def write(path, header, X, ids=None, cities=CITIES):
    rows = [
        ",".join([*([f"{ids}{i}"] if ids else []), cities[i % len(cities)], *map(str, row)])
        for i, row in enumerate(X.tolist())
    ]
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def study_in(folder, registry, text=STUDY, **changes):
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return workbench.load_with(registry, folder / "study.yaml", changes=changes or None)


def evaluate(folder, registry, **changes):
    study = study_in(folder, registry, **changes)
    clients, roles = read_everybody(study, registry)
    return evaluate_answers(study, clients, registry, roles=roles)


def test_a_role_stands_in_the_leaf_order_of_the_study(folder, registry):
    found = evaluate(folder, registry)["contrast"].estimates
    answered = found.answered("delivery").sel(group="all")
    np.testing.assert_allclose(answered[:2], STAFF.mean(axis=0), rtol=1e-12)
    assert np.isnan(answered.sel(indicator="rate"))


def test_a_group_is_compared_with_its_own_part_of_a_role(folder, registry):
    found = evaluate(folder, registry)["contrast"].estimates
    east = found.answered("delivery").sel(group="city=east", indicator="speed")
    np.testing.assert_allclose(east, STAFF[::2, 0].mean(), rtol=1e-12)


def test_a_role_without_the_attribute_goes_with_every_group_whole(folder, registry):
    write(folder / "staff.csv", "town,speed,manners", STAFF)
    changes = {"roles": {"staff": {"respondents": {"city": None}}}}
    found = evaluate(folder, registry, **changes)["contrast"].estimates
    answered = found.answered("delivery").sel(indicator="speed")
    np.testing.assert_allclose(answered, [STAFF[:, 0].mean()] * 3, rtol=1e-12)


def test_too_few_of_a_role_are_absent_with_the_reason(folder, registry):
    write(folder / "staff.csv", "city,speed,manners", STAFF[:16], cities=("east",) * 5 + ("west",))
    found = evaluate(folder, registry)["contrast"].estimates
    reason = "fewer than 5 answers by role 'staff'"
    assert found.absent["city=west", "delivery"] == reason
    # East is hidden too: what all of them say would tell of the few in the west.
    assert found.absent["city=east", "delivery"] == (
        "role 'staff' would tell of a part with fewer than 5 answers"
    )
    assert ("all", "delivery") not in found.absent


def test_a_role_of_fewer_than_may_be_shown_is_absent_altogether(folder, registry):
    write(folder / "staff.csv", "city,speed,manners", STAFF[:4])
    found = evaluate(folder, registry)["contrast"].estimates
    assert found.absent["all", "contrast"] == "fewer than 5 answers by role 'staff'"


@pytest.mark.parametrize("method", ["bootstrap", "jackknife"])
def test_roles_change_nothing_for_the_clients(folder, registry, method):
    settings = {"method": method} | ({"replicates": None} if method == "jackknife" else {})
    changes = {"models": {"contrast": None, "own": {}}, "uncertainty": settings}
    with_role, alone = (
        evaluate(folder, registry, **changes, **more) for more in ({}, {"roles": None})
    )
    one, other = (found["own"].estimates.summary("own") for found in (with_role, alone))
    np.testing.assert_allclose(one.to_array(), other.to_array(), rtol=1e-12)


@pytest.mark.parametrize("method", ["bootstrap", "bayesian"])
def test_variances_of_both_add_up(folder, registry, method):
    settings = {"method": method, "replicates": 4000}
    changes = {"roles": {"staff": {"survey": {"respondent_id": "id"}}}, "uncertainty": settings}
    write(folder / "staff.csv", "id,city,speed,manners", STAFF, ids="c")  # the same ids
    found = evaluate(folder, registry, **changes)["contrast"].estimates
    own, delivery, contrast = (
        found.draws(name).sel(group="all", indicator="speed").to_numpy()
        for name in ("contrast", "delivery", "contrast")
    )
    clients = delivery - contrast
    assert abs(np.corrcoef(clients, delivery)[0, 1]) < 0.06
    assert np.var(own) == pytest.approx(np.var(clients) + np.var(delivery), rel=0.1)


@pytest.mark.parametrize("code", ["speed", "manners"])
def test_the_jackknife_of_a_difference_is_welch_s_interval(folder, registry, code):
    changes = {"uncertainty": {"method": "jackknife", "replicates": None}, "segments": None}
    found = evaluate(folder, registry, **changes)["contrast"].estimates
    summary = found.summary("contrast").sel(group="all", indicator=code)
    j = ("speed", "manners").index(code)
    welch = stats.ttest_ind(STAFF[:, j], CLIENTS[:, j], equal_var=False).confidence_interval()
    assert float(summary["ci_low"]) == pytest.approx(welch.low, rel=1e-10)
    assert float(summary["ci_high"]) == pytest.approx(welch.high, rel=1e-10)


def test_the_jackknife_of_clients_alone_is_student_s_interval(folder, registry):
    changes = {"uncertainty": {"method": "jackknife", "replicates": None}}
    found = evaluate(folder, registry, **changes)["contrast"].estimates.summary("own")
    for group, rows in (("all", slice(None)), ("city=east", slice(None, None, 2))):
        t = stats.ttest_1samp(CLIENTS[rows, 0], 0).confidence_interval()
        assert float(found["ci_low"].sel(group=group)) == pytest.approx(t.low, rel=1e-10)
        assert float(found["ci_high"].sel(group=group)) == pytest.approx(t.high, rel=1e-10)


def test_bca_of_a_difference_is_scipy_s_on_the_same_draws(folder, registry):
    changes = {"uncertainty": {"interval": "bca"}, "segments": None}
    found = evaluate(folder, registry, **changes)["contrast"].estimates
    summary = found.summary("contrast").sel(group="all", indicator="speed")
    draws = found.draws("contrast").sel(group="all", indicator="speed").to_numpy()
    # SciPy's acceleration of two samples, put to the same draws.
    influence = [
        (len(x) - 1) * (x.mean() - (x.sum() - x) / (len(x) - 1)) * sign
        for x, sign in ((STAFF[:, 0], 1), (CLIENTS[:, 0], -1))
    ]
    numerator = sum((u**3).sum() / len(u) ** 3 for u in influence)
    a = numerator / (6 * sum((u**2).sum() / len(u) ** 2 for u in influence) ** 1.5)
    point = STAFF[:, 0].mean() - CLIENTS[:, 0].mean()
    near = 1e-12
    share = (draws < point - near).mean() + 0.5 * (abs(draws - point) <= near).mean()
    bias = stats.norm.ppf(share)
    z = bias + stats.norm.ppf([0.025, 0.975])
    tails = stats.norm.cdf(bias + z / (1 - a * z))
    expected = np.quantile(draws, tails)
    assert [float(summary["ci_low"]), float(summary["ci_high"])] == pytest.approx(
        expected, rel=1e-9
    )


def test_each_role_is_screened_by_itself(folder, registry):
    lines = (folder / "staff.csv").read_text().splitlines()
    (folder / "staff.csv").write_text("\n".join([lines[0], "east,,", *lines[2:], ""]))
    found = evaluate(folder, registry)
    assert (found.roles["staff"].returned, found.roles["staff"].valid) == (33, 32)
    assert found.screening.valid == 60


def test_problems_of_all_survey_files_come_at_once(folder, registry):
    write(folder / "clients.csv", "id,city,speed,manners,rate", CLIENTS + 5, ids="c")
    write(folder / "staff.csv", "city,speed,manner", STAFF)
    study = study_in(folder, registry)
    with pytest.raises(AnswersError) as refusal:
        read_everybody(study, registry)
    files = {Path(problem.place.file).name for problem in refusal.value.problems}
    assert files == {"clients.csv", "staff.csv"}


def test_a_role_without_a_survey_file_is_told_where_it_is_written(folder, registry):
    study = study_in(folder, registry, STUDY.replace("source: staff.csv, ", ""))
    with pytest.raises(StudyError, match=r"study.yaml:13:5: role 'staff' has no survey file"):
        read_everybody(study, registry)


def test_a_file_for_an_unknown_role_is_refused(folder, registry):
    study = study_in(folder, registry)
    with pytest.raises(RequestError, match="the study has no role 'stuff'"):
        read_everybody(study, registry, role_paths={"stuff": folder / "staff.csv"})


def test_a_file_of_a_role_can_be_named_otherwise(folder, registry):
    (folder / "staff.csv").rename(folder / "others.csv")
    study = study_in(folder, registry)
    _, roles = read_everybody(study, registry, role_paths={"staff": folder / "others.csv"})
    assert len(roles["staff"]) == 33


def test_the_recipe_holds_the_files_of_roles(folder, registry):
    recipe = evaluate(folder, registry).recipe
    assert Path(recipe["roles"]["staff"]["path"]).name == "staff.csv"
    assert len(recipe["roles"]["staff"]["sha256"]) == 64
