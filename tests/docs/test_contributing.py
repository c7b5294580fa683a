"""What contributors are told of commands and layers is what the Makefile and import-linter hold."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
READMES = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
NOT_FOR_EVERY_DAY = {"demo", "clean"}


def rules():
    """The rules of the Makefile that make no file; one of them is a pattern."""
    return set(re.findall(r"^([a-z][a-z-]*%?):", MAKEFILE, re.MULTILINE))


def test_every_command_is_told():
    told = set(re.findall(r"`make ([a-z-]+)(?:[\d.]+)?`", PAGE))
    wanted = {rule.removesuffix("%") for rule in rules()} - NOT_FOR_EVERY_DAY
    assert told == wanted


def test_commands_of_the_readme_are_there():
    for page in READMES:
        named = set(re.findall(r"^make ([a-z-]+)", page, re.MULTILINE))
        assert {"demo", "test"} <= named <= rules()


def test_both_readmes_show_the_same_commands():
    command = re.compile(r"^(?:make|\.venv/bin/clientlens) .*?(?=  |$)", re.MULTILINE)
    told = [command.findall(page) for page in READMES]
    assert told[0] == told[1]


def test_the_layers_are_those_of_import_linter():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    (drawn,) = re.findall(r"```\n(cli → .*?)```", PAGE, re.DOTALL)
    assert ["__main__", *(" ".join(layer.split()) for layer in drawn.split("→"))] == layers
