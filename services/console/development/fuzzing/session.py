"""One run of fuzz: call after call, and what must hold after each, after many, and at the end.

Promises to go on after a failure, and one file for each kind of them. Must not run two calls at
once: what is stored while one runs is its own.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.embedded.stored import Stored, differing
from services.console.development.fuzzing import judging
from services.console.development.fuzzing.calls import Call, Manner, Who, written
from services.console.development.fuzzing.contracts import Method
from services.console.development.fuzzing.corpus import Corpus
from services.console.development.fuzzing.making import Maker
from services.console.development.fuzzing.sending import GIVES_UP, Answer, send

LOOKED_EVERY = 100  # calls: which events were stored
SENT_AGAIN_EVERY = 1500  # calls: some that were refused, between two digests of all tables
SENT_AGAIN = 60
WARM_AFTER = 1000  # calls: from then on memory is compared
MORE_MEMORY = 256 << 20  # bytes that a process may grow by after that
SHOWN_OF_KIND = 3  # failures of one method and kind that are written
Header = Callable[[Who], str]


@dataclass(frozen=True)
class Failure:
    """Something that does not hold, and the call of which it does not."""

    what: str
    call: Call | None = None


@dataclass
class Session:
    """A run against one installation; `stored` where its databases can be looked at."""

    channels: Mapping[str, Any]
    methods: Mapping[str, Method]  # by process and path
    header: Header
    seed: str
    corpus: Corpus = field(default_factory=Corpus)
    stored: Stored | None = None
    timed: bool = True  # whether the machine is quiet enough to say that a call took too long
    directory: Path | None = None  # where calls that fail are written
    failures: list[Failure] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    heard: set[str] = field(default_factory=set)  # methods that answered
    slowest: float = 0.0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: list[Call] = field(default_factory=list)
    before: dict[str, int] = field(default_factory=dict)
    warm: dict[str, int] = field(default_factory=dict)
    calls: int = 0

    async def run(self, *, calls: int, until: float = float("inf")) -> None:
        """So many calls, or until an instant of the monotonic clock."""
        maker = Maker(self.seed, list(self.methods.values()), self.corpus)
        await self.look()
        while self.calls < calls and time.monotonic() < until:
            await self.one(maker.call(self.calls))
            self.calls += 1
            if self.calls % LOOKED_EVERY == 0:
                await self.look()
            if self.calls % SENT_AGAIN_EVERY == 0:
                await self.send_again()
            if self.calls == WARM_AFTER and self.stored:
                self.warm = self.stored.memory()
        await self.look()
        await self.send_again()
        self.compare_memory()

    async def one(self, call: Call) -> Answer:
        """One call, judged."""
        answer = await self.send(call)
        self.codes[answer.code.name] += 1
        if answer.code is judging.OK:
            self.heard.add(call.path)
        if wrong := judging.fault(call, answer):
            self.fail(wrong, call)
        if self.timed and judging.is_slow(call, answer) and await self.is_slow_alone(call):
            self.fail(f"it took {answer.seconds:.1f} s, alone too", call)
        elif not call.endless and call.manner is Manner.PLAIN:
            self.slowest = max(self.slowest, answer.seconds)
        if judging.stores_nothing(call, answer):
            self.refused.append(call)
        method = self.methods[call.process + call.path]
        for each in answer.received[:5]:
            self.corpus.learn(method.answer, each)
        return answer

    async def send(self, call: Call) -> Answer:
        """As whoever it names."""
        patience = GIVES_UP if self.timed else 30 * GIVES_UP
        channel, header = self.channels[call.process], self.header(call.who)
        return await send(channel, call, header, patience=patience)

    async def is_slow_alone(self, call: Call) -> bool:
        """Whether the same call is slow again, twice: a busy machine is nobody's fault."""
        again = [await self.send(call) for _ in range(2)]
        return all(judging.is_slow(call, each) for each in again)

    async def look(self) -> None:
        """Which events were stored since the last look; none of a call that was refused."""
        if self.stored is None:
            return
        if self.before:
            found = await self.stored.traces(self.before)
            for call in self.refused:
                if call.trace in found:
                    self.fail(f"{found[call.trace]} was stored by a call that was refused", call)
        self.before = await self.stored.positions()
        del self.refused[:-SENT_AGAIN]

    async def send_again(self) -> None:
        """Calls that were refused, once more, between two digests of every table."""
        if self.stored is None:
            return
        again = [each for each in self.refused if each.manner is Manner.PLAIN]
        before = await self.settled()
        for call in again:
            if not judging.stores_nothing(call, await self.send(call)):
                return  # it is no longer refused
        if differing(before, await self.stored.digests()):
            await self.compare_tables(again)

    async def settled(self) -> Mapping[str, str]:
        """The digests, once what earlier calls left to be done is done."""
        assert self.stored is not None  # noqa: S101
        last = await self.stored.digests()
        for _ in range(50):
            found = await self.stored.digests()
            if not differing(last, found):
                break
            last = found
        return last

    async def compare_tables(self, calls: Sequence[Call]) -> None:
        """Each call between two digests; one after which tables are others, once more: what moves
        by itself need not move both times.
        """
        for call in calls:
            moved = await self.moved_by(call)
            moved = moved and moved & await self.moved_by(call)
            if moved:
                self.fail(f"{', '.join(sorted(moved))}: changed by a call that was refused", call)

    async def moved_by(self, call: Call) -> set[str]:
        """The tables that are others after a call, which is refused."""
        assert self.stored is not None  # noqa: S101
        before = await self.stored.digests()
        is_refused = judging.stores_nothing(call, await self.send(call))
        return set(differing(before, await self.stored.digests())) if is_refused else set()

    def compare_memory(self) -> None:
        """How far each process has grown since it was warm."""
        now = self.stored.memory() if self.stored else {}
        for name, before in self.warm.items():
            if now.get(name, 0) - before > MORE_MEMORY:
                grown = (now[name] - before) >> 20
                self.failures.append(Failure(f"{name} grew by {grown} MiB in {self.calls} calls"))

    def fail(self, what: str, call: Call) -> None:
        """Note a failure; the first ones of a kind are written as files."""
        kind = (call.path, what.partition(":")[0])
        self.kinds[kind] += 1
        if self.kinds[kind] > SHOWN_OF_KIND:
            return
        self.failures.append(Failure(what, call))
        if self.directory:
            self.directory.mkdir(parents=True, exist_ok=True)
            name = f"{call.path.rpartition('/')[2]}-{len(self.failures)}.json"
            (self.directory / name).write_text(written(call, what), encoding="utf-8")
