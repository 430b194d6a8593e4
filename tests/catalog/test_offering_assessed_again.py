"""A new fee: given what is open and published, when a version of the service changes the terms of
levels, then each offering is assessed again from that day on, or nothing is said of it.

Dates are of 2026; P pays nothing online, which counts as provided while no fee is above zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import effective
from services.catalog.domain.offering import service_change
from services.catalog.domain.offering.consequences import assessed_again
from services.catalog.domain.offering.difference import difference
from services.catalog.domain.offering.own import FIRST
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_4, NA
from tests.catalog.offering_dates import AUGUST, JANUARY, JULY, JUNE, PAY, catalogue, on
from tests.catalog.offering_events import Catalogue, offering_of, published, since

FREE = {**LEVEL_4, PAY: NA}
OPENED = event.opened("p", on(JUNE, 1), FREE)
FEE_FROM_JULY = published(2, on(JULY, 1), fee=10_000)


def given(*messages: Any) -> Catalogue:
    """What is recorded, and published of P."""
    known = catalogue(*messages)
    published_first = difference(offering_of("p"), (), known.spans("p", "q")["p"], since=FIRST)
    if published_first:
        known.record(published_first)
    return known


def changed(known: Catalogue, change: Any) -> facts.OfferingAssessed | None:
    """What is published of P after a change of the service."""
    before = known.service()
    known.record(change)
    at = service_change.since(before, known.service())
    assert at is not None
    assert not service_change.moves_bounds(before, known.service())
    fact = assessed_again(
        offering_of("p"), known.offering("p"), service=known.service(), since=at, now=at
    )
    return fact.message if fact else None


def spans(event: facts.OfferingAssessed | None) -> Sequence[tuple[datetime, int, int]]:
    assert event is not None
    return [(since(span), span.level, span.attainable) for span in event.spans]


def test_a_fee_lowers_the_level_from_its_day_on_and_the_event_names_the_level_before() -> None:
    found = changed(given(OPENED), FEE_FROM_JULY)
    assert spans(found) == [(on(JULY, 1), 3, 4)]
    assert found is not None
    assert (found.previous_level, effective.instant(found.replaces_from)) == (4, on(JULY, 1))


def test_what_opens_later_is_assessed_from_its_opening_on() -> None:
    planned = given(event.opened("p", on(AUGUST, 1), FREE))
    assert spans(changed(planned, FEE_FROM_JULY)) == [(on(AUGUST, 1), 3, 4)]


def test_what_was_never_opened_has_ended_by_then_or_earns_the_same_is_not_assessed() -> None:
    assert changed(given(), FEE_FROM_JULY) is None
    assert changed(given(OPENED, event.closed("p", on(JULY, 1))), FEE_FROM_JULY) is None
    assert changed(given(event.opened("p", on(JUNE, 1), LEVEL_4)), FEE_FROM_JULY) is None


def test_a_version_before_another_one_counts_until_that_begins() -> None:
    known = given(OPENED, published(2, on(JULY, 1), fee=20_000), published(3, on(AUGUST, 1)))
    free = published(2, on(JULY, 1))
    assert spans(changed(known, free)) == []  # of two that say the same the first one lasts
    dear = published(1, on(JANUARY, 1), fee=10_000)
    assert spans(changed(given(OPENED, published(2, on(JULY, 1))), dear)) == [
        (on(JUNE, 1), 3, 4),
        (on(JULY, 1), 4, 4),
    ]


def test_a_correction_of_the_first_version_names_no_level_before() -> None:
    found = changed(given(OPENED), published(1, on(JANUARY, 1), fee=10_000))
    assert spans(found) == [(on(JUNE, 1), 3, 4)]
    assert found is not None
    assert not found.HasField("previous_level")


def test_a_fee_that_is_withdrawn_before_its_day_lets_the_level_stay() -> None:
    withdrawn = facts.ServiceVersionWithdrawn(service="services/a", version=2)
    found = changed(given(OPENED, FEE_FROM_JULY), withdrawn)
    assert spans(found) == []  # the level of June lasts
    assert found is not None
    assert (found.previous_level, effective.instant(found.replaces_from)) == (4, on(JULY, 1))


def test_what_follows_is_assessed_by_what_was_published_of_it_without_its_predecessor() -> None:
    follows = given(event.opened("q", on(JUNE, 1), FREE), event.merged("q", on(JUNE, 15), "p"))
    found = changed(follows, FEE_FROM_JULY)
    assert spans(found) == [(on(JULY, 1), 3, 4)]
    assert found is not None
    assert list(found.spans[0].follows) == [offering_of("q")]
