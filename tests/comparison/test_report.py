"""The report of a comparison says what the frames say, in both languages, whole or not at all."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import clientlens
from clientlens import plugins
from clientlens.cli.compare import compare
from clientlens.drawing.agreement_grid import Agreement, grid_specs
from clientlens.drawing.bump import BumpLine, bump_specs
from clientlens.drawing.dumbbell import Dumbbell, DumbbellTitles, dumbbell_specs
from clientlens.drawing.vega import to_svg
from clientlens.errors import RequestError
from clientlens.report.comparison import page as pages
from clientlens.report.comparison.folder import FRAMES, check_replaceable, write_comparison
from clientlens.report.comparison.terminal import summary
from clientlens.report.comparison.vocabulary import OWN_LOCALE, vocabulary_of
from support.small_studies import draw_answers, evaluate_small, study_values

ROOT = Path(__file__).parents[2]
MODELS = {
    "quadrant": {},
    "derived": {"use": "quadrant", "importance": "derived", "overall": "overall"},
    "composite": {},
}
ENTRY = re.compile(r"^([a-z][\w-]*) =(.*(?:\n[ }].*)*)", re.MULTILINE)
VARIABLE = re.compile(r"\$(\w+)")
KINDS = {"models", "settings", "regions", "waves", "studies", "mixed"}


def cli(*arguments, cwd, expect=0):
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "clientlens", *map(str, arguments)],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == expect, done.stdout + done.stderr
    return done


def in_words(comparison, language="en"):
    locales = {name: model.locale for name, model in plugins.load().models.items()}
    return vocabulary_of(comparison, language, locales)


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    study = {"id": "small", "region": ["A", "B"], "wave": 2023, "is_synthetic": True}
    folder = tmp_path_factory.mktemp("study")
    return evaluate_small(folder, study_values(models=MODELS, study=study))


@pytest.fixture(scope="module")
def comparison(evaluation):
    return clientlens.compare(evaluation)


@pytest.fixture(scope="module")
def runs(evaluation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    clientlens.write(evaluation, folder / "first")
    other = study_values(
        models={"quadrant": {}}, study={"id": "small", "region": ["A", "C"], "wave": 2023}
    )
    answers = draw_answers(n=70, seed=9, shift=-0.5)
    clientlens.write(evaluate_small(folder / "study", other, answers), folder / "second")
    return folder


def entries(language):
    text = (OWN_LOCALE / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(VARIABLE.findall(value)) for key, value in ENTRY.findall(text)}


def test_both_catalogues_say_the_same_with_the_same_variables():
    assert entries("zh") == entries("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_of_a_comparison_can_be_said(comparison, language):
    words = in_words(comparison, language)
    for key, variables in entries(language).items():
        assert words(key, **dict.fromkeys(variables, 1))
    for kind in KINDS:
        assert f"comparison-title-{kind}" in words.messages


def test_sentences_have_the_numbers_of_the_frames(comparison):
    text = " ".join(s for pair in pages.page_of(in_words(comparison)).pairs for s in pair.sentences)
    for row in comparison.differences.query("quantity == 'index'").itertuples():
        assert f"{abs(row.difference):.1f} points" in text
    for row in comparison.agreement.query(
        "quantity == 'priority' and measure == 'kendall'"
    ).itertuples():
        assert f"τ = {row.estimate:.3f}".replace("-", "−") in text
    found = comparison.indicators.query("first == 'quadrant' and second == 'derived'")
    counts = found["verdict"].value_counts()
    agree, disagree = counts.get("agree", 0), counts.get("disagree", 0)
    assert f"put {agree} indicators into the same class and {disagree} into another one" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole_and_in_its_language(comparison, language):
    page = pages.render(pages.page_of(in_words(comparison, language)))
    assert page.count("<figure") == page.count("</figure>") >= 4
    assert 'http-equiv="Content-Security-Policy"' in page
    assert "Comparison of models" in page if language == "en" else "模型比较" in page
    assert "利率" in page if language == "zh" else "Interest rate" in page
    body = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    keys = {key for key in entries(language) if re.search(rf"\b{key}\b", body)}
    assert not keys  # no message is shown by its key


def test_two_runs_are_named_by_what_tells_them_apart(runs):
    found = clientlens.compare(runs / "first", runs / "second")
    assert found.kind == "regions"
    words = in_words(found)
    assert [words.source(s.name) for s in found.sources if s.model == "quadrant"] == [
        "B · Importance–satisfaction quadrants",
        "C · Importance–satisfaction quadrants",
    ]
    only = in_words(clientlens.compare(runs / "first", runs / "second", models=["quadrant"]))
    assert set(only.titles.values()) == {"B", "C"}


def test_models_of_several_runs_have_pictures_of_their_own(tmp_path):
    """Nothing says that the ranks of one model in 2022 should be those of another in 2023."""
    models = {"quadrant": {}, "composite": {}}
    waves = [
        evaluate_small(
            tmp_path / str(wave),
            study_values(models=models, study={"id": f"small-{wave}", "wave": wave}),
            draw_answers(seed=wave),
        )
        for wave in (2022, 2023)
    ]
    page = pages.page_of(in_words(clientlens.compare(*waves)))
    assert [pair.title for pair in page.pairs] == [
        "2022 – 2023 · Importance–satisfaction quadrants",
        "2022 – 2023 · Composite index",
    ]
    urgent = [f for f in page.charts if "priorities" in f.anchor]
    assert [f.title for f in urgent] == [
        "What is most urgent, by each · Importance–satisfaction quadrants",
        "What is most urgent, by each · Composite index",
    ]
    assert all('"value":["2022","2023"]' in f.specs for f in urgent)
    assert len({f.anchor for f in page.charts}) == len(page.charts) == 6
    sentences = " ".join(sentence for pair in page.pairs for sentence in pair.sentences)
    assert "2023 · Composite index" not in sentences


@pytest.mark.parametrize(("removed", "is_told"), [(2, True), (20, False)])
def test_runs_that_tell_of_a_few_respondents_by_subtraction_say_so(tmp_path, removed, is_told):
    answers = draw_answers(n=60)
    rated = [name for name in answers if name.endswith("_satisfaction")]
    answers[rated] = answers[rated].astype(object)
    answers.loc[: removed - 1, rated[:4]] = None
    runs = [
        evaluate_small(tmp_path / name, study_values(screening=rules), answers)
        for name, rules in (("all", {}), ("fewer", {"incomplete": {"max_missing": 0.2}}))
    ]
    found = clientlens.compare(*runs)
    assert found.runs[0].n - found.runs[1].n == removed
    told = " ".join(pages.page_of(in_words(found)).pairing)
    assert ("keep this page as the answers themselves" in told) == is_told


def test_a_group_that_few_are_set_aside_of_says_so_too(tmp_path):
    answers = draw_answers(n=60).assign(size=["L", "S"] * 30)
    rated = [name for name in answers if name.endswith("_satisfaction")]
    answers[rated] = answers[rated].astype(object)
    answers.loc[:7, rated[:4]] = None  # eight in all, four of either size
    runs = [
        evaluate_small(
            tmp_path / name, study_values(screening=rules, segments={"by": "size"}), answers
        )
        for name, rules in (("all", {}), ("fewer", {"incomplete": {"max_missing": 0.2}}))
    ]
    told = {
        group: " ".join(pages.page_of(in_words(clientlens.compare(*runs, group=group))).pairing)
        for group in ("all", "size=L")
    }
    assert "as the answers themselves" not in told["all"]
    assert "as the answers themselves" in told["size=L"]


def test_pairs_that_are_not_told_are_counted(tmp_path):
    models = {name: {"use": "quadrant"} for name in ("a", "b", "c", "d", "e", "f")}
    found = clientlens.compare(evaluate_small(tmp_path, study_values(models=models)))
    page = pages.page_of(in_words(found))
    assert len(found.pairs) == 15
    assert len(page.pairs) == 10
    assert any("5 more stand in the tables" in sentence for sentence in page.pairing)


def test_the_terminal_says_what_agrees_and_how_surely(comparison):
    console = Console(width=80, record=True, file=io.StringIO())
    summary(in_words(comparison), console, Path("runs/x"))
    text = console.export_text()
    assert "Comparison of models" in text
    assert "Kendall's τ" in text
    assert re.search(r"Rank-biased\s", text)  # no word is cut
    assert "intervals of differences are" in text
    assert max(map(len, text.splitlines())) <= 80
    assert text.rstrip().endswith("runs/x")


def test_a_pair_without_rankings_has_no_empty_table_of_agreement(tmp_path):
    models = {"composite": {}, "weights": {}}  # they share the index alone
    values = study_values(models=models, weighting={"method": "equal"})
    console = Console(width=80, record=True, file=io.StringIO())
    summary(in_words(clientlens.compare(evaluate_small(tmp_path, values))), console)
    text = console.export_text()
    assert "give the same index" in text
    assert "Kendall" not in text


def test_agreement_that_is_nearly_nought_has_no_minus_before_it():
    wide, _ = grid_specs([Agreement(0, 1, -0.003), Agreement(0, 2, -0.25)], ["a", "b", "c"])
    texts = {row["text"] for row in wide["data"]["values"]}
    assert texts == {"0.00", "−0.25"}


def test_the_folder_holds_page_tables_pictures_and_recipes(comparison, evaluation, tmp_path):
    write_comparison(in_words(comparison), tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.html", "tables", "pictures", "comparison.json"}
    assert {p.stem for p in (tmp_path / "out/tables").iterdir()} == set(FRAMES)
    values = json.loads((tmp_path / "out/comparison.json").read_text(encoding="utf-8"))
    assert values["schema"] == "clientlens.comparison/1"
    assert values["recipes"][0]["recipe"]["study"] == evaluation.study.values
    written = pd.read_csv(tmp_path / "out/tables/differences.csv", encoding="utf-8-sig")
    np.testing.assert_allclose(
        written["difference"], comparison.differences["difference"], rtol=1e-9
    )
    assert list(written) == list(comparison.differences)


def test_the_same_comparison_leaves_the_same_bytes(comparison, tmp_path):
    for name in ("one", "other"):
        write_comparison(in_words(comparison), tmp_path / name)
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file():
            again = tmp_path / "other" / path.relative_to(tmp_path / "one")
            assert again.read_bytes() == path.read_bytes()


def test_a_folder_of_something_else_is_not_replaced(comparison, runs, tmp_path):
    with pytest.raises(RequestError, match="isn't of a comparison of clientlens"):
        check_replaceable(runs / "first")
    write_comparison(in_words(comparison), tmp_path / "out")
    write_comparison(in_words(comparison, "zh"), tmp_path / "out")
    assert "模型比较" in (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_command_compares_the_models_of_one_run(runs):
    done = cli("compare", runs / "first", "--models", "quadrant,derived", cwd=runs)
    assert "Comparison of models" in done.stdout
    assert (runs / "runs/compare-first/report.html").is_file()


def test_the_command_compares_two_runs_in_the_language_asked_for(runs, tmp_path):
    out = tmp_path / "out"
    done = cli(
        "compare", runs / "first", runs / "second", "--language", "zh", "--out", out, cwd=runs
    )
    assert "地区比较" in done.stdout
    assert "不同地区的评价按相互独立比较" in done.stdout
    assert "地区比较" in (out / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("named", "options", "told"),
    [
        (["nowhere"], {}, "isn't a run folder"),
        (["first"], {"models": "quadrnt"}, "has a model 'quadrnt'"),
        (["first"], {"group": "size=L"}, "has no group 'size=L'"),
        (["second"], {}, "there is quadrant alone"),
        (["first"], {"language": "fr"}, "--language must be one of zh, en, got 'fr'"),
        (["first"], {"level": 95.0}, r"Did you mean 0\.95"),
        (["first"], {"out": Path("second")}, "isn't of a comparison of clientlens"),
        (["first", "first/evaluation.json"], {}, "'first' is named twice"),
    ],
)
def test_the_command_says_what_would_do(runs, monkeypatch, named, options, told):
    monkeypatch.chdir(runs)
    with pytest.raises(RequestError, match=told):
        compare([Path(name) for name in named], **options)
    assert not list(runs.glob(".*"))


def test_pictures_draw_with_and_without_intervals():
    lines = [BumpLine("利率", (1.0, 2.0)), BumpLine("speed", (2.0, 1.0), is_marked=True)]
    bells = [
        Dumbbell("利率", 70.0, 75.0, 2.0, 8.0, is_sure=True),
        Dumbbell("speed", 70.0, 70.0, None, None),
    ]
    titles = DumbbellTitles("2022", "2023", "points", "difference")
    cells = [Agreement(0, 1, -0.4, "[−0.6, −0.1]"), Agreement(0, 2, 0.9), Agreement(1, 2, 0.1)]
    for wide, narrow in (
        bump_specs(lines, ["甲", "乙"], "rank"),
        dumbbell_specs(bells, titles),
        grid_specs(cells, ["a", "b", "一个很长很长很长很长的名字"]),
    ):
        for spec in (wide, narrow):
            svg = to_svg(spec)
            assert svg.startswith("<svg")
            assert "NaN" not in svg
            assert "undefined" not in svg
