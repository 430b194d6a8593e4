"""What this service knows of the catalogue, from its own copy: tables, with a memory before them.

Promises that a fact comes with exactly the catalogue position it was true at: what is remembered
holds until the inbox commits something that touches it. Must never ask the catalogue itself.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import CalendarRevised, ServiceContent
from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal, beyond_end
from services.chassis.reasons import ChassisReason
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.offerings import Offering
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.domain.units import Fact, Units
from services.submissions.queries.followed import Inbox
from services.submissions.queries.held import held
from services.submissions.queries.rows import offering_of, units_of

SQL = Path(__file__).parents[1] / "sql"
MOST_REMEMBERED = 10_000
PATIENCE = 0.5  # for something that may be on its way from the catalogue
LONG_PATIENCE = 2.0  # for a position that the caller has seen
POSITIONS_KEPT = 3  # for as many lists that are read in turn, page by page
NOW = 2**63 - 1  # as known at the last position, whichever that is


class OfferingCopy(NamedTuple):
    """This service's copy of an offering, exact at a catalogue position."""

    offering: Offering
    position: int


@dataclass(slots=True)
class Update:
    """What a committed batch of the inbox changes: facts of units, calendars, names of the rest."""

    position: int = 0
    changes: dict[tuple[str, int], Fact | None] = field(default_factory=dict)
    calendars: dict[tuple[str, int], tuple[int, CalendarRevised]] = field(default_factory=dict)
    services: set[str] = field(default_factory=set)
    offerings: set[str] = field(default_factory=set)

    @property
    def units(self) -> set[str]:
        """The units that it speaks of."""
        return {unit for unit, _ in self.changes}


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


