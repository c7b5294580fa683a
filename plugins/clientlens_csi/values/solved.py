"""The model estimated from a sample, or the reason why it can't be."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import FloatArray, Sample
from clientlens_csi.moderation import Moderation
from clientlens_csi.solution import Solution, solve
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import Setup
from clientlens_csi.troubles import NO_ESTIMATE, Trouble
from clientlens_csi.values.respondents import filled, respondents


def solved(sample: Sample, setup: Setup, options: CsiOptions) -> Solution:
    """The model estimated under every row of weights of a sample.

    Products of constructs are made of products of answers, which need complete ones: a gap is
    filled with the mean as answered.
    """
    X, W = sample.answers(setup.columns), sample.weights  # (n, p), (R, n)
    if isinstance(setup.plan, Moderation):
        W, X = _complete(sample, X, options)
    return solve(setup.plan, W, X, options.missing, setup.settings)


def _complete(sample: Sample, X: FloatArray, options: CsiOptions) -> tuple[FloatArray, FloatArray]:
    if options.missing == "listwise":
        kept = ~np.isnan(X).any(axis=1)
        return sample.weights[:, kept], X[kept]
    return sample.weights, filled(X, sample.as_answered.weights[0])


def why_not(answered: Solution, sample: Sample, setup: Setup, options: CsiOptions) -> str:
    """Why the sample as answered has no estimate; empty where it has one.

    Parameters
    ----------
    answered : Solution
        The model estimated from the sample as answered.
    sample, setup, options
        What it was estimated from.
    """
    reason = _too_few(sample, setup, options)
    trouble = int(answered.troubles[0])
    if reason or not trouble:
        return reason
    if trouble & NO_ESTIMATE:
        return _reason(trouble, answered, sample, setup, options)
    if options.inadmissible == "drop":
        return "no population could have this solution, and  inadmissible: drop  leaves it out"
    return ""


def _too_few(sample: Sample, setup: Setup, options: CsiOptions) -> str:
    has_answer = np.asarray(~np.isnan(sample.answers(setup.columns)))  # (n, p)
    n = int(has_answer.any(axis=1).sum())
    if n < options.minimum_n:
        return f"{n} respondents are fewer than minimum_n, {options.minimum_n}"
    columns = zip(setup.columns, has_answer.T, strict=True)
    empty = [question for question, column in columns if not column.any()]
    if empty:
        return f"too few answered {', '.join(empty)}"
    n = respondents(sample, setup, options)
    if n < options.minimum_n:
        return f"{n} respondents answered every question, fewer than minimum_n, {options.minimum_n}"
    return ""


def _reason(
    trouble: int, answered: Solution, sample: Sample, setup: Setup, options: CsiOptions
) -> str:
    """The trouble that stands at the beginning of the others, with the questions it is about."""
    variance = np.einsum("rii->ri", answered.moments.covariance)[0]
    constant = [q for q, v in zip(setup.columns, variance, strict=True) if v <= 0]
    if constant:
        return f"everybody gave the same answer to {', '.join(constant)}"
    if trouble & Trouble.UNKNOWN_CORRELATION:
        return _why_unknown(sample, setup, options)
    if trouble & Trouble.NO_VARIANCE:
        return "a question has no variance"
    if trouble & Trouble.NOT_CONVERGED:
        return f"the weights didn't converge, max_iterations being {options.max_iterations}"
    return _why_singular(answered, setup)


def _why_unknown(sample: Sample, setup: Setup, options: CsiOptions) -> str:
    """Two questions that nobody answered together, if there are such."""
    has_answer = (~np.isnan(sample.answers(setup.columns))).astype(np.float64)
    never = np.argwhere(has_answer.T @ has_answer == 0)
    if len(never):
        first, second = never[0]
        return f"nobody answered both {setup.columns[first]} and {setup.columns[second]}"
    if options.missing == "em":
        return "the likelihood of the answers has no maximum, or needs too many steps to it"
    return "two questions have no correlation"


def _why_singular(answered: Solution, setup: Setup) -> str:
    """Items that cancel out or determine each other are named with their construct."""
    S = answered.moments.covariance[0]
    for construct, block in setup.design.blocks.items():
        columns = [setup.columns.index(question) for question in block]
        own = S[np.ix_(columns, columns)]
        own = own / np.sqrt(np.outer(own.diagonal(), own.diagonal()))
        if own.sum() < _SINGULAR:
            return f"items of {construct} cancel each other out: some are worded against others"
    for construct, mode in setup.design.modes.items():
        columns = [setup.columns.index(q) for q in setup.design.blocks.get(construct, ())]
        if mode == "B" and len(columns) > 1:
            own = S[np.ix_(columns, columns)]
            deviation = np.sqrt(own.diagonal())
            if np.linalg.eigvalsh(own / np.outer(deviation, deviation))[0] < _SINGULAR:
                return (
                    f"items of the mode B construct {construct} determine each other, "
                    "or there are fewer respondents than items"
                )
    return "the sources of a construct determine each other, or it correlates with nothing"


_SINGULAR = 1e-9
