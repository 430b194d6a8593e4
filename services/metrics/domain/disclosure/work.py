"""How much an audit may do in all, and whether anybody still waits for its answer.

A step is a term of an equation or a cell of a region that is looked at. Promises that an audit that
nobody waits for ends at its next step, and that none takes more than it may. Must not look at a
clock: what is refused is the same on every machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

FIGURE = 20  # steps for one figure: some 20 microseconds, to see what it is of and to place it
MOST = 15_000_000  # steps of one audit: some 15 to 25 seconds of CPU


class AuditTooLargeError(Exception):
    """The audit would take more steps than it may."""


class WorkExceededError(Exception):
    """There are more days, or states of knowledge, than are looked at."""


class AuditCancelledError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class Work:
    """What an audit may still do; another thread may cancel it."""

    left: int = MOST
    cancelled: bool = False

    def cancel(self) -> None:
        """End it at the next look."""
        self.cancelled = True

    def spend(self, steps: int) -> None:
        """Take so many steps. Raises AuditCancelledError or AuditTooLargeError."""
        if self.cancelled:
            raise AuditCancelledError
        self.left -= steps
        if self.left < 0:
            raise AuditTooLargeError


CURRENT: ContextVar[Work] = ContextVar("work")


@contextmanager
def doing(work: Work) -> Iterator[None]:
    """Let what runs within take its steps from this work."""
    before = CURRENT.set(work)
    try:
        yield
    finally:
        CURRENT.reset(before)


def spend(steps: int) -> None:
    """Take steps of the audit that runs, if one does."""
    if work := CURRENT.get(None):
        work.spend(steps)
