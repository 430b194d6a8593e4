"""Indicators by months: small charts on one scale, and the same numbers as a table.

Promises the last months that have something, in order. Must not fill a gap.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.pages.asking import Reading
from services.pages.drawn.lines import GRID, Chart, Point, lines
from services.pages.figures import shown, target_of
from services.pages.naming import Naming
from services.pages.questions import Question, period_of
from services.pages.refused import Refused
from services.pages.tables import Column, Link, Row, Table

SHOWN = 24
ByMonth = Mapping[str, list[Rate]]


async def of_each(
    reading: Reading, unit: str, definitions: Sequence[str], units_at: datetime | None = None
) -> dict[str, list[Rate]]:
    """The months of each definition that is answered."""
    asked = (of_one(reading, Question(each, unit=unit, units_at=units_at)) for each in definitions)
    found = await asyncio.gather(*asked)
    return dict(zip(definitions, found, strict=True))


async def of_one(reading: Reading, question: Question) -> list[Rate]:
    """The last months of one."""
    try:
        return (await reading.rates(question, "month"))[-SHOWN:]
    except Refused as refused:
        if refused.reason == "DEFINITION_UNKNOWN":
            return []
        raise


class Drawn(NamedTuple):
    """A chart with its caption."""

    title: str
    picture: str


def charts(by_month: ByMonth, naming: Naming) -> list[Drawn]:
    """A picture for each that has at least two months."""
    axis = common(by_month)
    several = [rates for rates in by_month.values() if sum(bool(r.percent) for r in rates) > 1]
    return [Drawn(naming.title(rates[-1]), chart(rates, naming, axis)) for rates in several]


def common(by_month: ByMonth) -> list[str]:
    """The months of all charts, as ISO days of their beginning."""
    every = {period_of(rate)[0].isoformat() for rates in by_month.values() for rate in rates}
    return sorted(every)[-SHOWN:]


def chart(rates: Sequence[Rate], naming: Naming, axis: Sequence[str]) -> str:
    """One indicator."""
    words = naming.words
    found = {period_of(rate)[0].isoformat(): rate for rate in rates}
    points = [point(month, found.get(month)) for month in axis]
    title = naming.title(rates[-1])
    last = shown(rates[-1], naming)
    name = formats.period(*period_of(rates[-1]), words.language)
    text = words(
        "chart.description", title=title, month=name, fraction=last.fraction or last.reason
    )
    percents = tuple(formats.percent(str(each), words.language) for each in GRID)
    return lines(Chart(title, text, percents, target_of(rates[-1])), points)


def point(month: str, rate: Rate | None) -> Point:
    """From n/d to (n + unknown)/d."""
    label = f"{int(month[5:7])}/{month[2:4]}"
    if rate is None or not rate.percent:
        return Point(label, None, None)
    receipt = rate.receipt
    low = Fraction(receipt.numerator, receipt.denominator)
    high = Fraction(receipt.numerator + receipt.unknown, receipt.denominator)
    return Point(label, low, high, receipt.provisional)


def table(by_month: ByMonth, naming: Naming) -> Table:
    """A row for each month, the newest first, a column for each indicator."""
    words = naming.words
    answered = {name: rates for name, rates in by_month.items() if rates}
    columns = [
        Column("month", words("column.month")),
        *(Column(name, naming.short(rates[-1]), "figure") for name, rates in answered.items()),
    ]
    rows = [row(month, answered, naming) for month in reversed(common(by_month))]
    return Table("months", words("months.caption"), columns, rows, empty=words("months.empty"))


def row(month: str, by_month: ByMonth, naming: Naming) -> Row:
    """One month."""
    found: Row = {}
    for name, rates in by_month.items():
        rate = next((each for each in rates if period_of(each)[0].isoformat() == month), None)
        found[name] = shown(rate, naming) if rate is not None else None
    first = next(each for each in found.values() if each is not None)
    name = formats.capital(formats.period(*period_of(first.rate), naming.words.language))  # type: ignore[union-attr]
    return {"month": Link(name, "", month[:7]), **found}
