"""The register of members: commands on the log, reads from a table that follows it.

Promises that a repeated command is answered as it was the first time.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.metrics.v1.federation_pb2 import Member
from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Log, NewEvent, Recorded
from services.chassis.reasons import ChassisReason
from services.chassis.recording import append_decided
from services.chassis.store import Command
from services.metrics.domain.federation.members import MEMBERS, Event, member
from services.metrics.domain.federation.refusals import FederationReason
from services.metrics.domain.figures import instant_message
from services.metrics.queries.member_events import event_of, new_event, shown
from services.metrics.queries.reader import utc_now
from services.metrics.settings import SQL


class Register(NamedTuple):
    """Members by name, as the own log has them up to a position."""

    position: int
    members: Mapping[str, Member]


class Members:
    """All reads and commands."""

    def __init__(self, pool: Pool, log: Log, *, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._log = log
        self._now = now

    async def register(self, until: int | None = None) -> Register:
        """All members; of now, or as known at a position of the own log."""
        rows = await self._pool.fetch(statements(SQL)["member_events_until"], until)
        events: dict[str, list[Event]] = defaultdict(list)
        last: dict[str, int] = {}
        for position, name, kind, payload in rows:
            events[name].append(event_of(kind, payload))
            last[name] = position
        members = {name: member(of) for name, of in sorted(events.items())}
        for name, found in members.items():
            found.position = last[name]
        newest = rows[-1]["position"] if rows else 0
        return Register(newest if until is None else until, members)

    async def end(self) -> int:
        """The last position of the own log."""
        return (await self._log.head()).position

    async def listed(self) -> list[Member]:
        """All members with how far their streams are read, in the order of their names."""
        members = (await self.register()).members
        for name, sequence, heard_at in await self._pool.fetch(statements(SQL)["member_streams"]):
            if name in members:
                members[name].sequence = sequence
                members[name].hear_time.CopyFrom(instant_message(heard_at))
        return list(members.values())

    async def carry_out(
        self, command: Command, name: str, decide: Callable[[Member], Event | None], etag: str = ""
    ) -> Member:
        """Decide on the member as it is, and record the event; the member as it left it."""

        def decided(events: Sequence[Recorded]) -> list[NewEvent]:
            found = shown(events)
            if etag and etag != found.etag:
                raise Refusal(ChassisReason.VERSION_CONFLICT, field="etag")
            event = decide(found)
            return [new_event(event, version=len(events) + 1, at=self._now())] if event else []

        return shown(await append_decided(self._log, command, name, decided))


def require(found: Member, name: str) -> Member:
    """A member that was admitted; raises MEMBER_UNKNOWN."""
    if not found.name:
        values = {"member": name if name.startswith(MEMBERS) else f"{MEMBERS}{name}"}
        raise Refusal(FederationReason.MEMBER_UNKNOWN, field="name", values=values)
    return found
