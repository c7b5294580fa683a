"""The kit itself: exemptions, failures that can be read, all at once."""

import subprocess
import sys
import traceback
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from clientlens.errors import RequestError
from clientlens.plugin_api import Model, Options
from clientlens.survey.read import BUILT_IN_READERS
from clientlens.testing import BrokenLaw, check_model, laws_of


class Mean(Model):
    """Performance is the mean rating."""

    name = "mean"
    Options = Options
    locale = Path(__file__).parent / "locale"
    dims: ClassVar = {"performance": ("indicator",)}

    def estimate(self, sample, study, options):
        return {"performance": sample.mean("satisfaction")}


class Unweighted(Mean):
    """Forgets the weights where it counts."""

    dims: ClassVar = {"mean": ("indicator",)}

    def estimate(self, sample, study, options):
        kept = (sample.weights > 0).astype(float)
        X = sample.answers("satisfaction")
        known = ~np.isnan(X)
        return {"mean": kept @ np.where(known, X, 0.0) / (kept @ known)}


class Wordless(Mean):
    """Has two quantities that no catalogue knows."""

    dims: ClassVar = dict.fromkeys(["twist", "turn"], ("indicator",))

    def estimate(self, sample, study, options):
        return dict.fromkeys(self.dims, sample.mean("satisfaction"))


class Stumbling(Mean):
    """Stops in a line of its own."""

    def estimate(self, sample, study, options):
        return {"performance": sample.mean("satisfaction") / [1, 2]}


def law_called(model, name, **how):
    return next(law for law in laws_of(model, **how) if law.name == name)


def test_a_broken_law_is_told_with_its_smallest_example():
    with pytest.raises(BrokenLaw) as told:
        law_called(Unweighted, "weight 2 is a duplicated row").check()
    text = str(told.value)
    assert "model 'mean' breaks the law 'weight 2 is a duplicated row'" in text
    assert "smallest example: 20 clients, indicators staff_1, staff_2, price_1" in text
    assert "'mean', indicator '" in text


def test_all_words_that_are_missing_are_told_at_once():
    with pytest.raises(BrokenLaw, match="'model-mean', 'quantity-twist', 'quantity-turn'"):
        law_called(Wordless, "tables have words in every language").check()


def test_all_messages_that_a_catalogue_lacks_are_told_at_once(tmp_path):
    (tmp_path / "zh.ftl").write_text("model-mean = 均值", encoding="utf-8")
    (tmp_path / "en.ftl").write_text("up = Up\nmodel-mean = Mean\ndown = Down", encoding="utf-8")
    said = type("Said", (Mean,), {"locale": tmp_path})
    with pytest.raises(BrokenLaw, match=r"zh\.ftl lacks 'up', 'down', which en\.ftl has"):
        law_called(said, "every language says the same").check()


def _of_the_law() -> None:
    law_called(Stumbling, "it works on a generated study").check()


def _of_everything() -> None:
    check_model(Stumbling)


@pytest.mark.parametrize("check", [_of_the_law, _of_everything])
def test_where_a_plugin_stops_is_in_the_traceback(check):
    with pytest.raises(BrokenLaw, match="it stops with ValueError") as told:
        check()
    last = traceback.extract_tb(told.value.__cause__.__traceback__)[-1]
    assert last.name == "estimate"
    assert last.filename == __file__


def test_an_exemption_from_no_law_is_refused():
    with pytest.raises(RequestError, match="Did you mean 'weight 2 is a duplicated row'"):
        laws_of(Mean, exempt={"weight 2 is a double row": "it isn't"})


def test_an_exemption_that_is_not_needed_is_refused():
    law = law_called(Mean, "weight 2 is a duplicated row", exempt={
        "weight 2 is a duplicated row": "it counts heads"})  # fmt: skip
    assert str(law) == "weight 2 is a duplicated row (exempt: it counts heads)"
    with pytest.raises(BrokenLaw, match="and keeps it"):
        law.check()


def test_all_broken_laws_are_told_at_once():
    class Positions(Mean):
        dims: ClassVar = {"first": ()}

        def estimate(self, sample, study, options):
            return {"first": sample.weights[:, 0] * sample.weights.shape[1]}

    with pytest.raises(BrokenLaw) as told:
        check_model(Positions)
    assert "the order of clients" in str(told.value)
    assert "weight 2" in str(told.value)


def test_an_exemption_holds_and_is_shown():
    why = "it counts heads"
    law = law_called(Unweighted, "weight 2 is a duplicated row", exempt={
        "weight 2 is a duplicated row": why})  # fmt: skip
    assert law.check() == f"exempt: {why}"


def test_an_exemption_without_a_reason_is_refused():
    with pytest.raises(RequestError, match="without a reason"):
        laws_of(Mean, exempt={"weight 2 is a duplicated row": " "})


def test_what_is_no_plugin_is_refused():
    with pytest.raises(RequestError, match="is no model, weighting"):
        laws_of(int)


@pytest.mark.parametrize("thing", [Mean(), "mean", len], ids=["instance", "text", "function"])
def test_what_is_no_class_is_refused(thing):
    with pytest.raises(RequestError, match=r"is no class\n    Give what its hook returns\."):
        laws_of(thing)


def test_all_wrong_arguments_are_told_at_once():
    with pytest.raises(RequestError) as caught:
        laws_of(Mean, options=[1], exempt=["a law"], tolerance=-1)
    assert str(caught.value) == (
        "`options` of laws_of must be a mapping, got [1]\n"
        "`exempt` of laws_of must be a mapping, got ['a law']\n"
        "`tolerance` of laws_of must be a number of at least 0, got -1"
    )


def test_a_survey_that_a_study_could_not_say_is_refused():
    reader = BUILT_IN_READERS[0]
    with pytest.raises(RequestError, match="`survey` of laws_of, 'nope': Extra inputs"):
        laws_of(reader, write=lambda path, columns, rows: None, survey={"nope": 1})


def test_a_study_of_the_author_s_own_is_laid_over_the_generated_one():
    (law, *_) = laws_of(Mean, study={"hierarchy": {"desk": {"indicators": {"queue": {}}}}})
    (small, *_) = law.bench.examples()
    assert small.description == "20 clients, indicators queue, seed 1"
    assert set(small.study.facets) == {"importance", "satisfaction", "expectation", "competitor"}


def test_the_kit_needs_no_test_runner():
    code = "import sys, clientlens.testing; print({'pytest', 'hypothesis'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
