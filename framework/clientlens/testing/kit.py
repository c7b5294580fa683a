"""The kit: the laws of a plugin, one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clientlens.errors import ClientLensError
from clientlens.model import Model
from clientlens.testing.generated import SIZES
from clientlens.testing.law import Breach, BrokenLaw, Law, laws_for
from clientlens.testing.model_door import MODEL_DOOR_LAWS
from clientlens.testing.model_example import ModelExample, Trial, make_model_example
from clientlens.testing.model_meaning import MODEL_MEANING_LAWS
from clientlens.testing.model_numbers import MODEL_NUMBER_LAWS
from clientlens.testing.model_shown import MODEL_SHOWN_LAWS
from clientlens.testing.model_weights import MODEL_WEIGHT_LAWS

MODEL_LAWS = (
    *MODEL_DOOR_LAWS,
    *MODEL_NUMBER_LAWS,
    *MODEL_WEIGHT_LAWS,
    *MODEL_MEANING_LAWS,
    *MODEL_SHOWN_LAWS,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a plugin that keeps its laws.

    Attributes
    ----------
    plugin : str
        What it is called.
    kept : tuple of str
        The laws that it keeps.
    exempt : mapping
        Law that it needn't keep → why.
    told : mapping
        Law → what else it tells, such as the time that a replicate takes.
    """

    plugin: str
    kept: tuple[str, ...]
    exempt: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{self.plugin} keeps {len(self.kept)} laws"]
        lines += [f"exempt from '{name}': {reason}" for name, reason in self.exempt.items()]
        return "\n    ".join([*lines, *(f"{name}: {said}" for name, said in self.told.items())])


def laws_of(
    model: type[Model],
    *,
    options: Mapping[str, Any] | None = None,
    study: Mapping[str, Any] | None = None,
    truth: Mapping[str, Any] | None = None,
    exempt: Mapping[str, str] | None = None,
    tolerance: float = 1e-7,
) -> tuple[Law, ...]:
    """The laws of a plugin, for a parametrised test."""
    trial = Trial(model, options or {}, study or {}, truth or {}, tolerance)
    return laws_for(MODEL_LAWS, _ModelBench(trial), exempt or {})


def check_model(model: type[Model], **how: Any) -> Verdict:
    """Hold a model to all its laws, and tell of all that it breaks at once."""
    return _checked(laws_of(model, **how))


def _checked(laws: tuple[Law, ...]) -> Verdict:
    told: dict[str, str] = {}
    broken: list[str] = []
    for law in laws:
        try:
            told[law.name] = law.check()
        except BrokenLaw as error:
            broken.append(str(error))
    if broken:
        raise BrokenLaw("\n".join(dict.fromkeys(broken)))
    exempt = {law.name: law.exemption for law in laws if law.exemption is not None}
    return Verdict(
        laws[0].bench.plugin,
        tuple(law.name for law in laws if law.exemption is None),
        exempt,
        {name: said for name, said in told.items() if said and name not in exempt},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _ModelBench:
    """A model and its examples, each made once."""

    trial: Trial
    _made: list[ModelExample | ClientLensError] = field(default_factory=list)

    @property
    def plugin(self) -> str:
        return f"model '{self.trial.model.name}'"

    def examples(self) -> Iterator[ModelExample]:
        if not self._made:
            self._made.extend(_tried(self.trial, size) for size in SIZES)
        found = [example for example in self._made if isinstance(example, ModelExample)]
        if not found:
            raise Breach(f"no generated study suits it: {self._made[-1]}")
        yield from found


def _tried(trial: Trial, size: Any) -> ModelExample | ClientLensError:
    try:
        example = make_model_example(trial, size)
        example.estimate(example.sample())
    except ClientLensError as error:
        return error
    return example
