"""A model that keeps every law, and for each law one that breaks it and no other."""

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from pydantic import Field

from clientlens.plugin_api import Absent, Chart, Finding, Model, Options, Sheet, Table, stack
from clientlens.testing import BrokenLaw, check_model, laws_of
from clientlens.testing.kit import LAWS

HERE = Path(__file__).parent


class SoundOptions(Options):
    facet: str = Field("satisfaction", description="Facet that is rated.")


class Sound(Model):
    """Mean ratings, worst first."""

    name = "sound"
    Options = SoundOptions
    dims: ClassVar = {"performance": ("indicator",), "priority": ("indicator",), "index": ()}
    once_dims: ClassVar = {"n_rated": ("indicator",)}
    locale = HERE / "locale"

    def check(self, study, options):
        if options.facet not in study.facets or not study.dimensions:
            yield study.problem(f"unknown facet '{options.facet}'", "models", self.name)

    def scales_for(self, study, options):
        return {"performance": study.scales[study.facets[options.facet].scale].points}

    def estimate(self, sample, study, options):
        mean = sample.mean(options.facet)  # (R, J)
        known = ~np.isnan(mean)
        total = np.where(known, mean, 0.0).sum(axis=1)
        count = known.sum(axis=1)
        level = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
        return {"performance": mean, "priority": -mean, "index": 25 * (level - 1)}

    def once(self, sample, study, options):
        return {"n_rated": sample.n_answered(options.facet)}

    def tables(self, result):
        found = {name: result.estimates.summary(name) for name in ("performance", "priority")}
        counts = result.estimates.counts["n_rated"]
        return [Table("indicators", ("group", "indicator", "quantity"),
                      stack(found, ("group", "indicator"), counts))]  # fmt: skip

    def findings(self, result):
        mean = result.estimates.answered("performance").sel(group="all").to_series().dropna()
        best = str(mean.idxmax())
        return [Finding("best", (best,), "sound-best", {"mean": float(mean[best])})]

    def charts(self, result, messages):
        spec = {"data": {"values": [{"x": 1}]}, "mark": "point"}
        title = messages("chart-means")
        return [Chart("means", title, title, spec)]


class Estimating(Sound):
    """One more quantity, which `more` makes of the sample."""

    dims: ClassVar = {**Sound.dims, "more": ("indicator",)}
    tables_only = frozenset({"more"})

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return {**found, "more": self.more(sample, found["performance"], options)}


class WithoutADeclaredQuantity(Sound):
    dims: ClassVar = {**Sound.dims, "promised": ()}


class OfEverybody(Estimating):
    """The quantity more is of everybody alone."""

    def of_everybody(self, study, options):
        return {"more"}

    def more(self, sample, mean, options):
        return mean

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found if sample.is_everybody else {n: v for n, v in found.items() if n != "more"}


class OfEverybodyInSecret(OfEverybody):
    def of_everybody(self, study, options):
        return ()


class OfGroupsAsWell(OfEverybody):
    def estimate(self, sample, study, options):
        return Estimating.estimate(self, sample, study, options)


class Misshapen(Sound):
    dims: ClassVar = {**Sound.dims, "promised": ("indicator",)}

    def estimate(self, sample, study, options):
        return super().estimate(sample, study, options) | {"promised": np.zeros(len(sample.n))}


class Squeezed(Sound):
    """Loses the axis of replicates where there is but one."""

    dims: ClassVar = {**Sound.dims, "more": ("indicator",)}
    tables_only = frozenset({"more"})

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"more": np.squeeze(found["performance"])}


class Drawing(Estimating):
    def more(self, sample, mean, options):
        return mean + 1e-9 * np.random.random(mean.shape)  # noqa: NPY002


class Unseeded(Estimating):
    def more(self, sample, mean, options):
        return mean + 1e-9 * np.random.default_rng().random(mean.shape)


class Seeding(Estimating):
    def more(self, sample, mean, options):
        np.random.seed(3)  # noqa: NPY002
        return mean + np.random.random()  # noqa: NPY002


class Remembering(Estimating):
    def more(self, sample, mean, options):
        self.calls = getattr(self, "calls", 0) + 1
        return mean + self.calls


