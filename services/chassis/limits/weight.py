"""How much an item of a batch is to work on: itself, and what its lists hold.

Example: a record of another system's dossier with 12 steps weighs 2, one with 981 steps 99: it
takes as long as a hundred others. Looked up by the contract, so that no list is forgotten.
"""

from functools import cache
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

ENTRIES = 10  # of lists weigh one


class Within(NamedTuple):
    """A field that is a list, or a message with lists."""

    name: str
    is_list: bool
    goes_on: bool  # to messages that have lists themselves


def weight_of(item: Any) -> int:
    """Of an item, which is a message or a text; 1 at least."""
    return 1 + entries(item) // ENTRIES if isinstance(item, Message) else 1


def entries(message: Message) -> int:
    """How many entries the lists of a message have, at any depth."""
    count = 0
    for name, is_list, goes_on in lists_of(message.DESCRIPTOR):
        found = getattr(message, name)
        if is_list:
            count += len(found)
            count += sum(map(entries, found)) if goes_on else 0
        elif message.HasField(name):
            count += entries(found)
    return count


@cache
def lists_of(contract: Descriptor) -> tuple[Within, ...]:
    """The fields of a message type that lead to lists."""
    return tuple(
        Within(field.name, is_list(field), not is_map(field) and leads_to_lists(field))
        for field in contract.fields
        if is_list(field) or leads_to_lists(field)
    )


def is_list(field: FieldDescriptor) -> bool:
    """Whether a field may have several entries."""
    return bool(field.is_repeated)


def is_map(field: FieldDescriptor) -> bool:
    """Whether its entries are pairs."""
    inner = field.message_type
    return inner is not None and inner.GetOptions().map_entry


def leads_to_lists(field: FieldDescriptor) -> bool:
    """Whether a field is of messages that have lists somewhere."""
    return field.message_type is not None and has_lists(field.message_type, frozenset())


def has_lists(contract: Descriptor, around: frozenset[str]) -> bool:
    """Whether a message type has a list, itself or within; it is part of those `around`."""
    known = around | {contract.full_name}
    return any(
        is_list(field)
        or (
            field.message_type is not None
            and field.message_type.full_name not in known
            and has_lists(field.message_type, known)
        )
        for field in contract.fields
    )
