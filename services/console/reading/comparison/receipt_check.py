"""`./motcua verify RECEIPT`: saved receipts recomputed from the streams, up to their own positions.

Promises the fields that differ, and the units and months at which the service's leaves do. Must not
read a database, nor take a number from the service.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.table import Table

from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1 import receipts_pb2 as messages
from motcua.metrics.v1.events_pb2 import Receipt
from services.console import terminal
from services.console.display.progress import progress
from services.console.display.screen import screen
from services.console.display.tables import in_zone
from services.console.instants import from_timestamp
from services.console.outcome import Difference as Differs
from services.console.outcome import Mistake, Refused
from services.console.portal.client import Portal
from services.console.portal.questions import ROLE
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.receipt_file import receipts_in
from services.console.reading.comparison.receipts import differing_numbers, service_numbers
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures import activity
from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.sums import Figure, Numbers
from services.console.reading.figures.targets import Aim, Aims
from services.console.reading.folding.both_streams import read_streams
from services.console.reading.folding.dossier_store import IncompleteDossierError
from services.console.reading.folding.fold import BrokenStreamError, Reading

SHOWN = 20
STREAMS = {"catalog", "submissions"}


@dataclass
class Checked:
    """A receipt, and what differs: by field ours and the receipt's, by leaf ours and the service's;
    None: it was not compared with the service.
    """

    receipt: Receipt
    fields: dict[str, tuple[object, object]]
    leaves: dict[Leaf, tuple[str, str]] | None = field(default=None)
    recomputed: Numbers = field(default_factory=lambda: Figure().numbers())
    aims: list[Aim] = field(default_factory=list)  # targets that hold for it
    is_estimate: bool = False


async def check_file(portal: Portal, path: Path) -> list[Checked]:
    """Every receipt in a file."""
    receipts = receipts_in(path)
    known, not_known = interpreted(await adopted(portal))
    by_name = {f"{each.id}@{each.version}": each for each in known}
    for receipt in receipts:
        must_be_known(receipt, by_name, not_known)
    found: list[Checked] = []
    for positions, those in groupby(sorted(receipts, key=positions_of), positions_of):
        found += await check_at(portal, dict(positions), list(those), by_name)
    return found


def positions_of(receipt: Receipt) -> tuple[tuple[str, int], ...]:
    """In the order of the streams' names."""
    return tuple(sorted((each.stream, each.position) for each in receipt.positions))


def must_be_known(
    receipt: Receipt, known: Mapping[str, Definition], not_known: Mapping[str, str]
) -> None:
    """A definition and positions that this reading can recompute with."""
    name = f"{receipt.definition}@{receipt.version}"
    if name not in known:
        why = not_known.get(name, "the service shows no such definition")
        raise Mistake(f"{name} cannot be recomputed: {why}")
    if known[name].facts & activity.FACTS:
        raise Mistake(
            f"{name} looks at all of a period: verify without a file recomputes its months"
        )
    if {each.stream for each in receipt.positions} != STREAMS:
        raise Mistake("a receipt names a position in each of the streams catalog and submissions")


async def check_at(
    portal: Portal,
    positions: dict[str, int],
    receipts: Sequence[Receipt],
    known: Mapping[str, Definition],
) -> list[Checked]:
    """Receipts of the same positions, by one reading of the streams."""
    asked = [
        answered_question(each, known[f"{each.definition}@{each.version}"]) for each in receipts
    ]
    reading = await read_at(portal, positions)
    try:
        figures = recomputed(reading, asked)
    except (IncompleteDossierError, KeyError) as broken:
        raise not_held(broken) from None
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


async def read_at(portal: Portal, positions: dict[str, int]) -> Reading:
    """The streams up to these positions."""
    try:
        with progress("verify: reading the streams", 0, unit="events") as advance:
            url, tls = portal.installation.stream_address, portal.installation.tls
            reading = await read_streams(url, advance, positions, tls=tls)
            advance(sum(positions.values()) - advance.done)
    except (BrokenStreamError, IncompleteDossierError, KeyError) as broken:
        raise not_held(broken) from None
    return reading


def not_held(broken: Exception) -> Differs:
    """What was recorded since cannot have gone away."""
    return Differs(f"the streams do not hold what the receipt was made of: {broken}")


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


def show(found: Sequence[Checked], *, as_json: bool) -> None:
    """For people, or for programs."""
    if as_json:
        equal = not any(each.fields for each in found)
        documents = [document(each) for each in found]
        terminal.print_document({"equal": equal, "receipts": documents})
        return
    table = Table(title="verify", title_justify="left")
    for name in ("definition", "scope", "period", "receipt"):
        table.add_column(name)
    for each in found:
        table.add_row(*row(each))
    screen().print(table)
    for each in found:
        for line in lines_of(each):
            terminal.say(line)


def row(each: Checked) -> tuple[str, ...]:
    """A line of the table: what it is, and whether anything differs."""
    definition, scope, period = named(each.receipt, in_zone)
    where = f"{scope} estimated" if each.is_estimate else scope
    return definition, where, period, "differs" if each.fields else "equal"


def named(
    receipt: Receipt, written: Callable[[datetime], str] = datetime.isoformat
) -> tuple[str, str, str]:
    """Definition, scope, period; `written`: how an instant is."""
    scope, (start, end) = receipt.scope, (receipt.period.start, receipt.period.end)
    where = [scope.unit or "whole tree", scope.service, "alone" if scope.alone else ""]
    where += [f"{each.dimension}={','.join(each.values)}" for each in scope.filters]
    if scope.HasField("units_time"):
        where.append(f"units as of {written(from_timestamp(scope.units_time))}")
    days = [f"{day.year:04}-{day.month:02}-{day.day:02}" for day in (start, end)]
    return (
        f"{receipt.definition}@{receipt.version}",
        " ".join(filter(None, where)),
        " to ".join(days),
    )


def lines_of(each: Checked) -> list[str]:
    """What differs, line by line."""
    lines = [
        f"  {name}: recomputed {ours}, receipt {stated}"
        for name, (ours, stated) in each.fields.items()
    ]
    if lines and each.leaves == {}:
        lines.append("  The service computes what was recomputed: the receipt was changed.")
    for leaf, (ours, service) in list((each.leaves or {}).items())[:SHOWN]:
        sides = f"recomputed {ours or 'nothing'}, service {service or 'nothing'}"
        lines.append(f"  {leaf.unit} {leaf.part}: {sides}")
    return [" ".join(named(each.receipt)) + ":", *lines] if lines else []


def document(each: Checked) -> dict[str, Any]:
    """A receipt with what differs."""
    definition, scope, period = named(each.receipt)
    return {
        "definition": definition,
        "scope": scope,
        "period": period,
        "positions": dict(positions_of(each.receipt)),
        "equal": not each.fields,
        "fields": {
            name: {"recomputed": ours, "receipt": stated}
            for name, (ours, stated) in each.fields.items()
        },
        "leaves": None
        if each.leaves is None
        else [
            {"unit": leaf.unit, "part": leaf.part, "recomputed": ours, "service": service}
            for leaf, (ours, service) in each.leaves.items()
        ],
    }


def demand_equal(found: Sequence[Checked]) -> None:
    """An error unless every receipt is what was recomputed."""
    if differing := sum(bool(each.fields) for each in found):
        raise Differs(f"{differing:,} of {len(found):,} receipts differ")
