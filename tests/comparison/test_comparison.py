"""A comparison finds the disagreement that is there, and none where there is none."""

import numpy as np
import pandas as pd
import pytest

import clientlens
from clientlens.comparison.spread import spread_of_agreement
from clientlens.errors import RequestError
from clientlens.results.run import run_of
from clientlens.stats.rank_agreement import kendall
from support.small_studies import (
    HIERARCHY,
    INDICATORS,
    draw_answers,
    evaluate_small,
    study_values,
)

STATED_OR_DERIVED = {
    "quadrant": {},
    "derived": {"use": "quadrant", "importance": "derived", "overall": "overall"},
}


def population(n, seed, effects, stated):
    """Clients whose overall rating follows `effects`, and who say that `stated` is important."""
    rng = np.random.default_rng(seed)
    J = len(INDICATORS)
    satisfied = np.clip(np.rint(3.4 + rng.normal(size=(n, J))), 1, 5)
    important = np.clip(np.rint(np.asarray(stated) + 0.5 * rng.normal(size=(n, J))), 1, 5)
    overall = 3 + (satisfied - 3.4) @ np.asarray(effects) + 0.3 * rng.normal(size=n)
    columns = {"id": [f"c{i}" for i in range(n)], "size": ["L"] * n}
    for j, code in enumerate(INDICATORS):
        columns |= {f"{code}_importance": important[:, j], f"{code}_satisfaction": satisfied[:, j]}
    return pd.DataFrame(columns | {"overall": np.clip(np.rint(overall), 1, 5)}).astype(
        {name: int for name in columns if name not in ("id", "size")} | {"overall": int}
    )


def compared(folder, answers=None, **changes):
    return clientlens.compare(evaluate_small(folder, study_values(**changes), answers))


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    """What clients say is important is the reverse of what moves their overall rating."""
    answers = population(
        800, 3, effects=[0, 0.08, 0.15, 0.42, 0.5, 0.6], stated=[4.7, 4.5, 4.3, 3.4, 3.2, 3]
    )
    return compared(tmp_path_factory.mktemp("crossed"), answers, models=STATED_OR_DERIVED)


def test_models_that_must_disagree_are_found_to_do_so(crossed):
    """All six lie above the line of importance in one model and below it in the other."""
    found = crossed.indicators.set_index("indicator")
    assert list(found["verdict"]) == ["disagree"] * 6
    assert (found["p_class_differs"] > 0.95).all()
    high = {"keep_up", "concentrate"}
    assert set(found["first_class"][:3]) | set(found["second_class"][3:]) <= high
    assert not (set(found["first_class"][3:]) | set(found["second_class"][:3])) & high
    tau = agreement(crossed, "importance", "kendall")
    assert tau["estimate"] < 0
    assert tau["high"] < 0
    kappa = agreement(crossed, "class", "kappa")
    assert kappa["high"] <= 0


def test_models_that_must_agree_are_found_to_do_so(tmp_path):
    """What clients say is what moves their overall rating, in the same order."""
    answers = population(
        500, 4, effects=[0.6, 0.6, 0.6, 0.02, 0.02, 0.02], stated=[4.6, 4.6, 4.6, 3, 3, 3]
    )
    found = compared(tmp_path, answers, models=STATED_OR_DERIVED)
    assert (found.indicators["verdict"] == "agree").mean() > 0.6
    assert not (found.indicators["verdict"] == "disagree").any()
    assert agreement(found, "class", "same_class")["estimate"] == 1
    assert agreement(found, "importance", "kendall")["low"] > 0


def agreement(comparison, quantity, measure):
    found = comparison.agreement.query("quantity == @quantity and measure == @measure")
    return found.iloc[0]


