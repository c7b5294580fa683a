"""The JSON Schema of study files, for editors that complete and check."""

from __future__ import annotations

from typing import Any

from clientlens.config.schema import ELSE, Options, StudyFile
from clientlens.config.study import Vocabulary

Schema = dict[str, Any]
_CHOOSING = ("use", "method")
"""Keys whose value decides which options an entry has."""


def study_schema(vocabulary: Vocabulary) -> Schema:
    """JSON Schema (2020-12) of a study file with the options of every installed plugin.

    It fits overlays as well: nothing is required, and ``null`` takes any key away.
    """
    schema = StudyFile.model_json_schema()
    definitions = schema["$defs"]
    for kind, options in _plugin_options(vocabulary).items():
        own = options.model_json_schema(ref_template=f"#/$defs/{kind}.{{model}}")
        for name, definition in own.pop("$defs", {}).items():
            definitions[f"{kind}.{name}"] = definition
        definitions[kind] = own
    properties = schema["properties"]
    properties["models"] = _models_schema(vocabulary)
    properties["screening"] = _screening_schema(vocabulary)
    _describe_weightings(definitions, vocabulary)
    _describe_segmentations(definitions, vocabulary)
    # An option is an overlay of the whole study.
    definitions["Choice"]["properties"]["options"]["additionalProperties"] = {"$ref": "#"}
    properties["extends"] = {"type": "string", "description": "Base file; this one wins."}
    _accept_short_forms(definitions)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "clientlens study file",
    }
    return head | _for_overlays({k: v for k, v in schema.items() if k != "title"})


def _plugin_options(vocabulary: Vocabulary) -> dict[str, type[Options]]:
    models = {f"model.{name}": options for name, options in sorted(vocabulary.models.items())}
    screens = {f"screen.{name}": options for name, options in sorted(vocabulary.screens.items())}
    weightings = {f"weighting.{n}": options for n, options in sorted(vocabulary.weightings.items())}
    segmenters = {f"segmenter.{n}": options for n, options in sorted(vocabulary.segmenters.items())}
    return models | screens | weightings | segmenters


def _models_schema(vocabulary: Vocabulary) -> Schema:
    """An entry is checked by the model that it uses, which is its own name by default."""
    names = sorted(vocabulary.models)
    by_use = [
        {
            "if": {"properties": {"use": {"const": name}}, "required": ["use"]},
            "then": _with_use(name, names),
        }
        for name in names
    ]
    return {
        "type": "object",
        "description": "Models by the name they have in every output.",
        "properties": {name: _with_use(name, names) for name in names},
        "additionalProperties": {
            "type": "object",
            "properties": {"use": {"enum": names, "description": "Model to use."}},
            "allOf": by_use,
        },
    }


def _with_use(name: str, names: list[str]) -> Schema:
    use = {"properties": {"use": {"enum": names, "description": "Model to use."}}}
    return {"$merge": f"model.{name}", **use}


def _screening_schema(vocabulary: Vocabulary) -> Schema:
    rules = sorted(vocabulary.screens)
    return {
        "type": "object",
        "description": "Screening rules; without them nobody is set aside.",
        "properties": {rule: {"$ref": f"#/$defs/screen.{rule}"} for rule in rules},
        "additionalProperties": False,
    }


def _describe_weightings(definitions: Schema, vocabulary: Vocabulary) -> None:
    """Options stand beside ``method``; a level, a part and a compared weighting have the same."""
    names = sorted(vocabulary.weightings)
    definitions["WeighedOptions"] = _by_method("weighting", names, definitions)
    options = {"allOf": [{"$ref": "#/$defs/WeighedOptions"}]}
    method = {"enum": names, "description": "Method to use."}
    one = {"$ref": "#/$defs/Weighed"}
    many = {"type": "object", "additionalProperties": one}
    parts = {**many, "description": "Parts of a combination; each is called like its method."}
    definitions["Weighed"] = {
        "type": "object",
        "properties": {"method": method, "of": parts},
        **options,
    }
    definitions["Weighting"].update(options)
    own = definitions["Weighting"]["properties"]
    own["method"] = {**method, "description": own["method"]["description"]}
    own["of"] = parts
    for level in ("dimensions", "indicators"):
        own[level] = {**one, "description": own[level]["description"]}
    for several in ("within", "compare"):
        own[several] = {**many, "description": own[several]["description"]}


