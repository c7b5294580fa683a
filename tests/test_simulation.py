"""A simulated survey file is read without a problem, and holds what the truth file says."""

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field
from typer.testing import CliRunner

import clientlens
from clientlens import plugins
from clientlens.cli.app import app
from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.errors import ClientLensError, RequestError
from clientlens.plugin_api import Model, Options, Population, Problem, hookimpl
from clientlens.simulation.draw import simulate
from clientlens.simulation.truth import read_truth, usual_deviation
from clientlens.survey.code import code_answers
from clientlens.survey.delimited import DelimitedReader
from clientlens.survey.read import read_cells
from clientlens.survey.write import write_survey

PROVINCE = Path(__file__).parents[1] / "configs" / "jiangxi" / "province-2023.yaml"
STUDY = """
study: {id: small}
survey: {respondent_id: id, weight: w, seconds: secs}
scales:
  five: {points: [1, 5], labels: {bad: 1, poor: 2, so-so: 3, "fine, good": 4, superb: 5, great: 5}}
  ten: {points: [1, 10], labels: {never: 1}}
  two: {points: [0, 1]}
facets: {importance: {scale: ten}, satisfaction: {scale: five}}
hierarchy:
  process: {indicators: {speed: {}, ease: {}, papers: {reversed: [satisfaction]}}}
items:
  overall: {scale: ten}
  again: {scale: ten}
  trouble: {scale: ten, reversed: true}
  complained: {scale: two}
respondents:
  city: {column: City, values: {East: east, E: east, West: west}, missing: [unknown]}
  branch: {}
models:
  factor: {items: [overall, again, trouble]}
"""
POINTS = {"bad": 1, "poor": 2, "so-so": 3, "fine, good": 4, "superb": 5}


class FactorOptions(Options):
    items: tuple[str, ...] = Field((), strict=False)


class FactorTruth(Options):
    loading: float = 0.8


class Factor(Model):
    """Questions with one common factor."""

    name = "factor"
    Options = FactorOptions
    Truth = FactorTruth
    dims: ClassVar = {}
    locale = Path()

    def population(self, study, options, truth):
        if truth.loading > 1:
            raise RequestError(Problem("a loading is at most 1", hint="Write a smaller one."))
        matrix = np.full((len(options.items),) * 2, truth.loading**2)
        np.fill_diagonal(matrix, 1)
        return Population(options.items, matrix) if options.items else None

    def estimate(self, sample, study, options):
        return {}


class Bare(Factor):
    """A model that makes no population."""

    name = "bare"
    Truth = None


MODELS = {"factor": Factor(), "bare": Bare()}


def study(text=STUDY):
    schemas = {name: model.Options for name, model in MODELS.items()}
    return study_of(parse_yaml(text, "small.yaml"), Vocabulary(schemas, {}))


def drawn(truth=None, text=STUDY, n=300, seed=1, **arguments):
    asked = study(text)
    known = read_truth(truth, asked, MODELS)
    return simulate(asked, MODELS, known, n=n, seed=seed, **arguments)


def answers(found, tmp_path, text=STUDY):
    """What clientlens reads in the written file."""
    path = tmp_path / "answers.csv"
    asked = study(text)
    write_survey(path, found.names, found.blocks(), asked.survey)
    return code_answers(*read_cells(path, asked.survey, {"delimited": DelimitedReader()}), asked)


def values(found, tmp_path, text=STUDY):
    """Question → scale points, reversed ones turned."""
    read = answers(found, tmp_path, text)
    return {q.name: read.values[:, j] for j, q in enumerate(read.questions)}


def refusal(truth=None, text=STUDY, **arguments):
    with pytest.raises(RequestError) as refused:
        drawn(truth, text, **arguments)
    return str(refused.value)


def test_a_simulated_file_is_read_without_a_problem(tmp_path):
    found = drawn({"missing": 0.1})
    read = answers(found, tmp_path)
    assert len(read) == 300
    assert read.ids[0] == "S000001"
    assert (read.weights == 1).all()
    assert (read.seconds >= 8 * 10).all()
    assert (read.seconds <= 14 * 10).all()
    assert set(read.attributes["city"]) == {"east", "west"}
    assert set(read.attributes["branch"]) == {"a", "b", "c"}