def test_a_model_differs_from_itself_by_exactly_nothing(tmp_path):
    models = {"quadrant": {}, "same": {"use": "quadrant"}}
    found = compared(tmp_path, models=models)
    assert (found.differences[["difference", "std_error", "low", "high"]] == 0).all(axis=None)
    assert (found.differences[["p", "p_holm", "p_bh"]] == 1).all(axis=None)
    assert (found.differences["p_direction"] == 0.5).all()
    perfect = found.agreement[["estimate", "low", "high"]]
    assert (perfect == 1).all(axis=None)
    assert (found.indicators["verdict"] == "agree").all()
    assert (found.decomposition[["estimate", "low", "high"]] == 0).all(axis=None)


def test_two_ways_to_one_index_differ_by_nothing(tmp_path):
    """The composite index and the weighted index put the same ratings together alike."""
    models = {"composite": {}, "csi": {"method": "weighted", "weights": "structural"}}
    found = compared(tmp_path, models=models)
    index = found.differences.query("quantity == 'index'").iloc[0]
    assert (index["difference"], index["low"], index["high"]) == (0, 0, 0)
    rated = found.differences.query("quantity == 'performance'")
    assert (rated["scale"] == "0-100").all()  # 1 to 5 there, 0 to 100 here
    assert (rated["difference"] == 0).all()


def test_differences_are_those_of_the_replicates_row_by_row(tmp_path):
    evaluation = evaluate_small(tmp_path, study_values(models={"quadrant": {}, "composite": {}}))
    found = clientlens.compare(evaluation).differences.query("quantity == 'index'").iloc[0]
    one, other = (
        evaluation[name].estimates["index"].sel(group="all") for name in ("quadrant", "composite")
    )
    away = (other - one).to_numpy()
    assert found["difference"] == pytest.approx(away[0], abs=1e-4)
    assert (found["low"], found["high"]) == pytest.approx(
        np.quantile(away[1:], [0.025, 0.975]), abs=1e-4
    )
    assert found["std_error"] == pytest.approx(away[1:].std(ddof=1), abs=1e-4)
    positive = (away[1:] > 0).mean()
    assert found["p_direction"] == pytest.approx(positive if away[0] > 0 else 1 - positive)


def test_unrelated_answers_of_one_size_and_seed_are_compared_as_independent(tmp_path):
    """Both files are sorted by satisfaction, so equal counts would fall on equal answers."""
    runs = []
    for name, seed in (("one", 11), ("other", 12)):
        answers = draw_answers(n=80, seed=seed)
        rated = [f"{code}_satisfaction" for code in INDICATORS]
        answers = answers.loc[answers[rated].sum(axis=1).sort_values().index]
        values = study_values(
            study={"id": name},
            uncertainty={"replicates": 2000, "seed": 7},
            models={"composite": {}},
        )
        runs.append(evaluate_small(tmp_path / name, values, answers))
    comparison = clientlens.compare(*runs)
    assert not comparison.is_paired
    index = comparison.differences.query("quantity == 'index'").iloc[0]
    draws = [run["composite"].estimates.draws("index").sel(group="all").to_numpy() for run in runs]
    independent = np.sqrt(sum(d.var(ddof=1) for d in draws))
    row_by_row = (draws[1] - draws[0]).std(ddof=1)
    assert row_by_row < 0.5 * independent  # the trap
    assert index["std_error"] == pytest.approx(independent, rel=0.06)


def test_a_panel_with_keyed_weights_is_narrower_than_two_surveys(tmp_path):
    """The same clients answer twice, and most of what they say stays; the files are shuffled."""
    first = draw_answers(n=80, seed=1)
    second = first.copy()
    changed = [f"{code}_satisfaction" for code in INDICATORS]
    moved = np.random.default_rng(5).random((80, 6)) < 0.2
    second[changed] = np.clip(second[changed] + moved, 1, 5)
    second = second.sample(frac=1, random_state=2)
    keyed = {"method": "bayesian", "replicates": 1000, "seed": 7}
    runs = {}
    for name, answers, wave in (("a", first, 2022), ("b", second, 2023)):
        for region in ("X", "Y"):
            study = {"id": f"{name}{region}", "wave": wave, "region": [region]}
            values = study_values(study=study, uncertainty=keyed, models={"composite": {}})
            runs[name, region] = evaluate_small(tmp_path / (name + region), values, answers)
    panel = clientlens.compare(runs["a", "X"], runs["b", "X"])
    apart = clientlens.compare(runs["a", "X"], runs["b", "Y"])
    assert (panel.kind, panel.is_paired, apart.is_paired) == ("waves", True, False)
    errors = [
        c.differences.query("quantity == 'index'")["std_error"].iloc[0] for c in (panel, apart)
    ]
    assert errors[0] < 0.5 * errors[1]
    # What the panel should give: the standard error of the mean change of a client.
    change = (second.sort_index()[changed] - first[changed]).mean(axis=1) * 25
    assert errors[0] == pytest.approx(change.std(ddof=0) / np.sqrt(80), rel=0.15)


