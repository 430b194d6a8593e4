"""Counted facts of a quarter are in none of its months: that these are less than the quarter does
not contradict what the quarter gives.

Receipts are given, then counted facts are published. Must not need NATS.
"""

from datetime import date
from uuid import uuid4

from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import Disclosure
from motcua.metrics.v1.publications_pb2 import FigureToPublish, PublishFiguresRequest
from services.chassis.log import Log
from services.metrics.api.publishing import Publishing
from services.metrics.domain.disclosure.candidates import Candidate
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World, divide
from services.metrics.domain.figures import instant_message
from services.metrics.domain.periods import Period, midnight
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_moved import EARLIER
from tests.metrics.test_disclosures_superseded import WORLD, figure, shown
from tests.metrics.test_figures_published import publish, publishing

__all__ = ["publishing"]
MONTHS = [date(2026, month, 1) for month in (1, 2, 3, 4)]
QUARTER = Period(MONTHS[0], MONTHS[3])
PARTS = [Period(*MONTHS[n : n + 2]) for n in range(3)]
CUT_OFF = midnight(QUARTER.end)
NUMBERS = {"city": (30, 57), "a": (10, 20), "b": (17, 34)}  # c has 3


def of(unit: str, numerator: int, denominator: int, period: Period, *, cut: int = 0) -> Candidate:
    """As of the end of the quarter, also of a month."""
    found = figure(unit, numerator, denominator, period=period)
    found.receipt.not_attributable = cut
    return found._replace(question=found.question._replace(as_of=CUT_OFF))


def test_months_without_what_the_quarter_holds_do_not_hide_what_it_gives() -> None:
    cut = {
        f"{unit} {period}": shown(of(unit, 0, 0, period, cut=n))
        for unit, (_, n) in NUMBERS.items()
        for period in PARTS
    }
    wanted = {unit: of(unit, *counts, QUARTER) for unit, counts in NUMBERS.items()}
    assert hidden(wanted, cut, DEFINITIONS, WORLD) == {"a"}
    few = {"few": of("c", 3, 3, QUARTER)}
    assert hidden({**wanted, **few}, cut, DEFINITIONS, WORLD) == {"a", "few"}


def test_where_no_fact_is_cut_a_quarter_is_its_months() -> None:
    """A is of single dossiers: 20 of three months less 12 and less 5 are 3 of March."""
    seen = {
        "city": shown(of("city", 0, 0, PARTS[0], cut=57)),
        "january": shown(of("a", 5, 12, PARTS[0])),
        "february": shown(of("a", 5, 5, PARTS[1])),
    }
    last = {"quarter": of("a", 10, 20, QUARTER)}
    assert hidden(last, seen, DEFINITIONS, WORLD) == {"quarter"}


def test_what_a_period_does_not_cut_is_in_no_cell() -> None:
    rest = Period(PARTS[1].start, QUARTER.end)
    questions = [of("a", 0, 0, each).question for each in (PARTS[0], rest, QUARTER)]
    alone = World(lambda unit, _: frozenset([unit]), {})
    january, others, quarter = divide(questions, alone, cut={0, 1}).regions
    assert len(quarter.cells - january.cells - others.cells) == 1  # what both cut
    january, others, quarter = divide(questions, alone).regions
    assert quarter.cells == january.cells | others.cells
    found = divide(questions, alone, cut={0})
    assert len(found.nobody) == 1
    assert found.regions[2].cells - found.nobody == january.cells | others.cells


def test_a_ward_without_counted_facts_adds_up_beside_one_that_has_some() -> None:
    """C, of which nothing is published, is the city less A less B: 21 and 23 of two months each, 37
    of three. So 7 of February, of which 3 are on time.
    """
    two = [Period(MONTHS[0], MONTHS[2]), Period(MONTHS[1], MONTHS[3]), QUARTER]
    a, b = [(0, 0), (0, 0), (25, 50)], [(20, 40), (20, 40), (35, 70)]
    city = [(30, 61), (32, 63), (79, 157)]
    seen = {
        f"{unit} {n}": shown(of(unit, *numbers[n], two[n], cut=0 if unit == "b" or n == 2 else 50))
        for unit, numbers in {"city": city, "a": a, "b": b}.items()
        for n in range(3)
    }
    last = {"city 2": of("city", *city[2], QUARTER)}
    del seen["city 2"]
    tables_of = WORLD._replace(counted=frozenset(["units/a"]))
    assert hidden(last, seen, DEFINITIONS, tables_of) == {*last}
    assert hidden(last, seen, DEFINITIONS, WORLD) == set()  # C, too, may have a table of a quarter


def asking(unit: str, period: Period) -> PublishFiguresRequest:
    start, end = (Date(year=each.year, month=each.month, day=each.day) for each in period)
    return PublishFiguresRequest(
        unit=unit, start_date=start, end_date=end, as_of=instant_message(CUT_OFF),
        figures=[FigureToPublish(definition="online_handling.all")],
        request_id=str(uuid4()),
    )  # fmt: skip


async def test_a_table_of_a_quarter_is_published_by_months_and_as_a_quarter(
    fed: Fed, log: Log, publishing: Publishing
) -> None:
    """The district's 57 less 20 and 34 of two wards is the 3 of the third."""
    wards = [f"units/ward-{each}" for each in "abc"]
    await fed.learn(*(given.unit_opened(each, given.DISTRICT, since=EARLIER) for each in wards))
    start, end = (midnight(each) for each in QUARTER)
    facts = [
        given_items.count(n, many, start=start, end=end, unit=unit, channel=given.ONLINE)
        for n, (unit, many) in enumerate(zip(wards, (20, 34, 3), strict=True), 1)
    ]
    await fed.apply([given.recorded(n, each) for n, each in enumerate(facts, 1)])
    disclosed = []
    for period in (*PARTS, QUARTER):
        for unit in (given.DISTRICT, *wards[:2]):
            [each] = await publish(publishing, asking(unit, period))
            disclosed.append(each.disclosure == Disclosure.DISCLOSURE_SHOWN)
    assert disclosed == [True] * 11 + [False]
    world = await publishing.disclosures.world([])
    assert world.counted == {*wards}
