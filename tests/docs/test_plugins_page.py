"""The page for methodologists shows code that the templates write, and is complete."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clientlens import drawing
from clientlens.cli.app import app
from clientlens.new_plugin.names import Names
from clientlens.new_plugin.template import TEMPLATES, rendered

PAGE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(PAGE)
WRITTEN = {
    "model": "dissatisfied",
    "per-replicate": "drivers",
    "weighting": "ranks",
    "segmenter": "quantiles",
    "reader": "lines",
    "screen": "alike",
}


def written_texts():
    """Every file of every template, as the page calls the plugins."""
    for template, name in WRITTEN.items():
        yield from rendered(template, Names(name)).values()


@pytest.mark.parametrize(
    "block", [b for language, b in BLOCKS if language in ("python", "toml", "ftl", "yaml")]
)
def test_code_on_the_page_is_code_that_is_written(block):
    """And so is tested where the templates are."""
    assert any(block in text for text in written_texts()), block


@pytest.mark.parametrize("command", [b for language, b in BLOCKS if language == "sh"])
def test_a_command_on_the_page_does_what_it_says(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    program, *arguments = command.split()
    assert program == "clientlens"
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    shown = [text for language, text in BLOCKS if language == "text"]
    here = f"{tmp_path}/"
    if arguments == ["new-plugin", "dissatisfied"]:
        assert [done.output.replace(here, "…/")] == shown


def test_every_template_and_every_file_stands_on_the_page():
    for template in TEMPLATES:
        assert f"| `{template}`" in PAGE
    for path in rendered("model", Names("dissatisfied")):
        folder = f"`{path.parts[0]}/`"
        assert f"`{path}`" in PAGE or folder in PAGE or f"`{path.parent}/`" in PAGE or (
            path.name == "py.typed"
        ), path  # fmt: skip


def test_pictures_on_the_page_are_there():
    (line,) = [line for line in PAGE.splitlines() if line.startswith("`clientlens.drawing` has")]
    named = re.findall(r"`(\w+)`", line)
    assert len(named) >= 4
    for name in named:
        assert (Path(drawing.__file__).parent / f"{name}.py").is_file()
