"""On whose word a figure rests: what of it was corrected, or stated by an officer or a record.

Read when a visitor asks for it, since each line reads the figure's items. Must not count.
"""

from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import Question
from services.pages.tables import Column, Number, Row, Table
from services.pages.visit import Visit
from services.provenance import LINES, lines_of


def kind_with_lines(naming: Naming, rate: Rate) -> str:
    """The kind of the figure's items, if a table can be made of it; else ""."""
    definition = naming.definition(rate)
    return definition.kind if definition and definition.kind in LINES else ""


async def table(visit: Visit, question: Question, naming: Naming, *, kind: str) -> Table:
    """Each line is a figure of its own, with its receipt."""
    words, rates = visit.words, await read(visit, question, kind=kind)
    columns = [
        Column("chosen", words("column.chosen")),
        Column("figure", words("column.figure"), "figure"),
        Column("excluded", words("column.excluded"), "number"),
    ]
    rows: list[Row] = [
        {
            "chosen": naming.chosen(rate.receipt.scope.filters[place]),
            "figure": shown(rate, naming),
            "excluded": excluded(rate, words.language),
        }
        for place, rate in rates
    ]
    return Table("provenance", words("figure.provenance"), columns, rows)


def excluded(rate: Rate, language: str) -> Number:
    """How many of its items do not count: withdrawn petitions are all among these."""
    n = rate.receipt.considered - rate.receipt.denominator
    return Number(n, formats.integer(n, language))


async def read(visit: Visit, question: Question, *, kind: str) -> list[tuple[int, Rate]]:
    """Each with the place of the filter that makes it one."""
    named = {dimension for dimension, _ in question.filters}
    found = []
    for dimension, value in lines_of(kind, filtered=named):
        filters = tuple(sorted((*question.filters, (dimension, (value,)))))
        rate = await visit.reading.rate(question.at(filters=filters))
        found.append((filters.index((dimension, (value,))), rate))
    return found
