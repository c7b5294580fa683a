"""The plugins: found by their entry points, checked, and gathered in a registry."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

import pluggy

from clientlens import hookspecs
from clientlens.config.schema import Options
from clientlens.config.study import Study, Vocabulary
from clientlens.errors import PluginError, Problem, did_you_mean
from clientlens.hookspecs import PROJECT, hookimpl
from clientlens.model import Model
from clientlens.survey.read import BUILT_IN_READERS, Reader
from clientlens.survey.screen import BUILT_IN_SCREENS, Screen, ScreenOptions

CORE = "clientlens"
_HOOKS = ("clientlens_models", "clientlens_screens", "clientlens_readers")


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point: its name, the distribution that brings it, the module it names."""

    name: str
    distribution: str
    version: str
    module: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that plugins offer, by name, sorted."""

    models: Mapping[str, Model]
    screens: Mapping[str, Screen]
    readers: Mapping[str, Reader]
    plugins: tuple[Plugin, ...]
    origins: Mapping[tuple[str, str], str]
    """(hook, name) → the plugin that offers it."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What a study file may name."""
        return Vocabulary(
            models={name: model.Options for name, model in self.models.items()},
            screens={name: screen.Options for name, screen in self.screens.items()},
            readers=frozenset(self.readers),
        )

    def check(self, study: Study) -> list[Problem]:
        """What the models and screening rules of a study find wrong with it."""
        problems: list[Problem] = []
        for choice in study.models.values():
            problems += self.models[choice.use].check(study, choice.options)
        for screen in study.screening:
            problems += self.screens[screen.rule].check(study, screen.options)
        return problems


class _Core:
    """The built-in readers and screening rules, through the same door as everybody's."""

    @staticmethod
    @hookimpl
    def clientlens_readers() -> Iterable[type[Reader]]:
        return BUILT_IN_READERS

    @staticmethod
    @hookimpl
    def clientlens_screens() -> Iterable[type[Screen]]:
        return BUILT_IN_SCREENS


def load(without: Iterable[str] = ()) -> Registry:
    """Load every installed plugin.

    Parameters
    ----------
    without : iterable of str
        Names of plugins to leave out, for instance one that doesn't load.

    Raises
    ------
    PluginError
        Two plugins share a name or offer a thing of one name, one doesn't import, misspells a
        hook or offers what isn't one. The message names the distribution.
    """
    found = _discover(frozenset(without))
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(_Core, name=CORE)
    for plugin, point in found:
        _register(manager, plugin, _import(plugin, point))
    _check_hooks(manager, {plugin.name: plugin for plugin, _ in found})
    return _gather(manager, tuple(plugin for plugin, _ in found))


def _discover(without: frozenset[str]) -> list[tuple[Plugin, EntryPoint]]:
    """Entry points in sorted order, since the order of installation says nothing."""
    points = [(_plugin_of(point), point) for point in entry_points(group=PROJECT)]
    unknown = sorted(without - {plugin.name for plugin, _ in points})
    if unknown:
        hint = did_you_mean(unknown[0], sorted(plugin.name for plugin, _ in points))
        raise PluginError(Problem(f"no plugin is called '{unknown[0]}'", hint=hint))
    kept = [(plugin, point) for plugin, point in points if plugin.name not in without]
    ordered = sorted(kept, key=lambda pair: (pair[0].name, pair[0].distribution))
    for (one, _), (other, _) in itertools.pairwise(ordered):
        if one.name == other.name:
            both = f"{one.distribution} and {other.distribution}"
            message = f"two plugins are called '{one.name}': of {both}"
            raise PluginError(Problem(message, hint="Uninstall one of the two distributions."))
    return ordered


def _plugin_of(point: EntryPoint) -> Plugin:
    distribution = point.dist
    name = distribution.name if distribution else "?"
    version = distribution.version if distribution else "?"
    return Plugin(point.name, name, version, point.value)


def _import(plugin: Plugin, point: EntryPoint) -> ModuleType:
    try:
        module: ModuleType = point.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"plugin '{plugin.name}' of {plugin.distribution} doesn't load: {reason}"
        hint = f"Mend or uninstall {plugin.distribution}, or go on with --without {plugin.name}."
        raise PluginError(Problem(message, hint=hint)) from error
    return module


