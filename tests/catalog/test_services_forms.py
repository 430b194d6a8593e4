"""Electronic forms: which JSON Schemas are taken, and which are refused.

Promises one test for each ground. Must not need a database or a network.
"""

from __future__ import annotations

import itertools
import json
import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import form_schemas
from services.catalog.domain.form_schemas import DEEPEST, DIALECT, MOST_CHARACTERS, MOST_PARTS
from services.chassis.errors import Refusal
from tests.catalog.given import text
from tests.catalog.given_services import drafting

BIRTH = {
    "$schema": DIALECT,
    "$id": "https://dvc.vn/forms/birth",
    "type": "object",
    "required": ["họ_tên", "cha", "$ref"],
    "properties": {
        "họ_tên": {"type": "string", "pattern": r"^[\p{L} ]+$", "maxLength": 100},
        "cha": {"$ref": "#/$defs/ng%C6%B0%E1%BB%9Di"},
        "mẹ": {"$ref": "#person"},
        "con": {"type": "array", "items": {"$dynamicRef": "#child"}},
        "$ref": {"type": "string", "format": "date"},
        "a/b~c": {"$ref": "#/properties/a~1b~0c/anyOf/1", "anyOf": [{}, True]},
        "again": {"$ref": "#"},
    },
    "$defs": {
        "người": {"$anchor": "person", "type": "object"},
        "con": {"$dynamicAnchor": "child"},
        "khác": {
            "$id": "https://dvc.vn/forms/other",
            "$defs": {"x": {"type": "integer"}},
            "properties": {"x": {"$ref": "#/$defs/x"}},
        },
    },
}


def refused(schema: Any) -> tuple[str, str]:
    """The reason, and its place in the form."""
    text = schema if isinstance(schema, str) else json.dumps(schema, ensure_ascii=False)
    with pytest.raises(Refusal) as refusal:
        form_schemas.require_sound(text, field="service.form_schema")
    assert refusal.value.field == "service.form_schema"
    assert refusal.value.message("vi") != refusal.value.message("en")
    return refusal.value.reason.code, refusal.value.values.get("path", "")


def taken(schema: str) -> str:
    """The form of a service that is drafted with it, as it is recorded."""
    said = facts.ServiceContent(display_name=text(), authority="units/q1", form_schema=schema)
    [draft] = drafting(stated=said)
    return str(draft.message.content.form_schema)


def nested(depth: int, word: str = "not") -> Any:
    schema: Any = {}
    for _ in range(depth):
        schema = {word: schema}
    return schema


def test_no_form_is_no_fault() -> None:
    assert taken("") == ""


def test_a_form_that_stands_on_its_own_is_taken() -> None:
    for schema in (json.dumps(BIRTH), json.dumps(BIRTH, ensure_ascii=False)):
        assert taken(schema) == schema


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "{",
        "[]",
        "true",
        '"a"',
        "{} {}",
        '{"a": 1' + "0" * 5000,
    ],
)
def test_what_is_no_object_in_json_is_refused(text: str) -> None:
    assert refused(text)[0] == "FORM_SCHEMA_NOT_JSON"


@pytest.mark.parametrize(
    ("text", "reason", "path"),
    [
        ('{"a": NaN}', "NUMBER_INVALID", "#/a"),
        ('{"maximum": 1e400}', "NUMBER_INVALID", "#/maximum"),
        ('{"enum": [0, -1e400]}', "NUMBER_INVALID", "#/enum/1"),
        ('{"const": Infinity}', "NUMBER_INVALID", "#/const"),
        ('{"maximum": 1' + "0" * 5000 + "}", "NUMBER_INVALID", "#/maximum"),
        ('{"a": 1, "a": 2}', "KEY_REPEATED", "#/a"),
        ('{"properties": {"x": {"type": 1, "type": 2}}}', "KEY_REPEATED", "#/properties/x/type"),
        ('{"title": "\\ud800"}', "TEXT_INVALID", "#/title"),
        ('{"properties": {"a\\udfff": {}}}', "TEXT_INVALID", "#/properties/a\\udfff"),
        ('{"enum": ["\\ude00\\ud83d"]}', "TEXT_INVALID", "#/enum/0"),
    ],
)
def test_what_json_can_write_and_nobody_reads_alike_is_refused_with_its_place(
    text: str, reason: str, path: str
) -> None:
    assert refused(text) == (f"FORM_SCHEMA_{reason}", path)


def test_whole_letters_are_no_halves() -> None:
    whole = '{"title": "\\ud83d\\ude00"}'
    assert taken(whole) == whole


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"type": "text"}, "#/type"),
        ({"properties": {"a": {"minLength": -1}}}, "#/properties/a/minLength"),
        ({"required": "a"}, "#/required"),
        ({"properties": {"a/b": {"enum": 1}}}, "#/properties/a~1b/enum"),
        ({"properties": {"a": 3}}, "#/properties/a"),
        ({"$ref": 1}, "#/$ref"),
        ({"$id": "http://["}, "#"),
        ({"$id": "urn:x:y", "properties": {"a": {"$id": "b"}}}, "#"),
        ({"properties": {"a": {"$id": "a b"}}}, "#"),
        ({"properties": {"\u202e\n": {"type": 1}}}, "#/properties/\\u202e\\n/type"),
    ],
)
def test_what_the_draft_does_not_allow_is_refused_with_its_place(schema: Any, path: str) -> None:
    assert refused(json.dumps(schema)) == ("FORM_SCHEMA_INVALID", path)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\p{Lu}\P{L}$",
        r"(?<năm>\d{4})",
        r"\u{1F600}",
        r"[ -~]",
    ],
)
def test_a_pattern_as_browsers_write_it_is_no_fault(pattern: str) -> None:
    schema = json.dumps({"pattern": pattern})
    assert taken(schema) == schema


