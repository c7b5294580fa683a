"""Weights from principal components: three different things of one name, told apart here.

`first_component` takes the entries of the first component, `rotated_factors` the largest squared
loading after varimax (OECD), `component_mean` entries averaged over components. All start from
correlations (R, J, J); to be trusted they need five respondents an item or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, IntArray, RequestError
from clientlens_weighting.varimax import varimax
from clientlens_weighting.weights import Reason, Weights, weights_of

SignRule = Literal["positive sum", "largest positive"]

LEAST_EIGENVALUE = 1.0
LEAST_SHARE = 0.10
LEAST_TOGETHER = 0.60
"""Factors are kept whose eigenvalue exceeds 1 and who explain over 10 % each and 60 % together."""


@dataclass(frozen=True, slots=True, eq=False)
class PrincipalWeights(Weights):
    """Weights from principal components.

    Attributes
    ----------
    eigenvalues : (R, J) array
        Falling; NaN in a replicate whose correlations are unknown.
    loadings : (R, J, k) array
        What the weights were made of: entries of components, or loadings on rotated factors; 0 for
        factors beyond those that a replicate keeps. They are there even where a negative one keeps
        them from being weights.
    factors : (R,) integer array
        How many components count; 0 in a replicate whose correlations are unknown.
    """

    eigenvalues: FloatArray
    loadings: FloatArray
    factors: IntArray


def first_component(correlations: npt.ArrayLike) -> PrincipalWeights:
    """Weights in proportion to the entries of the first principal component.

    Parameters
    ----------
    correlations : (R, J, J) array

    Returns
    -------
    PrincipalWeights
        The component is turned so that its entries add up to something positive. A replicate in
        which one is negative all the same has no weights: that indicator points the other way, or
        doesn't belong here.

    Raises
    ------
    RequestError
        If this is no stack of correlation matrices.

    References
    ----------
    .. [1] Becker et al. (2022), COINr: An R package for developing composite indicators, Journal
           of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> first_component([[[1.0, 0.5], [0.5, 1.0]]]).weights.round(12)
    array([[0.5, 0.5]])
    """
    return component_mean(correlations, 1)


def component_mean(
    correlations: npt.ArrayLike, components: int, sign_rule: SignRule | None = None
) -> PrincipalWeights:
    """Weights in proportion to entries averaged over components, each by its eigenvalue.

    Parameters
    ----------
    correlations : (R, J, J) array
    components : int
        How many are averaged.
    sign_rule : {"positive sum", "largest positive"}, optional
        How a component is turned, which is otherwise arbitrary: so that its entries have a positive
        sum, or that its largest in size is positive. Has to be stated for two components or more.

    Returns
    -------
    PrincipalWeights

    Raises
    ------
    RequestError
        If this is no stack of correlation matrices, there aren't so many components, or several
        are wanted without a sign rule.

    Notes
    -----
    Turning the second component round changes the weights and is as right as not turning it. With
    one component this is `first_component`, and there it is best left.

    Examples
    --------
    >>> component_mean([[[1.0, 0.5], [0.5, 1.0]]], 2)
    Traceback (most recent call last):
    clientlens.errors.RequestError: an average over 2 components depends on their signs, which are \
