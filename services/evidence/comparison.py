"""Whether nothing was changed in a log, nor in its stream: byte by byte against one another,
against the MAC of each message, and against the signed tree heads.

Example: somebody changes a payload in the table of events. The stream's message differs and has a
valid MAC, so the log is at fault, at that position. Had he changed both and known the key of the
MACs, the next tree head would say between which positions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from services.chassis.bus import Message
from services.chassis.envelope import authenticated
from services.chassis.log import Recorded
from services.chassis.mac import COVERED, HEADER, Mac
from services.evidence.merkle import Tree, leaf_hash

LOG, STREAM = "log", "stream"
SIDES = (LOG, STREAM)
COVERED_NAMES = frozenset(COVERED)


class Finding(NamedTuple):
    """A fault: which side has it, at which positions, and what it is.

    `what` is `missing`, `unreadable`, `differs` (`fields` says in what), `foreign` (a message that
    is no event), `not_as_signed` (something between these positions), `tree_head` (it is not what
    its service signed) or `end` (the log's own note of its end).
    """

    side: str
    first: int
    last: int
    what: str
    fields: tuple[str, ...] = ()


class Head(NamedTuple):
    """A root that is believed: of the log's own tree heads, or of a note that somebody kept."""

    size: int
    root: bytes
    peaks: tuple[bytes, ...] = ()  # none of a note


class Stored(NamedTuple):
    """A message of the stream, and whether its MAC is valid."""

    message: Message
    verifies: bool


class Difference(NamedTuple):
    """A position at which log and stream differ, before it is known whose fault that is."""

    position: int
    fields: tuple[str, ...]
    verifies: bool  # the stream's message


@dataclass
class Side:
    """One side's tree, held against the heads. `tree` is None after a gap, until the next head."""

    tree: Tree | None = field(default_factory=Tree)
    fails: bool = False  # at the last head

    def add(self, leaf: bytes | None) -> None:
        """The next position, or that it is not there."""
        if leaf is None:
            self.tree = None
        elif self.tree:
            self.tree.extend([leaf])

    def meet(self, head: Head) -> None:
        """Compare at the size of a head, and go on from it."""
        self.fails = self.tree is not None and self.tree.root != head.root
        if head.peaks:
            self.tree = Tree(head.size, list(head.peaks))


class Comparison:
    """Both sides, position by position from 1."""

    def __init__(self, mac: Mac, content_type: str, heads: Iterable[Head]) -> None:
        self.mac, self.content_type = mac, content_type
        self.heads = sorted(heads, reverse=True)  # the next one last
        self.sides = {side: Side() for side in SIDES}
        self.proven = 0  # up to the last head that both sides met
        self.position = 0
        self.differences: list[Difference] = []  # since the last head
        self.findings: list[Finding] = []

    def add(
        self,
        position: int,
        event: Recorded | None,
        stored: Stored | None,
        missing: Mapping[str, str],  # why a side has nothing, if it should
    ) -> None:
        """The next position."""
        self.position = position
        for side, why in missing.items():
            self.findings.append(Finding(side, position, position, why))
        expected = self._expected(event)
        self.sides[LOG].add(leaf_hash(expected[1]) if expected else None)
        self.sides[STREAM].add(self._leaf(stored) if stored else None)
        if stored:
            self._compare(position, expected and expected[0], stored)
        while self.heads and self.heads[-1].size == position:
            self._meet(self.heads.pop())

    def ended(self) -> list[Finding]:
        """All that was found; what lies after the last head is judged by the MACs alone."""
        self._judge(failing=set())
        return self.findings

    def _expected(self, event: Recorded | None) -> tuple[Message, bytes] | None:
        """The message of an event, and what its leaf is of."""
        if event is None:
            return None
        return authenticated(event, mac=self.mac, content_type=self.content_type)

    def _leaf(self, stored: Stored) -> bytes | None:
        try:
            return leaf_hash(self.mac.content(*stored.message))
        except (KeyError, ValueError):
            return None

    def _compare(self, position: int, expected: Message | None, stored: Stored) -> None:
        fields = differing(expected, stored.message) if expected else ()
        if covered(fields):
            self.differences.append(Difference(position, fields, stored.verifies))
        elif fields or not stored.verifies:
            fields = fields if stored.verifies else (*fields, HEADER)
            self.findings.append(Finding(STREAM, position, position, "differs", fields))

    def _meet(self, head: Head) -> None:
        for side in self.sides.values():
            side.meet(head)
        failing = {name for name, side in self.sides.items() if side.fails}
        self._judge(failing)
        located = [each for each in self.findings if each.last > self.proven]
        for name in sorted(failing - {each.side for each in located}):
            self.findings.append(Finding(name, self.proven + 1, head.size, "not_as_signed"))
        self.proven = head.size

    def _judge(self, failing: set[str]) -> None:
        """Whose fault the differences are: of the side that is not as signed; where no head says
        it, of the log if the stream's message has a valid MAC.
        """
        for each in self.differences:
            by_mac = LOG if each.verifies else STREAM
            side = next(iter(failing)) if len(failing) == 1 else by_mac
            self.findings.append(
                Finding(side, each.position, each.position, "differs", each.fields)
            )
        self.differences = []


def differing(expected: Message, found: Message) -> tuple[str, ...]:
    """In what a message is not the one that the relay makes of the event. A header that is not
    covered may be absent: a former version did not write all of them.
    """
    names = [] if expected.subject == found.subject else ["subject"]
    for name, value in expected.headers.items():
        absent = name not in found.headers and name not in COVERED_NAMES
        if name != HEADER and not absent and found.headers.get(name) != value:
            names.append(name)
    if expected.payload != found.payload:
        names.append("payload")
    return tuple(names)


def covered(fields: Sequence[str]) -> bool:
    """Whether one of these is covered by the MAC, and by the leaf."""
    return any(name in COVERED_NAMES or name in {"subject", "payload"} for name in fields)


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """In order, with neighbours of one kind as one."""
    ordered = sorted(findings, key=lambda each: (each.side, each.what, each.fields, each.first))
    numbered = enumerate(ordered)

    def run(each: tuple[int, Finding]) -> tuple[str, str, tuple[str, ...], int]:
        n, found = each
        return found.side, found.what, found.fields, found.first - n

    found = []
    for _, group in groupby(numbered, key=run):
        members = [finding for _, finding in group]
        found.append(members[0]._replace(last=members[-1].last))
    yield from sorted(found, key=lambda each: (each.first, each.last, each))