def test_cells_are_in_the_words_of_the_study():
    cells = drawn().cells
    assert list(cells) == [
        "id", "w", "secs", "City", "branch",
        "speed_importance", "ease_importance", "papers_importance",
        "speed_satisfaction", "ease_satisfaction", "papers_satisfaction",
        "overall", "again", "trouble", "complained",
    ]  # fmt: skip
    assert set(cells["City"]) == {"East", "West"}  # the first cell of each code
    assert set(cells["speed_satisfaction"]) <= set(POINTS)  # the first label of each point
    assert set(cells["overall"]) <= {str(point) for point in range(1, 11)}  # not all are labelled


def test_a_block_of_rows_at_a_time_makes_the_same_file():
    found = drawn(n=50)
    whole = found.cells.to_numpy().tolist()
    rows = [list(row) for block in found.blocks(7) for row in zip(*block, strict=True)]
    assert rows == whole


def test_the_same_seed_draws_the_same_file_and_another_seed_another():
    truth = {"missing": 0.1, "respondents": {"city": {"follows": "overall"}}}
    one, same, other = (drawn(truth, seed=seed).cells for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_the_first_respondents_do_not_depend_on_how_many_there_are():
    few, many = (drawn(n=n).cells for n in (40, 20_000))
    assert few.equals(many[:40])


def test_what_is_left_out_or_told_apart_changes_no_answer():
    plain = drawn().cells
    other = drawn(
        {"missing": {"overall": 0.5}, "respondents": {"city": {"follows": "again"}}}
    ).cells
    differing = [name for name in plain if not plain[name].equals(other[name])]
    assert differing == ["City", "overall"]


def test_means_and_deviations_are_those_of_the_truth(tmp_path):
    truth = {
        "questions": {
            "satisfaction": {"mean": 3.5, "deviation": 0.9},
            "satisfaction.papers": {"mean": 2.2},
            "overall": {"mean": 6.4, "deviation": 2.1},
            "trouble": {"mean": 8.5},
            "complained": {"mean": 0.2},
        }
    }
    found = values(drawn(truth, n=40_000), tmp_path)
    wanted = {
        "satisfaction.speed": (3.5, 0.9),
        "satisfaction.papers": (2.2, 0.9),
        "overall": (6.4, 2.1),
        "trouble": (8.5, 1.8),
        "complained": (0.2, 0.4),
        "importance.ease": (7.3, 1.8),
    }
    for name, (mean, deviation) in wanted.items():
        assert found[name].mean() == pytest.approx(mean, abs=4 * deviation / 200)
        assert found[name].std() == pytest.approx(deviation, rel=0.03)


def test_questions_correlate_as_their_model_says_and_the_others_by_the_rule(tmp_path):
    truth = {"models": {"factor": {"loading": 0.9}}, "correlation": {"importance": 0.6}}
    text = STUDY.replace("complained: {scale: two}", "a: {scale: five}\n  b: {scale: ten}")
    found = values(drawn(truth, text, n=60_000), tmp_path, text)
    r = dict(zip(found, np.corrcoef([*found.values()]), strict=True))
    position = {name: j for j, name in enumerate(found)}
    wanted = {
        ("overall", "again"): 0.81,
        ("overall", "trouble"): 0.81,
        ("importance.speed", "importance.ease"): 0.6,
        ("satisfaction.speed", "satisfaction.papers"): 0.3,
        ("a", "b"): 0.3,
        ("importance.speed", "satisfaction.speed"): 0,
        ("overall", "satisfaction.speed"): 0,
        ("overall", "a"): 0,
    }
    for (one, other), correlation in wanted.items():
        assert r[one][position[other]] == pytest.approx(correlation, abs=0.02)


def test_a_reversed_question_is_turned_in_the_file_and_back_when_read(tmp_path):
    found = drawn({"questions": {"trouble": {"mean": 8.5}}}, n=5000)
    assert found.cells["trouble"].astype(int).mean() == pytest.approx(2.5, abs=0.1)
    assert values(found, tmp_path)["trouble"].mean() == pytest.approx(8.5, abs=0.1)


def test_answers_are_missing_in_the_shares_of_the_truth(tmp_path):
    truth = {"missing": {"all": 0.1, "overall": 0.3, "satisfaction": 0, "satisfaction.ease": 0.2}}
    found = values(drawn(truth, n=8000), tmp_path)
    shares = {name: np.isnan(column).mean() for name, column in found.items()}
    assert shares["overall"] == pytest.approx(0.3, abs=0.02)
    assert shares["again"] == pytest.approx(0.1, abs=0.015)
    assert shares["satisfaction.ease"] == pytest.approx(0.2, abs=0.02)
    assert shares["satisfaction.speed"] == 0
    missing = np.isnan([found["overall"], found["again"]]).astype(float)
    assert np.corrcoef(missing)[0, 1] == pytest.approx(0, abs=0.05)  # each by itself


def test_one_share_is_that_of_all_questions():
    assert drawn({"missing": 0.1}).cells.equals(drawn({"missing": {"all": 0.1}}).cells)


@pytest.mark.parametrize("correlation", [0.8, -0.8, 1.0])
def test_an_attribute_follows_answers_in_the_order_of_its_codes(tmp_path, correlation):
    said = {"shares": {"west": 0.3, "east": 0.7}, "follows": "satisfaction"}
    truth = {"respondents": {"city": {**said, "correlation": correlation}}}
    read = answers(drawn(truth, n=8000), tmp_path)
    is_west = read.attributes["city"] == "west"
    assert is_west.mean() == 0.3
    height = read.facet("satisfaction").mean(axis=1)
    difference = height[~is_west].mean() - height[is_west].mean()
    assert difference * np.sign(correlation) > 0.5


def test_an_attribute_follows_several_questions_and_otherwise_none(tmp_path):
    truth = {
        "respondents": {
            "city": {"follows": ["overall", "importance.speed"], "correlation": 0.6},
            "branch": {"shares": {"X1": 20, "X2": 80}},
        }
    }
    read = answers(drawn(truth, n=8000), tmp_path)
    found = {q.name: read.values[:, j] for j, q in enumerate(read.questions)}
    is_east, is_x1 = read.attributes["city"] == "east", read.attributes["branch"] == "X1"
    lower = {
        name: column[is_east].mean() - column[~is_east].mean() for name, column in found.items()
    }
    assert lower["overall"] < -0.5
    assert lower["importance.speed"] < -0.5
    assert abs(lower["satisfaction.speed"]) < 0.1
    assert is_x1.mean() == pytest.approx(0.2, abs=0.02)
    assert abs(np.corrcoef(is_x1, found["overall"])[0, 1]) < 0.04


def test_the_standing_of_followed_answers_correlates_as_the_truth_says(tmp_path):
    """A code of two equal halves is a coin: r √(2/π) is left of a correlation r."""
    text = STUDY.replace("five: {points: [1, 5], labels: {", "five: {points: [1, 100], labels: {")
    truth = {"respondents": {"city": {"follows": "satisfaction.speed", "correlation": 0.5}}}
    read = answers(drawn(truth, text, n=60_000), tmp_path, text)
    speed = read.values[:, [q.name for q in read.questions].index("satisfaction.speed")]
    found = np.corrcoef(speed, read.attributes["city"] == "west")[0, 1]
    assert found == pytest.approx(0.5 * np.sqrt(2 / np.pi), abs=0.015)


def test_a_study_without_a_population_follows_the_rule_alone(tmp_path):
    text = STUDY.replace("factor: {items: [overall, again, trouble]}", "bare: {}")
    found = drawn({"correlation": {"items": 0.5}}, text, n=20_000)
    assert found.populations == {}
    read = values(found, tmp_path, text)
    assert np.corrcoef(read["overall"], read["trouble"])[0, 1] == pytest.approx(0.5, abs=0.03)


def test_the_survey_file_is_written_as_the_study_reads_it(tmp_path):
    text = STUDY.replace(
        "survey: {", "survey: {encoding: gb18030, delimiter: ';', header_row: 3, "
    ).replace("superb: 5", "满意: 5")
    found = drawn({"missing": 0.1}, text)
    assert len(answers(found, tmp_path, text)) == 300
    raw = (tmp_path / "answers.csv").read_bytes().decode("gb18030")
    assert raw.startswith("\n\nid;w;secs;")
    assert "满意" in raw


def test_by_default_it_is_utf_8_with_a_byte_order_mark(tmp_path):
    answers(drawn(), tmp_path)
    raw = (tmp_path / "answers.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,w,secs,")
    assert b"\r" not in raw
    assert list(csv.reader(raw.decode("utf-8-sig").splitlines()))[1][0] == "S000001"


TWO_MODELS = STUDY.replace(
    "  factor:", "  items: {use: factor, items: [again, complained]}\n  factor:"
)


def test_two_models_that_speak_of_one_question_are_named():
    assert refusal(text=TWO_MODELS) == (
        "models 'items' and 'factor' both say how the answers to 'again' hang together\n"
        "    Choose one with --model items or --model factor."
    )


def test_one_of_two_models_is_chosen_by_name_or_by_the_truth():
    assert list(drawn(text=TWO_MODELS, model="items").populations) == ["items"]
    assert list(drawn({"models": {"factor": {}}}, TWO_MODELS).populations) == ["factor"]


def test_two_models_that_speak_of_different_questions_both_hold():
    text = TWO_MODELS.replace("[overall, again, trouble]", "[overall, trouble]")
    assert list(drawn(text=text).populations) == ["items", "factor"]


def test_a_model_that_offers_no_population_can_not_be_chosen():
    text = STUDY.replace("models:\n", "models:\n  bare: {}\n")
    assert refusal(text=text, model="bare") == (
        "model 'bare' offers no population. Models that do: factor."
    )
    assert refusal(model="facto") == (
        "the study has no model 'facto'. Did you mean 'factor'? Known: factor."
    )


def test_a_model_that_speaks_of_what_is_not_asked_is_named():
    text = STUDY.replace("[overall, again, trouble]", "[overall, agains]")
    assert refusal(text=text) == "model 'factor' speaks of 'agains', which the study doesn't ask"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "`n` must lie between 1 and 10,000,000, got 0"),
        ({"n": 10_000_001}, "`n` must lie between 1 and 10,000,000, got 10,000,001"),
        ({"seed": -1}, "`seed` must not be negative, got -1"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments, message):
    assert refusal(**arguments) == message