def test_three_runs_give_every_two_of_them(tmp_path):
    rules = ("data_mean", "median", "scale_midpoint")
    runs = [
        run_of(evaluate_small(tmp_path / r, study_values(models={"quadrant": {"crosshair": r}})), r)
        for r in rules
    ]
    found = clientlens.compare(*runs)
    assert found.kind == "settings"
    assert found.is_paired
    assert [source.name for source in found.sources] == list(rules)
    pairs = [("data_mean", "median"), ("data_mean", "scale_midpoint"), ("median", "scale_midpoint")]
    assert list(zip(found.pairings["first"], found.pairings["second"], strict=True)) == pairs
    ratings = found.differences.query("quantity != 'priority'")
    assert (ratings["difference"] == 0).all()  # a crosshair moves no rating
    assert found.indicators["p_class_differs"].max() > 0.5  # but classes


def test_what_does_not_align_is_listed_and_nothing_is_lost(tmp_path):
    fewer = {
        "price": HIERARCHY["price"],
        "staff": {"indicators": {"speed": {}, "manners": {}, "patience": {}}},
    }
    one = evaluate_small(tmp_path / "one")
    answers = draw_answers(
        seed=2, indicators=("rate", "fees", "openness", "speed", "manners", "patience")
    )
    other = evaluate_small(tmp_path / "other", study_values(hierarchy=fewer), answers)
    found = clientlens.compare(one, other)
    told = found.unaligned.set_index("code")["reason"]
    assert told["advice"] == "only_in_first"
    assert told["patience"] == "only_in_second"
    compared_codes = set(found.differences["indicator"]) - {""}
    assert compared_codes == {"rate", "fees", "openness", "speed", "manners"}
    parts = found.decomposition.query("indicator == ''").set_index("effect")["estimate"]
    assert parts["coverage"] != 0
    assert parts["total"] == pytest.approx(parts[["ratings", "weights", "coverage"]].sum())
    index = found.differences.query("quantity == 'index'")["difference"].iloc[0]
    assert parts["total"] == pytest.approx(index, abs=1e-3)


def test_a_wave_with_known_changes_is_parted_into_ratings_and_weights(tmp_path):
    """In the second wave everybody rates speed a point higher, and nothing else changes."""
    first = draw_answers(n=100, seed=8)
    first["speed_satisfaction"] = np.minimum(first["speed_satisfaction"], 4)
    second = first.assign(speed_satisfaction=first["speed_satisfaction"] + 1)
    runs = [
        evaluate_small(tmp_path / str(w), study_values(study={"id": f"w{w}", "wave": w}), answers)
        for w, answers in ((1, first), (2, second))
    ]
    parts = clientlens.compare(*runs).decomposition.set_index(["effect", "indicator"])["estimate"]
    importance = first[[f"{code}_importance" for code in INDICATORS]].mean()
    share = importance["speed_importance"] / importance.sum()
    assert parts["ratings", "speed"] == pytest.approx(25 * share, abs=1e-3)
    assert parts["ratings", ""] == pytest.approx(25 * share, abs=1e-3)
    assert parts["weights", ""] == pytest.approx(0, abs=1e-3)
    assert parts["total", ""] == pytest.approx(25 * share, abs=1e-3)


