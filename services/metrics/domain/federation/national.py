"""A figure of a nation: what its members published of one question, added up where it adds up.

Example: two of three cities published March by the same text, with 71 of 100 and 40 of 50: the
nation has 111 of 150, is not complete, and names the third as NO_DATA. Nothing is added that the
public may not read: what a city hides cannot be found by subtraction.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import ExcludedCount, Receipt, StreamPosition, ValueState
from motcua.metrics.v1.federation_events_pb2 import FigureReleased
from motcua.metrics.v1.federation_pb2 import Contribution, Member, NationalFigure, NationalReceipt
from services.metrics.domain.classes import EMPTY, KNOWN, NO_DATA
from services.metrics.domain.federation.members import belongs
from services.metrics.domain.figures import (
    Scope,
    instant_message,
    period_message,
    scope_of,
)
from services.metrics.domain.indicators.definition import UNITS, Definition
from services.metrics.domain.percentages import shares
from services.metrics.domain.periods import DAY, Period, date_of, local_day

REGISTER = "metrics"  # the stream of the nation's own log
LARGEST_COUNT = 10**15  # as of counted facts; a thousand cities' sums are still 64-bit integers
COUNTS = ("considered", "numerator", "denominator", "unknown")
MADE = Contribution.STATE_COMPARABLE


class Question(NamedTuple):
    """Which figure of the nation; as_of is the beginning of a local day."""

    definition: Definition
    service: str  # "": all
    period: Period
    as_of: datetime


class Released(NamedTuple):
    """A message of a member's stream `published`."""

    sequence: int
    leaf: str  # hexadecimal
    event: FigureReleased


class Known(NamedTuple):
    """A member, and its published figures up to a message of its stream."""

    member: Member
    position: int
    released: Sequence[Released]


def national(question: Question, known: Iterable[Known], *, register: int) -> NationalFigure:
    """The figure with its receipt; `register` is the position by which members are meant."""
    asked = [each for each in known if concerns(each.member, question)]
    asked.sort(key=lambda each: each.member.name)
    contributions = [contribution(question, each) for each in asked]
    receipt = NationalReceipt(
        definition=question.definition.id,
        version=question.definition.version,
        service=question.service,
        period=period_message(question.period),
        as_of=instant_message(question.as_of),
        definition_digest=question.definition.digest.hex(),
        positions=positions(register, asked),
        contributions=contributions,
        adds_up=UNITS in question.definition.adds_up_over,
        complete=is_complete(contributions),
        digest=digest(contributions),
    )
    add_up(receipt)
    return valued(receipt, question.definition)


def is_complete(contributions: Sequence[Contribution]) -> bool:
    """Whether every member at the cut-off is in the sum, and there is one."""
    at_cut_off = [each for each in contributions if each.state != Contribution.STATE_ENDED]
    return bool(at_cut_off) and all(each.state == MADE for each in at_cut_off)


def positions(register: int, asked: Iterable[Known]) -> list[StreamPosition]:
    """Of the own log, and of each member's stream."""
    of_members = {each.member.name: each.position for each in asked}
    return [
        StreamPosition(stream=stream, position=position)
        for stream, position in {REGISTER: register, **of_members}.items()
    ]


def concerns(member: Member, question: Question) -> bool:
    """Whether a member is one at the cut-off, or ended within the period."""
    last = local_day(question.as_of) - DAY
    if belongs(member, last):
        return True
    ended = member.HasField("end_date") and date_of(member.start_date) <= last
    return ended and question.period.start < date_of(member.end_date)


def contribution(question: Question, known: Known) -> Contribution:
    """What one member has to do with the figure."""
    member, last = known.member, local_day(question.as_of) - DAY
    found = Contribution(
        member=member.name, display_name=member.display_name, position=known.position
    )
    newest = choose(question, known.released)
    if newest:
        event = newest.event
        found.sequence, found.leaf, found.publication = (*newest[:2], event.publication)
        found.publish_time.CopyFrom(event.publish_time)
        found.receipt.CopyFrom(event.rate.receipt)
    if member.state == Member.STATE_SUSPENDED:
        found.state = Contribution.STATE_SUSPENDED
    elif not belongs(member, last):
        found.state = Contribution.STATE_ENDED
    else:
        found.state = state_of(question, newest)
    if found.state == MADE and found.receipt.denominator:
        add_shares(found, found.receipt, question.definition)
    return found


