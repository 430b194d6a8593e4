"""The promises of the contracts: access on every method, behaviour on every request field.

Read from the generated descriptors, so what is checked is what is served. Must not start a server.
"""

from __future__ import annotations

from collections.abc import Iterator

from google.api import field_behavior_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor

from motcua.catalog.v1 import calendars_pb2, catalog_pb2, intake_pb2, officers_pb2, targets_pb2
from motcua.catalog.v1 import events_pb2 as catalog_events
from motcua.chassis.v1 import access_pb2
from motcua.metrics.v1 import events_pb2 as metrics_events
from motcua.metrics.v1 import metrics_pb2, receipts_pb2
from motcua.submissions.v1 import attachment_events_pb2 as attachment_events
from motcua.submissions.v1 import (
    attachments_pb2,
    counter_pb2,
    counts_pb2,
    dossier_queries_pb2,
    filings_pb2,
    payments_pb2,
    personal_data_pb2,
    petitions_pb2,
    slips_pb2,
    submissions_pb2,
)
from motcua.submissions.v1 import events_pb2 as submissions_events
from motcua.submissions.v1 import petition_events_pb2 as petition_events
from motcua.submissions.v1 import ticket_events_pb2 as ticket_events

APIS = (
    catalog_pb2,
    calendars_pb2,
    targets_pb2,
    intake_pb2,
    officers_pb2,
    submissions_pb2,
    personal_data_pb2,
    counts_pb2,
    attachments_pb2,
    petitions_pb2,
    counter_pb2,
    slips_pb2,
    payments_pb2,
    dossier_queries_pb2,
    filings_pb2,
    metrics_pb2,
    receipts_pb2,
)
EVENTS = (
    catalog_events,
    submissions_events,
    attachment_events,
    petition_events,
    ticket_events,
    metrics_events,
)
METHODS: list[MethodDescriptor] = [
    method
    for api in APIS
    for service in api.DESCRIPTOR.services_by_name.values()
    for method in service.methods
]


def requests() -> Iterator[Descriptor]:
    """Every request message, and every message of our own that one holds."""
    waiting, seen = [method.input_type for method in METHODS], set()
    while waiting:
        message = waiting.pop()
        if message.full_name in seen or not message.full_name.startswith("motcua."):
            continue
        seen.add(message.full_name)
        yield message
        waiting += [field.message_type for field in message.fields if field.message_type]


def has_behavior(field: FieldDescriptor) -> bool:
    return len(field.GetOptions().Extensions[field_behavior_pb2.field_behavior]) > 0


def declared(method: MethodDescriptor) -> access_pb2.Access:
    """Who may call it, and where."""
    access: access_pb2.Access = method.GetOptions().Extensions[access_pb2.access]
    return access


def is_whole(access: access_pb2.Access) -> bool:
    """Roles and a scope, and a unit where the scope is a field, and only there."""
    by_field = access.scope == access_pb2.SCOPE_FIELD
    return bool(access.roles and access.scope) and bool(access.unit) == by_field


def test_every_method_declares_who_may_call_it_and_where() -> None:
    assert [each.full_name for each in METHODS if not is_whole(declared(each))] == []


def test_every_unary_command_has_a_request_id() -> None:
    commands = [m for m in METHODS if declared(m).command and not m.client_streaming]
    assert commands
    without = [m for m in commands if "request_id" not in m.input_type.fields_by_name]
    assert [each.full_name for each in without] == []


def test_every_request_field_says_how_it_behaves() -> None:
    messages = [m for m in requests() if m.file in {a.DESCRIPTOR for a in APIS}]
    alone = [f for m in messages for f in m.fields if f.containing_oneof is None]
    assert alone
    assert [field.full_name for field in alone if not has_behavior(field)] == []


def test_only_a_request_that_is_a_command_of_its_own_seals_fields() -> None:
    """What lies deeper, or in a record of a stream, would stay in the command's fingerprint."""
    inputs = {m.input_type.full_name for m in METHODS if not m.client_streaming}
    events = (m for file in EVENTS for m in file.DESCRIPTOR.message_types_by_name.values())
    for message in (*requests(), *events):
        sealed = [f.name for f in message.fields if f.GetOptions().Extensions[access_pb2.sealed]]
        assert not sealed or (
            message.full_name in inputs and "request_id" in message.fields_by_name
        )


def test_every_submissions_event_names_the_catalogue_position_it_was_decided_on() -> None:
    facts = [
        message
        for file, subject in (
            (submissions_events, "dossier"),
            (attachment_events, "dossier"),
            (petition_events, "petition"),
            (ticket_events, "ticket"),
        )
        for message in file.DESCRIPTOR.message_types_by_name.values()
        if subject in message.fields_by_name
    ]
    assert len(facts) >= 8 + 15 + 7
    assert [m.name for m in facts if "catalog_position" not in m.fields_by_name] == []


def test_no_contract_has_a_field_that_a_language_reserves() -> None:
    files = [file.DESCRIPTOR.message_types_by_name.values() for file in EVENTS + APIS]
    fields = [field for messages in files for message in messages for field in message.fields]
    reserved = {"class", "from", "import", "def"}
    assert [field.full_name for field in fields if field.name in reserved] == []