@pytest.mark.parametrize("dialect", ["http://json-schema.org/draft-07/schema#", "x"])
def test_another_draft_is_refused(dialect: str) -> None:
    assert refused({"$schema": dialect})[0] == "FORM_SCHEMA_OTHER_DIALECT"
    part = {"$id": "https://dvc.vn/a", "$schema": dialect}
    assert refused({"$defs": {"a": part}}) == ("FORM_SCHEMA_OTHER_DIALECT", "#/$defs/a/$schema")


def test_a_form_is_bounded_in_length_depth_and_parts() -> None:
    assert refused(" " * (MOST_CHARACTERS - 1) + "{}") == ("FORM_SCHEMA_TOO_LONG", "")
    for largest in (" " * (MOST_CHARACTERS - 2) + "{}", json.dumps(nested(DEEPEST))):
        assert taken(largest) == largest
    assert refused(nested(DEEPEST + 1))[0] == "FORM_SCHEMA_TOO_DEEP"
    assert refused('{"enum": ' + "[" * 40_000 + "]" * 40_000 + "}")[0] == "FORM_SCHEMA_TOO_DEEP"
    assert refused({"allOf": [True] * MOST_PARTS})[0] == "FORM_SCHEMA_TOO_MANY_PARTS"


def test_all_that_is_wrong_is_told_at_once_each_with_its_place() -> None:
    schema = {
        "pattern": "(a+)+$",
        "properties": {
            "a": {"type": "text", "$ref": "https://evil.example"},
            "b": {"pattern": "(?=x)", "minLength": -1},
            "c": {"$ref": "#/nowhere", "patternProperties": {"(": {}}},
        },
    }
    with pytest.raises(Refusal) as refusal:
        form_schemas.require_sound(json.dumps(schema), field="f")
    every = [refusal.value, *refusal.value.also]
    assert {(each.reason.code.removeprefix("FORM_SCHEMA_"), each.values["path"])
            for each in every} == {
        ("PATTERN_AMBIGUOUS", "#/pattern"),
        ("INVALID", "#/properties/a/type"),
        ("REFERENCE_REMOTE", "#/properties/a/$ref"),
        ("PATTERN_NOT_LINEAR", "#/properties/b/pattern"),
        ("INVALID", "#/properties/b/minLength"),
        ("REFERENCE_BROKEN", "#/properties/c/$ref"),
        ("PATTERN_INVALID", "#/properties/c/patternProperties/("),
    }  # fmt: skip
    many = {"allOf": [{"type": n} for n in range(500)]}
    with pytest.raises(Refusal) as refusal:
        form_schemas.require_sound(json.dumps(many), field="f")
    assert len(refusal.value.also) + 1 == form_schemas.MOST_FAULTS


def test_a_form_has_only_so_many_patterns() -> None:
    def forms(count: int) -> dict[str, Any]:
        return {"allOf": [{"pattern": f"^{number}$"} for number in [*range(count), 0]]}

    assert taken(json.dumps(forms(form_schemas.MOST_PATTERNS)))
    assert refused(forms(form_schemas.MOST_PATTERNS + 1)) == (
        "FORM_SCHEMA_TOO_MANY_PATTERNS", f"#/allOf/{form_schemas.MOST_PATTERNS}/pattern",
    )  # fmt: skip


def work(schema: Any) -> int:
    """How many calls it takes to judge a form."""
    text, calls = json.dumps(schema), itertools.count()
    sys.setprofile(lambda _frame, event, _arg: next(calls) if event.endswith("call") else None)
    try:
        form_schemas.require_sound(text, field="")
    finally:
        sys.setprofile(None)
    return next(calls)


@pytest.mark.parametrize(
    ("form", "size"),
    [
        (lambda size: {"allOf": [{}] * size}, 300),
        (lambda size: {"enum": list(range(size))}, 3_000),
    ],
    ids=["parts", "values"],
)
def test_the_work_grows_no_faster_than_the_form(form: Callable[[int], Any], size: int) -> None:
    assert work(form(size)) < 2.5 * work(form(size // 2))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: Any) -> None:
        raise AssertionError("a network was used")

    monkeypatch.setattr(socket.socket, "connect", connect)
    remote = {
        "$id": "https://dvc.vn/a",
        "$schema": DIALECT,
        "$vocabulary": {"https://x.vn/v": True},
    }
    form_schemas.require_sound(json.dumps(remote), field="")
    assert refused({"$ref": "https://dvc.vn/b"})[0] == "FORM_SCHEMA_REFERENCE_REMOTE"


words = some.sampled_from(
    ["$ref", "$id", "$anchor", "type", "properties", "items", "a", "#", "#/a"]
)
values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=3) | words,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200)
@given(values)
def test_whatever_is_said_is_taken_or_refused_in_words(value: Any) -> None:
    try:
        form_schemas.require_sound(json.dumps(value), field="")
    except Refusal as refusal:
        assert refusal.message("vi").encode()  # noqa: PT017 — either outcome will do
