"""What became of the rows: counts by kind, and every row that was refused, with its line and why.

Promises to keep only what is shown, and to write the rest to the report as it comes. Must not send
anything.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.table import Table

from motcua.catalog.v1 import intake_pb2 as api
from services.console import terminal
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.importing.faults import NOTED, REFUSED, Fault
from services.console.importing.rows import Sent
from services.console.outcome import Mistake, Unreadable, language, spoken
from services.console.portal.enums import code
from services.formulas import escaped_row

SHOWN, EVERY_ONE = 20, 1 << 30
KINDS = [field.name for field in api.Row.DESCRIPTOR.oneofs_by_name["content"].fields]
ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
EFFECTS = (ADDED, CHANGED, UNCHANGED, REFUSED)
COLUMNS = ("effect", *(name for name in Fault._fields if name not in {"effect", "also"}))
DRY = "Dry run: nothing was recorded"
LINE = "line"  # of a record that could not be read at all
MANY = {"dossier", "count", "standard"}  # kinds of which a dry run only shows the first


class Account:
    """What became of each row; `changes` keeps those that were added or changed, too."""

    def __init__(self, *, report: Any = None, keep: int = SHOWN, changes: bool = False) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.listed: dict[str, list[Fault]] = {}
        self.told: Counter[str] = Counter()  # lines of the report; of a row, one for each fault
        self.kept: Counter[tuple[str, str]] = Counter()  # the same, by effect and kind
        self.anomalies: Counter[str] = Counter()  # of dossiers
        self.position = 0
        self.recorded = {"catalog": 0, "submissions": 0}  # up to where, by stream
        self.report = report
        self.keep = keep
        self.changes = changes

    def fault(self, found: Fault) -> None:
        """One that was not sent."""
        self.counts[found.kind or LINE, found.effect] += 1
        for each in (found, *found.also):
            self.tell(each)

    def answered(self, chunk: Sequence[Sent], reply: api.ImportRowsResponse) -> None:
        """One chunk's answer, in the order of its rows."""
        self.reached("catalog", reply.position)
        if len(reply.outcomes) != len(chunk):
            why = spoken(f"{len(chunk)} dòng đã gửi", f"{len(chunk)} rows were sent")
            raise Unreadable(f"ImportRowsResponse.outcomes[{len(reply.outcomes)}]", why)
        for sent, outcome in zip(chunk, reply.outcomes, strict=True):
            effect = effect_of(outcome)
            self.counts[sent.kind, effect] += 1
            if effect == REFUSED or (self.changes and effect != UNCHANGED):
                self.tell(told(sent, outcome, effect, outcome))
                for also in outcome.also:
                    self.tell(told(sent, outcome, effect, also))

    def reached(self, stream: str, position: int) -> None:
        """An answer says up to where its stream has it."""
        self.recorded[stream] = max(self.recorded[stream], position)
        self.position = max(self.position, position)

    def counted(self, kind: str, *, position: int, effects: Mapping[str, int]) -> None:
        """One answer of which only the refused ones are named; those are told by themselves."""
        self.reached("submissions", position)
        for effect, count in effects.items():
            self.counts[kind, effect] += count

    def tell(self, found: Fault) -> None:
        """To the report, and to what is shown as long as that is short."""
        if self.report:
            self.report.writerow(escaped_row(getattr(found, name) for name in COLUMNS))
        self.told[found.effect] += 1
        self.kept[found.effect, found.kind] += 1
        if self.kept[found.effect, found.kind] <= self.most(found):
            self.listed.setdefault(found.effect, []).append(found)

    def most(self, found: Fault) -> int:
        """How many of its kind and effect are shown."""
        is_one_of_many = found.kind in MANY and found.effect in {ADDED, CHANGED}
        return SHOWN if is_one_of_many else self.keep

    def total(self, effect: str) -> int:
        """Of all kinds."""
        return sum(count for (_, each), count in self.counts.items() if each == effect)

    @property
    def changes_catalogue(self) -> bool:
        """Whether a row of the catalogue was added or changed, or would be."""
        return any(self.counts[kind, each] for kind in KINDS for each in (ADDED, CHANGED))

    @property
    def kinds(self) -> list[str]:
        """Those of rows that were taken or refused, in the contract's order; others at the end."""
        there = {kind for kind, effect in self.counts if effect in EFFECTS}
        return [*(kind for kind in KINDS if kind in there), *sorted(there.difference(KINDS))]


