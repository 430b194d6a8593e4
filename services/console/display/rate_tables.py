"""Rates as tables: a row for each part of a list, or a row and a column for each pair of two.

Must not divide: percentages are the service's own.
"""

from collections.abc import Iterable, Sequence

from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from services.console.display import targets
from services.console.display.screen import screen
from services.console.display.tables import brief, cells, known_at, label, word
from services.console.instants import period_name
from services.console.portal.questions import TIMES, period_of

LONGER = {"field": "field of administration", "level": "level of service"}


def print_rates(
    rates: Sequence[figures.Rate],
    by: str,
    total: figures.Rate | None,
    asked: Iterable[str],
) -> None:
    """One table of one definition, and the whole below; `asked`: the scope that was asked for."""
    if not rates:
        return
    table = Table(title=title(rates[0], asked, by), title_justify="left", caption_justify="left")
    table.add_column(named(by), overflow="fold")
    for name in ("numerator", "denominator", "rate", "unknown"):
        table.add_column(word(name), justify="right")
    table.add_column(word("excluded"))
    aimed = any(rate.targets for rate in rates)
    if aimed:
        table.add_column(word("target"))
    for rate in rates:
        table.add_row(label(rate, by), *cells(rate), *([targets.text(rate)] if aimed else []))
    if total:
        table.add_section()
        table.add_row(word("all"), *cells(total), style="bold")
    table.caption = known_at(total or rates[-1])
    screen().print(table)


def print_pivot(
    rates: Sequence[figures.Rate],
    by: str,
    across: str,
    total: figures.Rate | None,
    asked: Iterable[str],
) -> None:
    """One table of one definition: numerator, denominator and percentage of each pair."""
    if not rates:
        return
    heading = title(rates[0], asked, by, across)
    table = Table(title=heading, title_justify="left", caption_justify="left")
    columns = sorted({label(rate, across) for rate in rates})
    table.add_column(f"{named(by)} \\ {named(across)}", overflow="fold")
    for each in columns:
        table.add_column(each, justify="right")
    lines: dict[str, dict[str, str]] = {}
    for rate in rates:
        lines.setdefault(label(rate, by), {})[label(rate, across)] = brief(rate)
    for name, line in lines.items():
        table.add_row(name, *(line.get(each, "") for each in columns))
    if total:
        table.add_section()
        table.add_row(word("all"), brief(total), style="bold")
    table.caption = known_at(total or rates[-1])
    screen().print(table)


def title(rate: figures.Rate, asked: Iterable[str], *breakdowns: str) -> str:
    """What all rows have in common, with the scope that was asked for."""
    receipt = rate.receipt
    unit, *more = (*asked, "")
    where = " · ".join(part for part in (unit or word("whole tree"), *more) if part)
    period = "" if set(breakdowns) & set(TIMES) else f" · {period_name(*period_of(rate))}"
    ways = " × ".join(map(named, breakdowns))
    return f"{receipt.definition}@{receipt.version} · {where}{period} · {word('by')} {ways}"


def named(breakdown: str) -> str:
    """A breakdown in words."""
    return word(LONGER.get(breakdown, breakdown))
