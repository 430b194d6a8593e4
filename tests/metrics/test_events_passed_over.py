"""Events of the submissions stream that no figure reads yet: the projection goes on past them.

The contract is read from its descriptors, so that a new event cannot be forgotten here.
"""

from __future__ import annotations

import pytest
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from motcua.submissions.v1 import attachment_events_pb2 as attached
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petitions
from motcua.submissions.v1 import ticket_events_pb2 as tickets
from services.metrics.projections.batch import TYPES, decode
from tests.metrics.given import accepted, dossier, recorded, submitted

EVENTS = [
    GetMessageClass(message)
    for file in (events, petitions, attached, tickets)
    for message in file.DESCRIPTOR.message_types_by_name.values()
    if "catalog_position" in message.fields_by_name and message.full_name not in TYPES
]


def filled(kind: type[Message]) -> Message:
    """An event of the first dossier, as far as it is one of a dossier."""
    named = {"dossier": dossier(1)} if "dossier" in kind.DESCRIPTOR.fields_by_name else {}
    return kind(catalog_position=1, **named)


def test_the_contract_has_events_that_no_figure_reads() -> None:
    names = {each.DESCRIPTOR.name for each in EVENTS}
    assert {
        "DossierArchived",
        "AttachmentScanned",
        "PetitionAssigned",
        "TicketDossierRecorded",
    } <= names


@pytest.mark.parametrize("kind", EVENTS, ids=lambda each: each.DESCRIPTOR.name)
def test_an_event_that_is_not_read_is_passed_over(kind: type[Message]) -> None:
    batch = decode([recorded(1, submitted()), recorded(2, accepted()), recorded(3, filled(kind))])
    assert (batch.first, batch.last) == (1, 3)
    assert [type(seen.message).__name__ for *_, seen in batch.seen] == [
        "DossierSubmitted",
        "DossierAccepted",
    ]
