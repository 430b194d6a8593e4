"""A reform of units as rows: what was open before, what is open after, and what became of what.

Promises an order in which each row finds what it refers to, and every unit without a successor or
predecessor by name. Must not state a share: a unit that was divided is "not attributable".
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import Successor
from services.console.importing.faults import NOTED, REFUSED, Fault, Faulty, Ground, fault
from services.console.importing.formats.files import require_inside
from services.console.importing.reform_links import Crossing, Link
from services.console.importing.reform_places import Place, Places, places
from services.console.importing.reform_rules import Reform, Side
from services.console.importing.rows import Item, Sent
from services.console.instants import local_midnight, to_timestamp
from services.console.outcome import Mistake

Each = TypeVar("Each")
MOST = 200  # units of one merger
DIVIDED_ONCE = Ground(
    "DIVIDED_ONCE",
    "Đơn vị được ghi là bị chia tách nhưng chỉ có một đơn vị kế thừa; chưa ghi gì về nó.",
    "The unit is said to be divided, and has one successor; nothing is recorded of its end.",
)
UNDIVIDED = Ground(
    "UNDIVIDED",
    "Đơn vị được ghi là không bị chia tách nhưng có {count} đơn vị kế thừa; chưa ghi gì về nó.",
    "The unit is said to be whole, and has {count} successors; nothing is recorded of its end.",
)
PART_UNKNOWN = Ground(
    "PART_UNKNOWN",
    "Không xác định được một phần của đơn vị này; chưa ghi gì về nó.",
    "A part of this unit was not found; nothing is recorded of its end.",
)
SUCCESSOR_MISSING = Ground(
    "SUCCESSOR_MISSING",
    "Không có đơn vị kế thừa nào được ghi nhận.",
    "No successor of this unit is recorded.",
)
PREDECESSOR_MISSING = Ground(
    "PREDECESSOR_MISSING",
    "Không có đơn vị cũ nào được ghi nhận là đã nhập vào đơn vị này.",
    "No unit is recorded as having become this one.",
)


def items(files: Iterable[Path], reform: Reform) -> list[Item]:
    """Everything in order: openings before what refers to them, ends of units below before those
    of the units above them.
    """
    wanted = (reform.before.file, reform.after.file, reform.crosswalk.file)
    before_file, after_file, crosswalk_file = named(files, wanted)
    before, after = places(before_file, reform.before), places(after_file, reform.after)
    crossing = Crossing(reform.crosswalk, before, after)
    crossing.read(crosswalk_file)
    return list(Planned(reform, crossing).items())


def named(files: Iterable[Path], wanted: Sequence[str]) -> list[Path]:
    """The files that the mapping names, among those given or in the directories given."""
    there: dict[str, Path] = {}
    for path in files:
        found = [require_inside(path, path / name) for name in wanted] if path.is_dir() else [path]
        there |= {each.name: each for each in found if each.is_file()}
    absent = [name for name in wanted if name not in there]
    if absent:
        raise Mistake(f"{absent[0]} is needed: name it, or the directory that holds it")
    return [there[name] for name in wanted]


class Planned:
    """The rows of a reform."""

    def __init__(self, reform: Reform, crossing: Crossing) -> None:
        self.reform = reform
        self.rules = reform.crosswalk
        self.crossing = crossing
        self.before, self.after = crossing.before, crossing.after
        self.end = to_timestamp(local_midnight(reform.after.effective))

    def items(self) -> Iterator[Item]:
        """Faults and rows."""
        yield from self.crossing.told
        yield from self.openings(self.before, self.reform.before)
        yield from self.openings(self.after, self.reform.after)
        links, doubtful = self.sifted(self.crossing.links)
        tops, unclear = self.sifted(self.crossing.tops.values())
        yield from (*doubtful, *unclear)
        yield from self.successions(links, "merger")
        for depth in range(self.before.lowest - 1, 0, -1):
            yield from map(self.closing, self.before.at(depth))
        yield from self.successions(tops, "top")
        yield from self.alone(links, tops)

    def sifted(self, links: Iterable[Link]) -> tuple[list[Link], list[Fault]]:
        """The links of units of which all is known, and the other units by name. One that lacks a
        part leaves that above it without one, too.
        """
        sound: list[Link] = []
        told: list[Fault] = []
        for of_one in grouped(links, lambda link: link.old.id):
            old, line = of_one[0].old, of_one[0].line
            doubt = self.doubt(of_one)
            if doubt is None:
                sound += of_one
                continue
            if doubt.ground is DIVIDED_ONCE:
                self.crossing.spoil(self.before.top(old), line)
            line = self.crossing.spoiled.get(old.id, line)
            told.append(self.told(doubt, self.before, old, line=line))
        return sound, told

    def openings(self, side: Places, rules: Side) -> Iterator[Sent]:
        """Every unit of one side, from the top down."""
        since = to_timestamp(local_midnight(rules.effective))
        for place in side.all:
            row = self.row(place.name, since)
            row.unit.unit_id = place.id
            opened = row.unit.unit
            opened.code, opened.kind = place.code, place.kind
            opened.parent = f"units/{place.parent}" if place.parent else ""
            opened.display_name.vi, opened.display_name.en = place.vi, place.en
            yield Sent(row, rules.file)

    def doubt(self, links: Sequence[Link]) -> Faulty | None:
        """Why nothing can be said of what became of a unit."""
        if links[0].old.id in self.crossing.spoiled:
            return Faulty(PART_UNKNOWN)
        if len(links) == 1 and links[0].divided:
            return Faulty(DIVIDED_ONCE)
        is_top = links[0].old.depth == 0  # the lines tell of those below
        if len(links) > 1 and not (is_top or all(link.divided for link in links)):
            return Faulty(UNDIVIDED, count=len(links))
        return None

    def successions(self, links: Sequence[Link], basis: str) -> Iterator[Sent]:
        """Mergers by the unit that they make, then splits."""
        by_old = list(grouped(links, lambda link: link.old.id))
        whole = [of_one[0] for of_one in by_old if len(of_one) == 1]
        for into in grouped(whole, lambda link: link.new.id):
            for start in range(0, len(into), MOST):
                yield self.merger(into[start : start + MOST], basis, start)
        for parts in by_old:
            if len(parts) > 1:
                yield self.split(parts, "split" if basis == "merger" else basis)

    def merger(self, links: Sequence[Link], basis: str, start: int) -> Sent:
        """Units that became one."""
        into = links[0].new.name
        row = self.row(f"merger:{into}" + (f":{start}" if start else ""), self.end, links[0].line)
        merger = api.MergerRow(
            into=into,
            units=[link.old.name for link in links],
            offerings=self.rules.offerings,
            legal_basis=self.rules.legal_basis[basis],
        )
        row.merger.CopyFrom(merger)
        return Sent(row, self.rules.file)

    def split(self, links: Sequence[Link], basis: str) -> Sent:
        """A unit that was divided; nobody says by which shares."""
        unit = links[0].old.name
        row = self.row(f"split:{unit}", self.end, links[0].line)
        split = api.SplitRow(
            unit=unit,
            parts=[Successor(unit=link.new.name) for link in links],
            offerings=self.rules.offerings,
            legal_basis=self.rules.legal_basis[basis],
        )
        row.split.CopyFrom(split)
        return Sent(row, self.rules.file)

    def closing(self, place: Place) -> Sent:
        """A unit between the levels that go on."""
        row = self.row(f"closing:{place.name}", self.end)
        row.closing.unit = place.name
        row.closing.legal_basis = self.rules.legal_basis["closing"]
        return Sent(row, self.reform.before.file)

    def row(self, key: str, since: Timestamp, line: int = 0) -> api.Row:
        """A row without content."""
        return api.Row(
            line=line, key=key, effective_time=since, correction_reason=self.reform.reason
        )

    def alone(self, links: Iterable[Link], tops: Iterable[Link]) -> Iterator[Fault]:
        """Units of which nothing came, or that came of nothing, where the levels go on."""
        known = {place.id for link in (*links, *tops) for place in (link.old, link.new)}
        for side, ground in (
            (self.before, SUCCESSOR_MISSING),
            (self.after, PREDECESSOR_MISSING),
        ):
            for place in (*side.at(0), *side.at(side.lowest)):
                if place.id not in known:
                    yield self.told(Faulty(ground), side, place, effect=NOTED)

    def told(
        self, found: Faulty, side: Places, place: Place, *, line: int = 0, effect: str = REFUSED
    ) -> Fault:
        """Something of one unit, by its name and code."""
        return fault(found, line, "unit", f"{side.said(place)} ({place.code})", effect)


def grouped(each: Iterable[Each], key: Callable[[Each], Hashable]) -> Iterator[list[Each]]:
    """Those with one key together, in the order in which the keys first come."""
    found: dict[Hashable, list[Each]] = {}
    for one in each:
        found.setdefault(key(one), []).append(one)
    yield from found.values()
