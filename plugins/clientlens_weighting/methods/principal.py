"""Weights from principal components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Family,
    FloatArray,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
)
from clientlens_weighting.basis import RESPONDENTS, BasisOptions, check_basis, data_of
from clientlens_weighting.named import families, spelt
from clientlens_weighting.outcome import outcome
from clientlens_weighting.principal import (
    PrincipalWeights,
    component_mean,
    first_component,
    rotated_factors,
)
from clientlens_weighting.units import units_of


class PrincipalOptions(BasisOptions):
    """Options of principal components."""

    variant: Literal["pc1", "oecd", "cn"] = Field(
        "pc1",
        description="`pc1`: entries of the first component; `oecd`: largest squared loading after "
        "varimax; `cn`: entries averaged over components by their eigenvalues.",
    )
    factors: int | None = Field(
        None,
        ge=1,
        description="How many are kept, for `oecd` (where left out: eigenvalues above 1, over 10 % "
        "each and 60 % together) and `cn` (where left out: one).",
    )
    kaiser: bool = Field(
        False, description="Whether loadings are brought to length one for varimax (`oecd`)."
    )
    sign_rule: Literal["positive sum", "largest positive"] | None = Field(
        None, description="How components are turned; must be said for `cn` with two or more."
    )


class Principal(Weighting):
    """Principal components."""

    name = "principal"
    Options = PrincipalOptions

    def check(
        self, study: Study, nodes: Sequence[str | None], choice: WeightingChoice
    ) -> Iterable[Problem]:
        """The basis, the number of factors, and a sign rule where one is needed."""
        options: PrincipalOptions = choice.options  # type: ignore[assignment]
        yield from check_basis(study, choice)
        for node, children in families(study, nodes).items():
            if options.factors and options.factors > len(children):
                message = f"{options.factors} factors are more than {spelt(node)}, {len(children)}"
                yield study.problem(message, *choice.path, "factors", hint="Take fewer.")
        if options.variant == "cn" and (options.factors or 1) > 1 and options.sign_rule is None:
            message = (
                "an average over several components depends on their signs, which are arbitrary"
            )
            hint = "Take one, or say  sign_rule: positive sum  or  largest positive."
            yield study.problem(message, *choice.path, "factors", hint=hint)

    def weigh(
        self,
        family: Family,
        options: PrincipalOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """By the variant that the options name."""
        found = _solved(_correlations(family, options), options)
        return outcome(found, at_fault=_negative(found, family), diagnostics=_diagnostics(found))


def _correlations(family: Family, options: PrincipalOptions) -> FloatArray:
    """(R, k, k); NaN where an indicator doesn't vary."""
    if options.basis == RESPONDENTS:
        return family.corr(options.facet)
    data = data_of(family, options)
    if not data.values.shape[1]:
        R, _, k = data.values.shape
        return np.full((R, k, k), np.nan)
    return units_of(data.values).correlations()


def _solved(correlations: FloatArray, options: PrincipalOptions) -> PrincipalWeights:
    if options.variant == "oecd":
        return rotated_factors(correlations, options.factors, kaiser=options.kaiser)
    if options.variant == "cn":
        return component_mean(correlations, options.factors or 1, options.sign_rule)
    return first_component(correlations)


def _negative(found: PrincipalWeights, family: Family) -> list[str]:
    """Children whose entries add up to something negative, in the sample as answered."""
    share = found.eigenvalues[0, : found.loadings.shape[2]]
    scores = found.loadings[0] @ share
    return [code for code, s in zip(family.children, scores, strict=True) if s < 0]


def _diagnostics(found: PrincipalWeights) -> dict[str, float]:
    kept = int(found.factors[0])
    values = found.eigenvalues[0]
    told = {"factors": float(kept), "explained": float(values[:kept].sum() / len(values))}
    return told | {f"eigenvalue:{i}": float(v) for i, v in enumerate(values, start=1)}
