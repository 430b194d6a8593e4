"""One receipt recomputed from what was read: any period, instant and scope; and files of receipts.

Promises figures that are counted by hand here. Must not need a stack.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from motcua.metrics.v1.events_pb2 import Rate, Receipt
from services.console.display import tables
from services.console.instants import to_date, to_timestamp
from services.console.outcome import Mistake
from services.console.reading.comparison.receipt_file import receipts_in
from services.console.reading.comparison.receipts import differing_numbers, service_numbers
from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.sums import Figure
from tests.e2e.definitions import COVERAGE, DEFINITIONS, ONLINE_HANDLING
from tests.e2e.test_figures_summed import city  # noqa: F401 — a fixture
from tests.e2e.test_second_reading import NOON, City, published

BY_ID = {each.id: each for each in DEFINITIONS}


def receipt(
    definition: str = ONLINE_HANDLING,
    start: date = date(2024, 1, 1),
    end: date = date(2024, 4, 1),
    *,
    as_of: datetime | None = None,
    **scope: Any,
) -> Receipt:
    """A question as a receipt has it."""
    found = Receipt(definition=definition, version=1)
    found.period.start.CopyFrom(to_date(start))
    found.period.end.CopyFrom(to_date(end))
    if as_of:
        found.as_of.CopyFrom(to_timestamp(as_of))
    for name, value in scope.items():
        setattr(found.scope, name, value)
    return found


def figures(city: City, *receipts: Receipt) -> list[Figure]:  # noqa: F811
    asked = [answered_question(each, BY_ID[each.definition]) for each in receipts]
    return recomputed(city.reading, asked)


# Dossiers were accepted on 10 January, 19 and 20 February; the ward lies below b from February on.
@pytest.mark.parametrize(
    ("asked", "numerator", "leaves"),
    [
        (receipt(), 3, 2),
        (receipt(unit="units/b"), 3, 2),
        (receipt(unit="units/a"), 0, 0),
        (receipt(unit="units/a", end=date(2024, 2, 1)), 1, 1),
        (receipt(unit="units/b", alone=True), 0, 0),
        (receipt(unit="units/ward", alone=True), 3, 2),
        (receipt(service="services/birth"), 3, 2),
        (receipt(service="services/other"), 0, 0),
        (receipt(start=date(2024, 2, 20)), 1, 1),
        (receipt(end=date(2024, 2, 20)), 2, 2),
        (receipt(as_of=NOON), 0, 0),
        (receipt(as_of=NOON + timedelta(microseconds=1)), 1, 1),
        (receipt(as_of=NOON + timedelta(days=40, seconds=1), unit="units/b"), 2, 2),
    ],
)
def test_a_period_is_cut_and_the_tree_is_that_of_as_of(
    city: City,  # noqa: F811
    asked: Receipt,
    numerator: int,
    leaves: int,
) -> None:
    [figure] = figures(city, asked)
    assert (figure.numbers().numerator, len(figure.leaves)) == (numerator, leaves)


def test_several_receipts_are_told_apart_in_one_pass(city: City) -> None:  # noqa: F811
    asked = [receipt(), receipt(end=date(2024, 2, 1)), receipt()]
    whole, january, again = figures(city, *asked)
    assert whole == again != january
    alone = figures(city, receipt(end=date(2024, 2, 1)))
    assert [january] == alone
    assert list(january.leaves) == [Leaf("units/ward", "2024-01")]


def test_coverage_is_that_of_the_instant_in_one_leaf(city: City) -> None:  # noqa: F811
    published(city, earned=3, attainable=3)
    noon = datetime(2024, 3, 5, 5, tzinfo=UTC)
    whole, below, beside, alone = figures(
        city,
        receipt(COVERAGE, as_of=noon),
        receipt(COVERAGE, as_of=noon, unit="units/b"),
        receipt(COVERAGE, as_of=noon, unit="units/a"),
        receipt(COVERAGE, as_of=noon, unit="units/b", alone=True),
    )
    assert list(whole.leaves) == [Leaf("-", "2024-03-05")]
    assert list(below.leaves) == [Leaf("units/b", "2024-03-05")]
    assert whole.numbers().numerator == below.numbers().numerator == 1
    assert beside.leaves == alone.leaves == {}


def test_a_receipt_is_read_as_the_command_and_as_the_service_writes_it(tmp_path: Path) -> None:
    rate = Rate(receipt=receipt(unit="units/b", alone=True, as_of=NOON))
    saved = rate.receipt
    saved.scope.filters.add(dimension="channel", values=["online", "post"])
    saved.period.zone, saved.digest, saved.definition_digest = "Asia/Ho_Chi_Minh", "ab", "cd"
    saved.considered, saved.numerator, saved.denominator, saved.unknown = 2**40, 3, 2**40 - 5, 1
    saved.excluded.add(reason="no_due", count=5)
    saved.buckets.add(up_to=30, count=2)
    saved.buckets.add(count=1)
    for stream, position in (("catalog", 4), ("submissions", 9)):
        saved.positions.add(stream=stream, position=position)
    own, console = MessageToDict(rate), tables.document(rate)
    file = tmp_path / "receipt.json"
    for document in (
        own, own["receipt"], {"rate": own, "month": "2024-01"}, console, {**console, "items": []},
        {"rates": [console], "totals": []}, [console],
        {"publications": [{"figure": "figures/1", "revisions": 0, "rate": console, "latest": own}]},
        {"revisions": [{"number": 1, "rate": console}]},
    ):  # fmt: skip
        file.write_text(json.dumps(document))
        assert receipts_in(file) == [saved]


@pytest.mark.parametrize("text", ["", "[]", "7", "{}", '{"positions": {}}', '"x"', '{"rates": []}'])
def test_what_is_no_receipt_is_a_mistake(tmp_path: Path, text: str) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(text)
    with pytest.raises(Mistake):
        receipts_in(file)


def test_of_the_publics_receipt_what_it_states_is_compared() -> None:
    whole = receipt(unit="units/b", as_of=NOON)
    whole.digest, whole.assisted, whole.considered = "ab", 2, 9
    public = Receipt()
    public.CopyFrom(whole)
    public.ClearField("digest")
    public.ClearField("assisted")
    assert differing_numbers(service_numbers(whole), service_numbers(public)) == {}
    public.considered += 1
    assert differing_numbers(service_numbers(whole), service_numbers(public)) == {
        "considered": (9, 10)
    }
    public.digest = "cd"
    assert differing_numbers(service_numbers(whole), service_numbers(public)).keys() == {
        "considered", "assisted", "digest",
    }  # fmt: skip
