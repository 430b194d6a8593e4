"""`./motcua verify RECEIPT`: saved receipts recomputed from the streams, up to their own positions.

Promises the fields that differ, and the units and months at which the service's leaves do. Must not
read a database, nor take a number from the service.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1 import receipts_pb2 as messages
from motcua.metrics.v1.events_pb2 import Receipt
from services.console.display.progress import progress
from services.console.outcome import Difference, Refused
from services.console.portal.client import Portal
from services.console.portal.questions import ROLE
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.checked_file import (
    Checked,
    CheckedFile,
    UnverifiedReceipt,
    not_held,
    obstacle,
    positions_of,
)
from services.console.reading.comparison.receipt_file import receipts_in
from services.console.reading.comparison.receipts import differing_numbers, service_numbers
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.activity import COUNTED_BY
from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.sums import Figure
from services.console.reading.figures.targets import Aims
from services.console.reading.folding.both_streams import read_streams
from services.console.reading.folding.dossier_store import IncompleteDossierError
from services.console.reading.folding.fold import BrokenStreamError, Reading


async def check_file(portal: Portal, path: Path) -> CheckedFile:
    """Every receipt in a file that can be recomputed; of the others what is in the way."""
    receipts = receipts_in(path)
    known, not_known = interpreted(await adopted(portal))
    by_name = {each.name: each for each in known}
    found, can_be = CheckedFile(), list[Receipt]()
    for each in receipts:
        if why := obstacle(each, by_name, not_known):
            found.unverified.append(UnverifiedReceipt(each, why))
        else:
            can_be.append(each)
    readings = Readings(portal)
    for positions, those in groupby(sorted(can_be, key=positions_of), positions_of):
        some = list(those)
        try:
            reading = await readings.at(dict(positions))
            found.checked += await check_at(portal, reading, some, by_name)
        except Difference as beyond:
            found.checked += (not_held(each, beyond) for each in some)
    return found


async def check_at(
    portal: Portal,
    reading: Reading,
    receipts: Sequence[Receipt],
    known: Mapping[str, Definition],
) -> list[Checked]:
    """Receipts of the same positions, by a reading of the streams up to these."""
    asked = [
        answered_question(each, known[f"{each.definition}@{each.version}"]) for each in receipts
    ]
    try:
        figures = recomputed(reading, asked, known.get(COUNTED_BY))
    except (IncompleteDossierError, KeyError) as broken:
        raise lacking(broken) from None
    aims = Aims(reading)
    checked = [
        Checked(
            receipt,
            differences(figure, receipt, each.definition),
            recomputed=figure.numbers(),
            aims=aims.of(receipt, figure.numbers()),
        )
        for receipt, figure, each in zip(receipts, figures, asked, strict=True)
    ]
    for each, figure in zip(checked, figures, strict=True):
        if each.fields:
            each.leaves = await differing_leaves(portal, each.receipt, figure)
    return checked


class Readings:
    """One reading after the other, by positions in their order: each goes on where the one before
    ended, unless a position of it lies before.
    """

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._last: Reading | None = None

    async def at(self, positions: dict[str, int]) -> Reading:
        """The streams up to these positions; whoever has an earlier one has no more use of it."""
        last, self._last = self._last, None
        if last and any(last.positions[name] > at for name, at in positions.items()):
            last = None
        self._last = await read_at(self._portal, positions, last)
        return self._last


async def read_at(
    portal: Portal, positions: dict[str, int], onto: Reading | None = None
) -> Reading:
    """The streams up to these positions, on from a reading of less."""
    before = sum(onto.positions.values()) if onto else 0
    try:
        with progress("verify: reading the streams", 0, unit="event") as advance:
            url, tls = portal.installation.stream_address, portal.installation.tls
            reading = await read_streams(url, advance, positions, tls=tls, onto=onto)
            advance(sum(positions.values()) - before - advance.done)
    except (BrokenStreamError, IncompleteDossierError, KeyError) as broken:
        raise lacking(broken) from None
    return reading


def lacking(broken: Exception) -> Difference:
    """What was recorded since cannot have gone away."""
    return Difference(f"the streams do not hold what the receipt was made of: {broken}")


def differences(
    figure: Figure, receipt: Receipt, definition: Definition
) -> dict[str, tuple[object, object]]:
    """Field by field."""
    found = differing_numbers(figure.numbers(), service_numbers(receipt))
    if receipt.definition_digest not in ("", definition.digest):
        found["definition_digest"] = (definition.digest, receipt.definition_digest)
    return found


async def differing_leaves(
    portal: Portal, receipt: Receipt, figure: Figure
) -> dict[Leaf, tuple[str, str]] | None:
    """Where the service's own figure of this question differs from ours."""
    ours = {leaf: sums.digest for leaf, sums in figure.leaves.items()}
    try:
        service = await leaves_of(portal, question_of(receipt))
    except Refused:
        return None
    both = sorted(ours.keys() | service.keys())
    sides = {leaf: (ours.get(leaf, ""), service.get(leaf, "")) for leaf in both}
    return {leaf: each for leaf, each in sides.items() if each[0] != each[1]}


async def leaves_of(portal: Portal, question: api.GetRateRequest) -> dict[Leaf, str]:
    """The service's."""
    request = messages.ListLeavesRequest(rate=question)
    return {
        Leaf(each.leaf.name.unit, each.leaf.name.part): each.leaf.digest
        async for each in portal.stream(portal.receipts.ListLeaves, request, role=ROLE)
        if each.HasField("leaf")
    }


def question_of(receipt: Receipt) -> api.GetRateRequest:
    """What a receipt is the answer to."""
    scope = receipt.scope
    question = api.GetRateRequest(
        definition=receipt.definition,
        version=receipt.version,
        unit=scope.unit,
        service=scope.service,
        alone=scope.alone,
        start_date=receipt.period.start,
        end_date=receipt.period.end,
        as_known=receipt.positions,
        filters=scope.filters,
    )
    if receipt.HasField("as_of"):
        question.as_of.CopyFrom(receipt.as_of)
    if scope.HasField("units_time"):
        question.units_time.CopyFrom(scope.units_time)
    return question
