"""Signed heads of the Merkle tree over a log, as events of that log: what shows later that nothing
before them was changed.

Example: 1,000 events after the last head, the root over all positions so far is signed and
appended. `fsck` computes it again from log and stream.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Error, Message

from motcua.chassis.v1.tree_heads_pb2 import TreeHead
from services.chassis import gauges, telemetry
from services.chassis.database import Pool, is_lost, statements
from services.chassis.envelope import PROTOBUF, content_of
from services.chassis.errors import Refusal
from services.chassis.followed import made_of
from services.chassis.ids import derived, uuid7
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log, NewEvent, Outcome, Recorded, Status
from services.chassis.mac import Mac
from services.chassis.publications import Observer, Published
from services.chassis.reasons import ChassisReason
from services.chassis.subjects import subject
from services.evidence import SQL, signed_notes
from services.evidence.merkle import Tree, are_peaks, leaf_hash
from services.evidence.signed_notes import Root, Verifier

EVERY = 1000  # events
AT_LATEST = timedelta(hours=1)  # after an event that came alone
LINGER = 0.25  # seconds in which what belongs together comes
AGAIN = 1.0  # seconds after which it is tried again where the log was away
AWAY = (ChassisReason.STORE_UNAVAILABLE, ChassisReason.STORE_BUSY)  # why an append is refused then
PAGES = 16  # published and not hashed yet; what is dropped is read from the log
READ = 1000  # events in one statement
UNREADABLE = (Error, json_format.Error, ValueError)  # what a payload that is no event raises


class Unfit(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """The last head of the log is not one that a tree can go on from."""


class Short(Exception):  # noqa: N818 — the same
    """The log ends before what was published. The relay finds that too, and halts."""


class Kind:
    """The event by which a service states its tree heads."""

    def __init__(self, event: type[Message], *, content_type: str = PROTOBUF) -> None:
        self.event, self.content_type = event, content_type
        self.json = content_type != PROTOBUF

    @property
    def name(self) -> str:
        """The event's type."""
        return self.event.DESCRIPTOR.full_name

    def write(self, head: TreeHead) -> bytes:
        """The payload with a head."""
        event = self.event(head=head)
        if self.json:
            return json_format.MessageToJson(event, indent=None).encode()
        return event.SerializeToString(deterministic=True)

    def read(self, payload: bytes) -> TreeHead:
        """The head in a payload; one of UNREADABLE where there is none."""
        event: Any = self.event()
        if self.json:
            json_format.Parse(payload, event, ignore_unknown_fields=True)
        else:
            event.MergeFromString(payload)
        head: TreeHead = event.head
        return head


def stream_of(service: str) -> str:
    """Where a log keeps the heads of its own tree."""
    return f"logs/{service}"


def judged(
    kind: Kind, payload: bytes, service: str, verifiers: Sequence[Verifier]
) -> tuple[TreeHead | None, str]:
    """The head in a payload, or what of it is not as one of these keys signed it."""
    try:
        head = kind.read(payload)
        note = signed_notes.read(head.note)
    except UNREADABLE:
        return None, "payload"
    if note.root != Root(signed_notes.origin(service), head.size, head.root):
        return None, "note"
    if not are_peaks(head.peaks, size=head.size, root=head.root):
        return None, "peaks"
    if not any(each.verifies(note) for each in verifiers):
        return None, "signature"
    return head, ""


def observer(
    service: str,
    keys: Keyring,
    kind: Kind,
    *,
    at_once: frozenset[str] = frozenset(),
) -> Callable[[Pool, Log], Observer]:
    """What the backbone calls once it has pool and log: they sign heads of what is published."""
    return lambda pool, log: TreeHeads(
        service, pool=pool, log=log, keys=keys, kind=kind, at_once=at_once
    )


