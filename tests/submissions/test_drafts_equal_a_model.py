"""Drafts against a plain-Python model: whatever is begun, saved, submitted, deleted and expires.

Promises the service's own queries on a real PostgreSQL, with a clock of the test's, also after an
older backup of the tables. Must not know how they do it.
"""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import SQL, open_pool
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log, NewEvent
from services.chassis.sealing import Vault
from services.submissions.__main__ import MIGRATIONS
from services.submissions.queries.drafts import Drafts, Saving
from tests.templates import Templates

KEYS = Keyring({each: each.encode() * 32 for each in "12"})
MOST, MOST_OF_HOLDER, KEPT = 2, 1, timedelta(hours=10)
PORTALS = ("a", "b")
DRAFTS = st.integers(0, 2)
TEXTS = st.sampled_from([b"", b"one", b"two" * 50])
T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """A draft in the model."""

    portal: str
    revision: int
    text: bytes
    expires: datetime
    holder: str = ""


class DraftsAgainstTheModel(RuleBasedStateMachine):
    """Each example has ids of its own, in one database without drafts."""

    runner: asyncio.Runner
    drafts: Drafts
    connection: asyncpg.Connection
    examples = itertools.count()

    @initialize()
    def begin_example(self) -> None:
        self.run(self.connection.execute("delete from drafts; delete from owner_keys"))
        example = next(self.examples)
        self.ids = [uuid.UUID(int=(example + 1) * 100 + n) for n in range(3)]
        self.portals = [f"{name}{example}" for name in PORTALS]
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.drafts.clock = lambda: self.now
        self.model: dict[uuid.UUID, Kept] = {}
        self.dossiers: dict[uuid.UUID, bytes] = {}  # those submitted, and what they hold

    def run(self, awaited: Awaitable[T]) -> T:
        async def waiting() -> T:
            return await awaited

        return self.runner.run(waiting())

    def alive(self, id_: uuid.UUID) -> Kept | None:
        found = self.model.get(id_)
        return found if found and found.expires > self.now and id_ not in self.dossiers else None

    def saving(self, text: bytes) -> Saving:
        return Saving(b"", text, uuid.uuid4(), b"said")

    @rule(
        n=DRAFTS, of=st.integers(0, 1), holder=st.sampled_from(["", "x"]), text=TEXTS,
        exchanged=st.booleans(),
    )  # fmt: skip
    def begin(self, n: int, of: int, holder: str, text: bytes, exchanged: bool) -> None:
        """`exchanged`: another key is the first one now."""
        id_, portal = self.ids[n], self.portals[of]
        hashes = self.drafts.hashes(portal, holder)[:: -1 if exchanged else 1]
        full = self.why_full(portal, holder)
        possible = id_ not in self.model and id_ not in self.dossiers and not full
        said = self.run(self.drafts.why_full(portal, hashes))
        assert (said.reason.code if said else "") == full
        assert self.run(self.drafts.begin(id_, portal, hashes, self.saving(text))) == possible
        if possible:
            self.model[id_] = Kept(portal, 1, text, self.now + KEPT, holder)

    def why_full(self, portal: str, holder: str) -> str:
        own = [each.holder for each in self.model.values() if each.portal == portal]
        if len(own) >= MOST:
            return "DRAFTS_TOO_MANY"
        return "HOLDER_DRAFTS_TOO_MANY" if holder and holder in own else ""

    @rule(n=DRAFTS, text=TEXTS)
    def save(self, n: int, text: bytes) -> None:
        seen = self.run(self.drafts.find(self.ids[n]))
        known = self.alive(self.ids[n])
        assert (seen is None) == (known is None)
        if seen is None or known is None:
            return
        assert self.run(self.drafts.save(seen, self.saving(text)))
        assert not self.run(self.drafts.save(seen, self.saving(b"late")))
        self.model[self.ids[n]] = replace(
            known, revision=known.revision + 1, text=text, expires=self.now + KEPT
        )

    @rule(n=DRAFTS, saved=st.booleans())
    def submit(self, n: int, saved: bool) -> None:
        """`saved`: somebody saves it between the look and the submission."""
        id_ = self.ids[n]
        seen, known = self.run(self.drafts.find(id_)), self.alive(id_)
        if seen is None or known is None:
            return
        if saved:
            self.save(n, b"between")
        done = self.run(self.drafts.submit(seen, self.append(id_)))
        assert (done is None) == saved
        if done:
            self.dossiers[id_] = known.text
            del self.model[id_]

    @rule(n=DRAFTS)
    def submit_what_the_log_refuses(self, n: int) -> None:
        """The draft stays as it is."""
        seen = self.run(self.drafts.find(self.ids[n]))
        if seen is not None:
            refused = self.append(self.ids[n], version=2)
            assert self.run(self.drafts.submit(seen, refused)) is None

    @rule(n=DRAFTS)
    def delete(self, n: int) -> None:
        seen = self.run(self.drafts.find(self.ids[n]))
        if seen is not None:
            assert self.run(self.drafts.delete(seen.draft))
            assert not self.run(self.drafts.delete(seen.draft))
            del self.model[self.ids[n]]

    @rule(hours=st.integers(0, 12))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def expire(self) -> None:
        gone = [id_ for id_, each in self.model.items() if each.expires <= self.now]
        assert self.run(self.drafts.expire()) == len(gone)
        for id_ in gone:
            del self.model[id_]

    @rule(n=DRAFTS)
    def an_older_backup_brings_a_submitted_draft_back(self, n: int) -> None:
        """The row is there again beside the dossier in the log; it lasts until it expires."""
        id_ = self.ids[n]
        if id_ not in self.dossiers or id_ in self.model:
            return
        query = """insert into drafts values ($1, $2, null, 1, '', $3, $3, $4, $1, '', '')"""
        expires = self.now + KEPT
        self.run(self.connection.execute(query, id_, self.portals[0], self.now, expires))
        self.model[id_] = Kept(self.portals[0], 1, b"", expires)

    def append(self, id_: uuid.UUID, version: int = 1) -> Append:
        stream = f"dossiers/{id_}"
        event = NewEvent(stream, version, uuid.uuid4(), "t", "s", self.now, b"")
        return Append(uuid.uuid4(), b"", "test", "", (event,))

    @invariant()
    def each_draft_says_what_was_saved_last(self) -> None:
        for id_ in getattr(self, "ids", ()):
            found, known = self.run(self.drafts.find(id_)), self.alive(id_)
            shown = found and (found.draft.portal, found.draft.revision, found.content)
            assert shown == (known and (known.portal, known.revision, known.text))

    @invariant()
    def lists_hold_the_same(self) -> None:
        for portal in getattr(self, "portals", ()):
            listed = self.run(self.drafts.page(portal, None, None, 10))
            expected = {id_ for id_ in self.ids if (k := self.alive(id_)) and k.portal == portal}
            assert {each.id for each in listed} == expected

    @invariant()
    def keys_are_there_for_drafts_and_for_dossiers_that_hold_something(self) -> None:
        if not hasattr(self, "ids"):
            return
        query = "select owner from owner_keys where owner = any($1::text[])"
        owners = [f"dossiers/{id_}" for id_ in self.ids]
        found = {row["owner"] for row in self.run(self.connection.fetch(query, owners))}
        kept = {id_ for id_ in self.model if id_ not in self.dossiers}
        kept |= {id_ for id_, text in self.dossiers.items() if text}
        assert found == {f"dossiers/{id_}" for id_ in kept}


@pytest.fixture
async def database(templates: Templates) -> Any:
    async with templates.lent("submissions", [SQL, MIGRATIONS]) as database:
        yield database


def test_drafts_do_what_the_model_does(stack: Stack, database: Database) -> None:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        pool = runner.run(opened(database))
        log = runner.run(logging(pool, database))
        machine = DraftsAgainstTheModel
        machine.runner = runner
        machine.connection = runner.run(asyncpg.connect(database.owner_dsn))
        bounds: dict[str, Any] = {"most": MOST, "most_of_holder": MOST_OF_HOLDER, "kept": KEPT}
        machine.drafts = Drafts(pool, log, Vault(pool, KEYS), keys=KEYS, **bounds)
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=40, stateful_step_count=20, suppress_health_check=list(HealthCheck)
            ),
        )
        runner.run(machine.connection.close())
        runner.run(log.close())
        runner.run(pool.close())


async def opened(database: Database) -> Any:
    return await open_pool(database.dsn)


async def logging(pool: Any, database: Database) -> Log:
    return Log(pool, database.dsn)
