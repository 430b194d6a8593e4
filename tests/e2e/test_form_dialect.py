"""One dialect of forms: every schema that the catalogue publishes is one that submissions holds.

Promises both services' own code on the same schemas. Must not need a database.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from services.catalog.domain import form_schemas
from services.chassis.errors import Refusal
from services.submissions.domain.forms.evaluation import violations
from services.submissions.domain.forms.schema import FormSchema
from tests.catalog.test_form_patterns import INVALID, NOT_LINEAR, TAKEN
from tests.catalog.test_services_forms import BIRTH

NAMES = some.sampled_from(["a", "b", "họ/tên~", "$ref", "$id", "anyOf"])
IDS = some.sampled_from(
    ["https://dvc.vn/x", "x", "x#", "urn:x:y", "", "//", "a b", "http://[", "/x/../y", "tag:x"]
)
REFERENCES = some.sampled_from(
    ["#/$defs/a", "#x", "#/$defs/h%E1%BB%8D~1t%C3%AAn~0", "#/$defs/họ~1tên~0", "#/anyOf/0"]
)
DEFINED = {"a": {"maximum": 3}, "x": {"$anchor": "x", "type": "object"}, "họ/tên~": False}
PATTERNS = some.sampled_from([*TAKEN, "^a", "x$"])
FORMATS = some.sampled_from(["date", "email", "regex", "uri", "idn-hostname", "so-cccd"])
SCALARS = some.sampled_from([None, True, 0, -1, 1.5, 10**40, 1e300, "", "a", "ệ"])
DATA = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


def nested(inner: Any) -> Any:
    """Schemas with what the dialect has, sound or not."""
    several = some.lists(inner, max_size=2)
    fields = some.dictionaries(NAMES, inner, max_size=3)
    keywords = {
        "$id": IDS,
        "$anchor": some.sampled_from(["x", "y"]),
        "$dynamicAnchor": some.sampled_from(["x", "y"]),
        "$ref": REFERENCES,
        "$dynamicRef": REFERENCES,
        "$schema": some.sampled_from([form_schemas.DIALECT, form_schemas.DIALECT + "#"]),
        "$comment": some.just("c"),
        "type": some.sampled_from(["string", "object", "array"]),
        "const": DATA,
        "enum": some.lists(DATA, max_size=2),
        "format": FORMATS,
        "pattern": PATTERNS,
        "multipleOf": some.sampled_from([1, 0.01, 1e-300, 10**40]),
        "minimum": SCALARS,
        "maxLength": some.sampled_from([0, 3, 3.0, 10**30]),
        "required": some.lists(NAMES, unique=True, max_size=2),
        "properties": fields,
        "patternProperties": some.dictionaries(PATTERNS, inner, max_size=2),
        "additionalProperties": inner,
        "unevaluatedProperties": inner,
        "unevaluatedItems": inner,
        "propertyNames": inner,
        "items": inner,
        "prefixItems": several,
        "contains": inner,
        "contentEncoding": some.just("base64"),
        "contentMediaType": some.just("application/json"),
        "contentSchema": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "dependentSchemas": fields,
        "dependentRequired": some.dictionaries(NAMES, some.lists(NAMES, unique=True, max_size=2)),
        "x-widget": DATA,
    }
    chosen = some.lists(some.sampled_from(sorted(keywords)), unique=True, max_size=4)
    return chosen.flatmap(
        lambda words: some.fixed_dictionaries({each: keywords[each] for each in words})
    )


PARTS = some.recursive(some.booleans() | nested(some.just({})), nested, max_leaves=5)
SCHEMAS = nested(PARTS).map(lambda each: {**each, "$defs": DEFINED})


def is_published(schema: Any) -> bool:
    """Whether the catalogue takes it."""
    try:
        form_schemas.require_sound(json.dumps(schema), field="form_schema")
    except Refusal:
        return False
    return True


@settings(max_examples=200)
@given(schema=SCHEMAS, data=DATA)
@example(schema=BIRTH, data={"họ_tên": 1})
def test_what_the_catalogue_publishes_is_compiled_and_told(schema: Any, data: Any) -> None:
    if not is_published(schema):
        return
    form = FormSchema(json.dumps(schema))
    found = violations(form, data)
    assert bool(found) != form.is_satisfied(data)
    assert all(each.refusal().message("vi") for each in found)


@pytest.mark.parametrize("pattern", TAKEN)
def test_a_pattern_that_the_catalogue_takes_is_held(pattern: str) -> None:
    schema = {"properties": {"a": {"pattern": pattern}}, "patternProperties": {pattern: True}}
    assert is_published(schema)
    assert FormSchema(json.dumps(schema)).is_satisfied({"b": 1})


@pytest.mark.parametrize("pattern", [*NOT_LINEAR, *INVALID], ids=lambda each: each[:30])
def test_a_pattern_that_the_engine_does_not_take_is_never_published(pattern: str) -> None:
    assert not is_published({"properties": {"a": {"pattern": pattern}}})
    assert not is_published({"patternProperties": {pattern: True}})


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(a)\1", "(?<!a)b"])
def test_the_engine_itself_takes_none_that_looks_around_or_back(pattern: str) -> None:
    with pytest.raises(ValueError, match="regex"):
        FormSchema(json.dumps({"properties": {"a": {"pattern": pattern}}}))
