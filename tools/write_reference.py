"""Write what the program says of itself into the docs: settings, commands, the editor's schema.

``python tools/write_reference.py`` rewrites the files; with ``--check`` it only tells which differ.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from clientlens import plugins
from clientlens.config import schema
from clientlens.config.json_schema import study_schema
from clientlens.plugins import Registry
from clientlens.simulation import truth as truth_file
from clientlens.testing.kit import LAWS
from clientlens.testing.law import Statement

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    "run",
    "compare",
    "sweep",
    "validate",
    "show",
    "schema",
    "simulate",
    "plugins",
    "new-plugin",
)
SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("study", schema.About),
    ("survey", schema.Survey),
    ("scales.<name>", schema.Scale),
    ("facets.<code>", schema.Facet),
    ("hierarchy.<dimension>", schema.Dimension),
    ("hierarchy.<dimension>.indicators.<code>", schema.Indicator),
    ("items.<code>", schema.Item),
    ("respondents.<code>", schema.Attribute),
    ("weighting", schema.Weighting),
    ("segments", schema.Segments),
    ("segments.found.<attribute>", schema.Found),
    ("segments.merge.<attribute>", schema.Merge),
    ("segments.differences", schema.Differences),
    ("roles.<code>", schema.Role),
    ("uncertainty", schema.Uncertainty),
    ("report", schema.Report),
    ("vary.<choice>", schema.Choice),
)


def written() -> dict[Path, str]:
    """Every generated file with the text that it should have."""
    registry = plugins.load()
    blocks = {
        "settings": settings(),
        "plugins": plugin_options(registry),
        "commands": commands(),
        "truth": truth(registry),
        "tables": catalogues(),
        "laws": laws(),
    }
    found = {
        path: fill(path.read_text(encoding="utf-8"), blocks)
        for path in sorted((ROOT / "docs").glob("*.md"))
    }
    text = json.dumps(study_schema(registry.vocabulary), ensure_ascii=False, indent=2)
    return found | {ROOT / "configs" / "study.schema.json": f"{text}\n"}


def fill(page: str, blocks: dict[str, str]) -> str:
    """A page with the text between ``<!-- written: name -->`` and ``<!-- end -->`` renewed."""
    pattern = re.compile(r"(<!-- written: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return pattern.sub(lambda m: f"{m[1]}\n{blocks[m[2]].strip()}\n\n{m[3]}", page)


def settings() -> str:
    """A table for each part of a study file."""
    return "\n\n".join(f"### `{name}`\n\n{table(model)}" for name, model in SECTIONS)


def plugin_options(registry: Registry) -> str:
    """A table for the options of each model, each weighting and each screening rule."""
    sections = (
        ("models", registry.models),
        ("weighting", registry.weightings),
        ("segments.found", registry.segmenters),
        ("screening", registry.screens),
    )
    named = [
        (f"{section}.{name}", thing.Options)
        for section, things in sections
        for name, thing in things.items()
        if thing.Options.model_fields
    ]
    return headed_tables([*named, *(part for name, model in named for part in inner(name, model))])


def laws() -> str:
    """A table of the laws of each kind of plugin."""
    return "\n\n".join(f"### {kind}\n\n{law_table(own)}" for kind, own in LAWS.items())


def law_table(statements: Iterable[Statement]) -> str:
    """Law, what keeps it, what would mend a plugin that doesn't."""
    head = "| law | a plugin that keeps it | to mend one that doesn't |\n|---|---|---|\n"
    return head + "\n".join(f"| {s.name} | {s.expected} | {s.mend} |" for s in statements)


def truth(registry: Registry) -> str:
    """A table for each part of a truth file, and for what each model makes true."""
    parts = [
        ("(top level)", truth_file.Truth),
        ("questions.<name>", truth_file.QuestionTruth),
        ("respondents.<code>", truth_file.AttributeTruth),
    ]
    parts += [(f"models.{n}", m.Truth) for n, m in registry.models.items() if m.Truth]
    return headed_tables(parts)


def catalogues() -> str:
    """What reports call tables, columns, quantities and classes: the core's, then each plugin's."""
    folders = [ROOT / "framework/clientlens/report", *sorted((ROOT / "plugins").iterdir())]
    words = {folder.name: vocabulary(folder) for folder in folders if (folder / "locale").is_dir()}
    core = words.pop("report")
    parts = [("Every model", core)]
    parts += [(f"`{name.removeprefix('clientlens_')}`", found) for name, found in words.items()]
    return "\n\n".join(f"### {title}\n\n{names(found)}" for title, found in parts if found)


