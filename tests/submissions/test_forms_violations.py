"""What breaks a form's schema: every rule at once, each with its place and in words, no value.

The violations are those of the reference library (`jsonschema`) on random schemas and data. Must
not need a database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from services.submissions.domain.forms import evaluation
from services.submissions.domain.forms.evaluation import KEYWORDS, MOST_VIOLATIONS, violations
from services.submissions.domain.forms.reasons import KEYWORDS as REASONS
from services.submissions.domain.forms.reasons import Violation, briefly
from services.submissions.domain.forms.schema import FormSchema

SECRET = "Nguyễn Thị Bí Mật"


def told(schema: dict[str, Any], data: Any) -> list[tuple[str, str]]:
    """Place and keyword of each violation; no words of it hold what the data holds."""
    found = violations(FormSchema(json.dumps(schema)), data)
    for each in found:
        refusal = each.refusal()
        assert refusal.field == f"form#{each.pointer}"
        words = [refusal.message("vi"), refusal.message("en")]
        assert words[0] != words[1]
        assert not any("{" in each or SECRET in each for each in words)
        brief = [briefly(refusal, "vi"), briefly(refusal, "en")]
        assert words == [
            f"Mục #{each.pointer}: {small(brief[0])}",
            f"#{each.pointer}: {small(brief[1])}",
        ]
    return [each[:2] for each in found]


def small(words: str) -> str:
    return words[:1].lower() + words[1:]


@pytest.mark.parametrize(
    ("schema", "data", "expected"),
    [
        ({"required": ["a", "b/c"]}, {}, [("/a", "required"), ("/b~1c", "required")]),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, [("/b", "dependentRequired")]),
        ({"properties": {"a": {"type": ["integer", "null"]}}}, {"a": SECRET}, [("/a", "type")]),
        ({"properties": {"a": {"enum": [1, 2]}}}, {"a": SECRET}, [("/a", "enum")]),
        ({"properties": {"a": {"const": 1}}}, {"a": SECRET}, [("/a", "const")]),
        ({"properties": {"a": {"maxLength": 3}}}, {"a": SECRET}, [("/a", "maxLength")]),
        ({"properties": {"a": {"minLength": 99}}}, {"a": SECRET}, [("/a", "minLength")]),
        ({"properties": {"a": {"pattern": r"^\d+$"}}}, {"a": SECRET}, [("/a", "pattern")]),
        ({"properties": {"a": {"format": "date"}}}, {"a": "2026-02-31"}, [("/a", "format")]),
        ({"properties": {"a": {"minimum": 3, "maximum": 1}}},
         {"a": 2}, [("/a", "minimum"), ("/a", "maximum")]),
        ({"properties": {"a": {"exclusiveMinimum": 2}}}, {"a": 2}, [("/a", "exclusiveMinimum")]),
        ({"properties": {"a": {"exclusiveMaximum": 2}}}, {"a": 2}, [("/a", "exclusiveMaximum")]),
        ({"properties": {"a": {"multipleOf": 1000}}}, {"a": 1500}, [("/a", "multipleOf")]),
        ({"properties": {"a": {"minItems": 3, "uniqueItems": True}}},
         {"a": [1, 1]}, [("/a", "minItems"), ("/a", "uniqueItems")]),
        ({"properties": {"a": {"maxItems": 1, "contains": {"const": 5}}}},
         {"a": [1, 1]}, [("/a", "maxItems"), ("/a", "contains")]),
        ({"properties": {"a": {"contains": {"const": 5}, "maxContains": 1}}},
         {"a": [5, 5]}, [("/a", "contains")]),
        ({"minProperties": 2}, {"a": 1}, [("", "minProperties")]),
        ({"maxProperties": 1}, {"a": 1, SECRET: 1}, [("", "maxProperties")]),
        ({"additionalProperties": False}, {SECRET: 1}, [("", "additionalProperties")]),
        ({"additionalProperties": {"type": "string"}}, {SECRET: 1}, [("/*", "type")]),
        ({"patternProperties": {"^N": {"type": "string"}}, "additionalProperties": False},
         {SECRET: 1}, [("/*", "type")]),
        ({"propertyNames": {"maxLength": 2}}, {SECRET: 1}, [("", "propertyNames")]),
        ({"unevaluatedProperties": False, "properties": {"a": True}},
         {"a": 1, SECRET: 1}, [("", "unevaluatedProperties")]),
        ({"properties": {"a": False}}, {"a": SECRET}, [("/a", "false")]),
        ({"properties": {"a": {"prefixItems": [{"type": "null"}], "items": {"type": "integer"}}}},
         {"a": [1, SECRET, 2]}, [("/a/0", "type"), ("/a/1", "type")]),
        ({"properties": {"a": {"prefixItems": [True], "unevaluatedItems": False}}},
         {"a": [1, 2]}, [("/a", "unevaluatedItems")]),
        ({"properties": {"a": {"anyOf": [{"type": "null"}, {"maximum": 1}]}}},
         {"a": 5}, [("/a", "anyOf")]),
        ({"properties": {"a": {"oneOf": [{"type": "integer"}, {"maximum": 9}]}}},
         {"a": 5}, [("/a", "oneOf")]),
        ({"properties": {"a": {"oneOf": [{"const": "x", "title": "X"}, {"const": "y"}]}}},
         {"a": SECRET}, [("/a", "enum")]),
        ({"properties": {"a": {"anyOf": [{"const": "x"}]}}}, {"a": SECRET}, [("/a", "enum")]),
        ({"properties": {"a": {"oneOf": [{"const": "x"}, {"const": "x"}]}}},
         {"a": "x"}, [("/a", "oneOf")]),
        ({"properties": {"a": {"not": {"type": "string"}}}}, {"a": SECRET}, [("/a", "not")]),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
         {"a": 1}, [("/b", "required")]),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
         {}, [("/c", "required")]),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, [("/b", "required")]),
        ({"allOf": [{"required": ["a"]}, {"required": ["a", "b"]}]},
         {}, [("/a", "required"), ("/b", "required")]),
        ({"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"type": "integer"}}},
         {"a": SECRET}, [("/a", "type")]),
        ({"properties": {"a": {"$ref": "#x"}}, "$defs": {"y": {"$anchor": "x", "type": "integer"}}},
         {"a": SECRET}, [("/a", "type")]),
        ({"properties": {"a": {"$dynamicRef": "#x"}},
          "$defs": {"y": {"$dynamicAnchor": "x", "type": "integer"}}},
         {"a": SECRET}, [("/a", "$dynamicRef")]),
        ({"properties": {"a": {"$id": "https://x.vn/o", "$ref": "#/$defs/x",
          "$defs": {"x": {"type": "integer"}}}}},
         {"a": SECRET}, [("/a", "$id")]),
    ],
)  # fmt: skip
def test_each_rule_is_told_with_its_place(
    schema: dict[str, Any], data: Any, expected: list[tuple[str, str]]
) -> None:
    assert told(schema, data) == expected


def test_every_keyword_that_is_told_has_words_of_its_own() -> None:
    walked = {"properties", "patternProperties", "prefixItems", "items", "allOf", "if"}
    walked |= {"dependentSchemas", "$ref"}
    assert set(KEYWORDS) - walked <= set(REASONS)
    codes = [each.code for each in REASONS.values()]
    assert len(set(codes)) == len(codes) - 1  # a field is missing by either of two keywords
    assert Violation("", "$dynamicRef").refusal().reason.code == "FORM_RULE_BROKEN"


def test_telling_ends_at_a_bound_whatever_the_form_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules broken by a large value cost no copies of it, and hostile forms no time."""
    schema = {
        "required": [f"p{n}" for n in range(1000)],
        "properties": {"list": {"items": {"anyOf": [{"type": "null"}, {"type": "string"}]}}},
    }
    assert len(told(schema, {"x": SECRET * 10_000})) == MOST_VIOLATIONS
    steps: list[int] = []
    spend = evaluation.Evaluation.spend
    monkeypatch.setattr(evaluation.Evaluation, "spend", lambda self: steps.append(1) or spend(self))
    del schema["required"]
    assert told(schema, {"list": ["x"] * 20_000 + [1]}) == [("", "schema")]
    assert len(steps) == evaluation.MOST_STEPS + 1