class WritingIntoAnswers(Sound):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        sample.ratings.values[0, -1] = 3.0
        return found


class Nameless(Estimating):
    def more(self, sample, mean, options):
        return np.full(mean.shape, np.nan)


class Reasonless(Estimating):
    def more(self, sample, mean, options):
        return Absent(" ")


class ByPosition(Estimating):
    def more(self, sample, mean, options):
        return mean + np.arange(mean.shape[1])


class Dividing(Estimating):
    def more(self, sample, mean, options):
        return mean / (5.0 - mean)


class MixingReplicates(Estimating):
    def more(self, sample, mean, options):
        return (
            mean
            - np.nanmean(sample.weights[:, 0]) / sample.weights.shape[1] * 0
            - (sample.weights.shape[0])
        )


class FirstClient(Estimating):
    def more(self, sample, mean, options):
        X = sample.answers(options.facet)
        return mean + np.nan_to_num(X[:2], nan=3.0).mean()


class CountingHeads(Estimating):
    def more(self, sample, mean, options):
        return np.where(np.isnan(mean), np.nan, 1.0) * (sample.weights > 0).sum(axis=1)[:, None]


class Repeating(Estimating):
    """Takes weights for whole numbers."""

    def more(self, sample, mean, options):
        X, W = sample.answers(options.facet), sample.weights.astype(int)
        rows = [np.ma.masked_invalid(np.repeat(X, w, axis=0)).mean(axis=0) for w in W]
        return np.ma.stack(rows).filled(np.nan)


class CountingPatterns(Estimating):
    def more(self, sample, mean, options):
        patterns = np.unique(np.nan_to_num(sample.ratings.values), axis=0)
        return mean * 0 + len(patterns)


class GroupsElse(Estimating):
    def more(self, sample, mean, options):
        return mean + (not sample.is_everybody)


class PerformanceByNothing(Sound):
    dims: ClassVar = {**Sound.dims, "performance": ()}

    def scales_for(self, study, options):
        return {}

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"performance": found["index"]}

    def findings(self, result):
        return []

    def tables(self, result):
        found = {"priority": result.estimates.summary("priority")}
        counts = result.estimates.counts["n_rated"]
        return [Table("indicators", ("group", "indicator", "quantity"),
                      stack(found, ("group", "indicator"), counts))]  # fmt: skip


class IndexBeyond(Sound):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"index": 100 + found["index"]}


class IndexOfShares(Sound):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"index": found["index"] / 100}


class IndexOfComplaints(Sound):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"index": 100 - found["index"]}


class Complaining(Sound):
    """Performance counts complaints."""

    def scales_for(self, study, options):
        return {}

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"performance": 5 - found["performance"], "priority": 0 * found["priority"]}


class BestFirst(Sound):
    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"priority": found["performance"]}


class StrangeClasses(Sound):
    dims: ClassVar = {**Sound.dims, "class": ("indicator",)}
    classes: ClassVar = {"class": ("good", "bad")}

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        return found | {"class": np.where(np.isnan(found["priority"]), np.nan, 2.0)}


class StrangeLooks(Sound):
    looks: ClassVar = {"good": "golden"}


class Formless(Sound):
    estimate = Model.estimate


class Refusing(Sound):
    def check(self, study, options):
        yield study.problem("it suits nobody", "models", self.name)


class Failing(Sound):
    def estimate(self, sample, study, options):
        raise ZeroDivisionError("of nothing")


class Hidden(Sound):
    class Options(SoundOptions):
        @classmethod
        def __get_pydantic_json_schema__(cls, core, handler):
            schema = handler(core)
            del schema["properties"]["facet"]
            return schema


class Undocumented(Sound):
    class Options(SoundOptions):
        depth: int = 3


class Unchecked(Sound):
    def check(self, study, options):
        return ()


class Placeless(Sound):
    def check(self, study, options):
        for problem in super().check(study, options):
            yield replace(problem, place=None)


class Uneven(Sound):
    locale = HERE / "uneven"


