"""A run that is read back says what the evaluation said."""

import json

import numpy as np
import pandas as pd
import pytest

import clientlens
from clientlens.errors import RequestError
from clientlens.results.run import read_run, run_of
from support.small_studies import evaluate_small, study_values

SMALL_GROUPS = study_values(
    segments={"by": "size"},
    respondents={"size": {"values": {"L": "large", "S": "small"}}},
    report={"language": "en", "minimum_group": 10},
)


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    return evaluate_small(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def folder(evaluation, tmp_path_factory):
    return clientlens.write(evaluation, tmp_path_factory.mktemp("runs") / "first")


def test_a_run_on_disk_has_the_estimates_of_the_one_in_memory(evaluation, folder):
    written, kept = read_run(folder), run_of(evaluation)
    assert written.models == kept.models == ("quadrant",)
    assert (written.n, written.use("quadrant")) == (kept.n, kept.use("quadrant"))
    one, other = (run.estimates("quadrant") for run in (written, kept))
    for name in one.data:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-6)
    for part in ("estimate", "std_error", "ci_low", "ci_high"):
        seen, told = (e.summary("index")[part] for e in (one, other))
        np.testing.assert_allclose(seen, told, rtol=1e-5)
    assert one.scale("performance") == other.scale("performance") == (1.0, 5.0)
    assert one.classes("class") == other.classes("class")
    assert one.absent == other.absent


def test_a_run_on_disk_has_the_tables_of_the_one_in_memory(evaluation, folder):
    written, kept = read_run(folder), run_of(evaluation)
    assert written.tables("quadrant") == kept.tables("quadrant")
    for name in kept.tables("quadrant"):
        found, expected = written.table("quadrant", name), kept.table("quadrant", name)
        pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-9)


def test_classes_in_the_replicates_are_those_of_the_table(evaluation):
    estimates = evaluation["quadrant"].estimates
    codes = estimates.classes("class")
    table = evaluation["quadrant"].table("classes").set_index("indicator")
    answered = estimates.answered("class").sel(group="all").to_series()
    assert [codes[int(k)] for k in answered] == list(table["class"])
    for k, code in enumerate(codes):
        share = estimates.share(estimates["class"] == k).sel(group="all")
        np.testing.assert_allclose(share, table[f"p_{code}"], rtol=1e-12)


def test_names_are_those_of_the_study(folder):
    run = read_run(folder)
    assert run.title("zh") == "小调查"
    assert run.node_name("price", "en") == "Price"
    assert run.node_name("rate", "zh") == "利率"
    assert run.node_name("fees", "en") == "fees"


def test_evaluation_json_names_its_run_as_well(folder):
    assert read_run(folder / "evaluation.json").name == folder.name


def test_a_hidden_group_stays_hidden(tmp_path):
    evaluation = evaluate_small(tmp_path, SMALL_GROUPS)
    folder = clientlens.write(evaluation, tmp_path / "run")
    for run in (run_of(evaluation), read_run(folder)):
        assert "size=small" not in run.estimates("quadrant").groups
        assert next(g.n for g in run.groups if g.code == "size=small") is None
        with pytest.raises(RequestError, match="fewer than 10 respondents"):
            run.group("size=small")
        with pytest.raises(RequestError, match="has no group 'size=larg'"):
            run.group("size=larg")


def test_intervals_that_need_the_jackknife_are_percentiles_when_read_back(tmp_path):
    values = study_values(uncertainty={"replicates": 50, "interval": "bca"})
    folder = clientlens.write(evaluate_small(tmp_path, values), tmp_path / "run")
    estimates = read_run(folder).estimates("quadrant")
    assert estimates.uncertainty.interval_used == "percentile"
    low, high = np.quantile(estimates.draws("index").sel(group="all"), [0.025, 0.975])
    summary = estimates.summary("index").sel(group="all")
    assert (float(summary["ci_low"]), float(summary["ci_high"])) == pytest.approx((low, high))


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RequestError, match=r"isn't a run folder: it holds no evaluation\.json"):
        read_run(tmp_path)
    with pytest.raises(RequestError, match="isn't a run folder: it isn't there"):
        read_run(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda v: v.update(schema="clientlens.evaluation/0"), "is of the schema"),
        (lambda v: v.pop("groups"), "lacks groups"),
        (lambda v: v["recipe"].pop("study"), "lacks the study in its recipe"),
        (lambda v: v["recipe"]["study"].update(scales=3), "holds a study that this version"),
    ],
)
def test_what_another_version_wrote_is_refused(folder, tmp_path, change, told):
    values = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    change(values)
    (tmp_path / "evaluation.json").write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(RequestError, match=told):
        read_run(tmp_path)


def test_a_run_without_its_replicates_is_refused(folder, tmp_path):
    (tmp_path / "evaluation.json").write_bytes((folder / "evaluation.json").read_bytes())
    with pytest.raises(RequestError, match=r"estimates.nc: the replicates of the run aren't there"):
        read_run(tmp_path)
    (tmp_path / "estimates.nc").write_bytes(b"no such format")
    with pytest.raises(RequestError, match="holds no replicates of 'quadrant'"):
        read_run(tmp_path).estimates("quadrant")


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}'])
def test_a_file_that_is_no_evaluation_is_refused(tmp_path, text):
    (tmp_path / "evaluation.json").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=r"isn't the evaluation\.json of a run"):
        read_run(tmp_path)


def test_unknown_models_and_tables_are_refused_by_name(folder):
    run = read_run(folder)
    with pytest.raises(RequestError, match="Did you mean 'quadrant'"):
        run.estimates("quadrnat")
    with pytest.raises(RequestError, match="Did you mean 'classes'"):
        run.table("quadrant", "classses")
