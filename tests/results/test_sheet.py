"""What a model has that says its name, options, dims and estimates alone; and what sheets add."""

import json
import sys
from types import ModuleType, SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest

from clientlens import plugins
from clientlens.drawing.theme import CLASS_STYLES
from clientlens.engine import evaluate_answers, read_answers
from clientlens.plugin_api import (
    Absent,
    Axis,
    Estimate,
    Model,
    Options,
    Sheet,
    Table,
    absences,
    class_chart,
    class_rows,
    hookimpl,
    stack,
)
from clientlens.report.sentences import sentence
from clientlens.report.words import words_of
from clientlens.workbench import load_with

RNG = np.random.default_rng(3)
RATINGS = RNG.integers(1, 6, (40, 3)).astype(float)
RATINGS[:7, 0] = np.nan
BRANCH = np.where(np.arange(40) < 12, 1, 2)
CLASSES = ("low", "high")


class Level(Model):
    """Means, and whether they are high; the spread of a group of fewer than 20 can't be had."""

    name = "level"
    Options = Options
    dims: ClassVar = {
        "performance": ("indicator",),
        "class": ("indicator",),
        "dimension_score": ("dimension",),
        "spread": (),
    }
    classes: ClassVar = {"class": CLASSES}

    def estimate(self, sample, study, options):
        mean = sample.mean("satisfaction")  # (R, J)
        few = Absent("fewer than 20 respondents")
        return {
            "performance": mean,
            "class": (mean > 3) * 1.0,
            "dimension_score": sample.by_dimension(mean),
            "spread": few if sample.n_respondents < 20 else np.ptp(mean, axis=1),
        }


class Counted(Level):
    """The same, with a sheet that says what counts which number."""

    name = "counted"
    once_dims: ClassVar = {"n_rated": ("indicator",)}
    dims: ClassVar = {**Level.dims, "gap": ("indicator",)}
    sheets: ClassVar = {
        "levels": Sheet({"level": "performance", "gap": "gap"}, "n_rated", is_detail=True),
        "nothing": Sheet(("gap",)),
    }

    def estimate(self, sample, study, options):
        gap = Absent("nobody was asked what is important")
        return {**super().estimate(sample, study, options), "gap": gap}

    def once(self, sample, study, options):
        return {"n_rated": sample.n_answered("satisfaction")}


@pytest.fixture
def evaluate(monkeypatch, tmp_path):
    """The evaluation of a study with one model, as if its plugin were installed."""

    def run(model, **settings):
        module = ModuleType("mine")
        module.clientlens_models = hookimpl(lambda: [model])
        module.clientlens_models.__name__ = "clientlens_models"
        point = SimpleNamespace(
            name="mine",
            value="mine",
            dist=SimpleNamespace(name="mine", version="1"),
            load=lambda: module,
        )
        monkeypatch.setattr(plugins, "entry_points", lambda group: [point])
        registry = plugins.load()
        study = {
            "study": {"id": "small"},
            "survey": {"source": "answers.csv"},
            "scales": {"five": {"points": [1, 5]}},
            "facets": {"satisfaction": {"scale": "five", "column": "{code}"}},
            "hierarchy": {
                "service": {"indicators": {"speed": {}, "manners": {}}},
                "price": {"indicators": {"rate": {}}},
            },
            "respondents": {"branch": {}},
            "segments": {"by": "branch"},
            "models": {model.name: {}},
            "uncertainty": {"replicates": 40},
            "report": {"language": "en"},
            **settings,
        }
        rows = np.column_stack([RATINGS, BRANCH])
        cells = [",".join("" if np.isnan(x) else f"{x:g}" for x in row) for row in rows]
        text = "\n".join(["speed,manners,rate,branch", *cells, ""])
        (tmp_path / "answers.csv").write_text(text, encoding="utf-8")
        (tmp_path / "study.yaml").write_text(json.dumps(study), encoding="utf-8")
        found = load_with(registry, tmp_path / "study.yaml")
        return evaluate_answers(found, read_answers(found, registry), registry)

    return run