class SaidInOne(Sound):
    locale = HERE / "locale"

    def findings(self, result):
        return [replace(f, message="sound-worst") for f in super().findings(result)]


class UnnamedEvidence(Sound):
    def findings(self, result):
        return [replace(f, evidence={**f.evidence, "lead": 1.0}) for f in super().findings(result)]


class WithTwoRowsOfOneKey(Sound):
    def tables(self, result):
        (table,) = super().tables(result)
        return [Table("indicators", ("group", "indicator"), table.frame)]


class WithAMisspeltSheet(Sound):
    sheets: ClassVar = {"overall": Sheet(["indx"], "n_rated")}


class WithAMisspeltCount(Sound):
    sheets: ClassVar = {"overall": Sheet(["index"], "rated")}


class WithTextForNumbers(Sound):
    def tables(self, result):
        (table,) = super().tables(result)
        return [replace(table, frame=table.frame.astype({"estimate": str}))]


class Retold(Sound):
    """Shows other numbers than it estimates."""

    def tables(self, result):
        (table,) = super().tables(result)
        return [replace(table, frame=table.frame.assign(estimate=table.frame["estimate"] + 1))]


class WithoutWords(Sound):
    def tables(self, result):
        return [replace(table, name="unheard_of") for table in super().tables(result)]


class AboutNobody(Sound):
    def findings(self, result):
        return [replace(f, subject=("nobody",)) for f in super().findings(result)]


class WithNoEvidence(Sound):
    def findings(self, result):
        evidence: dict[str, Any] = {"mean": float("nan")}
        return [replace(f, evidence=evidence) for f in super().findings(result)]


class DrawingNaN(Sound):
    def charts(self, result, messages):
        (chart,) = super().charts(result, messages)
        return [replace(chart, wide={**chart.wide, "data": {"values": [{"x": float("nan")}]}})]


class NotDrawn(Sound):
    def charts(self, result, messages):
        (chart,) = super().charts(result, messages)
        return [replace(chart, wide={"mark": "pencil"})]


class TellingOfFew(Sound):
    def tables(self, result):
        (table,) = super().tables(result)
        branches = result.study.respondents["branch"].values.values()
        rows = [table.frame.iloc[:1].assign(group="all", branch=name) for name in branches]
        import pandas as pd

        words = Table("branches", ("group", "branch"), pd.concat(rows, ignore_index=True))
        return [table, words]

    def check(self, study, options):
        yield from super().check(study, options)
        if not study.respondents.get("branch"):
            yield study.problem("there are no branches", "models", self.name)


