"""An expression as a tree whose types are known.

`channel == "online" && !assisted` is a node `&&` over a node `==` (over a fact and a literal, the
word's number) and a node `!`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

BOOL, NUMBER, INSTANT, SECONDS, WORD = "bool", "number", "instant", "seconds", "word"
ORDERED = frozenset({NUMBER, INSTANT, SECONDS})
FACT, HAS, LITERAL, NOT, AND, OR, CHOICE = "fact", "has", "literal", "!", "&&", "||", "?:"
IN, TIMES, MINUS = "in", "*", "-"
CONNECTIVES = frozenset({NOT, AND, OR, CHOICE})

Value: TypeAlias = bool | int | str | datetime  # a word is a text until it meets its enumeration


@dataclass(frozen=True, slots=True)
class Fact:
    """What an item may have under a name: its type (one of those above, or the name of an
    enumeration with its words), whether it may be absent, and its column.
    """

    name: str
    type: str
    optional: bool
    column: str
    words: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One operator over its parts; a fact and `has()` carry the fact, a literal its value."""

    operator: str
    type: str
    parts: tuple["Node", ...] = ()
    fact: Fact | None = None
    value: Value | None = None
    depth: int = field(init=False, compare=False, repr=False)  # the longest way down

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", 1 + max((part.depth for part in self.parts), default=0))


def facts_in(node: Node) -> frozenset[Fact]:
    """The facts that an expression names, also those within `has()`."""
    own = frozenset({node.fact}) if node.fact else frozenset[Fact]()
    return own.union(*map(facts_in, node.parts))
