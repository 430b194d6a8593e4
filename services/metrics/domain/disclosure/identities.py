"""Which sums figures of several kinds have in common, such as acts and the dossiers they are of.

Example: where no act has two dossiers, as many acts are considered as dossiers, in every class.
Whether that is so in a place is seen from what was published there. Must not look at a place.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.counts import Reasons, by_reason, reasons_of
from services.metrics.domain.disclosure.small import family
from services.metrics.domain.expressions.nodes import Node
from services.metrics.domain.expressions.parsing import parse
from services.metrics.domain.indicators.definition import VOIDED, Definition
from services.metrics.domain.indicators.kinds import kinds

Classes: TypeAlias = tuple[str, ...]  # of items; a count of several is the sum

ACCEPTANCE = (VOIDED, "ended_without_acceptance", "accepted_without_time", "accepted_in_future")
END = (
    VOIDED,
    "ended_without_time",
    "ended_in_future",
    "ended_before_accepted",
    "ended_without_acceptance",
)
BELOW = ("level_unknown", "online_below_3", "other_below_3")
BY_LEVEL = (*ACCEPTANCE, *BELOW)
ENDED_BY_LEVEL = (*END, *ACCEPTANCE[2:], *BELOW)
PETITION = (VOIDED, "merged", "withdrawn")

DOSSIERS = frozenset({"dossier", "act", "dossier_at", "dossier_held", "rating"})
RELATED = (DOSSIERS, frozenset({"petition"}))  # kinds that are compared


def are_related(one: Definition, other: Definition) -> bool:
    """Whether they may consider the same items, or items that are compared."""
    names = {one.kind.name, other.kind.name}
    return family(one) == family(other) or any(names <= those for those in RELATED)


class Source(NamedTuple):
    """Definitions whose figures count some classes of the same items: of a kind, by a key and a
    unit. Without a `numerator` they are all that have these reasons first.
    """

    kind: str
    key: str
    unit: str
    reasons: Reasons
    counted: Sequence[Classes]
    counts: Callable[[Receipt, Reasons], Sequence[int]]  # of each of `counted`
    numerator: str = ""

    def has(self, definition: Definition) -> bool:
        """Whether it is one of them. Those that choose among the items of others are none."""
        reasons = reasons_of(definition)
        stated = (definition.kind.name, definition.key, definition.unit)
        if stated != self[:3] or (definition.where and self.kind != "dossier_at"):
            return False
        if not self.numerator:
            return reasons[: len(self.reasons)] == self.reasons
        return reasons == self.reasons and definition.counted == node(self.kind, self.numerator)


@cache
def node(kind: str, text: str) -> Node:
    """A numerator as definitions hold it."""
    return parse(text, kinds()[kind].facts)


class Items(NamedTuple):
    """Their classes, and what counts them; of two sources that have a definition, the first."""

    classes: Classes
    sources: Sequence[Source]

    def source(self, definition: Definition) -> int | None:
        """The number of a definition's."""
        return next((n for n, each in enumerate(self.sources) if each.has(definition)), None)


class Pair(NamedTuple):
    """Items that may be the same: by which classes of the one and of the other. `within`: the
    other's are among the one's, so that what is the same of a region is so of each place in it.
    `unless`: the only class of the other by which they can differ.
    """

    one: int
    other: int
    sums: Sequence[tuple[Classes, Classes]]
    within: bool = False
    unless: str = ""


class Flow(NamedTuple):
    """What comes to nothing: items of a period, each so many times, and what is held at its
    beginning and at its end.
    """

    moving: Sequence[tuple[int, int]]
    held: int
    before: int
    after: int


class Comparison(NamedTuple):
    """Items of several kinds, and how they hang together."""

    items: Sequence[Items]
    pairs: Sequence[Pair] = ()
    flows: Sequence[Flow] = ()


# Counts of figures, by the reasons of their source.


def left(receipt: Receipt, reasons: Reasons) -> Sequence[int]:
    """How many are left after the reasons."""
    return [receipt.considered - sum(by_reason(receipt, reasons))]


def each_and_left(receipt: Receipt, reasons: Reasons) -> Sequence[int]:
    """How many each of the reasons takes, and how many are left."""
    return [*by_reason(receipt, reasons), *left(receipt, reasons)]


def numerator_and_others(receipt: Receipt, _: Reasons) -> Sequence[int]:
    """Of those that no reason takes."""
    return [receipt.numerator, receipt.denominator - receipt.numerator]


def by_channel(receipt: Receipt, _: Reasons) -> Sequence[int]:
    """Of those that no reason takes, with those whose channel is not known."""
    others = receipt.denominator - receipt.numerator - receipt.unknown
    return [receipt.numerator, others, receipt.unknown]


def by_level(receipt: Receipt, _: Reasons) -> Sequence[int]:
    """The classes of the default indicator."""
    return [*by_channel(receipt, ()), *by_reason(receipt, BELOW)]


def ended_by_level(receipt: Receipt, reasons: Reasons) -> Sequence[int]:
    """The same of ended ones, and those of which the acceptance is not known."""
    return [*by_level(receipt, reasons), *by_reason(receipt, ACCEPTANCE[2:])]