def test_an_index_that_is_no_weighted_mean_is_not_parted(tmp_path):
    found = compared(tmp_path, models={"quadrant": {}, "composite": {"indicators": "geometric"}})
    assert found.decomposition.empty
    reasons = found.unaligned.query("quantity == 'index'")["reason"]
    assert list(reasons) == ["no_weighted_mean_in_second"]


def test_a_run_without_replicates_has_estimates_and_no_intervals(tmp_path):
    models = {"quadrant": {}, "composite": {}}
    found = compared(tmp_path, models=models, uncertainty={"method": "none"})
    assert found.pairings["draws"].iloc[0] == 0
    for frame, name in ((found.agreement, "estimate"), (found.differences, "difference")):
        assert frame[name].notna().all()
        assert frame[["std_error", "low", "high"]].isna().all(axis=None)
    assert found.differences[["p", "p_holm", "p_direction"]].isna().all(axis=None)
    assert (found.indicators["verdict"] == "untested").all()


def test_weights_that_are_all_alike_are_no_ranking(tmp_path):
    found = compared(tmp_path, models={"quadrant": {}, "composite": {}})
    assert found.agreement["estimate"].notna().all()
    assert found.agreement.query("quantity == 'importance'").empty
    told = found.unaligned.query("quantity == 'importance'")["reason"]
    assert set(told) == {"no_common_scale", "all_tied_in_second"}


def test_one_run_with_draws_and_one_without_have_no_intervals_either(tmp_path):
    one = evaluate_small(tmp_path / "one")
    other = evaluate_small(tmp_path / "other", study_values(uncertainty={"method": "none"}))
    found = clientlens.compare(one, other)
    assert list(found.pairings["reason"]) == ["no_replicates"]
    assert found.differences["low"].isna().all()
    assert (found.differences["difference"] == 0).all()


def test_groups_are_compared_and_hidden_ones_refused(tmp_path):
    values = study_values(
        models={"quadrant": {}, "composite": {}},
        segments={"by": "size"},
        report={"language": "en", "minimum_group": 10},
    )
    evaluation = evaluate_small(tmp_path, values, draw_answers(n=120))
    with pytest.raises(RequestError, match="'size=S' of the run 'small' isn't shown"):
        clientlens.compare(evaluation, group="size=S")
    with pytest.raises(RequestError, match="has no group 'size=M'"):
        clientlens.compare(evaluation, group="size=M")
    assert "size=S" not in set(clientlens.compare(evaluation).long["group"])


def test_a_group_has_differences_of_its_own(tmp_path):
    values = study_values(models={"quadrant": {}, "composite": {}}, segments={"by": "size"})
    evaluation = evaluate_small(tmp_path, values)
    found = clientlens.compare(evaluation, group="size=L")
    for name, value in (("quadrant", "first_value"), ("composite", "second_value")):
        own = evaluation[name].estimates.answered("index").sel(group="size=L")
        told = found.differences.query("quantity == 'index'")[value].iloc[0]
        assert told == pytest.approx(float(own), rel=1e-6)


def test_a_run_compares_alike_from_disk_and_from_memory(tmp_path):
    evaluation = evaluate_small(tmp_path, study_values(models=STATED_OR_DERIVED))
    folder = clientlens.write(evaluation, tmp_path / "run")
    one, other = clientlens.compare(evaluation), clientlens.compare(folder)
    for frame in ("agreement", "differences", "indicators", "decomposition", "unaligned"):
        pd.testing.assert_frame_equal(getattr(one, frame), getattr(other, frame))
    assert one.draws.drop_vars("run").equals(other.draws.drop_vars("run"))


def test_models_can_be_picked_and_unknown_ones_are_refused(tmp_path):
    models = {"quadrant": {}, "composite": {}, "csi": {"method": "weighted"}}
    evaluation = evaluate_small(tmp_path, study_values(models=models))
    found = clientlens.compare(evaluation, models=["csi", "quadrant"])
    assert [source.name for source in found.sources] == ["csi", "quadrant"]
    with pytest.raises(RequestError, match=r"has a model 'csl'. Known: quadrant, composite, csi"):
        clientlens.compare(evaluation, models=["csl"])
    with pytest.raises(RequestError, match="there is quadrant alone"):
        clientlens.compare(evaluation, models=["quadrant"])


