"""A definition as this reading interprets it: where an item stands, by its facts.

Promises that a definition is read from its text alone, and that text and conditions are those of
its digest. Must not take a rule from anywhere else.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from motcua.metrics.v1 import definitions_pb2 as contract
from services.console.reading.definitions.expressions import Expression, Facts, number, truth
from services.console.reading.definitions.parsing import parse
from services.console.reading.definitions.tokens import UnreadableError

NUMERATOR, DENOMINATOR, EXCLUDED, UNKNOWN = "numerator", "denominator", "excluded", "unknown"
LAST = "inf"  # how the bucket without an upper bound is called
CONDITIONS = ("where", "numerator", "value", "can_still")


class ItemClass(NamedTuple):
    """The class of an item in a figure."""

    membership: str
    reason: str = ""  # of an excluded one; in a histogram, the upper bound of its bucket
    can_still: bool = False  # it is not in the numerator, and can still come into it


@dataclass(frozen=True, slots=True)
class Definition:
    """What is counted; `value` falls into buckets by `bounds` where there is no numerator."""

    id: str
    version: int
    kind: str
    key: str
    unit: str
    adds_over_units: bool
    digest: str
    reasons: tuple[tuple[str, Expression], ...]
    where: Expression | None = None
    numerator: Expression | None = None
    value: Expression | None = None
    can_still: Expression | None = None
    bounds: tuple[int, ...] = ()
    adds_over_periods: bool = False

    @property
    def name(self) -> str:
        """Such as `online_handling@1`."""
        return f"{self.id}@{self.version}"

    @property
    def facts(self) -> frozenset[str]:
        """All that it reads of an item."""
        stated = (self.where, self.numerator, self.value, self.can_still)
        every = (*stated, *(condition for _, condition in self.reasons))
        return frozenset[str]().union(*(each.facts for each in every if each))

    def classify(self, facts: Facts) -> ItemClass | None:
        """The class of an item with these facts; None: it is not considered."""
        if self.where and truth(self.where.of(facts)) is not True:
            return None
        for reason, condition in self.reasons:
            value = condition.of(facts)
            if value is not False and truth(value):
                return ItemClass(EXCLUDED, reason)
        return self._counted(facts)

    def _counted(self, facts: Facts) -> ItemClass:
        if self.value:
            if (found := self.value.of(facts)) is not None:
                return ItemClass(NUMERATOR, self._bucket(number(found)))
            return ItemClass(UNKNOWN, can_still=self._still(facts))
        above = truth(self.numerator.of(facts)) if self.numerator else None
        if above:
            return ItemClass(NUMERATOR)
        return ItemClass(UNKNOWN if above is None else DENOMINATOR, can_still=self._still(facts))

    def _bucket(self, value: int) -> str:
        return next((str(bound) for bound in self.bounds if value <= bound), LAST)

    def _still(self, facts: Facts) -> bool:
        return self.can_still is not None and truth(self.can_still.of(facts)) is True


class DigestError(Exception):
    """A definition is shown under a digest that is not its own."""


def read(shown: contract.Definition) -> Definition:
    """From what ListDefinitions shows. Raises UnreadableError where it does not understand it, and
    DigestError where the text or a condition is not that of the digest.
    """
    lines = "".join(f"{each.name}\t{each.condition}\n" for each in shown.reasons)
    digest = hashlib.sha256(f"{shown.text}{lines}".encode()).hexdigest()
    stated = toml(shown.text)
    if digest != shown.digest or stated["excluded"] != [each.name for each in shown.reasons]:
        raise DigestError(f"{shown.id}@{shown.version}")
    return Definition(
        id=stated["id"],
        version=stated["version"],
        kind=stated["kind"],
        key=stated.get("key", ""),
        unit=stated["unit"],
        adds_over_units="units" in stated["adds_up_over"],
        adds_over_periods="periods" in stated["adds_up_over"],
        digest=digest,
        reasons=tuple((each.name, parse(each.condition)) for each in shown.reasons),
        bounds=tuple(stated.get("bounds", ())),
        **{name: parse(stated[name]) for name in CONDITIONS if name in stated},
    )


def toml(text: str) -> Mapping[str, Any]:
    """The fields of a text, of which these are never missing."""
    try:
        stated = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of very many digits
        raise UnreadableError(f"it is not TOML: {error}") from None
    missing = {"id", "version", "kind", "unit", "adds_up_over", "excluded"} - stated.keys()
    if missing:
        raise UnreadableError(f"it lacks {', '.join(sorted(missing))}")
    return stated
