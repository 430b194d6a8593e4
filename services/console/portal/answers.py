"""What answers of services must hold before a command reads them: days and times there are, and the
parts without which nothing can be shown.

Promises one error that names the field, however new or broken a service is; a command need not ask
again. Must not judge figures, nor numbers of enumerations, which `enums` has a word for.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from services.console.instants import EPOCH
from services.console.outcome import Unreadable, spoken

Answer = TypeVar("Answer", bound=Any)
DAY, TIME = "google.type.Date", "google.protobuf.Timestamp"
# What lies outside cannot be moved to the local zone, or has no next month.
FIRST, END = date(1, 1, 2), date(9999, 12, 1)
FIRST_SECOND, END_SECOND = (
    int((datetime(day.year, day.month, day.day, tzinfo=EPOCH.tzinfo) - EPOCH).total_seconds())
    for day in (FIRST, END)
)
# Parts that are never absent, by the message that has them.
NEEDED = {
    "motcua.catalog.v1.Day": ("date",),
    "motcua.submissions.v1.DeadlineDay": ("date",),
    "motcua.submissions.v1.Ticket": ("day",),
    "motcua.metrics.v1.Assertion": ("figure",),
    "motcua.metrics.v1.AssertedFigure": ("start_date", "end_date", "source_date"),
    "motcua.metrics.v1.EstimatedRate": ("receipt",),
    "motcua.metrics.v1.EstimatedReceipt": ("period",),
    "motcua.metrics.v1.CompareAssertionResponse": ("assertion",),
    "motcua.metrics.v1.CompareDefinitionResponse": ("answered", "draft"),
    "motcua.metrics.v1.Inspection": ("report",),
    "motcua.metrics.v1.InspectionReport": ("date",),
    "motcua.metrics.v1.Inspection.Remedy": ("date",),
    "motcua.metrics.v1.LeagueLine": ("rate",),
    "motcua.metrics.v1.ListLeagueLinesResponse": ("common", "whole"),
    "motcua.metrics.v1.Member": ("start_date",),
    "motcua.metrics.v1.NationalFigure": ("receipt",),
    "motcua.metrics.v1.NationalReceipt": ("period",),
    "motcua.metrics.v1.Period": ("start", "end"),
    "motcua.metrics.v1.Publication": ("rate",),
    "motcua.metrics.v1.PublishedFigure": ("rate",),
    "motcua.metrics.v1.Rate": ("receipt",),
    "motcua.metrics.v1.Receipt": ("period",),
    "motcua.metrics.v1.Reconciliation": ("period",),
    "motcua.metrics.v1.Revision": ("rate", "previous"),
    "motcua.metrics.v1.Score": ("parts",),
    "motcua.metrics.v1.ScorePart": ("rate",),
    "motcua.metrics.v1.TargetDistance": ("threshold_denominator",),
}
RECEIPT = "motcua.metrics.v1.Receipt"
PARTIAL = "motcua.metrics.v1.LeagueLine"  # its receipts lack what the answer states once


def understood(answer: Answer, called: str) -> Answer:
    """The answer itself. Raises Unreadable where a part of it cannot be what it says, and where it
    is no message of its contract, for which gRPC has nothing.
    """
    if answer is None:
        raise Unreadable(called, spoken("sai định dạng protobuf", "malformed protobuf"))
    for at, why in faults(answer):
        raise Unreadable(f"{answer.DESCRIPTOR.name}.{at}", why)
    return answer


def faults(message: Any, *, whole: bool = True) -> Iterator[tuple[str, str]]:
    """The paths of fields that cannot be read, and why; `whole`: a receipt has all of its own."""
    kind = message.DESCRIPTOR
    for name in NEEDED.get(kind.full_name, ()):
        if (whole or kind.full_name != RECEIPT) and not is_stated(message, name):
            yield name, spoken("không có", "absent")
    for name, is_list, is_map in parts_of(kind):
        held = getattr(message, name)
        if is_list:
            listed = held.items() if is_map else enumerate(held)
            parts = [(f"{name}[{at}]", part) for at, part in listed]
        else:
            parts = [(name, held)] if message.HasField(name) else []
        for at, part in parts:
            yield from faults_of(at, part, whole=whole and kind.full_name != PARTIAL)


def faults_of(at: str, part: Any, *, whole: bool) -> Iterator[tuple[str, str]]:
    """Of one part: itself, or what is in it."""
    kind = part.DESCRIPTOR.full_name
    if kind == DAY:
        if not is_day(part):
            yield at, f"{part.year}-{part.month}-{part.day}"
    elif kind == TIME:
        if not FIRST_SECOND <= part.seconds < END_SECOND or not 0 <= part.nanos < 10**9:
            yield at, f"{part.seconds} s"
    else:
        yield from ((f"{at}.{path}", why) for path, why in faults(part, whole=whole))


def is_stated(message: Any, name: str) -> bool:
    """Whether a part is there: a message, a list with something in it, a number that is not 0."""
    is_one = message.DESCRIPTOR.fields_by_name[name].has_presence
    return bool(message.HasField(name) if is_one else getattr(message, name))


def is_day(stated: Any) -> bool:
    """Whether there is such a day, and one after it."""
    try:
        return FIRST <= date(stated.year, stated.month, stated.day) < END
    except (ValueError, OverflowError):
        return False


@cache
def parts_of(kind: Any) -> tuple[tuple[str, bool, bool], ...]:
    """The fields of a message below which something is looked at; which are lists, and maps."""
    return tuple(
        (each.name, each.is_repeated, each.message_type.GetOptions().map_entry)
        for each in kind.fields
        if each.message_type and is_looked_at(value_of(each.message_type), frozenset())
    )


def value_of(kind: Any) -> Any:
    """What a map maps to; of anything else itself."""
    return kind.fields_by_name["value"].message_type if kind.GetOptions().map_entry else kind


def is_looked_at(kind: Any, above: frozenset[str]) -> bool:
    """Whether it is a day, a time or something with needed parts, or holds such."""
    if kind is None or kind.full_name in above:
        return False
    if kind.full_name in {DAY, TIME} or kind.full_name in NEEDED:
        return True
    below = (value_of(each.message_type) for each in kind.fields if each.message_type)
    return any(is_looked_at(each, above | {kind.full_name}) for each in below)
