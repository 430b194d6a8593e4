"""A published message as one `.proto` file that needs only google's: itself first, then its parts.

Promises the field numbers, types and comments of the contracts, so that what decodes by it decodes
the payload. Options are left out, and enumerations of another package stand in this one: neither
is on the wire.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.descriptor_pb2 import FieldDescriptorProto

GOOGLE = "google."
INDENT = "  "


def proto_text(message: Any, comments: Mapping[str, str]) -> str:
    """The whole file."""
    kinds = closure(message)
    imports = sorted({each.file.name for each in kinds if is_google(each)})
    lines = ['syntax = "proto3";', "", f"package {message.file.package};", ""]
    lines += [f'import "{name}";' for name in imports]
    writing = Writing(comments)
    for each in kinds:
        if not is_google(each):
            lines += ["", *writing.kind(each)]
    return "\n".join(lines) + "\n"


def closure(message: Any) -> list[Any]:
    """A message and everything that it needs, as declared at the top of a file, each once."""
    found: dict[str, Any] = {}
    waiting = [message]
    for each in waiting:  # it grows meanwhile
        kind = outermost(each)
        if kind.full_name not in found:
            found[kind.full_name] = kind
            waiting += () if is_google(kind) else needed(kind)
    return list(found.values())


def outermost(kind: Any) -> Any:
    """What a declaration stands in."""
    while kind.containing_type is not None:
        kind = kind.containing_type
    return kind


def needed(kind: Any) -> Iterator[Any]:
    """The types of the fields of a message, and of those declared in it."""
    for field in getattr(kind, "fields", ()):
        if held := field.message_type or field.enum_type:
            yield held
    for each in getattr(kind, "nested_types", ()):
        yield from needed(each)


def is_google(kind: Any) -> bool:
    """Whether it is declared in a file that every protobuf library has, or can get."""
    return str(kind.full_name).startswith(GOOGLE)


class Writing:
    """Declarations as lines of text."""

    def __init__(self, comments: Mapping[str, str]) -> None:
        self.comments = comments

    def kind(self, kind: Any) -> Iterator[str]:
        """A message or an enumeration with its comment."""
        yield from self.comment(kind.full_name)
        message = hasattr(kind, "fields")
        yield f"{'message' if message else 'enum'} {kind.name} {{"
        for line in self.fields(kind) if message else self.values(kind):
            yield INDENT + line
        yield "}"

    def fields(self, message: Any) -> Iterator[str]:
        """What a message declares; the fields of a choice together, at the first of them."""
        for each in (*message.nested_types, *message.enum_types):
            yield from self.kind(each)
        for field in message.fields:
            choice = field.containing_oneof
            if choice is None or is_optional(field):
                yield from self.field(field)
            elif field is choice.fields[0]:
                yield f"oneof {choice.name} {{"
                for each in choice.fields:
                    yield from (INDENT + line for line in self.field(each))
                yield "}"

    def field(self, field: Any) -> Iterator[str]:
        """One field with its comment."""
        yield from self.comment(field.full_name)
        mark = "repeated " if field.is_repeated else "optional " if is_optional(field) else ""
        yield f"{mark}{type_of(field)} {field.name} = {field.number};"

    def values(self, enum: Any) -> Iterator[str]:
        """The values of an enumeration."""
        for value in enum.values:
            yield from self.comment(f"{enum.full_name}.{value.name}")
            yield f"{value.name} = {value.number};"

    def comment(self, name: str) -> Iterator[str]:
        """What the contract says there."""
        for line in self.comments.get(name, "").splitlines():
            yield f"// {line}".rstrip()


def is_optional(field: Any) -> bool:
    """Whether it is a choice of itself alone, which `optional` is a word for."""
    choice = field.containing_oneof
    return choice is not None and choice.name == f"_{field.name}"


def type_of(field: Any) -> str:
    """As a field of this file names it."""
    kind = field.message_type or field.enum_type
    if kind is None:
        return FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
    name = str(kind.full_name)
    return name if is_google(kind) else name.removeprefix(f"{kind.file.package}.")
