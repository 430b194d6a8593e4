"""Names of officers: given what was sealed and erased at a unit, when a command comes, then this
fact or refusal.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import officers
from services.chassis.decider import Fact
from tests.catalog.given import DAY, NOW
from tests.catalog.refusals import refusal_of

UNIT, OFFICER, NAME = "units/p", "cb-1", "units/p/officers/cb-1"
SEALED = facts.OfficerNameSealed(name=NAME)
ERASED = facts.OfficerNameErased(name=NAME, reason_code="retention-ended")


def given(*happened: Any) -> officers.OfficerName:
    """Each a day after the one before, the last one yesterday."""
    first = len(happened)
    done = [Fact(each, NOW - (first - n) * DAY, "") for n, each in enumerate(happened)]
    return officers.DECIDER.fold(officers.OfficerName(), done)


def sealing(known: officers.OfficerName) -> list[Any]:
    decided = officers.seal(known, unit=UNIT, officer=OFFICER, now=NOW)
    assert {each.subject for each in decided} == {"motcua.catalog.OfficerNameSealed.p"}
    return [each.message for each in decided]


def erasing(known: officers.OfficerName) -> list[Any]:
    decided = officers.erase(
        known, unit=UNIT, officer=OFFICER, reason_code="retention-ended", now=NOW
    )
    return [each.message for each in decided]


@pytest.mark.parametrize("before", [[], [SEALED], [SEALED, SEALED]])
def test_a_name_is_sealed_in_place_of_the_one_before(before: list[Any]) -> None:
    assert sealing(given(*before)) == [SEALED]
    assert given(*before, SEALED).sealed_at == NOW - DAY


def test_a_sealed_name_is_erased_once() -> None:
    assert erasing(given(SEALED)) == [ERASED]
    known = given(SEALED, ERASED)
    assert (known.sealed_at, known.erased_at) == (NOW - 2 * DAY, NOW - DAY)
    assert refusal_of(erasing, known) == "OFFICER_ERASED officer"
    assert refusal_of(sealing, known) == "OFFICER_ERASED officer"


def test_what_was_never_sealed_is_not_erased() -> None:
    assert refusal_of(erasing, given()) == "OFFICER_NOT_SEALED officer"
