"""What a request must look like, compiled once per message type from its contract.

What only the server writes is dropped. A refusal never repeats a value.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from google.api import field_behavior_pb2 as behavior
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis import masks
from services.chassis.errors import Refusal, faults, together
from services.chassis.ids import names_somebody, request_uuid
from services.chassis.reasons import ChassisReason, Reason

Found = list[Refusal]  # what is wrong with a value; each field is relative to the value
Validator = Callable[[Any], "Found | None"]  # at a value; None, or nothing, where it is sound
Check = Callable[[Any], None]  # of a whole message; raises everything found as one Refusal

MOST_ITEMS = 5000  # of a list or map; to look at more would keep other calls waiting
MOST_FOUND = 100  # violations that are looked for in one list or map
LONGEST = 200
LONGEST_LETTER = 3  # characters of a decomposed Vietnamese letter: ệ is e, dot below, circumflex
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
HIDDEN = re.compile(  # and what reorders or shows nothing, but for word processors' soft hyphens
    "[\x00-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
ANY_SECONDS = range(-62135596800, 253402300800)  # of the years 1 to 9999
# Without their outermost days: beyond them lie other zones' dates, and PostgreSQL reads the very
# ends as "infinity", which comes back without a zone.
SECONDS = range(ANY_SECONDS.start + 86400, ANY_SECONDS.stop - 86400)


def compiled(message: Descriptor) -> Check:
    """The check of a whole message, which names every violation at once."""
    validate = within_mask(message, compiled_validator(message, {}))

    def check(value: Any) -> None:
        if found := validate(value):
            raise together(found)

    return check


def compiled_validator(message: Descriptor, memo: dict[str, Validator]) -> Validator:
    """The validator of a message; a type that contains itself finds its own in `memo`."""
    if message.full_name in WELL_KNOWN:
        return WELL_KNOWN[message.full_name]
    if message.full_name not in memo:
        fields = Fields([], [], {})
        memo[message.full_name] = in_fields(fields)
        for place, field in enumerate(message.fields):
            add(field, place, fields, memo)
    return memo[message.full_name]


def within_mask(message: Descriptor, validate: Validator) -> Validator:
    """Of a resource, only what the request's update mask names is looked at, where it has one. One
    that is too long is not looked into: each fault would be sought in all of it.
    """
    if not (resource := masks.masked_field(message)):
        return validate

    def at(value: Any) -> Found | None:
        if len(paths := value.update_mask.paths) > masks.MOST_PATHS:
            return [too_long(f"{masks.MASK}.paths", most=masks.MOST_PATHS)]
        found = validate(value)
        if not found or not paths or masks.WHOLE in paths:
            return found
        return [each for each in found if _is_concerned(each.field, resource, paths)]

    return at


def _is_concerned(field: str, resource: str, paths: Sequence[str]) -> bool:
    path = field.removeprefix(f"{resource}.")
    return path == field or masks.is_named(path, paths)


class Fields(NamedTuple):
    """Of a message: what only the server writes; what must be there; and by its number, how the
    value of a field is looked at. Each with its place in the contract.
    """

    dropped: list[str]
    required: list[tuple[int, Validator]]
    values: dict[int, tuple[int, Validator]]


def in_fields(fields: Fields) -> Validator:
    """All fields of one message, which may still be added. Only those that are set are looked at:
    most messages leave most of their fields out.
    """

    def validate(message: Any) -> Found | None:
        for name in fields.dropped:
            message.ClearField(name)
        found = [(place, wrong) for place, check in fields.required if (wrong := check(message))]
        for field, value in message.ListFields():
            place, check = fields.values.get(field.number, ANYTHING)
            if wrong := check(value):
                found.append((place, wrong))
        if not found:
            return None
        return [each for _, wrong in sorted(found, key=itemgetter(0)) for each in wrong]

    return validate


def add(field: FieldDescriptor, place: int, fields: Fields, memo: dict[str, Validator]) -> None:
    """One field. What only the server writes is ignored when a caller sends it (AIP-203)."""
    options: Any = field.GetOptions()
    behaviors = options.Extensions[behavior.field_behavior]
    if behavior.OUTPUT_ONLY in behaviors:
        fields.dropped.append(field.name)
        return
    if behavior.REQUIRED in behaviors:
        fields.required.append((place, required(field)))
    value = None if options.Extensions[declared.each_alone] else value_validator(field, memo)
    if value is not None:
        fields.values[field.number] = place, in_field(field, value)


def required(field: FieldDescriptor) -> Validator:
    """Present, where presence is known; otherwise not empty, not zero, not UNSPECIFIED."""
    name, has = field.name, field.has_presence
    if not has and not field.is_repeated and field.type == FieldDescriptor.TYPE_BOOL:
        raise TypeError(f"{field.full_name}: a required bool must be `optional`, to be seen")

    def validate(message: Any) -> Found | None:
        if message.HasField(name) if has else getattr(message, name):
            return None
        return [refusal(ChassisReason.FIELD_REQUIRED, name)]

    return validate


def value_validator(field: FieldDescriptor, memo: dict[str, Validator]) -> Validator | None:
    """The validator of one value of the field; None when any value will do."""
    if field.type == FieldDescriptor.TYPE_STRING:
        return request_id if field.name == "request_id" else text(field)
    if field.enum_type is not None:
        return enum(field.enum_type)
    if field.message_type is not None:
        options: Any = field.GetOptions()
        any_time = options.Extensions[declared.any_time]
        return timestamp(ANY_SECONDS) if any_time else compiled_validator(field.message_type, memo)
    return None


def in_field(field: FieldDescriptor, validate: Validator) -> Validator:
    """The validator of a field's values, with the field's name in what it finds."""
    name = field.name
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return in_map(name, field.message_type)
    if field.is_repeated:
        return in_list(name, validate)
    return nested(name, validate) if field.message_type is not None else single(name, validate)


def nested(name: str, validate: Validator) -> Validator:
    """The message within."""

    def at(value: Any) -> Found | None:
        found = validate(value)
        return [each.below(name) for each in found] if found else None

    return at


def single(name: str, validate: Validator) -> Validator:
    """The one value; "" and 0, which mostly mean that it is absent, are always allowed."""

    def at(value: Any) -> Found | None:
        found = validate(value) if value else None
        return [each.below(name) for each in found] if found else None

    return at


def in_list(name: str, validate: Validator) -> Validator:
    """Every item, until there is more to say than an answer can hold."""

    def at(values: Any) -> Found | None:
        found: Found = []
        if len(values) > MOST_ITEMS:
            return [too_long(name)]
        for position, value in enumerate(values):
            if wrong := validate(value):
                found += (each.below(f"{name}[{position}]") for each in wrong)
                if len(found) >= MOST_FOUND:
                    break
        return found

    return at


def in_map(name: str, entry: Descriptor) -> Validator:
    """Every key and every value."""
    sides = [value_validator(entry.fields_by_name[side], {}) for side in ("key", "value")]

    def at(pairs: Any) -> Found | None:
        found: Found = []
        if len(pairs) > MOST_ITEMS:
            return [too_long(name)]
        for pair in pairs.items():
            for validate, value in zip(sides, pair, strict=True):
                if validate is not None and (wrong := validate(value)):
                    found += (each.below(f"{name}[]") for each in wrong)
            if len(found) >= MOST_FOUND:
                break
        return found

    return at


def too_long(name: str, *, most: int = MOST_ITEMS) -> Refusal:
    """Of a list or map that is not even looked at."""
    return Refusal(ChassisReason.LIST_TOO_LONG, field=name, values={"most": str(most)})


def text(field: FieldDescriptor) -> Validator:
    """Bounded, normal, visible, and of the declared form; an absent text has no form. What is only
    looked for may be typed in any way.
    """
    options: Any = field.GetOptions()
    stated = options.Extensions[declared.text]
    longest, pattern = stated.max_length or LONGEST, stated.pattern
    matches = re.compile(pattern).fullmatch if pattern else None
    hidden = CONTROLS if stated.looked_for else HIDDEN
    names_nobody = stated.names_nobody

    def validate(value: str) -> Found | None:
        if stated.looked_for and len(value) <= longest * LONGEST_LETTER:
            value = unicodedata.normalize("NFC", value)
        if len(value) > longest:
            return [refusal(ChassisReason.TEXT_TOO_LONG, longest=str(longest))]
        if not (value.isascii() or unicodedata.is_normalized("NFC", value)):
            return [refusal(ChassisReason.TEXT_NOT_NFC)]
        if not (value.isascii() and value.isprintable()) and hidden.search(value):
            return [refusal(ChassisReason.TEXT_HAS_CONTROLS)]
        if matches is not None and value and not matches(value):
            return [refusal(ChassisReason.TEXT_MALFORMED, pattern=pattern)]
        if names_nobody and names_somebody(value):
            return [refusal(ChassisReason.TEXT_NAMES_SOMEBODY)]
        return None

    return validate


def request_id(value: str) -> Found | None:
    """A UUID, told with all other violations."""
    return list(faults(lambda: request_uuid(value, field="")))


def enum(kind: EnumDescriptor) -> Validator:
    """One of the numbers that the contract names."""
    numbers = frozenset(kind.values_by_number)
    return lambda value: None if value in numbers else [refusal(ChassisReason.ENUM_UNKNOWN)]


def timestamp(seconds: range) -> Validator:
    """An instant within these seconds."""

    def validate(value: Any) -> Found | None:
        real = value.seconds in seconds and 0 <= value.nanos < 1_000_000_000
        return None if real else [refusal(ChassisReason.TIME_INVALID)]

    return validate


def calendar_date(value: Any) -> Found | None:
    """A whole date: year, month and day."""
    try:
        date(value.year, value.month, value.day)
    except ValueError:
        return [refusal(ChassisReason.TIME_INVALID)]
    return None


ANYTHING: tuple[int, Validator] = (0, lambda _: None)
WELL_KNOWN: dict[str, Validator] = {
    # One that Python and PostgreSQL can hold.
    "google.protobuf.Timestamp": timestamp(SECONDS),
    "google.type.Date": calendar_date,
}


def refusal(reason: Reason, field: str = "", **values: str) -> Refusal:
    """A violation at this place."""
    return Refusal(reason, field=field, values={**values, "field": field})
