"""What does not add up: the sums of a period, each with its residual. Always visible.

The sums are the metrics service's own. Must not be shown as agreeing unless every residual is 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.metrics.v1 import reconciliation_pb2 as api
from services import formats
from services.pages.asking import day, positions, resource
from services.pages.naming import Naming
from services.pages.questions import MONTH, Period, read_period
from services.pages.tables import Column, Number, Row, Table
from services.pages.visit import Visit
from services.pages.words import Words


@dataclass(frozen=True)
class Balance:
    """A reconciliation, and the words to show it."""

    found: api.Reconciliation
    words: Words
    names: Mapping[str, Any]

    @property
    def agrees(self) -> bool:
        """Whether every sum does."""
        return not any(each.residual for each in self.found.identities)

    def line(self, name: str) -> str:
        """What a line is called: a unit, a month, or a word."""
        if name.startswith("units/"):
            return Naming(self.words, {}, self.names).called(name)
        if MONTH.fullmatch(name):
            return formats.period(*read_period(name), self.words.language)
        return self.words.named("line", name)

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
        rows = [row for each in self.found.identities for row in self.rows(each)]
        return Table("sums", words("balance.caption"), columns, rows)

    def rows(self, identity: api.Identity) -> list[Row]:
        """Left, right, residual."""
        sides = [("+", line.name, line.count) for line in identity.left]
        sides += [("−", line.name, line.count) for line in identity.right]
        sides.append(("=", "residual", identity.residual))
        return [
            {
                "sum": self.words.named("sum", identity.name),
                "side": side,
                "line": self.line(name),
                "count": Number(count, formats.integer(count, self.words.language)),
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
    found = await visit.client.call(method, request)
    lines = {line.name for each in found.identities for line in each.right}
    names = await visit.reading.names(name for name in sorted(lines) if name.startswith("units/"))
    return Balance(found, visit.words, names)
