"""JSON Schemas of whatever a contract may come to hold: every type that has a form in JSON.

Promises a contract of the test's own, since those that are published have few types. Must not know
how a schema is made.
"""

from __future__ import annotations

from random import Random
from typing import Any

import click
import pytest
from google.protobuf import any_pb2, descriptor_pb2, duration_pb2, json_format, timestamp_pb2
from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field
from google.protobuf.descriptor_pool import DescriptorPool
from jsonschema import Draft7Validator

from services.console.development.asyncapi.proto_text import proto_text
from services.console.development.asyncapi.schemas import schemas
from services.console.development.fuzzing.messages import random_message

SCALARS = (
    "DOUBLE", "FLOAT", "INT64", "UINT64", "INT32", "FIXED64", "FIXED32", "BOOL", "STRING", "BYTES",
    "UINT32", "SFIXED32", "SFIXED64", "SINT32", "SINT64",
)  # fmt: skip
WELL_KNOWN = (timestamp_pb2.Timestamp, duration_pb2.Duration)


def contract(*more: Any) -> Any:
    """A message with a field, and a list, of each type, a map, a choice; and with `more`."""
    file = descriptor_pb2.FileDescriptorProto(name="every.proto", package="every", syntax="proto3")
    message = file.message_type.add(name="Every")
    for kind in (*WELL_KNOWN, *more):
        file.dependency.append(kind.DESCRIPTOR.file.name)
        field(message, f"a_{kind.DESCRIPTOR.name.lower()}", Field.TYPE_MESSAGE, kind)
    for name in SCALARS:
        field(message, f"one_{name.lower()}", Field.Type.Value(f"TYPE_{name}"))
        many = field(message, f"many_{name.lower()}", Field.Type.Value(f"TYPE_{name}"))
        many.label = Field.LABEL_REPEATED
    entry = message.nested_type.add(name="CountsEntry")
    entry.options.map_entry = True
    field(entry, "key", Field.TYPE_STRING)
    field(entry, "value", Field.TYPE_INT64)
    counts = field(message, "counts", Field.TYPE_MESSAGE)
    counts.type_name, counts.label = ".every.Every.CountsEntry", Field.LABEL_REPEATED
    message.oneof_decl.add(name="choice")
    for name in ("left", "right"):
        field(message, name, Field.TYPE_BOOL).oneof_index = 0
    pool = DescriptorPool()
    for each in (*WELL_KNOWN, *more):
        known = descriptor_pb2.FileDescriptorProto()
        each.DESCRIPTOR.file.CopyToProto(known)
        pool.AddSerializedFile(known.SerializeToString())
    pool.AddSerializedFile(file.SerializeToString())
    return pool.FindMessageTypeByName("every.Every")


def field(message: Any, name: str, kind: Any, of: Any = None) -> Any:
    """One more field."""
    added = message.field.add(name=name, type=kind, number=len(message.field) + 1)
    added.label = Field.LABEL_OPTIONAL
    if of is not None:
        added.type_name = f".{of.DESCRIPTOR.full_name}"
    return added


EVERY = contract()
SCHEMAS = schemas([EVERY], {"every.Every.one_bytes": "In base64."})
VALID = Draft7Validator({**SCHEMAS["every.Every"], "components": {"schemas": SCHEMAS}})


def test_whatever_protobuf_prints_is_valid() -> None:
    random = Random("every")
    for n in range(200):
        made = random_message(EVERY, random, all_fields=n == 0)
        for defaults in (False, True):
            VALID.validate(
                json_format.MessageToDict(made, always_print_fields_with_no_presence=defaults)
            )


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("oneBytes", ["", "AA==", "AAA=", "/+Aa"], [1, "A", "AA=", "AA-_", "a b="]),
        ("oneDouble", [1, -0.5, "NaN", "-Infinity"], ["1", "nan", True, []]),
        ("oneUint64", ["0", "18446744073709551615"], [1, "-1", "1.0", "+1", ""]),
        ("oneSint64", ["0", "-9223372036854775808"], [1, "-0", "01", " 1"]),
        ("oneFixed32", [0, 2**32 - 1], [-1, 2**32, "1", 0.5]),
        ("aDuration", ["3s", "3.500s", "-0.000000001s"], [3.5, "3.5", "3.5s", "s", "3 s"]),
        ("aTimestamp", ["2026-03-01T00:00:00Z", "2026-03-01T00:00:00.123456Z"],
         [0, "2026-03-01", "2026-03-01T00:00:00+07:00", "2026-03-01T00:00:00.1Z"]),
        ("counts", [{}, {"a": "1"}], [[], {"a": 1}, {"a": "x"}]),
        ("manyBool", [[], [True]], [True, {}, ["true"]]),
    ],
)  # fmt: skip
def test_a_type_has_its_form_and_no_other(name: str, good: list[Any], bad: list[Any]) -> None:
    assert [each for each in good if not VALID.is_valid({name: each})] == []
    assert [each for each in bad if VALID.is_valid({name: each})] == []


def test_a_comment_is_a_description_and_a_choice_is_said() -> None:
    schema = SCHEMAS["every.Every"]
    assert schema["properties"]["oneBytes"]["description"] == "In base64."
    assert schema["description"] == "At most one of `left`, `right` is there."


def test_a_type_that_no_schema_is_known_of_is_an_error_and_no_guess() -> None:
    with pytest.raises(click.ClickException, match=r"google\.protobuf\.Any"):
        schemas([contract(any_pb2.Any)], {})


def test_the_proto_of_a_choice_has_its_fields_together() -> None:
    text = proto_text(EVERY, {})
    start = text.index("  oneof choice {")
    assert "    bool left = " in text[start:]
    assert "    bool right = " in text[start:]
