"""Commands on streams: load, decide, append, answer.

A repeated command is answered as it was the first time, whatever happened since; a decision made on
an outdated stream is made again.
"""

import hmac
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from google.protobuf.descriptor import FileDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from services.chassis import telemetry
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.log import (
    UNCONDITIONAL,
    Append,
    AppendCondition,
    Earlier,
    Log,
    NewEvent,
    Outcome,
    Recorded,
    Status,
)
from services.chassis.reasons import ChassisReason
from services.chassis.replicated import confirm
from services.chassis.sealing import Sealing, Vault

S = TypeVar("S")
ToFact: TypeAlias = Callable[[Recorded], Fact]

ATTEMPTS = 5


class Command(NamedTuple):
    """Who asks for what: the id makes it once, the keyed fingerprint tells it from others.

    `former` gives the fingerprints that the same content had under keys that are retired now.
    """

    id: UUID
    fingerprint: bytes
    actor: str
    traceparent: str
    former: Callable[[], Sequence[bytes]] = tuple
    sealed: bytes = b""  # what the request seals, as a message; the fingerprints leave it out

    def is_known_by(self, fingerprint: bytes) -> bool:
        """Whether a recorded fingerprint is that of this content, under whichever key."""
        same = hmac.compare_digest
        return same(fingerprint, self.fingerprint) or any(
            same(fingerprint, each) for each in self.former()
        )


class Executed(NamedTuple, Generic[S]):
    """A stream as a command left it."""

    state: S
    stream: str
    version: int  # 0: the stream has no event
    position: int  # of the command's last event; of the stream's when it recorded nothing
    facts: tuple[Fact, ...]  # what the command recorded
    events: Sequence[Recorded] = ()  # of the stream as it was loaded

    @property
    def etag(self) -> str:
        """What a caller sends back to say which state it saw."""
        return f'"{self.version}"'


def message_types(*files: FileDescriptor) -> dict[str, type[Message]]:
    """The registry of the messages that these .proto files define, by full name."""
    found = (message for file in files for message in file.message_types_by_name.values())
    return {message.full_name: GetMessageClass(message) for message in found}


class Change(NamedTuple):
    """Facts for one stream, which had this version before them."""

    stream: str
    version: int
    facts: Sequence[Fact]


class Decision(NamedTuple):
    """What a command comes to, in any number of streams, and its append condition."""

    changes: Sequence[Change]
    condition: AppendCondition = UNCONDITIONAL
    sealing: Sealing | None = None


Appending: TypeAlias = Callable[[Command, Decision], Awaitable[Outcome]]


class View:
    """Streams as they were at one position of the log."""

    def __init__(
        self, position: int, streams: Mapping[str, Sequence[Recorded]], fact: ToFact
    ) -> None:
        self.position = position
        self._streams = streams
        self._fact = fact

    def of(self, stream: str, decider: Decider[S]) -> Executed[S]:
        """One of the streams; version 0 when there is none."""
        return folded(decider, stream, self._streams.get(stream, ()), self._fact)