def test_every_number_stands_in_the_table_of_its_dims(evaluate):
    result = evaluate(Level)["level"]
    keys = {table.name: table.keys for table in result.tables}
    assert keys == {
        "indicators": ("group", "indicator", "quantity"),
        "dimensions": ("group", "dimension", "quantity"),
        "overall": ("group", "quantity"),
        "classes": ("group", "indicator"),
    }
    rows = result.table("indicators").set_index(["group", "indicator"])
    for j, code in enumerate(("speed", "manners", "rate")):
        assert rows.loc[("all", code), "estimate"] == pytest.approx(np.nanmean(RATINGS[:, j]))
        own = np.nanmean(RATINGS[BRANCH == 1, j])
        assert rows.loc[("branch=1", code), "estimate"] == pytest.approx(own)
    assert set(rows["quantity"]) == {"performance"}
    assert (rows["ci_low"] < rows["ci_high"]).all()


def test_a_table_is_what_stacking_by_hand_makes(evaluate):
    """Beside the long way that the declaration saves."""
    result = evaluate(Level)["level"]
    estimates = result.estimates
    n = estimates.counts["n_respondents"]
    by_hand = stack(
        {"performance": estimates.summary("performance")},
        ("group", "indicator"),
        {"performance": n},
    )
    by_hand.insert(1, "dimension", [*["service"] * 2, "price"] * 3)
    assert result.table("indicators").equals(by_hand)


def test_the_dimension_of_an_indicator_stands_beside_it(evaluate):
    result = evaluate(Level)["level"]
    for name in ("indicators", "classes"):
        frame = result.table(name)
        assert list(frame.columns[:3]) == ["group", "dimension", "indicator"]
        owner = dict(zip(frame["indicator"], frame["dimension"], strict=True))
        assert owner == {"speed": "service", "manners": "service", "rate": "price"}


def test_without_a_count_of_its_own_n_is_the_respondents_of_the_group(evaluate):
    result = evaluate(Level)["level"]
    for name in ("indicators", "dimensions"):
        n = result.table(name).groupby("group")["n"].unique().map(list)
        assert dict(n) == {"all": [40], "branch=1": [12], "branch=2": [28]}


def test_classes_have_the_probability_of_each(evaluate):
    result = evaluate(Level)["level"]
    rows = result.table("classes").set_index(["group", "indicator"])
    assert list(rows.columns) == ["dimension", "class", "p_low", "p_high"]
    assert (rows["p_low"] + rows["p_high"]).to_numpy() == pytest.approx(1)
    high = result.estimates.draws("class").sel(group="all", indicator="rate").mean()
    assert rows.loc[("all", "rate"), "p_high"] == pytest.approx(float(high))
    for (group, code), name in rows["class"].items():
        mean = result.estimates.number("performance", group, indicator=code).value
        assert name == CLASSES[mean > 3]


def test_without_replicates_classes_have_no_probabilities(evaluate):
    result = evaluate(Level, uncertainty={"method": "none"})["level"]
    assert list(result.table("classes")) == ["group", "dimension", "indicator", "class"]


