"""Universes estimated together say what each says alone, and nothing is estimated twice."""

from collections import Counter

import pytest

from clientlens.config.overlay import amend
from clientlens.results.disk import write_csv
from clientlens.workbench import evaluate, read
from clientlens_composite.model import Composite
from clientlens_quadrant.model import Quadrant
from multiverse.worlds import CHOICES, FEW, by_hand, evaluated, load_values, varied
from support.small_studies import draw_answers, write_study


def bytes_of(evaluation, folder):
    """The CSV files of every table."""
    found = {}
    for name, table in evaluation.tables.items():
        write_csv(table.frame, folder / "table.csv")
        found[name] = (folder / "table.csv").read_bytes()
    return found


@pytest.mark.parametrize(
    ("uncertainty", "choices"),
    [
        ({"replicates": 60, "seed": 7}, CHOICES),
        ({"method": "poisson", "replicates": 60, "seed": 3, "interval": "bca"}, FEW),
        ({"method": "jackknife"}, FEW),
    ],
    ids=["bootstrap", "poisson", "jackknife"],
)
def test_every_universe_is_the_run_of_the_study_that_its_options_make(
    tmp_path, uncertainty, choices
):
    attributes = {"size": {}, "area": {}}
    grouped = {"respondents": attributes, "segments": {"by": "area"}}
    values = varied(choices, **grouped, uncertainty=uncertainty)
    answers = draw_answers().assign(area=["north", "south"] * 30)
    path = write_study(tmp_path, values, answers)
    together = list(evaluated(path).values())
    alone = list(by_hand(path, choices))
    assert len(together) == len(alone)
    for one, (picked, values) in zip(together, alone, strict=True):
        assert tuple(one.universe.picks.values()) == picked
        by_itself = evaluate(load_values(path, values))
        assert one.universe.study.values == by_itself.study.values
        assert bytes_of(one.outcome, tmp_path) == bytes_of(by_itself, tmp_path)
        assert one.outcome.screening.values() == by_itself.screening.values()
        assert one.outcome.recipe["respondents"] == by_itself.recipe["respondents"]


def test_the_first_universe_is_the_study_as_if_it_had_no_choices(tmp_path):
    path = write_study(tmp_path, varied(FEW))
    plain = evaluate(load_values(path, amend(read(path), {"vary": None}, "by hand").values))
    first = evaluated(path)["u1"]
    assert bytes_of(first.outcome, tmp_path) == bytes_of(plain, tmp_path)
    assert bytes_of(evaluate(path), tmp_path) == bytes_of(plain, tmp_path)


def test_a_model_is_estimated_once_a_sample_weighting_and_setting(tmp_path, monkeypatch):
    calls = Counter()

    def counted(model, estimate):
        def work(self, sample, study, options):
            calls[model] += 1
            return estimate(self, sample, study, options)

        return work

    for model in (Quadrant, Composite):
        monkeypatch.setattr(model, "estimate", counted(model.name, model.estimate))
    evaluated(write_study(tmp_path, varied()))  # 200 replicates are one chunk
    assert calls == {"quadrant": 2 * 3 * 3, "composite": 2 * 3}


def test_screening_that_keeps_the_same_clients_is_the_same_sample(tmp_path):
    options = {
        "nobody": {"screening": {"incomplete": {"max_missing": 0.5}}},
        "small": {"screening": {"out_of_frame": {"attribute": "size", "keep": ["L"]}}},
    }
    path = write_study(tmp_path, varied({"screening": {"options": options}}))
    found = evaluated(path)
    assert [e.sample for e in found.values()] == [1, 1, 2]
    assert [e.outcome.screening.valid for e in found.values()] == [60, 60, 52]
    rules = [[rule.rule for rule in e.outcome.screening.rules] for e in found.values()]
    assert rules == [[], ["incomplete"], ["out_of_frame"]]


def test_jobs_change_nothing(tmp_path):
    path = write_study(tmp_path, varied(FEW, uncertainty={"replicates": 1200}))
    one, two = (evaluated(path, jobs=jobs) for jobs in (1, 2))
    assert {c: bytes_of(e.outcome, tmp_path) for c, e in one.items()} == {
        c: bytes_of(e.outcome, tmp_path) for c, e in two.items()
    }


def test_progress_runs_to_the_end(tmp_path):
    told = []
    evaluated(
        write_study(tmp_path, varied()), progress=lambda done, total: told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
