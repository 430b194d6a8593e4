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
from services.metrics.domain.periods import midnight
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed, disclosures
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_combined import BOTH, of_service
from tests.metrics.test_disclosures_decided import below
from tests.metrics.test_disclosures_superseded import figure
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