REFUSED = {
    "questions: {speed: {mean: 3}}": (
        "truth.yaml:1:13: unknown facet or question 'speed'\n"
        "    Known: importance, satisfaction, importance.speed, importance.ease, "
        "importance.papers, satisfaction.speed, satisfaction.ease, satisfaction.papers, overall, "
        "again, trouble, complained."
    ),
    "questions: {overal: {mean: 3}}": "Did you mean 'overall'?",
    "question: {}": (
        "truth.yaml:1:1: unknown key 'question'\n"
        "    Did you mean 'questions'? "
        "Known: questions, models, correlation, respondents, missing."
    ),
    "questions: {overall: {means: 9}}": (
        "truth.yaml:1:23: unknown key 'means' in 'questions.overall'\n"
        "    Did you mean 'mean'? Known: mean, deviation."
    ),
    "questions: {overall: {mean: high}}": (
        "truth.yaml:1:29: 'overall.mean' must be a number, got 'high'"
    ),
    "questions: {satisfaction: {mean: 9}}": (
        "truth.yaml:1:34: the mean of 'satisfaction' must lie above 1 and below 5, "
        "the ends of its scale, got 9"
    ),
    "questions: {satisfaction: {mean: 4.8, deviation: 0.9}}": (
        "truth.yaml:1:50: the deviation of 'satisfaction' must lie between 0.401 and 0.871 "
        "beside a mean of 4.8, got 0.9"
    ),
    "questions: {satisfaction: {deviation: 0.9}, satisfaction.ease: {mean: 4.8}}": (
        "truth.yaml:1:39: the deviation of 'satisfaction.ease' must lie between 0.401 and 0.871 "
        "beside a mean of 4.8, got 0.9"
    ),
    "questions: {complained: {mean: 0.2, deviation: 0.3}}": (
        "truth.yaml:1:48: the deviation of 'complained' must be 0.4 on a scale of two points "
        "beside a mean of 0.2, got 0.3"
    ),
    "models: {facter: {}}": (
        "truth.yaml:1:10: unknown model 'facter'\n    Did you mean 'factor'? Known: factor."
    ),
    "models: {factor: {loadings: 0.7}}": (
        "truth.yaml:1:19: unknown key 'loadings' in 'models.factor'\n"
        "    Did you mean 'loading'? Known: loading."
    ),
    "models: {factor: {loading: 1.7}}": (
        "truth.yaml:1:10: a loading is at most 1\n    Write a smaller one."
    ),
    "correlation: {stated: 0.3}": (
        "truth.yaml:1:15: unknown facet 'stated'\n    Known: importance, satisfaction, items."
    ),
    "correlation: {importance: 1.3}": (
        "truth.yaml:1:27: 'correlation.importance' must be at most 1, got 1.3"
    ),
    "correlation: {items: 0.4}": (
        "truth.yaml:1:15: no two questions of 'items' are left to a rule\n"
        "    Take it away; the model says how they hang together."
    ),
    "correlation: {importance: -0.9}": (
        "the correlations of 'importance.speed', 'importance.ease', 'importance.papers' "
        "contradict each other"
    ),
    "respondents: {town: {}}": (
        "truth.yaml:1:15: unknown respondent attribute 'town'\n    Known: city, branch."
    ),
    "respondents: {city: {shares: {north: 1}}}": (
        "truth.yaml:1:31: attribute 'city' never takes the value 'north'\n    Known: east, west."
    ),
    "respondents: {city: {shares: {east: 0.5, west: 0.4}}}": (
        "truth.yaml:1:22: the shares of east, west add up to 0.9\n"
        "    They must add up to 1 or to 100."
    ),
    "respondents: {city: {shares: {east: -1}}}": (
        "truth.yaml:1:37: 'shares.east' must be at least 0, got -1"
    ),
    "respondents: {city: {follows: [overall, speed]}}": (
        "truth.yaml:1:41: unknown facet or question 'speed'"
    ),
    "respondents: {city: {correlation: 0.5}}": (
        "truth.yaml:1:22: attribute 'city' is to correlate, and follows nothing\n"
        "    Name what it follows, for example  follows: overall."
    ),
    'respondents: {branch: {shares: {" ": 1}}}': (
        "truth.yaml:1:33: the cell ' ' means that attribute 'branch' is unknown"
    ),
    "missing: 1": "truth.yaml:1:10: 'missing.all' must be below 1, got 1",
    "missing: {overall: -0.1}": "truth.yaml:1:20: 'missing.overall' must be at least 0, got -0.1",
    "missing: few": "truth.yaml:1:10: 'missing' must be a map of keys, got 'few'",
    "missing: {every: 0.1}": "truth.yaml:1:11: unknown facet or question 'every'",
    "[questions]": (
        "truth.yaml:1:1: the file must hold a map of keys\n    Begin with 'questions:'."
    ),
    "questions: {}\nquestions: {}": "truth.yaml:2:1: key 'questions' is given twice",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_truth_that_can_not_be_is_refused_at_its_place(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("truth.yaml").write_text(text, encoding="utf-8")
    assert REFUSED[text] in refusal(Path("truth.yaml"))


def test_every_problem_of_a_truth_is_told_at_once(tmp_path):
    path = tmp_path / "truth.yaml"
    path.write_text("questions: {a: {men: 3}}\nmissing: {c: 2}\nmodels: {factor: {x: 1}}\n")
    with pytest.raises(RequestError) as refused:
        drawn(path)
    assert [(p.place.line, p.place.column) for p in refused.value.problems] == [
        (1, 13), (1, 17), (2, 11), (2, 14), (3, 19),
    ]  # fmt: skip


def test_a_truth_that_is_not_there_is_refused():
    assert refusal(Path("nowhere.yaml")) == (
        "nowhere.yaml: can't be read: No such file or directory"
    )


def test_a_key_without_a_value_says_nothing(tmp_path):
    path = tmp_path / "truth.yaml"
    path.write_text("questions:\n  overall:\nmissing:\n")
    assert drawn(path).cells.equals(drawn().cells)


def test_respondents_of_whom_nothing_would_be_left_are_refused():
    text = """
study: {id: bare}
scales: {five: {points: [1, 5]}}
items: {overall: {scale: five}}
"""
    assert len(drawn(text=text).cells) == 300
    assert refusal({"missing": 0.5}, text).startswith("respondent ")
    assert "would leave every cell of the file blank" in refusal({"missing": 0.5}, text)


def test_an_attribute_may_be_read_from_a_column_that_is_there(tmp_path):
    text = STUDY.replace("branch: {}", "rating: {column: Overall}")
    read = answers(drawn(text=text), tmp_path, text)
    overall = read.values[:, [q.name for q in read.questions].index("overall")]
    assert (read.attributes["rating"].astype(float) == overall).all()
    narrow = STUDY.replace("branch: {}", "rating: {column: overall, values: {'1': low}}")
    assert refusal(text=narrow) == (
        "column 'overall' has another use, and attribute 'rating' no value for '2'"
    )


@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 3), (1, 5), (1, 10), (0, 100)])
def test_the_usual_deviation_is_one_that_answers_can_have(low, high):
    from clientlens.stats.ordinal import deviation_limits

    for mean in np.linspace(low, high, 52)[1:-1]:
        assert deviation_limits(mean, low, high).allow(usual_deviation(mean, low, high))


