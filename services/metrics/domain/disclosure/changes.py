"""Figures that changed by few since they were shown, beside a part that is hidden since: that it
was published again says that it changed.

Example: ward C was shown with nobody, and is hidden now. The city had 40 and has 41: C has 1.
Promises that such a sum is hidden, too. Must not look at what was never shown.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.audit import Counts
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.counts import counts_of, reasons_of
from services.metrics.domain.disclosure.regions import World, units_of, when, window
from services.metrics.domain.disclosure.small import SMALL, family, group_of
from services.metrics.domain.disclosure.work import spend
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import PERIODS


class Part(NamedTuple):
    """A figure that was shown; `latest`: what is hidden of it, None where it only moved since."""

    question: Question
    shown: Receipt
    latest: Receipt | None


def changed_by_few(
    candidates: Mapping[str, Candidate],
    seen: Mapping[str, Disclosed],
    hidden: Collection[str],
    world: World,
) -> set[str]:
    """The names of those to hide besides `hidden`: each may be a part of the next."""
    found, before = set[str](), {name: each.shown for name, each in seen.items() if each.shown}
    while True:
        secret = {*hidden, *found}
        parts = list(changed_parts(candidates, seen, secret))
        more = {
            name
            for name, each in candidates.items()
            if name not in secret and name in before
            if any(tells(each, before[name], part, world) for part in parts)
        }
        if not more:
            return found
        groups = {group_of(candidates[name].question) for name in more}
        alike = (name for name, each in candidates.items() if group_of(each.question) in groups)
        found.update(alike)


def changed_parts(
    candidates: Mapping[str, Candidate], seen: Mapping[str, Disclosed], hidden: Collection[str]
) -> Iterator[Part]:
    """What was shown, and is hidden by now; and what has other numbers, whichever."""
    spend(len(seen))
    for name, was in seen.items():
        now = candidates.get(name)
        if was.shown is None or (now and name not in hidden):
            continue
        if now:
            yield Part(was.question, was.shown, now.receipt)
        elif not was.disclosed:
            yield Part(was.question, was.shown, was.latest)
        elif was.moved:
            yield Part(was.question, was.shown, None)


def tells(whole: Candidate, shown: Receipt, part: Part, world: World) -> bool:
    """Whether a count of the whole changed by few, and the part's may be few since then."""
    pairs = zip(counts(whole.question, shown), counts(whole.question, whole.receipt), strict=True)
    changes = [after - before for before, after in pairs]
    if not any(abs(each) in SMALL for each in changes):
        return False
    if not is_inside(part.question, whole.question, world):
        return False
    was = counts(part.question, part.shown)
    now = counts(part.question, part.latest) if part.latest else None
    same = part.question.definition == whole.question.definition
    for n in range(len(changes)) if same else [0]:
        if abs(changes[n]) in SMALL and becomes_small(was[n], changes[n], now[n] if now else None):
            return True
    return False


def becomes_small(was: int, change: int, now: int | None) -> bool:
    """Whether a count is 1 to 4 since it changed, or may be."""
    if now is not None:
        return now != was and now in SMALL
    step = 1 if change > 0 else -1
    return any(each in SMALL for each in range(was + step, was + change + step, step))


def counts(question: Question, receipt: Receipt) -> Counts:
    """How many are considered, and the counts of its classes."""
    return receipt.considered, *counts_of(reasons_of(question.definition), receipt)


def is_inside(part: Question, whole: Question, world: World) -> bool:
    """Whether all items of the one are items of the other, which has more."""
    one, other = part.scope, whole.scope
    if family(part.definition) != family(whole.definition):
        return False
    if other.service not in ("", one.service) or (other.filters and other.filters != one.filters):
        return False
    return times_inside(part, whole) and units_of(part, world) <= units_of(whole, world)


def times_inside(part: Question, whole: Question) -> bool:
    """Whether the days of one are days of the other."""
    if PERIODS not in whole.definition.adds_up_over:
        return when(part) == when(whole)
    (start, end), (first, last) = window(part), window(whole)
    return first <= start and end <= last
