"""A sweep tells what is robust, on what the rest hangs, and what can't be told."""

import numpy as np
import pytest

import clientlens
from clientlens.errors import AnswersError, RequestError
from clientlens.workbench import evaluate
from multiverse.worlds import CHOICES, FEW, kept, load_values, varied
from support.small_studies import draw_answers, write_study

DERIVED = {"method": "derived", "overall": "overall"}


def swept(folder, values=None, answers=None, **settings):
    return clientlens.sweep(write_study(folder, values or varied(), answers), **settings)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    return swept(tmp_path_factory.mktemp("sweep"))


def test_its_frames_are_tidy(sweep):
    keys = {
        "universes": ["universe"],
        "estimates": ["universe", "model", "quantity", "subject"],
        "classes": ["universe", "model", "indicator"],
        "conclusions": ["model", "conclusion", "subject"],
        "influence": ["model", "conclusion", "subject", "choice"],
    }
    assert list(sweep.tables) == list(keys)
    for name, frame in sweep.tables.items():
        assert len(frame)
        assert not frame.duplicated(keys[name]).any()


def test_estimates_are_those_of_a_separate_run(sweep, tmp_path):
    path = write_study(tmp_path, varied())
    for code in ("u1", "u9", "u18"):
        alone = evaluate(load_values(path, sweep.studies[code].values))
        own = sweep.estimates[sweep.estimates.universe == code]
        for model in ("quadrant", "composite"):
            for quantity in ("index", "priority", "dimension_score"):
                estimates = alone[model].estimates
                if quantity not in estimates:
                    continue
                found = own[(own.model == model) & (own.quantity == quantity)]
                summary = estimates.summary(quantity).sel(group="all")
                for name in ("estimate", "std_error", "ci_low", "ci_high"):
                    expected = np.atleast_1d(summary[name].to_numpy())
                    np.testing.assert_array_equal(found[name], expected)


def test_classes_are_those_of_the_table_of_a_separate_run(sweep, tmp_path):
    path = write_study(tmp_path, varied())
    for code in ("u1", "u8", "u13"):
        alone = evaluate(load_values(path, sweep.studies[code].values))
        table = alone["quadrant"].table("classes").query("group == 'all'")
        own = sweep.classes[sweep.classes.universe == code]
        assert own["class"].tolist() == table["class"].tolist()
        expected = [row[f"p_{row['class']}"] for _, row in table.iterrows()]
        np.testing.assert_allclose(own["probability"], expected)


def test_a_difference_is_paired_within_a_sample(sweep, tmp_path):
    path = write_study(tmp_path, varied())
    base, other = (evaluate(load_values(path, sweep.studies[c].values)) for c in ("u1", "u3"))
    estimates = other["composite"].estimates
    name = "index"
    rows = estimates[name] - base["composite"].estimates[name]  # draw by draw
    draws = rows.sel(group="all").isel(replicate=slice(1, None)).to_numpy()
    own = sweep.estimates.query("universe == 'u3' and model == 'composite' and quantity == 'index'")
    assert own.difference.item() == pytest.approx(float(rows.sel(group="all", replicate=0)))
    expected = np.quantile(draws, [0.025, 0.975])
    np.testing.assert_allclose(own[["difference_low", "difference_high"]].iloc[0], expected)


def test_the_study_differs_from_itself_by_nothing(sweep):
    base = sweep.estimates[sweep.estimates.universe == "u1"]
    assert (base[["difference", "difference_low", "difference_high"]] == 0).all(axis=None)


def test_unrelated_samples_are_not_paired_and_keyed_ones_are(tmp_path):
    """60 clients, and the 52 of them who are large: the same seed draws unrelated counts."""
    widths = {}
    for method in ("bootstrap", "poisson"):
        uncertainty = {"method": method, "replicates": 2000, "seed": 7}
        values = varied({"screening": {"options": {"large": kept("L")}}}, uncertainty=uncertainty)
        found = swept(tmp_path / method, values)
        assert found.universes.pairing.tolist() == [
            "base",
            "keyed" if method == "poisson" else "other_respondents",
        ]
        index = found.estimates.query("model == 'quadrant' and quantity == 'index'")
        widths[method] = np.ptp(index[["difference_low", "difference_high"]].iloc[1])
        errors = index.std_error.to_numpy()
    assert widths["bootstrap"] == pytest.approx(2 * 1.96 * np.hypot(*errors), rel=0.15)
    assert widths["poisson"] < widths["bootstrap"] / 2