def _register(manager: pluggy.PluginManager, plugin: Plugin, module: ModuleType) -> None:
    try:
        manager.register(module, name=plugin.name)
    except pluggy.PluginValidationError as error:
        reason = str(error).strip().splitlines()[-1]
        raise _refusal(plugin, f"has a hook that doesn't fit: {reason}") from error
    except ValueError as error:
        message = "is there already under another name, or bears the name of the core"
        raise _refusal(
            plugin, message, "Give the entry point a name and a module of its own."
        ) from error


def _check_hooks(manager: pluggy.PluginManager, plugins: Mapping[str, Plugin]) -> None:
    """A misspelt hook is accepted by pluggy until somebody asks."""
    for name in dir(manager.hook):
        if name.startswith("_") or name in _HOOKS:
            continue
        for implementation in getattr(manager.hook, name).get_hookimpls():
            plugin = plugins[implementation.plugin_name]
            raise _refusal(plugin, f"has an unknown hook '{name}'", did_you_mean(name, _HOOKS))


def _refusal(plugin: Plugin, message: str, hint: str = "") -> PluginError:
    return PluginError(
        Problem(f"plugin '{plugin.name}' of {plugin.distribution} {message}", hint=hint)
    )


def _gather(manager: pluggy.PluginManager, plugins: tuple[Plugin, ...]) -> Registry:
    by_name = {plugin.name: plugin for plugin in plugins}
    by_name[CORE] = Plugin(CORE, CORE, "", CORE)
    origins: dict[tuple[str, str], str] = {}
    offered: dict[str, dict[str, Any]] = {}
    for hook in _HOOKS:
        offered[hook] = {}
        for plugin, thing in _offers(manager, hook, by_name):
            if thing.name in offered[hook]:
                other = by_name[origins[hook, thing.name]]
                message = f"offers '{thing.name}', as does '{other.name}' of {other.distribution}"
                raise _refusal(plugin, message, f"Go on with --without {plugin.name}.")
            offered[hook][thing.name] = _made(thing, plugin)
            origins[hook, thing.name] = plugin.name
    models, screens, readers = (dict(sorted(offered[hook].items())) for hook in _HOOKS)
    return Registry(models, screens, readers, plugins, origins)


def _offers(
    manager: pluggy.PluginManager, hook: str, plugins: Mapping[str, Plugin]
) -> Iterator[tuple[Plugin, Any]]:
    """What each plugin returns from a hook, plugins sorted by name."""
    implementations = getattr(manager.hook, hook).get_hookimpls()
    for implementation in sorted(implementations, key=lambda i: str(i.plugin_name)):
        plugin = plugins[implementation.plugin_name]
        for thing in _called(implementation.function, plugin, hook):
            _check_offer(thing, plugin, hook)
            yield plugin, thing


def _called(function: Callable[[], Any], plugin: Plugin, hook: str) -> list[Any]:
    try:
        returned = function()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise _refusal(plugin, f"fails in {hook}: {reason}") from error
    if not isinstance(returned, Iterable) or isinstance(returned, str):
        raise _refusal(plugin, f"returns {returned!r} from {hook}", "Return a list of classes.")
    return list(returned)


def _made(thing: type, plugin: Plugin) -> Any:
    try:
        return thing()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"offers {thing.__name__}, which can't be made without arguments: {reason}"
        raise _refusal(plugin, message) from error


def _check_offer(thing: Any, plugin: Plugin, hook: str) -> None:
    """Whether a class has what its hook needs, before a study relies on it."""
    wanted = {
        "clientlens_models": ("name", "Options", "dims", "locale", "estimate"),
        "clientlens_screens": ("name", "Options", "find"),
        "clientlens_readers": ("name", "suffixes", "read"),
    }[hook]
    label = getattr(thing, "__name__", repr(thing))
    if not isinstance(thing, type):
        raise _refusal(plugin, f"offers {label} in {hook}, which is no class")
    lacking = [name for name in wanted if not hasattr(thing, name)]
    if lacking:
        raise _refusal(plugin, f"offers {label} without {', '.join(lacking)}")
    name = getattr(thing, "name", None)
    if not isinstance(name, str) or not name:
        raise _refusal(plugin, f"offers {label} whose name is no text")
    base = ScreenOptions if hook == "clientlens_screens" else Options
    options = getattr(thing, "Options", base)
    if not (isinstance(options, type) and issubclass(options, base)):
        raise _refusal(plugin, f"offers {label} whose Options don't derive from {base.__name__}")
