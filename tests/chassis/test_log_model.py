"""The log against a plain-Python model: whatever the batches, the same answers and rows.

Promises batches of every mixture: new, repeated, reused, in conflict. Must not know how the log
does it.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
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
from services.chassis.database import literal
from services.chassis.log import UNCONDITIONAL, Append, AppendCondition, Log, Outcome, Status
from tests.chassis.appends import append, event
from tests.weighted import weighted

STREAMS = st.sampled_from("abcd")
COMMANDS = st.integers(1, 12).map(lambda number: UUID(int=number))
PRINTS = st.sampled_from([b"one", b"one", b"one", b"two"])
# How far each event's version is from the one that would fit: mostly not at all.
SLIPS = st.sampled_from([0, 0, 0, 0, 0, 0, 0, 0, 1, -1])
WISHES = st.lists(st.tuples(STREAMS, SLIPS), min_size=1, max_size=4)
# What a command relies on: mostly nothing; else so many events ago, a stream or a pattern.
RELIED = weighted(
    (2, st.none()),
    (1, st.tuples(st.integers(0, 6), st.sampled_from(["a", "b", "%", "a_"]))),
)
BATCHES = st.lists(st.tuples(COMMANDS, PRINTS, WISHES, RELIED), min_size=1, max_size=7)


@dataclass
class Model:
    """What the log promises, in the fewest words."""

    events: list[tuple[str, int, UUID, int, bytes]] = field(default_factory=list)

    def version(self, stream: str) -> int:
        return sum(event[0] == stream for event in self.events)

    def outdated(self, condition: AppendCondition) -> bool:
        since = {event[0] for event in self.events[condition.position :]}
        names = {*condition.streams, *condition.patterns}  # a pattern without a wildcard is a name
        return bool(since & names) or ("%" in names and bool(since))

    def append(self, wanted: Append) -> Outcome:
        if own := [(p, e) for p, e in enumerate(self.events, 1) if e[2] == wanted.command_id]:
            same = own[0][1][4] == wanted.fingerprint
            stream = own[0][1][0]
            version = max(e[1] for _, e in own if e[0] == stream)
            return Outcome(Status.DUPLICATE if same else Status.REUSED, own[-1][0], stream, version)
        before, first = list(self.events), wanted.events[0].stream
        if self.outdated(wanted.condition):
            return Outcome(Status.CONFLICT, len(before), first, self.version(first))
        for n, new in enumerate(wanted.events):
            if new.version != self.version(new.stream) + 1:
                self.events = before
                return Outcome(Status.CONFLICT, len(before), first, self.version(first))
            row = (new.stream, new.version, wanted.command_id, n, wanted.fingerprint)
            self.events.append(row)
        return Outcome(Status.APPENDED, len(self.events), first, self.version(first))


class AgainstTheModel(RuleBasedStateMachine):
    """Runs in a transaction that is rolled back: the next example begins with an empty log."""

    runner: asyncio.Runner
    connection: asyncpg.Connection
    log: Log

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.transaction = self.connection.transaction()
        self.runner.run(self.transaction.start())

    @rule(batch=BATCHES)
    def append_batch(self, batch: list[tuple[UUID, bytes, list[tuple[str, int]], Any]]) -> None:
        appends, expected = [], []
        for command_id, fingerprint, wishes, condition in batch:
            wanted = self.wanted(command_id, fingerprint, wishes)
            appends.append(wanted._replace(condition=self.condition(condition)))
            expected.append(self.model.append(appends[-1]))
        assert self.runner.run(self.log.append_in(self.connection, appends)) == expected

    def wanted(self, command_id: UUID, prints: bytes, wishes: list[tuple[str, int]]) -> Append:
        versions = {stream: self.model.version(stream) for stream, _ in wishes}
        events = []
        for stream, slip in wishes:
            versions[stream] += 1 + slip
            events.append(event(stream, max(1, versions[stream])))
        return append(*events, command_id=command_id, fingerprint=prints)

    def condition(self, asked: tuple[int, str] | None) -> AppendCondition:
        if asked is None:
            return UNCONDITIONAL
        ago, name = asked
        position = max(0, len(self.model.events) - ago)
        # "a_" is no stream's name, and "_" in it stands for itself.
        pattern = name if name == "%" else literal(name)
        return AppendCondition(position, (name,) if name in "ab" else (), (pattern,))

    @invariant()
    def same_rows(self) -> None:
        query = """select stream, version, command_id, n, fingerprint, position from events
          order by position"""
        rows = [tuple(row) for row in self.runner.run(self.connection.fetch(query))]
        expected = [(*event, at) for at, event in enumerate(self.model.events, 1)]
        assert rows == expected
        top = self.runner.run(self.connection.fetchval("select position from head"))
        assert top == len(expected)

    def teardown(self) -> None:
        self.runner.run(self.transaction.rollback())


def test_the_log_does_what_the_model_does(migrated: Database) -> None:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        connection = runner.run(asyncpg.connect(migrated.dsn))
        AgainstTheModel.runner, AgainstTheModel.connection = runner, connection
        AgainstTheModel.log = runner.run(_log())
        run_state_machine_as_test(
            AgainstTheModel,
            settings=settings(
                max_examples=60,
                stateful_step_count=10,
                suppress_health_check=list(HealthCheck),
            ),
        )
        runner.run(AgainstTheModel.log.close())
        runner.run(connection.close())


async def _log() -> Log:
    """A log for its `append_in` alone: the connection is handed to it."""
    return Log(None, "", patience=1.0)