def _describe_segmentations(definitions: Schema, vocabulary: Vocabulary) -> None:
    """Options of a segmenter stand beside ``method``."""
    names = sorted(vocabulary.segmenters)
    own = definitions["Found"]
    own.update(_by_method("segmenter", names, definitions))
    own["properties"]["method"] |= {"enum": names} if names else {}


def _by_method(kind: str, names: list[str], definitions: Schema) -> Schema:
    """What an entry may hold, which its ``method`` decides."""
    by_method = [
        {
            "if": {"properties": {"method": {"const": name}}, "required": ["method"]},
            "then": {"properties": definitions.pop(f"{kind}.{name}").get("properties", {})},
        }
        for name in names
    ]
    return {"allOf": by_method} if by_method else {}


def _accept_short_forms(definitions: Schema) -> None:
    """A text may be one string, a list of names one name, a rule one condition or ``else``."""
    definitions["Text"] = {"anyOf": [{"type": "string"}, definitions["Text"]]}
    for owner, key in (("Segments", "by"), ("Differences", "by"), ("Differences", "quantities")):
        own = definitions[owner]["properties"]
        own[key] = _one_or_many(own[key], {"type": "string"})
    rules = definitions["Attribute"]["properties"]["rules"]
    for rule in ("additionalProperties", *rules.get("patternProperties", {})):
        holder = rules if rule == "additionalProperties" else rules["patternProperties"]
        if isinstance(holder.get(rule), dict):
            holder[rule] = _rule_schema(holder[rule])


def _rule_schema(many: Schema) -> Schema:
    condition = many["items"]
    values = condition["additionalProperties"] | {"minItems": 1}
    condition["additionalProperties"] = _one_or_many(values, {"type": "string"})
    return {"anyOf": [{"const": ELSE}, condition, many]}


def _one_or_many(many: Schema, one: Schema) -> Schema:
    """A list, or one of its entries alone; the description stays outside."""
    described: Schema = {key: many.pop(key) for key in ("description", "default") if key in many}
    return {**described, "anyOf": [one, many]}


def _for_overlays(schema: Schema) -> Schema:
    """Inline what is marked for merging, require nothing, and let ``null`` stand for any value."""
    opened: Schema = _open_up(schema, schema["$defs"])
    return opened


def _open_up(node: Any, definitions: Schema) -> Any:
    if isinstance(node, list):
        return [_open_up(entry, definitions) for entry in node]
    if not isinstance(node, dict):
        return node
    if "$merge" in node:
        base = definitions[node["$merge"]]
        node = {**base, "properties": {**base.get("properties", {}), **node["properties"]}}
    if any("const" in node.get("properties", {}).get(key, {}) for key in _CHOOSING):
        return node  # a condition, not a value
    opened = {k: _open_up(v, definitions) for k, v in node.items() if not _is_requirement(k, v)}
    for keyed in ("properties", "patternProperties"):
        if isinstance(node.get(keyed), dict):
            opened[keyed] = {k: _or_null(v) for k, v in opened[keyed].items()}
    if isinstance(node.get("additionalProperties"), dict):
        opened["additionalProperties"] = _or_null(opened["additionalProperties"])
    return opened


def _is_requirement(key: str, value: Any) -> bool:
    return key == "required" and isinstance(value, list)


def _or_null(schema: Schema) -> Schema:
    """The schema, with ``null`` as one more value; in place where it can, for plain messages."""
    if isinstance(schema.get("type"), str):
        enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
        return schema | {"type": [schema["type"], "null"]} | enum
    if isinstance(schema.get("type"), list) or {"type": "null"} in schema.get("anyOf", []):
        return schema
    return {"anyOf": [schema, {"type": "null"}]}
