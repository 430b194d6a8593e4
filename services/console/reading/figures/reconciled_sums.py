"""Sums that must agree, of the second reading: what came in, went out and is still there.

Written from the contract of GetReconciliation and the README of metrics. Promises one pass over the
dossiers. Must not ask a service.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.ancestors import path_up
from services.console.instants import local_midnight, month_of, next_month
from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.dossier_at import is_apart
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.fold import Reading
from services.console.reading.folding.holding_fold import CLOSED, Held

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
NO_SUM = "in no sum"  # where lines stand that are added to none
SATISFACTION = "satisfaction"  # where the three numbers of the official sum stand
LOW = 2  # a rating that complains
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
        self.steps: dict[str, dict[date, Lines]] = defaultdict(lambda: defaultdict(Lines))
        self.stocks: dict[str, Counter[tuple[str, date]]] = defaultdict(Counter)
        # From the first to the last instant of dossiers whose facts go back in time.
        self.disordered: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        self.scopes: dict[datetime, dict[str, list[tuple[str, str]]]] = {}
        named = reading.complained_of
        for dossier in reading.dossiers:
            dossier.complained = dossier.name in named
            for each in steps(dossier):
                self.steps[each.unit][month_of(each.at)][each.identity, each.line] += 1
            for state, unit, month in stocks(dossier, last):
                self.stocks[unit][state, month] += 1
            if not dossier.voided and dossier.disordered:
                instants = [each.since for each in dossier.held]
                self.disordered[dossier.held[-1].unit].append((min(instants), max(instants)))

    @property
    def months(self) -> set[date]:
        """In which anything happened."""
        return {month for months in self.steps.values() for month in months}

    @property
    def units(self) -> set[str]:
        """Whom any line is of."""
        return set(self.steps)

    def lines(self, scope: str, start: date, end: date, as_of: datetime | None = None) -> Lines:
        """All lines of a unit with all below it, by the tree at the end unless another instant is
        stated, in whole months.
        """
        found = Lines()
        for unit, part in self.parts(as_of or local_midnight(end)).get(scope, ()):
            for month, counts in self.steps[unit].items():
                if start <= month < end:
                    add(found, counts, (f"{month:%Y-%m}", part))
            for state in ("open", "paused"):
                found["flow", "carried"] += self.stocks[unit][state, start]
                found["flow", state] += self.stocks[unit][state, end]
            found[NO_SUM, "overdue"] += self.stocks[unit]["overdue", end]
            found[NO_SUM, "disordered"] += self.apart(unit, start, end)
        return Lines({place: n for place, n in found.items() if n and place[1]})

    def apart(self, unit: str, start: date, end: date) -> int:
        """How many dossiers of the period go back in time."""
        since, until = local_midnight(start), local_midnight(end)
        return sum(first < until and last >= since for first, last in self.disordered.get(unit, ()))

    def parts(self, as_of: datetime) -> dict[str, list[tuple[str, str]]]:
        """The units of each scope, by the tree of an instant, with the part in which each lies: the
        unit of the scope, or one right below it; "": the tree does not lead to it.
        """
        if as_of not in self.scopes:
            tree, found = self.reading.tree(as_of), defaultdict(list)
            for unit in {*self.steps, *self.stocks, *self.disordered}:
                path = path_up(tree, unit)
                found[""].append((unit, path[-1] if unit in tree else ""))
                for below, scope in zip([unit, *path], path, strict=False):
                    found[scope].append((unit, below))
            self.scopes[as_of] = found
        return self.scopes[as_of]


def add(found: Lines, counts: Lines, cuts: tuple[str, str]) -> None:
    """Lines of one unit and month, to the sums and to their parts by month and unit."""
    for (identity, line), n in counts.items():
        found[identity, line] += n
        if identity in WHOLE:
            found[identity, identity] += n
        if identity in PARTED:
            for name, cut in zip(("month", "unit"), cuts, strict=True):
                found[f"{identity}_by_{name}", identity] += n
                found[f"{identity}_by_{name}", cut] += n


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
    if judged:
        rated_low = dossier.rating is not None and dossier.rating.value <= LOW
        lines = {
            "ended": True,
            "overdue": verdict == "overdue",
            "complained": dossier.complained or rated_low,
        }
        for line in (name for name, counts in lines.items() if counts):
            yield Step(SATISFACTION, line, shown.unit, shown.at)


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
            if held.status in OPEN and held.due and held.due < local_midnight(month):
                yield "overdue", held.unit, month
            month = next_month(month)