def test_the_same_draws_are_paired_whatever_clients_weigh_by_design(tmp_path):
    answers = draw_answers()
    answers["w"] = np.where(answers["rate_satisfaction"] >= 4, 3.0, 1.0)
    survey = {"source": "answers.csv", "respondent_id": "id", "weight": "w"}
    choices = {"design": {"options": {"unused": {"survey": {"weight": None}}}}}
    path = write_study(tmp_path, varied(choices, survey=survey), answers)
    found = clientlens.sweep(path)
    assert found.universes.pairing.tolist() == ["base", "same_draws"]
    base, other = (
        evaluate(load_values(path, found.studies[code].values))["quadrant"].estimates["index"]
        for code in ("u1", "u2")
    )
    rows = (other - base).sel(group="all").isel(replicate=slice(1, None)).to_numpy()
    own = found.estimates.query("universe == 'u2' and model == 'quadrant' and quantity == 'index'")
    expected = np.quantile(rows, [0.025, 0.975])
    np.testing.assert_allclose(own[["difference_low", "difference_high"]].iloc[0], expected)


def test_influence_counts_the_switches_that_change_a_class(sweep):
    classes = sweep.classes.pivot_table(
        index="universe", columns="indicator", values="class", aggfunc="first"
    )
    picks = sweep.universes.set_index("universe")
    influence = sweep.influence.query("conclusion == 'class'")
    assert len(influence)
    for row in influence.itertuples():
        others = [choice for choice in CHOICES if choice != row.choice]
        changed = switched = 0
        for _, alike in picks.groupby(others):
            for i, one in enumerate(alike.index):
                for other in alike.index[i + 1 :]:
                    switched += 1
                    said = classes[row.subject]
                    changed += said[one] != said[other]
        assert row.switches == switched
        assert row.changed_share == pytest.approx(changed / switched)
    assert influence.changed_share.max() > 0


def test_shares_of_variance_are_those_of_the_means(sweep):
    index = sweep.estimates.query("model == 'composite' and quantity == 'index'")
    wide = index.merge(sweep.universes, on="universe")
    row = sweep.influence.query("model == 'composite' and conclusion == 'index'")
    for choice in CHOICES:
        means = wide.groupby(choice)["estimate"].transform("mean")
        share = means.var(ddof=0) / wide.estimate.var(ddof=0)
        assert row.set_index("choice").main_share[choice] == pytest.approx(share)
    assert row.set_index("choice").main_share["crosshair"] == pytest.approx(0, abs=1e-12)


def test_conclusions_are_held_by_a_share_of_the_universes(sweep):
    classes = sweep.classes[sweep.classes.model == "quadrant"]
    base = classes[classes.universe == "u1"].set_index("indicator")["class"]
    for row in sweep.conclusions.query("conclusion == 'class'").itertuples():
        said = classes[classes.indicator == row.subject]["class"]
        assert row.base == base[row.subject]
        assert row.held_share == pytest.approx((said == row.base).mean())
        assert row.is_robust == (row.changed_by == "")


def test_the_first_few_by_priority(sweep):
    priority = sweep.estimates.query("model == 'quadrant' and quantity == 'priority'")
    ranks = priority.groupby("universe")["estimate"].rank(ascending=False)
    share = (ranks <= 5).groupby(priority.subject).mean()
    rows = sweep.conclusions.query("model == 'quadrant' and conclusion == 'top'")
    for row in rows.itertuples():
        held = share[row.subject] if row.base == "in_top" else 1 - share[row.subject]
        assert row.held_share == pytest.approx(held)


