"""Fields of the contract's messages, filled from cells under the names that the contract has.

Promises a mistake for a field that there is not, that only the server writes, or that is needed and
not mapped, before any row is read. Must not know what a field means.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from google.api import field_behavior_pb2 as behavior
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from services.console.importing.cells import Cell, Values, cell, is_cell
from services.console.importing.faults import (
    JSON_MALFORMED,
    NUMBER_MALFORMED,
    SHARE_MALFORMED,
    TRUTH_MALFORMED,
    VALUE_MISSING,
    VALUE_UNLISTED,
    Faulty,
)
from services.console.importing.sheets import Cells
from services.console.keys import MappingError, require_table
from services.console.rates import named
from services.console.text import each_once

Fill = Callable[[Any, Cells], None]
Put = Callable[[Any, str, str], None]  # message, field, text; raises Faulty

REFERENCES = {
    "motcua.catalog.v1.Unit.parent": "units",
    "motcua.catalog.v1.Service.authority": "units",
    "motcua.catalog.v1.Offering.unit": "units",
    "motcua.catalog.v1.Target.unit": "units",
    "motcua.catalog.v1.Target.service": "services",
    "motcua.catalog.v1.MergerRow.into": "units",
}
# What is named is named in Vietnamese; the contract cannot say that of a part of a message.
NEEDED = {"motcua.catalog.v1.Text.vi"}
SHARE = "motcua.catalog.v1.Share"
TRUTHS = {"YES": True, "TRUE": True, "1": True, "NO": False, "FALSE": False, "0": False}
GREATEST = 2**63 - 1
# Decimals, fractions and percentages of a length that is soon read, and with a small exponent.
NUMERAL = re.compile(r"[+-]?[0-9]{0,99}([./][0-9]{0,99})?([eE][+-]?[0-9]{1,2})?\s*%?")
# Texts in which white space counts: a pattern in a form means something else without it.
VERBATIM = {"motcua.catalog.v1.Service.form_schema"}


class Fields(NamedTuple):
    """What fills a message, and the cells that it is filled from."""

    fills: tuple[Fill, ...] = ()
    cells: tuple[Cell, ...] = ()


class Within(NamedTuple):
    """Where in the mapping a message is stated, the lists of values, whether it is needed, and the
    field that is stated elsewhere.
    """

    where: str
    lists: Mapping[str, Values]
    needed: bool = True
    given: str = ""

    def below(self, part: object, *, needed: bool) -> "Within":
        """A part of it."""
        joint = " " if isinstance(part, int) else "."
        return Within(f"{self.where}{joint}{part}", self.lists, self.needed and needed)


def fields(message: Descriptor, table: Mapping[str, Any], within: Within) -> Fields:
    """The fields of a message as a table of the mapping states them."""
    require_table(table, within.where)
    for field in message.fields if within.needed else ():
        if is_needed(field) and field.name not in {*table, within.given}:
            raise MappingError(f"{within.where}.{field.name} is missing")
    return joined(one(known(message, name, within), table[name], within) for name in table)


def joined(parts: Iterable[Fields]) -> Fields:
    """Several as one."""
    found = list(parts)
    return Fields(
        tuple(fill for part in found for fill in part.fills),
        tuple(each for part in found for each in part.cells),
    )


def known(message: Descriptor, name: str, within: Within) -> FieldDescriptor:
    """A field that a caller may state."""
    stated = (field for field in message.fields if not is_output(field))
    found = {field.name: field for field in stated if field.name != within.given}
    if name not in found:
        there = ", ".join(found)
        raise MappingError(f"{within.where} has no field {name!r}; there are: {there}")
    return found[name]


def is_output(field: FieldDescriptor) -> bool:
    """Written by the server, or the name that it makes of the id."""
    return bool({behavior.OUTPUT_ONLY, behavior.IDENTIFIER} & set(behaviors(field)))


def behaviors(field: FieldDescriptor) -> Iterable[int]:
    """What the contract says of a field."""
    options: Any = field.GetOptions()
    found: Iterable[int] = options.Extensions[behavior.field_behavior]
    return found


def is_needed(field: FieldDescriptor) -> bool:
    """A message without it is faulty."""
    return behavior.REQUIRED in behaviors(field) or field.full_name in NEEDED


def one(field: FieldDescriptor, value: Any, above: Within) -> Fields:
    """One field: from a cell, or from a table or list of its own fields."""
    within, inner = above.below(field.name, needed=is_needed(field)), field.message_type
    if is_cell(value):
        return from_cell(field, cell(value, within.where, within.lists), needed=within.needed)
    if isinstance(value, list) and field.is_repeated and inner is not None:
        return joined(
            element(field, fields(inner, each, within.below(number, needed=False)))
            for number, each in enumerate(value, start=1)
        )
    if isinstance(value, dict) and not field.is_repeated and inner is not None:
        return nested(field, fields(inner, value, within))
    raise MappingError(f"{within.where} must name a column: 'name', or {{ column = 'name' }}")


def nested(field: FieldDescriptor, parts: Fields) -> Fields:
    """The fields of a message within the message."""
    name = field.name

    def fill(message: Any, cells: Cells) -> None:
        below = getattr(message, name)
        for each in parts.fills:
            each(below, cells)

    return Fields((fill,), parts.cells)


def element(field: FieldDescriptor, parts: Fields) -> Fields:
    """One more of a list; none where all its columns are empty."""
    name, varying = field.name, [each for each in parts.cells if each.columns]

    def fill(message: Any, cells: Cells) -> None:
        if varying and not any(each.text(cells) for each in varying):
            return
        below = getattr(message, name).add()
        for each in parts.fills:
            each(below, cells)

    return Fields((fill,), parts.cells)


def from_cell(field: FieldDescriptor, source: Cell, *, needed: bool) -> Fields:
    """A value made of a cell's text."""
    name, put = field.name, put_for(field, source)
    if (put is put_json or field.full_name in VERBATIM) and source.values is None:
        source = replace(source, verbatim=True)

    def fill(message: Any, cells: Cells) -> None:
        text = source.text(cells)
        if not text:
            if needed:
                raise Faulty(VALUE_MISSING)
            return
        put(message, name, text)

    return Fields((placed(fill, source.field or name),), (source,))


