"""Confirmatory factor analysis: whether items measure the factors that they are put to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import inf, nan, sqrt

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.moments import correlation_of

TOLERANCE = 1e-9
MAX_ITERATIONS = 200
RMSEA_LEVEL = 0.90
"""Level of the interval that the field gives for RMSEA."""

_SINGULAR = 1e-8
"""Correlations with a smaller eigenvalue determine each other; so do parameters."""
_RIDGE = 1e-6
"""Added to the information, in units of its diagonal: no step is made of rounding."""
_ROUNDING = 1e-13
"""A step may raise the discrepancy by so much of itself."""
_SHORTEST_STEP = 2.0**-20


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a model fits.

    Attributes
    ----------
    chi_square, df, p : float
        Likelihood ratio against the covariances as they are, n times the discrepancy.
    cfi, tli : float
        Comparative fit and Tucker-Lewis index, against items without anything in common; NaN where
        they have nothing in common.
    rmsea, rmsea_low, rmsea_high : float
        Root mean square error of approximation with its 90 percent interval.
    srmr : float
        Root mean square of the residual correlations, those of items with themselves counted.
    n, parameters : float
        Respondents it rests on, and free parameters.
    """

    chi_square: float
    df: float
    p: float
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    srmr: float
    n: float
    parameters: float


@dataclass(frozen=True, slots=True, eq=False)
class Confirmatory:
    """A fitted model of p items and K factors, standardised.

    Attributes
    ----------
    loadings : (p,) array
        Of each item on its factor; their sum within a factor isn't negative.
    factor_correlations : (K, K) array
        May exceed 1 where two factors can't be told apart.
    standard_errors : (K, K) array
        Of these, 0 on the diagonal.
    fit : Fit
        How well the model fits.
    why_not : str
        Why there is no solution, and every number is NaN; empty where there is one.
    """

    loadings: FloatArray
    factor_correlations: FloatArray
    standard_errors: FloatArray
    fit: Fit
    why_not: str = ""


