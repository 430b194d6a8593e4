"""Appends for tests of the log, with everything that a test does not care about filled in.

Promises new ids unless they are given. Must not reach a database.
"""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.chassis.log import Append, Log, NewEvent, Outcome

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def event(
    stream: str,
    version: int = 1,
    *,
    kind: str = "motcua.test.v1.Happened",
    subject: str = "motcua.test",
    payload: bytes = b"p",
) -> NewEvent:
    """An event that wants this version in its stream."""
    return NewEvent(stream, version, uuid4(), kind, subject, AT, payload)


def append(*events: NewEvent, command_id: UUID | None = None, fingerprint: bytes = b"f") -> Append:
    """One command with these events."""
    return Append(command_id or uuid4(), fingerprint, "officers/1", "00-ab-cd-01", events)


def begin(
    stream: str | None = None, *, command_id: UUID | None = None, subject: str = "motcua.test"
) -> Append:
    """A command with the first event of a stream."""
    first = event(stream or f"streams/{uuid4()}", subject=subject)
    return append(first, command_id=command_id)


async def append_all(log: Log, appends: list[Append]) -> list[Outcome]:
    """Append together: what is submitted in one turn of the loop is one batch."""
    return list(await asyncio.gather(*map(log.append, appends)))


async def positions(log: Log) -> list[int]:
    """Every position in the log."""
    return [recorded.position for recorded in await log.read(0, 1_000_000)]
