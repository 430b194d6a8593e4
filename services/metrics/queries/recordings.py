"""When the events of each stream were recorded: which position a moment stands for.

Example: events 1 and 2 were recorded at 9:00, event 3 at 10:00. 9:30 stands for position 2.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.chassis.log import Recorded
from services.metrics.queries.storage import written
from services.metrics.settings import SQL

TABLES: Mapping[str, str] = {
    "catalog": "catalog_recordings",
    "submissions": "submission_recordings",
}


class RecordedBy(NamedTuple):
    """The last position by a moment, and whether an event after that moment was read."""

    position: int
    passed: bool


async def recorded_by(pool: Pool, stream: str, moment: datetime) -> RecordedBy:
    """Of what was read of the stream until now."""
    return RecordedBy(*await pool.fetchrow(statement("recorded_by", stream), moment))


def times(records: Sequence[Recorded]) -> tuple[list[int], list[datetime]]:
    """The parameters of `recordings_write`."""
    return [each.position for each in records], [each.recorded_at for each in records]


@cache
def statement(name: str, stream: str) -> str:
    """With the table of a stream."""
    return written(statements(SQL)[name], {"table": TABLES[stream]})
