"""References of electronic forms: which lead somewhere inside, and which multiply without bound.

Promises one test for each ground. Must not need a database or a network.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.catalog.test_services_forms import refused, taken


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"$ref": "https://evil.example/a"}, "#/$ref"),
        ({"$ref": "other.json#/a"}, "#/$ref"),
        ({"$ref": ""}, "#/$ref"),
        ({"$dynamicRef": "file:///etc/passwd"}, "#/$dynamicRef"),
        ({"x-unknown": [{"deep": {"$ref": "//evil.example"}}]}, "#/x-unknown/0/deep/$ref"),
        ({"$id": "https://dvc.vn/a", "$ref": "https://dvc.vn/a#"}, "#/$ref"),
    ],
)
def test_a_reference_out_of_the_form_is_refused_with_its_place(schema: Any, path: str) -> None:
    assert refused(schema) == ("FORM_SCHEMA_REFERENCE_REMOTE", path)


@pytest.mark.parametrize(
    "reference",
    ["#/$defs/b", "#b", "#/$defs/a/type", "#/allOf/2", "#/allOf/x", "#/allOf/01x", "#x/y", "#/"],
)
def test_a_reference_that_leads_nowhere_is_refused(reference: str) -> None:
    schema = {"$ref": reference, "$defs": {"a": {"type": "object"}}, "allOf": [{}, {}]}
    assert refused(schema) == ("FORM_SCHEMA_REFERENCE_BROKEN", "#/$ref")


def test_a_part_with_an_id_of_its_own_is_where_its_references_begin() -> None:
    part = {"$id": "https://dvc.vn/part", "items": {"$ref": "#/$defs/a"}}
    schema = {"$defs": {"a": {}, "part": part}}
    assert refused(schema) == ("FORM_SCHEMA_REFERENCE_BROKEN", "#/$defs/part/items/$ref")


def doubled(number: int, inside: str = "") -> dict[str, Any]:
    """A form that unfolds into 2^number parts, at one place of the data or one below the other."""
    parts: dict[str, Any] = {f"d{number}": {}}
    for each in range(number):
        both = {"allOf": [{"$ref": f"#/$defs/d{each + 1}"}] * 2}
        parts[f"d{each}"] = {"properties": {inside: both}} if inside else both
    return {"$ref": "#/$defs/d0", "$defs": parts}


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"$ref": "#"}, "#/$ref"),
        ({"allOf": [{"not": {"$ref": "#"}}]}, "#/allOf/0/not/$ref"),
        ({"$defs": {"a": {"$ref": "#b"}, "b": {"$anchor": "b", "anyOf": [{"$ref": "#/$defs/a"}]}},
          "$ref": "#b"}, "#/$defs/a/$ref"),
        ({"$dynamicAnchor": "x", "if": {"$dynamicRef": "#x"}}, "#/if/$dynamicRef"),
        ({"dependentSchemas": {"a": {"$ref": "#"}}}, "#/dependentSchemas/a/$ref"),
    ],
)  # fmt: skip
def test_a_reference_that_leads_back_to_itself_is_refused(schema: Any, path: str) -> None:
    assert refused(schema) == ("FORM_SCHEMA_REFERENCE_ENDLESS", path)


@pytest.mark.parametrize(
    "schema",
    [
        doubled(25),
        doubled(25, inside="a"),
        {"properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}},
        {"items": {"$ref": "#"}, "contains": {"$ref": "#"}},
        # Each level asks for the next one and for the one after it: Fibonacci.
        {"properties": {"a": {"anyOf": [{"$ref": "#"}, {"properties": {"a": {"$ref": "#"}}}]}}},
        {"$ref": "#/$defs/d0", "$defs": {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(500)}
         | {"d500": {}}},
    ],
    ids=range(6),
)  # fmt: skip
def test_references_that_multiply_are_refused(schema: Any) -> None:
    reason, path = refused(schema)
    assert reason == "FORM_SCHEMA_EXPANDS"
    assert path.startswith("#/")


@pytest.mark.parametrize(
    "schema",
    [
        doubled(8),
        {"properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}},
        {"items": {"$ref": "#"}},
        {"oneOf": [{"properties": {"and": {"items": {"$ref": "#"}}}},
                   {"properties": {"or": {"items": {"$ref": "#"}}}},
                   {"properties": {"not": {"$ref": "#"}}}]},
        {"$defs": {"địa chỉ": {"type": "object"}},
         "properties": {f"p{n}": {"$ref": "#/$defs/địa chỉ"} for n in range(300)}},
    ],
    ids=range(5),
)  # fmt: skip
def test_forms_within_forms_are_taken(schema: Any) -> None:
    assert taken(json.dumps(schema))
