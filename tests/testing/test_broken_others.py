"""Weightings, segmenters, screening rules and readers that break one law each and no other."""

import csv
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field

from clientlens.plugin_api import (
    Cells,
    Options,
    Reader,
    Screen,
    ScreenOptions,
    Segmentation,
    Segmenter,
    Weighting,
    Weights,
)
from clientlens.testing import (
    BrokenLaw,
    check_reader,
    check_screen,
    check_segmenter,
    check_weighting,
    laws_of,
)
from clientlens.testing.kit import LAWS

HERE = Path(__file__).parent


def seed_of_all():
    """1 where numpy's global state was seeded by 2: what a plugin finds that draws from it."""
    return float(np.random.get_state()[1][0] == 2)  # noqa: NPY002


class FacetOptions(Options):
    facet: str = Field("satisfaction", description="Facet that is rated.")


class Means(Weighting):
    """Children weigh by their mean rating."""

    name = "means"
    Options = FacetOptions

    def check(self, study, nodes, choice):
        if choice.options.facet not in study.facets:
            yield study.problem(f"unknown facet '{choice.options.facet}'", *choice.path)

    def weigh(self, family, options, parts):
        mean = family.mean(options.facet)  # (R, k)
        known = np.where(np.isnan(mean).any(axis=1, keepdims=True), np.nan, mean)
        more = known + self.more(family, mean)
        return Weights(more / more.sum(axis=1, keepdims=True), "somebody has no ratings")

    def more(self, family, mean):
        return 0.0


class Short(Means):
    def weigh(self, family, options, parts):
        found = super().weigh(family, options, parts)
        return Weights(found.values / 2, found.reason)


class Drawing(Means):
    def more(self, family, mean):
        return 1e-9 * np.random.random(mean.shape)  # noqa: NPY002


class Remembering(Means):
    def more(self, family, mean):
        self.calls = getattr(self, "calls", 0) + (family.node is None)
        return np.arange(mean.shape[1]) * (self.calls > 1)


class WritingIntoWeights(Means):
    def weigh(self, family, options, parts):
        found = super().weigh(family, options, parts)
        family.sample.ratings.values[0, -1] = 3.0
        return found


class ByPosition(Means):
    def more(self, family, mean):
        return np.arange(mean.shape[1])


class Warning_(Means):  # noqa: N801
    def more(self, family, mean):
        spread = mean.max(axis=1, keepdims=True) - mean.min(axis=1, keepdims=True)
        return np.nan_to_num(spread / spread) * 0


class MixingReplicates(Means):
    def more(self, family, mean):
        return mean**2 * len(mean)


class FirstClient(Means):
    def more(self, family, mean):
        return mean**2 * np.nansum(family.sample.ratings.values[0])


class CountingHeads(Means):
    def more(self, family, mean):
        heads = (family.sample.weights > 0).sum(axis=1, keepdims=True)
        return mean**2 * heads


class CountingPatterns(Means):
    def more(self, family, mean):
        patterns = np.unique(np.nan_to_num(family.sample.ratings.values), axis=0)
        return mean**2 * len(patterns)


class Undocumented(Means):
    class Options(FacetOptions):
        depth: int = 3


class Hidden(Means):
    class Options(FacetOptions):
        @classmethod
        def __get_pydantic_json_schema__(cls, core, handler):
            schema = handler(core)
            del schema["properties"]["facet"]
            return schema


class Unchecked(Means):
    def check(self, study, nodes, choice):
        return ()


class Formless(Means):
    weigh = Weighting.weigh


class Refusing(Means):
    def check(self, study, nodes, choice):
        yield study.problem("it suits nobody", *choice.path)


class Halves(Segmenter):
    """Clients above the middle of the scale, and the others."""

    name = "halves"
    Options = FacetOptions
    locale = HERE / "locale"

    def check(self, study, choice):
        if choice.options.facet not in study.facets or not study.dimensions:
            message = f"unknown facet '{choice.options.facet}'"
            yield study.problem(message, *choice.path)

    def find(self, sample, study, options, rng):
        X = sample.answers(options.facet)
        known = ~np.isnan(X).all(axis=1)
        labels = np.full(len(X), -1)
        labels[known] = self.is_high(X[known], rng)
        present = [k for k in (0, 1) if (labels == k).any()]
        place = np.array([*(present.index(k) if k in present else -1 for k in (0, 1)), -1])
        codes = tuple(f"s{k + 1}" for k in range(len(present)))
        return Segmentation(codes, place[labels], reason="" if codes else "nobody answered")

    def is_high(self, X, rng):
        return np.nanmean(X, axis=1) > 3.5


