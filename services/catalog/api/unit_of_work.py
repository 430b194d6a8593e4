"""A unit of work: decisions on several streams, each on top of those before it, in one append.

Whatever was loaded and not changed becomes an append condition: if somebody else changes it first,
the append fails, and the command is decided again. Example: a command on an offering loads its unit
and its service, decides, and appends; a service that is retired meanwhile makes it decide again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from services.catalog.domain import names
from services.chassis.decider import Decider, Fact
from services.chassis.log import AppendCondition
from services.chassis.store import Change, Decision, Executed, Store, View

S = TypeVar("S")
EVERY_UNIT = "units/%"


class UnitOfWork:
    """Streams by name, as the log has them and as this work has changed them.

    `loaded`: streams that were loaded already. They are no append condition unless they change.
    """

    def __init__(self, store: Store, loaded: Mapping[str, Executed[Any]] | None = None) -> None:
        self._store = store
        self._states: dict[str, Executed[Any]] = dict(loaded or {})
        self._views: dict[str, View] = {}
        self._loaded_at: int | None = None  # everything was loaded there or later
        self._patterns: dict[str, int] = {}  # since which position
        self.reads_at: int | None = None  # the position at which it reads the read tables, if any
        self._covered: set[str] = set()  # streams that are like one of them
        self.changes: list[Change] = []  # everything that was decided, in order
        self._changed: set[str] = set()  # streams
        self._unfolded: dict[str, tuple[Decider[Any], list[Fact]]] = {}
        self._offerings: dict[str, list[str]] = defaultdict(list)  # changed, by service and unit

    async def load(self, streams: Iterable[str], *, covered: bool = False) -> None:
        """Load streams in one snapshot, unless they are known. `covered`: a pattern on which this
        work rests holds for them, so that they need no append condition of their own.
        """
        missing = {
            each
            for each in streams
            if each and each not in self._states and each not in self._views
        }
        if missing:
            view = await self._store.view(missing)
            self._views.update(dict.fromkeys(missing, view))
            if self._loaded_at is None:  # later views show what was recorded since
                self._loaded_at = view.position
            if covered:
                self._covered |= missing

    def know(self, stream: str, state: Executed[Any]) -> None:
        """A stream that was loaded elsewhere, unless it is known here."""
        if stream not in self._views:
            self._states.setdefault(stream, state)

    def _of(self, stream: str, decider: Decider[S]) -> Executed[S]:
        """A stream that was loaded, after what has been decided so far."""
        if stream not in self._states:
            self._states[stream] = self._views[stream].of(stream, decider)
        if stream in self._unfolded:
            _, facts = self._unfolded.pop(stream)
            loaded = self._states[stream]
            self._states[stream] = loaded._replace(state=decider.fold(loaded.state, facts))
        return self._states[stream]

    def state(self, stream: str, decider: Decider[S], *, covered: bool = False) -> S:
        """The state of a stream that was loaded, after what has been decided so far. `covered`: one
        that was not is empty, by a pattern on which this work rests.
        """
        if covered and stream not in self._states and stream not in self._views:
            return decider.initial()
        return self._of(stream, decider).state

    def states_of(self, collection: str, decider: Decider[S]) -> dict[str, S]:
        """The states of all streams of a collection that were asked for, by name."""
        streams = [each for each in self._states if each.startswith(collection)]
        return {each: self.state(each, decider) for each in streams}

    def append(self, stream: str, decider: Decider[Any], facts: Sequence[Fact]) -> None:
        """Add facts to a stream; one that was not loaded has none, by another append condition."""
        if not facts:
            return
        if stream not in self._views:
            self.know(stream, Executed(decider.initial(), stream, 0, 0, ()))
        now = self._states.get(stream) or self._of(stream, decider)
        if "/offerings/" in stream and stream not in self._changed:
            for each in names.offering(stream, field="name"):
                self._offerings[each].append(stream)
        self._changed.add(stream)
        self.changes.append(Change(stream, now.version, facts))
        self._states[stream] = now._replace(version=now.version + len(facts))
        # Of thousands of offerings that change together, hardly one is asked about again.
        self._unfolded.setdefault(stream, (decider, []))[1].extend(facts)

    def rests_on(self, position: int, *patterns: str) -> None:
        """An append condition: since a position nothing was recorded in streams like a pattern."""
        for each in patterns:
            self._patterns[each] = min(position, self._patterns.get(each, position))

    def changed_offerings(self, name: str) -> Sequence[str]:
        """The offerings of a service or a unit that this work has changed so far."""
        return self._offerings.get(name, ())

    def continued(self, keep: Callable[[str], bool]) -> "UnitOfWork":
        """Another unit of work, which finds the streams that it keeps as this one leaves them."""
        for stream, (decider, _) in list(self._unfolded.items()):
            self._of(stream, decider)
        return UnitOfWork(self._store, {n: each for n, each in self._states.items() if keep(n)})

    @property
    def condition(self) -> AppendCondition:
        """The append conditions: streams that were loaded and not changed, and patterns."""
        loaded = tuple(sorted(self._views.keys() - self._changed - self._covered))
        patterns = tuple(sorted(self._patterns))
        since = min(self._patterns.values(), default=None)
        return AppendCondition(self._loaded_at or 0, loaded, patterns, since)

    def decision(self) -> Decision:
        """Everything that was decided, and what it rests on."""
        return Decision(self.changes, self.condition)
