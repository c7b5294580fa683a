"""``clientlens simulate``: what it says, writes and refuses."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import clientlens
from clientlens import plugins
from clientlens.cli.app import app
from clientlens.errors import ClientLensError, RequestError
from clientlens.plugin_api import hookimpl
from simulation.studies import STUDY, Bare, Factor


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


def test_python_and_the_command_draw_the_same(command):
    command("--n", 40, "--seed", 3, "--truth", "truth.yaml", "--out", "a.csv")
    cells = clientlens.simulate(
        clientlens.load("small.yaml"), n=40, seed=3, truth="truth.yaml"
    ).cells
    cells.to_csv("b.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()
    assert clientlens.simulate("small.yaml", n=40, seed=3, truth="truth.yaml").cells.equals(cells)
