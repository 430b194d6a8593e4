"""Receipts taken apart: leaves, the items of one leaf, and what differs from another party's.

Given a receipt and what somebody has for it, then the units and months that differ, and no other.
Must not need a server.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

import pytest

from motcua.metrics.v1 import receipts_pb2 as messages
from motcua.metrics.v1.events_pb2 import Disclosure, Rate, Receipt
from motcua.metrics.v1.metrics_pb2 import ExplainRateRequest, GetRateRequest, LeafName
from services.chassis.errors import Refusal
from services.metrics.api.receipts import Receipts
from services.metrics.api.servicer import Metrics
from services.metrics.domain.disclosure.small import public
from services.metrics.domain.figures import date_message
from services.metrics.domain.periods import midnight
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, DISTRICT, IN_PERSON, OTHER, WARD
from tests.metrics.naive_digest import digest_of_items, sha
from tests.metrics.test_questions_asked import Standing, as_known

APRIL = midnight(date(2026, 4, 3))
PLACES = [(WARD, AT), (DISTRICT, AT), (OTHER, AT), (WARD, APRIL)]


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


@pytest.fixture
async def metrics(fed: Fed) -> AsyncIterator[Metrics]:
    """Four dossiers, three in March and one in April; then the first one's channel is another."""
    events = []
    for number, (unit, at) in enumerate(PLACES, 1):
        position = 2 * number - 1
        events.append(given.recorded(position, given.submitted(number), at, version=1))
        events.append(given.recorded(position + 1, given.accepted(number, unit=unit), at))
    events.append(given.recorded(9, given.accepted(1, channel=IN_PERSON)))
    await fed.apply(events)
    projectors = {
        "catalog": Standing(fed.catalog, end=fed.catalog),
        "submissions": Standing(9, end=9),
    }
    return Metrics(fed.reader, as_known(fed, projectors))


@pytest.fixture
def receipts(fed: Fed, metrics: Metrics) -> Receipts:
    return Receipts(metrics, fed.reader)


def asking(*, until: date = date(2026, 5, 1), known: int = 9, **options: Any) -> GetRateRequest:
    request = GetRateRequest(definition="online_handling", **options)
    request.start_date.CopyFrom(date_message(date(2026, 3, 1)))
    request.end_date.CopyFrom(date_message(until))
    request.as_known.add(stream="submissions", position=known)
    return request


async def listed(receipts: Receipts, request: GetRateRequest) -> tuple[Receipt, list[Any]]:
    parts = [
        each async for each in receipts.ListLeaves(messages.ListLeavesRequest(rate=request), None)
    ]
    return parts[0].rate.receipt, [each.leaf for each in parts[1:]]


async def compared(
    receipts: Receipts, receipt: Receipt, leaves: list[Any]
) -> tuple[list[str], list[Any]]:
    """The fields that differ, and the leaves."""
    request = messages.CompareReceiptRequest(receipt=receipt, leaves=leaves)
    first, *rest = [each async for each in receipts.CompareReceipt(request, None)]
    return list(first.comparison.differing), [each.leaf for each in rest]


async def explained(metrics: Metrics, request: GetRateRequest, *leaf: str) -> list[Any]:
    name = LeafName(unit=leaf[0], part=leaf[1]) if leaf else None
    asked = ExplainRateRequest(rate=request, leaf=name)
    return [each.item async for each in metrics.ExplainRate(asked, None) if each.HasField("item")]


async def test_leaves_give_the_digest_and_their_items_give_each_leaf(
    receipts: Receipts, metrics: Metrics
) -> None:
    request = asking(until=date(2026, 4, 20))  # April is cut
    receipt, leaves = await listed(receipts, request)
    names = [(each.name.unit, each.name.part) for each in leaves]
    assert names == [
        (DISTRICT, "2026-03"), (OTHER, "2026-03"), (WARD, "2026-03"), (WARD, "2026-04"),
    ]  # fmt: skip
    lines = [f"{each.name.unit}\t{each.name.part}\t{each.digest}\n" for each in leaves]
    assert receipt.digest == sha(lines)
    for unit, part in names:
        [item] = await explained(metrics, request, unit, part)
        assert item.unit == unit
        line = sha([f"dossier\t{item.id}\t{CLASSES[item.membership]}\t\t1\n"])
        assert line in {each.digest for each in leaves if each.name.part == part}
    items = await explained(metrics, request)
    assert digest_of_items(items) == receipt.digest


CLASSES = {1: "numerator", 2: "denominator"}