class Catalogue:
    """Units and calendars in memory, offerings in memory as long as there is room."""

    def __init__(
        self, pool: Pool, inbox: Inbox, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._pool = pool
        self._inbox = inbox
        self._clock = clock
        self._sql = statements(SQL)
        self._units = Units()
        self._calendars = Calendars()
        self._units_position = 0  # of the last change of units, or a later one
        self._former_units: dict[int, Units] = {}  # by position; the last used comes last
        self._reading = asyncio.Lock()  # what was read earlier must not take a later one's place
        self._loading: set[asyncio.Queue[Update]] = set()  # that come while units are read
        self._remembered: OrderedDict[str, OfferingCopy] = OrderedDict()
        self._informed = 0
        self._updates = 0  # how often; a read that something overtook is not remembered
        self._waiting: set[tuple[str, asyncio.Future[None]]] = set()

    @property
    def units(self) -> Units:
        """The units with their dated facts, as far as is known here."""
        return self._units

    @property
    def calendars(self) -> Calendars:
        """The working calendars in every version that is known here."""
        return self._calendars

    @property
    def position(self) -> int:
        """The catalogue position that is known here."""
        return max(self._informed, self._inbox.position)

    async def load(self) -> None:
        """Read units and calendars, unless those in memory are current; updates of the inbox that
        come meanwhile are newer. Called at the start, and whenever another process may have moved
        the checkpoint.
        """
        async with self._reading:
            await self._load()

    async def _load(self) -> None:
        updates: asyncio.Queue[Update] = asyncio.Queue()
        self._loading.add(updates)
        try:
            position, read = await held(self._pool, known=self._informed)
        finally:
            self._loading.discard(updates)
        if read is not None:
            while not updates.empty():
                update = updates.get_nowait()
                read.units.learn(update.changes)
                read.calendars.learn(update.calendars)
            self._units, self._calendars = read
            self._units_position = max(self._units_position, position)
        self._updates += 1  # a read that is under way now is not to be remembered
        self._remembered.clear()
        self._informed = max(self._informed, position)
        self._wake(lambda name: not name.startswith("units/") or self._units.knows(name))

    async def units_as_known(self, position: int) -> Units:
        """The units as they were known at a position of the past, or are now; of the past only
        their places and policies, since desks and duties are asked about by live commands.
        """
        if self._units_position <= position <= self._informed:
            return self._units
        units = self._former_units.pop(position, None)
        if units is None:
            units = units_of(await self._pool.fetch(self._sql["unit_changes"], position))
        self._former_units[position] = units
        if len(self._former_units) > POSITIONS_KEPT:
            del self._former_units[next(iter(self._former_units))]
        return units

    def within(self, ancestor: str, unit: str) -> bool:
        """Whether a unit is the ancestor or lies below it now; "" stands above all."""
        return self._units.within(ancestor, unit, self._clock())

    async def wait_for(self, position: int) -> None:
        """Wait until the catalogue is known as far as the caller saw it."""
        if position < 0:
            raise Refusal(ChassisReason.POSITION_INVALID, field="catalog_position")
        if position <= self.position:
            return
        if self._inbox.is_beyond(position):
            raise beyond_end("catalog", position, field="catalog_position")
        if not await self._inbox.reached(position, LONG_PATIENCE):
            values = {"position": str(position)}
            raise Refusal(SubmissionsReason.CATALOG_BEHIND, values=values, retry_after=1.0)

    async def must_be_current(self) -> None:
        """Wait until all is known that the stream holds now; raises what an outage raises."""
        await self.wait_for(await self._inbox.source.tip())

    async def must_know_unit(self, name: str, *, field: str) -> None:
        """Refuse a unit that is unknown, also after a moment."""
        if not await self.knows_unit(name):
            raise Refusal(SubmissionsReason.UNIT_UNKNOWN, field=field, values={"unit": name})

    async def knows_unit(self, name: str) -> bool:
        """Whether a unit is known, now or in a moment."""
        if not self._units.knows(name):
            with self._update_of(name) as update:
                await _a_moment(update)
        return self._units.knows(name)

    async def offering_in_force(self, name: str, clock: Callable[[], datetime]) -> OfferingCopy:
        """The offering, for a live submission: known, open and with a published service."""
        copy = await self._awaited(name, lambda seen: seen.offering.in_force(clock()))
        copy.offering.must_be_in_force(clock(), field="offering")
        return copy

    async def offering(self, name: str) -> OfferingCopy:
        """The offering, in force or not, with its whole history."""
        return await self._awaited(name, lambda _: True)

    async def offerings(self, names: Sequence[str], as_known: int = NOW) -> dict[str, OfferingCopy]:
        """Those of these that are known, all of one moment, with their whole histories; their spans
        as they were known at a position.
        """
        rows = await self._pool.fetch(self._sql["offerings"], names, as_known)
        return {
            row["name"]: OfferingCopy(offering_of(row), min(row["position"], as_known))
            for row in rows
        }

    async def service_content(self, service: str, version: int) -> ServiceContent | None:
        """What a version of a service says, whole: its documents, forms and steps."""
        content = await self._pool.fetchval(self._sql["service_content"], service, version)
        return None if content is None else ServiceContent.FromString(content)

    def learn(self, update: Update) -> None:
        """Apply an update that the inbox committed: drop what it touched, wake who waits for it."""
        self._updates += 1
        self._informed = max(self._informed, update.position)
        if update.changes:
            self._units_position = max(self._units_position, update.position)
        self._units.learn(update.changes)
        self._calendars.learn(update.calendars)
        for updates in self._loading:
            updates.put_nowait(update)
        self._forget(update)
        units = update.units
        self._wake(lambda name: name in units or _touches(update, name))

    def _wake(self, concerned: Callable[[str], bool]) -> None:
        """Who waits for something that these names may have become."""
        for name, future in self._waiting:
            if concerned(name) and not future.done():
                future.set_result(None)

    def _forget(self, update: Update) -> None:
        for name in update.offerings:
            self._remembered.pop(name, None)
        if update.services:
            for name in [each for each in self._remembered if _touches(update, each)]:
                del self._remembered[name]

    @contextmanager
    def _update_of(self, name: str) -> Iterator[asyncio.Future[None]]:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add((name, future))
        try:
            yield future
        finally:
            self._waiting.discard((name, future))

    async def _awaited(self, name: str, satisfies: Callable[[OfferingCopy], bool]) -> OfferingCopy:
        copy = await self._cached_or_read(name)
        if copy is None or not satisfies(copy):
            copy = await self._read_until(name, satisfies)
        if copy is None:
            raise Refusal(
                SubmissionsReason.OFFERING_UNKNOWN, field="offering", values={"offering": name}
            )
        return copy

    async def _read_until(
        self, name: str, satisfies: Callable[[OfferingCopy], bool]
    ) -> OfferingCopy | None:
        """Read until it satisfies, for PATIENCE. Waiting for an update begins before each read, so
        that none is missed in between.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    with self._update_of(name) as update:
                        copy = await self._read(name)
                        if copy is not None and satisfies(copy):
                            return copy
                        await update
        return await self._read(name)

    async def _cached_or_read(self, name: str) -> OfferingCopy | None:
        if self._inbox.position > self._informed:
            # Another process applied an update: what is remembered may be old.
            await self.load()
        if (copy := self._remembered.get(name)) is None:
            return await self._read(name)
        self._remembered.move_to_end(name)
        return OfferingCopy(copy.offering, max(copy.position, self.position))

    async def _read(self, name: str) -> OfferingCopy | None:
        before = self._updates
        copy = (await self.offerings([name])).get(name)
        if copy is not None and before == self._updates:
            self._remember(name, copy)
        return copy

    def _remember(self, name: str, copy: OfferingCopy) -> None:
        self._remembered[name] = copy
        while len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)


def service_of(offering: str) -> str:
    """`services/S` of `services/S/offerings/U`."""
    return offering.partition("/offerings/")[0]


def unit_of(offering: str) -> str:
    """`units/U` of `services/S/offerings/U`: the competent unit."""
    return f"units/{offering.partition('/offerings/')[2]}"


async def _a_moment(update: asyncio.Future[None]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await update


def _touches(update: Update, offering: str) -> bool:
    """Whether this offering may now be another."""
    return offering in update.offerings or service_of(offering) in update.services
