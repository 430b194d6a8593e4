"""Counted facts and dossiers over RecordCounts and BackfillDossiers, and what became of each.

Promises that every one that was not taken is named with its lines and columns, and that a
repetition adds nothing. Must not keep more than what is under way.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.submissions.v1 import counts_pb2, submissions_pb2
from services.chassis.limits.weight import entries
from services.console.importing.faults import (
    DUE_WITHOUT_CALENDAR,
    NOTED,
    REFUSED,
    Fault,
    Faulty,
    fault,
)
from services.console.importing.outcomes import ADDED, CHANGED, UNCHANGED, Account
from services.console.importing.sending import BYTES, ROLE, beginning
from services.console.portal import catalogue
from services.console.portal.client import Portal
from services.console.portal.requests import gather

FACTS = 100  # in a call, whose answer names a thousand faults: ten each
ENTRIES = 10_000  # steps and other entries of lists; the contract's bound: 20,000
RECORDS = 200  # a call of so many is answered in time on a slow machine; the contract's bound: 500
FIELDS = {"count": "counts", "standard": "standards", "dossier": "records"}
AT_ONCE = 2  # calls of dossiers, which do not depend on one another


class Stated(NamedTuple):
    """A fact, the section and lines that state it, and which of the section's parts it has."""

    fact: Any
    section: Any
    line: int | str
    file: str
    parts: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The kind and the key: what tells it from others of its source."""
        return f"{self.section.kind}:{self.fact.key}"


class Size(NamedTuple):
    """Of facts in one message."""

    facts: int
    bytes: int
    entries: int

    def with_one(self, other: "Size") -> "Size":
        """With one more."""
        return Size(*map(sum, zip(self, other, strict=True)))

    def is_beyond(self, most: int) -> bool:
        """Whether it is more than so many facts, or than a message holds."""
        return self.facts > most or self.bytes > BYTES or self.entries > ENTRIES


NOTHING = Size(0, 0, 0)


def size_of(fact: Any) -> Size:
    """Of one."""
    return Size(1, fact.ByteSize(), entries(fact))


class Chunk(NamedTuple):
    """Facts of one kind."""

    kind: str
    facts: list[Stated]


def chunks(items: Iterable[Stated | Fault], done: Account) -> Iterator[Chunk]:
    """Facts of one kind together, in their order; faults go to the account on the way."""
    waiting: dict[str, list[Stated]] = {kind: [] for kind in FIELDS}
    held: dict[str, Size] = dict.fromkeys(FIELDS, NOTHING)
    for item in items:
        if isinstance(item, Fault):
            done.fault(item)
            continue
        kind, size = item.section.kind, size_of(item.fact)
        found, after = waiting[kind], held[kind].with_one(size)
        if found and after.is_beyond(RECORDS if kind == "dossier" else FACTS):
            yield Chunk(kind, list(found))
            found.clear()
            after = size
        held[kind] = after
        found.append(item)
    yield from (Chunk(kind, rest) for kind, rest in waiting.items() if rest)


class Recording:
    """One import of facts: its chunks from the first that is to be sent on. A reply of dossiers
    names their anomalies, too.
    """

    chunks = staticmethod(chunks)

    def __init__(
        self,
        portal: Portal,
        source: str,
        items: Iterable[Stated | Fault],
        *,
        done: Account,
        validate_only: bool,
        advance: Callable[[int], None],
        first: int = 1,
    ) -> None:
        self.portal = portal
        self.source = source
        self.done = done
        self.validate_only = validate_only
        self.advance = advance
        self.first = first
        self.rest = beginning(chunks(items, done), first)
        self.answered = first - 1  # and every one before it
        self.beyond: set[int] = set()
        self.known = 0  # up to where the service has to know the catalogue

    async def run(self) -> None:
        """Everything, chunk after chunk; a service that is away is waited for."""
        method = self.portal.catalog.CountOfferings
        counted = await self.portal.call(
            method, catalog.CountOfferingsRequest(), role=catalogue.ROLE
        )
        self.known = max(counted.catalog_position, self.done.recorded["catalog"])
        numbered = zip(itertools.count(self.first), self.rest, strict=False)
        for kind, found in itertools.groupby(numbered, lambda each: each[1].kind):
            at_once = AT_ONCE if kind == "dossier" else 1
            await gather((self.record(n, chunk) for n, chunk in found), at_once=at_once)

    async def record(self, number: int, chunk: Chunk) -> None:
        """One call, and what became of its facts."""
        reply = await self.send(chunk)
        refusals: list[Any] = list(reply.refusals)
        if len({each.key for each in refusals}) < reply.refused:  # there are too many to name
            refusals = [
                refusal
                for each in chunk.facts
                for refusal in (await self.send(Chunk(chunk.kind, [each]))).refusals
            ]
        updated = getattr(reply, "updated", 0)
        effects = {
            ADDED: reply.added, CHANGED: updated, UNCHANGED: reply.known, REFUSED: reply.refused,
        }  # fmt: skip
        self.done.counted(chunk.kind, position=reply.position, effects=effects)
        self.done.anomalies.update(dict(getattr(reply, "anomalies", {})))
        for found in faults(chunk.facts, refusals):
            self.done.tell(found)
        for found in samples(chunk.facts, reply):
            self.done.tell(found)
        for found in without_due(chunk.facts, reply):
            self.done.fault(found)
        self.beyond.add(number)
        while self.answered + 1 in self.beyond:
            self.answered += 1
            self.beyond.discard(self.answered)
        self.advance(len(chunk.facts))

    async def send(self, chunk: Chunk) -> Any:
        """As the contract has it."""
        of_dossiers = chunk.kind == "dossier"
        made: Any = (
            submissions_pb2.BackfillDossiersRequest
            if of_dossiers
            else counts_pb2.RecordCountsRequest
        )
        request = made(
            source=self.source,
            catalog_position=self.known,
            validate_only=self.validate_only,
            **{FIELDS[chunk.kind]: [each.fact for each in chunk.facts]},
        )
        counts, dossiers = self.portal.counts, self.portal.submissions
        method = dossiers.BackfillDossiers if of_dossiers else counts.RecordCounts
        return await self.portal.call(method, [request], role=ROLE)


class Unasked(Recording):
    """A trial of what refers to a catalogue that is not recorded yet: every fact is read, and the
    service is not asked.
    """

    async def run(self) -> None:
        """Everything; what is wrong goes to the account on the way."""
        for chunk in self.rest:
            effects = {ADDED: len(chunk.facts)}
            self.done.counted(chunk.kind, position=0, effects=effects)
            for each in chunk.facts:
                self.done.tell(sample(each, ADDED))
            self.answered += 1
            self.advance(len(chunk.facts))


def samples(facts: Sequence[Stated], reply: Any) -> Iterator[Fault]:
    """What a trial would record."""
    by_key = {each.fact.key: each for each in facts}
    for effect, named in ((ADDED, "added_keys"), (CHANGED, "updated_keys")):
        for key in getattr(reply, named, ()):
            yield sample(by_key[key], effect)


def sample(stated: Stated, effect: str) -> Fault:
    """One of them, with its lines."""
    kind, key = stated.section.kind, stated.fact.key
    return Fault(stated.line, kind, key, "", "", "", "", effect, stated.file)


def without_due(facts: Sequence[Stated], reply: Any) -> Iterator[Fault]:
    """Dossiers whose rule no calendar counts."""
    by_key = {each.fact.key: each for each in facts}
    for key in getattr(reply, "without_calendar_keys", ()):
        stated = by_key[key]
        columns = stated.section.columns("due_rule.amount", stated.parts)
        note = Faulty(DUE_WITHOUT_CALENDAR, effect=NOTED, field=columns)
        yield fault(note, stated.line, stated.section.kind, key, file=stated.file)


def faults(facts: Sequence[Stated], refusals: Iterable[Any]) -> Iterator[Fault]:
    """What the service refused, with the lines and columns of the table."""
    by_key = {each.fact.key: each for each in facts}
    for found in refusals:
        stated = by_key[found.key]
        columns = stated.section.columns(found.field, stated.parts)
        words = (found.reason, found.message_vi, found.message_en, REFUSED, stated.file)
        yield Fault(stated.line, stated.section.kind, found.key, columns, *words)
