"""`./motcua compare`: where two receipts of one question differ, down to units, months and items.

Example: last month's receipt against what is known now names the ward and the month in which a
dossier was corrected, and the dossier. Must not decide which side is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1 import receipts_pb2 as messages
from motcua.metrics.v1.events_pb2 import Receipt
from services.console import terminal
from services.console.display.numbers import apart
from services.console.display.progress import progress
from services.console.display.words import word
from services.console.outcome import Difference, Mistake, spoken
from services.console.portal.as_known import as_known_option, known_from, make_known
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.questions import NOW, ROLE, get_rate, membership
from services.console.reading.comparison.checked_file import named, positions_of
from services.console.reading.comparison.differences import disagreements, spelled
from services.console.reading.comparison.receipt_check import leaves_of, question_of
from services.console.reading.comparison.receipt_file import receipts_in
from services.console.reading.comparison.receipts import differing_numbers, service_numbers
from services.console.reading.figures.digest import Leaf

SHOWN = 20  # leaves of a receipt whose items are named
Items = tuple[tuple[str, str, str], ...]  # id, class on one side, on the other
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NOT_COMPUTED = (
    "Không phải là số tính được tại vị trí của chính chứng từ",
    "Not what is computed at the receipt's own positions",
)


@dataclass
class Compared:
    """One question: what was changed in the receipt, and how it differs from the other."""

    receipt: Receipt
    other: Receipt
    changed: list[str]  # fields that are not what the service computes at the receipt's positions
    numbers: dict[str, tuple[object, object]]
    leaves: dict[Leaf, Items] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        """Nothing was changed, and both say the same."""
        return not self.changed and not self.numbers


@click.command()
@click.argument("receipt", type=FILE)
@click.argument("other", required=False, type=FILE)
@as_known_option
@terminal.json_option
@location_options
def compare(
    *,
    receipt: Path,
    other: Path | None,
    as_known: tuple[str, ...],
    as_json: bool,
    location: Location,
) -> None:
    """Show in which units, months and items saved receipts differ from OTHER, or from what is known
    now, or was known then.
    """
    if other and as_known:
        raise Mistake("state OTHER or --as-known, not both")
    known = known_from(as_known)

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            others = {named(each): each for each in receipts_in(other)} if other else None
            found = await compared_all(portal, receipts_in(receipt), others, known)
            show(found, as_json=as_json)
            if differing := sum(not each.equal for each in found):
                raise Difference(apart(differing, "receipt", "chứng từ", of=len(found)))

    run(work())


async def compared_all(
    portal: Portal,
    receipts: Sequence[Receipt],
    others: Mapping[Any, Receipt] | None,
    known: Mapping[str, Any],
) -> list[Compared]:
    """One after the other, as fast as the installation lets a caller ask."""
    found = list[Compared]()
    with progress("compare", len(receipts), unit="receipt") as advance:
        for each in receipts:
            found.append(await compared(portal, each, others, known))
            advance(1)
    return found


async def compared(
    portal: Portal,
    receipt: Receipt,
    others: Mapping[Any, Receipt] | None,
    known: Mapping[str, Any] = NOW,
) -> Compared:
    """One receipt against its other."""
    if others is None:
        other: Receipt | None = await known_at(portal, receipt, known)
    else:
        other = others.get(named(receipt))
    if other is None:
        raise Mistake(f"the other file has no receipt of {' '.join(named(receipt))}")
    changed = await changed_fields(portal, receipt)
    found = Compared(
        receipt, other, changed, differing_numbers(service_numbers(receipt), service_numbers(other))
    )
    if found.numbers:
        found.leaves = await differing_items(portal, receipt, other)
    return found


async def known_at(portal: Portal, receipt: Receipt, known: Mapping[str, Any]) -> Receipt:
    """The same question, as known otherwise: by default where the streams stand."""
    question = question_of(receipt)
    question.ClearField("as_known")
    make_known(question, known)
    return (await get_rate(portal, question)).receipt


async def changed_fields(portal: Portal, receipt: Receipt) -> list[str]:
    """What the service computes otherwise at the receipt's own positions."""
    request = messages.CompareReceiptRequest(receipt=receipt)
    async for each in portal.stream(portal.receipts.CompareReceipt, request, role=ROLE):
        if each.HasField("comparison"):
            return list(each.comparison.differing)
    return []


async def differing_items(portal: Portal, receipt: Receipt, other: Receipt) -> dict[Leaf, Items]:
    """The leaves that differ, the first of them with their items."""
    sides = question_of(receipt), question_of(other)
    one, two = await leaves_of(portal, sides[0]), await leaves_of(portal, sides[1])
    leaves = [leaf for leaf in sorted(one.keys() | two.keys()) if one.get(leaf) != two.get(leaf)]
    found: dict[Leaf, Items] = {}
    for number, leaf in enumerate(leaves):
        named_here = number < SHOWN
        found[leaf] = await items_apart(portal, sides, leaf) if named_here else ()
    return found


async def items_apart(
    portal: Portal, sides: tuple[api.GetRateRequest, api.GetRateRequest], leaf: Leaf
) -> Items:
    """Items of one leaf that are not in the same class on both sides."""
    one, two = [await classes_of(portal, question, leaf) for question in sides]
    return tuple(disagreements(one, two))


async def classes_of(portal: Portal, question: api.GetRateRequest, leaf: Leaf) -> dict[str, str]:
    """The class of every item of one leaf."""
    name = api.LeafName(unit=leaf.unit, part=leaf.part)
    request = api.ExplainRateRequest(rate=question, leaf=name)
    return {
        each.item.id: spelled(membership(each.item), each.item.reason)
        async for each in portal.stream(portal.metrics.ExplainRate, request, role=ROLE)
        if each.HasField("item")
    }


def show(found: list[Compared], *, as_json: bool) -> None:
    """For people, or for programs."""
    if as_json:
        documents = [document(each) for each in found]
        equal = all(each.equal for each in found)
        terminal.print_document({"equal": equal, "receipts": documents})
        return
    for each in found:
        for line in told(each):
            terminal.say(line)


def told(each: Compared) -> list[str]:
    """One question, line by line."""
    whole = " ".join(named(each.receipt, translated=word))
    lines = [f"{whole}: {word('equal' if each.equal else 'differs')}"]
    if each.changed:
        fields = ", ".join(map(word, each.changed))
        lines.append(f"  {spoken(*NOT_COMPUTED)}: {fields}")
    for name, (one, two) in each.numbers.items():
        lines.append(f"  {word(name)}: {sides(one, two)}")
    for leaf, items in each.leaves.items():
        lines.append(f"  {leaf.unit} {leaf.part}:")
        lines += [f"    {item}: {sides(one, two)}" for item, one, two in items]
    return lines


def sides(one: object, two: object) -> str:
    """What both say."""
    return f"{word('in the receipt')} {one}, {word('in the other')} {two}"


def document(each: Compared) -> dict[str, Any]:
    """The same for programs."""
    definition, scope, period = named(each.receipt)
    return {
        "definition": definition,
        "scope": scope,
        "period": period,
        "positions": dict(positions_of(each.receipt)),
        "other_positions": dict(positions_of(each.other)),
        "equal": each.equal,
        "changed": each.changed,
        "numbers": {
            name: {"receipt": one, "other": two} for name, (one, two) in each.numbers.items()
        },
        "leaves": [
            {
                "unit": leaf.unit,
                "part": leaf.part,
                "items": [{"id": item, "receipt": one, "other": two} for item, one, two in items],
            }
            for leaf, items in each.leaves.items()
        ],
    }
