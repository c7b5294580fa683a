"""The laws of numbers: what a model declares, and what it gives."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.errors import ClientLensError
from clientlens.hierarchy import hierarchy_of, questions_of
from clientlens.results.estimates import Absent
from clientlens.survey.answers import Answers
from clientlens.testing.example import load_values
from clientlens.testing.law import Breach, Statement
from clientlens.testing.model_example import ModelExample
from clientlens.testing.model_weights import demand_same
from clientlens.testing.numbers import Numbers

_TIMED_ROWS = 200


def _declared(example: ModelExample) -> None:
    """Names, shapes and labels of everything; what is told of quantities is told of known ones."""
    model, study, options = example.model, example.prepared.study, example.choice.options
    estimates = example.estimate(example.sample())
    once = example.once(example.sample(example.weights[:1]))
    for found in (estimates, once):
        _check_given(found)
    if strange := sorted(set(model.scales_for(study, options)) - {*model.dims, *estimates.dims}):
        raise Breach(f"scales_for names '{strange[0]}', which no dims declare")
    example.prepared.estimation.run()


def _check_given(found: Numbers) -> None:
    if undeclared := sorted(set(found.values) - set(found.dims)):
        raise Breach(f"'{undeclared[0]}' is given, and its dims aren't declared")
    for name, dims in found.dims.items():
        if name not in found.values:
            if found.rows is None and not found.values:
                continue  # nothing at all is told without replicates
            raise Breach(f"'{name}' is declared, and neither given nor absent")
        if unknown := [dim for dim in dims if dim not in found.labels]:
            raise Breach(f"the dim '{unknown[0]}' of '{name}' has no labels in coords")
        if not isinstance(found.values[name], Absent) and found.array(name) is None:
            wanted = found.shape(name) if found.rows is not None else found.shape(name)[1:]
            got = np.shape(found.values[name])
            said = ", ".join([*(["replicate"] if found.rows is not None else []), *dims])
            raise Breach(f"'{name}' has the shape {got}, and {wanted} ({said}) is declared")


def _same_again(example: ModelExample) -> None:
    state = np.random.get_state()  # noqa: NPY002  a model may use it, and must not
    try:
        found = []
        for seed in (1, 2):
            np.random.seed(seed)  # noqa: NPY002  the same
            once = example.once(example.sample(example.weights[:1]))
            found.append((example.estimate(example.sample()), once))
    finally:
        np.random.set_state(state)  # noqa: NPY002  the same
    for one, other in zip(*found, strict=True):
        demand_same(example, one, other, "two runs on the same answers", tolerance=0.0)


def _no_state(example: ModelExample) -> None:
    used = example.model
    halved = np.arange(example.n) < example.n // 2
    example.estimate(example.sample(example.weights[:1, halved], halved), used)
    again = example.estimate(example.sample(), used)
    fresh = example.estimate(example.sample())
    demand_same(example, fresh, again, "a new instance, and one used on other clients before")


def _untouched(example: ModelExample) -> None:
    sample = example.sample()
    kept = {
        "answers": sample.ratings.values,
        "weights": sample.weights,
        **{f"attribute '{code}'": column for code, column in sample.ratings.attributes.items()},
    }
    before = {name: array.copy() for name, array in kept.items()}
    told = example.choice.options.model_dump()
    model = example.model
    study, options = example.prepared.study, example.choice.options
    model.estimate(sample, study, options)
    model.once(sample, study, options)
    for name, array in kept.items():
        is_text = array.dtype == object
        if not np.array_equal(array, before[name], equal_nan=not is_text):
            raise Breach(f"the {name} of the sample are others after it was estimated")
    if options.model_dump() != told:
        raise Breach("its options are others after it was estimated")


def _reasons(example: ModelExample) -> None:
    if example.drawn.size.missing:
        return
    numbers = example.estimate(example.sample())
    for name in numbers.dims:
        value = numbers.values.get(name)
        if isinstance(value, Absent) and not value.reason.strip():
            raise Breach(f"'{name}' is absent without a reason")
        array = numbers.array(name)
        if array is not None and array.size and np.isnan(array[0]).any():
            at = [int(i) for i in np.argwhere(np.isnan(array[:1]))[0]]
            where = numbers.row(0).where(name, at)
            raise Breach(f"{where} is NaN as answered, though everybody answered everything")


def _indicator_order(example: ModelExample) -> None:
    other = _turned(example)
    when = "indicators and dimensions as they came, and in reverse order"
    one = example.estimate(example.sample())
    demand_same(example, one, other.estimate(other.sample()), when)
    first = example.weights[:1]
    demand_same(example, example.once(example.sample(first)), other.once(other.sample(first)), when)


def _turned(example: ModelExample) -> ModelExample:
    """The same study and answers, every level of the hierarchy in reverse order."""
    hierarchy = {
        code: {**node, "indicators": dict(reversed(node["indicators"].items()))}
        for code, node in reversed(example.values.get("hierarchy", {}).items())
    }
    values = {**example.values, "hierarchy": hierarchy} if hierarchy else dict(example.values)
    study = load_values(values, example.registry)
    drawn = replace(
        example.drawn,
        study=study,
        answers=_as_asked(example.drawn.answers, questions_of(study)),
        roles={
            code: _as_asked(answers, questions_of(study.roles[code].study))
            for code, answers in example.drawn.roles.items()
        },
    )
    return replace(example, values=values, drawn=drawn)


def _as_asked(answers: Answers, questions: tuple) -> Answers:  # type: ignore[type-arg]
    position = {question.name: i for i, question in enumerate(answers.questions)}
    own = [position[question.name] for question in questions]
    return replace(answers, questions=tuple(questions), values=answers.values[:, own])


def _bad_answers(example: ModelExample) -> None:
    for what, values in _bad_values(example):
        answers = replace(example.drawn.answers, values=values)
        other = example.with_answers(answers)
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


def _bad_values(example: ModelExample) -> Iterator[tuple[str, FloatArray]]:
    """What answers may look like at worst, and in which words."""
    answers = example.drawn.answers
    X = answers.values
    code = next(iter(hierarchy_of(example.study).indicators), None)
    of_one = [question.code == code for question in answers.questions]
    if code is not None and not all(of_one):
        yield f"nobody answered about '{code}'", np.where(of_one, np.nan, X)
        low = np.array([question.scale.low for question in answers.questions])
        yield f"everybody answers alike about '{code}'", np.where(of_one, low, X)
    nobody = X.copy()
    nobody[0] = np.nan
    yield "one client answered nothing", nobody
    high = [question.scale.high for question in answers.questions]
    yield "everybody gives the highest answer", np.broadcast_to(high, X.shape).astype(np.float64)
    yield "everybody answers all as the first client", np.repeat(X[:1], len(X), axis=0)


def _check_finite(found: Numbers, what: str) -> None:
    for name in found.dims:
        array = found.array(name)
        if array is not None and np.isinf(array).any():
            at = [int(i) for i in np.argwhere(np.isinf(array))[0]]
            raise Breach(f"{what}: {found.where(name, at)} is infinite")


def _speed(example: ModelExample) -> str:
    """How long a replicate takes, told and never held against it."""
    plan = example.prepared.estimation.plan
    rng = np.random.default_rng(plan.seed)
    W = rng.multinomial(example.n, np.full(example.n, 1 / example.n), _TIMED_ROWS) * 1.0
    sample = example.sample(W, answered=example.weights[:1])
    start = time.perf_counter()
    example.estimate(sample)
    each = (time.perf_counter() - start) / _TIMED_ROWS
    indicators = len(hierarchy_of(example.study).indicators)
    return f"{each * 1e6:.3g} µs a replicate ({example.n} clients, {indicators} indicators)"


MODEL_NUMBER_LAWS = (
    Statement(
        "everything declared is given",
        "every quantity of dims is returned with its labels behind the replicates, or is Absent; "
        "nothing else is returned",
        "Put replicates on axis 0, declare the other axes in dims (or dims_for) and their labels "
        "in coords.",
        _declared,
    ),
    Statement(
        "the same answers give the same numbers",
        "a second run on the same answers gives the same numbers, to the last digit",
        "Draw nothing: resampling is the engine's. Where starts are needed, make a generator from "
        "a fixed seed.",
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
        "a number that can't be had has a reason",
        "where everybody answered everything, a number is there or Absent tells why",
        'Return Absent("why") in place of a quantity that can\'t be had.',
        _reasons,
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
