"""What came of a file of receipts: those that were recomputed, and those that could not be.

Promises that none is left out, and that nothing is called equal that was not recomputed.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from rich.table import Table

from motcua.metrics.v1.events_pb2 import Receipt
from services.console import terminal
from services.console.display.numbers import apart, counted, integer
from services.console.display.screen import screen
from services.console.display.tables import in_zone
from services.console.display.words import word
from services.console.instants import from_timestamp
from services.console.outcome import Difference, Unverified, spoken
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures import activity
from services.console.reading.figures.digest import Leaf
from services.console.reading.figures.sums import Figure, Numbers
from services.console.reading.figures.targets import Aim

SHOWN = 20
STREAMS = {"catalog", "submissions"}
CHANGED = (
    "Hệ thống tính ra đúng như số tính lại: chứng từ đã bị sửa.",
    "The service computes what was recomputed: the receipt was changed.",
)


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


class UnverifiedReceipt(NamedTuple):
    """A receipt that this reading cannot recompute, and what is in the way."""

    receipt: Receipt
    why: str


@dataclass
class CheckedFile:
    """All receipts of a file."""

    checked: list[Checked] = field(default_factory=list)
    unverified: list[UnverifiedReceipt] = field(default_factory=list)

    @property
    def differing(self) -> int:
        """How many are not what was recomputed."""
        return sum(bool(each.fields) for each in self.checked)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.checked) + len(self.unverified)


def not_held(receipt: Receipt, why: Difference, *, is_estimate: bool = False) -> Checked:
    """Of a receipt whose positions the streams do not reach, or of which they lack something."""
    stated = ", ".join(f"{name} {position:,}" for name, position in positions_of(receipt))
    return Checked(receipt, {"positions": (why.message, stated)}, is_estimate=is_estimate)


def obstacle(
    receipt: Receipt, known: Mapping[str, Definition], not_known: Mapping[str, str]
) -> str:
    """Why this reading cannot recompute it; "" where it can."""
    name = f"{receipt.definition}@{receipt.version}"
    if name not in known:
        return not_known.get(name, "the service shows no such definition")
    if known[name].facts & activity.FACTS and activity.COUNTED_BY not in known:
        return f"it counts dossiers by {activity.COUNTED_BY}, which this reading does not know"
    if {each.stream for each in receipt.positions} != STREAMS:
        return "it does not name a position in each of the streams catalog and submissions"
    return ""


def positions_of(receipt: Receipt) -> tuple[tuple[str, int], ...]:
    """In the order of the streams' names."""
    return tuple(sorted((each.stream, each.position) for each in receipt.positions))


def show(found: CheckedFile, *, as_json: bool) -> None:
    """For people, or for programs."""
    if as_json:
        terminal.print_document(file_document(found))
        return
    table = Table(title=word("verified"), title_justify="left")
    for name in ("definition", "scope", "period", "receipt"):
        table.add_column(word(name))
    for each in found.checked:
        table.add_row(*row(each))
    for left_out in found.unverified:
        table.add_row(*named(left_out.receipt, in_zone, word), word("not verified"))
    screen().print(table)
    for each in found.checked:
        for line in lines_of(each):
            terminal.say(line)
    for line in reasons(found.unverified):
        terminal.say(line)


def file_document(found: CheckedFile) -> dict[str, Any]:
    """All of it; `equal`: that something was recomputed, and nothing differs."""
    return {
        "equal": bool(found.checked) and not found.differing,
        "receipts": [document(each) for each in found.checked],
        "not_verified": [
            {**question(each.receipt), "reason": each.why} for each in found.unverified
        ],
    }


def reasons(unverified: list[UnverifiedReceipt]) -> list[str]:
    """Each reason once, with how many receipts of a definition are not recomputed for it."""
    times = Counter((named(each.receipt)[0], each.why) for each in unverified)
    return [
        spoken(
            f"Chưa kiểm tra: {integer(n)} của {name}, vì {why}",
            f"Not verified: {n:,} of {name}, since {why}",
        )
        for (name, why), n in times.items()
    ]


def row(each: Checked) -> tuple[str, ...]:
    """A line of the table: what it is, and whether anything differs."""
    definition, scope, period = named(each.receipt, in_zone, word)
    where = f"{scope} {word('estimate')}" if each.is_estimate else scope
    return definition, where, period, word("differs" if each.fields else "equal")


def named(
    receipt: Receipt,
    written: Callable[[datetime], str] = datetime.isoformat,
    translated: Callable[[str], str] = str,
) -> tuple[str, str, str]:
    """Definition, scope, period; `written`: how an instant is, `translated`: how a word is."""
    scope, (start, end) = receipt.scope, (receipt.period.start, receipt.period.end)
    where = [
        scope.unit or translated("whole tree"),
        scope.service,
        translated("alone") if scope.alone else "",
    ]
    where += [f"{each.dimension}={','.join(each.values)}" for each in scope.filters]
    if scope.HasField("units_time"):
        where.append(f"{translated('units as of')} {written(from_timestamp(scope.units_time))}")
    days = [f"{day.year:04}-{day.month:02}-{day.day:02}" for day in (start, end)]
    return (
        f"{receipt.definition}@{receipt.version}",
        " ".join(filter(None, where)),
        f" {translated('to')} ".join(days),
    )


def lines_of(each: Checked) -> list[str]:
    """What differs, line by line."""
    lines = [
        f"  {word(name)}: {word('recomputed')} {ours}, {word('in the receipt')} {stated}"
        for name, (ours, stated) in each.fields.items()
    ]
    if lines and each.leaves == {}:
        lines.append(f"  {spoken(*CHANGED)}")
    for leaf, (ours, service) in list((each.leaves or {}).items())[:SHOWN]:
        sides = [
            f"{word('recomputed')} {ours or word('nothing')}",
            f"{word('of the metrics service')} {service or word('nothing')}",
        ]
        lines.append(f"  {leaf.unit} {leaf.part}: {', '.join(sides)}")
    return [" ".join(named(each.receipt, translated=word)) + ":", *lines] if lines else []


def document(each: Checked) -> dict[str, Any]:
    """A receipt with what differs."""
    return {
        **question(each.receipt),
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


def question(receipt: Receipt) -> dict[str, Any]:
    """What it is about, and as known where."""
    definition, scope, period = named(receipt)
    positions = dict(positions_of(receipt))
    return {"definition": definition, "scope": scope, "period": period, "positions": positions}


def demand_equal(found: CheckedFile, kind: tuple[str, str] = ("receipt", "chứng từ")) -> None:
    """An error unless each of them is what was recomputed; of another kind where some were not."""
    left_out = len(found.unverified)
    not_verified = spoken("không kiểm tra được", "could not be verified")
    if found.differing:
        problem = apart(found.differing, *kind, of=found.total)
        if left_out:
            problem += f", {word('and')} {integer(left_out)} {not_verified}"
        raise Difference(problem)
    if left_out:
        of = counted(found.total, *kind)
        raise Unverified(f"{integer(left_out)} {word('of')} {of} {not_verified}")
