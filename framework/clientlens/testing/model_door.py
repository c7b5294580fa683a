"""The laws of the door: how a model comes in, and what a study may say of it."""

from __future__ import annotations

from clientlens.testing.catalogues import check_catalogues
from clientlens.testing.door import CATALOGUES, DOCUMENTED, FITS, IN_SCHEMA, REFUSALS, SUITS
from clientlens.testing.example import asked, load_values
from clientlens.testing.generated import Values
from clientlens.testing.model_example import ModelExample
from clientlens.testing.options import check_documented, check_in_schema
from clientlens.testing.refusal import check_refusals


def _documented(example: ModelExample) -> None:
    check_documented(example.trial.plugin.Options)


def _in_schema(example: ModelExample) -> None:
    model = example.trial.plugin
    check_in_schema("model", model.name, model.Options, example.registry)


def _catalogues(example: ModelExample) -> None:
    check_catalogues(example.trial.plugin.locale)


def _refusals(example: ModelExample) -> None:
    def try_out(values: Values) -> None:
        study = load_values(values, example.registry)
        drawn = asked(example.drawn, study)
        other = ModelExample(example.trial, values, example.registry, drawn)
        other.estimate(other.sample())
        other.once(other.sample(other.weights[:1]))

    check_refusals(example.values, try_out)


MODEL_DOOR_LAWS = (
    FITS.held(),
    SUITS.held(),
    DOCUMENTED.held_by(_documented),
    IN_SCHEMA.held_by(_in_schema),
    REFUSALS.held_by(_refusals),
    CATALOGUES.held_by(_catalogues),
)