SCALARS = some.sampled_from([None, True, False, 0, 1, 2, 5, 2.5, 10**20, "", "a", "ab", "ệệệ", "1"])
NAMES = some.sampled_from(["a", "b", "c"])
DATA = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
SMALL = some.integers(0, 3)
FORMATS = some.sampled_from(["date", "ipv4", "unknown"])
RULES = {
    "type": some.sampled_from(
        ["string", "integer", "number", "object", "array", "null", "boolean"]
    ),
    "enum": some.lists(SCALARS, min_size=1, max_size=3, unique_by=json.dumps),
    "const": SCALARS,
    "minimum": SMALL,
    "maximum": SMALL,
    "exclusiveMinimum": SMALL,
    "exclusiveMaximum": SMALL,
    "multipleOf": some.integers(1, 3),
    "minLength": SMALL,
    "maxLength": SMALL,
    "pattern": some.sampled_from(["^a", "b$", "^[a-z]+$"]),
    "format": FORMATS,
    "minItems": SMALL,
    "maxItems": SMALL,
    "uniqueItems": some.booleans(),
    "minProperties": SMALL,
    "maxProperties": SMALL,
    "required": some.lists(NAMES, unique=True, max_size=3),
    "dependentRequired": some.dictionaries(NAMES, some.lists(NAMES, unique=True, max_size=2)),
}