def placed(fill: Fill, place: str) -> Fill:
    """The same, naming its columns in what it refuses."""

    def fill_placed(message: Any, cells: Cells) -> None:
        try:
            fill(message, cells)
        except Faulty as faulty:
            faulty.field = faulty.field or place
            raise

    return fill_placed


def put_for(field: FieldDescriptor, source: Cell) -> Put:
    """How a text becomes the field's value."""
    if field.message_type is not None and field.message_type.full_name == SHARE:
        return put_share
    if field.is_repeated or field.message_type is not None:
        return put_json
    if field.enum_type is not None:
        return put_enum(field.enum_type, source)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return put_truth
    if field.type == FieldDescriptor.TYPE_STRING:
        return put_text(REFERENCES.get(field.full_name, ""))
    return put_number


def put_text(collection: str) -> Put:
    """Text as it is; an id becomes the name of the resource."""

    def put(message: Any, name: str, text: str) -> None:
        setattr(message, name, named(collection, text) if collection else text)

    return put


def put_enum(kind: EnumDescriptor, source: Cell) -> Put:
    """A value of the contract, with or without what the names of all share."""
    numbers = numbers_of(kind)
    for stated in {source.constant, source.default, *(source.values or {}).values()} - {""}:
        if stated not in numbers:
            raise MappingError(f"{source.where}: {stated!r} is none of {', '.join(numbers)}")

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
    if text.upper() not in TRUTHS:
        raise Faulty(TRUTH_MALFORMED, value=text)
    setattr(message, name, TRUTHS[text.upper()])


def put_number(message: Any, name: str, text: str) -> None:
    """Digits."""
    try:
        setattr(message, name, int(text))
    except ValueError:
        raise Faulty(NUMBER_MALFORMED, value=text) from None


def put_share(message: Any, name: str, text: str) -> None:
    """Exactly what is written: 0.95 is 19/20, never the nearest binary number."""
    if not NUMERAL.fullmatch(text):
        raise Faulty(SHARE_MALFORMED, value=text)
    try:
        exact = Fraction(text.removesuffix("%").rstrip())
    except (ValueError, ZeroDivisionError):
        raise Faulty(SHARE_MALFORMED, value=text) from None
    exact = exact / 100 if text.endswith("%") else exact
    if max(abs(exact.numerator), exact.denominator) > GREATEST:
        raise Faulty(SHARE_MALFORMED, value=text)
    share = getattr(message, name)
    share.numerator, share.denominator = exact.numerator, exact.denominator


def put_json(message: Any, name: str, text: str) -> None:
    """Lists and messages in the contract's own JSON."""
    try:
        json_format.ParseDict({name: json.loads(text, object_pairs_hook=each_once)}, message)
    except (ValueError, RecursionError, json_format.ParseError) as failed:
        raise Faulty(JSON_MALFORMED, problem=failed) from None
