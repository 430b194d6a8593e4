"""Random messages of any contract: every field with some value, at the edges of its type too.

Promises only what protobuf itself can write as JSON. Must not know a contract.
"""

from random import Random
from typing import Any, cast

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

LETTERS = "aZ09 _-./%\"'\\\n\tđồngữ\U0001f3e0"
INTEGERS = {
    "INT32": (-(2**31), 2**31 - 1), "SINT32": (-(2**31), 2**31 - 1),
    "SFIXED32": (-(2**31), 2**31 - 1), "UINT32": (0, 2**32 - 1), "FIXED32": (0, 2**32 - 1),
    "INT64": (-(2**63), 2**63 - 1), "SINT64": (-(2**63), 2**63 - 1),
    "SFIXED64": (-(2**63), 2**63 - 1), "UINT64": (0, 2**64 - 1), "FIXED64": (0, 2**64 - 1),
}  # fmt: skip
REALS = (0.0, -1.5, 1e300, float("nan"), float("inf"), float("-inf"))


def random_message(kind: Any, random: Random, *, all_fields: bool = False) -> Message:
    """A message of a descriptor; `all_fields`: none is left out, but of a choice all but one."""
    message: Any = GetMessageClass(kind)()
    if kind.full_name == "google.protobuf.Timestamp":
        message.seconds = random.choice([0, -62_135_596_800, 253_402_300_799, 1_764_000_000])
        message.nanos = random.choice([0, 1, 500_000_000, 123_456_000])
        return cast("Message", message)
    if kind.full_name == "google.protobuf.Duration":
        message.seconds = random.choice([0, 3, 315_576_000_000])
        message.nanos = random.choice([0, 1, 500_000_000])
        return cast("Message", message)
    for field in kind.fields:
        if all_fields or random.random() < 0.7:
            fill(message, field, random, all_fields=all_fields)
    return cast("Message", message)


def fill(message: Message, field: Any, random: Random, *, all_fields: bool) -> None:
    """One field, or the elements of a list or map."""
    many = field.is_repeated
    for _ in range(random.randint(int(all_fields), 2) if many else 1):
        if many and field.message_type and field.message_type.GetOptions().map_entry:
            parts = field.message_type.fields_by_name
            key, value = (scalar(parts[each], random) for each in ("key", "value"))
            getattr(message, field.name)[key] = value
        elif field.message_type:
            held = random_message(field.message_type, random, all_fields=all_fields)
            place = getattr(message, field.name)
            (place.add() if many else place).CopyFrom(held)
            if not many:
                place.SetInParent()
        elif many:
            getattr(message, field.name).append(scalar(field, random))
        else:
            setattr(message, field.name, scalar(field, random))


def scalar(field: Any, random: Random) -> Any:
    """A value of a field that holds no message."""
    if field.enum_type:
        return random.choice(field.enum_type.values).number
    kind = next(n for n in dir(field) if n.startswith("TYPE_") and getattr(field, n) == field.type)
    kind = kind.removeprefix("TYPE_")
    if kind in INTEGERS:
        least, most = INTEGERS[kind]
        return random.choice([0, least, most, random.randint(least, most), random.randint(0, 99)])
    text = "".join(random.choice(LETTERS) for _ in range(random.randint(0, 6)))
    return {
        "STRING": text,
        "BYTES": text.encode(),
        "BOOL": random.random() < 0.5,
    }.get(kind, random.choice(REALS))