BROKEN = [
    (Formless, "it fits its hook", "the class is one without estimate"),
    (Refusing, "it works on a generated study", "it suits nobody"),
    (Failing, "it works on a generated study", "it stops with ZeroDivisionError: of nothing"),
    (Hidden, "options stand in the study schema", "option 'facet' of model 'sound'"),
    (WithoutADeclaredQuantity, "everything declared is given", "'promised' is declared"),
    (OfEverybodyInSecret, "everything declared is given", "declares more and returns nothing"),
    (OfGroupsAsWell, "everything declared is given", "returns more, which its dims don't"),
    (Misshapen, "everything declared is given", "'promised' has the shape (4,)"),
    (Squeezed, "everything declared is given", "'more' has the shape (3,), and (1, 3)"),
    (Drawing, "the same answers give the same numbers", "numpy's global random state"),
    (Seeding, "the same answers give the same numbers", "global random state, or seeds it"),
    (Unseeded, "the same answers give the same numbers", "two runs on the same answers"),
    (Remembering, "an instance keeps nothing between calls", "used on other clients before"),
    (WritingIntoAnswers, "what is handed in stays as it was", "the answers of the sample"),
    (Nameless, "a number that can't be had has a reason", "'more', indicator 'staff_1' is NaN"),
    (Reasonless, "a number that can't be had has a reason", "absent without a reason"),
    (ByPosition, "the order of indicators doesn't matter", "in reverse order"),
    (Dividing, "gaps and constants don't stop it", "everybody gives the highest answer"),
    (MixingReplicates, "a replicate depends on its own weights alone", "and alone"),
    (FirstClient, "the order of clients doesn't matter", "in reverse order"),
    (CountingHeads, "weight 2 is a duplicated row", "with weight 2, and there twice"),
    (Repeating, "weight 2 is a duplicated row", "with weight 1, and there twice with half of it"),
    (CountingPatterns, "weight 0 is an absent row", "with weight 0, and not there"),
    (GroupsElse, "a group is the sample of its members", "as a sample of their own"),
    (PerformanceByNothing, "names that are compared have their dims", "has the dims nothing"),
    (IndexBeyond, "numbers lie on their scales", "outside 0 to 100"),
    (IndexOfShares, "an index rises with better answers", "rises by 0."),
    (IndexOfComplaints, "an index rises with better answers", "from low answers to high ones"),
    (Complaining, "performance rises with better answers", "rises with better answers to no"),
    (BestFirst, "the largest priority comes first", "one point better"),
    (StrangeClasses, "classes are positions among their codes", "holds 2, no position"),
    (StrangeLooks, "classes are positions among their codes", "looks like 'golden'"),
    (Undocumented, "options are documented", "option 'depth'"),
    (
        Unchecked,
        "what it can't do is refused with a place",
        "without facets.satisfaction it is",
    ),
    (Placeless, "what it can't do is refused with a place", "refused without a place"),
    (Uneven, "every language says the same", "'sound-best' names $mean in en.ftl"),
    (SaidInOne, "findings are said in every language", "'sound-worst' has no sentence"),
    (
        UnnamedEvidence,
        "findings are said in every language",
        "no catalogue in zh has 'column-lead'",
    ),
    (WithTwoRowsOfOneKey, "tables are tidy", "rows with the same group, indicator"),
    (WithAMisspeltSheet, "tables are tidy", "sheet 'overall' names 'indx', which no dims declare"),
    (
        WithAMisspeltCount,
        "tables are tidy",
        "sheet 'overall' counts by 'rated', which no once_dims",
    ),
    (WithTextForNumbers, "tables are tidy", "column 'estimate' of table 'indicators' holds '"),
    (Retold, "tables show what was estimated", "in a table, and estimated as"),
    (WithoutWords, "tables have words in every language", "'table-unheard_of'"),
    (AboutNobody, "findings rest on what exists", "is about 'nobody'"),
    (WithNoEvidence, "findings carry evidence", "mean=nan, no finite number"),
    (DrawingNaN, "charts are drawn in every language", "holds a NaN"),
    (NotDrawn, "charts are drawn in every language", "can't be drawn"),
    (TellingOfFew, "nothing is told of few", "of 3 clients, stands in table"),
]


def test_a_sound_model_keeps_every_law():
    verdict = check_model(Sound)
    assert len(verdict.kept) == len(LAWS["model"])
    assert "µs a replicate" in str(verdict)


def test_a_quantity_of_everybody_alone_breaks_no_law():
    assert len(check_model(OfEverybody).kept) == len(LAWS["model"])


def test_every_law_of_a_model_is_broken_by_somebody():
    told = {statement.name for statement in LAWS["model"]} - {law for _, law, _ in BROKEN}
    assert told == {"the time of a replicate is told"}


@pytest.mark.parametrize(
    ("model", "law", "found"), BROKEN, ids=[model.__name__ for model, *_ in BROKEN]
)
def test_a_broken_model_breaks_that_law_and_no_other(model, law, found):
    broken = {}
    for each in laws_of(model):
        try:
            each.check()
        except BrokenLaw as error:
            broken[each.name] = str(error)
    assert list(broken) == [law]
    assert found in broken[law]


class TellingOfEverybody(Sound):
    """One quantity is of everybody alone, and can't be had."""

    dims: ClassVar = {**Sound.dims, "tail": ("indicator",)}

    def of_everybody(self, study, options):
        return ("tail",)

    def estimate(self, sample, study, options):
        found = super().estimate(sample, study, options)
        more = {"tail": Absent("nobody was asked")} if sample.is_everybody else {}
        return found | more


def test_a_group_lacks_what_is_of_everybody_alone_whether_it_is_there_or_absent():
    check_model(TellingOfEverybody)
