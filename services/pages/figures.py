"""A figure as it is shown: the fraction first, then the share as a range, one bar, and its slip.

Promises the service's own numbers, and a reason in words where there is no value. Must not divide
for anything but the length of a line.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from motcua.metrics.v1 import events_pb2 as events
from services.pages.drawn.bars import Parts, bar
from services.pages.naming import Naming
from services.pages.questions import address as address_of
from services.pages.questions import question_of
from services.pages.slips import Line, slip_of
from services.pages.values import STATES, fraction, no_value, notes, share, target_line
from services.recomputing import command


@dataclass(frozen=True)
class Shown:
    """What templates show of one rate."""

    rate: events.Rate
    title: str
    question: str
    fraction: str
    share: str
    reason: str
    bar: str
    provisional: bool
    address: str
    notes: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    slip: list[Line] = field(default_factory=list)
    command: str = ""


def shown(rate: events.Rate, naming: Naming, *, slip: bool = False, address: str = "") -> Shown:
    """Everything that a page shows of it; the slip where it folds out. A published figure has an
    address of its own.
    """
    words = naming.words
    return Shown(
        rate=rate,
        title=naming.title(rate),
        question=naming.question(rate),
        fraction=fraction(rate, words),
        share=share(rate, words),
        reason=no_value(rate, words),
        bar="" if rate.state in STATES or rate.receipt.buckets else bar(parts_of(rate)),
        provisional=rate.receipt.provisional,
        address=address or f"/{words.language}{address_of(question_of(rate))}",
        notes=notes(rate, words),
        targets=[target_line(each, words) for each in rate.targets],
        slip=slip_of(rate, naming) if slip else [],
        command=command(rate.receipt) if slip else "",
    )


def parts_of(rate: events.Rate) -> Parts:
    """What its bar is drawn of."""
    receipt = rate.receipt
    return Parts(
        receipt.numerator,
        receipt.denominator,
        receipt.unknown,
        left_out(rate),
        target_of(rate),
        receipt.provisional,
    )


def target_of(rate: events.Rate) -> Fraction | None:
    """Which share is to be reached, where the service names a target beside the rate."""
    for each in rate.targets:
        return Fraction(each.threshold_numerator, each.threshold_denominator)
    return None


def left_out(rate: events.Rate) -> int:
    """How many items are excluded."""
    return sum(each.count for each in rate.receipt.excluded)
