"""Plugins come in by their entry points; each guard names the distribution at fault."""

import sys
import tomllib
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import ClassVar

import pytest

from clientlens import hookspecs, plugins
from clientlens.errors import PluginError
from clientlens.plugin_api import (
    Model,
    Options,
    Reader,
    Screen,
    ScreenOptions,
    Segmenter,
    Weighting,
    hookimpl,
)

ROOT = Path(__file__).parents[1]
MODEL_NAMES = (
    "name, Options, dims, once_dims, sheets, present, locale, tables_only, Truth, looks, "
    "only_everybody, classes, check, coords, names, dims_for, once_dims_for, of_everybody, "
    "scales_for, population, estimate, once, tables, findings, charts"
)


def model(name):
    class Made(Model):
        Options = type("MadeOptions", (Options,), {})
        dims: ClassVar = {}
        locale = Path()

        def estimate(self, sample, study, options):
            return {}

    Made.name = name
    return Made


def screen():
    class Made(Screen):
        name = "kano"
        Options = type("MadeOptions", (ScreenOptions,), {})

        def find(self, answers, study, options):
            return []

    return Made


def reader():
    class Made(Reader):
        name = "kano"
        suffixes = (".kano",)

        def read(self, path, survey):
            return None

    return Made


def weighting():
    class Made(Weighting):
        name = "kano"
        Options = type("MadeOptions", (Options,), {})

        def weigh(self, family, options, parts):
            return None

    return Made


def segmenter():
    class Made(Segmenter):
        name = "kano"
        Options = type("MadeOptions", (Options,), {})

        def find(self, sample, study, options, rng):
            return None

    return Made


MADE = {
    "clientlens_models": lambda: model("kano"),
    "clientlens_weightings": weighting,
    "clientlens_segmenters": segmenter,
    "clientlens_screens": screen,
    "clientlens_readers": reader,
}
HOOKS = pytest.mark.parametrize("name", MADE)


def implementing(name, function):
    """A module with one hook."""
    made = ModuleType("made")

    @hookimpl
    def implementation():
        return function()

    setattr(made, name, implementation)
    return made


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
        "Known: clientlens_models, clientlens_weightings, clientlens_segmenters, "
        "clientlens_screens, clientlens_readers."
    )


def test_a_hook_with_arguments_is_refused(installed):
    made = ModuleType("made")

    @hookimpl
    def clientlens_models(study):
        return [study]

    made.clientlens_models = clientlens_models
    installed(("kano", "dist-kano", made))
    assert refusal().startswith("plugin 'kano' of dist-kano has a hook that doesn't fit: ")


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
    assert refusal() == (
        "plugin 'clientlens' of stranger has the name of the core\n"
        "    Mend or uninstall stranger, or go on with --without clientlens."
    )
    assert not plugins.load(without=["clientlens"]).models


def test_one_module_under_two_names_is_refused_with_both_distributions(installed):
    made = hook(model("kano"))
    installed(("a", "dist-a", made), ("b", "dist-b", made))
    assert refusal() == (
        "plugin 'b' of dist-b is plugin 'a' of dist-a once more\n    Go on with --without b."
    )
    assert list(plugins.load(without=["b"]).models) == ["kano"]


def raising():
    raise OSError("no licence")


def raising_halfway():
    yield from ()
    raise OSError("no licence")


@HOOKS
@pytest.mark.parametrize("function", [raising, raising_halfway])
def test_a_hook_that_raises_is_refused(installed, name, function):
    installed(("kano", "dist-kano", implementing(name, function)))
    assert refusal() == (
        f"plugin 'kano' of dist-kano fails in {name}: OSError: no licence\n"
        "    Mend or uninstall dist-kano, or go on with --without kano."
    )


@HOOKS
@pytest.mark.parametrize("returned", [3, "Kano"])
def test_a_hook_returns_several_classes(installed, name, returned):
    installed(("kano", "dist-kano", implementing(name, lambda: returned)))
    assert refusal() == (
        f"plugin 'kano' of dist-kano returns {returned!r} from {name}\n"
        "    Return a list of classes."
    )


@HOOKS
def test_what_is_no_class_is_refused(installed, name):
    installed(("kano", "dist-kano", implementing(name, lambda: [SimpleNamespace()])))
    assert refusal() == (
        f"plugin 'kano' of dist-kano offers namespace() in {name}, which is no class"
    )


