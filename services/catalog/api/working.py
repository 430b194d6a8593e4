"""A run of decisions, each of which sees what those before it decided, recorded all in one step.

Promises that what was looked at is told to the log, so that nothing is recorded on an outdated
picture. Must not decide.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from google.protobuf.message import Message

from services.catalog.domain import names
from services.chassis.decider import Decider, Fact
from services.chassis.log import Relied
from services.chassis.store import Change, Executed, Store, View

S = TypeVar("S")


def _told(told: tuple[Fact, ...], message: Message, occurred_at: datetime) -> tuple[Fact, ...]:
    return (*told, Fact(message, occurred_at, ""))


EVERY_UNIT = "units/%"
# A stream as it was told: for decisions that a state says too little for.
TOLD: Decider[tuple[Fact, ...]] = Decider(initial=tuple, evolve=_told)


class Working:
    """States by stream, as the log has them and as the decisions of this run have changed them."""

    def __init__(self, store: Store, known: "Mapping[str, Executed[Any]] | None" = None) -> None:
        self._store = store
        self._position: int | None = None  # everything was looked at there or later
        self._views: dict[str, View] = {}
        self._patterns: set[str] = set()
        self._changes: list[Change] = []
        self._decided: dict[str, list[Fact]] = defaultdict(list)  # the same by stream
        self._offerings: dict[str, list[str]] = defaultdict(list)  # of those, by service and unit
        self._seen: dict[str, Executed[Any]] = dict(known or {})
        self._unfolded: dict[str, tuple[Decider[Any], Sequence[Fact]]] = {}

    @property
    def seen(self) -> dict[str, Executed[Any]]:
        """Every stream that was asked for, after what has been decided so far."""
        for stream, (decider, _) in list(self._unfolded.items()):
            self.of(stream, decider)
        return self._seen

    def know(self, stream: str, state: Executed[Any]) -> None:
        """A stream as it is known from elsewhere, unless it was asked for before."""
        self._seen.setdefault(stream, state)

    def state(self, stream: str, decider: Decider[S]) -> S:
        """The state of a stream, as far as it is in view: else that of one that is not there."""
        in_view = stream in self._seen or stream in self._views
        return self.of(stream, decider).state if in_view else decider.initial()

    async def need(self, streams: Iterable[str]) -> None:
        """Look at these streams, unless that has been done."""
        await self.look(each for each in streams if each and each not in self._seen)

    async def look(self, streams: Iterable[str]) -> None:
        """Look at these streams, also where only their state was known."""
        missing = {each for each in streams if each not in self._views}
        if missing:
            view = await self._store.view(missing)
            self._views.update(dict.fromkeys(missing, view))
            self.looked(view.position)

    def looked(self, position: int, *patterns: str) -> None:
        """Something was looked at elsewhere, as it was at a position; patterns say what."""
        self._position = position if self._position is None else min(self._position, position)
        self._patterns.update(patterns)

    def of(self, stream: str, decider: Decider[S]) -> Executed[S]:
        """A stream that was needed, after what has been decided so far."""
        if stream not in self._seen:
            self._seen[stream] = self._views[stream].of(stream, decider)
        if stream in self._unfolded:
            _, facts = self._unfolded.pop(stream)
            known = self._seen[stream]
            self._seen[stream] = known._replace(state=decider.fold(known.state, facts))
        return self._seen[stream]

    def told(self, stream: str) -> tuple[Fact, ...]:
        """Every fact of a stream that was needed, and of what has been decided so far."""
        view = self._views.get(stream)
        recorded = view.of(stream, TOLD).state if view else ()
        return (*recorded, *self._decided.get(stream, ()))

    def decide(self, stream: str, decider: Decider[Any], facts: Sequence[Fact]) -> None:
        """Take the facts of a decision for granted."""
        if not facts:
            return
        now = self.of(stream, decider)
        self._changes.append(Change(stream, now.version, facts))
        self._note(stream)
        self._decided[stream].extend(facts)
        self._seen[stream] = now._replace(version=now.version + len(facts))
        # Of thousands of offerings that change in one run, hardly one is asked about again in it.
        self._unfolded[stream] = decider, facts

    def offerings_of(self, name: str) -> Sequence[str]:
        """The offerings of a service or a unit about which something has been decided so far."""
        return self._offerings.get(name, ())

    def _note(self, stream: str) -> None:
        if "/offerings/" in stream and stream not in self._decided:
            for each in names.offering(stream, field="name"):
                self._offerings[each].append(stream)

    @property
    def changes(self) -> Sequence[Change]:
        """Everything that was decided, in order."""
        return self._changes

    @property
    def relied(self) -> Relied:
        """What was looked at and not changed."""
        changed = {change.stream for change in self._changes}
        streams = tuple(sorted(self._views.keys() - changed))
        return Relied(self._position or 0, streams, tuple(sorted(self._patterns)))