def test_what_is_absent_is_told_with_its_reason_and_stands_in_no_table(evaluate):
    evaluation = evaluate(Level)
    result = evaluation["level"]
    (finding,) = result.findings
    assert (finding.group, finding.message) == ("branch=1", "absent-some")
    said = sentence(finding, result, words_of(evaluation, result).messages)
    assert said == "Not available: spread. Reason: fewer than 20 respondents."
    assert set(result.table("overall")["group"]) == {"all", "branch=2"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_everything_is_absent_that_is_said_first_and_in_words(evaluate, language):
    class Nothing(Level):
        def estimate(self, sample, study, options):
            return dict.fromkeys(self.dims, Absent("nobody answered"))

    evaluation = evaluate(Nothing, report={"language": language})
    result = evaluation["level"]
    assert not result.tables
    assert [(f.group, f.message, f.headline) for f in result.findings] == [
        ("all", "absent-all", True),
        ("branch=1", "absent-all", False),
        ("branch=2", "absent-all", False),
    ]
    said = sentence(result.findings[0], result, words_of(evaluation, result).messages)
    assert (
        said
        == {
            "en": "Nothing could be estimated: nobody answered.",
            "zh": "无法给出任何结果：nobody answered。",
        }[language]
    )


def test_answers_too_few_to_be_shown_are_no_reason_why_a_model_has_nothing(evaluate):
    class Silent(Level):
        def estimate(self, sample, study, options):
            return dict.fromkeys(self.dims, Absent("too few rated it"))

    result = evaluate(Silent, report={"language": "en", "minimum_group": 6})["level"]
    assert result.estimates.absent["branch=1", "satisfaction.speed"] == "fewer than 6 answers"
    assert [(f.message, f.evidence) for f in absences(result, "branch=1")] == [
        ("absent-all", {"reason": "too few rated it"})
    ]


def test_a_label_is_no_quantity(evaluate):
    estimates = evaluate(Level)["level"].estimates
    assert "performance" in estimates
    assert not {"indicator", "replicate", "kind"} & {
        n for n in estimates.data.coords if n in estimates
    }


def test_of_several_reasons_none_is_that_of_everything(evaluate):
    class Torn(Level):
        def estimate(self, sample, study, options):
            return {name: Absent(f"no {name}") for name in self.dims}

    found = list(absences(evaluate(Torn)["level"], "all"))
    assert [f.message for f in found] == ["absent-some"] * len(Torn.dims)


def test_only_the_reason_of_a_quantity_is_told_where_it_is_asked_for(evaluate):
    result = evaluate(Counted)["counted"]
    told = {f.evidence["quantities"] for f in absences(result, "branch=1")}
    assert told == {"gap", "spread"}
    (own,) = absences(result, "branch=1", of="gap")
    assert own.evidence["reason"] == "nobody was asked what is important"
    assert not list(absences(result, "all", of="spread"))


def test_a_sheet_names_its_rows_and_counts_them(evaluate):
    result = evaluate(Counted)["counted"]
    table, classes = result.tables  # all of "nothing" is absent
    assert classes.name == "classes"
    assert (table.name, table.is_detail) == ("levels", True)
    frame = table.frame.query("group == 'all'")
    assert list(frame["quantity"]) == ["level"] * 3
    assert list(frame["n"]) == [33, 40, 40]


def test_the_module_that_presents_a_model_adds_to_what_it_has(evaluate, monkeypatch):
    """Rows of classes, tables besides, findings and charts; what it lacks stays as it is."""

    def classes_of(result):
        estimates = result.estimates
        high = estimates.answered("performance") > 4
        rows = class_rows(result, CLASSES, below=2.0, columns={"praised": high})
        return rows[rows["group"] == "all"]

    def tables_of(result):
        frame = class_rows(result, CLASSES)[["group", "indicator", "near_line"]]
        yield Table("lines", ("group", "indicator"), frame)

    module = ModuleType("mine_present")
    module.classes_of, module.tables_of = classes_of, tables_of
    monkeypatch.setitem(sys.modules, "mine_present", module)

    class Presented(Level):
        present = "mine_present"

    result = evaluate(Presented)["level"]
    assert [table.name for table in result.tables] == [
        *("indicators", "dimensions", "overall", "classes", "lines"),
    ]
    rows = result.table("classes")
    assert list(rows)[-2:] == ["praised", "near_line"]
    assert rows["near_line"].all()  # no share of the draws reaches 2
    assert not result.table("lines")["near_line"].any()
    assert [finding.message for finding in result.findings] == ["absent-some"]


def test_what_the_sample_cannot_tell_follows_share_interval_and_line(evaluate):
    """With draws from their share, without them from what is said `otherwise`, always if unsure."""
    drawn, plain = (
        evaluate(Level, uncertainty=uncertainty)["level"]
        for uncertainty in ({"replicates": 40}, {"method": "none"})
    )
    for result in (drawn, plain):
        means = result.estimates.answered("performance")
        at_speed = means.notnull() & (means["indicator"] == "speed")
        near = class_rows(result, CLASSES, otherwise=at_speed)
        found = near.set_index(["group", "indicator"])["near_line"]
        assert found["all", "speed"] == (result is plain)
        assert not found["all", "rate"]
        always = class_rows(result, CLASSES, unsure=at_speed)
        assert always.set_index(["group", "indicator"])["near_line"]["all", "speed"]
    rows = class_rows(drawn, CLASSES, below=0.9)
    share = rows[["p_low", "p_high"]].max(axis=1)
    assert (rows["near_line"] == (share < 0.9)).all()


def test_numbers_are_ranked_and_have_the_interval_of_the_table(evaluate):
    result = evaluate(Level)["level"]
    numbers = result.estimates.numbers("performance", "branch=2", is_falling=True)
    values = [own.value for own in numbers.values()]
    assert values == sorted(values, reverse=True)
    rows = result.table("indicators").set_index(["group", "indicator"])
    for code, own in numbers.items():
        row = rows.loc["branch=2", code]
        assert own.parts == (row["estimate"], row["ci_low"], row["ci_high"])
    assert result.estimates.ranked("nothing of the kind") == {}
    assert result.estimates.number("spread", "branch=1") is None


@pytest.mark.parametrize(
    ("estimate", "side"),
    [
        (Estimate(1.0), "plain"),
        (Estimate(1.0, 0.5, 2.0), "above"),
        (Estimate(1.0, 0.0, 2.0), "near"),
        (Estimate(-1.0, -2.0, -0.5), "below"),
    ],
)
def test_a_number_lies_on_the_side_on_which_all_of_its_interval_lies(estimate, side):
    assert estimate.side == side
    turned = {"above": "below", "below": "above"}
    assert estimate.negative().side == turned.get(side, side)
    assert estimate.negative().negative() == estimate
    named = estimate.evidence("gain", "index_")
    assert named["gain"] == estimate.value
    assert ("index_low" in named) == (side != "plain")


def test_quantities_of_several_dims_make_no_sheet(evaluate):
    class Mixed(Level):
        sheets: ClassVar = {"mixed": Sheet(("performance", "spread"))}

    with pytest.raises(ValueError, match=r"sheet 'mixed' don't have the same dims: perf.*, spread"):
        evaluate(Mixed)


class Places(Level):
    """Classes of dimensions, of which one has no look of its own."""

    name = "places"
    dims: ClassVar = {"dimension_score": ("dimension",), "class": ("dimension",)}
    looks: ClassVar = {"high": "keep_up"}

    def estimate(self, sample, study, options):
        mean = sample.by_dimension(sample.mean("satisfaction"))  # (R, D)
        return {"dimension_score": mean, "class": 1.0 * (mean > mean.mean(axis=1)[:, None])}


class Words:
    """A catalogue in which every message is its key."""

    language = "en"

    def __call__(self, key, **variables):
        return key

    def get(self, key, default):
        return default


def test_a_class_of_any_label_is_drawn_grey_where_its_model_gives_it_no_look(evaluate):
    result = evaluate(Places)["places"]
    rows = class_rows(result, CLASSES).query("group == 'all'")
    scores = Axis("score", result.estimates.ranked("dimension_score"))
    areas = {"low": {"right": 3.0}, "high": {"left": 3.0}}
    chart = class_chart("places-chart-all", rows, (scores, scores), areas, result, Words())
    assert chart.name == "all"
    drawn = json.dumps(chart.wide)
    assert all(CLASS_STYLES[look].colour in drawn for look in ("keep_up", "low_priority"))
    assert all(code in drawn for code in ("service", "price"))
