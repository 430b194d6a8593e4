"""The ceiling that follows to a successor, when one of those that hand on does so no more.

Promises that it is decided by what is common to those that are left. Must not need a stack.
"""

from __future__ import annotations

from motcua.catalog.v1.events_pb2 import CAPABILITY_INFO_FEES
from services.catalog.domain import offerings
from tests.catalog.given import NA
from tests.catalog.given_succession import AT
from tests.catalog.test_succession_by_commands import Two


def test_a_ceiling_that_was_earned_by_what_was_common_ends_with_what_was_common() -> None:
    two = Two({"q2": ({}, 1), "q4": ({}, None)}, doomed={"q4"})
    two.take("divide", "q4")
    two.take("learn", ("q2", {CAPABILITY_INFO_FEES: NA}))  # alone it earns nothing from now on
    two.take("plan", ["q2"])
    life = offerings.life_at(two.planned.of("p"), AT)
    assert life is not None
    assert life.opening.ceiling == 1
    two.take("withdraw", "q4")
    assert two.planned.of("p").lives[-1].ceilings == two.never.of("p").lives[-1].ceilings
    assert two.never.of("p").lives[-1].opening.ceiling == 0
