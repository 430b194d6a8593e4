"""Counted facts over RecordCounts, some at a time, and what became of each.

Promises that every fact that was not taken is named with its line and columns, and that a
repetition adds nothing. Must not keep more than the facts that are under way.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.submissions.v1 import counts_pb2 as api
from services.console import catalogue
from services.console.importing.facts import Stated
from services.console.importing.faults import REFUSED, Fault
from services.console.importing.outcomes import ADDED, UNCHANGED, Account
from services.console.importing.sending import ROLE, beginning
from services.console.portal import Portal

FACTS = 100  # in a call, whose answer names a thousand faults: ten each
FIELDS = {"count": "counts", "standard": "standards"}


class Chunk(NamedTuple):
    """Facts of one kind."""

    kind: str
    facts: list[Stated]


def chunks(items: Iterable[Stated | Fault], done: Account) -> Iterator[Chunk]:
    """Facts of one kind together, in their order; faults go to the account on the way."""
    waiting: dict[str, list[Stated]] = {kind: [] for kind in FIELDS}
    for item in items:
        if isinstance(item, Fault):
            done.fault(item)
            continue
        found = waiting[item.section.kind]
        found.append(item)
        if len(found) == FACTS:
            yield Chunk(item.section.kind, list(found))
            found.clear()
    yield from (Chunk(kind, rest) for kind, rest in waiting.items() if rest)


class Recording:
    """One import of counted facts: its chunks from the first that is to be sent on."""

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
        self.answered = first - 1
        self.known = 0  # up to where the service has to know the catalogue

    async def run(self) -> None:
        """Everything, chunk after chunk; a service that is away is waited for."""
        method = self.portal.catalog.CountOfferings
        counted = await self.portal.call(
            method, catalog.CountOfferingsRequest(), role=catalogue.ROLE
        )
        self.known = counted.catalog_position
        for chunk in self.rest:
            await self.record(chunk)
            self.answered += 1
            self.advance(len(chunk.facts))

    async def record(self, chunk: Chunk) -> None:
        """One call, and what became of its facts."""
        reply = await self.send(chunk)
        refusals: list[api.RecordCountsResponse.Refusal] = list(reply.refusals)
        if len({each.key for each in refusals}) < reply.refused:  # there are too many to name
            refusals = [
                refusal
                for each in chunk.facts
                for refusal in (await self.send(Chunk(chunk.kind, [each]))).refusals
            ]
        effects = {ADDED: reply.added, UNCHANGED: reply.known, REFUSED: reply.refused}
        self.done.counted(chunk.kind, position=reply.position, effects=effects)
        for found in faults(chunk.facts, refusals):
            self.done.tell(found)

    async def send(self, chunk: Chunk) -> api.RecordCountsResponse:
        """As the contract has it."""
        facts: dict[str, Any] = {FIELDS[chunk.kind]: [each.fact for each in chunk.facts]}
        request = api.RecordCountsRequest(
            source=self.source,
            catalog_position=self.known,
            validate_only=self.validate_only,
            **facts,
        )
        return await self.portal.call(self.portal.counts.RecordCounts, [request], role=ROLE)


def faults(
    facts: Sequence[Stated], refusals: Iterable[api.RecordCountsResponse.Refusal]
) -> Iterator[Fault]:
    """What the service refused, with the lines and columns of the table."""
    by_key = {each.fact.key: each for each in facts}
    for found in refusals:
        stated = by_key[found.key]
        columns = stated.section.columns(found.field, stated.parts)
        words = (found.reason, found.message_vi, found.message_en, REFUSED, stated.file)
        yield Fault(stated.line, stated.section.kind, found.key, columns, *words)