def test_a_model_with_nothing_to_compare_is_listed(tmp_path):
    models = {"quadrant": {}, "composite": {}, "units": {"by": "size"}}
    found = compared(tmp_path, draw_answers(n=120), models=models)
    assert found.left_out == {"units": "nothing_shared"}
    assert "units" in set(found.unaligned["first"])


def test_wrong_arguments_are_refused(tmp_path):
    run = run_of(evaluate_small(tmp_path, study_values(models=STATED_OR_DERIVED)))
    with pytest.raises(RequestError, match="name at least one run"):
        clientlens.compare()
    with pytest.raises(RequestError, match="compared with itself"):
        clientlens.compare(run, run)
    with pytest.raises(RequestError, match="`top` must be at least 1"):
        clientlens.compare(run, top=0)
    with pytest.raises(RequestError, match=r"Did you mean 0\.95"):
        clientlens.compare(run, level=95)


def test_runs_of_one_name_are_told_apart(tmp_path):
    runs = [evaluate_small(tmp_path / name) for name in ("one", "other")]
    found = clientlens.compare(*runs)
    assert [source.name for source in found.sources] == ["small", "small (2)"]


def test_the_long_frame_holds_everything_once(tmp_path):
    evaluation = evaluate_small(tmp_path, study_values(segments={"by": "size"}))
    frame = evaluation.long()
    keys = ["run", "model", "group", "quantity", "indicator", "dimension"]
    assert not frame.duplicated(keys).any()
    estimates = evaluation["quadrant"].estimates
    expected = sum(
        int(estimates.answered(name).notnull().sum())
        for name in estimates.data
        if not estimates.classes(name)
    )
    assert len(frame) == expected
    row = frame.query("group == 'size=L' and quantity == 'priority' and indicator == 'fees'").iloc[
        0
    ]
    summary = estimates.summary("priority").sel(group="size=L", indicator="fees")
    assert row["estimate"] == float(summary["estimate"])
    assert (row["low"], row["high"]) == (float(summary["ci_low"]), float(summary["ci_high"]))
    assert row["method"] == "bootstrap percentile"
    assert row["dimension"] == ""


def test_a_notebook_shows_it(crossed):
    html = crossed._repr_html_()
    assert "quadrant, derived" in html
    assert "kendall" in html


def test_draws_hold_every_source_with_its_classes(crossed):
    draws = crossed.draws
    assert list(draws["source"].values) == ["quadrant", "derived"]
    assert draws.sizes["replicate"] == 201
    away = draws["index"].sel(source="derived") - draws["index"].sel(source="quadrant")
    index = crossed.differences.query("quantity == 'index'").iloc[0]
    assert float(away[0]) == pytest.approx(index["difference"])
    assert float(np.quantile(away[1:], 0.025)) == pytest.approx(index["low"])


def test_intervals_of_agreement_hold_the_true_agreement_of_rankings_drowned_in_error():
    """26 true values with a correlation of 0.7 and errors of a fifth of their spread: 200 trials.

    A percentile interval of the draws would hold the truth in about 80 % of them.
    """
    rng = np.random.default_rng(1)
    held = []
    for _ in range(200):
        one = rng.normal(size=26)
        other = 0.7 * one + np.sqrt(1 - 0.7**2) * rng.normal(size=26)
        seen = [side + 0.2 * rng.normal(size=(1, 26)) for side in (one, other)]
        drawn = [np.vstack([side, side + 0.2 * rng.normal(size=(200, 26))]) for side in seen]
        found = spread_of_agreement(kendall(*drawn), 0.95)
        truth = kendall(one, other[None])[0]
        held.append(found.low <= truth <= found.high)
    assert 0.92 <= np.mean(held) <= 0.99
