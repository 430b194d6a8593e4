"""A petition's facts: given its events, then by which term which unit is judged.

Must not need a database.
"""

from datetime import timedelta
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as petitions
from services.metrics.domain.petitions import CHANGES, PetitionFacts
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
