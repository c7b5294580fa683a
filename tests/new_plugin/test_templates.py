"""What ``clientlens new-plugin`` writes passes its own tests at once."""

import tomllib
from pathlib import Path

import pytest

from clientlens import plugins
from clientlens.config.json_schema import study_schema
from clientlens.new_plugin.names import Names
from clientlens.new_plugin.template import TEMPLATES
from clientlens.new_plugin.write import write_plugin
from support.installed import add_metadata, run_beside

NAMES = {
    "model": "lost_hearts",
    "per-replicate": "movers",
    "weighting": "rank_order_of_what_matters_x",
    "segmenter": "segmenter",
    "reader": "jl",
    "screen": "screen",
}
"""Short and long ones, and ones that a template could use for something else."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Template → its package, written once."""
    folder, registry = tmp_path_factory.mktemp("written"), plugins.load()
    return {
        template: write_plugin(name, template, folder / name, registry)
        for template, name in NAMES.items()
    }


@pytest.fixture(scope="module")
def paths(written, tmp_path_factory):
    """What an installer would put on the path."""
    metadata = tmp_path_factory.mktemp("metadata")
    for template in written:
        names = Names(NAMES[template])
        add_metadata(metadata, names.distribution, {names.plugin: names.package})
    return [metadata, *written.values()]


def test_every_template_is_tried():
    assert list(NAMES) == list(TEMPLATES)


def test_their_own_tests_pass(written, paths):
    """All in one run, under the settings that each of them has."""
    first = written["model"] / "pyproject.toml"
    arguments = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", first, *written.values()]
    done = run_beside(arguments, paths=paths, cwd=first.parents[1])
    assert done.returncode == 0, done.stdout[-6000:]
    assert "warning" not in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("asked", [["check"], ["format", "--check", "--diff"]])
def test_ruff_finds_nothing(written, asked):
    done = run_beside(["-m", "ruff", *asked, "--no-cache", *written.values()])
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_finds_nothing_strictly(written, paths, tmp_path):
    """One after the other, so that the first has looked through what they all import."""
    for folder in written.values():
        arguments = ["-m", "mypy", "--cache-dir", tmp_path, "--no-error-summary"]
        done = run_beside(arguments, paths=paths, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_they_offer_has_their_name_and_documented_options(written, paths):
    code = "from clientlens import plugins as p; print(*sorted(p.load().origins), sep='\\n')"
    done = run_beside(["-c", code], paths=paths)
    offered = set(done.stdout.splitlines())
    wanted = {repr((hook, NAMES[template])) for template, hook in TEMPLATES.items()}
    assert wanted <= offered, done.stderr


@pytest.mark.parametrize("template", [t for t in TEMPLATES if t != "reader"])
def test_every_option_is_described_on_the_page_of_the_package(written, paths, template):
    hook, name = TEMPLATES[template].removeprefix("clientlens_"), NAMES[template]
    code = (
        f"from clientlens import plugins as p; own = p.load().{hook}[{name!r}].Options;"
        "print(*(f'{k}|{f.description}' for k, f in own.model_fields.items()), sep='\\n')"
    )
    readme = (written[template] / "README.md").read_text(encoding="utf-8")
    lines = run_beside(["-c", code], paths=paths).stdout.splitlines()
    assert lines
    for line in lines:
        name, description = line.split("|", 1)
        assert f"| `{name}` |" in readme
        assert description.endswith(".")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_package_names_its_entry_point_and_what_it_needs(written, template):
    project = tomllib.loads((written[template] / "pyproject.toml").read_text(encoding="utf-8"))
    names = Names(NAMES[template])
    assert project["project"]["name"] == names.distribution
    points = project["project"]["entry-points"]["clientlens"]
    assert points == {names.plugin: names.package}
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [names.package]
    assert (written[template] / names.package / "__init__.py").is_file()


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_is_left_open(written, template):
    for path in written[template].rglob("*"):
        if path.is_file() and path.suffix != ".pyc":  # another test has run it
            text = path.read_text(encoding="utf-8")
            assert "{{" not in text, path
            assert "PACKAGE" not in text, path
            assert text == "" or text.endswith("\n"), path


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_an_author_reads_first_is_short(written, template):
    """A model and its sentences are read in an afternoon."""
    lines = [
        line
        for path in written[template].rglob("clientlens_*/*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) < 300


def test_the_example_reports(written, paths, tmp_path):
    """The third of the commands that are said: from answers to a report."""
    study = written["model"] / "examples" / "study.yaml"
    arguments = ["-m", "clientlens", "run", study, "--out", tmp_path / "run", "--replicates", "50"]
    done = run_beside(arguments, paths=paths, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "加权不满意率" in page
    assert "损失最大的是" in page
    assert (tmp_path / "run" / "tables" / "lost_hearts.indicators.csv").is_file()


def test_an_example_without_the_plugin_says_what_to_install(written, tmp_path):
    study = Path("examples", "study.yaml")
    done = run_beside(["-m", "clientlens", "validate", study], cwd=written["model"])
    assert done.returncode == 2
    assert (
        "examples/study.yaml:6:24: the study needs the plugin 'lost_hearts' of "
        "clientlens-lost-hearts\n    Install it:  python -m pip install clientlens-lost-hearts"
    ) in done.stderr


def test_the_schema_that_an_editor_asks_knows_what_a_study_needs():
    assert "plugins" in study_schema(plugins.load().vocabulary)["properties"]