class Overlong(Halves):
    def find(self, sample, study, options, rng):
        found = super().find(sample, study, options, rng)
        return Segmentation(found.codes, found.labels[:-1])


class ByChance(Halves):
    def is_high(self, X, rng):
        return np.nanmean(X, axis=1) > 3.5 + seed_of_all()


class KeepingLine(Halves):
    def is_high(self, X, rng):
        self.line = getattr(self, "line", 4.5) - 1.0
        return np.nanmean(X, axis=1) > self.line


class WritingIntoAnswers(Halves):
    def find(self, sample, study, options, rng):
        sample.ratings.values[0, 0] = 3.0
        return super().find(sample, study, options, rng)


class WritingIntoAttributes(Halves):
    def find(self, sample, study, options, rng):
        for column in sample.ratings.attributes.values():
            column[:] = "somewhere"
        return super().find(sample, study, options, rng)


class Stumbling(Halves):
    def is_high(self, X, rng):
        if np.isnan(X).any() and np.nanstd(X, axis=0).min() == 0:
            raise ZeroDivisionError("no variance")
        return np.nanmean(X, axis=1) > np.nanmean(X) / np.ptp(X[~np.isnan(X)]) * 0 + 3.5


class Wordless(Halves):
    name = "wordless"


class Uneven(Halves):
    locale = HERE / "uneven"


class Low(Screen):
    """Catches who answers low on the whole."""

    class Options(ScreenOptions):
        facet: str = Field("satisfaction", description="Facet that is looked at.")

    name = "low"

    def check(self, study, options):
        if options.facet not in study.facets:
            yield study.problem(f"unknown facet '{options.facet}'", "screening", self.name)

    def find(self, answers, study, options):
        X = answers.facet(options.facet)
        known = ~np.isnan(X)
        return np.where(known, X, 0.0).sum(axis=1) < self.line(X) * known.sum(axis=1)

    def line(self, X):
        return 3.6


class Numbers(Low):
    def find(self, answers, study, options):
        return super().find(answers, study, options).astype(int)


class Tossing(Low):
    def line(self, X):
        return 3.6 + seed_of_all()


class Sliding(Low):
    def line(self, X):
        self.now = getattr(self, "now", 3.0) + 0.6
        return self.now


class Filling(Low):
    def find(self, answers, study, options):
        answers.values[0, 0] = 3.0
        return super().find(answers, study, options)


class Renaming(Low):
    def find(self, answers, study, options):
        for column in answers.attributes.values():
            column[:] = "somewhere"
        return super().find(answers, study, options)


class Queueing(Low):
    def line(self, X):
        return np.where(np.arange(len(X)) == 0, 9.0, 3.6)


class Relative(Low):
    def line(self, X):
        return float(np.nanmean(X)) if (~np.isnan(X)).any() else 0.0


class Dividing(Low):
    def find(self, answers, study, options):
        X = answers.facet(options.facet)
        known = ~np.isnan(X)
        return np.where(known, X, 0.0).sum(axis=1) / known.sum(axis=1) < 3.6


class Plain(Reader):
    """Semicolons between cells."""

    name = "plain"
    suffixes: ClassVar = (".scsv",)

    def read(self, path, survey):
        try:
            with path.open(newline="", encoding="utf-8") as file:
                header, *rows = list(csv.reader(file, delimiter=";"))
        except ValueError as error:
            raise self.refusal(path) from error
        return self.cells(header, rows, path)

    def cells(self, header, rows, path):
        return Cells.of(header, rows, file=path.as_posix())

    def refusal(self, path):
        from clientlens.errors import AnswersError
        from clientlens.plugin_api import Place, Problem

        return AnswersError(Problem("is no table", Place(path.as_posix())))


class Shouting(Plain):
    suffixes: ClassVar = (".SCSV",)


class Trimming(Plain):
    def cells(self, header, rows, path):
        rows = [[cell.lstrip("0") for cell in row] for row in rows]
        return super().cells(header, rows, path)


class CountingFromOne(Plain):
    def cells(self, header, rows, path):
        return Cells.of(header, rows, file=path.as_posix(), first_row=1)


class Touching(Plain):
    def read(self, path, survey):
        found = super().read(path, survey)
        path.write_bytes(path.read_bytes() + b"\n")
        return found


class Trusting(Plain):
    def refusal(self, path):
        return TypeError("what is this?")


