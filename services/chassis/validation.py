"""What a request must look like, compiled once per message type from its contract.

Promises that what passes has every required field, known enum values, real dates, and texts that
are bounded, NFC and free of control characters. Must not change a value, except that
it drops what only the server writes; must not repeat a value in what it says.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from google.api import field_behavior_pb2 as behavior
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.errors import Kind, Reason, Refusal

Check = Callable[[Any], None]  # of a value; raises a Refusal whose field is relative to the value

LONGEST = 200
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
# Controls, line and paragraph separators, and the marks that reorder what a reader sees.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# Years 1 to 9999 without their outermost days: beyond them lie other zones' dates, and PostgreSQL
# reads the very ends as "infinity", which comes back without a zone.
SECONDS = range(-62135596800 + 86400, 253402300800 - 86400)

FIELD_REQUIRED = Reason(
    "FIELD_REQUIRED", Kind.INVALID, "Trường {field} là bắt buộc.", "The field {field} is required."
)
TEXT_TOO_LONG = Reason(
    "TEXT_TOO_LONG",
    Kind.INVALID,
    "Trường {field} dài quá {longest} ký tự.",
    "The field {field} has more than {longest} characters.",
)
TEXT_NOT_NFC = Reason(
    "TEXT_NOT_NFC",
    Kind.INVALID,
    "Trường {field} không ở dạng chuẩn Unicode NFC.",
    "The field {field} is not in Unicode normalization form NFC.",
)
TEXT_HAS_CONTROLS = Reason(
    "TEXT_HAS_CONTROLS",
    Kind.INVALID,
    "Trường {field} chứa ký tự điều khiển.",
    "The field {field} contains control characters.",
)
TEXT_MALFORMED = Reason(
    "TEXT_MALFORMED",
    Kind.INVALID,
    "Trường {field} không đúng dạng quy định: {pattern}",
    "The field {field} does not have the required form: {pattern}",
)
ENUM_UNKNOWN = Reason(
    "ENUM_UNKNOWN",
    Kind.INVALID,
    "Trường {field} có giá trị không thuộc danh mục.",
    "The field {field} has a value that is not defined.",
)
TIME_INVALID = Reason(
    "TIME_INVALID",
    Kind.INVALID,
    "Trường {field} không phải là một ngày hoặc thời điểm có thật.",
    "The field {field} is not a real date or time.",
)


def compiled(message: Descriptor, known: dict[str, Check] | None = None) -> Check:
    """The check of a whole message; a type that contains itself finds itself in `known`."""
    known = {} if known is None else known
    if message.full_name in WELL_KNOWN:
        return WELL_KNOWN[message.full_name]
    if message.full_name not in known:
        parts: list[Check] = []
        known[message.full_name] = in_turn(parts)
        parts += (check for field in message.fields for check in checks_of(field, known))
    return known[message.full_name]


def in_turn(parts: list[Check]) -> Check:
    """All checks of one message; the list may still grow."""

    def check(message: Any) -> None:
        for part in parts:
            part(message)

    return check


def checks_of(field: FieldDescriptor, known: dict[str, Check]) -> Iterable[Check]:
    """The checks of one field."""
    behaviors = field.GetOptions().Extensions[behavior.field_behavior]
    if behavior.OUTPUT_ONLY in behaviors:
        yield dropped(field)
        return
    if behavior.REQUIRED in behaviors:
        yield required(field)
    options: Any = field.GetOptions()
    value = None if options.Extensions[declared.each_alone] else value_check(field, known)
    if value is not None:
        yield placed(field, value)


def dropped(field: FieldDescriptor) -> Check:
    """What only the server writes is ignored when a caller sends it (AIP-203)."""
    name = field.name
    return lambda message: message.ClearField(name)


def required(field: FieldDescriptor) -> Check:
    """Present, where presence is known; otherwise not empty, not zero, not UNSPECIFIED."""
    name, has = field.name, field.has_presence
    if not has and not field.is_repeated and field.type == FieldDescriptor.TYPE_BOOL:
        raise TypeError(f"{field.full_name}: a required bool must be `optional`, to be seen")

    def check(message: Any) -> None:
        if not (message.HasField(name) if has else getattr(message, name)):
            raise refusal(FIELD_REQUIRED, name)

    return check


def value_check(field: FieldDescriptor, known: dict[str, Check]) -> Check | None:
    """What one value of the field must be; None when anything will do."""
    if field.type == FieldDescriptor.TYPE_STRING:
        return text(field)
    if field.enum_type is not None:
        return enum(field.enum_type)
    if field.message_type is not None:
        return compiled(field.message_type, known)
    return None


def placed(field: FieldDescriptor, check: Check) -> Check:
    """A check of values, applied to where they stand in the message."""
    name = field.name
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return in_map(name, field.message_type)
    if field.is_repeated:
        return in_list(name, check)
    return nested(name, check) if field.message_type is not None else single(name, check)


def nested(name: str, check: Check) -> Check:
    """The message within, when it is there."""

    def at(message: Any) -> None:
        try:
            if message.HasField(name):
                check(getattr(message, name))
        except Refusal as found:
            raise below(name, found) from None

    return at


def single(name: str, check: Check) -> Check:
    """The one value; "" and 0, which mostly mean that it is absent, are always allowed."""

    def at(message: Any) -> None:
        try:
            if value := getattr(message, name):
                check(value)
        except Refusal as found:
            raise below(name, found) from None

    return at


def in_list(name: str, check: Check) -> Check:
    """Every item."""

    def at(message: Any) -> None:
        position = 0
        try:
            for value in getattr(message, name):
                check(value)
                position += 1
        except Refusal as found:
            raise below(f"{name}[{position}]", found) from None

    return at


def in_map(name: str, entry: Descriptor) -> Check:
    """Every key and every value."""
    sides = [value_check(entry.fields_by_name[side], {}) for side in ("key", "value")]

    def at(message: Any) -> None:
        try:
            for pair in getattr(message, name).items():
                for check, value in zip(sides, pair, strict=True):
                    if check is not None:
                        check(value)
        except Refusal as found:
            raise below(f"{name}[]", found) from None

    return at


def text(field: FieldDescriptor) -> Check:
    """Bounded, normal, visible, and of the declared form; an absent text has no form. What is only
    looked for may be typed in any way.
    """
    options: Any = field.GetOptions()
    stated = options.Extensions[declared.text]
    longest, pattern = stated.max_length or LONGEST, stated.pattern
    matches = re.compile(pattern).fullmatch if pattern else None
    hidden = CONTROLS if stated.looked_for else HIDDEN

    def check(value: str) -> None:
        if len(value) > longest:
            raise refusal(TEXT_TOO_LONG, longest=str(longest))
        is_kept = not (stated.looked_for or value.isascii())
        if is_kept and not unicodedata.is_normalized("NFC", value):
            raise refusal(TEXT_NOT_NFC)
        if not value.isprintable() and hidden.search(value):
            raise refusal(TEXT_HAS_CONTROLS)
        if matches is not None and value and not matches(value):
            raise refusal(TEXT_MALFORMED, pattern=pattern)

    return check


def enum(kind: EnumDescriptor) -> Check:
    """One of the numbers that the contract names."""
    numbers = frozenset(kind.values_by_number)

    def check(value: int) -> None:
        if value not in numbers:
            raise refusal(ENUM_UNKNOWN)

    return check


def timestamp(value: Any) -> None:
    """An instant that Python and PostgreSQL can hold."""
    if value.seconds not in SECONDS or not 0 <= value.nanos < 1_000_000_000:
        raise refusal(TIME_INVALID)


def calendar_date(value: Any) -> None:
    """A whole date: year, month and day."""
    try:
        date(value.year, value.month, value.day)
    except ValueError:
        raise refusal(TIME_INVALID) from None


WELL_KNOWN: dict[str, Check] = {
    "google.protobuf.Timestamp": timestamp,
    "google.type.Date": calendar_date,
}


def refusal(reason: Reason, field: str = "", **values: str) -> Refusal:
    """A violation at this place."""
    return Refusal(reason, field=field, values={**values, "field": field})


def below(place: str, found: Refusal) -> Refusal:
    """The same violation, seen from the message around it."""
    path = f"{place}.{found.field}" if found.field else place
    return Refusal(found.reason, field=path, values={**found.values, "field": path})
