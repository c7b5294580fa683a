"""Paired intervals hold the truth as often as they say, and are narrower than unpaired ones."""

import numpy as np
import pytest

from clientlens.comparison.comparison import compare_runs
from clientlens.comparison.differences import apart
from clientlens.results.run import run_of
from clientlens.stats.intervals import interval
from support.small_studies import draw_answers, evaluate_small, study_values

MODELS = {"quadrant": {}, "composite": {}}
QUICK = {"replicates": 400}


def pair_of(folder, seed, n):
    values = study_values(models=MODELS, uncertainty=QUICK | {"seed": seed})
    run = run_of(evaluate_small(folder, values, draw_answers(n=n, seed=seed)))
    return compare_runs([run]).pairs[0]


def index_apart(pair):
    """(1 + R,) the composite index less that of the quadrant model."""
    return apart(pair.aligned("index"))[:, 0]


def unpaired(pair, seed):
    """The same, if the draws had nothing to do with each other."""
    aligned = pair.aligned("index")
    order = np.random.default_rng(seed).permutation(len(aligned.first) - 1)
    return (aligned.second[1:] - aligned.first[1:][order])[:, 0]


@pytest.mark.slow
def test_paired_intervals_of_a_difference_of_models_hold_the_truth(tmp_path):
    """300 surveys of 120 clients; the truth is the difference in a hundred thousand."""
    truth = float(index_apart(pair_of(tmp_path, seed=1, n=100_000))[0])
    held, widths = [], []
    for seed in range(100, 400):
        pair = pair_of(tmp_path, seed, n=120)
        away = index_apart(pair)
        own, other = interval(away[0], away[1:]), interval(away[0], unpaired(pair, seed))
        held.append(own.low <= truth <= own.high)
        widths.append((own.high - own.low) / (other.high - other.low))
    assert 0.92 <= np.mean(held) <= 0.98  # 0.95 ± 2.4 standard errors
    assert np.mean(widths) < 0.25
