"""Plugins come in by their entry points; each guard names the distribution at fault."""

import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import ClassVar

import pytest

from clientlens import plugins
from clientlens.errors import PluginError
from clientlens.plugin_api import Model, Options, hookimpl

ROOT = Path(__file__).parents[1]


def model(name):
    class Made(Model):
        Options = type("MadeOptions", (Options,), {})
        dims: ClassVar = {}
        locale = Path()

        def estimate(self, sample, study, options):
            return {}

    Made.name = name
    return Made


class Point(SimpleNamespace):
    """An entry point whose module is at hand."""

    def load(self):
        if isinstance(self.module, Exception):
            raise self.module
        return self.module


@pytest.fixture
def installed(monkeypatch):
    def install(*points):
        made = [
            Point(name=name, module=what, value=name, dist=SimpleNamespace(name=dist, version="1"))
            for name, dist, what in points
        ]
        monkeypatch.setattr(plugins, "entry_points", lambda group: made)

    return install


def refusal(without=()):
    with pytest.raises(PluginError) as error:
        plugins.load(without)
    return str(error.value)


def hook(*returned):
    made = ModuleType("made")

    @hookimpl
    def clientlens_models():
        return list(returned)

    made.clientlens_models = clientlens_models
    return made


def test_models_are_found_whatever_the_order_of_installation(installed):
    points = [("b", "dist-b", hook(model("two"))), ("a", "dist-a", hook(model("one")))]
    installed(*points)
    registry = plugins.load()
    installed(*points[::-1])
    assert list(registry.models) == list(plugins.load().models) == ["one", "two"]
    assert [plugin.name for plugin in registry.plugins] == ["a", "b"]
    assert registry.origins["clientlens_models", "two"] == "b"


def test_two_plugins_of_one_name_are_refused_with_both_distributions(installed):
    installed(("quadrant", "clientlens", hook()), ("quadrant", "stranger", hook()))
    assert refusal() == (
        "two plugins are called 'quadrant': of clientlens and stranger\n"
        "    Uninstall one of the two distributions."
    )


def test_two_models_of_one_name_are_refused_with_both_distributions(installed):
    installed(("a", "dist-a", hook(model("kano"))), ("b", "dist-b", hook(model("kano"))))
    assert refusal() == (
        "plugin 'b' of dist-b offers 'kano', as does 'a' of dist-a\n    Go on with --without b."
    )


def test_a_plugin_that_does_not_import_is_named_and_can_be_left_out(installed):
    broken = ImportError("no module named torch")
    installed(("bad", "dist-bad", broken), ("good", "dist-good", hook(model("kano"))))
    assert refusal() == (
        "plugin 'bad' of dist-bad doesn't load: ImportError: no module named torch\n"
        "    Mend or uninstall dist-bad, or go on with --without bad."
    )
    assert list(plugins.load(without=["bad"]).models) == ["kano"]


def test_an_unknown_plugin_can_not_be_left_out(installed):
    installed(("good", "dist-good", hook()))
    assert refusal(without=["goood"]) == (
        "no plugin is called 'goood'\n    Did you mean 'good'? Known: good."
    )


def test_a_misspelt_hook_is_refused(installed):
    made = ModuleType("made")

    @hookimpl
    def clientlens_model():
        return []

    made.clientlens_model = clientlens_model
    installed(("kano", "dist-kano", made))
    assert refusal() == (
        "plugin 'kano' of dist-kano has an unknown hook 'clientlens_model'\n"
        "    Did you mean 'clientlens_models'? "
        "Known: clientlens_models, clientlens_screens, clientlens_readers."
    )


def test_a_hook_with_arguments_is_refused(installed):
    made = ModuleType("made")

    @hookimpl
    def clientlens_models(study):
        return [study]

    made.clientlens_models = clientlens_models
    installed(("kano", "dist-kano", made))
    assert refusal().startswith("plugin 'kano' of dist-kano has a hook that doesn't fit: ")


@pytest.mark.parametrize(
    ("offered", "message"),
    [
        ([SimpleNamespace()], "offers namespace() in clientlens_models, which is no class"),
        ([type("Bare", (), {})], "offers Bare without name, Options, dims, locale, estimate"),
    ],
)
def test_what_is_no_model_is_refused(installed, offered, message):
    installed(("kano", "dist-kano", hook(*offered)))
    assert refusal() == f"plugin 'kano' of dist-kano {message}"


def test_options_must_derive_from_options(installed):
    loose = model("kano")
    loose.Options = dict
    installed(("kano", "dist-kano", hook(loose)))
    assert refusal() == (
        "plugin 'kano' of dist-kano offers Made whose Options don't derive from Options"
    )


def test_entry_points_folders_and_built_packages_agree():
    """Entry points are frozen at install: a new folder needs a new installation."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["entry-points"]["clientlens"]
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    shops = {path.parent.name: path for path in (ROOT / "plugins").glob("*/__init__.py")}
    hooked = {name for name, path in shops.items() if "@hookimpl" in path.read_text("utf-8")}
    frozen = {
        point.name: point.value
        for point in entry_points(group="clientlens")
        if point.dist.name == "clientlens"
    }
    assert set(declared.values()) == hooked
    assert packages == ["framework/clientlens", *(f"plugins/{name}" for name in sorted(shops))]
    assert frozen == declared


def test_importing_clientlens_is_light():
    """``--help`` and ``validate`` start at once: heavy libraries are imported where used."""
    import subprocess

    heavy = {"pandas", "xarray", "scipy", "sklearn", "joblib", "vl_convert", "jinja2", "fontTools"}
    code = "import clientlens.plugins as p, sys; p.load(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(done.stdout.split())


def test_an_entry_point_with_the_name_of_the_core_is_refused(installed):
    installed(("clientlens", "stranger", hook()))
    assert refusal().startswith("plugin 'clientlens' of stranger is there already")


def test_one_module_under_two_names_is_refused(installed):
    module = hook(model("kano"))
    installed(("a", "dist", module), ("b", "dist", module))
    assert refusal().startswith("plugin 'b' of dist is there already under another name")


def test_a_hook_that_raises_is_refused(installed):
    made = ModuleType("made")

    @hookimpl
    def clientlens_screens():
        raise OSError("no licence")

    made.clientlens_screens = clientlens_screens
    installed(("kano", "dist-kano", made))
    assert (
        refusal() == "plugin 'kano' of dist-kano fails in clientlens_screens: OSError: no licence"
    )


def test_a_class_that_needs_arguments_is_refused(installed):
    needy = model("kano")
    needy.__init__ = lambda self, study: None
    installed(("kano", "dist-kano", hook(needy)))
    assert "offers Made, which can't be made without arguments: TypeError" in refusal()


def test_a_name_that_is_no_text_is_refused(installed):
    installed(("kano", "dist-kano", hook(model(5))))
    assert refusal() == "plugin 'kano' of dist-kano offers Made whose name is no text"


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("clientlens_screens", "Options, find"), ("clientlens_readers", "suffixes, read")],
)
def test_rules_and_readers_are_looked_at_as_models_are(installed, name, lacking):
    bare = type("Bare", (), {"name": "bare"})
    made = ModuleType("made")
    setattr(made, name, hookimpl(_returning(name, [bare])))
    installed(("kano", "dist-kano", made))
    assert refusal() == f"plugin 'kano' of dist-kano offers Bare without {lacking}"


def _returning(name, returned):
    def function():
        return returned

    function.__name__ = name
    return function