@pytest.fixture
def command(tmp_path, monkeypatch):
    """The command in an empty folder with a study, the model being installed."""

    @hookimpl
    def clientlens_models():
        return [Factor, Bare]

    module = SimpleNamespace(clientlens_models=clientlens_models)
    point = SimpleNamespace(
        name="factor", value="factor", load=lambda: module,
        dist=SimpleNamespace(name="mine", version="1"),
    )  # fmt: skip
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point])
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(STUDY, encoding="utf-8")
    Path("truth.yaml").write_text("missing: 0.02", encoding="utf-8")

    def run(*arguments):
        line = ["simulate", "small.yaml", *map(str, arguments)]
        return CliRunner().invoke(app, line, catch_exceptions=False)

    return run


def test_the_command_says_what_it_wrote_and_what_holds(command):
    done = command("--n", 30, "--seed", 5, "--truth", "truth.yaml")
    assert done.output == (
        "small-simulated.csv: 30 respondents, 15 columns, seed 5; 'factor' holds for 3 questions.\n"
    )
    written = Path("small-simulated.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(written) == 31
    assert sorted(path.name for path in Path().iterdir()) == [
        "small-simulated.csv", "small.yaml", "truth.yaml",
    ]  # fmt: skip


def test_the_command_says_where_no_model_holds(command):
    text = STUDY.replace("factor: {items: [overall, again, trouble]}", "bare: {}")
    Path("small.yaml").write_text(text, encoding="utf-8")
    assert "no model of the study says how answers hang together" in command().output


def test_the_command_replaces_a_file_only_when_told_to(command):
    first = command("--out", "a.csv", "--seed", 1)
    assert first.exit_code == 0
    before = Path("a.csv").read_bytes()
    with pytest.raises(ClientLensError, match=r"'a.csv' is there already\. Name another"):
        command("--out", "a.csv", "--seed", 2)
    assert Path("a.csv").read_bytes() == before
    assert command("--out", "a.csv", "--seed", 2, "--force").exit_code == 0
    assert Path("a.csv").read_bytes() != before


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("a.xlsx", r"'a.xlsx' is written as CSV, so its name must end in \.csv"),
        ("nowhere/a.csv", "'nowhere/a.csv' can't be written: there is no folder 'nowhere'"),
    ],
)
def test_a_file_that_can_not_be_written_is_refused_before_anything_is_drawn(command, out, message):
    with pytest.raises(RequestError, match=message):
        command("--out", out)