def confirmatory_factors(
    S: npt.ArrayLike,
    n: float,
    member: npt.ArrayLike,
    *,
    names: Sequence[str] = (),
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> Confirmatory:
    """Fit correlated factors with items on one of them each, by maximum likelihood.

    Parameters
    ----------
    S : (p, p) array-like
        Covariances or correlations; the model doesn't mind the units of the items.
    n : float
        Respondents behind them, who answered every item.
    member : (K, p) boolean array-like
        Which item belongs to which factor; each to exactly one.
    names : (p,) sequence of str
        Items, for the reason; they are numbered from 1 where left out.
    tolerance : float
        Done when no parameter changes by as much.
    max_iterations : int
        Without a solution by then there is none.

    Returns
    -------
    Confirmatory
        Without numbers and with the reason where an item doesn't vary, items determine each other,
        there are fewer respondents than parameters, nothing is left to test, the answers don't
        identify the model, the steps don't suffice, or an error variance is negative (a Heywood
        case [3]_).

    Raises
    ------
    RequestError
        If the shapes don't fit, or an item belongs to no factor or to several.

    Notes
    -----
    Σ = ΛΦΛ' + Ψ with variances of 1 in Φ, so that every loading is free. A factor of one item is
    that item, without error; one of two items is identified by its correlation with others. The
    discrepancy log|Σ| + tr(SΣ⁻¹) − log|S| − p is made least by Fisher's scoring [1]_, halving a
    step that raises it. Chi-square is n times its least value (as R's lavaan with
    ``likelihood = "normal"``), standard errors come from the expected information.

    References
    ----------
    .. [1] Jöreskog (1969), A general approach to confirmatory maximum likelihood factor analysis,
           Psychometrika 34(2), 183-202.
    .. [2] Browne & Cudeck (1992), Alternative ways of assessing model fit, Sociological Methods &
           Research 21(2), 230-258.
    .. [3] Kolenikov & Bollen (2012), Testing negative error variances, Sociological Methods &
           Research 41(1), 124-167.

    Examples
    --------
    >>> loadings = np.array([0.8, 0.7, 0.6, 0.8, 0.7, 0.6])
    >>> member = np.repeat(np.eye(2, dtype=bool), 3, axis=1)
    >>> S = np.outer(loadings, loadings) * np.where(member.T @ member, 1.0, 0.5)
    >>> np.fill_diagonal(S, 1.0)
    >>> found = confirmatory_factors(S, 100, member)
    >>> found.loadings.round(4), found.factor_correlations.round(4)[0, 1], found.fit.df
    (array([0.8, 0.7, 0.6, 0.8, 0.7, 0.6]), np.float64(0.5), 8.0)
    """
    model = _Model(_checked_member(S, member))
    R = correlation_of(np.asarray(S, dtype=np.float64))
    labels = [f"'{name}'" for name in names] or [f"item {i + 1}" for i in range(len(R))]
    n = float(n)
    reason = _why_no_start(R, n, model, labels)
    if reason:
        return _nothing(model, reason)
    state = _fitted(R, model, tolerance, max_iterations)
    reason = _why_no_solution(state, model, labels, max_iterations)
    return _nothing(model, reason) if reason else _solution(state, R, n, model)


class _Model:
    """What is free: loadings, then factor correlations, then error variances."""

    def __init__(self, member: BoolArray) -> None:
        self.member = member  # (K, p)
        self.factor: IntArray = member.argmax(axis=0)  # (p,)
        self.pairs = np.triu_indices(len(member), 1)
        self.with_error: IntArray = np.flatnonzero(member.sum(axis=1)[self.factor] > 1)

    @property
    def size(self) -> int:
        """Number of free parameters."""
        return len(self.factor) + len(self.pairs[0]) + len(self.with_error)

    @property
    def df(self) -> int:
        """Degrees of freedom."""
        p = len(self.factor)
        return p * (p + 1) // 2 - self.size

    def parts(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Loadings (p,), factor correlations (K, K) and error variances (p,)."""
        p, m = len(self.factor), len(self.pairs[0])
        between = np.eye(len(self.member))
        between[self.pairs] = between.T[self.pairs] = x[p : p + m]
        errors = np.zeros(p)
        errors[self.with_error] = x[p + m :]
        return x[:p], between, errors

    def start(self, R: FloatArray) -> FloatArray:
        """(q,) parameters as if the sums of its items were each factor."""
        with_sums = R @ self.member.T  # (p, K)
        sums = self.member @ with_sums  # (K, K)
        spread = np.sqrt(sums.diagonal())
        loadings = with_sums[np.arange(len(R)), self.factor] / spread[self.factor]
        between = (sums / np.outer(spread, spread))[self.pairs]
        return np.concatenate([loadings, between, 1 - loadings[self.with_error] ** 2])

    def implied(self, x: FloatArray) -> FloatArray:
        """(p, p) correlations that the parameters make."""
        loadings, between, errors = self.parts(x)
        common = between[np.ix_(self.factor, self.factor)]
        return np.asarray(np.outer(loadings, loadings) * common + np.diag(errors))

    def changes(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(p, q) columns u and v: a parameter changes the implied ones by uv' + vu'."""
        loadings, between, _ = self.parts(x)
        own = np.eye(len(loadings))
        of_factor = (loadings * self.member).T  # (p, K)
        first, second = self.pairs
        errors = own[:, self.with_error]
        U = np.hstack([own, of_factor[:, first], errors])
        V = np.hstack([(of_factor @ between)[:, self.factor], of_factor[:, second], errors / 2])
        return U, V


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Where the steps have come: parameters, discrepancy, information (q, q), length of a step."""

    x: FloatArray
    value: float
    information: FloatArray
    last_change: float
    has_converged: bool


def _fitted(R: FloatArray, model: _Model, tolerance: float, max_iterations: int) -> _State:
    """Fisher's scoring from the start to the least discrepancy."""
    x = model.start(R)
    here = _discrepancy(R, model.implied(x))
    change, information = inf, np.eye(model.size)
    for _ in range(max_iterations):
        gradient, information = _derivatives(R, model, x, here.inverse)
        step = _step(gradient, information)
        change = float(np.abs(step).max())
        x, here, is_moved = _along(R, model, (x, here), step)
        if change < tolerance or not is_moved:
            break
    return _State(x, here.value, information, change, change < tolerance)


def _derivatives(
    R: FloatArray, model: _Model, x: FloatArray, known: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """(q,) gradient of the discrepancy, and (q, q) its expected second derivatives."""
    inverse = np.linalg.inv(model.implied(x)) if known is None else known
    U, V = model.changes(x)
    residual = inverse - inverse @ R @ inverse
    gradient = 2 * (U * (residual @ V)).sum(axis=0)
    across = U.T @ inverse @ V
    information = 2 * ((U.T @ inverse @ U) * (V.T @ inverse @ V) + across * across.T)
    return gradient, information


def _step(gradient: FloatArray, information: FloatArray) -> FloatArray:
    """(q,) Fisher's step; none to speak of where the information doesn't know the way."""
    scale = _scale_of(information)
    known = information / np.outer(scale, scale) + _RIDGE * np.eye(len(scale))
    return np.asarray(-np.linalg.solve(known, gradient / scale) / scale)


def _scale_of(information: FloatArray) -> FloatArray:
    spread = np.sqrt(information.diagonal())
    return np.where(spread > 0, spread, 1.0)


def _along(
    R: FloatArray, model: _Model, here: tuple[FloatArray, _Discrepancy], step: FloatArray
) -> tuple[FloatArray, _Discrepancy, bool]:
    """The first half of a half of … a step that doesn't raise the discrepancy."""
    x, known = here
    most = known.value + _ROUNDING * max(abs(known.value), 1.0)
    share = 1.0
    while share > _SHORTEST_STEP:
        moved = x + share * step
        found = _discrepancy(R, model.implied(moved))
        if found.value <= most:
            return moved, found, True
        share /= 2
    return x, known, False


@dataclass(frozen=True, slots=True, eq=False)
class _Discrepancy:
    """log|Σ| + tr(RΣ⁻¹) − p, and Σ⁻¹ (p, p); infinite where Σ isn't positive definite."""

    value: float
    inverse: FloatArray | None = None


def _discrepancy(R: FloatArray, implied: FloatArray) -> _Discrepancy:
    try:
        root = np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return _Discrepancy(inf)
    inverse = np.asarray(np.linalg.inv(implied), dtype=np.float64)
    value = 2 * np.log(root.diagonal()).sum() + (R * inverse).sum() - len(R)
    return _Discrepancy(float(value), inverse)


def _why_no_start(R: FloatArray, n: float, model: _Model, labels: Sequence[str]) -> str:
    """Why the model can't even be tried."""
    constant = np.flatnonzero(np.isnan(R.diagonal()))
    if n < model.size:
        return f"fewer complete answers than the {model.size} parameters of a confirmatory model"
    if constant.size:
        return f"everybody answered {labels[constant[0]]} alike"
    if model.df <= 0:
        return "too few indicators: nothing is left by which to test a confirmatory model"
    if np.isnan(R).any() or np.linalg.eigvalsh(R)[0] < _SINGULAR:
        return "the answers to some indicators determine those to others"
    return ""


def _why_no_solution(
    state: _State, model: _Model, labels: Sequence[str], max_iterations: int
) -> str:
    """Why what was found is no solution."""
    if not state.has_converged:
        return f"the confirmatory model found no solution in {max_iterations} steps"
    scale = _scale_of(state.information)
    if np.linalg.eigvalsh(state.information / np.outer(scale, scale))[0] < _SINGULAR:
        return "the answers don't identify the confirmatory model"
    errors = model.parts(state.x)[2]
    worst = int(errors.argmin())
    if errors[worst] < 0:
        return f"the error variance of {labels[worst]} would be negative (a Heywood case)"
    return ""


def _solution(state: _State, R: FloatArray, n: float, model: _Model) -> Confirmatory:
    """The standardised solution, every factor turned the way of its items."""
    implied = model.implied(state.x)
    loadings, between, _ = model.parts(state.x)
    loadings = loadings / np.sqrt(implied.diagonal())
    sign = np.where(model.member @ loadings < 0, -1.0, 1.0)  # (K,)
    p, m = len(loadings), len(model.pairs[0])
    variances = 2 / n * np.linalg.inv(state.information).diagonal()[p : p + m]
    errors = np.zeros_like(between)
    errors[model.pairs] = errors.T[model.pairs] = np.sqrt(variances)
    return Confirmatory(
        loadings=loadings * sign[model.factor],
        factor_correlations=between * np.outer(sign, sign),
        standard_errors=errors,
        fit=_fit(state.value - float(np.linalg.slogdet(R)[1]), R, R - implied, n, model),
    )


def _fit(value: float, R: FloatArray, residual: FloatArray, n: float, model: _Model) -> Fit:
    from scipy.special import chdtrc

    p = len(R)
    df, baseline_df = float(model.df), p * (p - 1) / 2
    chi_square, baseline = max(n * value, 0.0), -n * float(np.linalg.slogdet(R)[1])
    excess, baseline_excess = max(chi_square - df, 0.0), max(baseline - baseline_df, 0.0)
    ratio = baseline / baseline_df - 1
    low, high = rmsea_interval(chi_square, df, n)
    return Fit(
        chi_square=chi_square,
        df=df,
        p=float(chdtrc(df, chi_square)),
        cfi=1 - excess / max(excess, baseline_excess) if baseline_excess > 0 else nan,
        tli=1 - (chi_square / df - 1) / ratio if baseline_excess > 0 else nan,
        rmsea=sqrt(excess / (df * n)),
        rmsea_low=low,
        rmsea_high=high,
        srmr=sqrt(float((residual[np.tril_indices(p)] ** 2).mean())),
        n=n,
        parameters=float(model.size),
    )


def rmsea_interval(
    chi_square: float, df: float, n: float, level: float = RMSEA_LEVEL
) -> tuple[float, float]:
    """Both ends of the interval of RMSEA: chi-squares that aren't central and would do.

    Examples
    --------
    >>> low, high = rmsea_interval(85.306, 24, 301)
    >>> round(low, 3), round(high, 3)
    (0.071, 0.114)
    """
    from scipy.special import chdtr, chndtrinc

    below = float(chdtr(df, chi_square))
    tails = ((1 + level) / 2, (1 - level) / 2)
    excess = [float(chndtrinc(chi_square, df, t)) if below > t else 0.0 for t in tails]
    low, high = (sqrt(max(e, 0.0) / (df * n)) for e in excess)
    return low, high


def _nothing(model: _Model, reason: str) -> Confirmatory:
    K, p = model.member.shape
    unknown = np.full((K, K), nan)
    fit = Fit(*[nan] * len(fields(Fit)))
    return Confirmatory(np.full(p, nan), unknown, unknown.copy(), fit, reason)


def _checked_member(S: npt.ArrayLike, member: npt.ArrayLike) -> BoolArray:
    shape, known = np.shape(S), np.asarray(member, dtype=bool)
    if len(shape) != 2 or shape[0] != shape[1] or known.shape[1:] != shape[1:]:  # noqa: PLR2004
        raise RequestError(f"`member` {known.shape} and `S` {shape} must fit: (K, p) and (p, p)")
    owners = known.sum(axis=0)
    if (owners != 1).any() or not known.any(axis=1).all():
        raise RequestError("`member` must put every item to one factor, and to each factor one")
    return known
