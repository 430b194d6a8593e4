"""Update masks (AIP-134): which fields of a resource a request changes, and the resource after it.

Example: of a service with three fees, the mask `fees` and a service with one fee leave one fee, and
all else as it was. What only the server writes is not changed by being named.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from google.api import field_behavior_pb2 as behavior
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

MASK = "update_mask"
WHOLE = "*"
MOST_PATHS = 100  # each of them costs as much as what it names
M = TypeVar("M", bound=Message)
_KEPT = {behavior.OUTPUT_ONLY, behavior.IDENTIFIER}


def masked_field(request: Descriptor) -> str:
    """The field whose resource a request's mask is of: its first message; "": it has no mask."""
    mask = request.fields_by_name.get(MASK)
    if mask is None or mask.message_type is not FieldMask.DESCRIPTOR:
        return ""
    return next(each.name for each in request.fields if each.message_type and each is not mask)


def paths_of(request: Any) -> Sequence[str]:
    """The paths that a request names, each once; none: it states the whole resource. Refused where
    there is no such field, or where it lies in a list.
    """
    paths = getattr(request, MASK).paths
    if WHOLE in paths:
        return ()
    resource = request.DESCRIPTOR.fields_by_name[masked_field(request.DESCRIPTOR)].message_type
    for number, path in enumerate(paths):
        if not _fields(resource, path):
            values = {"path": path, "resource": resource.name}
            field = f"{MASK}.paths[{number}]"
            raise Refusal(ChassisReason.MASK_PATH_UNKNOWN, field=field, values=values)
    return tuple(dict.fromkeys(paths))


def is_named(place: str, paths: Sequence[str]) -> bool:
    """Whether a field of the resource, such as `fees[0].amount`, is or lies in one of these."""
    parts = place.replace("[", ".[").split(".")
    return any(parts[: len(named)] == named for named in (path.split(".") for path in paths))


def merged(present: M, update: Message, paths: Sequence[str]) -> M:
    """What is present, with the update's value of these fields; without any paths, the update."""
    after = type(present)()
    after.CopyFrom(present if paths else update)  # type: ignore[arg-type]
    for path in paths:
        if _is_writable(_fields(update.DESCRIPTOR, path)):
            _replace(after, update, path.split("."))
    return after


def _fields(resource: Any, path: str) -> list[FieldDescriptor]:
    """The fields on the way to a path; none where it leads nowhere."""
    found: list[FieldDescriptor] = []
    owner: Descriptor | None = resource
    for part in path.split("."):
        field = owner.fields_by_name.get(part) if owner else None
        if field is None:
            return []
        found.append(field)
        owner = None if field.is_repeated else field.message_type
    return found


def _is_writable(way: Sequence[FieldDescriptor]) -> bool:
    """Of a field that is there, such as not in what is stored of a resource."""
    stated = [each.GetOptions().Extensions[behavior.field_behavior] for each in way]
    return bool(stated) and all(map(_KEPT.isdisjoint, stated))


def _replace(after: Any, update: Any, path: list[str]) -> None:
    """The field at a path; one that the update lacks is cleared."""
    name, *deeper = path
    if not deeper:
        after.ClearField(name)
        after.MergeFrom(_alone(update, name))
    elif update.HasField(name) or after.HasField(name):
        _replace(getattr(after, name), getattr(update, name), deeper)


def _alone(update: Any, name: str) -> Any:
    """A message with one of its fields, where it has that."""
    one = type(update)()
    one.CopyFrom(update)
    for field, _ in update.ListFields():
        if field.name != name:
            one.ClearField(field.name)
    return one
