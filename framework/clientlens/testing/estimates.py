"""The laws of numbers: what an estimate is, whatever the weights."""

from __future__ import annotations

import time
import warnings
from contextlib import suppress
from dataclasses import replace

import numpy as np

from clientlens.errors import ClientLensError
from clientlens.hierarchy import hierarchy_of
from clientlens.testing.bad_answers import bad_values
from clientlens.testing.estimating import Estimating, demand_same
from clientlens.testing.example import asked, load_values
from clientlens.testing.generated import SIZES
from clientlens.testing.law import Breach, Statement
from clientlens.testing.numbers import Numbers
from clientlens.testing.shaken import shaken

_TIMED_ROWS = 100


def _same_again(example: Estimating) -> None:
    def run() -> tuple[Numbers, Numbers]:
        return example.estimate(example.sample()), example.once(example.sample(example.weights[:1]))

    for one, other in zip(*shaken(run), strict=True):
        demand_same(example, one, other, "two runs on the same answers", tolerance=0.0)


def _no_state(example: Estimating) -> None:
    used = example.instance
    halved = np.arange(example.n) < example.n // 2
    with suppress(ClientLensError):  # half of the clients may be too few
        example.estimate(example.sample(example.weights[:1, halved], halved), used)
    again = example.estimate(example.sample(), used)
    fresh = example.estimate(example.sample())
    demand_same(example, fresh, again, "a new instance, and one used on other clients before")


def _untouched(example: Estimating) -> None:
    sample = example.sample()
    kept = {
        "answers": sample.ratings.values,
        "weights": sample.weights,
        **{f"attribute '{code}'": column for code, column in sample.ratings.attributes.items()},
    }
    before = {name: array.copy() for name, array in kept.items()}
    told = example.options.model_dump()
    example.estimate(sample)
    example.once(sample)
    for name, array in kept.items():
        is_text = array.dtype == object
        if not np.array_equal(array, before[name], equal_nan=not is_text):
            raise Breach(f"the {name} of the sample are others after it was estimated")
    if example.options.model_dump() != told:
        raise Breach("its options are others after it was estimated")


def _indicator_order(example: Estimating) -> None:
    other = _turned(example)
    when = "indicators and dimensions as they came, and in reverse order"
    one = example.estimate(example.sample())
    demand_same(example, one, other.estimate(other.sample()), when)
    first = example.weights[:1]
    demand_same(example, example.once(example.sample(first)), other.once(other.sample(first)), when)


def _turned(example: Estimating) -> Estimating:
    """The same study and answers, every level of the hierarchy in reverse order."""
    hierarchy = {
        code: {**node, "indicators": dict(reversed(node["indicators"].items()))}
        for code, node in reversed(example.values.get("hierarchy", {}).items())
    }
    values = {**example.values, "hierarchy": hierarchy} if hierarchy else dict(example.values)
    study = load_values(values, example.registry)
    return example.on(values, asked(example.drawn, study))


def _bad_answers(example: Estimating) -> None:
    for what, values in bad_values(example.study, example.drawn.answers):
        answers = replace(example.drawn.answers, values=values)
        other = example.on(example.values, replace(example.drawn, answers=answers))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                numbers = other.estimate(other.sample())
                once = other.once(other.sample(other.weights[:1]))
        except ClientLensError:
            continue
        except Exception as error:
            raise Breach(f"{what}: it stops with {type(error).__name__}: {error}") from error
        for found in (numbers, once):
            _check_finite(found, what)


def _check_finite(found: Numbers, what: str) -> None:
    for name in found.dims:
        array = found.array(name)
        if array is not None and np.isinf(array).any():
            at = [int(i) for i in np.argwhere(np.isinf(array))[0]]
            raise Breach(f"{what}: {found.where(name, at)} is infinite")


def _speed(example: Estimating) -> str:
    """How long a replicate takes, told and never held against it."""
    if example.drawn.size != SIZES[-1]:
        return ""
    rng = np.random.default_rng(1)
    n = example.n
    W = rng.multinomial(n, np.full(n, 1 / n), _TIMED_ROWS).astype(np.float64)  # (R, n)
    sample = example.sample(W, answered=example.weights[:1])
    start = time.perf_counter()
    example.estimate(sample)
    each = (time.perf_counter() - start) / _TIMED_ROWS
    indicators = len(hierarchy_of(example.study).indicators)
    return f"{each * 1e6:.3g} µs a replicate ({example.n} clients, {indicators} indicators)"


NUMBER_LAWS = (
    Statement(
        "the same answers give the same numbers",
        "a second run on the same answers gives the same numbers, to the last digit",
        "Draw nothing: resampling is the engine's. Where starts are needed, make a generator from "
        "the seed of the study.",
        _same_again,
    ),
    Statement(
        "an instance keeps nothing between calls",
        "what a model was asked before changes nothing",
        "Pass what is needed from call to call; keep a statistic with sample.remembered.",
        _no_state,
    ),
    Statement(
        "what is handed in stays as it was",
        "sample, weights and options are the same after the model has seen them",
        "Make a new array instead of writing into one that was handed in.",
        _untouched,
    ),
    Statement(
        "the order of indicators doesn't matter",
        "a study that lists its indicators and dimensions in another order gets the same numbers",
        "Know indicators by their codes: sample.hierarchy.indicators, and the labels of coords.",
        _indicator_order,
    ),
    Statement(
        "gaps and constants don't stop it",
        "unanswered indicators, silent clients and answers without variance give NaN or Absent, "
        "no exception, no warning and no infinite number",
        "Divide only where the divisor isn't zero, and say Absent where nothing is left.",
        _bad_answers,
    ),
    Statement(
        "the time of a replicate is told",
        "it is measured and told, and never held against a model",
        "Nothing is to be mended.",
        _speed,
    ),
)
