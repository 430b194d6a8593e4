"""What does not add up: the sums of a period, each with its residual. Always visible.

The sums are the metrics service's own. Must not be shown as agreeing unless every residual is 0.
"""

from dataclasses import dataclass

from motcua.metrics.v1 import reconciliation_pb2 as api
from services import formats
from services.pages.asking import day, positions, resource
from services.pages.questions import Period
from services.pages.tables import Column, Number, Row, Table
from services.pages.visit import Visit
from services.pages.words import Words


@dataclass(frozen=True)
class Balance:
    """A reconciliation, and the words to show it."""

    found: api.Reconciliation
    words: Words

    @property
    def agrees(self) -> bool:
        """Whether every sum does."""
        return not any(each.residual for each in self.found.identities)

    def summary(self) -> Table:
        """A row for each sum: both sides and the residual."""
        words, language = self.words, self.words.language
        columns = [
            Column("sum", words("column.sum")),
            *(
                Column(each, words(f"column.{each}"), "number")
                for each in ("left", "right", "residual")
            ),
        ]
        rows: list[Row] = []
        for each in self.found.identities:
            left, right = (sum(line.count for line in side) for side in (each.left, each.right))
            numbers = {"left": left, "right": right, "residual": each.residual}
            said = {name: Number(n, formats.integer(n, language)) for name, n in numbers.items()}
            rows.append({"sum": words.named("sum", each.name), **said})
        return Table("balance", words("balance.caption"), columns, rows)

    def table(self) -> Table:
        """A row for each line of each sum."""
        words = self.words
        columns = [
            Column("sum", words("column.sum")),
            Column("side", words("column.side")),
            Column("line", words("column.line")),
            Column("count", words("column.count"), "number"),
        ]
        rows = [row for each in self.found.identities for row in rows_of(each, words)]
        return Table("sums", words("balance.caption"), columns, rows)


def rows_of(identity: api.Identity, words: Words) -> list[Row]:
    """Left, right, residual."""
    sides = [("+", line.name, line.count) for line in identity.left]
    sides += [("−", line.name, line.count) for line in identity.right]
    sides.append(("=", "residual", identity.residual))
    return [
        {
            "sum": words.named("sum", identity.name),
            "side": side,
            "line": words.named("line", name),
            "count": Number(count, formats.integer(count, words.language)),
        }
        for side, name, count in sides
    ]


async def of(visit: Visit, unit: str, period: Period) -> Balance:
    """Of a unit with all below it, or of all."""
    request = api.GetReconciliationRequest(
        unit=resource("units", unit),
        start_date=day(period[0]),
        end_date=day(period[1]),
        as_known=positions(visit.reading.known),
    )
    method = visit.services.reconciliations.GetReconciliation
    return Balance(await visit.client.call(method, request), visit.words)
