"""What the docs say of the program is what the program says of itself."""

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from pydantic import Field

from clientlens import hookspecs
from clientlens.cli.app import app
from clientlens.config.json_schema import study_schema
from clientlens.config.schema import Options
from clientlens.config.study import Vocabulary

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
STUDIES = sorted(p for p in (ROOT / "configs").rglob("*.yaml") if p.parent.name != "data")


def reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools/write_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_written_pages_and_schema_are_up_to_date():
    stale = [p for p, text in reference().written().items() if p.read_text("utf-8") != text]
    assert not stale, "run tools/write_reference.py"


def test_every_command_is_documented():
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"### `{command.name}`" in page


def test_every_hook_is_documented_with_its_signature():
    page = (DOCS / "hooks.md").read_text(encoding="utf-8")
    for name, hook in vars(hookspecs).items():
        if name.startswith("clientlens_"):
            assert f"`{name}() -> {hook.__annotations__['return']}`" in page


@pytest.mark.parametrize("path", STUDIES, ids=lambda p: p.name)
def test_the_editors_schema_accepts_the_example_studies(path):
    schema = json.loads((ROOT / "configs/study.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert (path.parent / named[1]).resolve() == ROOT / "configs/study.schema.json"


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"study": {"id": "a", "titel": "x"}}, ["study"]),
        ({"models": {"quadrant": {"crosshairs": "median"}}}, ["models", "quadrant"]),
        ({"models": {"mine": {"use": "quadrant", "crosshair": "mode"}}}, ["models", "mine"]),
        ({"screening": {"incompleet": {}}}, ["screening"]),
        ({"uncertainty": {"method": "boostrap"}}, ["uncertainty"]),
        ({"weighting": {"method": "statd"}}, ["weighting"]),
        ({"weighting": {"method": "stated", "measure": "median"}}, ["weighting"]),
        ({"weighting": {"within": {"price": {"method": "entropy", "basis": 3}}}}, ["weighting"]),
        (
            {"weighting": {"compare": {"both": {"of": {"x": {"method": "stated", "facet": 1}}}}}},
            ["weighting"],
        ),
        ({"segments": {"most": 1}}, ["segments"]),
        ({"segments": {"merge": {"city": {"under": 30}}}}, ["segments"]),
        ({"segments": {"differences": {"adjust": "bonferroni"}}}, ["segments"]),
        ({"respondents": {"r": {"rules": {"a": "otherwise"}}}}, ["respondents"]),
        ({"respondents": {"r": {"rules": {"a": {"x": []}}}}}, ["respondents"]),
    ],
)
def test_the_editors_schema_marks_what_validate_refuses(values, place):
    schema = json.loads((ROOT / "configs/study.schema.json").read_text(encoding="utf-8"))
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(values))
    assert errors
    assert list(errors[0].absolute_path)[: len(place)] == place


@pytest.mark.parametrize(
    "values",
    [
        {"hierarchy": {"channels": {"indicators": {"branch_hall": None}}}},
        {"models": {"quadrant": None, "mine": {"use": "quadrant", "crosshair": "median"}}},
        {"segments": {"by": "branch"}, "study": {"id": "a", "title": "one string"}},
        {"segments": {"by": ["a", "b"], "differences": {"by": "a", "quantities": "index"}}},
        {"segments": {"merge": {"city": None}, "most": None}},
        {"respondents": {"r": {"rules": {"a": {"x": "y"}, "b": [{"x": ["y"]}], "c": "else"}}}},
        {"respondents": {"r": {"cross": ["a", "b"], "rules": {"a": None}}}},
        {"extends": "base.yaml"},
        {"weighting": {"method": "stated", "measure": None, "dimensions": {"method": "equal"}}},
        {"weighting": {"compare": {"entropy": {"basis": "branch"}, "said": None}}},
        {"weighting": {"method": "combination", "of": {"stated": {}}, "shares": {"stated": 1}}},
    ],
)
def test_the_editors_schema_accepts_overlays_and_short_forms(values):
    schema = json.loads((ROOT / "configs/study.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(values, schema)


def test_the_editors_schema_knows_the_options_of_segmenters():
    """By a vocabulary of its own, whatever plugins are installed."""

    class Halves(Options):
        cut: int = Field(ge=1)

    schema = study_schema(Vocabulary({}, {}, segmenters={"halves": Halves, "thirds": Options}))
    validator = jsonschema.Draft202012Validator(schema)

    def faults(**entry):
        return [*validator.iter_errors({"segments": {"found": {"mood": entry}}})]

    assert not faults(method="halves", cut=3, name="Mood")
    assert not faults(method="thirds")
    assert faults(method="halves", cut=0)
    assert faults(method="halvs")
    assert faults(method="halves", name=3)


def test_links_between_pages_lead_somewhere():
    for page in [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "README.zh-CN.md"]:
        if not page.exists():
            continue
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_table_and_column_of_a_catalogue_is_documented():
    page = (DOCS / "tables.md").read_text(encoding="utf-8")
    for catalogue in [
        *ROOT.glob("plugins/*/locale/en.ftl"),
        ROOT / "framework/clientlens/report/locale/en.ftl",
    ]:
        text = catalogue.read_text(encoding="utf-8")
        for name in re.findall(r"^(?:table|column|quantity)-(\S+) = [^{]+$", text, re.MULTILINE):
            assert f"`{name.replace('segments-', 'segments.')}`" in page, name


def test_every_key_of_a_study_is_documented():
    page = (DOCS / "study-file.md").read_text(encoding="utf-8")
    for _, model in reference().SECTIONS:
        assert all(f"| `{key}` |" in page for key in model.model_fields)


def test_every_public_module_is_in_the_python_reference():
    pages = "".join(
        (DOCS / name).read_text(encoding="utf-8") for name in ("api.md", "api-stats.md")
    )
    for name in ("clientlens", "clientlens.plugin_api", "clientlens.stats", "clientlens.drawing"):
        assert re.search(rf"^{re.escape(name)}$", pages, re.MULTILINE)
