"""Figures that callers watch: each is read once a tick, however many watch it.

Promises that what is sent together stood so at one pair of positions, and that nothing is read
while nobody watches. Must not say who may watch what.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Rate
from services.chassis import telemetry
from services.chassis.database import Pool, is_lost, statements
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.watched import (
    MovedMonth,
    Since,
    fingerprint,
    last_month,
    may_have_changed,
    resume_token,
    weight_of,
)
from services.metrics.queries.classified import classified
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader, utc_now
from services.metrics.queries.services_classified import in_period
from services.metrics.queries.storage import STORAGES
from services.metrics.settings import SQL

HEARTBEAT = 5.0  # seconds without a change
REST = 12  # it rests this many times as long as it worked: under a flood it takes a thirteenth
MOST_STREAMS = 100  # of one subject
MOST_OF_ONE = 256  # weight of the figures in all streams of one subject: all others wait for them
MOST_FIGURES = 4096  # of all together
NOWHERE = Positions(0, 0)
BEGINNING = datetime.min.replace(tzinfo=UTC)


class Answer(NamedTuple):
    """A figure as it was read, or why it could not be."""

    figure: Figure | None = None
    rate: Rate = Rate()
    print: bytes = b""
    error: Exception | None = None


@dataclass(slots=True)
class Watched:
    """A figure with how many watch it, and as it was read last."""

    question: Question
    watchers: int = 0
    answer: Answer | None = None


class Change(NamedTuple):
    """Which of a caller's figures changed."""

    number: int
    rate: Rate


class Checkpoint(NamedTuple):
    """All that changed is told, as known there."""

    positions: Positions
    resume_token: str


@dataclass(slots=True, kw_only=True)
class Watching:
    """Run it for as long as the process lives."""

    pool: Pool
    reader: Reader
    coalesce: float = 1.0  # seconds, at least, between two ticks that nobody new waits for
    heartbeat: float = HEARTBEAT
    now: Callable[[], datetime] = utc_now
    figures: dict[Question, Watched] = field(default_factory=dict, init=False)
    streams: Counter[str] = field(default_factory=Counter, init=False)
    weights: Counter[str] = field(default_factory=Counter, init=False)  # weight by subject
    positions: Positions = field(default=NOWHERE, init=False)
    read_at: datetime = field(default=BEGINNING, init=False)
    wanted: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    changed: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    async def run(self) -> None:
        """Look, tell, rest, until cancelled."""
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            while self.figures:
                began = time.monotonic()
                try:
                    await self.tick()
                except Exception as error:
                    if not is_lost(error):
                        raise
                    telemetry.log().warning("watching.waits", why=repr(error))
                await self._rest(max(self.coalesce, REST * (time.monotonic() - began)))

    async def _rest(self, seconds: float) -> None:
        """Until somebody new waits for a figure, or so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.wanted.wait()
            self.wanted.clear()

    @contextmanager
    def watch(self, subject: str, questions: Sequence[Question]) -> Iterator[list[Watched]]:
        """Keep these figures read for a caller, until he goes."""
        new = len(set(questions) - self.figures.keys())
        for now, most in (
            (self.streams[subject] + 1, MOST_STREAMS),
            (self.weights[subject] + sum(map(weight_of, questions)), MOST_OF_ONE),
            (len(self.figures) + new, MOST_FIGURES),
        ):
            if now > most:
                values = {"most": str(most)}
                raise Refusal(MetricsReason.WATCHES_TOO_MANY, values=values, retry_after=5.0)
        found = [self.figures.setdefault(each, Watched(each)) for each in questions]
        self._count(subject, found, 1)
        if new:
            self.wanted.set()
        try:
            yield found
        finally:
            self._count(subject, found, -1)

    def _count(self, subject: str, watched: Sequence[Watched], one: int) -> None:
        """One stream more or less; a figure that nobody watches is forgotten."""
        self.streams[subject] += one
        self.weights[subject] += one * sum(weight_of(each.question) for each in watched)
        if not self.streams[subject]:
            del self.streams[subject], self.weights[subject]
        for each in watched:
            each.watchers += one
            if not each.watchers:
                self.figures.pop(each.question, None)

    async def tick(self) -> int:
        """Read again what may have changed, and show it all at once; how many figures changed."""
        now, positions = self.now(), await self.reader.current_positions(Scope())
        known = [each for each in self.figures.values() if each.answer]
        since = await self._since(known, positions, now)
        stale = [each for each in self.figures.values() if touched(each, since)]
        answers = [await self._read(each.question, positions) for each in stale]
        others = [
            each
            for each, answer in zip(stale, answers, strict=True)
            if each.answer is None or each.answer.print != answer.print or answer.error
        ]
        for each, answer in zip(stale, answers, strict=True):
            each.answer = answer
        self.positions, self.read_at = positions, now
        if others:
            self.changed.set()
            self.changed = asyncio.Event()
        return len(others)

    async def _since(self, known: Sequence[Watched], positions: Positions, now: datetime) -> Since:
        """What happened since the last tick."""
        catalogue = positions.catalog != self.positions.catalog
        submissions = positions.submissions != self.positions.submissions
        end, months = last_month(each.question for each in known), list[MovedMonth]()
        if submissions and end and not catalogue:
            weights = (self.positions.submissions, end)
            rows = await self.pool.fetch(statements(SQL)["moved_after"], *weights)
            months = [MovedMonth(of, month, frozenset(units)) for of, month, units in rows]
        return Since(catalogue, submissions, months, self.read_at, now)

    async def _read(self, question: Question, positions: Positions) -> Answer:
        """Read a figure, or what stands in the way of it."""
        try:
            figure = await self.reader.figure(question, Requested(*positions))
            rate = await self.reader.targets.rate(figure)
        except Exception as error:
            if is_lost(error):
                raise
            return Answer(error=error)
        return Answer(figure, rate, fingerprint(rate))

    async def changes(
        self, watched: Sequence[Watched], prints: Sequence[bytes]
    ) -> AsyncIterator[Change | Checkpoint]:
        """What a caller who has rates with these fingerprints does not have yet, and then whatever
        changes, each time with a checkpoint. Raises what stands in the way of reading a figure.
        """
        sent = list(prints)
        while True:
            following, positions = self.changed, self.positions
            answers = [each.answer for each in watched if each.answer]
            if len(answers) == len(watched):
                raise_first(answers)
                for number, answer in enumerate(answers):
                    if sent[number] != answer.print:
                        sent[number] = answer.print
                        yield Change(number, answer.rate)
                yield Checkpoint(positions, resume_token(sent))
            with suppress(TimeoutError):
                async with asyncio.timeout(self.heartbeat):
                    await following.wait()


def raise_first(answers: Sequence[Answer]) -> None:
    """Raise what stands in the way of a figure, as the caller's list has its field."""
    for number, answer in enumerate(answers):
        if isinstance(answer.error, Refusal) and answer.error.field:
            raise answer.error.below(f"figures[{number}]")
        if answer.error:
            raise answer.error


def touched(watched: Watched, since: Since) -> bool:
    """Whether it has to be read again; what could not be read is tried again each time."""
    if watched.answer is None or watched.answer.figure is None:
        return True
    definition = watched.question.definition
    if definition.kind.name == "service" and not in_period(definition):
        since = since._replace(submissions=False)
    kept = definition.kind.name in STORAGES and not watched.question.scope.units_at
    number = classified(definition).key.number if kept else None
    return may_have_changed(watched.answer.figure, number, since)
