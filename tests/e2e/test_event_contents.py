"""What an export holds of an event: every field of the contract, once, as it is declared.

The contract is read from its descriptors, so that a new event or field cannot be forgotten.
"""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.console.exporting import contents, ocel, periods
from services.console.instants import EPOCH
from tests.e2e.ocel_schema import is_read


def filled(message: Message) -> Message:
    """Every field with a value."""
    for field in message.DESCRIPTOR.fields:
        value = getattr(message, field.name)
        if field.message_type is not None:
            filled(value)
        elif field.is_repeated:
            value.append(1 if field.enum_type else "a")
        else:
            setattr(message, field.name, one(field))
    return message


def one(field: Any) -> Any:
    if field.enum_type is not None:
        return field.enum_type.values[1].number
    return {field.CPPTYPE_BOOL: True, field.CPPTYPE_STRING: f"of/{field.name}"}.get(
        field.cpp_type, 7
    )


KINDS = contents.events()


def event(kind: Any) -> Message:
    """The event of a kind, empty."""
    found: Message = getattr(events, kind.name)()
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_a_full_event_has_each_declared_attribute_and_nothing_else(kind: Any) -> None:
    declared = list(contents.declared(kind))
    found = list(contents.attributes(filled(event(kind))))
    assert [name for name, _ in found] == [name for name, _ in declared]
    assert len(dict(declared)) == len(declared)
    for (_, value), (name, type_) in zip(found, declared, strict=True):
        assert is_read(type_, ocel.text(value)), (name, value)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_of_an_empty_event_only_what_is_true_or_false_is_said(kind: Any) -> None:
    assert {value for _, value in contents.attributes(event(kind))} <= {False}
    assert list(contents.references(event(kind))) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_each_field_that_names_an_object_refers_to_it(kind: Any) -> None:
    texts = {
        field.name for field in kind.fields if field.type == field.TYPE_STRING
        and not field.is_repeated and field.name.endswith(("unit", "officer", "assignee", "root"))
    }  # fmt: skip
    found = {qualifier: kind for qualifier, kind, _ in contents.references(filled(event(kind)))}
    assert found["dossier"] == "dossier"
    assert texts <= found.keys()


def test_a_correction_is_no_event_and_each_attribute_over_time_is_declared() -> None:
    assert "DossierCorrected" not in {kind.name for kind in KINDS}
    known = {name for kind in KINDS for name, _ in contents.declared(kind)}
    assert periods.SET_BY.keys() <= known
    assert set(periods.SET_BY.values()) <= periods.DECLARED.keys()
    for kind in KINDS:
        stated = periods.Stated(kind.name, filled(event(kind)), EPOCH)
        for name, value in periods.set_by(stated):
            assert is_read(periods.DECLARED[name], ocel.text(value)), (kind.name, name)
