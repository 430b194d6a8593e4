"""Capabilities: given what is known on 15 June, when they are recorded, then a fact, or a refusal.

Promises one dated example for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.effective import instant
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NO, YES, recorded
from tests.catalog.offering_commands import NOW, recording_of, then
from tests.catalog.offering_dates import (
    FILE,
    JANUARY,
    JULY,
    JUNE,
    PAY,
    SEPTEMBER,
    catalogue,
    levels,
    on,
)
from tests.catalog.refusals import refusal_of

OPENED = event.opened("p", on(JUNE, 1), LEVEL_2)


def test_what_is_recorded_counts_from_now_on() -> None:
    known = catalogue(OPENED)
    [fact] = recording_of(known, LEVEL_3)
    assert isinstance(fact, facts.CapabilitiesRecorded)
    assert instant(fact.effective_time) == NOW
    assert levels(then(known, [fact]), "p") == [("1 June", 2), ("15 June", 3)]


def test_what_is_so_already_can_be_recorded_with_its_evidence() -> None:
    known = catalogue(OPENED)
    evidence = recorded({FILE: YES}, evidence="https://p.vn")
    then(known, recording_of(known, evidence))
    [period] = known.timelines()["p"]
    assert evidence[0] in period.capabilities(NOW)


def test_a_correction_says_why_and_leaves_later_changes() -> None:
    known = catalogue(OPENED)
    then(known, recording_of(known, LEVEL_4, at=on(JULY, 1)))
    late = {facts.CAPABILITY_FILE_OFFLINE: NO}
    assert (
        refusal_of(recording_of, known, late, at=on(JUNE, 10))
        == "PAST_WITHOUT_REASON effective_time"
    )
    [fact] = recording_of(known, late, at=on(JUNE, 10), reason="ghi nhầm")
    assert fact.correction_reason == "ghi nhầm"
    assert levels(then(known, [fact]), "p") == [("1 June", 2), ("10 June", 1), ("1 July", 4)]


def test_a_closed_offering_is_corrected_for_the_time_when_it_was_open() -> None:
    known = catalogue(OPENED, event.closed("p", on(JUNE, 10)))
    then(known, recording_of(known, LEVEL_3, at=on(JUNE, 5), reason="ghi sót"))
    assert levels(known, "p") == [("1 June", 2), ("5 June", 3), ("10 June", None)]


def test_it_is_recorded_where_the_offering_follows_and_of_nobody_else() -> None:
    known = catalogue(
        event.opened("q", on(JANUARY, 2), LEVEL_4), event.merged("q", on(JULY, 1), "p")
    )
    then(known, recording_of(known, {PAY: NO}, at=on(JULY, 15)))
    assert levels(known, "p") == [("1 July", 4), ("15 July", 3)]


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (on(JANUARY, 5), "BEFORE_OPENING effective_time"),
        (on(JULY, 1), "OFFERING_CLOSED_THEN effective_time"),
        (on(JULY, 10), "OFFERING_CLOSED_THEN effective_time"),
    ],
)
def test_nothing_is_recorded_while_the_offering_is_not_open(at: datetime, refused: str) -> None:
    known = catalogue(
        OPENED, event.closed("p", on(JULY, 1)), event.opened("p", on(SEPTEMBER, 1), LEVEL_2)
    )
    assert refusal_of(recording_of, known, LEVEL_3, at=at, reason="ghi sót") == refused


def test_what_is_not_there_records_nothing() -> None:
    known = catalogue()
    assert refusal_of(recording_of, known, LEVEL_3) == "OFFERING_UNKNOWN name"
    withdrawn = known.record(event.opened("p", on(JULY, 1)))
    known.withdraw(withdrawn)
    assert refusal_of(recording_of, known, LEVEL_3, at=on(JULY, 1)) == "OFFERING_UNKNOWN name"


def test_a_capability_is_named_once_and_with_its_state() -> None:
    known = catalogue(OPENED)
    twice = [*recorded(LEVEL_3), *recorded({FILE: NO})]
    repeated = "CAPABILITY_REPEATED capabilities[12].capability"
    assert refusal_of(recording_of, known, twice) == repeated
    nameless = [facts.RecordedCapability(state=NO)]
    assert (
        refusal_of(recording_of, known, nameless) == "CAPABILITY_UNNAMED capabilities[0].capability"
    )
    stateless = [facts.RecordedCapability(capability=FILE)]
    assert refusal_of(recording_of, known, stateless) == "CAPABILITY_UNNAMED capabilities[0].state"
    assert refusal_of(recording_of, known, []) == "CAPABILITIES_MISSING capabilities"
