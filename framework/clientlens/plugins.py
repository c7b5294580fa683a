"""The plugins: found by their entry points, checked, and gathered in a registry."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

import pluggy
from pydantic import ValidationError

from clientlens import hookspecs
from clientlens.config.differences import check_differences
from clientlens.config.schema import Options
from clientlens.config.study import Study, Vocabulary, WeightingChoice, WeightingPlan
from clientlens.config.text import KeyPath
from clientlens.config.vary import told_of_option
from clientlens.errors import PluginError, Problem, at_work, did_you_mean
from clientlens.hookspecs import PROJECT, hookimpl
from clientlens.model import Model, numbers_of
from clientlens.segmenter import Segmenter
from clientlens.survey.read import BUILT_IN_READERS, Reader
from clientlens.survey.screen import BUILT_IN_SCREENS, Screen, ScreenOptions
from clientlens.weighting import BUILT_IN_WEIGHTINGS, Weighting

CORE = "clientlens"


@dataclass(frozen=True, slots=True)
class _Hook:
    """One door for plugins, and what a class needs to come in through it."""

    name: str
    part: str
    """The field of a `Registry` that holds what comes in."""
    base: type
    """The protocol, all of whose names a class must have."""
    given: str
    """The method that the protocol leaves to the class."""
    options: type[Options] | None
    """What the ``Options`` of a class derive from."""

    def lacking(self, thing: type) -> list[str]:
        """Names of the protocol that a class doesn't have, in the protocol's order."""
        names = dict.fromkeys([*self.base.__annotations__, *vars(self.base)])
        return [n for n in names if not n.startswith("_") and not self._has(thing, n)]

    def _has(self, thing: type, name: str) -> bool:
        is_left_out = name == self.given and getattr(thing, name, None) is vars(self.base)[name]
        return hasattr(thing, name) and not is_left_out


_HOOKS = (
    _Hook("clientlens_models", "models", Model, "estimate", Options),
    _Hook("clientlens_weightings", "weightings", Weighting, "weigh", Options),
    _Hook("clientlens_segmenters", "segmenters", Segmenter, "find", Options),
    _Hook("clientlens_screens", "screens", Screen, "find", ScreenOptions),
    _Hook("clientlens_readers", "readers", Reader, "read", None),
)


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
    weightings: Mapping[str, Weighting]
    segmenters: Mapping[str, Segmenter]
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
            weightings={name: method.Options for name, method in self.weightings.items()},
            segmenters={name: method.Options for name, method in self.segmenters.items()},
            plugins={plugin.name: plugin.distribution for plugin in self.plugins},
        )

    def check(self, study: Study) -> list[Problem]:
        """What the plugins that a study uses find wrong with it.

        And what they find wrong with the study that an option of a choice makes.
        """
        problems = self._check_alone(study)
        known = frozenset(problems)
        for code, choice in study.choices.items():
            for option, other in choice.options.items():
                own = (problem for problem in self._check_alone(other) if problem not in known)
                problems += [told_of_option(p, study.document, code, option) for p in own]
        return problems

    def _check_alone(self, study: Study) -> list[Problem]:
        problems: list[Problem] = []
        for choice in study.models.values():
            with at_work(self.models[choice.use]):
                problems += self.models[choice.use].check(study, choice.options)
        for plan in (study.weighting, *study.compared.values()):
            problems += self._check_weighting(study, plan)
        for segmentation in study.found.values():
            with at_work(self.segmenters[segmentation.method]):
                problems += self.segmenters[segmentation.method].check(study, segmentation)
        for asked in (study, *(role.study for role in study.roles.values())):
            for screen in asked.screening:
                with at_work(self.screens[screen.rule]):
                    problems += self.screens[screen.rule].check(asked, screen.options)
        if not problems and study.segments and study.segments.differences:
            problems += check_differences(study, self._quantities(study))
        return problems

    def _quantities(self, study: Study) -> dict[str, list[str]]:
        """Entry → its quantities, of models that are estimated for groups; classes are none."""
        return {
            choice.name: numbers_of(self.models[choice.use], study, choice.options)
            for choice in study.models.values()
            if not self.models[choice.use].only_everybody
        }

    def _check_weighting(self, study: Study, plan: WeightingPlan) -> Iterator[Problem]:
        nodes: dict[KeyPath, list[str | None]] = {}
        for node in (None, *study.dimensions):
            nodes.setdefault(plan.of(node).path, []).append(node)
        for weighed in nodes.values():
            yield from self._check_choice(study, weighed, plan.of(weighed[0]))

    def _check_choice(
        self, study: Study, nodes: Sequence[str | None], choice: WeightingChoice
    ) -> Iterator[Problem]:
        method = self.weightings[choice.method]
        with at_work(method):
            problems = list(method.check(study, nodes, choice))
        yield from problems
        if method.is_combination != bool(choice.parts):
            message = (
                f"weighting '{choice.method}' is made of others, and none is named"
                if method.is_combination
                else f"weighting '{choice.method}' isn't made of others"
            )
            hint = "Write them below 'of:'." if method.is_combination else "Take 'of' away."
            yield study.problem(message, *choice.path, hint=hint)
        for part in choice.parts.values():
            yield from self._check_choice(study, nodes, part)


class _Core:
    """Built-in readers, weightings and screening rules, through the same door as everybody's."""

    @staticmethod
    @hookimpl
    def clientlens_readers() -> Iterable[type[Reader]]:
        return BUILT_IN_READERS

    @staticmethod
    @hookimpl
    def clientlens_weightings() -> Iterable[type[Weighting]]:
        return BUILT_IN_WEIGHTINGS

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
        Two plugins share a name or a module or offer a thing of one name; one doesn't import,
        misspells a hook, fails in it, or offers what isn't one. The message names the plugin and
        its distribution.
    """
    found = _discover(frozenset(without))
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(_Core, name=CORE)
    plugins = {plugin.name: plugin for plugin, _ in found}
    for plugin, point in found:
        _register(manager, plugin, _import(plugin, point), plugins)
    _check_hooks(manager, plugins)
    return _gather(manager, tuple(plugins.values()))


def _discover(without: frozenset[str]) -> list[tuple[Plugin, EntryPoint]]:
    """Entry points in sorted order, since the order of installation says nothing."""
    points = [(_plugin_of(point), point) for point in entry_points(group=PROJECT)]
    unknown = sorted(without - {plugin.name for plugin, _ in points})
    if unknown:
        hint = did_you_mean(unknown[0], sorted(plugin.name for plugin, _ in points))
        raise PluginError(Problem(f"no plugin is called '{unknown[0]}'", hint=hint))
    kept = [(plugin, point) for plugin, point in points if plugin.name not in without]
    ordered = sorted(kept, key=lambda pair: (pair[0].name, pair[0].distribution))
    _check_names([plugin for plugin, _ in ordered])
    return ordered


def _check_names(plugins: list[Plugin]) -> None:
    """A name is one plugin's alone, and the core has one too."""
    for plugin in plugins:
        if plugin.name == CORE:
            raise _refusal(plugin, "has the name of the core", _mend_or_go_on(plugin))
    for one, other in itertools.pairwise(plugins):
        if one.name == other.name:
            both = f"{one.distribution} and {other.distribution}"
            message = f"two plugins are called '{one.name}': of {both}"
            raise PluginError(Problem(message, hint="Uninstall one of the two distributions."))