class TreeHeads:
    """Signs for one log: the relay that leads gives what it published; `run` hashes and appends."""

    def __init__(
        self,
        service: str,
        *,
        pool: Pool,
        log: Log,
        keys: Keyring,
        kind: Kind,
        every: int = EVERY,
        at_latest: timedelta = AT_LATEST,
        at_once: frozenset[str] = frozenset(),  # types of events that ask for a head
    ) -> None:
        self.service, self.pool, self.log, self.kind = service, pool, log, kind
        self.sql = statements(SQL)
        self.mac = Mac(service, keys)
        self.signers = made_of(lambda: keys.keys, lambda _: signed_notes.signers(service, keys))
        self.every, self.at_latest, self.at_once = every, at_latest, at_once
        self.tree: Tree | None = None  # None: to be read from the log
        self.version = self.signed = 0  # of the last head: its number, and the size that it is of
        self.signed_at = datetime.now(UTC)
        self.asked, self.stopped = False, ""
        self.reached = 0  # up to where the stream has what was recorded; 0 before the relay leads
        self.pages: deque[Published] = deque(maxlen=PAGES)
        self.noticed = asyncio.Event()

    def begin(self, position: int) -> None:
        """The relay leads from now on, and published up to there. The log may be another one than
        before: nothing of it is known.
        """
        self.tree, self.reached = None, position
        self.pages.clear()
        self.noticed.set()

    def published(self, page: Published) -> None:
        """What the stream has now."""
        self.reached = page.events[-1].position
        self.pages.append(page)
        self.noticed.set()

    async def run(self) -> None:
        """Follow what is published, and sign, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.at_latest.total_seconds()):
                    await self.noticed.wait()
            await asyncio.sleep(LINGER)
            self.noticed.clear()
            try:
                await self._follow()
            except Exception as error:
                self.noticed.set()  # what was noticed is not done
                away = isinstance(error, Refusal) and error.reason in AWAY
                if not is_lost(error) and not away:
                    raise
                telemetry.log().warning("tree_heads.wait", why=repr(error))
                await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        """Hash what was published, and sign if it is time."""
        if not self.reached:
            return
        try:
            tree = await self._grown()
        except Unfit as unfit:
            self._stop(str(unfit))
            return
        except Short:
            self.tree = None
            return
        self._stop("")
        if tree is self.tree and self._is_due(tree):  # it is another one's after `begin`
            await self._sign(tree)

    async def _grown(self) -> Tree:
        """The tree over all that was published; what no page brought is read from the log."""
        tree = await self._tree()
        while self.pages:
            await self._take(tree, self.pages.popleft())
        await self._read(tree, until=self.reached)
        return tree

    def _stop(self, why: str) -> None:
        """Say once why no head is signed; "" when they are."""
        if why and why != self.stopped:
            telemetry.log().error("tree_heads.stopped", service=self.service, why=why)
        self.stopped = why
        gauges.TREE_HEADS_STOPPED.set(bool(why))

    async def _take(self, tree: Tree, page: Published) -> None:
        """Add a page; what is missing in front of it is read from the log."""
        first = page.events[0].position
        await self._read(tree, until=first - 1)
        new = tree.size + 1 - first  # those before were added already
        tree.extend(map(leaf_hash, page.contents[new:]))
        self._look(page.events[new:])

    async def _read(self, tree: Tree, *, until: int) -> None:
        while tree.size < until:
            events = await self.log.read(tree.size, min(READ, until - tree.size))
            if not events:
                raise Short
            tree.extend(leaf_hash(content_of(event, mac=self.mac)) for event in events)
            self._look(events)

    def _look(self, events: Sequence[Recorded]) -> None:
        """Whether one of them asks for a head."""
        self.asked = self.asked or any(event.type in self.at_once for event in events)

    async def _tree(self) -> Tree:
        """The tree as far as it is known, from the last head on."""
        if self.tree is None:
            row = await self.pool.fetchrow(self.sql["tree_head_last"], stream_of(self.service))
            self.version = self.signed = 0
            self.asked = False  # all that follows that head is looked at again
            self.tree = self._stated(Recorded(*row)) if row else Tree()
        return self.tree

    def _stated(self, last: Recorded) -> Tree:
        """The tree that a head is of; raises Unfit."""
        head, fault = judged(
            self.kind, last.payload, self.service, [each.verifier for each in self.signers()]
        )
        if head is None:
            raise Unfit(f"the head at position {last.position} is not as signed: {fault}")
        self.version, self.signed, self.signed_at = last.version, head.size, last.recorded_at
        gauges.TREE_HEAD_POSITION.set(head.size)
        return Tree(head.size, list(head.peaks))

    def _is_due(self, tree: Tree) -> bool:
        """Whether there is enough that no head is of; the last head itself is nothing new."""
        news = tree.size - self.signed - bool(self.version)
        late = datetime.now(UTC) >= self.signed_at + self.at_latest
        return news >= self.every or (news > 0 and (self.asked or late))

    async def _sign(self, tree: Tree) -> None:
        """Append the head of the tree; where somebody else did, begin from his."""
        size, root = tree.size, tree.root
        outcome = await self._append(self._head(tree), root=root)
        if outcome.status is not Status.APPENDED:
            self.tree = None
            return
        self.version, self.signed, self.signed_at = outcome.version, size, datetime.now(UTC)
        self.asked = False
        gauges.TREE_HEAD_POSITION.set(size)

    def _head(self, tree: Tree) -> TreeHead:
        root = Root(signed_notes.origin(self.service), tree.size, tree.root)
        signer = self.signers()[0]
        return TreeHead(
            size=tree.size,
            root=root.hash,
            peaks=tree.peaks,
            note=signer.note(root),
            verifier_key=str(signer.verifier),
        )

    async def _append(self, head: TreeHead, *, root: bytes) -> Outcome:
        event = NewEvent(
            stream=stream_of(self.service),
            version=self.version + 1,
            event_id=uuid7(),
            type=self.kind.name,
            subject=subject(self.kind.event),
            occurred_at=datetime.now(UTC),
            payload=self.kind.write(head),
        )
        command_id = derived("tree head", self.service, str(head.size))
        trace = telemetry.unsampled()
        return await self.log.append(Append(command_id, root, "tree-heads", trace, (event,)))
