"""The laws of a model's numbers: what it declares, and what it gives."""

from __future__ import annotations

import numpy as np

from clientlens.results.estimates import Absent
from clientlens.testing.estimating import demand_same
from clientlens.testing.law import Breach, Statement
from clientlens.testing.model_example import ModelExample
from clientlens.testing.numbers import Numbers


def _declared(example: ModelExample) -> None:
    """Names, shapes and labels of everything; what is told of quantities is told of known ones."""
    model, study, options = example.model, example.prepared.study, example.choice.options
    answered = example.sample(example.weights[:1])  # a study without replicates has no other row
    estimates, alone = example.estimate(example.sample()), example.estimate(answered)
    for found in (estimates, alone, example.once(answered)):
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
            got = np.shape(found.values[name])  # type: ignore[arg-type]  # it isn't Absent
            said = ", ".join([*(["replicate"] if found.rows is not None else []), *dims])
            raise Breach(f"'{name}' has the shape {got}, and {wanted} ({said}) is declared")


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


def _group(example: ModelExample) -> None:
    if example.trial.plugin.only_everybody:
        return
    mask = np.arange(example.n) % 3 > 0
    W = example.weights
    group = example.sample(W).for_group(mask, "client_class=large")
    alone = example.sample(W[:, mask], mask)
    when = "two clients of three as a group, and as a sample of their own"
    demand_same(example, example.estimate(group), example.estimate(alone), when)


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
        "a number that can't be had has a reason",
        "where everybody answered everything, a number is there or Absent tells why",
        'Return Absent("why") in place of a quantity that can\'t be had.',
        _reasons,
    ),
    Statement(
        "a group is the sample of its members",
        "a group of clients is judged as these clients alone would be",
        "Use nothing but the sample that is handed in; say only_everybody where the model parts "
        "the sample itself.",
        _group,
    ),
)
