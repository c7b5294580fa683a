"""The vocabulary of a comparison: what sources, nodes, measures and reasons are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clientlens.comparison.comparison import Comparison
from clientlens.comparison.source import Source, run_names
from clientlens.config.schema import Language
from clientlens.messages import LOCALE, Messages
from clientlens.report.reasons import reason_in
from clientlens.results.run import Run
from clientlens.survey.groups import EVERYBODY

OWN_LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words of a comparison in one language.

    Attributes
    ----------
    language : str
        ``zh`` or ``en``.
    messages : Messages
        The core's catalogue, those of the models, and that of comparisons.
    comparison : Comparison
        What is compared.
    titles : mapping
        Name of a source → what a report calls it.
    runs, models : mapping
        Name of a source → what its run, and what its model is called.
    """

    language: Language
    messages: Messages
    comparison: Comparison
    titles: Mapping[str, str]
    runs: Mapping[str, str]
    models: Mapping[str, str]

    def __call__(self, key: str, **variables: str | float) -> str:
        """The message `key`."""
        return self.messages(key, **variables)

    def source(self, name: str) -> str:
        """What a source is called."""
        return self.titles.get(name, name)

    def common_model(self, names: Sequence[str]) -> str:
        """The model that all these sources are of, where their titles tell it; otherwise empty."""
        found = {self.models[name] for name in names}
        is_told = any(self.titles[name] != self.runs[name] for name in names)
        return found.pop() if is_told and len(found) == 1 else ""

    def among(self, name: str, names: Sequence[str]) -> str:
        """What a source is called among these: its run alone, where all are of one model."""
        return self.runs[name] if self.common_model(names) else self.source(name)

    def pair(self, first: str, second: str) -> str:
        """What two sources are called together; a model that both are of is told once."""
        names = (first, second)
        one, other = (self.among(name, names) for name in names)
        return self.of_model(self("comparison-pair", first=one, second=other), names)

    def of_model(self, text: str, names: Sequence[str]) -> str:
        """A text, and the model that all these sources are of, where their titles tell it."""
        model = self.common_model(names)
        return self("comparison-source", run=text, model=model) if model else text

    def node(self, code: str) -> str:
        """What an indicator or a dimension is called, by the first study that names it."""
        names = (run.node_name(code, self.language) for run in self.comparison.runs)
        return next((name for name in names if name != code), code)

    def quantity(self, name: str) -> str:
        """What a quantity is called."""
        return self.messages.get(f"comparison-quantity-{name}", name)

    def measure(self, name: str) -> str:
        """What a measure of agreement is called."""
        return self.messages.get(f"measure-{name}", name)

    def of_class(self, code: str) -> str:
        """What a class is called."""
        return self.messages.get(f"class-{code}", code)

    def reason(self, reason: str) -> str:
        """Why something doesn't compare."""
        return self.messages.get(f"unaligned-{reason.replace('_', '-')}", reason)

    def detail(self, detail: str) -> str:
        """What a model says of something it hasn't got."""
        return reason_in(self.messages, detail)

    def names(self, codes: list[str]) -> str:
        """Several nodes, listed."""
        return self("name-separator").join(map(self.node, codes))

    def group(self) -> str:
        """The group that is compared; empty for everybody."""
        code = self.comparison.group
        if code == EVERYBODY:
            return ""
        run = self.comparison.runs[0]
        attribute, _, value = code.partition("=")
        known = run.file.respondents.get(attribute)
        named = known.names.get(value) if known else None
        return (named.in_language(self.language) if named else None) or value or code


def vocabulary_of(
    comparison: Comparison, language: Language, locales: Mapping[str, Path]
) -> Vocabulary:
    """The words of a comparison.

    Parameters
    ----------
    comparison : Comparison
        What is compared.
    language : str
        Language of the report.
    locales : mapping
        Model → the folder of its catalogues; a model that isn't there is called by its name.
    """
    used = dict.fromkeys(source.run.use(source.model) for source in comparison.sources)
    folders = [locales[use] for use in used if use in locales]
    has_words = [folder for folder in folders if (folder / f"{language}.ftl").is_file()]
    messages = Messages(language, (LOCALE, *has_words, OWN_LOCALE))
    of_run = _run_titles(comparison)
    runs = {s.name: of_run[id(s.run)] for s in comparison.sources}
    models = {s.name: _model_title(s, messages) for s in comparison.sources}
    titles = _titles(comparison, runs, models, messages)
    return Vocabulary(language, messages, comparison, titles, runs, models)


def _titles(
    comparison: Comparison, runs: Mapping[str, str], models: Mapping[str, str], messages: Messages
) -> Mapping[str, str]:
    """Name of a source → its title: the model within one run, the study between several."""
    if len(comparison.runs) == 1:
        return models
    if len({(s.run.use(s.model), s.model) for s in comparison.sources}) == 1:
        return runs
    return {
        name: messages("comparison-source", run=run, model=models[name])
        for name, run in runs.items()
    }


def _model_title(source: Source, messages: Messages) -> str:
    use = source.run.use(source.model)
    title = messages.get(f"model-{use}", use)
    if source.model == use:
        return title
    return messages("model-entry", model=title, name=source.model)


def _run_titles(comparison: Comparison) -> dict[int, str]:
    """The shortest titles that tell the runs apart: region, wave, or the name of the run."""
    runs = comparison.runs
    waves, places = ({title(run) for run in runs} for title in (_wave, _place))
    if len(waves) > 1 and len(places) > 1:
        title = _place_and_wave
    else:
        title = _wave if len(waves) > 1 else _place
    titles = [title(run) for run in runs]
    if all(titles) and len(set(titles)) == len(runs):
        return dict(zip(map(id, runs), titles, strict=True))
    return dict(zip(map(id, runs), run_names(runs), strict=True))


def _wave(run: Run) -> str:
    return "" if run.wave is None else str(run.wave)


def _place(run: Run) -> str:
    return run.region[-1] if run.region else ""


def _place_and_wave(run: Run) -> str:
    return f"{_place(run)} {_wave(run)}".strip()
