"""JSON Schemas (draft 7, which AsyncAPI takes) of messages in protobuf's JSON mapping.

Promises that whatever protobuf prints of a message is valid, and that nothing is required or
closed: contracts are added to. Must not guess: a type that no contract has yet is an error.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click
from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

Schema = dict[str, Any]
AT = "#/components/schemas/"
INTEGER_TEXT = "^(0|-?[1-9][0-9]*)$"
NATURAL_TEXT = "^(0|[1-9][0-9]*)$"
BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
SECOND = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
FRACTION = r"(\.([0-9]{3}|[0-9]{6}|[0-9]{9}))?"
SIGNED = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
UNSIGNED = {"type": "integer", "minimum": 0, "maximum": 2**32 - 1}
SIGNED_TEXT = {"type": "string", "format": "int64", "pattern": INTEGER_TEXT}
UNSIGNED_TEXT = {"type": "string", "format": "uint64", "pattern": NATURAL_TEXT}
REAL = {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
SCALARS: Mapping[int, Schema] = {
    Field.TYPE_STRING: {"type": "string"},
    Field.TYPE_BOOL: {"type": "boolean"},
    Field.TYPE_BYTES: {"type": "string", "contentEncoding": "base64", "pattern": BASE64},
    **dict.fromkeys((Field.TYPE_DOUBLE, Field.TYPE_FLOAT), REAL),
    **dict.fromkeys((Field.TYPE_INT32, Field.TYPE_SINT32, Field.TYPE_SFIXED32), SIGNED),
    **dict.fromkeys((Field.TYPE_UINT32, Field.TYPE_FIXED32), UNSIGNED),
    **dict.fromkeys((Field.TYPE_INT64, Field.TYPE_SINT64, Field.TYPE_SFIXED64), SIGNED_TEXT),
    **dict.fromkeys((Field.TYPE_UINT64, Field.TYPE_FIXED64), UNSIGNED_TEXT),
}
WELL_KNOWN: Mapping[str, Schema] = {
    "google.protobuf.Timestamp": {
        "type": "string",
        "format": "date-time",
        "pattern": f"^{SECOND}{FRACTION}Z$",
    },
    "google.protobuf.Duration": {
        "type": "string",
        "pattern": f"^-?[0-9]+{FRACTION}s$",
        "examples": ["3.500s"],
    },
}


def schemas(messages: Iterable[Any], comments: Mapping[str, str]) -> dict[str, Schema]:
    """Of these messages and all that they hold, by full name."""
    found: dict[str, Schema] = {}
    waiting = list(messages)
    while waiting:
        kind = waiting.pop()
        if kind.full_name not in found and kind.full_name not in WELL_KNOWN:
            found[kind.full_name] = schema(kind, comments)
            waiting += parts(kind)
    return dict(sorted(found.items()))


def parts(kind: Any) -> Iterator[Any]:
    """The messages and enumerations of a message's fields."""
    for field in getattr(kind, "fields", ()):
        held = field.message_type
        if is_map(field):
            yield from parts(held)
        elif held or field.enum_type:
            yield held or field.enum_type


def schema(kind: Any, comments: Mapping[str, str]) -> Schema:
    """Of one message or enumeration."""
    if hasattr(kind, "fields"):
        return message_schema(kind, comments)
    lines = [comments.get(kind.full_name, "")]
    for value in kind.values:
        comment = comments.get(f"{kind.full_name}.{value.name}", "")
        lines += [f"- `{value.name}`: {' '.join(comment.split())}"] if comment else []
    names = [value.name for value in kind.values]
    return described(
        "\n".join(filter(None, lines)), {"title": kind.name, "type": "string", "enum": names}
    )


def message_schema(message: Any, comments: Mapping[str, str]) -> Schema:
    """An object that may have any of its fields."""
    if message.full_name.startswith("google.protobuf."):
        raise click.ClickException(f"no JSON Schema is known of {message.full_name}")
    lines = [comments.get(message.full_name, "")]
    for choice in message.oneofs:
        if len(choice.fields) > 1:
            names = ", ".join(f"`{field.json_name}`" for field in choice.fields)
            lines.append(f"At most one of {names} is there.")
    properties: dict[str, Schema] = {}
    for field in message.fields:
        comment, one = comments.get(field.full_name, ""), field_schema(field)
        if comment and "$ref" in one:  # beside it nothing is read, and in an `allOf` it has no name
            lines.append(f"- `{field.json_name}`: {' '.join(comment.split())}")
            comment = ""
        properties[field.json_name] = described(comment, one)
    found = {"title": message.name, "type": "object", "properties": properties}
    return described("\n".join(filter(None, lines)), found)


def field_schema(field: Any) -> Schema:
    """Of a field's value, which may be a list or a map."""
    if is_map(field):
        of = field.message_type.fields_by_name["value"]
        return {"type": "object", "additionalProperties": value_schema(of)}
    one = value_schema(field)
    return {"type": "array", "items": one} if field.is_repeated else one


def value_schema(field: Any) -> Schema:
    """Of one value."""
    kind = field.message_type or field.enum_type
    if kind is None:
        return dict(SCALARS[field.type])
    return dict(WELL_KNOWN.get(kind.full_name) or {"$ref": AT + kind.full_name})


def is_map(field: Any) -> bool:
    """Whether it is a map, which the contract writes as a list of entries."""
    return bool(field.message_type and field.message_type.GetOptions().map_entry)


def described(text: str, schema: Schema) -> Schema:
    """With a description, if there is one."""
    return {**schema, "description": text} if text else schema
