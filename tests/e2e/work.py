"""What is done while parts of a stack fail: dossiers, payments, petitions, counted facts,
transfers, publications; and what has to be so of it afterwards.

Promises that each command is repeated until it is answered, and to know what was acknowledged. Must
not be more patient than a portal is.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from deploy.embedded.starter import Starter
from services.console.importing.plans import CalendarPlan, OfferingPlan, UnitPlan
from services.console.portal import workdays
from services.console.portal.client import Portal
from tests.e2e import exactness
from tests.e2e.counting import AT_ONCE, CountImporter
from tests.e2e.gateway import Gateway, paid
from tests.e2e.office import PLAN, Office
from tests.e2e.petitioning import PetitionImporter
from tests.e2e.publishing import FigurePublisher

MOVING = 120  # dossiers of a ward that merges into another one meanwhile
WEEK = workdays.founding("wards", weekdays=range(1, 6), hours="07:30-17:00")
WITH_A_THIRD_WARD = replace(
    PLAN,
    units=[*PLAN.units, UnitPlan("ward-3", "ward", "Phường 3", "Ward 3", "district")],
    offerings=[*PLAN.offerings, OfferingPlan("birth", "ward-3", 3)],
    calendar=CalendarPlan("wards", "district", [WEEK]),
)


@dataclass
class Work:
    """Of several officers and others; `begin` and `end` may alternate."""

    stack: Starter
    office: Office
    importer: CountImporter
    petitions: PetitionImporter
    gateway: Gateway
    figures: FigurePublisher
    moving: set[str] = field(default_factory=set)
    demanded: int = 0  # how many of the acknowledged commands were looked for
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def open(cls, stack: Starter, portal: Portal) -> Work:
        """The catalogue, and what waits at a ward that is to be merged."""
        office = await Office.open(portal, WITH_A_THIRD_WARD)
        seen = office.catalog_position
        made = cls(
            stack,
            office,
            CountImporter(portal, catalog_position=seen),
            PetitionImporter(portal, catalog_position=seen),
            Gateway(office, stack.credentials.ring("payments.submissions")),
            FigurePublisher(portal),
        )
        made.figures.catalog_position = seen
        made.moving = set(await asyncio.gather(*(open_at_third(office, n) for n in range(MOVING))))
        await made.petitions.open_at(3, MOVING)
        return made

    @property
    def dsn(self) -> str:
        """The database of submissions, as its owner."""
        return self.stack.services["submissions"].wiring.owner_dsn

    def merge(self) -> None:
        """Merge the ward where they wait into another one, beside all other work."""
        self.tasks.append(asyncio.create_task(self.office.merge(3, into=1)))

    def begin(self, *, officers: int, rest: float = 0.0) -> None:
        """Everybody works, with a rest between two pieces of work."""
        self.ending = asyncio.Event()
        working = [
            *(self.office.work(self.ending, rest=rest) for _ in range(officers)),
            *(each.work(self.ending, rest=rest) for each in (self.importer, self.gateway)),
            *(each.work(self.ending) for each in (self.petitions, self.figures)),
        ]
        self.tasks += map(asyncio.create_task, working)

    async def end(self) -> None:
        """Let everybody finish what was begun."""
        self.ending.set()
        tasks, self.tasks = self.tasks, []
        await asyncio.gather(*tasks)

    async def demand_recorded(self) -> None:
        """Whatever was acknowledged since the last time is recorded once."""
        now = len(self.office.acknowledged)
        await exactness.demand_recorded(self.dsn, self.office.acknowledged[self.demanded : now])
        self.demanded = now

    async def demand_verified(self) -> None:
        """Every figure equals an independent reading."""
        self.stack.describe()
        exit_code, said = await exactness.verified(self.stack.data_dir)
        assert exit_code == 0, said

    async def demand_all(self) -> None:
        """Everything, once the work has ended."""
        self.stack.describe()
        await exactness.have(self.dsn, exactness.PASSED, self.office.overdue)
        await exactness.have(self.dsn, exactness.TRANSFERRED, self.moving)
        await self.petitions.demand_each_once(self.dsn)
        await self.figures.demand_each_once(self.stack)
        self.demanded = 0
        await self.demand_recorded()
        await self.demand_notices()
        await self.demand_payments()
        await self.demand_counts()
        await self.demand_sealed()
        await self.demand_verified()

    async def demand_notices(self) -> None:
        """Each notice once, and none is missing of a dossier that is still open; each transfer."""
        notices = await exactness.counted(self.dsn, exactness.PASSED)
        assert set(notices.values()) == {1}
        assert self.office.overdue <= set(notices)
        transfers = await exactness.counted(self.dsn, exactness.TRANSFERRED)
        assert transfers == dict.fromkeys(self.moving, 1)

    async def demand_payments(self) -> None:
        """What the gateway knows of is recorded, and nothing twice."""
        found = await paid(self.dsn)
        for told, recorded in zip(
            (self.gateway.acknowledged, self.gateway.refunded), found, strict=True
        ):
            assert set(told) <= set(recorded)
            assert len(recorded) == len(set(recorded)) >= len(told) > 0

    async def demand_counts(self) -> None:
        """Of a batch that nobody acknowledged some may be there, and none twice."""
        counts = await exactness.counts_recorded(self.dsn)
        assert len({each.count for each in counts}) == len(counts)
        assert self.importer.acknowledged.items() <= {e.count: e.n for e in counts}.items()
        assert len(self.importer.acknowledged) >= AT_ONCE

    async def demand_sealed(self) -> None:
        """Nothing sealed without its dossier, no dossier without that, no key of an erased one."""
        kept, held = await exactness.sealed(self.dsn)
        assert held == dict.fromkeys(held, kept)
        assert set(self.office.dossiers) - self.office.erased <= kept
        assert self.office.erased
        assert not self.office.erased & kept


async def open_at_third(office: Office, number: int) -> str:
    """A dossier of the third ward that stays open."""
    dossier = await office.submit(number, ward=3)
    return str((await office.accept(dossier, 4_000_000_000)).name)