def nested(inner: Any) -> Any:
    """Schemas of the dialect, from schemas."""
    keywords = {
        **RULES,
        "properties": some.dictionaries(NAMES, inner, max_size=3),
        "patternProperties": some.dictionaries(some.sampled_from(["^a", "c$"]), inner, max_size=2),
        "additionalProperties": inner,
        "propertyNames": inner,
        "prefixItems": some.lists(inner, min_size=1, max_size=2),
        "items": inner,
        "contains": inner,
        "minContains": SMALL,
        "maxContains": SMALL,
        "unevaluatedProperties": some.just(value=False),
        "unevaluatedItems": some.just(value=False),
        "allOf": some.lists(inner, min_size=1, max_size=2),
        "anyOf": some.lists(inner, min_size=1, max_size=2),
        "oneOf": some.lists(inner, min_size=1, max_size=2),
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "dependentSchemas": some.dictionaries(NAMES, inner, max_size=1),
        "$ref": some.sampled_from(["#/$defs/x", "#y"]),
    }
    return some.booleans() | some.lists(
        some.sampled_from(sorted(keywords)), unique=True, max_size=4
    ).flatmap(lambda chosen: some.fixed_dictionaries({each: keywords[each] for each in chosen}))


LEAF = some.fixed_dictionaries({}, optional={each: RULES[each] for each in ("type", "minimum")})
SCHEMAS = some.recursive(LEAF, nested, max_leaves=6).filter(lambda each: isinstance(each, dict))
DEFINED = some.fixed_dictionaries({"x": LEAF, "z": LEAF.map(lambda each: {**each, "$anchor": "y"})})


def reference(schema: dict[str, Any], data: Any) -> list[ValidationError]:
    """What the reference library finds, by the same formats."""
    checker = FormatChecker(["date", "ipv4"])
    return list(Draft202012Validator(schema, format_checker=checker).iter_errors(data))


def placed(error: ValidationError) -> tuple[str, str]:
    """Place and keyword as this house tells them: what is missing at its own place, and of the
    names of fields and of what no schema allows only that it is so.
    """
    path = "".join(f"/{each}" for each in error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        return path, "propertyNames"
    keyword = str(error.validator or "false")
    if keyword in {"minContains", "maxContains"}:
        keyword = "contains"
    if keyword in {"required", "dependentRequired"}:
        return f"{path}/{error.message.split(chr(39))[1]}", keyword
    if keyword == "items":  # more items than there are schemas for
        return path, "false"
    return path, keyword


def compared(found: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without what is told only where nothing else is wrong, and without the place of what no
    schema allows, which the reference does not tell.
    """
    unsure = {"unevaluatedProperties", "unevaluatedItems"}
    return {
        ("" if keyword == "false" else path, keyword)
        for path, keyword in found
        if keyword not in unsure
    }


@settings(max_examples=200)
@given(schema=SCHEMAS, defined=DEFINED, data=DATA)
def test_the_violations_are_those_of_the_reference_library(
    schema: dict[str, Any], defined: dict[str, Any], data: Any
) -> None:
    known = {"properties": dict.fromkeys("abc", True)}  # else their names are nobody's
    schema = {**schema, "$defs": {**defined, "known": known}}
    expected = [placed(each) for each in reference(schema, data)]
    found = told(schema, data)
    assert bool(found) == bool(expected)
    assert compared(found) == compared(expected)