def state_of(question: Question, newest: Released | None) -> Contribution.State:
    """Whether a publication can be added, and if not, why."""
    if newest is None:
        return Contribution.STATE_NO_DATA
    rate = newest.event.rate
    if rate.receipt.definition_digest != question.definition.digest.hex():
        return Contribution.STATE_INCOMPARABLE
    if rate.receipt.as_of != instant_message(question.as_of):
        return Contribution.STATE_OTHER_CUT_OFF
    if rate.state == ValueState.VALUE_STATE_SUPPRESSED:
        return Contribution.STATE_SUPPRESSED
    if rate.state == ValueState.VALUE_STATE_NO_DATA:
        return Contribution.STATE_NO_DATA
    return MADE if is_sound(rate.receipt, question.definition) else Contribution.STATE_INCONSISTENT


def choose(question: Question, released: Iterable[Released]) -> Released | None:
    """Of the city's publications for this question the newest of those that fit best, whatever it
    calls them: by the same text and cut-off, else by the same text, else by any version of the
    definition.
    """
    wanted = (question.definition.digest.hex(), instant_message(question.as_of))

    def fits(each: Released) -> tuple[bool, bool, int]:
        receipt = each.event.rate.receipt
        same = receipt.definition_digest == wanted[0]
        return same, same and receipt.as_of == wanted[1], each.sequence

    fitting = (each for each in released if is_of(question, each.event.rate.receipt))
    return max(fitting, key=fits, default=None)


def is_of(question: Question, receipt: Receipt) -> bool:
    """Whether a figure is of a whole city, of this period and service, by a definition of this id;
    units as they were credited, and no choice of items.
    """
    return (
        receipt.definition == question.definition.id
        and scope_of(receipt.scope) == Scope(service=question.service)
        and receipt.period == period_message(question.period)
    )


def is_sound(receipt: Receipt, definition: Definition) -> bool:
    """Whether the numbers of a receipt are counts, each once, and agree with one another; and its
    reasons are the definition's: what else a city writes there would stand in the nation's sum.
    """
    excluded = {each.reason: each.count for each in receipt.excluded}
    counts = [*(getattr(receipt, name) for name in COUNTS), *excluded.values()]
    return (
        len(excluded) == len(receipt.excluded)
        and excluded.keys() <= {reason for reason, _ in definition.exclusions}
        and all(0 <= each <= LARGEST_COUNT for each in counts)
        and receipt.numerator + receipt.unknown <= receipt.denominator
        and receipt.denominator + sum(excluded.values()) == receipt.considered
    )


def add_up(receipt: NationalReceipt) -> None:
    """Integers of comparable contributions, where they add up over units."""
    if not receipt.adds_up:
        return
    excluded: Counter[str] = Counter()
    for each in receipt.contributions:
        if each.state != MADE:
            continue
        for name in COUNTS:
            setattr(receipt, name, getattr(receipt, name) + getattr(each.receipt, name))
        excluded.update({one.reason: one.count for one in each.receipt.excluded})
        receipt.provisional |= each.receipt.provisional
    receipt.excluded.extend(
        ExcludedCount(reason=reason, count=n) for reason, n in sorted(excluded.items())
    )


def valued(receipt: NationalReceipt, definition: Definition) -> NationalFigure:
    """The receipt, divided once."""
    found = NationalFigure(receipt=receipt, state=value_state(receipt, definition))
    if found.state == KNOWN:
        add_shares(found, receipt, definition)
    return found


def add_shares(
    found: NationalFigure | Contribution,
    receipt: Receipt | NationalReceipt,
    definition: Definition,
) -> None:
    """The percentage with its bounds; a histogram has none."""
    if not definition.bounds:
        low, high = shares(receipt.numerator, receipt.denominator, receipt.unknown, by=definition)
        found.percent, found.percent_low, found.percent_high = low, low, high


def value_state(receipt: NationalReceipt, definition: Definition) -> ValueState:
    """Whether there is a value, and if not, why."""
    made = any(each.state == MADE for each in receipt.contributions)
    if not made or not receipt.adds_up:
        return NO_DATA
    counted = receipt.numerator if definition.bounds else receipt.denominator
    return KNOWN if counted else EMPTY


def digest(contributions: Iterable[Contribution]) -> str:
    """As in NationalReceipt.digest."""
    return hashlib.sha256(b"".join(sorted(map(line, contributions)))).hexdigest()


def line(each: Contribution) -> bytes:
    """One line of the digest."""
    state = Contribution.State.Name(each.state).removeprefix("STATE_")
    parts = (each.member, state, str(each.position), str(each.sequence), each.leaf)
    return "\t".join(parts).encode() + b"\n"