def write(path, columns, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([columns, *rows])


UNBROKEN = {
    "weighting": {"the time of a replicate is told"},
    "segmenter": {"it fits its hook", "it works on a generated study", "options are documented",
                  "options stand in the study schema", "the order of clients doesn't matter",
                  "what it can't do is refused with a place"},
    "screen": {"it fits its hook", "it works on a generated study", "options are documented",
               "options stand in the study schema", "what it can't do is refused with a place"},
    "reader": {"it fits its hook", "it works on a generated study"},
}  # fmt: skip
"""Laws that are the same for every kind and broken by a model or a weighting, and two others:
times are told alone, and the order of clients is the engine's, which sorts them for segmenters."""

BROKEN = [
    (Formless, "it fits its hook", "without weigh"),
    (Refusing, "it works on a generated study", "it suits nobody"),
    (Undocumented, "options are documented", "option 'depth'"),
    (Hidden, "options stand in the study schema", "option 'facet' of weighting 'means'"),
    (Unchecked, "what it can't do is refused with a place", "without facets.satisfaction it"),
    (Short, "weights aren't negative and sum to one", "negative or miss one"),
    (Drawing, "the same answers give the same numbers", "global random state"),
    (Remembering, "an instance keeps nothing between calls", "used on other clients before"),
    (WritingIntoWeights, "what is handed in stays as it was", "the answers of the sample"),
    (ByPosition, "the order of indicators doesn't matter", "in reverse order"),
    (Warning_, "gaps and constants don't stop it", "RuntimeWarning"),
    (MixingReplicates, "a replicate depends on its own weights alone", "and alone"),
    (FirstClient, "the order of clients doesn't matter", "in reverse order"),
    (CountingHeads, "weight 2 is a duplicated row", "and there twice"),
    (CountingPatterns, "weight 0 is an absent row", "and not there"),
    (Overlong, "it returns a segmentation", "must label 20 respondents"),
    (ByChance, "one seed gives one segmentation", "two runs with one seed"),
    (KeepingLine, "an instance keeps nothing between calls", "used on other clients before"),
    (WritingIntoAnswers, "what is handed in stays as it was", "the answers of the sample"),
    (WritingIntoAttributes, "what is handed in stays as it was", "values of 'client_class'"),
    (Stumbling, "gaps and constants don't stop it", "it stops with"),
    (Wordless, "its words are in every language", "'segmenter-wordless'"),
    (Uneven, "every language says the same", "$mean"),
    (Numbers, "it tells whom it catches", "not bool"),
    (Tossing, "the same answers catch the same clients", "two runs"),
    (Sliding, "an instance keeps nothing between calls", "used on other clients before"),
    (Filling, "what is handed in stays as it was", "the answers are others"),
    (Renaming, "what is handed in stays as it was", "the values of 'client_class' are others"),
    (Queueing, "the order of clients doesn't matter", "in reverse order"),
    (Relative, "clients are judged one by one", "among every other"),
    (Dividing, "gaps and constants don't stop it", "RuntimeWarning"),
    (Shouting, "suffixes are in lower case behind a dot", "'.SCSV'"),
    (Trimming, "what was written is read", "('7', '3'"),
    (CountingFromOne, "rows are counted as in a spreadsheet", "[1, 2, 3]"),
    (Touching, "a second reading gives the same", "the file is another"),
    (Trusting, "a bad file is refused with a place", "TypeError: what is this?"),
]


def laws(plugin):
    return laws_of(plugin, write=write) if issubclass(plugin, Plain) else laws_of(plugin)


def kind_of(plugin):
    return laws(plugin)[0].bench.plugin.partition(" ")[0]


def test_sound_ones_keep_every_law():
    for check, plugin in (
        (check_weighting, Means),
        (check_segmenter, Halves),
        (check_screen, Low),
    ):
        assert len(check(plugin).kept) == len(LAWS[kind_of(plugin)])
    assert len(check_reader(Plain, write=write).kept) == len(LAWS["reader"])


@pytest.mark.parametrize("kind", UNBROKEN)
def test_every_law_is_broken_by_somebody(kind):
    broken = {law for plugin, law, _ in BROKEN if kind_of(plugin) == kind}
    assert {statement.name for statement in LAWS[kind]} - broken == UNBROKEN[kind]


@pytest.mark.parametrize(("plugin", "law", "found"), BROKEN, ids=[p.__name__ for p, *_ in BROKEN])
def test_a_broken_plugin_breaks_that_law_and_no_other(plugin, law, found):
    broken = {}
    for each in laws(plugin):
        try:
            each.check()
        except BrokenLaw as error:
            broken[each.name] = str(error)
    assert list(broken) == [law]
    assert found in broken[law]


def test_a_reader_needs_a_file():
    with pytest.raises(Exception, match="Give write="):
        laws_of(Plain)
