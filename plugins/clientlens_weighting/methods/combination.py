"""Weights made of several others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Code,
    Family,
    FloatArray,
    Options,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
    did_you_mean,
)
from clientlens_weighting.combine import (
    GameWeights,
    additive,
    game_theoretic,
    minimum_relative_entropy,
    multiplicative,
)
from clientlens_weighting.outcome import outcome
from clientlens_weighting.weights import Weights as Solved

Rule = Literal["additive", "multiplicative", "minimum_relative_entropy", "game"]
Share = Annotated[float, Field(ge=0)]
_WITH_SHARES = ("additive", "minimum_relative_entropy")
_NO_GAME = (
    "the parts are too much alike, or one would count negatively: they count equally instead of by "
    "the game-theoretic rule"
)


class CombinationOptions(Options):
    """Options of a combination."""

    rule: Rule = Field("additive", description="How the parts under `of` become one.")
    shares: dict[Code, Share] = Field(
        {},
        description="Part → what it counts, for `additive` and `minimum_relative_entropy`; all "
        "alike where left out.",
    )


class Combination(Weighting):
    """Several weightings made into one."""

    name = "combination"
    Options = CombinationOptions
    is_combination = True

    def check(
        self,
        study: Study,
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,
    ) -> Iterable[Problem]:
        """The number of parts, and their shares."""
        if len(choice.parts) == 1:
            message = f"a combination of one, '{next(iter(choice.parts))}'"
            hint = "Name a second part under 'of', or use that method itself."
            yield study.problem(message, *choice.path, "of", hint=hint)
        yield from _check_shares(study, choice)

    def weigh(
        self,
        family: Family,  # noqa: ARG002
        options: CombinationOptions,
        parts: Mapping[str, Weights],
    ) -> Weights:
        """By the rule, replicate by replicate."""
        sources = np.stack([part.values for part in parts.values()], axis=1)  # (R, S, k)
        shares = [options.shares.get(name, 0.0) for name in parts] if options.shares else None
        solved = _RULES[options.rule](sources, shares)
        told, remarks = _of_parts(parts)
        if isinstance(solved, GameWeights):
            told |= _of_game(solved, [*parts])
            remarks += [_NO_GAME] if solved.is_fallback[0] else []
        return outcome(solved, diagnostics=told, remarks=remarks)


def _of_parts(parts: Mapping[str, Weights]) -> tuple[dict[str, float], list[str]]:
    """What is told of the parts, under their names."""
    told = {
        f"{name}/{key}": x for name, part in parts.items() for key, x in part.diagnostics.items()
    }
    return told, [remark for part in parts.values() for remark in part.remarks]


def _of_game(solved: GameWeights, names: Sequence[str]) -> dict[str, float]:
    shares = zip(names, solved.shares[0].tolist(), strict=True)
    return {"condition": float(solved.condition[0])} | {f"part_share:{n}": s for n, s in shares}


_RULES: Mapping[str, Callable[[FloatArray, Sequence[float] | None], Solved]] = {
    "additive": additive,
    "multiplicative": lambda sources, _: multiplicative(sources),
    "minimum_relative_entropy": minimum_relative_entropy,
    "game": lambda sources, _: game_theoretic(sources),
}


def _check_shares(study: Study, choice: WeightingChoice) -> Iterable[Problem]:
    options: CombinationOptions = choice.options  # type: ignore[assignment]
    path = (*choice.path, "shares")
    if not options.shares:
        return
    if options.rule not in _WITH_SHARES:
        message = f"'shares' are not used with  rule: {options.rule}"
        yield study.problem(message, *path, hint="Take them away, or use  rule: additive.")
        return
    for name in options.shares:
        if name not in choice.parts:
            place = study.document.key_place(*path, name)
            yield Problem(f"unknown part '{name}'", place, did_you_mean(name, choice.parts))
    for name in choice.parts:
        if name not in options.shares:
            message = f"part '{name}' has no share, though others have one"
            yield study.problem(message, *path, hint="Give it one; 0 leaves it out.")
    if not any(share > 0 for share in options.shares.values()):
        yield study.problem("all shares are zero", *path, hint="Let one part count.")
