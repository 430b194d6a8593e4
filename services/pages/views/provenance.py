"""On whose word a figure rests: what of it was corrected, or stated by an officer or a record.

Read when a visitor asks for it, since each line reads the figure's items. Must not count.
"""

from motcua.metrics.v1.events_pb2 import Rate
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import Question
from services.pages.tables import Column, Row, Table
from services.pages.visit import Visit
from services.provenance import LINES

# The kinds of items that are dossiers, or stand for some.
DOSSIERS = ("dossier", "dossier_at", "dossier_held", "act", "rating")


def is_of_dossiers(naming: Naming, rate: Rate) -> bool:
    """Whether there is anything to tell."""
    definition = naming.definition(rate)
    return definition is not None and definition.kind in DOSSIERS


async def table(visit: Visit, question: Question, naming: Naming) -> Table:
    """Each line is a figure of its own, with its receipt."""
    words, rates = visit.words, await read(visit, question)
    columns = [
        Column("chosen", words("column.chosen")),
        Column("figure", words("column.figure"), "figure"),
    ]
    rows: list[Row] = [
        {
            "chosen": naming.chosen(rate.receipt.scope.filters[place]),
            "figure": shown(rate, naming),
        }
        for place, rate in rates
    ]
    return Table("provenance", words("figure.provenance"), columns, rows)


async def read(visit: Visit, question: Question) -> list[tuple[int, Rate]]:
    """Each with the place of the filter that makes it one."""
    named = {dimension for dimension, _ in question.filters}
    found = []
    for dimension, value in LINES:
        if dimension in named:
            continue
        filters = tuple(sorted((*question.filters, (dimension, (value,)))))
        rate = await visit.reading.rate(question.at(filters=filters))
        found.append((filters.index((dimension, (value,))), rate))
    return found
