"""What whole lists no longer hold is listed, and ended on request, as of the list's day.

Example: `whole = { below = "gc", day = 2026-03-31 }` in a section of units: units below `gc` that
are open on that day and on no line of the table are missing. Nothing ends unasked, and nothing at
all where a line was faulty or the table is empty.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as catalog_api
from motcua.catalog.v1 import intake_pb2 as api
from services.console.ancestors import above
from services.console.importing.catalogue_rules import Section
from services.console.importing.faults import (
    MISSING_AND_ENDED,
    MISSING_AND_KEPT,
    MISSING_IN_LIST,
    NOTED,
    REFUSED,
    Fault,
    Faulty,
    Ground,
    fault,
)
from services.console.importing.outcomes import Account
from services.console.importing.rows import Sent
from services.console.importing.whole import Whole
from services.console.instants import local_midnight, to_timestamp
from services.console.portal import catalogue
from services.console.portal.client import Portal

NOT_LISTED = "Không còn trong danh sách"  # a closing has a reason, in the language of its records
FIRST_TO_END = ("offering", "service", "unit")
MOST = 10  # percent of a scope that may be missing unless somebody says how many are


class Ends(NamedTuple):
    """Whether what whole lists lack is to end, and how many somebody said that are."""

    asked: bool
    stated: int | None


class Ending(NamedTuple):
    """The rows by which it ends, and why it must not: then they are for a trial alone."""

    rows: Sequence[Sent] = ()
    objection: str = ""


@dataclass(frozen=True)
class Missing:
    """What a list lacks of its scope, and how many the scope holds."""

    section: Section
    whole: Whole
    day: date
    names: tuple[str, ...]  # units below others come before these
    scope: int

    def notes(self, ground: Ground) -> Iterator[Fault]:
        """One for each."""
        for name in self.names:
            found = Faulty(ground, effect=NOTED, day=self.day)
            yield fault(found, 0, self.section.kind, name)

    @property
    def rows(self) -> Iterator[Sent]:
        """By which they end, as of the list's day."""
        reason = self.section.reason
        for name in self.names:
            row = api.Row(key=f"end:{name}", correction_reason=reason)
            row.effective_time.CopyFrom(to_timestamp(local_midnight(self.day)))
            ENDED[self.section.kind](row, name, reason or NOT_LISTED)
            yield Sent(row)


async def ending(
    portal: Portal, wholes: Iterable[tuple[Section, Whole]], done: Account, ends: Ends
) -> Ending:
    """Name what whole lists lack; where that is asked, the rows by which it ends. By a list that is
    not whole there are none.
    """
    lists = list(wholes)
    lacking = [await missing(portal, *each, each[1].day) for each in lists if each[1].day]
    is_dated = len(lacking) == len(lists)
    found = ended(lacking, ends, done.total(REFUSED), is_dated=is_dated) if ends.asked else Ending()
    ground = MISSING_AND_KEPT if found.objection else MISSING_AND_ENDED
    for each in lacking:
        for note in each.notes(ground if ends.asked else MISSING_IN_LIST):
            done.fault(note)
    return found


def ended(lacking: list[Missing], ends: Ends, refused: int, *, is_dated: bool) -> Ending:
    """The rows by which what is missing ends, and why it must not."""
    if not is_dated or not all(is_whole(each, refused=refused) for each in lacking):
        return Ending(objection=NOT_WHOLE)
    objections = [objection(each, ends.stated) for each in lacking]
    lacking.sort(key=lambda each: FIRST_TO_END.index(each.section.kind))
    rows = [row for each in lacking for row in each.rows]
    return Ending(rows, next(filter(None, objections), ""))


async def missing(portal: Portal, section: Section, whole: Whole, day: date) -> Missing:
    """What is open in the scope on the list's day and stands on no line."""
    at = catalogue.When(local_midnight(day), 0, datetime.now(UTC))
    tree = {each.name: each async for each in catalogue.units(portal, at)}
    scope = {name for name in tree if whole.below in {"", name, *units_above(name, tree)}}
    lacking, count = [], 0
    async for name in OPEN[section.kind](portal, at, tree, scope):
        if name != whole.below:
            count += 1
            lacking += [] if name in whole.listed else [name]
    lacking.sort(key=lambda name: (-depth(name, tree), name))
    return Missing(section, whole, day, tuple(lacking), count)


NOT_WHOLE = (
    "nothing is closed: the table has lines that were refused, or none at all; a list that is not "
    "whole does not say what is missing"
)


def is_whole(found: Missing, *, refused: int) -> bool:
    """Whether a list says what is missing: not one that is empty or has faults."""
    return not found.names or bool(found.whole.listed and not refused and not found.whole.faulty)


def objection(found: Missing, stated: int | None) -> str:
    """Why nothing is to end by a list: more than a tenth of the scope is missing, or not just so
    many as were stated. Empty: it may.
    """
    count = len(found.names)
    if stated is not None and count and stated != count:
        return f"nothing is closed: {count:,} are missing, not {stated:,}"
    if stated is None and count * 100 > found.scope * MOST:
        return (
            f"nothing is closed: {count:,} of {found.scope:,} are missing, more than {MOST}%; if "
            f"that is meant, say so with --missing {count}"
        )
    return ""


def depth(name: str, tree: Mapping[str, catalog_api.Unit]) -> int:
    """How many units lie above one."""
    return len(units_above(name, tree))


def units_above(name: str, tree: Mapping[str, catalog_api.Unit]) -> list[str]:
    """The units above one, the nearest first."""
    return list(above(name, lambda each: tree[each].parent if each in tree else ""))


async def open_units(
    _: Portal, __: catalogue.When, tree: Mapping[str, catalog_api.Unit], scope: Iterable[str]
) -> AsyncIterator[str]:
    """Those of the scope that are open."""
    for name in scope:
        if tree[name].state == catalog_api.Unit.STATE_OPEN:
            yield name


async def published_services(
    portal: Portal, at: catalogue.When, _: Any, scope: set[str]
) -> AsyncIterator[str]:
    """Services in force whose authority lies in the scope."""
    async for each in catalogue.services(portal, at):
        if each.state == catalog_api.Service.STATE_PUBLISHED and each.authority in scope:
            yield each.name


async def open_offerings(
    portal: Portal, at: catalogue.When, _: Any, scope: set[str]
) -> AsyncIterator[str]:
    """Open offerings of units of the scope."""
    async for each in catalogue.offerings(portal, at):
        if each.unit in scope:
            yield each.name


def end_unit(row: api.Row, name: str, _: str) -> None:
    """It closes."""
    row.closing.unit = name


def end_service(row: api.Row, name: str, _: str) -> None:
    """It is retired."""
    row.retirement.service = name


def end_offering(row: api.Row, name: str, reason: str) -> None:
    """It closes."""
    row.offering_closing.offering, row.offering_closing.reason = name, reason


OPEN = {"unit": open_units, "service": published_services, "offering": open_offerings}
ENDED = {"unit": end_unit, "service": end_service, "offering": end_offering}
