"""A definition: what a figure counts, by which time, to whose credit, and what it leaves out.

Its text is TOML; a receipt names the SHA-256 of the text and of its reasons' conditions, so that
nobody can give an old figure a new meaning.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple, cast

from services.chassis.errors import Refusal, faults, refuse_all
from services.metrics.domain.expressions.absence import can_be_absent
from services.metrics.domain.expressions.nodes import BOOL, NUMBER, Node, facts_in
from services.metrics.domain.expressions.parsing import Facts, parse, typed
from services.metrics.domain.indicators import document
from services.metrics.domain.indicators.kinds import QUESTION, Kind, kinds
from services.metrics.domain.indicators.reasons import reasons
from services.metrics.domain.indicators.refusals import DefinitionReason

PERIODS, UNITS = "periods", "units"
VOIDED = "voided"
TYPES = {"where": BOOL, "numerator": BOOL, "value": NUMBER, "can_still": BOOL}


class Exclusion(NamedTuple):
    """A reason of a definition and its condition."""

    reason: str
    condition: Node


class Adoption(NamedTuple):
    """When a definition was adopted, and at which position of the own log."""

    at: datetime
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """`counted` is the numerator's condition, or a number that falls into buckets by `bounds`. All
    but its adoption follows from its text.
    """

    id: str
    version: int
    kind: Kind
    key: str  # "": as of an instant
    unit: str
    adds_up_over: frozenset[str]
    where: Node | None  # which items it considers; None: all of the kind
    exclusions: tuple[Exclusion, ...]  # the first that is true counts
    counted: Node
    bounds: tuple[int, ...]  # the upper ones, inclusive, the last bucket has none; (): a condition
    can_still: Node | None  # which items of the denominator may yet become numerator
    decimals: int  # of its percentage
    rounding: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    text: str
    adopted: Adoption | None = None  # None: a draft

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Definition):
            return NotImplemented
        return (self.text, self.adopted) == (other.text, other.adopted)

    def __hash__(self) -> int:
        return hash((self.text, self.adopted))

    @property
    def name(self) -> str:
        """Such as `online_handling@1`."""
        return f"{self.id}@{self.version}"

    @property
    def position(self) -> int:
        """Where it was adopted; 0 of a draft."""
        return self.adopted.position if self.adopted else 0

    @property
    def names(self) -> frozenset[str]:
        """The facts that its conditions name."""
        return _names(self)

    @property
    def has_cells(self) -> bool:
        """Whether months can be kept: it adds up, and no condition names the question's period."""
        return self.adds_up_over == {PERIODS, UNITS} and not self.names & QUESTION

    @property
    def digest(self) -> bytes:
        """SHA-256 over the text, then a line `reason TAB condition LF` for each reason in order."""
        return _digest(self)


# Every question asks for both: as long as a few hundred definitions are asked by, from memory.
@lru_cache(maxsize=1024)
def _names(definition: Definition) -> frozenset[str]:
    stated = (
        definition.where,
        definition.counted,
        definition.can_still,
        *(condition for _, condition in definition.exclusions),
    )
    return frozenset(fact.name for node in stated if node for fact in facts_in(node))


@lru_cache(maxsize=1024)
def _digest(definition: Definition) -> bytes:
    grounds = ((name, reasons()[name].condition) for name, _ in definition.exclusions)
    lines = "".join(f"{name}\t{condition}\n" for name, condition in grounds)
    return hashlib.sha256(f"{definition.text}{lines}".encode()).digest()


def read(text: str) -> Definition:
    """A definition from its text. Raises Refusal with every field that is at fault."""
    stated = document.read(text)
    kind = kinds()[_one_of(kinds(), stated["kind"], field="kind")]
    refuse_all(faults(*_checks(stated, kind)))
    where, numerator, value, can_still = (_expression(stated, name, kind.facts) for name in TYPES)
    return Definition(
        id=stated["id"],
        version=stated["version"],
        kind=kind,
        key=stated.get("key", ""),
        unit=stated["unit"],
        adds_up_over=frozenset(stated["adds_up_over"]),
        where=where,
        exclusions=tuple(_exclusions(stated["excluded"], kind.facts)),
        counted=cast("Node", numerator or value),
        bounds=tuple(stated.get("bounds", ())),
        can_still=can_still,
        decimals=stated.get("decimals", 1),
        rounding=stated.get("rounding", document.HALF_UP),
        title=stated["title"],
        description=stated["description"],
        text=text,
    )


def _checks(stated: Mapping[str, Any], kind: Kind) -> Iterator[Callable[[], object]]:
    keys = kind.keys or ("",)
    yield partial(_one_of, keys, stated.get("key", ""), field="key")
    yield partial(_one_of, kind.units, stated["unit"], field="unit")
    for over in stated["adds_up_over"]:
        yield partial(_one_of, (PERIODS, UNITS), over, field="adds_up_over")
    yield partial(_must_be_decided, stated["excluded"], kind)
    for name in TYPES:
        yield partial(_expression, stated, name, kind.facts)
    yield partial(_must_count, stated)


def _one_of(words: Any, word: str, *, field: str) -> str:
    if word not in words:
        values = {"field": field, "word": word, "words": ", ".join(words)}
        raise Refusal(DefinitionReason.DEFINITION_WORD_UNKNOWN, field=field, values=values)
    return word


def _expression(stated: Mapping[str, Any], name: str, facts: Facts) -> Node | None:
    if name not in stated:
        return None
    try:
        return typed(parse(stated[name], facts), TYPES[name])
    except Refusal as refusal:
        raise refusal.below(name) from None


def _must_count(stated: Mapping[str, Any]) -> None:
    counted = [name in stated for name in ("numerator", "value", "bounds")]
    if counted not in ([True, False, False], [False, True, True]):
        raise Refusal(DefinitionReason.DEFINITION_COUNTS_NOTHING, field="numerator")


def _exclusions(names: list[str], facts: Facts) -> Iterator[Exclusion]:
    for n, name in enumerate(names):
        condition = reasons()[_one_of(reasons(), name, field="excluded")].condition
        try:
            yield Exclusion(name, typed(parse(condition, facts), BOOL))
        except Refusal as refusal:  # a reason of another kind
            raise refusal.below(f"excluded[{n}]") from None


def _must_be_decided(names: list[str], kind: Kind) -> None:
    if VOIDED in kind.facts and names[:1] != [VOIDED]:
        raise Refusal(DefinitionReason.VOIDED_NOT_FIRST, field="excluded")
    earlier: list[Node] = []
    for n, (name, condition) in enumerate(_exclusions(names, kind.facts)):
        field, values = f"excluded[{n}]", {"reason": name}
        if name in names[:n]:
            raise Refusal(DefinitionReason.REASON_REPEATED, field=field, values=values)
        if can_be_absent(condition, earlier):
            raise Refusal(DefinitionReason.REASON_CAN_BE_ABSENT, field=field, values=values)
        earlier.append(condition)
