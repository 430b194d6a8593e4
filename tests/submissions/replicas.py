"""Replicas of the service without calls: what they learn, what they project, and their timers.

Promises a real PostgreSQL and a clock that the test sets; the catalogue is another log, read as it
is. Must not assert.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.embedded.databases import Database
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.blobs import Blobs
from services.chassis.database import SQL, open_pool
from services.chassis.decider import Fact
from services.chassis.keys import Keyring
from services.chassis.log import Log, Status
from services.chassis.process import background
from services.chassis.projector import Projector
from services.chassis.sealing import Vault
from services.chassis.sources import LogSource
from services.chassis.store import Change, Command, Decision, Store
from services.submissions import inbox, projections
from services.submissions.__main__ import MIGRATIONS
from services.submissions.api import timers
from services.submissions.api.context import Context
from services.submissions.api.numbering import Numbering
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.registry import REGISTRY
from services.submissions.queries import changes
from services.submissions.queries.attachments import Attachments
from services.submissions.queries.catalogue import Catalogue
from services.submissions.queries.changes import Changes
from services.submissions.queries.counts import Counts
from services.submissions.queries.differences import Differences
from services.submissions.queries.dossiers import DossierRows
from services.submissions.queries.drafts import Drafts
from services.submissions.queries.filings import Filings, Moves
from services.submissions.queries.forms import Forms
from services.submissions.queries.guessing import WrongPairs
from services.submissions.queries.linked import Linked
from services.submissions.queries.own_log import OwnLog
from services.submissions.queries.payments import Payments
from services.submissions.queries.petitions import PetitionRows
from services.submissions.queries.records import Records
from services.submissions.queries.refunds import Refunds
from services.submissions.queries.slips import SlipTexts
from services.submissions.queries.sources import SourceRows
from services.submissions.queries.tickets import Tickets
from services.submissions.queries.tracking import Tracking
from tests.submissions.fake_catalogue import FakeCatalogue
from tests.submissions.live_dossier import MONDAY, LiveDossier
from tests.templates import Templates
from tests.waiting import until

KEYS = Keyring({"1": b"0123456789abcdef0123456789abcdef"})
KINDS = (
    events.DueApproached, events.DuePassed, events.ExtensionPassed, events.DossierTransferred,
)  # fmt: skip


class Replicas:
    """The databases of the service and of a catalogue, the clock, and what is in the log."""

    def __init__(self, database: Database, log: Log, catalogue: FakeCatalogue) -> None:
        self.database, self.log, self.catalogue = database, log, catalogue
        self.store = Store(log, REGISTRY)
        self.now = MONDAY

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Context]:
        """One more replica, until the end of the block."""
        async with AsyncExitStack() as held:
            pool = await held.enter_async_context(await open_pool(self.database.dsn))
            log = Log(pool, self.database.dsn, patience=30)
            held.push_async_callback(log.close)
            learning: Projector[Any] = Projector(
                inbox.NAME, source=LogSource(self.catalogue.log, poll=0.02), pool=pool,
                prepare=inbox.prepare, apply=inbox.apply,
                committed=lambda folded: catalogue.learn(folded.update),
                opened=lambda _: catalogue.load(),
            )  # fmt: skip
            catalogue = Catalogue(pool, learning, clock=lambda: self.now)
            projected: Projector[Any] = Projector(
                projections.NAME, source=LogSource(log, poll=0.02), pool=pool,
                prepare=projections.prepare, apply=projections.apply,
            )  # fmt: skip
            context = self._context(pool, log, catalogue, projected)
            takers = timers.timers_of(
                context, pool, accepting=lambda: None, clock=lambda: self.now, every=0.02
            )
            await held.enter_async_context(
                background(learning=learning.run, projected=projected.run)
            )
            # As a service, which fires none before it is ready:
            await until(lambda: learning.reached(self.catalogue.position, 1))
            await held.enter_async_context(
                background(**{name: each.run for name, each in takers.items()})
            )
            yield context

    def _context(self, pool: Any, log: Log, catalogue: Catalogue, projected: Any) -> Context:
        vault, own_log = Vault(pool, KEYS), OwnLog(log, projected)
        filings = Filings(pool, own_log)
        return Context(
            store=Store(log, REGISTRY, vault),
            catalogue=catalogue,
            forms=Forms(catalogue),
            drafts=Drafts(
                pool, log, vault, keys=KEYS, most=10, most_of_holder=10, kept=timedelta(days=1)
            ),
            numbering=Numbering(pool, own_log.caught_up),
            tracking=Tracking(pool, own_log),
            records=Records(log),
            sources=SourceRows(log),
            differences=Differences(pool, catalogue),
            keys=KEYS,
            vault=vault,
            counts=Counts(pool),
            log=log,
            own_log=own_log,
            rows=DossierRows(pool, own_log),
            filings=filings,
            filing_moves=Moves(filings, own_log),
            linked=Linked(pool, own_log),
            changes=Changes(log, changes.DOSSIERS),
            petition_changes=Changes(log, changes.PETITIONS),
            tickets=Tickets(pool, own_log),
            payments=Payments(pool),
            refunds=Refunds(pool),
            slip_texts=SlipTexts(pool),
            wrong_pairs=WrongPairs(pool, KEYS),
            attachments=Attachments(pool, vault),
            blobs=Blobs("memory:///"),
            petitions=PetitionRows(pool, log),
            clock=lambda: self.now,
        )

    async def dossier(self, *commands: str, **filed: Any) -> str:
        """A dossier with these commands on it, an hour apart from Monday 2 March 2026 on."""
        name = f"dossiers/{uuid4()}"
        live = LiveDossier(name=name, **filed)
        for each in commands:
            live.do(each)
        await self.append(name, live.facts)
        return name

    async def append(self, name: str, facts: Sequence[Fact]) -> None:
        """Facts of a dossier or a petition, in one command."""
        version = len((await self.log.load(name)).events)
        decision = Decision([Change(name, version, facts)])
        outcome = await self.store.append(Command(uuid4(), b"", "test", ""), decision)
        assert outcome.status is Status.APPENDED

    async def state(self, name: str) -> Dossier:
        """A dossier as it is now."""
        return (await self.store.load(name, DOSSIERS)).state

    async def given(self, name: str) -> Counter[str]:
        """How many notices and transfers of each kind a dossier has."""
        said = (each.message for each in (await self.state(name)).entries)
        return Counter(type(each).__name__ for each in said if isinstance(each, KINDS))

    async def waiting(self) -> int:
        """How many timers are due and not fired, and events that are not read yet: all of one
        moment, and of a replica that has read nothing yet all that there is.
        """
        query = (
            "select (select count(*) from timers where not fired and due_at <= $1)"
            " + (select position from head) + $2 - (select coalesce(sum(position), 0)"
            "   from checkpoints where projection in ('submissions', 'catalog'))"
        )
        async with await open_pool(self.database.dsn, largest=1) as pool:
            return int(await pool.fetchval(query, self.now, self.catalogue.position))

    async def at(self, now: datetime) -> None:
        """Set the clock, and wait until nothing is due any more."""
        self.now = now

        async def quiet() -> bool:
            return await self.waiting() == 0

        await until(quiet)


@asynccontextmanager
async def of_new_databases(templates: Templates) -> AsyncIterator[Replicas]:
    """Empty databases, and no replica yet."""
    async with AsyncExitStack() as held:
        own = await held.enter_async_context(templates.lent("submissions", [SQL, MIGRATIONS]))
        other = await held.enter_async_context(templates.lent("catalog", [SQL]))
        logs = []
        for database in (own, other):
            pool = await held.enter_async_context(await open_pool(database.dsn, largest=4))
            logs.append(Log(pool, database.dsn, patience=30))
            held.push_async_callback(logs[-1].close)
        yield Replicas(own, logs[0], FakeCatalogue(logs[1]))
