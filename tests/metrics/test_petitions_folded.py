"""A petition's facts: given its events, then by which term which unit is judged.

Must not need a database.
"""

from datetime import timedelta
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1 import petition_events_pb2 as petitions
from services.metrics.domain.petitions import CHANGES, PetitionFacts
from services.metrics.domain.provenance import (
    BY_CITIZEN,
    BY_STATEMENT,
    BY_SUCCESSION,
    NOT_TRANSFERRED,
    NOT_WITHDRAWN,
)
from services.metrics.domain.seen import Seen
from tests.metrics.given import AT, OTHER, RECORDED
from tests.metrics.given_items import petition, received, transferred

DAY = timedelta(days=1)


def folded(*messages: Any) -> PetitionFacts:
    """Each a day after the one before."""
    facts = PetitionFacts("p")
    for n, each in enumerate(messages):
        facts = CHANGES[type(each)](facts, Seen(each, n + 1, AT + n * DAY, RECORDED))
    return facts


def requested(*, first: bool) -> petitions.PetitionSupplementRequested:
    return petitions.PetitionSupplementRequested(
        petition=petition(), first=first, number=1, time_known=True
    )


def test_only_the_first_request_of_its_holder_has_a_term() -> None:
    asked = (received(), requested(first=True), requested(first=False))
    assert folded(*asked).first_request_at == AT + DAY


def test_whom_it_is_transferred_to_has_asked_for_nothing_yet() -> None:
    facts = folded(received(), requested(first=True), transferred(at=AT + 2 * DAY))
    assert (facts.unit, facts.first_request_at) == (OTHER, None)
    assert facts.first_request_term == AT + 9 * DAY


def test_of_a_refused_one_the_term_of_the_refusal_counts() -> None:
    refused = petitions.PetitionRefused(petition=petition(), time_known=True)
    assert folded(received()).settlement_term == AT + 21 * DAY
    assert folded(received(), refused).settlement_term == AT + 2 * DAY


def withdrawn(**said: Any) -> petitions.PetitionWithdrawn:
    return petitions.PetitionWithdrawn(petition=petition(), **said)


def corrected(**said: Any) -> petitions.PetitionCorrected:
    facts = petitions.PetitionFacts(holder=OTHER, **said)
    return petitions.PetitionCorrected(petition=petition(), version=1, facts=facts)


def test_a_correction_stays_known_whatever_follows_it() -> None:
    assert folded(received(), transferred()).was_corrected is False
    assert folded(received(), corrected(), transferred()).was_corrected is True


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (withdrawn(), BY_CITIZEN),
        (withdrawn(officer="officers/o-1"), BY_STATEMENT),
        (withdrawn(origin=common.Origin(source="old")), BY_STATEMENT),
    ],
)
def test_a_withdrawal_says_whose_word_it_is(
    event: petitions.PetitionWithdrawn, expected: int
) -> None:
    still = corrected(status=petitions.PETITION_STATUS_WITHDRAWN)
    assert folded(received()).withdrawn_by == NOT_WITHDRAWN
    assert folded(received(), event).withdrawn_by == expected
    assert folded(received(), event, still).withdrawn_by == expected
    assert folded(received(), event, corrected()).withdrawn_by == NOT_WITHDRAWN
    assert folded(received(), still).withdrawn_by == BY_STATEMENT


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (common.TRANSFER_CAUSE_DECISION, BY_STATEMENT),
        (common.TRANSFER_CAUSE_RECORD, BY_STATEMENT),
        (common.TRANSFER_CAUSE_UNSPECIFIED, BY_STATEMENT),
        (common.TRANSFER_CAUSE_MERGER, BY_SUCCESSION),
        (common.TRANSFER_CAUSE_SPLIT, BY_SUCCESSION),
    ],
)
def test_the_latest_transfer_says_on_whose_word_terms_run_anew(
    cause: common.TransferCause, expected: int
) -> None:
    moved = transferred(cause=cause)
    assert folded(received()).transferred_by == NOT_TRANSFERRED
    assert folded(received(), moved).transferred_by == expected
    before = transferred(cause=common.TRANSFER_CAUSE_DECISION)
    assert folded(received(), before, moved).transferred_by == expected


def test_a_second_reception_leaves_the_transfer_known() -> None:
    assert folded(received(), transferred(), received()).transferred_by == BY_STATEMENT


def test_a_correction_says_which_transfer_holds_or_leaves_it_open() -> None:
    moved = folded(received(), transferred(), corrected(transfer_cause=0))
    assert moved.transferred_by == NOT_TRANSFERRED
    merged = corrected(transfer_cause=common.TRANSFER_CAUSE_MERGER)
    assert folded(received(), transferred(), merged).transferred_by == BY_SUCCESSION
    assert folded(received(), transferred(), corrected()).transferred_by is None
    assert folded(received(), corrected(), transferred()).transferred_by == BY_STATEMENT
