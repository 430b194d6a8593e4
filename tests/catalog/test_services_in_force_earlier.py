"""The first version of a service, in force from earlier on than was recorded: given what happened,
then this fact or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.catalog.domain import versions
from services.catalog.domain.effective import instant
from services.catalog.domain.offering import service_change
from services.chassis.decider import Fact
from tests.catalog.given import DAY, NOW, content, drafted, open_unit, published
from tests.catalog.given_services import (
    IN_FORCE,
    PLANNED,
    at_time,
    correcting,
    known,
    withdrawn,
)
from tests.catalog.refusals import refusal_of

FIRST = IN_FORCE.versions[0]
BEGAN = FIRST.effective_time
EARLIER = BEGAN - 20 * DAY


def moving(of: versions.Service = IN_FORCE, at: datetime = EARLIER, **rest: Any) -> list[Any]:
    """The first version as it is, in force from another time on."""
    return correcting(of, 1, stated=FIRST.content, at=at, **rest)


def test_a_settled_version_is_in_force_from_earlier_on() -> None:
    assert refusal_of(correcting, IN_FORCE, 1) == "VERSION_SETTLED version"
    [fact] = moving()
    assert (fact.version, instant(fact.effective_time), fact.content) == (1, EARLIER, FIRST.content)
    after = versions.DECIDER.fold(IN_FORCE, [at_time(fact, NOW)])
    assert versions.version_at(after, EARLIER) == after.versions[0]
    assert versions.version_at(after, EARLIER - DAY / 9) is None
    assert after.versions[0].published_at == FIRST.published_at


def test_a_settled_version_keeps_its_content() -> None:
    assert refusal_of(correcting, IN_FORCE, 1, at=EARLIER) == "VERSION_SETTLED version"
    unsettled = known(drafted(), at_time(published(at=BEGAN), NOW))
    [fact] = correcting(unsettled, 1, at=EARLIER)
    assert (instant(fact.effective_time), fact.content) == (EARLIER, content(fee=7))


def test_to_say_the_time_that_is_known_moves_nothing() -> None:
    assert refusal_of(moving, at=BEGAN) == "VERSION_SETTLED version"


def test_a_version_is_not_in_force_later_than_was_recorded() -> None:
    assert refusal_of(moving, at=BEGAN + DAY) == "VERSION_NOT_EARLIER effective_time"


def test_only_the_first_version_that_stands_is_moved() -> None:
    of = known(drafted(), published(), drafted(), published(2, at=BEGAN + DAY))
    said = of.versions[1].content
    refusal = refusal_of(correcting, of, 2, stated=said, at=BEGAN + DAY / 2)
    assert refusal == "VERSION_NOT_FIRST effective_time"
    assert moving(of)
    ahead = known(drafted(), published(at=NOW + DAY), withdrawn(1), published(2, at=NOW + 2 * DAY))
    [fact] = correcting(ahead, 2, at=NOW - DAY)
    assert instant(fact.effective_time) == NOW - DAY


def test_the_authority_was_open_then() -> None:
    late = open_unit(at=BEGAN)
    assert refusal_of(moving, authority=late) == "UNIT_NOT_OPEN_THEN service.authority"


def test_a_reason_is_needed() -> None:
    assert refusal_of(moving, reason=" ") == "REASON_MISSING correction_reason"


def test_a_plan_can_turn_out_to_be_in_force_already() -> None:
    [fact] = correcting(PLANNED, 1, stated=PLANNED.versions[0].content, at=EARLIER)
    after = versions.DECIDER.fold(PLANNED, [Fact(fact, NOW, "")])
    assert service_change.since(PLANNED, after) == EARLIER
