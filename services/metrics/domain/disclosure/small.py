"""Small counts: a figure with one of 1 to 4 is hidden, and those that count the same items with it.

Promises the rule for one figure, and what of a figure is public. Must not look at other figures.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Disclosure, Rate, Receipt, ValueState
from services.metrics.domain.dimensions import OFFICER
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period

SMALL = range(1, 5)
NO_PERSONS = {"service", "standard"}  # kinds whose items tell of nobody, however few they are
QUESTION = ("definition", "version", "scope", "period", "as_of", "positions", "definition_digest")
# Counts that no audit looks at, and by what whoever knows the items' ids could try their classes.
NOT_PUBLIC = ("assisted", "buckets", "not_attributable", "digest")
AUDITED = {"unit", "service", "alone", "filters"}  # fields of a scope
SERVICE = "service"


class Population(NamedTuple):
    """Which items a definition looks at: those with equal ones consider the same items."""

    kind: str
    key: str
    unit: str
    where: str


def population(definition: Definition) -> Population:
    """That of one definition."""
    return Population(definition.kind.name, definition.key, definition.unit, condition(definition))


@lru_cache(maxsize=1024)  # it is asked of every figure
def condition(definition: Definition) -> str:
    """By which it chooses the items that it considers; "": it considers all."""
    return repr(definition.where) if definition.where else ""


def family(definition: Definition) -> Population:
    """Definitions whose items may be the same ones: some choose among those of the others."""
    return population(definition)._replace(where="")


def of_persons(definition: Definition) -> bool:
    """Whether its counts can tell of single persons."""
    return definition.kind.name not in NO_PERSONS


def sensitive(receipt: Receipt) -> Iterator[int]:
    """The counts of a figure that must not be small."""
    yield receipt.numerator
    others = receipt.denominator - receipt.numerator
    yield others
    yield receipt.unknown
    yield others - receipt.unknown  # those who are known not to be in the numerator
    for each in receipt.excluded:
        yield each.count


def has_small(receipt: Receipt) -> bool:
    """Whether a count of the figure is 1 to 4."""
    return any(count in SMALL for count in sensitive(receipt))


def dimensions(receipt: Receipt) -> frozenset[str]:
    """By which of their dimensions its items are chosen."""
    chosen = {each.dimension for each in receipt.scope.filters}
    return frozenset(chosen | {SERVICE}) if receipt.scope.service else frozenset(chosen)


def auditable(receipt: Receipt, chosen: Collection[str], asked: Collection[str]) -> bool:
    """Whether the audit knows its region: all that the scope says, at most one dimension (of those
    that items are `chosen` by), and none of the facts (`asked`) that definitions of the same items
    name, by which one would give another. An officer's figure is about a person, however large.
    """
    stated = {field.name for field, _ in receipt.scope.ListFields()}
    return stated <= AUDITED and len(chosen) <= 1 and not {*asked, OFFICER} & {*chosen}


class DisclosureGroup(NamedTuple):
    """Figures that are shown or hidden together: of the same items, scope, period and instant."""

    items: Population
    scope: Scope
    period: Period
    as_of: datetime


def group_of(question: Question) -> DisclosureGroup:
    """The group of one figure."""
    return DisclosureGroup(
        population(question.definition), question.scope, question.period, question.as_of
    )


def public(rate: Rate, disclosure: Disclosure) -> Rate:
    """What the public reads of a published rate."""
    kept = Receipt()
    kept.CopyFrom(rate.receipt)
    if disclosure != Disclosure.DISCLOSURE_SHOWN:
        for field in Receipt.DESCRIPTOR.fields:
            if field.name not in QUESTION:
                kept.ClearField(field.name)
        return Rate(receipt=kept, state=ValueState.VALUE_STATE_SUPPRESSED)
    for name in NOT_PUBLIC:
        kept.ClearField(name)
    shown = Rate()
    shown.CopyFrom(rate)
    shown.receipt.CopyFrom(kept)
    return shown