@HOOKS
@pytest.mark.parametrize("called", [5, None, "", property(str)])
def test_a_name_that_is_no_text_is_refused(installed, name, called):
    made = MADE[name]()
    made.name = called
    installed(("kano", "dist-kano", implementing(name, lambda: [made])))
    assert refusal() == (
        f"plugin 'kano' of dist-kano offers Made whose name is {called!r}, no text"
    )


@HOOKS
def test_a_class_that_needs_arguments_is_refused(installed, name):
    made = MADE[name]()
    made.__init__ = lambda self, study: None
    installed(("kano", "dist-kano", implementing(name, lambda: [made])))
    first, second = refusal().splitlines()
    assert first.startswith(
        "plugin 'kano' of dist-kano offers Made, which can't be made: TypeError: "
    )
    assert second == "    Mend or uninstall dist-kano, or go on with --without kano."


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("clientlens_models", MODEL_NAMES),
        ("clientlens_weightings", "name, Options, is_combination, rests_on_models, check, weigh"),
        ("clientlens_segmenters", "name, Options, locale, check, find"),
        ("clientlens_screens", "name, Options, check, find"),
        ("clientlens_readers", "name, suffixes, read"),
    ],
)
def test_a_class_has_every_name_of_its_protocol(installed, name, lacking):
    installed(("kano", "dist-kano", implementing(name, lambda: [type("Bare", (), {})])))
    assert refusal() == f"plugin 'kano' of dist-kano offers Bare without {lacking}"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("clientlens_models", "estimate"),
        ("clientlens_weightings", "weigh"),
        ("clientlens_segmenters", "find"),
        ("clientlens_screens", "find"),
        ("clientlens_readers", "read"),
    ],
)
def test_what_a_protocol_leaves_open_is_given(installed, name, given):
    made = MADE[name]()
    delattr(made, given)
    installed(("kano", "dist-kano", implementing(name, lambda: [made])))
    assert refusal() == f"plugin 'kano' of dist-kano offers Made without {given}"


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("clientlens_models", "Options"),
        ("clientlens_weightings", "Options"),
        ("clientlens_segmenters", "Options"),
        ("clientlens_screens", "ScreenOptions"),
    ],
)
@pytest.mark.parametrize("loose", [dict, "Options", type("Apart", (), {})])
def test_options_derive_from_the_base_of_their_hook(installed, name, base, loose):
    made = MADE[name]()
    made.Options = loose
    installed(("kano", "dist-kano", implementing(name, lambda: [made])))
    assert refusal() == (
        f"plugin 'kano' of dist-kano offers Made whose Options don't derive from {base}"
    )


@pytest.mark.parametrize(
    ("name", "part", "built_in"),
    [
        ("clientlens_weightings", "weightings", "equal"),
        ("clientlens_screens", "screens", "duplicates"),
        ("clientlens_readers", "readers", "delimited"),
    ],
)
def test_a_rule_or_a_reader_joins_the_built_in_ones_and_replaces_none(
    installed, name, part, built_in
):
    made = MADE[name]()
    installed(("kano", "dist-kano", implementing(name, lambda: [made])))
    offered = getattr(plugins.load(), part)
    assert {"kano", built_in} < set(offered)
    assert list(offered) == sorted(offered)
    made.name = built_in
    assert refusal() == (
        f"plugin 'kano' of dist-kano offers '{built_in}', as does 'clientlens' of clientlens\n"
        "    Go on with --without kano."
    )


def test_every_hook_is_gathered_into_a_part_of_its_own():
    specified = {name for name in vars(hookspecs) if name.startswith("clientlens_")}
    assert set(MADE) == specified == {door.name for door in plugins._HOOKS}
    parts = {field.name for field in fields(plugins.Registry)} - {"plugins", "origins"}
    assert sorted(door.part for door in plugins._HOOKS) == sorted(parts)


def test_an_option_that_refuses_its_own_default_is_refused(installed):
    made = model("kano")
    made.Options = type(
        "MadeOptions", (Options,), {"__annotations__": {"level": float}, "level": "oops"}
    )
    installed(("kano", "dist-kano", hook(made)))
    assert refusal() == (
        "plugin 'kano' of dist-kano offers Made whose option 'level' refuses its own default 'oops'"
    )


def test_a_plugin_that_ends_the_program_as_it_loads_is_named(installed):
    def leaving():
        raise SystemExit(3)

    installed(("kano", "dist-kano", implementing("clientlens_models", leaving)))
    assert refusal() == (
        "plugin 'kano' of dist-kano fails in clientlens_models: SystemExit: 3\n"
        "    Mend or uninstall dist-kano, or go on with --without kano."
    )