arbitrary. Take one component, or state a `sign_rule`: positive sum, largest positive
    """
    _check_components(components, sign_rule)
    found = _decomposed(correlations, most=components)
    entries = found.vectors[:, :, :components]
    sign = _signs(entries, sign_rule or "positive sum")
    turned = entries * sign[:, None, :]
    share = found.values[:, None, :components]
    base = weights_of((turned * share).sum(axis=2), found.reasons)
    factors = np.where(found.reasons == Reason.NONE, components, 0)
    return _result(base, found, turned, factors)


def rotated_factors(
    correlations: npt.ArrayLike, factors: int | None = None, *, kaiser: bool = False
) -> PrincipalWeights:
    """Weights in proportion to each indicator's largest squared loading after varimax.

    Parameters
    ----------
    correlations : (R, J, J) array
    factors : int, optional
        How many are kept. Where left out: those with an eigenvalue above 1 that explain more than
        10 % each, the first at least; then further ones that explain more than 10 %, until they
        explain more than 60 % together. The number may then differ between replicates.
    kaiser : bool
        Whether rows of loadings are brought to length one for the rotation, as R's ``varimax`` does
        unless told otherwise.

    Returns
    -------
    PrincipalWeights
        Loadings aren't turned: squares don't mind a sign, so a reversed item goes unnoticed here.

    Raises
    ------
    RequestError
        If this is no stack of correlation matrices, or there aren't so many factors.

    Notes
    -----
    The Handbook squares loadings, divides by what the factor explains and multiplies by the
    factor's share of what all explain; the factor's part cancels. Its own example keeps four
    factors, two of them with eigenvalues below 1: give the number to follow it.

    References
    ----------
    .. [1] Nicoletti, Scarpetta & Boylaud (2000), Summary indicators of product market regulation,
           OECD Economics Department Working Papers 226.
    .. [2] OECD & JRC (2008), Handbook on Constructing Composite Indicators, 89-91.

    Examples
    --------
    >>> rotated_factors([[[1.0, 0.5], [0.5, 1.0]]]).weights.round(12)
    array([[0.5, 0.5]])
    """
    found = _decomposed(correlations, most=factors or 1)
    number = _kept(found.values) if factors is None else np.full(len(found.values), factors)
    scale = np.sqrt(np.maximum(found.values, 0.0))[:, None, :]
    rotation = varimax(found.vectors * scale, number, kaiser=kaiser)
    reasons = np.where(rotation.has_converged, found.reasons, Reason.NOT_CONVERGED)
    base = weights_of((rotation.loadings**2).max(axis=2), reasons)
    count = np.where(found.reasons == Reason.NONE, number, 0)
    return _result(base, found, rotation.loadings, count)


@dataclass(frozen=True, slots=True, eq=False)
class _Components:
    values: FloatArray  # (R, J) falling
    vectors: FloatArray  # (R, J, J) in columns
    reasons: IntArray  # (R,)


def _decomposed(correlations: npt.ArrayLike, most: int) -> _Components:
    stack = np.asarray(correlations, dtype=np.float64)
    if stack.ndim != 3 or stack.shape[1] != stack.shape[2] or not stack.shape[1]:  # noqa: PLR2004
        raise RequestError(f"correlation matrices come as a stack (R, J, J), got {stack.shape}")
    J = stack.shape[1]
    if not 1 <= most <= J:
        raise RequestError(f"{J} indicators have 1 to {J} components, got {most}")
    is_known = np.asarray(~np.isnan(stack).any(axis=(1, 2)))
    values, vectors = np.linalg.eigh(np.where(is_known[:, None, None], stack, np.eye(J)))
    reasons = np.where(is_known, Reason.NONE, Reason.NOT_ESTIMABLE).astype(np.int64)
    return _Components(values[:, ::-1], vectors[:, :, ::-1], reasons)


def _result(
    base: Weights, found: _Components, loadings: FloatArray, factors: IntArray
) -> PrincipalWeights:
    known = found.reasons == Reason.NONE
    return PrincipalWeights(
        base.weights,
        base.reasons,
        np.where(known[:, None], found.values, np.nan),
        np.where(known[:, None, None], loadings, np.nan),
        factors,
    )


def _check_components(components: int, sign_rule: SignRule | None) -> None:
    if sign_rule not in (None, "positive sum", "largest positive"):
        raise RequestError(
            f"`sign_rule` must be 'positive sum' or 'largest positive', got {sign_rule!r}"
        )
    if components > 1 and sign_rule is None:
        raise RequestError(
            f"an average over {components} components depends on their signs, which are "
            "arbitrary. Take one component, or state a `sign_rule`: positive sum, largest positive"
        )


def _signs(entries: FloatArray, rule: SignRule) -> FloatArray:
    """(R, k) 1 or -1 for each component."""
    if rule == "positive sum":
        return np.where(entries.sum(axis=1) < 0, -1.0, 1.0)
    largest = np.abs(entries).argmax(axis=1)[:, None, :]
    return np.where(np.take_along_axis(entries, largest, axis=1)[:, 0, :] < 0, -1.0, 1.0)


def _kept(values: FloatArray) -> IntArray:
    """(R,) number of factors by the rule of `rotated_factors`."""
    share = values / values.shape[1]
    is_large = share > LEAST_SHARE
    by_eigenvalue = _run(is_large & (values > LEAST_EIGENVALUE))
    before = share.cumsum(axis=1) - share  # explained by the factors ahead
    until_enough = _run(is_large & (before <= LEAST_TOGETHER))
    return np.maximum(np.maximum(by_eigenvalue, until_enough), 1)


def _run(holds: BoolArray) -> IntArray:
    """(R,) how many from the first on hold without a gap."""
    return np.asarray(np.logical_and.accumulate(holds, axis=1).sum(axis=1))
