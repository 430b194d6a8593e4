"""What was shown of each region at every state of knowledge: a superseded figure stays known.

Example: the city and ward A were shown in April, and A again in May with three more. Whoever sees
ward B in June computes the rest twice: the city less B less A of May, and less A of April.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.audit import Cells, Counts, Row, row
from services.metrics.domain.disclosure.regions import Region
from services.metrics.domain.disclosure.work import WorkExceededError, spend

MOST = 200  # states that are looked at
NOW = float("inf")


class Shown(NamedTuple):
    """A receipt that is shown of a region; `publication`: it is one of now, by number."""

    region: Region
    receipt: Receipt
    publication: int | None = None


class Version(NamedTuple):
    """The counts of a region as known from a position on."""

    region: Region
    known: int
    counts: Counts
    publication: int | None


History: TypeAlias = Mapping[Cells, Sequence[Version]]


def history(shown: Iterable[Shown], counts: Callable[[Receipt], Counts]) -> History:
    """Of each region what was known of it."""
    return by_region(
        Version(region, known(receipt), counts(receipt), publication)
        for region, receipt, publication in shown
    )


def by_region(versions: Iterable[Version]) -> History:
    """Of each region the different counts in the order in which they were known."""
    found: defaultdict[Cells, list[Version]] = defaultdict(list)
    for each in versions:
        found[each.region.cells].append(each)
    return {cells: changes(several) for cells, several in found.items()}


def known(receipt: Receipt) -> int:
    """What is known later is known at higher positions, and at none that is lower."""
    return sum(each.position for each in receipt.positions)


def changes(versions: Sequence[Version]) -> list[Version]:
    """Those that differ from the one before, and from a publication of now what was shown after it;
    what was shown of the first counts was known already.
    """
    if len(versions) == 1:
        return [*versions]
    found: list[Version] = []
    for each in sorted(versions, key=lambda each: (each.known, each.publication is not None)):
        last = found[-1] if found else None
        if last is None or last.counts != each.counts:
            found.append(each)
        elif each.publication is None and last.publication is not None:
            if len(found) > 1:
                found.append(each)
            else:
                found[0] = last._replace(publication=None)
    return found


def states(*histories: History) -> list[float]:
    """Before which positions other counts were the newest, and now. Raises WorkExceededError."""
    several = chain.from_iterable(each.values() for each in histories)
    found = {version.known for versions in several for version in versions[1:]}
    if len(found) >= MOST:
        raise WorkExceededError
    return [*sorted(found), NOW]


def rows(of: History, at: Sequence[float]) -> dict[Cells, Row]:
    """A row of each region, with the counts of each state one after the other."""
    found = {}
    for cells, versions in of.items():
        spend(len(at))
        if len(versions) == 1:
            [(region, _, once, publication)] = versions
            found[cells] = row(region, once * len(at), publication)
            continue
        newest = [then(versions, state) for state in at]
        because = frozenset(each.publication for each in newest if each.publication is not None)
        counts = tuple(chain.from_iterable(each.counts for each in newest))
        found[cells] = Row(versions[0].region, cells, counts, because)
    return found


def then(versions: Sequence[Version], state: float) -> Version:
    """The newest that was known before a position; else the first."""
    if len(versions) == 1:
        return versions[0]
    before = [each for each in versions if each.known < state]
    return before[-1] if before else versions[0]
