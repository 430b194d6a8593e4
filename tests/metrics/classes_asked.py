"""What PostgreSQL makes of a dossier's facts by a definition: its class, and where it is shown.

Promises the service's own CASE over a row of the service's own columns, and no table.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import asyncpg

from services.metrics.domain.facts import Facts
from services.metrics.domain.indicators.classification import classification
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.versions import shown
from services.metrics.queries.classified import classified
from tests.metrics.naive_classes import Contribution

TYPES = {
    "bool": ("assisted", "acceptance_time_known", "end_time_known", "voided", "closed",
             "acceptance_day_only", "end_day_only",
             "fee_waived", "paid_online", "written_result", "electronic_result"),
    "timestamptz": ("accepted_at", "ended_at", "end_recorded_at", "promised_at"),
    "bigint": ("channel", "level", "verdict", "acceptance_anomalies", "ending_anomalies",
               "requests", "fee", "working_minutes", "rating"),
}  # fmt: skip
COLUMNS = {name: kind for kind, names in TYPES.items() for name in names}
ROW = ", ".join(f'${n}::{kind} as "{name}"' for n, (name, kind) in enumerate(COLUMNS.items(), 1))


class Classes:
    """A connection for tests without a loop."""

    current: ClassVar[Classes]

    def __init__(self, dsn: str) -> None:
        self.runner = asyncio.Runner()
        self.connection = self.runner.run(asyncpg.connect(dsn))
        Classes.current = self

    def of(self, query: str, facts: Facts) -> int | None:
        row = [getattr(facts, name) for name in COLUMNS]
        found: int | None = self.runner.run(self.connection.fetchval(query, *row))
        return found

    def close(self) -> None:
        self.runner.run(self.connection.close())
        self.runner.close()


def contribution(definition: str, facts: Facts) -> Contribution | None:
    """As the service counts it; None: it does not."""
    by = classified(shipped()[definition])
    places = [each for each in shown(facts) if each.key == by.key.number]
    if not places:
        return None
    [(_, unit, at)] = places
    query = f"select {classification(by.definition)} from (select {ROW}) item"
    number: Any = Classes.current.of(query, facts)
    membership, reason, can_still = by.item_class(number)
    return Contribution(unit, facts.service, at, membership, reason, 1, facts.assisted, can_still)


def online_handling(facts: Facts) -> Contribution | None:
    return contribution("online_handling@1", facts)


def on_time_ended(facts: Facts) -> Contribution | None:
    return contribution("on_time.ended@1", facts)