@pytest.mark.parametrize(
    "leaf",
    [(OTHER, "2026-03"), (DISTRICT, "2026-05"), (DISTRICT, "März"), ("-", "2026-03"), ("", "")],
)
async def test_of_a_leaf_that_the_figure_does_not_have_there_are_no_items(
    metrics: Metrics, leaf: tuple[str, str]
) -> None:
    """Above all not those of another subtree, which the caller may not see."""
    assert await explained(metrics, asking(unit=DISTRICT), *leaf) == []
    assert len(await explained(metrics, asking(unit=DISTRICT), WARD, "2026-03")) == 1


async def test_coverage_has_one_leaf_that_names_the_scope_and_the_day(
    receipts: Receipts, metrics: Metrics
) -> None:
    for unit, named in (("", "-"), (DISTRICT, DISTRICT)):
        request = asking(unit=unit)
        request.definition = "coverage.l3l4"
        receipt, leaves = await listed(receipts, request)
        names = [(each.name.unit, each.name.part) for each in leaves]
        items = await explained(metrics, request)
        assert names == ([(named, "2026-05-01")] if items else [])
        assert digest_of_items(items, one=(named, "2026-05-01")) == receipt.digest
        assert await explained(metrics, request, named, "2026-05-01") == items
        assert await explained(metrics, request, named, "2026-03") == []


async def test_a_receipt_equals_itself_and_the_later_one_differs_where_it_was_corrected(
    receipts: Receipts,
) -> None:
    then, leaves_then = await listed(receipts, asking(known=8))
    now, leaves_now = await listed(receipts, asking())
    for receipt, leaves in ((then, leaves_then), (now, leaves_now)):
        receipt.excluded.reverse()
        receipt.positions.reverse()
        assert await compared(receipts, receipt, leaves) == ([], [])
    fields, different = await compared(receipts, now, leaves_then)
    assert fields == []
    [leaf] = different
    assert (leaf.name.unit, leaf.name.part) == (WARD, "2026-03")
    assert leaf.stated != leaf.computed
    assert await compared(receipts, now, []) == ([], [])


@pytest.mark.parametrize(
    ("field", "value"),
    [("numerator", 4), ("digest", "0" * 64), ("considered", 5), ("assisted", 1)],
)
async def test_what_was_tampered_with_is_told_by_name(
    receipts: Receipts, field: str, value: Any
) -> None:
    receipt, leaves = await listed(receipts, asking())
    setattr(receipt, field, value)
    assert await compared(receipts, receipt, leaves) == ([field], [])


async def test_a_leaf_that_one_side_lacks_is_told(receipts: Receipts) -> None:
    receipt, [first, *rest] = await listed(receipts, asking())
    more = messages.Leaf(name=LeafName(unit="units/z", part="2026-03"), digest="0" * 64)
    _, found = await compared(receipts, receipt, [*rest, more])
    assert [(each.name.unit, bool(each.stated), bool(each.computed)) for each in found] == [
        (first.name.unit, False, True),
        ("units/z", True, False),
    ]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("receipt.definition", {"definition": "nothing"}),
        ("receipt.version", {"version": 0}),
        ("receipt.positions", {"positions": []}),
    ],
)
async def test_a_receipt_that_cannot_be_asked_about_is_refused_by_its_fields(
    receipts: Receipts, field: str, change: dict[str, Any]
) -> None:
    receipt, _ = await listed(receipts, asking())
    for name, value in change.items():
        receipt.ClearField(name)  # type: ignore[arg-type]
        if value and isinstance(value, str):
            setattr(receipt, name, value)
    with pytest.raises(Refusal) as refused:
        await compared(receipts, receipt, [])
    assert refused.value.field == field


async def test_a_position_beyond_the_end_is_refused(receipts: Receipts) -> None:
    receipt, _ = await listed(receipts, asking())
    receipt.positions[1].position = 10**9
    with pytest.raises(Refusal) as refused:
        await compared(receipts, receipt, [])
    assert (refused.value.reason.code, refused.value.field) == (
        "POSITION_UNKNOWN",
        "receipt.positions",
    )


async def test_of_the_publics_receipt_what_it_lacks_is_not_compared(receipts: Receipts) -> None:
    whole, leaves = await listed(receipts, asking())
    seen = public(Rate(receipt=whole), Disclosure.DISCLOSURE_SHOWN).receipt
    assert await compared(receipts, seen, leaves) == ([], [])
    seen.numerator += 1
    assert await compared(receipts, seen, leaves) == (["numerator"], [])
    whole.assisted += 1
    assert await compared(receipts, whole, leaves) == (["assisted"], [])