class Store:
    """Runs commands against one log; `registry` knows the class of every type in it, and `vault`
    what commands seal.
    """

    def __init__(
        self, log: Log, registry: Mapping[str, type[Message]], vault: Vault | None = None
    ) -> None:
        self._log = log
        self._registry = registry
        self._vault = vault

    async def load(self, stream: str, decider: Decider[S]) -> Executed[S]:
        """A stream as it is now; version 0 when there is none."""
        loaded = await self._log.load(stream)
        return folded(decider, stream, loaded.events, self._fact)

    async def view(self, streams: Iterable[str]) -> View:
        """Several streams as they are now, in one snapshot."""
        viewed = await self._log.view(streams)
        by_stream: dict[str, list[Recorded]] = defaultdict(list)
        for event in viewed.events:
            by_stream[event.stream].append(event)
        return View(viewed.head, by_stream, self._fact)

    async def execute(
        self,
        command: Command,
        *,
        stream: str,
        decider: Decider[S],
        decide: Callable[[S], Sequence[Fact]],
        etag: str = "",
    ) -> Executed[S]:
        """Decide on the stream's state and append what was decided; nothing decided, no event."""

        async def alone(now: Executed[S]) -> Decision:
            return Decision([Change(stream, now.version, decide(now.state))])

        return await self.carry_out(
            command, stream=stream, decider=decider, decide=alone, etag=etag
        )

    async def carry_out(
        self,
        command: Command,
        *,
        stream: str,
        decider: Decider[S],
        decide: Callable[[Executed[S]], Awaitable[Decision]],
        etag: str = "",
        append: Appending | None = None,
    ) -> Executed[S]:
        """Decide on a stream and on whatever else `decide` looks at, and append it all together;
        by `append`, where rows belong to it.

        The answer is the stream's, which a change must name first. Nothing decided, no event.
        """
        for _ in range(ATTEMPTS):
            loaded = await self._log.load(stream, command.id)
            if loaded.earlier:
                return await self._answered(command, decider, loaded.earlier)
            now = folded(decider, stream, loaded.events, self._fact)
            if etag not in {"", now.etag}:
                raise Refusal(ChassisReason.VERSION_CONFLICT, field="etag")
            decision = await decide(now)
            changes = [change for change in decision.changes if change.facts]
            if not changes:
                if decision.changes:  # what made them needless may not be on a standby yet
                    await confirm(self._log)
                return now
            outcome = await (append or self.append)(command, decision._replace(changes=changes))
            if outcome.status is Status.APPENDED:
                own = (each.facts for each in changes if each.stream == changes[0].stream)
                return _appended(decider, now.state, outcome, tuple(chain.from_iterable(own)))
            # Otherwise the next load finds what was recorded first, by this command or by another.
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)

    async def begin(
        self,
        command: Command,
        *,
        stream: str,
        decider: Decider[S],
        facts: Sequence[Fact],
        sealing: Sealing | None = None,
    ) -> Executed[S]:
        """The first facts of a new stream, without loading it.

        A repeat is answered from the stream that the first one began, whose id may be another.
        """
        decision = Decision([Change(stream, 0, facts)], sealing=sealing)
        outcome = await self.append(command, decision)
        if outcome.status is Status.APPENDED:
            return _appended(decider, decider.initial(), outcome, tuple(facts))
        loaded = await self._log.load(outcome.stream, command.id)
        if loaded.earlier:
            return await self._answered(command, decider, loaded.earlier)
        raise Refusal(ChassisReason.ALREADY_EXISTS, values={"name": stream})

    async def append(self, command: Command, decision: Decision) -> Outcome:
        """What was decided elsewhere, whole or not at all; a conflict is the caller's to solve."""
        with telemetry.step("append"):
            return await self._log.append(self.append_of(command, decision))

    async def append_all(self, appends: Sequence[Append]) -> list[Outcome | BaseException]:
        """The appends of several decisions, each with its own outcome, or why it has none."""
        with telemetry.step("append"):
            return await self._log.append_all(appends)

    def append_of(self, command: Command, decision: Decision) -> Append:
        """The append of a decision, for a caller that appends in a transaction of its own."""
        if command.sealed and decision.sealing is None:
            raise AssertionError(f"what command {command.id} seals would be lost")
        events = tuple(
            _event(each, n, fact)
            for each in decision.changes
            for n, fact in enumerate(each.facts, each.version + 1)
        )
        return Append(*command[:4], events, decision.condition, decision.sealing)

    async def _answered(
        self, command: Command, decider: Decider[S], earlier: Earlier
    ) -> Executed[S]:
        """The answer that the command got when it came the first time."""
        same = command.is_known_by(earlier.fingerprint)
        if same and command.sealed and self._vault:
            same = await self._vault.repeats(command.id, command.sealed)
        if not same:
            raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
        await confirm(self._log)
        loaded = await self._log.load(earlier.stream)
        then = folded(decider, earlier.stream, loaded.events[: earlier.version], self._fact)
        own = [event for event in loaded.events if event.command_id == command.id]
        return then._replace(
            position=earlier.position, facts=tuple(map(self._fact, own)), events=()
        )

    def _fact(self, event: Recorded) -> Fact:
        message = self._registry[event.type].FromString(event.payload)
        return Fact(message, event.occurred_at, event.subject)


def folded(
    decider: Decider[S], stream: str, events: Sequence[Recorded], fact: ToFact
) -> Executed[S]:
    """A stream after these events, which are all that it has."""
    state = decider.fold(decider.initial(), map(fact, events))
    position = events[-1].position if events else 0
    return Executed(state, stream, len(events), position, (), events)


def _event(change: Change, version: int, fact: Fact) -> NewEvent:
    """A fact as the next event of its stream."""
    return NewEvent(
        stream=change.stream,
        version=version,
        event_id=uuid7(),
        type=fact.message.DESCRIPTOR.full_name,
        subject=fact.subject,
        occurred_at=fact.occurred_at,
        payload=fact.message.SerializeToString(deterministic=True),
    )


def _appended(
    decider: Decider[S], state: S, outcome: Outcome, facts: tuple[Fact, ...]
) -> Executed[S]:
    """The stream after an append of ours."""
    state = decider.fold(state, facts)
    return Executed(state, outcome.stream, outcome.version, outcome.position, facts)
