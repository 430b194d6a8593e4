"""What a domain is made of: facts that a decision returns, and the fold that remembers them.

Nothing here knows how facts are stored or published.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from google.protobuf.message import Message

S = TypeVar("S")


class Fact(NamedTuple):
    """Something that happened, as its decision states it; `subject` is where it is published."""

    message: Message
    occurred_at: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Decider(Generic[S]):
    """An aggregate: the state before anything happened, and how each fact changes it."""

    initial: Callable[[], S]
    evolve: Callable[[S, Message, datetime], S]

    def fold(self, state: S, facts: Iterable[Fact]) -> S:
        """The state after these facts."""
        for fact in facts:
            state = self.evolve(state, fact.message, fact.occurred_at)
        return state
