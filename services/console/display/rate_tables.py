"""Rates as tables: a row for each part of a list, or a row and a column for each pair of two.

Must not divide: percentages are the service's own.
"""

from collections.abc import Callable, Iterable, Sequence

from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from services.console.display import targets
from services.console.display.names import IDS, Names
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.tables import brief, cells, known_at, label
from services.console.display.words import word
from services.console.instants import period_name
from services.console.portal.questions import TIMES, period_of

CUT = "not attributable"
LONGER = {"field": "field of administration", "level": "level of service"}


def print_rates(
    rates: Sequence[figures.Rate],
    by: str,
    total: figures.Rate | None,
    asked: Iterable[str],
    *,
    names: Names = IDS,
) -> None:
    """One table of one definition, and the whole below; `asked`: the scope that was asked for."""
    if not rates:
        return
    table = Table(title=title(rates[0], asked, by), title_justify="left", caption_justify="left")
    table.add_column(named(by), overflow="fold")
    for name in ("numerator", "denominator", "rate", "unknown"):
        table.add_column(word(name), justify="right")
    table.add_column(word("excluded"))
    optional = optional_columns(rates, total)
    for name in optional:
        table.add_column(word(name), justify="right" if name == CUT else "left")
    for rate in rates:
        name = label(rate, by, names)
        table.add_row(name, *cells(rate), *(cell(rate) for cell in optional.values()))
    if total:
        table.add_section()
        cut = [cut_by_period(total)] if CUT in optional else []
        table.add_row(word("all"), *cells(total), *cut, style="bold")
    table.caption = known_at(total or rates[-1])
    screen().print(table)


def optional_columns(
    rates: Sequence[figures.Rate], total: figures.Rate | None
) -> dict[str, Callable[[figures.Rate], str]]:
    """Columns that a table has only where a row has something in them, each with its cell."""
    every = [*rates, *([total] if total else [])]
    found: dict[str, Callable[[figures.Rate], str]] = {}
    if any(each.receipt.not_attributable for each in every):
        found[CUT] = cut_by_period
    if any(each.targets for each in rates):
        found["target"] = targets.text
    return found


def cut_by_period(rate: figures.Rate) -> str:
    """The weight of counted facts whose period this one cuts: they stand in no other cell."""
    return integer(rate.receipt.not_attributable)


def print_pivot(
    rates: Sequence[figures.Rate],
    by: str,
    across: str,
    total: figures.Rate | None,
    asked: Iterable[str],
    *,
    names: Names = IDS,
) -> None:
    """One table of one definition: numerator, denominator and percentage of each pair."""
    if not rates:
        return
    heading = title(rates[0], asked, by, across)
    table = Table(title=heading, title_justify="left", caption_justify="left")
    columns = sorted({label(rate, across, names) for rate in rates})
    table.add_column(f"{named(by)} \\ {named(across)}", overflow="fold")
    for each in columns:
        table.add_column(each, justify="right")
    lines: dict[str, dict[str, str]] = {}
    for rate in rates:
        cells_of = lines.setdefault(label(rate, by, names), {})
        cells_of[label(rate, across, names)] = brief(rate)
    for name, line in lines.items():
        table.add_row(name, *(line.get(each, "") for each in columns))
    if total:
        table.caption = f"{word('all')}: {brief(total)}\n{known_at(total)}"
    else:
        table.caption = known_at(rates[-1])
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
