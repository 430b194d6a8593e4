"""The comments of a contract, by where they stand or by the name of what they stand before.

A comment belongs to a declaration by the numbers of its place; only here those numbers are known.
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorProto

# The numbers of fields of descriptors, by which the places of comments are named.
MESSAGES, ENUMS, SERVICES = 4, 5, 6
FIELDS, NESTED, NESTED_ENUMS, VALUES, METHODS = 2, 3, 4, 2, 2
Place = tuple[int, ...]


def comments(file: FileDescriptorProto) -> dict[Place, str]:
    """What stands before each declaration, by its place."""
    found = {}
    for each in file.source_code_info.location:
        text = each.leading_comments or "".join(each.leading_detached_comments)
        if text:
            lines = (line.removeprefix(" ") for line in text.strip("\n").split("\n"))
            found[tuple(each.path)] = "\n".join(lines)
    return found


def comments_by_name(file: FileDescriptorProto) -> Iterator[tuple[str, str]]:
    """By full name; of a value of an enumeration below the name of the enumeration."""
    found = comments(file)
    for name, place in places(file):
        if text := found.get(place):
            yield name, text


def places(file: FileDescriptorProto) -> Iterator[tuple[str, Place]]:
    """Where each message, field, enumeration and value of a file is declared."""
    for n, message in enumerate(file.message_type):
        yield from in_message(f"{file.package}.{message.name}", message, (MESSAGES, n))
    for n, enum in enumerate(file.enum_type):
        yield from in_enum(f"{file.package}.{enum.name}", enum, (ENUMS, n))


def in_message(name: str, message: Any, place: Place) -> Iterator[tuple[str, Place]]:
    """The message and all that is declared in it."""
    yield name, place
    for n, field in enumerate(message.field):
        yield f"{name}.{field.name}", (*place, FIELDS, n)
    for n, each in enumerate(message.nested_type):
        yield from in_message(f"{name}.{each.name}", each, (*place, NESTED, n))
    for n, enum in enumerate(message.enum_type):
        yield from in_enum(f"{name}.{enum.name}", enum, (*place, NESTED_ENUMS, n))


def in_enum(name: str, enum: Any, place: Place) -> Iterator[tuple[str, Place]]:
    """The enumeration and its values."""
    yield name, place
    for n, value in enumerate(enum.value):
        yield f"{name}.{value.name}", (*place, VALUES, n)