def _plugin_of(point: EntryPoint) -> Plugin:
    distribution = point.dist
    name = distribution.name if distribution else "?"
    version = distribution.version if distribution else "?"
    return Plugin(point.name, name, version, point.value)


def _import(plugin: Plugin, point: EntryPoint) -> ModuleType:
    with _answering_for(plugin, "doesn't load"):
        module: ModuleType = point.load()
    return module


@contextmanager
def _answering_for(plugin: Plugin, fault: str) -> Iterator[None]:
    """Run a plugin's own code while it loads: whatever goes wrong there is the plugin's."""
    try:
        yield
    except (Exception, SystemExit) as error:
        message = f"{fault}: {type(error).__name__}: {error}"
        raise _refusal(plugin, message, _mend_or_go_on(plugin)) from error


def _register(
    manager: pluggy.PluginManager,
    plugin: Plugin,
    module: ModuleType,
    plugins: Mapping[str, Plugin],
) -> None:
    registered = manager.get_name(module)
    if registered is not None:
        message = f"is plugin '{registered}' of {plugins[registered].distribution} once more"
        raise _refusal(plugin, message, f"Go on with --without {plugin.name}.")
    try:
        manager.register(module, name=plugin.name)
    except pluggy.PluginValidationError as error:
        reason = str(error).strip().splitlines()[-1]
        raise _refusal(plugin, f"has a hook that doesn't fit: {reason}") from error


