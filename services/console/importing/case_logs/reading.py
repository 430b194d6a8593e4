"""Case logs read once: what their lines say of the catalogue, and their dossiers gathered on disk.

Promises that nothing is sent before every line was read, in memory that does not grow with the log.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from services.console.importing.case_logs.dossier_rules import Section
from services.console.importing.case_logs.dossiers import required, stated
from services.console.importing.case_logs.gathering import Gathering, Line, gathering
from services.console.importing.case_logs.step_counts import StepCounts
from services.console.importing.faults import Fault, Faulty, fault
from services.console.importing.formats.sheets import Record, table
from services.console.importing.outcomes import Account
from services.console.importing.recording import Stated
from services.console.importing.rows import Item, in_order, new, rows
from services.console.importing.rules import Rules
from services.console.importing.said import Said
from services.console.outcome import Mistake
from services.console.text import alike


class Log:
    """What was read: rows of the catalogue, and for each section its dossiers."""

    def __init__(self, rules: Rules, gathered: Sequence[Gathering]) -> None:
        self.rules = rules
        self.gathered = gathered
        self.step_counts = [StepCounts(section) for section in rules.dossiers]
        self.catalogue: list[Item] = []
        self.said = Said()

    def add(self, record: Record, file: str, done: Account) -> None:
        """What a line says; what cannot be read of it goes to the account."""
        for item in new(rows(record, self.rules.sections, file), self.said):
            if isinstance(item, Fault):
                done.fault(item)
            else:
                self.catalogue.append(item)
        for place, section in enumerate(self.rules.dossiers):
            try:
                self.add_to(place, section, record, file)
            except Faulty as found:
                placed = record.placed(found)
                done.fault(fault(placed, record.place, section.kind, file=file))

    def add_to(self, place: int, section: Section, record: Record, file: str) -> None:
        """A line to its dossier, if it is of one."""
        if not section.lines.hold(record.cells):
            return
        key = required(section.identity, record.cells)
        steps = self.step_counts[place].add(record.cells)
        self.gathered[place].add(key, Line(file, record.place, record.cells, steps))

    def stated(self) -> Iterator[Stated | Fault]:
        """Every dossier, or why it is none."""
        for section, found in zip(self.rules.dossiers, self.gathered, strict=True):
            yield from (stated(section, key, lines) for key, lines in found.gathered())


@contextmanager
def case_log(files: Sequence[Path], rules: Rules, done: Account) -> Iterator[Log]:
    """The lines of all files; Mistake where a step that is required is not there."""
    with ExitStack() as stack:
        gathered = [
            stack.enter_context(gathering(files, columns(section))) for section in rules.dossiers
        ]
        log = Log(rules, gathered)
        for path in files:
            with table(path, rules.form) as (_, records):
                for record in records:
                    if isinstance(record, Fault):
                        done.fault(record)
                    else:
                        log.add(record, path.name, done)
        log.catalogue = list(in_order(log.catalogue))
        if not (done.counts or any(each.lines for each in log.step_counts)):
            raise Mistake(f"no line is of a dossier in {', '.join(each.name for each in files)}")
        for each in log.step_counts:
            each.require()
        yield log


def columns(section: Section) -> tuple[str, ...]:
    """What is kept of a line."""
    return tuple(dict.fromkeys(alike(name) for _, found in section.reads for name in found))