def vocabulary(folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Family and code → their names in English and Chinese, by the catalogues of a folder."""
    pattern = re.compile(r"^(table|column|quantity|class)-(\S+) = (.+)$", re.MULTILINE)
    texts = [(folder / f"locale/{code}.ftl").read_text(encoding="utf-8") for code in ("en", "zh")]
    english, chinese = ({(m[1], m[2]): m[3] for m in pattern.finditer(text)} for text in texts)
    return {key: (english[key], chinese[key]) for key in english if "{" not in english[key]}


def names(words: dict[tuple[str, str], tuple[str, str]]) -> str:
    """A table of codes, what each is, and its names."""
    head = "| code | is a | English | 中文 |\n|---|---|---|---|"
    order = {"table": 0, "column": 1, "quantity": 2, "class": 3}
    found = sorted(words.items(), key=lambda item: order[item[0][0]])
    rows = [f"| `{as_written(k)}` | {k[0]} | {en} | {zh} |" for k, (en, zh) in found]
    return "\n".join([head, *rows])


def as_written(key: tuple[str, str]) -> str:
    """A code as it stands in a file: no message may have a full stop in its name."""
    family, code = key
    return code.replace("segments-", "segments.") if family == "table" else code


def headed_tables(parts: Iterable[tuple[str, type[BaseModel]]]) -> str:
    """Tables below headings that name their place in a file."""
    return "\n\n".join(f"### `{name}`\n\n{table(model)}" for name, model in parts)


def inner(name: str, model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """Schemas of the maps within a schema, under the name of their place."""
    for key, field in model.model_fields.items():
        arguments = typing.get_args(field.annotation)
        if typing.get_origin(field.annotation) is dict and is_schema(arguments[1]):
            yield f"{name}.{key}.<code>", arguments[1]


def is_schema(kind: Any) -> bool:
    """Whether a type is a schema."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def table(model: type[BaseModel]) -> str:
    """The fields of one schema: key, what it takes, its default, what it means."""
    head = "| key | takes | default | meaning |\n|---|---|---|---|"
    return "\n".join([head, *rows(model)])


def rows(model: type[BaseModel]) -> Iterator[str]:
    """One row of the table per field."""
    for name, field in model.model_fields.items():
        cells = (f"`{name}`", kind(field.annotation), default(field), field.description or "")
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def default(field: FieldInfo) -> str:
    """A default as YAML writes it."""
    if field.default is PydanticUndefined:
        return "required" if field.default_factory is None else ""
    value = field.default
    if value is None or value in ((), {}):
        return "none"
    plain = value.model_dump() if isinstance(value, BaseModel) else value
    return f"`{json.dumps(plain, ensure_ascii=False)}`"


def kind(annotation: Any) -> str:
    """A type in words."""
    words = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    words |= {schema.Text: "text, or `{zh, en}`", type(None): ""}
    arguments = typing.get_args(annotation)
    if annotation in words:
        return words[annotation]
    if not arguments:
        return f"`{annotation.__name__}`"
    match typing.get_origin(annotation):
        case typing.Literal:
            found = ", ".join(f"`{argument}`" for argument in arguments)
        case typing.Annotated:
            found = kind(arguments[0])
        case origin if origin is dict:
            found = f"map of {kind(arguments[1])}"
        case origin if origin is tuple:
            found = f"list of {kind(arguments[0])}"
        case _:
            found = " or ".join(dict.fromkeys(filter(None, map(kind, arguments))))
    return found


def commands() -> str:
    """What ``--help`` says of every command."""
    return "\n\n".join(f"### `{name}`\n\n```text\n{help_of(name)}\n```" for name in COMMANDS)


def help_of(command: str) -> str:
    """The help of one command at 88 columns, without colour."""
    environment = os.environ | {"COLUMNS": "88", "TERMINAL_WIDTH": "88", "NO_COLOR": "1"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "clientlens", command, "--help"],
        capture_output=True, text=True, check=True, env=environment, encoding="utf-8",
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def main() -> int:
    """Write the files, or with ``--check`` say which are out of date."""
    texts = written()
    stale = [
        path
        for path, text in texts.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run tools/write_reference.py")
        return int(bool(stale))
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
