"""What was shown of a unit that held others than is known by now: each figure lies in the units
that it was counted in, so that a unit which moved away is not what is left of two figures.

Receipts are given, then publications of a district whose ward moves. Must not need NATS.
"""

from datetime import UTC, datetime

import pytest

from motcua.metrics.v1.events_pb2 import Disclosure, StreamPosition
from services.chassis.log import Log, Recorded
from services.metrics.api.publishing import Publishing
from services.metrics.domain.disclosure.candidates import Candidate
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.queries.publications import Publications
from tests.metrics import given
from tests.metrics.conftest import Fed, disclosures
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_superseded import figure, shown
from tests.metrics.test_figures_published import asking, publish

MOVED = 7  # the position of the catalogue from which on it is known that ward c left the city
WARDS = {"units/a", "units/b", "units/c"}
EARLIER = datetime(2026, 3, 1, tzinfo=UTC)


def then(unit: str, _: datetime, position: int = MOVED) -> frozenset[str]:
    """A city of the wards a, b and c, of which c belongs to another one, as is known late."""
    wards = WARDS - {"units/c"} if position >= MOVED else WARDS
    return frozenset(wards) if unit == "units/city" else frozenset([unit])


WORLD = World(then, {}, then)


def known(each: Candidate, catalog: int) -> Candidate:
    """The figure as of a position of the catalogue."""
    each.receipt.positions.append(StreamPosition(stream="catalog", position=catalog))
    return each


def city(numerator: int, denominator: int, *, catalog: int, at: int = 1) -> Candidate:
    return known(figure("city", numerator, denominator, known=at), catalog)


def wards(numerator: int = 17, denominator: int = 34) -> dict[str, Candidate]:
    """A and B, published when all is known."""
    a, b = figure("a", 10, 20, known=9), figure("b", numerator, denominator, known=9)
    return {"a": known(a, MOVED), "b": known(b, MOVED)}


def test_a_ward_that_left_is_not_what_its_sisters_leave_of_the_city() -> None:
    """The city's 57 less A 20 less B 34 is C's 3, which everybody knows was in it then."""
    seen = {"city": shown(city(30, 57, catalog=1))}
    assert hidden(wards(), seen, DEFINITIONS, WORLD) == {"a"}


def test_a_city_that_supersedes_itself_does_not_show_what_left_it() -> None:
    seen = {"city": shown(city(30, 57, catalog=1))}
    wanted = {"city": city(27, 54, catalog=MOVED, at=9)}
    assert hidden(wanted, seen, DEFINITIONS, WORLD) == {"city"}


def test_a_figure_as_known_before_lies_in_the_units_of_before() -> None:
    """Published after its wards, by numbers of before the move."""
    seen = {name: shown(each) for name, each in wards().items()}
    assert hidden({"city": city(30, 57, catalog=1)}, seen, DEFINITIONS, WORLD) == {"city"}


def test_what_left_may_be_told_where_it_is_many() -> None:
    seen = {"city": shown(city(30, 57, catalog=1))}
    assert hidden(wards(10, 22), seen, DEFINITIONS, WORLD) == set()
    seen = {"city": shown(city(27, 54, catalog=MOVED))}
    assert hidden(wards(), seen, DEFINITIONS, WORLD) == set()


@pytest.fixture
def publishing(fed: Fed, log: Log) -> Publishing:
    return Publishing(log, fed.reader, Publications(fed.pool), disclosures(fed, log))


async def filed(fed: Fed, counts: dict[str, int]) -> None:
    """So many dossiers were accepted, by unit."""
    units = [unit for unit, n in counts.items() for _ in range(n)]
    events = list[Recorded]()
    for number, unit in enumerate(units, 1):
        came, taken = given.submitted(number, unit=unit), given.accepted(number, unit=unit)
        came.receiving_unit = taken.handling_unit = unit
        for version, event in enumerate((came, taken), 1):
            events.append(given.recorded(len(events) + 1, event, version=version))
    await fed.apply(events)


async def test_a_district_that_was_shown_keeps_a_ward_that_left_it_secret(
    fed: Fed, publishing: Publishing
) -> None:
    """The district's 23, its wards' 12 and 8; and 3 of the ward that was moved as from before."""
    names = [f"units/ward-{each}" for each in "abc"]
    await fed.learn(*(given.unit_opened(each, given.DISTRICT, since=EARLIER) for each in names))
    await filed(fed, dict(zip(names, (12, 8, 3), strict=True)))
    [district] = await publish(publishing, asking("online_handling.all", unit=given.DISTRICT))
    assert district.rate.receipt.considered == 23
    assert district.disclosure == Disclosure.DISCLOSURE_SHOWN
    await fed.learn(given.moved(names[2], given.OTHER, given.AT))
    disclosed = [
        each.disclosure
        for name in names[:2]
        for each in await publish(publishing, asking("online_handling.all", unit=name))
    ]
    assert disclosed == [Disclosure.DISCLOSURE_SHOWN, Disclosure.DISCLOSURE_HIDDEN]
