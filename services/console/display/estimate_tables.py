"""Estimates as tables, and as the service's own JSON: fractions, exact.

Must not divide: percentages are the service's own.
"""

from collections.abc import Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict
from rich.table import Table

from motcua.metrics.v1 import estimates_pb2 as messages
from services.console.display.names import IDS, Names
from services.console.display.numbers import integer
from services.console.display.rate_tables import CUT
from services.console.display.screen import screen
from services.console.display.tables import STATES, bounded, known_at, units_in_words
from services.console.display.words import word
from services.console.instants import from_date, period_name

# Of `--csv`: as those of a rate.
ORDER = (
    *("receipt.definition", "receipt.version", "receipt.scope.unit", "receipt.scope.service"),
    *("receipt.scope.alone", "receipt.scope.filters", "receipt.scope.units_time"),
    *("receipt.period", "state", "receipt.numerator", "receipt.denominator", "percent"),
    *("percent_low", "percent_high", "receipt.excluded", "receipt.unknown", "receipt.considered"),
    *("receipt.assisted", "receipt.not_attributable", "receipt.as_of", "receipt.positions"),
    *("receipt.digest", "receipt.definition_digest", "receipt.buckets", "receipt.shares"),
)
COLUMNS = ("numerator", "denominator", "rate", "unknown", "excluded")


def document(estimate: messages.EstimatedRate) -> dict[str, Any]:
    """As the service says it, with the names of the contract; 64 bits are texts."""
    found: dict[str, Any] = MessageToDict(
        estimate, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return found


def print_estimates(found: Sequence[messages.EstimatedRate], names: Names = IDS) -> None:
    """One table of one definition: each successor, and the whole below."""
    whole, *lines = found
    cut = whole.receipt.not_attributable.numerator > 0
    table = Table(title=title(whole, names), title_justify="left", caption_justify="left")
    table.add_column(word("unit"), overflow="fold")
    for name in (*COLUMNS, *([CUT] if cut else [])):
        table.add_column(word(name), justify="right")
    for each in lines:
        table.add_row(names.of(each.receipt.scope.unit), *cells(each, cut=cut))
    table.add_section()
    table.add_row(word("all"), *cells(whole, cut=cut), style="bold")
    table.caption = f"{units_in_words(whole.receipt.scope)} · {known_at(whole)}"
    screen().print(table)


def title(whole: messages.EstimatedRate, names: Names = IDS) -> str:
    """What was asked, and that nothing of it is counted."""
    receipt = whole.receipt
    days = period_name(from_date(receipt.period.start), from_date(receipt.period.end))
    where = names.of(receipt.scope.unit) or word("whole tree")
    return f"{receipt.definition}@{receipt.version} · {where} · {days} · {word('estimated')}"


def cells(each: messages.EstimatedRate, *, cut: bool) -> list[str]:
    """Its numbers, in the order of the columns; `cut`: also what the period cuts."""
    receipt = each.receipt
    excluded = (f"{out.reason} {number(out.weight)}" for out in receipt.excluded)
    return [
        number(receipt.numerator),
        number(receipt.denominator),
        bounded(each) if each.percent else word(STATES.get(each.state, "")),
        number(receipt.unknown),
        ", ".join(excluded),
        *([number(receipt.not_attributable)] if cut else []),
    ]


def number(fraction: messages.Fraction) -> str:
    """`50`, or `100/3`."""
    whole = fraction.denominator in (0, 1)
    return integer(fraction.numerator) + ("" if whole else f"/{integer(fraction.denominator)}")