def test_a_number_hangs_on_the_choices_that_move_it_beyond_chance(sweep):
    row = sweep.conclusions.query("model == 'composite' and conclusion == 'index'").iloc[0]
    index = sweep.estimates.query("model == 'composite' and quantity == 'index'")
    apart = (index.difference_low > 0) | (index.difference_high < 0)
    assert row.held_share == pytest.approx(1 - apart.mean())
    assert (row.low, row.high) == (index.estimate.min(), index.estimate.max())
    alone = set(index[apart].universe) & {"u7", "u13", "u3", "u5", "u2"}
    choice_of = {"u7": "crosshair", "u13": "crosshair", "u3": "weights", "u5": "weights"}
    expected = {choice_of.get(code, "screening") for code in alone}
    assert set(row.changed_by.split()) == expected


def test_an_option_that_changes_nothing_is_said(tmp_path):
    options = {
        "again": {"models": {"quadrant": {"crosshair": "data_mean"}}},  # the default
        "midpoint": {"models": {"quadrant": {"crosshair": "scale_midpoint"}}},
        "half": {"screening": {"incomplete": {"max_missing": 0.5}}},  # nobody left a blank
    }
    found = swept(tmp_path, varied({"a": {"options": options}, "b": FEW["weights"]}))
    assert found.idle == (("a", "again"), ("a", "half"))


def test_a_universe_that_fails_is_told_and_the_others_stay(tmp_path):
    answers = draw_answers().assign(overall=3)
    choices = {
        "weights": {
            "options": {"derived": {"weighting": {"method": "derived", "overall": "overall"}}}
        },
        "screening": {
            "options": {
                "nobody": {"screening": {"out_of_frame": {"attribute": "size", "keep": ["XL"]}}},
            }
        },
        "crosshair": CHOICES["crosshair"],
    }
    found = swept(tmp_path, varied(choices), answers)
    failed = found.failed.set_index("universe")
    assert len(found.universes) == 12
    assert len(failed) == 9
    reasons = "\n".join(failed.reason)
    assert "nobody is left after screening: 60 came back" in reasons
    assert "weighting 'derived' can't weigh" in reasons
    assert set(found.classes.universe) == set(found.universes.universe) - set(failed.index)
    index = found.influence.query("conclusion == 'index' and model == 'quadrant'")
    assert index.set_index("choice").switches.to_dict() == {
        "weights": 0, "screening": 0, "crosshair": 3,
    }  # fmt: skip


def test_options_that_do_not_go_together_are_told(tmp_path):
    """Each option fits the study alone: one takes away the attribute that the other asks for."""
    choices = {
        "attributes": {"options": {"none": {"respondents": {"size": None}}}},
        "screening": {"options": {"large": kept("L")}},
    }
    found = swept(tmp_path, varied(choices))
    assert found.failed[["attributes", "screening"]].to_numpy().tolist() == [["none", "large"]]
    assert "unknown respondent attribute 'size'" in found.failed.reason.item()


def test_a_study_that_fails_itself_fails_the_sweep(tmp_path):
    with pytest.raises(AnswersError, match="fewer than"):
        swept(tmp_path, varied(FEW), draw_answers(n=4))


@pytest.mark.parametrize(("small", "are_shown"), [(8, True), (4, False)])
def test_numbers_that_would_tell_of_a_few_clients_are_not_shown(tmp_path, small, are_shown):
    """The means of 60 clients and of 56 of them tell what the four others said."""
    answers = draw_answers().assign(size=np.where(np.arange(60) < 60 - small, "L", "S"))
    found = swept(tmp_path, varied(FEW), answers)
    large = found.universes[found.universes.screening == "large"]
    assert (large.numbers == are_shown).all()
    assert found.universes[found.universes.screening == "as_is"].numbers.all()
    has_numbers = large.universe.isin(found.estimates.universe)
    assert (has_numbers == are_shown).all()
    assert large.universe.isin(found.classes.universe).all()


def test_a_question_that_few_of_those_left_out_answered_is_looked_at_alone(tmp_path):
    answers = draw_answers()
    blank = answers["fees_satisfaction"].astype("object")
    blank[(answers["size"] == "S") & (answers.index < 58)] = None  # two of eight answer it
    found = swept(tmp_path, varied(FEW), answers.assign(fees_satisfaction=blank))
    assert found.universes.groupby("screening").numbers.all().to_dict() == {
        "as_is": True, "large": False,
    }  # fmt: skip