ONLINE, ALL_ONLINE = 'channel == "online"', "all_online"
CHANNELS = ("online", "others", "unknown")
LEVELS = ("numerator", "others", "unknown", *BELOW)
ENDED_LEVELS = (*LEVELS, *ACCEPTANCE[2:])
VALID, OTHERS, UNKNOWN = ("valid",), ("others",), ("unknown",)

ACCEPTED, ENDED = ("dossier", "accepted", "competent"), ("dossier", "ended", "handling")
ACTS, RATED = ("act", "accepted", "competent"), ("rating", "first_rated", "credited")
RECEIVED, HELD = ("dossier_at", "", "holder"), ("dossier_held", "", "holder")


def singly(classes: Classes) -> Sequence[Classes]:
    """Every class for itself."""
    return [(name,) for name in classes]


BY_CHANNEL = (
    (("online",), ("numerator", "online_below_3")),
    (("others", "unknown"), ("others", "unknown", "other_below_3")),
)
EVERY_LEVEL = tuple(((name,), (name,)) for name in LEVELS)

# Items of the first comparison, by their numbers.
ALL, LEVELLED, ACT, ENDS, CLOSED_OR_ACCEPTED, RATINGS, STOCK = range(7)

COMPARISONS = (
    Comparison(
        [
            Items(
                CHANNELS,
                [
                    Source(*ACCEPTED, ACCEPTANCE, singly(CHANNELS), by_channel, ONLINE),
                    Source(*ACCEPTED, ACCEPTANCE, [CHANNELS], left),
                ],
            ),
            Items(LEVELS, [Source(*ACCEPTED, BY_LEVEL, singly(LEVELS), by_level, ONLINE)]),
            Items(
                LEVELS,
                [
                    Source(*ACTS, BY_LEVEL, singly(LEVELS), by_level, ALL_ONLINE),
                    Source(*ACTS, ACCEPTANCE, [LEVELS], left),
                ],
            ),
            Items(
                ENDED_LEVELS,
                [
                    Source(*ENDED, ENDED_BY_LEVEL, singly(ENDED_LEVELS), ended_by_level, ONLINE),
                    Source(*ENDED, END, [ENDED_LEVELS], left),
                ],
            ),
            Items(VALID, [Source(*RECEIVED, END, [VALID], left)]),
            Items(VALID, [Source(*RATED, (VOIDED,), [VALID], left)]),
            Items(
                ("paused", "others"),
                [
                    Source(*HELD, (), [("paused",), ("others",)], numerator_and_others, "paused"),
                    Source(*HELD, (), [("others",), ("paused",)], numerator_and_others, "!paused"),
                    Source(*HELD, ("paused",), [("paused",), ("others",)], each_and_left),
                    Source(*HELD, (), [("paused", "others")], left),
                ],
            ),
        ],
        [
            Pair(ALL, LEVELLED, [(CHANNELS, LEVELS)], within=True),
            Pair(ALL, LEVELLED, BY_CHANNEL, within=True, unless=BELOW[0]),
            Pair(ALL, ACT, [(CHANNELS, LEVELS)], within=True),
            Pair(ALL, ACT, BY_CHANNEL, within=True),
            Pair(LEVELLED, ACT, EVERY_LEVEL, within=True),
            Pair(LEVELLED, ENDS, EVERY_LEVEL),
            Pair(ACT, ENDS, EVERY_LEVEL),
            Pair(ALL, ENDS, [(CHANNELS, ENDED_LEVELS)]),
            Pair(ALL, CLOSED_OR_ACCEPTED, [(CHANNELS, VALID)]),
            Pair(ENDS, CLOSED_OR_ACCEPTED, [(ENDED_LEVELS, VALID)]),
            Pair(ENDS, RATINGS, [(ENDED_LEVELS, VALID)]),
        ],
        [
            # What was held and came in has ended, or is held; where nothing was held before, too.
            Flow([(ALL, 1), (ENDS, -1)], STOCK, before=1, after=-1),
            Flow([(ALL, 1), (ENDS, -1)], STOCK, before=0, after=-1),
            Flow([(CLOSED_OR_ACCEPTED, 1), (ENDS, -1)], STOCK, before=0, after=-1),
        ],
    ),
    Comparison(
        [
            Items(ACCEPTANCE, [Source(*kind, ACCEPTANCE, singly(ACCEPTANCE), by_reason)])
            for kind in (ACCEPTED, ACTS)
        ],
        [Pair(0, 1, tuple(((name,), (name,)) for name in ACCEPTANCE), within=True)],
    ),
    Comparison(
        [
            Items(VALID, [Source("petition", key, "holder", PETITION, [VALID], left)])
            for key in ("settlement_term", "first_request_term", "publication_term")
        ],
        [Pair(one, other, [(VALID, VALID)]) for one, other in ((0, 1), (0, 2), (1, 2))],
    ),
)


def are_of_levels(definition: Definition) -> bool:
    """Whether its numerator is that of the default indicator: online at levels 3 and 4."""
    return COMPARISONS[0].items[LEVELLED].source(definition) is not None
