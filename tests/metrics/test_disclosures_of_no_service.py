"""Items of no service, such as petitions and counted facts of all services together: what is left
of a total less each service is theirs.

Receipts are given, then counted facts are published. Must not need NATS.
"""

from datetime import date
from typing import Any

import pytest

from motcua.metrics.v1.events_pb2 import Disclosure
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.log import Log
from services.metrics.api.publishing import Publishing
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.periods import Period, midnight
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed, disclosures
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_combined import BOTH, of_service
from tests.metrics.test_disclosures_decided import below
from tests.metrics.test_disclosures_superseded import figure, shown
from tests.metrics.test_figures_published import asking, publish, publishing

__all__ = ["publishing"]
SERVICES = ("services/x", "services/y")


def test_what_two_services_leave_is_that_of_none() -> None:
    """20 of 42 less 11 of 25 less 6 of 14 is 3 of 3."""
    every = figure("b", 20, 42, period=BOTH)
    by_service = {"x": of_service(SERVICES[0], 11, 25), "y": of_service(SERVICES[1], 6, 14)}
    world = World(below, {"service": frozenset([*SERVICES, "unknown"])})
    assert hidden({"all": every, **by_service}, {}, DEFINITIONS, world) == {"y"}
    many = {"all": figure("b", 25, 52, period=BOTH), **by_service}
    assert hidden(many, {}, DEFINITIONS, world) == set()


def test_whoever_knows_that_all_are_of_a_service_learns_more() -> None:
    """48 of x and y in three months less 30 of x less 10 of y of January is 8 of y: 4 are not in
    the numerator, where nobody is of no service. That two months have 34 says nothing of it.
    """
    quarter, january, both = (Period(date(2026, 1, 1), date(2026, n, 1)) for n in (4, 2, 3))
    x = of_service(SERVICES[0], 12, 30, period=quarter)
    seen = {
        "all": shown(figure("b", 21, 48, period=quarter)),
        "x": shown(x),
        "two": shown(figure("b", 14, 34, period=both)),
    }
    last = {"y": of_service(SERVICES[1], 5, 10, period=january)}
    world = World(below, {"service": frozenset([*SERVICES, "unknown"])})
    assert hidden(last, seen, DEFINITIONS, world) == {"y"}


def counted(number: int, n: int, **of: Any) -> events.CountRecorded:
    start, end = (midnight(date(2026, month, 1)) for month in (3, 4))
    return given_items.count(number, n, start=start, end=end, channel=given.ONLINE, **of)


@pytest.mark.parametrize(("of_none", "few"), [(3, True), (30, False)])
async def test_the_rest_of_no_service_is_known_to_be_one(
    fed: Fed, log: Log, publishing: Publishing, of_none: int, *, few: bool
) -> None:
    facts = [counted(1, 25), counted(2, 14, service=given.LAND), counted(3, of_none, service="")]
    await fed.learn(given.published(given.LAND))
    await fed.apply([given.recorded(n, each) for n, each in enumerate(facts, 1)])
    world = await disclosures(fed, log).world([])
    assert world.values["service"] == {given.BIRTH, given.LAND, "unknown"}
    disclosed = []
    for service in ("", given.BIRTH, given.LAND):
        [each] = await publish(publishing, asking("online_handling.all", service=service))
        disclosed.append(each.disclosure == Disclosure.DISCLOSURE_SHOWN)
    assert disclosed == [True, True, not few]
