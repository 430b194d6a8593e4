"""What was refused, counted until it is written: alike in one minute is one row with a number.

Bounded, whatever comes: nobody makes more than a few rows a minute, all together no more than some
thousand. Beyond that callers, methods and units are no longer told apart, and the count stays true.
"""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from motcua.chassis.v1.audit_pb2 import AuditEntry
from services.chassis import gauges
from services.chassis.ids import names_somebody

PERMISSION, TOKEN = int(AuditEntry.KIND_PERMISSION), int(AuditEntry.KIND_TOKEN)
GUESS, READING = int(AuditEntry.KIND_GUESS), int(AuditEntry.KIND_READING)

MINUTE = 60.0
MOST_OF_CALLER = 50  # rows of one caller in a minute
MOST_OF_VISITORS = 10  # of all together who have no token: anybody may flood, for a year
MOST_OF_MINUTE = 2_000  # rows of all
MOST_WAITING = 20_000  # rows that are not written yet: the database has been away for long
VISITOR, VISITORS, OTHERS = "visitor:", "visitors", "others"
UNIT = re.compile(r"units/[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Refused(NamedTuple):
    """What makes two refusals alike."""

    kind: int
    caller: str
    method: str
    reason: str
    unit: str


@dataclass(slots=True)
class Tally:
    """How many, and when."""

    count: int
    first: float
    last: float

    def add(self, other: "Tally") -> None:
        """Some more."""
        self.count += other.count
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)


Rows = dict[tuple[float, Refused], Tally]  # by the minute's beginning, in seconds since 1970


class Refusals:
    """Those of one process that are not written yet."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._minute = 0.0
        self._seen: set[Refused] = set()  # in this minute
        self._of: Counter[str] = Counter()  # rows by caller, in this minute
        self.rows: Rows = {}

    def note(self, what: Refused) -> bool:
        """Count one; whether it is the first of its kind in this minute."""
        now = self._clock()
        if (minute := now - now % MINUTE) != self._minute:
            self._minute = minute
            self._seen.clear()
            self._of.clear()
        is_new = what not in self._seen
        self._put((minute, self._fitted(what) if is_new else what), Tally(1, now, now))
        return is_new

    def _fitted(self, what: Refused) -> Refused:
        """The row for what was not refused before in this minute."""
        what = what._replace(unit=unit_in(what.unit))
        visits = what.caller.startswith(VISITOR)
        group = VISITORS if visits else what.caller
        if len(self._seen) >= MOST_OF_MINUTE or len(self.rows) >= MOST_WAITING:
            what = Refused(what.kind, OTHERS, "", what.reason, "")
            gauges.AUDIT_FOLDED.inc()
        elif self._of[group] >= (MOST_OF_VISITORS if visits else MOST_OF_CALLER):
            what = Refused(what.kind, group, "", what.reason, "")
            gauges.AUDIT_FOLDED.inc()
        elif what not in self._seen:
            self._of[group] += 1
            self._seen.add(what)
        return what

    def _put(self, row: tuple[float, Refused], tally: Tally) -> None:
        if row in self.rows:
            self.rows[row].add(tally)
        elif len(self.rows) < 2 * MOST_WAITING:
            self.rows[row] = tally
        else:
            gauges.AUDIT_DROPPED.inc(tally.count)

    def taken(self) -> Rows:
        """All that waits, which waits no longer."""
        rows, self.rows = self.rows, {}
        return rows

    def put_back(self, rows: Rows) -> None:
        """What could not be written after all."""
        for row, tally in rows.items():
            self._put(row, tally)


def unit_in(text: str) -> str:
    """The name of a unit, as a caller may have sent it; "" where it could be anything else."""
    return text if UNIT.fullmatch(text) and not names_somebody(text) else ""
