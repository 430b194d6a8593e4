"""The queue of a unit's day: which number is given next, and who is called next at a counter.

Tickets are called by priority, and within it by turn. A counter calls those of its groups and those
that were moved to it; one that was moved to a counter is called there alone. Example: A-001, A-002
and B-001 wait, B-001 for an elderly person. A counter of all groups calls B-001, A-001, A-002.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from motcua.submissions.v1 import counter_pb2 as api
from motcua.submissions.v1.counter_pb2 import TICKET_STATE_CALLED, TICKET_STATE_WAITING
from services.chassis.errors import Refusal
from services.submissions.domain.ticket.refusals import TicketReason

CLASSES = ("disabled", "elderly", "appointment")  # unless the house sets others
_CLASS = re.compile(r"[a-z][a-z0-9-]{0,31}")
MOST_WAITING = 5000  # of a unit
MOST_OF_TAKER = 300  # of those, taken by one caller, such as a kiosk


class Entry(NamedTuple):
    """An open ticket in the queue."""

    name: str
    number: str
    state: api.TicketState
    group: str
    counter: str  # which has it; of one that waits, which alone calls it
    priority: int
    turn: int


class Given(NamedTuple):
    """What was given of a unit's day: the last turn, the last serial of a group, how many wait, and
    how many of them one caller took.
    """

    turn: int
    serial: int
    waiting: int
    of_taker: int


class QueuePosition(NamedTuple):
    """The position of a new ticket in its queue."""

    number: str
    serial: int
    turn: int
    priority: int


def next_position(
    given: Given, *, group: str, priority_class: str, classes: Sequence[str]
) -> QueuePosition:
    """The next position; `classes` are those of the house, the first one called first."""
    if given.waiting >= MOST_WAITING:
        raise Refusal(TicketReason.QUEUE_FULL, field="unit", values={"most": str(MOST_WAITING)})
    if given.of_taker >= MOST_OF_TAKER:
        values = {"most": str(MOST_OF_TAKER)}
        raise Refusal(TicketReason.TAKEN_TOO_MANY, field="unit", values=values)
    serial = given.serial + 1
    number = f"{group}-{serial:03d}" if group else f"{serial:03d}"
    return QueuePosition(number, serial, given.turn + 1, rank(priority_class, classes))


def rank(priority_class: str, classes: Sequence[str]) -> int:
    """The lower, the earlier; without a class after all classes."""
    if not priority_class:
        return len(classes)
    if priority_class not in classes:
        values = {"given": priority_class, "classes": ", ".join(classes)}
        raise Refusal(TicketReason.PRIORITY_CLASS_UNKNOWN, field="priority_class", values=values)
    return list(classes).index(priority_class)


def next_at(queue: Iterable[Entry], counter: str, groups: Collection[str]) -> Entry | None:
    """Who is called next at a counter; None: nobody waits for it."""
    own = [each for each in queue if is_for(each, counter, groups)]
    return min(own, key=lambda each: (each.priority, each.turn), default=None)


def is_for(entry: Entry, counter: str, groups: Collection[str]) -> bool:
    """Whether a counter of these groups (none: all) may call a ticket now."""
    if entry.state != TICKET_STATE_WAITING:
        return False
    if entry.counter:
        return entry.counter == counter
    return not groups or entry.group in groups


def require_free(queue: Iterable[Entry], counter: str) -> None:
    """Refuse a counter that still has a ticket."""
    for each in queue:
        if each.state == TICKET_STATE_CALLED and each.counter == counter:
            values = {"counter": counter, "number": each.number}
            raise Refusal(TicketReason.COUNTER_BUSY, field="counter", values=values)


def priority_classes(setting: str) -> tuple[str, ...]:
    """The classes of a setting, `a,b,c`, the first one called first; ValueError where one is
    malformed, or named twice.
    """
    classes = tuple(each.strip() for each in setting.split(","))
    if len(set(classes)) < len(classes) or not all(map(_CLASS.fullmatch, classes)):
        raise ValueError("priority classes are written a,b,c, each once")
    return classes


def shown(day: date) -> str:
    """A day as refusals write it."""
    return f"{day:%d/%m/%Y}"
