"""Sums that must agree, of the second reading: what came in, went out and is still there.

Written from the contract of GetReconciliation and the README of metrics. Promises one pass over the
dossiers. Must not ask a service.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.definitions import dossier as of_dossier
from services.console.definitions.dossier_at import is_apart
from services.console.dossier_fold import Dossier
from services.console.fold import Reading
from services.console.holding_fold import CLOSED, Held
from services.console.instants import local_midnight, month_of, next_month
from services.console.sums import path_up

OPEN, PAUSED = {2, 4}, {5, 6}
LEFT = {3: "refused", 7: "withdrawn", 8: "stopped", 9: "ended", 10: "ended"}
NEVER_ACCEPTED = LEFT | dict.fromkeys((9, 10), "ended_without_acceptance")
CHANNELS = of_dossier.CHANNELS | {submissions.CHANNEL_UNKNOWN: "unknown"}
ANOMALOUS = {
    submissions.ANOMALY_ENDED_BEFORE_ACCEPTED,
    submissions.ANOMALY_ENDED_IN_FUTURE,
    submissions.ANOMALY_ENDED_WITHOUT_ACCEPTANCE,
}
WHOLE = {"submitted", "received", "ended"}  # sums whose left side is one line of that name
PARTED = {"received", "ended"}  # of which months and units are shown, too
Lines = Counter[tuple[str, str]]  # how many, by sum and line


class Step(NamedTuple):
    """What a dossier adds to a line of a sum; "": to none but the whole."""

    identity: str
    line: str
    unit: str
    at: datetime


class Reconciled:
    """Every line by unit and local month, and who had how many when a month began."""

    def __init__(self, reading: Reading, last: date) -> None:
        self.reading = reading
        self.steps: Counter[tuple[str, str, str, date]] = Counter()
        self.stocks: Counter[tuple[str, str, date]] = Counter()
        for dossier in reading.dossiers:
            for each in steps(dossier):
                self.steps[*each[:3], month_of(each.at)] += 1
            self.stocks.update(stocks(dossier, last))

    @property
    def months(self) -> set[date]:
        """In which anything happened."""
        return {month for *_, month in self.steps}

    @property
    def units(self) -> set[str]:
        """Whom any line is of."""
        return {unit for _, _, unit, _ in self.steps}

    def lines(self, scope: str, start: date, end: date) -> Lines:
        """All lines of a unit with all below it, by the tree at the end, in whole months."""
        part, found = parts(self.reading, scope, local_midnight(end)), Lines()
        for (identity, line, unit, month), n in self.steps.items():
            lies_in = part(unit)
            if lies_in is not None and start <= month < end:
                found[identity, line] += n
                if identity in WHOLE:
                    found[identity, identity] += n
                if identity in PARTED:
                    found[f"{identity}_by_month", identity] += n
                    found[f"{identity}_by_month", f"{month:%Y-%m}"] += n
                    found[f"{identity}_by_unit", identity] += n
                    found[f"{identity}_by_unit", lies_in] += n
        for (state, unit, month), n in self.stocks.items():
            if part(unit) is not None:
                found["flow", "carried"] += n * (month == start)
                found["flow", state] += n * (month == end)
        return Lines({place: n for place, n in found.items() if n and place[1]})


def parts(reading: Reading, scope: str, as_of: datetime) -> Callable[[str], str | None]:
    """In which part of a scope a unit lies: the unit of the scope, or one right below it. None: in
    none; "": the tree does not lead to it.
    """
    tree = reading.tree(as_of)

    @cache
    def part(unit: str) -> str | None:
        path = path_up(tree, unit)
        if not scope:
            return path[-1] if unit in tree else ""
        if scope not in path:
            return None
        return path[max(path.index(scope) - 1, 0)]

    return part


def steps(dossier: Dossier) -> Iterator[Step]:
    """All that it adds. One that was entered in error stands in no line, and one whose facts go
    back in time only where its acceptance and end say it.
    """
    if not dossier.voided:
        yield from acceptance(dossier)
        yield from ending(dossier)
    if dossier.held and not is_apart(dossier):
        yield submission(dossier)
        for before, now in pairwise(dossier.held):
            yield from turn(before, now)


def acceptance(dossier: Dossier) -> Iterator[Step]:
    """By its channel, at the competent unit; of a time that is not known, when it was recorded."""
    shown = of_dossier.shown(dossier, "accepted")
    if dossier.acceptance and shown:
        yield Step("received", CHANNELS.get(dossier.channel, ""), shown.unit, shown.at)


def ending(dossier: Dossier) -> Iterator[Step]:
    """By how it compares with the due, at the unit credited."""
    found, shown = dossier.ending, of_dossier.shown(dossier, "ended")
    if not found or not shown:
        return
    judged = found.time and dossier.acceptance and not found.anomalies & ANOMALOUS
    verdict = (of_dossier.verdict(found) or "") if judged else "anomalous"
    yield Step("ended", verdict, shown.unit, shown.at)


def submission(dossier: Dossier) -> Step:
    """By what became of it, at the unit that received it."""
    first, last = dossier.held[0], dossier.held[-1]
    accepted = any(each.accepted for each in dossier.held)
    outcome = "accepted" if accepted else NEVER_ACCEPTED.get(last.status, "pending")
    return Step("submitted", outcome, first.unit, first.since)


def turn(before: Held, now: Held) -> Iterator[Step]:
    """How one holding gave way to the next."""
    if now.status in CLOSED and before.status not in CLOSED:
        if is_in_hand(before):
            yield Step("flow", LEFT[now.status], before.unit, now.since)
    elif now.accepted and not before.accepted:
        yield Step("flow", "received", now.unit, now.since)
    elif now.unit != before.unit:
        if is_in_hand(before):
            yield Step("flow", "transferred_out", before.unit, now.since)
        if is_in_hand(now):
            yield Step("flow", "transferred_in", now.unit, now.since)


def is_in_hand(held: Held) -> bool:
    """Whether it is accepted, and not closed."""
    return held.accepted and held.status in OPEN | PAUSED


def stocks(dossier: Dossier, last: date) -> Iterator[tuple[str, str, date]]:
    """As what it stood with whom just before each month until the last began."""
    if not dossier.held or is_apart(dossier):
        return
    following = [each.since for each in dossier.held[1:]]
    for held, end in zip(dossier.held, [*following, None], strict=True):
        month = next_month(month_of(held.since))
        while is_in_hand(held) and month <= last and (not end or local_midnight(month) <= end):
            yield "open" if held.status in OPEN else "paused", held.unit, month
            month = next_month(month)
