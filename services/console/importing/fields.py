"""Fields of the contract's messages, filled from cells under the names that the contract has.

Promises a mistake for a field that there is not, that only the server writes, or that is needed and
not mapped, before any row is read. Must not know what a field means.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from google.api import field_behavior_pb2 as behavior
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message_factory import GetMessageClass

from services.console.importing import texts
from services.console.importing.cell_keys import cell, is_cell, is_choice
from services.console.importing.cells import Cell
from services.console.importing.faults import VALUE_MISSING, Faulty, fault
from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import (
    MappingError,
    nearest,
    refuse_others,
    require_table,
    take,
)
from services.console.importing.shared import Shared
from services.console.importing.values import PUT_MESSAGES, Put, is_text, put_for, put_json

# What may be left out of a row, since without it nothing is said. Not so references, levels, and
# fees: without lines of fees there is no fee.
OPTIONAL = {
    f"{texts.NAME}.en",
    f"{texts.NAME}.other",
    *(
        f"motcua.catalog.v1.Service.{name}"
        for name in (
            "description", "field", "url", "written_result", "eligible_full", "one_stop", "codes",
            "legal_bases", "steps", "documents", "forms", "form_schema", "processing_times",
            "payment_channels", "delivery_channels",
        )
    ),
}  # fmt: skip
STEPS = "motcua.catalog.v1.Service.steps"
# Messages that are not there where all their columns are empty.
WHOLE = {"motcua.submissions.v1.DossierRecord.due_rule"}
# Texts in which white space counts: a pattern in a form means something else without it.
VERBATIM = {"motcua.catalog.v1.Service.form_schema"}


class Fill(NamedTuple):
    """What fills a part of a message. Of an optional one, a cell that cannot be used is left out,
    and the row comes in without it.
    """

    run: Callable[[Any, Cells], None]
    is_optional: bool = False


class Fields(NamedTuple):
    """What fills a message, and the cells that it is filled from."""

    fills: tuple[Fill, ...] = ()
    cells: tuple[Cell, ...] = ()


class Within(NamedTuple):
    """Where in the mapping a message is stated, what sections share, whether it is needed, the
    fields that are stated elsewhere, and whether it may be left out.
    """

    where: str
    shared: Shared
    needed: bool = True
    given: tuple[str, ...] = ()
    optional: bool = False

    def below(self, part: object, *, needed: bool, optional: bool = False) -> "Within":
        """A part of it."""
        where = f"{self.where}{' ' if isinstance(part, int) else '.'}{part}"
        optional = self.optional or optional
        return Within(where, self.shared, self.needed and needed, optional=optional)


def fields(message: Descriptor, table: Mapping[str, Any], within: Within) -> Fields:
    """The fields of a message as a table of the mapping states them."""
    require_table(table, within.where)
    is_text = message.full_name == texts.NAME
    needed = texts.needed(table) if is_text else needed_of(message)
    for name in table:
        known(message, name, within)
    for name in sorted(needed) if within.needed else ():
        if name not in {*table, *within.given}:
            raise MappingError(f"{within.where}.{name} is missing")
    stated = {
        name: one(known(message, name, within), table[name], within, needed=name in needed)
        for name in table
    }
    return text(stated, within) if is_text else joined(stated.values())


def text(stated: Mapping[str, Fields], within: Within) -> Fields:
    """A text in several languages: its language is filled once it is known to have the text."""
    texts.require_together(stated, within.where)
    cells = {name: each for name, parts in stated.items() for each in parts.cells}
    languages = stated["language"].fills if "language" in stated else ()
    settle = texts.settled(cells, [each.run for each in languages], is_needed=within.needed)
    fills = (fill for name in stated if name != "language" for fill in stated[name].fills)
    return Fields((*fills, Fill(settle, within.optional)), tuple(cells.values()))


def joined(parts: Iterable[Fields]) -> Fields:
    """Several as one."""
    found = list(parts)
    return Fields(
        tuple(fill for part in found for fill in part.fills),
        tuple(each for part in found for each in part.cells),
    )


def known(message: Descriptor, name: str, within: Within) -> FieldDescriptor:
    """A field that a caller may state."""
    found = stated_by_callers(message)
    if name in found and name not in within.given:
        return found[name]
    there = [each for each in found if each not in within.given]
    near = nearest(name, there)
    raise MappingError(f"{within.where} has no field {name!r}; there are: {', '.join(there)}{near}")


@cache
def stated_by_callers(message: Descriptor) -> Mapping[str, FieldDescriptor]:
    """Fields that the server does not write, by name: asked again for each key of a mapping they
    were half of what reading one takes.
    """
    return {field.name: field for field in message.fields if not is_output(field)}


def is_output(field: FieldDescriptor) -> bool:
    """Written by the server, or the name that it makes of the id."""
    return bool({behavior.OUTPUT_ONLY, behavior.IDENTIFIER} & set(behaviors(field)))


def behaviors(field: FieldDescriptor) -> Iterable[int]:
    """What the contract says of a field."""
    options: Any = field.GetOptions()
    found: Iterable[int] = options.Extensions[behavior.field_behavior]
    return found


@cache
def needed_of(message: Descriptor) -> frozenset[str]:
    """The fields without which a message is faulty."""
    needed = (each for each in message.fields if behavior.REQUIRED in behaviors(each))
    return frozenset(each.name for each in needed)


def one(field: FieldDescriptor, value: Any, above: Within, *, needed: bool) -> Fields:
    """One field: from a cell, or from a table or list of its own fields."""
    is_optional = field.full_name in OPTIONAL and not needed
    within = above.below(field.name, needed=needed, optional=is_optional)
    inner = field.message_type
    if field.full_name == STEPS and isinstance(value, dict) and "list" in value:
        return from_cell(field, steps_of(value, within), within)
    if is_cell(value) or (is_choice(value) and (inner is None or not field.is_repeated)):
        require_parts(field, within.where)
        return from_cell(field, cell(value, within.where, within.shared), within)
    if isinstance(value, list) and field.is_repeated and inner is not None:
        numbered = ((within.below(n, needed=False), each) for n, each in enumerate(value, start=1))
        return joined(element(field, fields(inner, each, at), at) for at, each in numbered)
    if isinstance(value, dict) and not field.is_repeated and inner is not None:
        return nested(field, fields(inner, value, within))
    raise MappingError(f"{within.where} must name a column: 'name', or {{ column = 'name' }}")


def steps_of(value: Mapping[str, Any], within: Within) -> Cell:
    """A step for each text of a list: what it stands for is the code, the text itself the title."""
    refuse_others(value, within.where, "list")
    entries = within.shared.list(take(value, "list", str, where=within.where), within.where)
    if not all(isinstance(code, str) for code in entries.values()):
        raise MappingError(f"{within.where}.list must name a list of texts")
    found = [{"code": code, "title": {"vi": text, "en": text}} for text, code in entries.items()]
    return Cell(within.where, constant=json.dumps(found))


def nested(field: FieldDescriptor, parts: Fields) -> Fields:
    """The fields of a message within the message."""
    if field.full_name in WHOLE:
        return Fields((Fill(unless_empty(field, parts)),), parts.cells)
    fills = (Fill(within_part(field.name, each.run), each.is_optional) for each in parts.fills)
    return Fields(tuple(fills), parts.cells)


def unless_empty(field: FieldDescriptor, parts: Fields) -> Callable[[Any, Cells], None]:
    """What fills a message within the message, unless all its columns are empty."""
    varying = [each for each in parts.cells if any(each.named)]

    def run(message: Any, cells: Cells) -> None:
        if not varying or any(each.text(cells) for each in varying):
            for each in parts.fills:
                each.run(getattr(message, field.name), cells)

    return run


def within_part(name: str, run: Callable[[Any, Cells], None]) -> Callable[[Any, Cells], None]:
    """What fills a part of a message within the message."""
    return lambda message, cells: run(getattr(message, name), cells)


def element(field: FieldDescriptor, parts: Fields, within: Within) -> Fields:
    """One more of a list, whole or not at all; none where all its columns are empty."""
    name, varying = field.name, [each for each in parts.cells if any(each.named)]

    def fill(message: Any, cells: Cells) -> None:
        if varying and not any(each.text(cells) for each in varying):
            return
        listed = getattr(message, name)
        below = listed.add()
        try:
            for each in parts.fills:
                each.run(below, cells)
        except Faulty:
            del listed[-1]
            raise

    return Fields((Fill(fill, within.optional),), parts.cells)


def require_parts(field: FieldDescriptor, where: str) -> None:
    """A text in two languages is no cell: one that is mapped as such is a mistake of the mapping,
    and not of every row.
    """
    inner = field.message_type
    if inner is not None and not field.is_repeated and inner.full_name not in PUT_MESSAGES:
        parts = ", ".join(f"{where}.{part.name}" for part in inner.fields)
        raise MappingError(f"{where} has parts of its own; say which column each is: {parts}")


def require_stated(put: Put, field: FieldDescriptor, source: Cell, *, needed: bool) -> None:
    """What the mapping itself states of every row can be taken."""
    scratch = GetMessageClass(cast("Descriptor", field.containing_type))()
    if needed and not (any(source.named) or source.constant):
        raise MappingError(f"{source.where}: a value is needed, and the constant is empty")
    for text in {*source.constants, *source.defaults} - {""}:
        try:
            put(scratch, field.name, text)
        except Faulty as found:
            raise MappingError(f"{source.where}: {fault(found, 0).en}") from None


def from_cell(field: FieldDescriptor, source: Cell, within: Within) -> Fields:
    """A value made of a cell's text."""
    name, put, needed = field.name, put_for(field, source), within.needed
    require_stated(put, field, source, needed=needed)
    if is_text(field):
        source = source.marked(exact=True)
    if (put is put_json or field.full_name in VERBATIM) and source.values is None:
        source = source.marked(verbatim=True)

    def fill(message: Any, cells: Cells) -> None:
        text = source.text(cells)
        if not text:
            if needed:
                raise Faulty(VALUE_MISSING)
            return
        put(message, name, text)

    return Fields((Fill(placed(fill, source.field or name), within.optional),), (source,))


def placed(fill: Callable[[Any, Cells], None], place: str) -> Callable[[Any, Cells], None]:
    """The same, naming its columns in what it refuses."""

    def fill_placed(message: Any, cells: Cells) -> None:
        try:
            fill(message, cells)
        except Faulty as faulty:
            faulty.field = faulty.field or place
            raise

    return fill_placed
