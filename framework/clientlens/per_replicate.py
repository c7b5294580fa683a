"""The estimate of one sample, looped over the replicates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.config.study import Study
from clientlens.model import Model, Values, dims_in
from clientlens.results.estimates import Absent
from clientlens.sample import Sample

_MARK = "_is_per_replicate"

OneEstimate = Mapping[str, npt.ArrayLike | Absent]
"""Quantity → number or array of one sample, without an axis of replicates; or why there is none."""

# Any: the model that the method belongs to, and the options that are its own.
_ForOne = Callable[[Any, Sample, Study, Any], OneEstimate]
_ForAll = Callable[[Any, Sample, Study, Any], Values]


class NotEstimable(Exception):  # noqa: N818  a replicate without an estimate is no error
    """One sample has no estimate; the text says why.

    Raised within an ``estimate`` that is `per_replicate`. A replicate without an estimate is
    counted; where the sample as answered has none, the text is told in reports.
    """


def per_replicate(estimate: _ForOne) -> _ForAll:
    """Let an ``estimate`` that is written for one sample be called for each replicate.

    For methods that NumPy can't do for all replicates at once: an optimiser, a sort, an algorithm
    of another library. The engine works on chunks of replicates in processes where it is given
    several jobs.

    Parameters
    ----------
    estimate : function
        A method ``estimate(self, sample, study, options)`` of a `Model`. Its sample has one row
        of weights (1, n), so what it asks of the sample keeps a leading axis of one:
        ``sample.mean("satisfaction")[0]`` is (J,), ``sample.weights[0]`` (n,). What it returns has
        no axis of replicates, as in `Model.once`: a number for dims ``()``, (J,) for
        ``("indicator",)``.

    Returns
    -------
    function
        The method as the engine calls it: arrays with the replicate on axis 0. Where a replicate
        is `Absent`, or `NotEstimable` or ``numpy.linalg.LinAlgError`` is raised, it is NaN; where
        that befalls the sample as answered, the quantity is `Absent` with the reason.

    Raises
    ------
    TypeError
        From the method: a replicate has other quantities, or arrays of another shape, than the
        dims of the model say.

    Examples
    --------
    >>> class Best(Model):
    ...     name = "best"
    ...     dims = {"highest": ("indicator",)}
    ...
    ...     @per_replicate
    ...     def estimate(self, sample, study, options):
    ...         drawn = sample.weights[0] > 0  # (n,)
    ...         return {"highest": np.nanmax(sample.answers("satisfaction")[drawn], axis=0)}  # (J,)
    >>> is_per_replicate(Best())
    True
    """

    @wraps(estimate)
    def estimate_rows(model: Model, sample: Sample, study: Study, options: Any) -> Values:
        dims = dims_in(model, sample, study, options)

        def estimate_one(own: Sample) -> OneEstimate:
            return _checked(_tried(estimate, model, own, study, options), model, dims)

        rows = [estimate_one(sample.row(r)) for r in range(len(sample.weights))]
        answered = estimate_one(sample.as_answered)  # of which most chunks hold no row
        for name in dims:
            _check_alike(model, name, [*rows, answered])
        return {name: _stacked([row[name] for row in rows], answered[name]) for name in dims}

    setattr(estimate_rows, _MARK, True)
    return estimate_rows


def is_per_replicate(model: Model) -> bool:
    """Whether a model is estimated replicate by replicate."""
    return getattr(type(model).estimate, _MARK, False)


def _tried(
    estimate: _ForOne,
    model: Model,
    sample: Sample,
    study: Study,
    options: Any,  # Any: as the model declares them
) -> OneEstimate:
    """The estimate of one sample; nothing of it where it can't be had."""
    try:
        return estimate(model, sample, study, options)
    except (NotEstimable, np.linalg.LinAlgError) as error:
        return dict.fromkeys(dims_in(model, sample, study, options), Absent(str(error)))


def _checked(found: OneEstimate, model: Model, dims: Mapping[str, tuple[str, ...]]) -> OneEstimate:
    """An estimate of one sample, held to the dims: no axis of replicates stands before them."""
    if set(found) != set(dims):
        names = ", ".join(sorted(set(found) ^ set(dims)))
        raise TypeError(f"model '{model.name}' returns other quantities than its dims: {names}")
    for name, value in found.items():
        if not isinstance(value, Absent) and np.ndim(value) != len(dims[name]):
            message = f"model '{model.name}' returns '{name}' with the shape {np.shape(value)}"
            axes = ", ".join(dims[name]) or "no dims: a number"
            raise TypeError(f"{message} for one replicate; its axes are {axes}")
    return found


def _check_alike(model: Model, name: str, found: Sequence[OneEstimate]) -> None:
    """A quantity is as long in every replicate."""
    known = (row[name] for row in found)
    shapes = {np.shape(value) for value in known if not isinstance(value, Absent)}
    if len(shapes) > 1:
        told = " and ".join(map(str, sorted(shapes)))
        message = f"model '{model.name}' returns '{name}' with the shapes {told}"
        raise TypeError(f"{message}; every replicate has as many labels")


def _stacked(
    rows: Sequence[npt.ArrayLike | Absent], answered: npt.ArrayLike | Absent
) -> FloatArray | Absent:
    """(R, …) one quantity; NaN where a replicate lacks it, absent where the whole sample does."""
    if isinstance(answered, Absent):
        return answered
    nothing = np.full(np.shape(answered), np.nan)
    values = [nothing if isinstance(row, Absent) else row for row in rows]
    return np.stack([np.asarray(value, dtype=np.float64) for value in values])
