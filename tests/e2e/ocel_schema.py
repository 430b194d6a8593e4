"""What OCEL 2.0 demands of a log in JSON: its form as a JSON Schema, and what no schema can say.

Written after the specification (version 2.0 of 16 October 2023, sections on the metamodel and the
JSON format), where all values are texts and the types of attributes are declared. Not a test
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import jsonschema_rs

Json = dict[str, Any]
TEXT = {"type": "string"}
INSTANT = {"type": "string", "format": "date-time"}


def record(required: Json, optional: Json | None = None) -> Json:
    """An object with these members and no other."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: Json) -> Json:
    return {"type": "array", "items": item}


ATTRIBUTE_TYPE = {"enum": ["string", "time", "integer", "float", "boolean"]}
KIND = record({"name": TEXT, "attributes": many(record({"name": TEXT, "type": ATTRIBUTE_TYPE}))})
RELATED = {"relationships": many(record({"objectId": TEXT, "qualifier": TEXT}))}
SAID = many(record({"name": TEXT, "value": TEXT}))
DATED = many(record({"name": TEXT, "value": TEXT, "time": INSTANT}))
SCHEMA = record(
    {
        "objectTypes": many(KIND),
        "eventTypes": many(KIND),
        "events": many(
            record({"id": TEXT, "type": TEXT, "time": INSTANT}, {"attributes": SAID, **RELATED})
        ),
        "objects": many(record({"id": TEXT, "type": TEXT}, {"attributes": DATED, **RELATED})),
    }
)
READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "time": datetime.fromisoformat,
    "integer": int,
    "float": float,
    "boolean": ["false", "true"].index,
}


def faults(log: Json) -> list[str]:
    """All that is wrong with a log; none: it is sound."""
    validator = jsonschema_rs.Draft7Validator(SCHEMA, validate_formats=True)
    of_form = [f"{each.instance_path}: {each.message}" for each in validator.iter_errors(log)]
    return of_form or [*of_names(log), *of_values(log["eventTypes"], log["events"]),
                       *of_values(log["objectTypes"], log["objects"])]  # fmt: skip


def of_names(log: Json) -> Iterator[str]:
    """Names that occur twice, and objects that are named and are not there."""
    for part, key in (("eventTypes", "name"), ("objectTypes", "name"), ("events", "id"),
                      ("objects", "id")):  # fmt: skip
        names = [each[key] for each in log[part]]
        yield from (f"{part}: {name} twice" for name in set(names) if names.count(name) > 1)
    there = {each["id"] for each in log["objects"]}
    for each in (*log["events"], *log["objects"]):
        named = {(to["objectId"], to["qualifier"]) for to in each.get("relationships", ())}
        if len(named) != len(each.get("relationships", ())):
            yield f"{each['id']}: one relationship twice"
        yield from (f"{each['id']}: no object {name}" for name, _ in named if name not in there)


def of_values(kinds: list[Json], found: list[Json]) -> Iterator[str]:
    """Types, attributes and values that are not as declared."""
    declared = {
        kind["name"]: {each["name"]: each["type"] for each in kind["attributes"]} for kind in kinds
    }
    for each in found:
        for attribute in each.get("attributes", ()):
            kind = declared.get(each["type"], {}).get(attribute["name"])
            if kind is None or not is_read(kind, attribute["value"]):
                yield f"{each['id']}: {attribute} is not as declared"
        dated = [(said["name"], said.get("time")) for said in each.get("attributes", ())]
        if len(set(dated)) != len(dated):
            yield f"{each['id']}: two values of one attribute at one instant"
        if each["type"] not in declared:
            yield f"{each['id']}: no type {each['type']}"


def is_read(kind: str, value: str) -> bool:
    """Whether a text is one of the declared type."""
    try:
        READ[kind](value)
    except ValueError:
        return False
    return True
