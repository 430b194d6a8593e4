"""Who answers for what: units directly below one, or accountable leaders, with their ranks.

A leader's line is made of figures, each with an address of its own; the line itself has none.
Leaders are pseudonymous ids. The order and the ranks are the metrics service's, but that the unit
above has none among those below it.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

from motcua.metrics.v1 import leagues_pb2 as api
from motcua.metrics.v1.events_pb2 import Rate, Receipt
from services import formats
from services.pages import questions
from services.pages.asking import day, positions, resource
from services.pages.figures import left_out, shown
from services.pages.naming import Naming
from services.pages.questions import Question, period_of
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.views.ranking import share
from services.pages.visit import Visit

OF = {"children": api.LEAGUE_OF_CHILDREN, "leaders": api.LEAGUE_OF_LEADERS}
ORDERS = {"figure": "rate", "denominator": "denominator", "unknown": "unknown", "unit": "unit"}
SHOWN = 100


async def lines(
    visit: Visit, question: Question, of: str, token: str = ""
) -> api.ListLeagueLinesResponse:
    """A page of them."""
    by = questions.chosen(visit.parameters, "sort", tuple(ORDERS))
    falling = questions.chosen(visit.parameters, "order", ("up", "down")) == "down"
    order = "leader" if (of, by) == ("leaders", "unit") else ORDERS[by]
    request = api.ListLeagueLinesRequest(
        definition=question.definition,
        unit=resource("units", question.unit),
        of=OF[of],
        order_by=f"{order} desc" if falling else order,
        as_known=positions(visit.reading.known),
        page_size=SHOWN,
        page_token=token,
    )
    if question.period:
        request.start_date.CopyFrom(day(question.period[0]))
        request.end_date.CopyFrom(day(question.period[1]))
    found = await visit.client.call(visit.services.leagues.ListLeagueLines, request)
    if of == "children":
        leave_out(found, await visit.reading.rate(replace(question, alone=True)))
    return found


def leave_out(found: api.ListLeagueLinesResponse, own: Rate) -> None:
    """Give what is left to the unit above no rank among the units below it, of which those with a
    smaller share then move up by one.
    """
    for line in found.lines:
        if merged(found.common, line.rate.receipt).scope.alone:
            line.rank = 0
        elif line.rank and own.percent and share(line.rate) < share(own):
            line.rank -= 1


def whole_of(common: Receipt, rate: Rate) -> Rate:
    """A line's rate with all that its receipt says."""
    found = Rate()
    found.CopyFrom(rate)
    found.receipt.CopyFrom(merged(common, rate.receipt))
    return found


def merged(common: Receipt, own: Receipt) -> Receipt:
    """A receipt whose common part was left out."""
    found = Receipt()
    found.CopyFrom(common)
    found.MergeFrom(own)
    return found


def units_of(found: api.ListLeagueLinesResponse) -> list[str]:
    """Every unit that the lines speak of."""
    of_parts = [part.scope.unit for line in found.lines for part in line.parts]
    return [*(line.rate.receipt.scope.unit for line in found.lines), *of_parts]


def table(
    visit: Visit,
    question: Question,
    found: api.ListLeagueLinesResponse,
    naming: Naming,
    *,
    of: str,
    sorting: Any,
) -> Table:
    """A row for each line."""
    words = visit.words
    title = naming.short(found.whole)
    who = words("column.leader") if of == "leaders" else words("column.unit")
    columns = [
        Column("rank", words("column.rank"), "rank"),
        Column("unit", who, "short", *sorting("unit")),
        Column("figure", title, "figure", *sorting("figure")),
        Column("unknown", words("column.unknown"), "number"),
        Column("excluded", words("column.excluded"), "number"),
        Column("answers", words("column.answers"), "text"),
    ]
    rows = [row(visit, found.common, line, naming, of) for line in found.lines]
    caption, empty = words(f"league.{of}"), words("league.empty")
    return Table("units", caption, columns, rows, lambda: every(visit, question, naming, of), empty)


async def every(visit: Visit, question: Question, naming: Naming, of: str) -> AsyncIterator[Row]:
    """Each line of all pages."""
    token = ""
    while True:
        found = await lines(visit, question, of, token)
        names = await visit.reading.names(units_of(found))
        now = Naming(naming.words, naming.definitions, {**naming.names, **names})
        for line in found.lines:
            yield row(visit, found.common, line, now, of)
        token = found.next_page_token
        if not token:
            return


def row(visit: Visit, common: Receipt, line: api.LeagueLine, naming: Naming, of: str) -> Row:
    """A line, with the leader of a unit, or the figures of a leader."""
    rate = whole_of(common, line.rate)
    language, unit = visit.language, rate.receipt.scope.unit
    counts = {"unknown": rate.receipt.unknown, "excluded": left_out(rate)}
    leads = of == "leaders"
    figure = shown(rate, naming, address="-" if leads else "")
    name = naming.called(unit)
    if rate.receipt.scope.alone:
        name = f"{name} · {visit.words('scope.alone')}"
    return {
        "rank": Number(line.rank, str(line.rank)) if line.rank else visit.words("league.unranked"),
        "unit": line.leader or visit.words("league.nobody")
        if leads
        else Link(name, visit.to(f"/{unit}"), unit),
        "figure": figure,
        **{name: Number(n, formats.integer(n, language)) for name, n in counts.items()},
        "answers": figures_of(visit, common, line.parts, naming) if leads else line.leader,
    }


def figures_of(
    visit: Visit, common: Receipt, parts: Sequence[Receipt], naming: Naming
) -> tuple[Link, ...]:
    """What a leader's line is made of: a figure for each unit and time."""
    found = []
    for part in parts:
        rate = Rate(receipt=merged(common, part))
        name = naming.called(part.scope.unit)
        if part.HasField("period"):
            name = f"{name}, {formats.period(*period_of(rate), visit.language)}"
        found.append(
            Link(name, visit.at(questions.address(questions.question_of(rate))), part.scope.unit)
        )
    return tuple(found)