def effect_of(outcome: api.RowOutcome) -> str:
    """As people read it."""
    return code(api.RowOutcome.Effect, outcome.effect)


def told(
    sent: Sent,
    outcome: api.RowOutcome,
    effect: str,
    found: api.RowOutcome | api.RowOutcome.Fault,
) -> Fault:
    """A row with what the service said of it, or of one field that is at fault."""
    said = (found.field, found.reason, found.message.vi, found.message.en)
    return Fault(sent.row.line, sent.kind, outcome.name or sent.row.key, *said, effect, sent.file)


@contextmanager
def account(path: Path | None, *, keep: int, changes: bool) -> Iterator[Account]:
    """An account that writes its report there, if anywhere."""
    if not path:
        yield Account(keep=keep, changes=changes)
        return
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            report = csv.writer(file)
            report.writerow(COLUMNS)
            yield Account(report=report, keep=keep, changes=changes)
    except OSError as failed:
        raise Mistake(f"{path} cannot be written: {failed.strerror}") from None


def show(done: Account, *, validate_only: bool) -> None:
    """Counts by kind on standard output, then what was refused."""
    heading = Table(title=word(DRY if validate_only else "Import"), title_justify="left")
    heading.add_column(word("kind"))
    for effect in EFFECTS:
        heading.add_column(word(effect), justify="right")
    for kind in done.kinds:
        heading.add_row(word(kind), *(integer(done.counts[kind, effect]) for effect in EFFECTS))
    heading.add_section()
    heading.add_row(word("all"), *(integer(done.total(effect)) for effect in EFFECTS), style="bold")
    screen().print(heading)
    for name, number in sorted(done.anomalies.items()):
        terminal.say(f"  {integer(number)} {word('with the anomaly')} {name}")
    for effect in (ADDED, CHANGED):
        listing(done, effect, ("kind", "key"))
    for effect in (NOTED, REFUSED):
        listing(done, effect, (LINE, "key", "field", "reason", "message"))


def listing(done: Account, effect: str, columns: Iterable[str]) -> None:
    """The first rows of one effect, of each kind."""
    listed = done.listed.get(effect, [])
    if not listed:
        return
    table = Table(title=word(effect), title_justify="left")
    for name in columns:
        table.add_column(word(name), overflow="fold")
    for each in listed:
        shown = document(each) | {"kind": word(each.kind or LINE)}
        shown[LINE] = f"{each.file}:{each.line}" if each.file and each.line else each.line
        table.add_row(*(str(shown[name] or "–") for name in columns))
    screen().print(table)
    if done.told[effect] > len(listed):
        terminal.say(
            f"{len(listed)} of {done.told[effect]:,} {effect}; --report FILE has all", err=True
        )


def document(found: Fault) -> dict[str, Any]:
    """A row as JSON has it, and as it is shown."""
    message = found.vi if language() == "vi" else found.en
    shown = {name: getattr(found, name) for name in COLUMNS if name not in {"vi", "en"}}
    return {**shown, "message": message}


def summary(done: Account, *, validate_only: bool) -> dict[str, Any]:
    """The whole for programs."""
    return {
        "validate_only": validate_only,
        "position": done.position,
        "kinds": {
            kind: {effect: done.counts[kind, effect] for effect in EFFECTS} for kind in done.kinds
        },
        **{effect: done.total(effect) for effect in (*EFFECTS, NOTED)},
        "anomalies": dict(sorted(done.anomalies.items())),
        "rows": [document(each) for listed in done.listed.values() for each in listed],
    }
