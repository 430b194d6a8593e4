"""Changes of a service and what they move for its offerings: given versions, when one changes, then
from this instant on, or this refusal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import effective, versions
from services.catalog.domain.offering import service_change
from services.catalog.domain.offering.aggregate import DECIDER, Offering
from services.catalog.domain.offering.consequences import is_derived_otherwise
from services.catalog.domain.offering.difference import DERIVATION
from services.catalog.domain.versions import Service
from services.chassis.decider import Fact
from tests.catalog.given import DAY, NOW, after, content, drafted
from tests.catalog.given import published as version
from tests.catalog.given_units import refused_with

FIRST, SECOND, END = NOW - 9 * DAY, NOW + DAY, NOW + 5 * DAY
FREE, DEAR = content(), content(fee=5)


def service(*happened: Any) -> Service:
    return after(versions.DECIDER, drafted(), *happened)


def withdrawn(number: int) -> facts.ServiceVersionWithdrawn:
    return facts.ServiceVersionWithdrawn(service="services/a", version=number)


def retired(at: datetime) -> facts.ServiceRetired:
    return facts.ServiceRetired(service="services/a", effective_time=at)


ONE = [version(1, at=FIRST, stated=FREE)]
FEE = version(2, at=SECOND, stated=DEAR)


@pytest.mark.parametrize(
    ("before", "change", "since", "moves"),
    [
        (ONE, FEE, SECOND, False),
        (ONE, version(2, at=SECOND, stated=FREE), None, False),
        (ONE, version(2, at=SECOND, stated=content(written_result=True)), SECOND, False),
        (ONE, version(1, at=FIRST, stated=DEAR), FIRST, False),
        (ONE, version(1, at=FIRST - DAY, stated=FREE), FIRST - DAY, True),
        ([*ONE, FEE], withdrawn(2), SECOND, False),
        ([version(1, at=SECOND, stated=FREE)], withdrawn(1), SECOND, True),
        ([], ONE[0], FIRST, True),
        (ONE, retired(END), END, True),
        ([*ONE, retired(END)], facts.ServiceRetirementWithdrawn(), END, True),
        (ONE, drafted(DEAR), None, False),
    ],
)
def test_a_change_bears_on_offerings_from_the_first_instant_that_differs(
    before: list[Any], change: Any, since: datetime | None, moves: bool
) -> None:
    then, now = service(*before), service(*before, change)
    assert service_change.since(then, now) == since
    assert service_change.moves_bounds(then, now) == moves


@pytest.mark.parametrize(
    ("derivation", "otherwise"), [(DERIVATION, False), ("offering@0", True), ("", True)]
)
def test_what_another_derivation_published_is_derived_anew(
    derivation: str, *, otherwise: bool
) -> None:
    [(name, known)] = open_from(FIRST).items()
    event = facts.OfferingAssessed(
        offering=name,
        replaces_from=effective.stamp(FIRST),
        spans=known.published,
        derivation=derivation,
    )
    assert is_derived_otherwise(after(DECIDER, event)) == otherwise
    assert not is_derived_otherwise(Offering())


def open_from(at: datetime, *, until: datetime | None = None) -> dict[str, Offering]:
    spans = [facts.OfferingSpan(effective_time=effective.stamp(at), open=until != at)]
    if until:
        spans.append(facts.OfferingSpan(effective_time=effective.stamp(until)))
    return {"services/a/offerings/q": Offering(published=tuple(spans))}


GAP = service(version(1, at=SECOND, stated=FREE), version(2, at=END, stated=FREE))
"""A first version from the second date on; without it nothing is in force until the end."""


def withdrawing_first(offerings: dict[str, Offering]) -> None:
    gap = versions.DECIDER.fold(GAP, [Fact(withdrawn(1), NOW, "")])
    service_change.require_unoffered(GAP, gap, offerings)


def test_the_first_version_is_not_withdrawn_from_under_what_is_open_before_the_next() -> None:
    planned = open_from(SECOND + DAY)
    found = refused_with(lambda: withdrawing_first(planned))
    assert found == {"version": "1", "offerings": "services/a/offerings/q"}
    moment = timedelta(microseconds=1)
    withdrawing_first(open_from(END))
    assert refused_with(lambda: withdrawing_first(open_from(END - moment)))
    withdrawing_first(open_from(SECOND, until=SECOND))
    assert refused_with(lambda: withdrawing_first(open_from(SECOND, until=SECOND + moment)))
    withdrawing_first({})


def test_a_refusal_names_some_of_many_offerings() -> None:
    many = {
        f"services/a/offerings/q{n}": each
        for n in range(50)
        for each in [*open_from(SECOND).values()]
    }
    named = refused_with(lambda: withdrawing_first(many))["offerings"]
    assert named.startswith("services/a/offerings/q0, ")
    assert len(named) < 500


def test_no_gap_is_left_while_an_earlier_version_is_in_force() -> None:
    two = service(*ONE, version(2, at=SECOND, stated=FREE))
    one = versions.DECIDER.fold(two, [Fact(withdrawn(2), NOW, "")])
    service_change.require_unoffered(two, one, open_from(SECOND + DAY))
