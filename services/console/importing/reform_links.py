"""What became of what in a reform: the lines of the crosswalk, read against both sides' units.

Promises each line as a link, or by name with its line and reason. Must not divide anything by
shares that nobody stated.
"""

from pathlib import Path
from typing import NamedTuple

from services.console.importing.faults import (
    NOTED,
    REFUSED,
    Fault,
    Faulty,
    Ground,
    fault,
)
from services.console.importing.formats.sheets import Cells, Record, table
from services.console.importing.headings import require_columns
from services.console.importing.numerals import truth_of
from services.console.importing.reform_places import Place, Places
from services.console.importing.reform_rules import Crosswalk
from services.console.importing.sections import read

CODE_MISSING = Ground(
    "CODE_MISSING",
    "Dòng không có mã đơn vị cũ, và trong {within} không có đúng một đơn vị tên {name!r}.",
    "The line has no code of an old unit, and {within} has not exactly one named {name!r}.",
)
NAME_MISSING = Ground(
    "NAME_MISSING",
    "Dòng không nêu đơn vị nào của {within}: không có mã, cũng không có tên.",
    "The line names no unit of {within}, neither by code nor by name.",
)
CODE_UNKNOWN = Ground(
    "CODE_UNKNOWN",
    "Mã {code} của {name!r} không có trong tệp đơn vị, và tên cũng không tìm được đúng một đơn vị.",
    "The code {code} of {name!r} is not in the file of units, nor is exactly one found by name.",
)
CODE_DIFFERS = Ground(
    "CODE_DIFFERS",
    "Mã {code!r} của {name!r} không có trong tệp đơn vị; theo tên thì đó là {found}.",
    "The code {code!r} of {name!r} is not in the file of units; by its name it is {found}.",
)


class Link(NamedTuple):
    """A line of the crosswalk: this unit became that one, wholly or in part."""

    line: int
    old: Place
    new: Place
    divided: bool


class Sought(NamedTuple):
    """Which cells say what is sought."""

    code: str
    name: str
    within: str


OLD = Sought("old", "old_name", "old_within")
NEW = Sought("new", "new_name", "new_within")


class Crossing:
    """The crosswalk as it is read: what is linked, and what is to be told of its lines. `spoiled`
    are the units of which a part is not known, each with the line that says so.
    """

    def __init__(self, rules: Crosswalk, before: Places, after: Places) -> None:
        self.rules = rules
        self.before = before
        self.after = after
        self.links: list[Link] = []
        self.tops: dict[tuple[str, str], Link] = {}
        self.told: list[Fault] = []
        self.spoiled: dict[str, int] = {}

    def read(self, path: Path) -> None:
        """Every line."""
        with table(path, self.rules.form) as (heading, records):
            require_columns(map(read, self.rules.cells.values()), heading, path)
            for record in records:
                if isinstance(record, Fault):
                    self.told.append(record)
                else:
                    self.line(record)

    def line(self, record: Record) -> None:
        """One line; one that cannot be used is told by name."""
        old: Place | None = None
        try:
            old = self.find(record, self.before, OLD)
            new = self.find(record, self.after, NEW)
            self.links.append(Link(record.line, old, new, self.is_divided(record.cells)))
        except Faulty as faulty:
            self.tell(faulty, record)
            if old:
                self.spoil(old, record.line)
        self.line_of_tops(record)

    def line_of_tops(self, record: Record) -> None:
        """What a line says of the units of the top level, also where it is refused: one of which a
        part went nobody knows where must not look as if it had gone whole to the others' successor.
        """
        old, new = self.top(record, self.before, OLD), self.top(record, self.after, NEW)
        if old and new:
            self.tops.setdefault((old.id, new.id), Link(record.line, old, new, divided=False))
        elif old:
            self.spoil(old, record.line)

    def top(self, record: Record, places: Places, sought: Sought) -> Place | None:
        """The unit of the top level that a line means, by as much as it says."""
        code, name, within = (self.shown(record.cells, each) for each in sought)
        found = places.coded(code, places.lowest) or places.called(name, within)
        found = found or places.coded(within)
        return places.top(found) if found else None

    def spoil(self, place: Place, line: int) -> None:
        """A part of a unit is not known."""
        self.spoiled.setdefault(place.id, line)

    def find(self, record: Record, places: Places, sought: Sought) -> Place:
        """The lowest unit that a line means: by its code, or else by its name where just one is
        called so, which is told.
        """
        code, name, within = (self.text(record.cells, each) for each in sought)
        coded = places.coded(code, places.lowest) if code else None
        called = None if coded else places.called(name, within)
        if coded:
            return coded
        field, above = self.rules.cells[sought.code].field, places.within(within)
        if not called:
            ground = CODE_UNKNOWN if code else CODE_MISSING if name else NAME_MISSING
            raise Faulty(ground, field=field, code=code, name=name, within=above)
        differs = Faulty(CODE_DIFFERS, field=field, code=code, name=name, found=called.code)
        self.tell(differs, record, NOTED)
        return called

    def text(self, cells: Cells, name: str) -> str:
        """What a line says of something."""
        return self.rules.cells[name].text(cells)

    def shown(self, cells: Cells, name: str) -> str:
        """As much as a line says of something; nothing where the mapping does not know it."""
        try:
            return self.text(cells, name)
        except Faulty:
            return ""

    def is_divided(self, cells: Cells) -> bool:
        """Whether the line is said to be one of several for its unit."""
        try:
            return truth_of(self.text(cells, "divided"))
        except Faulty as found:
            raise found.at(found.field or self.rules.cells["divided"].field) from None

    def tell(self, found: Faulty, record: Record, effect: str = REFUSED) -> None:
        """A line by its names: what became what."""
        old = (self.shown(record.cells, name) for name in ("old_name", "old_within_name"))
        new = self.shown(record.cells, "new_name")
        name = f"{', '.join(text for text in old if text)} → {new}"
        self.told.append(fault(found, record.line, "crosswalk", name, effect, self.rules.file))