def _check_hooks(manager: pluggy.PluginManager, plugins: Mapping[str, Plugin]) -> None:
    """A misspelt hook is accepted by pluggy until somebody asks."""
    known = [hook.name for hook in _HOOKS]
    for name in dir(manager.hook):
        if name.startswith("_") or name in known:
            continue
        for implementation in getattr(manager.hook, name).get_hookimpls():
            plugin = plugins[implementation.plugin_name]
            raise _refusal(plugin, f"has an unknown hook '{name}'", did_you_mean(name, known))


def _refusal(plugin: Plugin, message: str, hint: str = "") -> PluginError:
    return PluginError(
        Problem(f"plugin '{plugin.name}' of {plugin.distribution} {message}", hint=hint)
    )


def _mend_or_go_on(plugin: Plugin) -> str:
    return f"Mend or uninstall {plugin.distribution}, or go on with --without {plugin.name}."


def _gather(manager: pluggy.PluginManager, plugins: tuple[Plugin, ...]) -> Registry:
    by_name = {plugin.name: plugin for plugin in plugins}
    by_name[CORE] = Plugin(CORE, CORE, "", CORE)
    origins: dict[tuple[str, str], str] = {}
    parts: dict[str, dict[str, Any]] = {}  # Any: models, screens and readers
    for hook in _HOOKS:
        offered: dict[str, Any] = {}
        for plugin, name, thing in _offers(manager, hook, by_name):
            if name in offered:
                other = by_name[origins[hook.name, name]]
                message = f"offers '{name}', as does '{other.name}' of {other.distribution}"
                raise _refusal(plugin, message, f"Go on with --without {plugin.name}.")
            offered[name] = thing
            origins[hook.name, name] = plugin.name
        parts[hook.part] = dict(sorted(offered.items()))
    return Registry(**parts, plugins=plugins, origins=origins)


def _offers(
    manager: pluggy.PluginManager, hook: _Hook, plugins: Mapping[str, Plugin]
) -> Iterator[tuple[Plugin, str, Any]]:
    """What each plugin returns from a hook, made and named; plugins sorted by name."""
    implementations = getattr(manager.hook, hook.name).get_hookimpls()
    for implementation in sorted(implementations, key=lambda i: str(i.plugin_name)):
        plugin = plugins[implementation.plugin_name]
        for offered in _called(implementation.function, plugin, hook):
            thing = _checked(offered, plugin, hook)
            with _answering_for(plugin, f"offers {thing.__name__}, which can't be made"):
                made = thing()
            yield plugin, made.name, made


def _called(function: Callable[[], Any], plugin: Plugin, hook: _Hook) -> list[Any]:
    with _answering_for(plugin, f"fails in {hook.name}"):
        returned = function()
        if isinstance(returned, Iterable) and not isinstance(returned, str):
            return list(returned)
    raise _refusal(plugin, f"returns {returned!r} from {hook.name}", "Return a list of classes.")


# Any: a class of the plugin's; what it has is checked here.
def _checked(thing: Any, plugin: Plugin, hook: _Hook) -> Any:
    """A class that has what its hook needs, before a study relies on it."""
    if not isinstance(thing, type):
        raise _refusal(plugin, f"offers {thing!r} in {hook.name}, which is no class")
    for fault in _faults(thing, hook):
        raise _refusal(plugin, f"offers {thing.__name__} {fault}")
    return thing


def faults_of(thing: type, hook: str) -> list[str]:
    """Why a class can't come in through a hook: "without estimate", "whose name is 3, no text"."""
    return [*_faults(thing, next(each for each in _HOOKS if each.name == hook))]


def _faults(thing: type, hook: _Hook) -> Iterator[str]:
    if lacking := hook.lacking(thing):
        yield f"without {', '.join(lacking)}"
    name = getattr(thing, "name", None)
    if not isinstance(name, str) or not name:
        yield f"whose name is {name!r}, no text"
    options, base = getattr(thing, "Options", None), hook.options
    if base is None:
        return
    if isinstance(options, type) and issubclass(options, base):
        yield from _faults_of_defaults(options)
    else:
        yield f"whose Options don't derive from {base.__name__}"


def _faults_of_defaults(options: type[Options]) -> Iterator[str]:
    """Defaults are taken as they are: one that the option itself refuses would reach the model."""
    made = options.model_construct()
    defaults = {
        info.alias or name: getattr(made, name)
        for name, info in options.model_fields.items()
        if not info.is_required()
    }
    try:
        options.model_validate(defaults)
    except ValidationError as error:
        for each in error.errors():
            if each["loc"] and each["loc"][0] in defaults:
                name = each["loc"][0]
                yield f"whose option '{name}' refuses its own default {defaults[name]!r}"