@pytest.mark.parametrize(("left_out", "are_shown"), [(5, True), (2, False)])
def test_another_file_with_nearly_the_same_clients_is_seen_through(tmp_path, left_out, are_shown):
    other = draw_answers()[left_out:].sample(frac=1, random_state=1)  # in other rows
    other.to_csv(tmp_path / "other.csv", index=False)
    options = {"other": {"survey": {"source": "other.csv"}}}
    found = swept(tmp_path, varied({"file": {"options": options}}))
    assert found.universes.numbers.tolist() == [True, are_shown]


@pytest.mark.parametrize(("last", "are_shown"), [("AB", True), ("one", False)])
def test_three_samples_may_tell_together_what_no_two_of_them_tell(tmp_path, last, are_shown):
    """Without A, without B, five each; without all three, maybe one more, told by that."""
    sizes = ["L"] * 44 + ["A"] * 5 + ["B"] * 5 + ["AB"] * 5 + [last]
    options = {
        "a": kept("L", "B", "AB", "one"),
        "b": kept("L", "A", "AB", "one"),
        "c": kept("L", "AB"),
    }
    values = varied({"screening": {"options": options}})
    found = swept(tmp_path, values, draw_answers().assign(size=sizes))
    assert found.universes.numbers.tolist() == [True, True, True, are_shown]


def test_one_at_a_time_has_no_shares_of_variance(tmp_path):
    found = swept(tmp_path, one_at_a_time=True)
    assert len(found.universes) == 6
    numbers = found.influence.query("conclusion == 'index'")
    assert numbers.main_share.isna().all()
    assert (numbers.largest_change >= 0).all()
    assert (
        found.influence.switches
        == found.influence.choice.map({"crosshair": 3, "weights": 3, "screening": 1})
    ).all()


def test_without_replicates_there_are_no_intervals_and_nothing_is_judged(tmp_path):
    found = swept(tmp_path, varied(FEW, uncertainty={"method": "none"}))
    assert found.estimates[["ci_low", "difference_low"]].isna().all(axis=None)
    index = found.conclusions.query("conclusion == 'index'")
    assert index.held_share.isna().all()
    assert not index.is_robust.any()


def test_only_some_models(tmp_path):
    found = swept(tmp_path, varied(FEW), models=["composite"])
    assert set(found.estimates.model) == {"composite"}
    with pytest.raises(RequestError, match="no universe has the model 'compost'"):
        swept(tmp_path, varied(FEW), models=["compost"])


def test_a_model_that_an_option_takes_away_is_judged_by_the_others(tmp_path):
    choices = {"models": {"options": {"alone": {"models": {"composite": None}}}}, **FEW}
    found = swept(tmp_path, varied(choices))
    row = found.conclusions.query("model == 'composite' and conclusion == 'index'").iloc[0]
    assert row.universes == 6
    shares = found.influence.query("model == 'composite' and conclusion == 'index'")
    assert shares.set_index("choice").main_share["weights"] > 0


def test_it_shows_itself_in_a_notebook(sweep):
    assert "18 universes over crosshair, weights, screening" in repr(sweep)
    assert "<table" in sweep._repr_html_()


def test_parts_of_the_clients_have_no_numbers_that_few_could_be_told_by(tmp_path):
    """Of eight clients set aside four are in either branch: its mean tells what these said."""
    branches = ["a", "b"] * 30
    units = {"use": "units", "by": "branch"}
    values = varied(
        FEW, models={"quadrant": {}, "units": units}, respondents={"size": {}, "branch": {}}
    )
    found = swept(tmp_path, values, draw_answers().assign(branch=branches))
    assert found.universes.numbers.all()  # eight are enough
    assert set(found.estimates.model) == {"quadrant"}
    assert not set(found.conclusions.subject) & {
        f"{b} {d}" for b in "ab" for d in ("price", "staff")
    }
