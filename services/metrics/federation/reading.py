"""Members' streams, read on from where reading ended, each by itself.

Promises that what is kept was signed as the continuation of what was read, and that a member whose
stream is not is suspended, for all to see. A stream that is not heard of is waited for, and of one
that has very much to say the rest is read later: no member fills the nation's disk.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from motcua.metrics.v1.federation_events_pb2 import StreamFault
from motcua.metrics.v1.federation_pb2 import Member
from services.chassis import telemetry
from services.chassis.bus import Bus, Refused, Unreachable
from services.chassis.database import Pool, is_lost, statements
from services.chassis.gauges import gauge
from services.chassis.ids import derived
from services.chassis.limits.rates import Bound, Rate
from services.chassis.store import Command
from services.evidence.signed_notes import Verifier, verifier
from services.metrics.domain.federation.members import suspend
from services.metrics.federation.checking import NOTHING, Checked, Read, check
from services.metrics.federation.kept import keep
from services.metrics.federation.stored import stored
from services.metrics.queries.members import Members
from services.metrics.settings import SQL

KIBIBYTE, AROUND = 1024, 1024  # bytes; those that a row has beside the message
ROOM = Bound(rate=100 * 1024 / 3600, burst=1 << 20)  # KiB a second of each member, and at once
HEARD = timedelta(seconds=30)  # it is noted no more often that a stream is heard of
SILENT = gauge("motcua_members_silent", "Members whose streams do not answer")
LATER = gauge(
    "motcua_members_later", "Members of whom no more is read for now: they filled their room"
)
SUSPENDED = gauge("motcua_members_suspended", "Members whose streams are not believed")


@dataclass(slots=True)
class Reading:
    """Run it while the process lives; only one process reads."""

    pool: Pool
    bus: Bus
    members: Members
    leads: Callable[[], bool] = lambda: True
    every: float = 5.0  # seconds between two looks
    patience: float = 60.0  # seconds for which a stream may be shorter than what was read of it
    room: Bound = ROOM
    kept: Rate = field(init=False)
    later: set[str] = field(default_factory=set, init=False)  # members who have no room now
    short: dict[str, float] = field(default_factory=dict, init=False)  # since when, by member

    def __post_init__(self) -> None:
        self.kept = Rate(self.room)

    async def run(self) -> None:
        """Read all, rest, read again, until cancelled."""
        while True:
            try:
                if self.leads():
                    await self.look()
                else:  # another process knows
                    SILENT.set(0)
                    LATER.set(0)
                    SUSPENDED.set(0)
            except Exception as error:
                if not is_lost(error):
                    raise
                telemetry.log().warning("members.wait", why=repr(error))
            await asyncio.sleep(self.every)

    async def look(self) -> None:
        """At each member that is believed, all at once."""
        members = list((await self.members.register()).members.values())
        believed = [each for each in members if each.state == Member.STATE_ACTIVE]
        heard = await asyncio.gather(*map(self.follow, believed))
        SILENT.set(heard.count(False))
        LATER.set(len(self.later & {each.name for each in believed}))
        SUSPENDED.set(len(members) - len(believed))

    async def follow(self, member: Member) -> bool:
        """Read on until there is nothing more, or until it is time to look at all again: a stream
        that never ends must not keep others waiting. Whether it answered.
        """
        until = time.monotonic() + self.every
        try:
            while await self.turn(member) and time.monotonic() < until:
                pass
        except (Unreachable, Refused):
            return False
        return True

    async def turn(self, member: Member) -> bool:
        """One batch, where the member has room for it; whether there may be more."""
        if self.kept.wait(member.name):
            self.later.add(member.name)
            return False
        self.later.discard(member.name)
        read, heard_at = await self._read(member.name)
        found = await stored(self.bus, member.name, start=max(read.sequence, 1))
        if not found and read.sequence:
            await self._missed(member, read)
            return False
        self.short.pop(member.name, None)
        checked = await asyncio.to_thread(check, read, found, verifiers_of(member))
        if checked.believed or datetime.now(UTC) - heard_at > HEARD:
            await self._keep(member.name, read, checked)
        if checked.fault:
            await self._suspend(member, checked.fault, checked.sequence)
        return bool(checked.believed) and not checked.fault

    async def _read(self, member: str) -> tuple[Read, datetime]:
        row = await self.pool.fetchrow(statements(SQL)["member_stream"], member)
        if row is None:
            return NOTHING, datetime.min.replace(tzinfo=UTC)
        return Read(row["sequence"], row["leaf"] or b"", row["peaks"]), row["heard_at"]

    async def _missed(self, member: Member, read: Read) -> None:
        """Where the stream ends before what was read of it: its owner may be making it anew."""
        since = self.short.setdefault(member.name, time.monotonic())
        if time.monotonic() - since >= self.patience:
            await self._suspend(member, StreamFault.STREAM_FAULT_REWOUND, read.sequence)
            self.short.pop(member.name)

    async def _keep(self, member: str, read: Read, checked: Checked) -> None:
        """What can be believed, and how far that is; nothing where another process was faster."""
        async with self.pool.acquire() as connection, connection.transaction():
            moved = await connection.fetchval(
                statements(SQL)["member_stream_move"],
                *(member, read.sequence, checked.tree.size, checked.tree.peaks),
            )
            if moved is not None and checked.believed:
                await keep(connection, member, checked.believed)
        written = sum(len(each.payload) + AROUND for each in checked.believed)
        self.kept.owe(member, written / KIBIBYTE)

    async def _suspend(self, member: Member, fault: StreamFault, sequence: int) -> None:
        """Record it once: the command's id follows from what the member was."""
        telemetry.log().error(
            "member.suspended", member=member.name, fault=StreamFault.Name(fault), at=sequence
        )
        key = ("suspended", member.name, member.etag)
        command = Command(derived(*key), derived(*key).bytes, "federation", telemetry.unsampled())
        await self.members.carry_out(
            command, member.name, lambda now: suspend(now, fault=fault, sequence=sequence)
        )


def verifiers_of(member: Member) -> list[Verifier]:
    """The member's public keys."""
    return [verifier(each) for each in member.verifier_keys]
