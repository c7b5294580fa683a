"""The laws of options: what a study may write for a plugin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clientlens.config.json_schema import study_schema
from clientlens.config.schema import Options
from clientlens.plugins import Registry
from clientlens.testing.law import Breach

Schema = Mapping[str, Any]


def check_documented(options: type[Options]) -> None:
    """Refuse options of which one isn't described, their parts among them."""
    schema = options.model_json_schema()
    for owner, properties in _properties(schema):
        for name, field in properties.items():
            if not str(field.get("description", "")).strip():
                raise Breach(f"option '{name}' of {owner or options.__name__} has no description")


def _properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    yield "", schema.get("properties", {})
    for owner, part in schema.get("$defs", {}).items():
        if part.get("type") == "object":
            yield owner, part.get("properties", {})


def check_in_schema(kind: str, name: str, options: type[Options], registry: Registry) -> None:
    """Refuse options that the schema of study files doesn't hold."""
    schema = study_schema(registry.vocabulary)
    found = {
        "model": _of_model,
        "screen": _of_screen,
        "weighting": _of_weighting,
        "segmenter": _of_segmenter,
    }[kind](schema, name)
    for field, info in options.model_fields.items():
        key = info.alias or field
        if key not in found:
            raise Breach(f"option '{key}' of {kind} '{name}' isn't in the study schema")


def _of_model(schema: Schema, name: str) -> Schema:
    return _fields(schema["properties"]["models"]["properties"].get(name, {}), schema)


def _of_screen(schema: Schema, name: str) -> Schema:
    return _fields(schema["properties"]["screening"]["properties"].get(name, {}), schema)


def _of_weighting(schema: Schema, name: str) -> Schema:
    return _by_method(schema["$defs"]["WeighedOptions"], name)


def _of_segmenter(schema: Schema, name: str) -> Schema:
    return _by_method(schema["$defs"]["Found"], name)


def _fields(node: Schema, schema: Schema) -> Schema:
    """The properties of an object, wherever the schema holds it."""
    for part in (node, *node.get("anyOf", ())):
        if "$ref" in part:
            part = schema["$defs"][part["$ref"].rpartition("/")[2]]  # noqa: PLW2901
        if "properties" in part:
            properties: Schema = part["properties"]
            return properties
    return {}


def _by_method(node: Schema, name: str) -> Schema:
    for rule in node.get("allOf", ()):
        condition = rule.get("if", {}).get("properties", {}).get("method", {})
        if condition.get("const") == name:
            properties: Schema = rule["then"].get("properties", {})
            return properties
    return {}
