"""The second reading goes on past the events of dossiers and counts that no figure reads yet.

The contract is read from its descriptors, so that a new event cannot be forgotten here.
"""

from __future__ import annotations

import pytest
from google.protobuf.descriptor import Descriptor
from google.protobuf.message_factory import GetMessageClass

from motcua.submissions.v1 import attachment_events_pb2 as attached
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import petition_events_pb2 as petitions
from motcua.submissions.v1 import ticket_events_pb2 as tickets
from services.console.reading.figures.contributions import contributions
from services.console.reading.folding.fold import Reading
from tests.e2e.definitions import DEFINITIONS
from tests.e2e.test_second_reading import City

READ = {
    "DossierSubmitted", "DossierAccepted", "ResultRecorded", "ResultReturned", "DossierCorrected",
    "DossierVoided", "DossierRefused", "DossierWithdrawn", "DossierStopped", "SupplementRequested",
    "PaymentRecorded", "PaymentRefunded", "FeeWaived", "DossierRated", "HandlingStarted",
    "SupplementAnswered", "ObligationRequested", "ObligationMet", "DossierTransferred",
}  # fmt: skip
OTHERS = [
    message
    for file in (events, petitions, attached, tickets)
    for message in file.DESCRIPTOR.message_types_by_name.values()
    if "catalog_position" in message.fields_by_name and message.name not in READ
]


def test_the_contract_has_events_that_no_figure_reads() -> None:
    assert {"DueExtended", "AttachmentScanned", "PetitionAnswered", "TicketServed"} <= {
        each.name for each in OTHERS
    }


@pytest.mark.parametrize("message", OTHERS, ids=lambda each: each.name)
def test_an_event_that_is_not_read_changes_no_dossier(message: Descriptor) -> None:
    city = City().accepted()
    before = list(city.reading.dossiers)
    named = {"dossier": "dossiers/1"} if "dossier" in message.fields_by_name else {}
    city.told(GetMessageClass(message)(catalog_position=0, **named))
    assert list(city.reading.dossiers) == before
    assert city.reading.positions["submissions"] == 3


def test_streams_without_an_event_hold_no_dossier_at_any_time() -> None:
    assert list(contributions(Reading(), DEFINITIONS)) == []
