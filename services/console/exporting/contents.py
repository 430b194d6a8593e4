"""What an event of a dossier holds, flat and by type, as its contract declares it.

A message within an event is flattened under its field's name: `deadline.due`, `pause.cause`. A
field that names a unit, a service, an officer or a dossier is a reference, the rest are attributes.
A new field of the contract comes along by itself.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as facts
from services.console.instants import from_timestamp
from services.console.portal.enums import code, described

Value = str | int | bool | datetime
TYPES: dict[type, str] = {str: "string", int: "integer", bool: "boolean", datetime: "time"}
# Fields that refer to an object, by the object's type.
REFERENCES = {
    "dossier": "dossier",
    "root": "dossier",
    "service": "service",
    "officer": "officer",
    "assignee": "officer",
    **dict.fromkeys(
        ("unit", "handling_unit", "receiving_unit", "returning_unit", "from_unit", "to_unit"),
        "unit",
    ),
}
INSTANTS = {"Timestamp", "Due"}
LEFT_OUT = {"catalog_position"}  # of the log, and nothing that happened to the dossier


def events() -> list[Descriptor]:
    """The events of a dossier's life, in the contract's order."""
    found: Any = facts.CorrectedFact.DESCRIPTOR.oneofs[0].fields
    return [each.message_type for each in found]


def attribute_fields(kind: Any) -> list[FieldDescriptor]:
    """Those of a message that are no references."""
    return [each for each in kind.fields if each.name not in LEFT_OUT and not is_reference(each)]


def declared(kind: Any, within: str = "") -> Iterator[tuple[str, str]]:
    """Name and type of each attribute that an event of this kind can have."""
    for field in attribute_fields(kind):
        if is_nested(field):
            yield from declared(field.message_type, f"{within}{field.name}.")
        else:
            yield within + field.name, TYPES[type_of(field)]


def attributes(message: Message, within: str = "") -> Iterator[tuple[str, Value]]:
    """Each attribute that there is; what is true or false by itself is always there."""
    for field in attribute_fields(message.DESCRIPTOR):
        if not is_present(message, field):
            continue
        value = getattr(message, field.name)
        if is_nested(field):
            yield from attributes(value, f"{within}{field.name}.")
        elif (found := plain(field, value)) is not None:
            yield within + field.name, found


def references(message: Message, within: str = "") -> Iterator[tuple[str, str, str]]:
    """Qualifier, type and name of each object that an event names."""
    for field, value in message.ListFields():
        if is_nested(field):
            yield from references(value, f"{within}{field.name}.")
        elif is_reference(field):
            yield within + field.name, *named(field.name, value)


def named(field: str, value: str) -> tuple[str, str]:
    """An object's type and name; officers have no resource name, only the subject of a token."""
    kind = REFERENCES[field]
    return kind, f"officers/{value}" if kind == "officer" else value


def is_reference(field: FieldDescriptor) -> bool:
    """Whether it names an object. `unit` of a duration is its unit of time."""
    return field.name in REFERENCES and field.type == FieldDescriptor.TYPE_STRING


def is_nested(field: FieldDescriptor) -> bool:
    """A message of which each field tells something of its own."""
    kind = field.message_type
    return kind is not None and kind.name not in INSTANTS and not field.is_repeated


def is_present(message: Message, field: FieldDescriptor) -> bool:
    """Whether it stands in the message."""
    if field.has_presence:
        return message.HasField(field.name)
    return type_of(field) is bool or bool(getattr(message, field.name))


def type_of(field: FieldDescriptor) -> type:
    """As the value is written; a list is one text."""
    if field.is_repeated:
        return str
    if field.message_type is not None:
        return datetime
    return {FieldDescriptor.CPPTYPE_BOOL: bool, FieldDescriptor.CPPTYPE_STRING: str}.get(
        field.cpp_type, str if field.enum_type is not None else int
    )


def plain(field: FieldDescriptor, value: Any) -> Value | None:
    """A field's value; the end of a day is the midnight that ends it, and None is no value."""
    if field.is_repeated:
        return " ".join(str(one(field, each)) for each in value)
    return one(field, value)


def one(field: FieldDescriptor, value: Any) -> Value | None:
    """One value."""
    if field.enum_type is not None:
        return code(described(field.enum_type), value)
    if field.message_type is not None:
        return instant(value)
    found: Value = value
    return found


def instant(value: Any) -> datetime | None:
    """Of a timestamp or a due; None: a due without a time."""
    if isinstance(value, facts.Due):
        return from_timestamp(value.time) if value.HasField("time") else None
    return from_timestamp(value)
