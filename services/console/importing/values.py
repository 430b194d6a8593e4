"""How a text becomes the value of a field of the contract: a number, a truth, a share, a list.

Promises exactly what is written, or a fault that quotes it. Must not know where a text comes from.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

from services.console.importing.cells import Cell
from services.console.importing.faults import (
    DATE_MALFORMED,
    JSON_MALFORMED,
    NUMBER_FRACTION,
    NUMBER_MALFORMED,
    VALUE_UNLISTED,
    Faulty,
)
from services.console.importing.keys import MappingError, nearest
from services.console.importing.numerals import FRACTION, share_of, truth_of
from services.console.instants import DAY, to_date
from services.console.portal.resources import named
from services.console.text import each_once

Put = Callable[[Any, str, str], None]  # message, field, text; raises Faulty

REFERENCES = {
    "motcua.catalog.v1.Unit.parent": "units",
    "motcua.catalog.v1.Service.authority": "units",
    "motcua.catalog.v1.Offering.unit": "units",
    "motcua.catalog.v1.Target.unit": "units",
    "motcua.catalog.v1.Target.service": "services",
    "motcua.catalog.v1.MergerRow.into": "units",
    "motcua.catalog.v1.CalendarAssignmentRow.calendar": "calendars",
    "motcua.submissions.v1.DossierRecord.receiving_unit": "units",
    "motcua.submissions.v1.DossierRecord.handling_unit": "units",
    "motcua.submissions.v1.DueRule.calendar": "calendars",
    "motcua.submissions.v1.Step.unit": "units",
    "motcua.submissions.v1.Step.acting_unit": "units",
    "motcua.submissions.v1.Count.unit": "units",
    "motcua.submissions.v1.Count.service": "services",
    "motcua.submissions.v1.StandardCount.unit": "units",
    "motcua.submissions.v1.StandardCount.service": "services",
}
WHOLE = re.compile(r"[+-]?[0-9]{1,30}")


def put_for(field: FieldDescriptor, source: Cell) -> Put:
    """How a text becomes the field's value."""
    if field.is_repeated or field.message_type is not None:
        return PUT_MESSAGES.get(getattr(field.message_type, "full_name", ""), put_json)
    if field.enum_type is not None:
        return put_enum(field.enum_type, source)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return put_truth
    if field.type == FieldDescriptor.TYPE_STRING:
        return put_text(REFERENCES.get(field.full_name, ""))
    return put_number


def is_text(field: FieldDescriptor) -> bool:
    """Whether a field is one text."""
    return field.type == FieldDescriptor.TYPE_STRING and not field.is_repeated


def put_text(collection: str) -> Put:
    """Text as it is; an id becomes the name of the resource."""

    def put(message: Any, name: str, text: str) -> None:
        setattr(message, name, named(collection, text) if collection else text)

    return put


def put_enum(kind: EnumDescriptor, source: Cell) -> Put:
    """A value of the contract, with or without what the names of all share."""
    numbers = numbers_of(kind)
    for stated in {*source.stated} - {""}:
        if stated not in numbers:
            near = nearest(stated, numbers)
            raise MappingError(f"{source.where}: {stated!r} is none of {', '.join(numbers)}{near}")

    def put(message: Any, name: str, text: str) -> None:
        if text not in numbers:
            raise Faulty(VALUE_UNLISTED, value=text)
        setattr(message, name, numbers[text])

    return put


def numbers_of(kind: EnumDescriptor) -> dict[str, int]:
    """By short name and by full name; UNSPECIFIED is none."""
    shared = kind.values[0].name.removesuffix("UNSPECIFIED")
    short = {each.name.removeprefix(shared): each.number for each in kind.values[1:]}
    return short | {each.name: each.number for each in kind.values[1:]}


def put_truth(message: Any, name: str, text: str) -> None:
    """YES or NO."""
    setattr(message, name, truth_of(text))


def put_number(message: Any, name: str, text: str) -> None:
    """Digits."""
    if not WHOLE.fullmatch(text):
        raise Faulty(NUMBER_FRACTION if FRACTION.fullmatch(text) else NUMBER_MALFORMED, value=text)
    try:
        setattr(message, name, int(text))
    except ValueError:
        raise Faulty(NUMBER_MALFORMED, value=text) from None


def put_share(message: Any, name: str, text: str) -> None:
    """A share as the contract has it."""
    exact, share = share_of(text), getattr(message, name)
    share.numerator, share.denominator = exact.numerator, exact.denominator


def put_day(message: Any, name: str, text: str) -> None:
    """`2026-12-31`."""
    if not DAY.fullmatch(text):
        raise Faulty(DATE_MALFORMED, field=name, value=text, form="2026-12-31")
    try:
        getattr(message, name).CopyFrom(to_date(date.fromisoformat(text)))
    except ValueError:
        raise Faulty(DATE_MALFORMED, field=name, value=text, form="2026-12-31") from None


def put_json(message: Any, name: str, text: str) -> None:
    """Lists and messages in the contract's own JSON."""
    try:
        json_format.ParseDict({name: json.loads(text, object_pairs_hook=each_once)}, message)
    except (ValueError, RecursionError, json_format.ParseError) as failed:
        raise Faulty(JSON_MALFORMED, problem=failed) from None


PUT_MESSAGES: dict[str, Put] = {"motcua.catalog.v1.Share": put_share, "google.type.Date": put_day}
