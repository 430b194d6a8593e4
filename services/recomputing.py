"""The command that computes a figure again: pages and reports print it beside the receipt.

Promises just the figure that the receipt is of, at its own positions, and that a shell reads each
name as a name: ids of the catalogue have any letters but blanks. Must not ask a service.
"""

from datetime import date
from shlex import quote

from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import Receipt


def command(receipt: Receipt) -> str:
    """Such as `./motcua explain on_time.ended@1 --from 2026-10-01 --to 2026-11-01 …`."""
    scope, period = receipt.scope, receipt.period
    definition = f"{receipt.definition}@{receipt.version}"
    parts = [
        "./motcua explain",
        quote(definition),
        f"--from {day(period.start)} --to {day(period.end)}",
    ]
    parts += [f"--unit {quote(scope.unit)}"] if scope.unit else []
    parts += [f"--service {quote(scope.service)}"] if scope.service else []
    parts += ["--alone"] if scope.alone else []
    chosen = [f"{each.dimension}={value}" for each in scope.filters for value in each.values]
    parts += [f"--where {quote(each)}" for each in chosen]
    parts += [f"--units {scope.units_time.ToJsonString()}"] if scope.HasField("units_time") else []
    parts.append(f"--as-of {receipt.as_of.ToJsonString()}")
    parts += [f"--as-known {quote(f'{each.stream}={each.position}')}" for each in receipt.positions]
    return " ".join(parts)


def day(of: Date) -> date:
    """As Python has it."""
    return date(of.year, of.month, of.day)
