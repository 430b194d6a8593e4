"""What offerings make of a change of their service: given both, when it changes, then these facts.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, repercussions, services
from services.catalog.domain.effective import instant
from services.catalog.domain.offerings import Offering
from services.catalog.domain.repercussions import Change
from services.chassis.decider import Fact
from tests.catalog.given import (
    DAY,
    LEVEL_4,
    NA,
    NOW,
    content,
    drafted,
    messages,
    offering_opened,
    open_unit,
    published,
    recorded,
)
from tests.catalog.given_services import (
    IN_FORCE,
    at_time,
    known,
    refusal_of,
    retired,
    withdrawn,
)

NOTHING_TO_PAY = {**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}
DEAR = content(fee=1)
PLANNED = known(drafted(), published(at=NOW + DAY))


def offered(
    of: services.Service = IN_FORCE, *, at: datetime = NOW - DAY, until: datetime | None = None
) -> Offering:
    """An offering of level 4, while there is nothing to pay."""
    done = offerings.open_offering(
        Offering(),
        proposed=offering_opened(correction_reason="nhập chậm"),
        capabilities=recorded(NOTHING_TO_PAY),
        service=of,
        unit=open_unit(),
        at=at,
        now=NOW,
    )
    closed = facts.OfferingClosed(effective_time=until, reason="hết")
    state = offerings.DECIDER.fold(Offering(), done)
    return offerings.DECIDER.fold(state, [Fact(closed, NOW, "")] if until else [])


def changed(before: services.Service, fact: Any) -> Change:
    return repercussions.change(before, [at_time(fact, NOW)])


def said(change: Change, offering: Offering) -> list[Any]:
    return messages(repercussions.of(change, offering, now=NOW))


def spans(assessed: facts.LevelsAssessed) -> list[tuple[datetime, int, int]]:
    return [(instant(span.effective_time), span.level, span.attainable) for span in assessed.spans]


def test_a_fee_that_a_version_introduces_makes_the_offering_fall_from_that_day() -> None:
    change = changed(IN_FORCE, published(2, at=NOW + DAY, said=DEAR))
    assert repercussions.concerns_offerings(change)
    [assessed] = said(change, offered())
    assert instant(assessed.replaces_from) == NOW + DAY
    assert spans(assessed) == [(NOW + DAY, 3, 4)]
    assert assessed.previous_level == 4


def test_an_offering_that_is_planned_is_assessed_from_its_opening() -> None:
    change = changed(IN_FORCE, published(2, at=NOW, said=DEAR))
    [assessed] = said(change, offered(at=NOW + DAY))
    assert spans(assessed) == [(NOW + DAY, 3, 4)]


def test_an_offering_that_has_ended_by_then_says_nothing() -> None:
    change = changed(IN_FORCE, published(2, at=NOW + DAY, said=DEAR))
    assert said(change, offered(until=NOW + DAY)) == []


def test_a_version_on_the_same_terms_concerns_no_offering() -> None:
    change = changed(IN_FORCE, published(2, at=NOW, said=content(field="Hộ tịch")))
    assert not repercussions.concerns_offerings(change)


def test_a_version_before_others_bears_only_until_the_next() -> None:
    of = known(drafted(), published(), published(2, at=NOW, said=DEAR))
    free_again = changed(of, published(2, at=NOW, said=content()))
    assert spans(said(free_again, offered(of))[0]) == [(NOW, 4, 4)]


def test_a_correction_bears_on_the_offerings_from_the_beginning_of_its_version() -> None:
    change = changed(IN_FORCE, published(1, said=DEAR))
    [assessed] = said(change, offered())
    assert spans(assessed) == [(NOW - DAY, 3, 4)]
    assert not assessed.HasField("previous_level")


def test_a_fee_that_is_withdrawn_lets_the_offering_stay_where_it_was() -> None:
    of = known(drafted(), published(), published(2, at=NOW + DAY, said=DEAR))
    change = changed(of, withdrawn(2))
    assert change.since == NOW + DAY
    assert spans(said(change, offered(of))[0]) == [(NOW + DAY, 4, 4)]


def test_offerings_end_with_their_service() -> None:
    fact = retired(NOW + DAY)
    fact.correction_reason = "nhập chậm"
    change = changed(IN_FORCE, fact)
    assert repercussions.concerns_offerings(change)
    [closed] = said(change, offered())
    assert (instant(closed.effective_time), closed.correction_reason) == (NOW + DAY, "nhập chậm")
    assert closed.reason == "Thủ tục hành chính bị bãi bỏ"
    [closed] = said(change, offered(at=NOW + 2 * DAY))
    assert instant(closed.effective_time) == NOW + DAY
    assert said(change, offered(until=NOW)) == []


def test_what_was_never_opened_says_nothing() -> None:
    for fact in (published(2, at=NOW, said=DEAR), retired(NOW)):
        assert said(changed(IN_FORCE, fact), Offering()) == []


def test_a_version_is_not_withdrawn_from_under_what_opens_in_its_time() -> None:
    change = changed(PLANNED, withdrawn(1))
    assert repercussions.leaves_a_gap(change)
    assert repercussions.concerns_offerings(change)
    at = {f"services/a/offerings/q{n}": offered(PLANNED, at=NOW + 2 * DAY) for n in range(7)}
    refused = refusal_of(repercussions.require_none_in_the_gap, change, at)
    assert refused == "VERSION_OFFERED version"
    at = {"services/a/offerings/q1": offered(PLANNED, at=NOW + DAY, until=NOW + DAY)}
    repercussions.require_none_in_the_gap(change, at)


def test_a_version_is_withdrawn_when_all_that_opens_opens_under_the_next() -> None:
    of = known(drafted(), published(at=NOW + DAY), published(2, at=NOW + 2 * DAY))
    change = changed(of, withdrawn(1))
    repercussions.require_none_in_the_gap(change, {"x": offered(of, at=NOW + 2 * DAY)})
    early = {"x": offered(of, at=NOW + 2 * DAY - timedelta(seconds=1))}
    refused = refusal_of(repercussions.require_none_in_the_gap, change, early)
    assert refused == "VERSION_OFFERED version"


def test_no_gap_is_left_while_an_earlier_version_stands() -> None:
    of = known(drafted(), published(), published(2, at=NOW + DAY))
    change = changed(of, withdrawn(2))
    assert not repercussions.leaves_a_gap(change)
    repercussions.require_none_in_the_gap(change, {"x": offered(of, at=NOW + DAY)})


@pytest.mark.parametrize(
    ("before", "after", "since", "bears"),
    [
        (IN_FORCE, IN_FORCE, NOW, False),
        (IN_FORCE, known(drafted(), published(said=DEAR)), NOW, True),
        (IN_FORCE, known(drafted(), published(), published(2, at=NOW + DAY, said=DEAR)), NOW, True),
        # Before the instant that is asked about.
        (
            known(drafted(), published(), published(2, at=NOW)),
            known(drafted(), published(said=DEAR), published(2, at=NOW)),
            NOW,
            False,
        ),
        (IN_FORCE, known(drafted(), published(said=content(written_result=True))), NOW, True),
        (IN_FORCE, known(drafted(), published(said=content(eligible_full=True))), NOW, False),
        (IN_FORCE, known(drafted(), published(), retired(NOW)), NOW, False),
    ],
)
def test_what_bears_on_a_level(
    before: services.Service, after: services.Service, since: datetime, *, bears: bool
) -> None:
    assert services.bears_on(before, after, since) == bears