@pytest.mark.parametrize("n", [0, 10_000_001])
def test_the_command_refuses_numbers_out_of_range(command, n):
    assert command("--n", n).exit_code == 2


def test_a_text_that_the_encoding_lacks_is_refused_and_nothing_is_left(tmp_path):
    asked = study(STUDY.replace("survey: {", "survey: {encoding: ascii, "))
    path = tmp_path / "answers.csv"
    with pytest.raises(RequestError, match="can't be written in ascii"):
        write_survey(path, ["满意"], [], asked.survey)
    assert not list(tmp_path.iterdir())


def test_python_and_the_command_draw_the_same(command):
    command("--n", 40, "--seed", 3, "--truth", "truth.yaml", "--out", "a.csv")
    cells = clientlens.simulate(
        clientlens.load("small.yaml"), n=40, seed=3, truth="truth.yaml"
    ).cells
    cells.to_csv("b.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()
    assert clientlens.simulate("small.yaml", n=40, seed=3, truth="truth.yaml").cells.equals(cells)


@pytest.mark.parametrize(
    ("role", "n", "seed"), [("clients", 1200, 2023), ("staff", 148, 20231), ("managers", 56, 20232)]
)
def test_the_province_is_drawn_from_its_truth(tmp_path, role, n, seed):
    province = clientlens.load(PROVINCE)
    name = "province-2023" if role == "clients" else f"province-2023-{role}"
    data = PROVINCE.parent / "data"
    found = clientlens.simulate(
        province, n=n, seed=seed, role=role, truth=data / f"{name}.truth.yaml"
    )
    write_survey(tmp_path / "a.csv", found.names, found.blocks(), province.survey)
    assert (tmp_path / "a.csv").read_bytes() == (data / f"{name}.csv").read_bytes()
