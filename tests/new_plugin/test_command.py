"""``clientlens new-plugin``: what it says, and what it refuses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from clientlens import plugins
from clientlens.cli.app import app
from clientlens.errors import RequestError
from clientlens.new_plugin.names import Names, check_name
from clientlens.new_plugin.write import write_plugin

REGISTRY = plugins.load()


def refusal(name, template="model", directory=None):
    with pytest.raises(RequestError) as error:
        write_plugin(name, template, directory, REGISTRY)
    return str(error.value)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_next_three_commands_are_said(elsewhere):
    done = CliRunner().invoke(app, ["new-plugin", "rank_sum", "--template", "weighting"])
    assert done.exit_code == 0, done.output
    first, *commands = [line for line in done.output.splitlines() if line]
    assert first == "clientlens-rank-sum: the plugin 'rank_sum' (weighting). Next:"
    assert [line.split()[:4] for line in commands] == [
        ["python", "-m", "pip", "install"],
        ["python", "-m", "pytest", '"clientlens-rank-sum"'],
        ["clientlens", "run", '"clientlens-rank-sum/examples/study.yaml"'],
    ]
    assert f'--editable "{elsewhere / "clientlens-rank-sum"}[test]"' in commands[0]


def test_a_folder_can_be_named_with_parents_that_are_made(elsewhere):
    done = CliRunner().invoke(app, ["new-plugin", "rank_sum", "--out", "plugins/mine"])
    assert done.exit_code == 0, done.output
    assert (elsewhere / "plugins" / "mine" / "clientlens_rank_sum" / "model.py").is_file()
    assert [path.name for path in (elsewhere / "plugins").iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "Kano-Neu",
            (
                "'Kano-Neu' can't be the name of a package\n"
                "    Small letters a to z, digits and single _, at most 30 characters.\n"
                "    For example 'kano_neu'."
            ),
        ),
        (
            "满意",
            (
                "'满意' can't be the name of a package\n"
                "    Small letters a to z, digits and single _, at most 30 characters."
            ),
        ),
        ("class", "'class' is a word of Python itself\n    Take another name."),
        ("true", "'true' is a word of a study file itself\n    Take another name."),
        ("yes", "'yes' is a word of a study file itself\n    Take another name."),
        (
            "kano",
            (
                "a plugin 'kano' is installed already, by clientlens\n"
                "    Take another name; 'clientlens plugins' lists those that are taken."
            ),
        ),
        (
            "clientlens",
            (
                "a plugin 'clientlens' is installed already, by clientlens\n"
                "    Take another name; 'clientlens plugins' lists those that are taken."
            ),
        ),
        (
            "weights",
            (
                "'weights' is offered already, by plugin 'weighting'\n"
                "    Take another name; 'clientlens plugins' lists those that are taken."
            ),
        ),
        (
            "clientlens_kano2",
            (
                "'clientlens_kano2' begins with the prefix of all packages\n"
                "    Say 'kano2': the package gets the prefix by itself."
            ),
        ),
    ],
)
def test_a_name_that_can_not_be_is_refused(name, told):
    assert refusal(name) == told


def test_a_name_is_taken_by_a_plugin_of_the_same_kind_alone():
    """A weighting may have the name of a model, as the study writes them elsewhere."""
    assert not list(check_name("weights", REGISTRY, "clientlens_weightings"))
    assert list(check_name("entropy", REGISTRY, "clientlens_weightings"))


def test_a_package_that_can_be_imported_is_not_written_again(elsewhere, monkeypatch):
    (elsewhere / "clientlens_mine").mkdir()
    (elsewhere / "clientlens_mine" / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(elsewhere)
    assert refusal("mine").startswith("a package clientlens_mine is installed already")


def test_every_problem_is_told_at_once(elsewhere):
    (elsewhere / "mine").mkdir()
    assert refusal("Kano-Neu", "modle", elsewhere / "mine").splitlines() == [
        "'Kano-Neu' can't be the name of a package",
        "    Small letters a to z, digits and single _, at most 30 characters.",
        "    For example 'kano_neu'.",
        "unknown template 'modle'",
        (
            "    Did you mean 'model'? "
            "Known: model, per-replicate, weighting, segmenter, reader, screen."
        ),
        f"'{elsewhere / 'mine'}' is there already",
        "    Name another folder with --out, or take it away.",
    ]


@pytest.mark.parametrize("kind", ["folder", "file", "link to nowhere"])
def test_what_is_there_is_left_alone(elsewhere, kind):
    place = elsewhere / "clientlens-mine"
    if kind == "folder":
        place.mkdir()
    elif kind == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.symlink_to(elsewhere / "nowhere")
    assert "'clientlens-mine' is there already" in refusal("mine")
    assert [path.name for path in elsewhere.iterdir()] == ["clientlens-mine"]


def test_a_folder_that_can_not_be_made_is_told(elsewhere):
    (elsewhere / "file").write_text("", encoding="utf-8")
    assert refusal("mine", directory=elsewhere / "file" / "mine").startswith(
        f"the folder '{elsewhere / 'file' / 'mine'}' can't be written: "
    )


def test_what_fails_halfway_leaves_nothing(elsewhere, monkeypatch):
    def fail(template, names):
        return {"a.txt": "first", "b/\0": "second"}

    monkeypatch.setattr("clientlens.new_plugin.write.rendered", fail)
    with pytest.raises(ValueError, match="null"):
        write_plugin("mine", "model", None, REGISTRY)
    assert not list(elsewhere.iterdir())


@given(st.text(max_size=40))
def test_a_name_is_refused_or_makes_a_package_that_can_be_imported(name):
    if not list(check_name(name, REGISTRY, "clientlens_models")):
        names = Names(name)
        assert names.package.isidentifier()
        assert re.fullmatch(r"clientlens(-[a-z0-9]+)+", names.distribution)


@given(st.from_regex(r"[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,5}){0,3}", fullmatch=True))
def test_what_is_suggested_could_be_taken(name):
    """Whatever way it is written."""
    for strange in (name.upper(), name.replace("_", "-"), f" {name}!", f"_{name}__"):
        for problem in check_name(strange, REGISTRY, "clientlens_models"):
            for suggestion in re.findall(r"For example '(\w+)'", problem.hint):
                again = [str(p) for p in check_name(suggestion, REGISTRY, "clientlens_models")]
                assert not any("can't be the name" in told for told in again)
