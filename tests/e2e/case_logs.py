"""Case logs for tests: a mapping, lines, and what becomes of them.

Promises the records and faults of a file. Must not need a stack.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from motcua.catalog.v1 import intake_pb2
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.importing import headings
from services.console.importing.case_logs.reading import case_log
from services.console.importing.case_logs.step_counts import StepCounts
from services.console.importing.faults import REFUSED, Fault
from services.console.importing.formats.sheets import expanded
from services.console.importing.outcomes import EVERY_ONE, Account
from services.console.importing.recording import Stated
from services.console.importing.rows import Sent
from services.console.importing.rules import Rules, rules

MAPPING = """
source = "old"
effective = 2020-01-01
reason = "before the log"
[values.channel]
"Internet" = "ONLINE"
"Quầy" = "IN_PERSON"
[cells.unit]
column = "unit"
slug = true
prefix = "xa-"
[[rows]]
kind = "unit"
id = { constant = "xa" }
[rows.fields]
kind = { constant = "commune" }
display_name.vi = { constant = "Xã Thử" }
[[rows]]
kind = "unit"
when = 'has(unit)'
id = { cell = "unit" }
[rows.fields]
parent = { constant = "xa" }
kind = { constant = "department" }
display_name.vi = "unit"
[[rows]]
kind = "service"
id = { constant = "s" }
[rows.fields]
authority = { constant = "xa" }
display_name.vi = { constant = "Dịch vụ" }
[[rows]]
kind = "offering"
service = { constant = "s" }
level = { constant = "3" }
[rows.fields]
unit = [{ cell = "unit", when = 'has(unit)' }, { constant = "xa" }]
[[rows]]
kind = "dossier"
id = "case"
activity = "what"
[rows.fields]
service = { constant = "s" }
unit = [{ cell = "unit", when = 'has(unit)' }, { constant = "xa" }]
channel = { column = "channel", map = "channel" }
[[rows.steps]]
status = "submitted"
time = "filed"
[[rows.steps]]
status = "accepted"
which = "first"
when = 'what == "Tiếp nhận"'
time = "when"
[[rows.steps]]
status = "result_ready"
which = "last"
when = 'what == "Trả"'
time = "when"
officer = "who"
"""
ROW = {
    "case": "1",
    "what": "Tiếp nhận",
    "when": "2024-12-31 17:00:00+00:00",
    "channel": "Quầy",
    "unit": "",
    "filed": "2024-12-31 08:00",
    "who": "",
}


class Read(NamedTuple):
    """What becomes of a log."""

    records: list[api.DossierRecord]
    faults: list[Fault]
    rows: list[intake_pb2.Row]  # of the catalogue
    step_counts: StepCounts
    stated: list[Stated]

    @property
    def record(self) -> api.DossierRecord:
        """The only one."""
        assert not self.faults, self.faults
        [found] = self.records
        return found

    @property
    def refused(self) -> list[tuple[int | str, str, str]]:
        """Line, column and reason of each fault."""
        return [(each.line, each.field, each.reason) for each in self.faults]


def changed(*changes: tuple[str, str], text: str = MAPPING) -> str:
    """The mapping with some text replaced."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def parsed(*changes: tuple[str, str], text: str = MAPPING) -> Rules:
    """The same, read."""
    return rules(tomllib.loads(changed(*changes, text=text)))


def read(
    where: Path, *changes: tuple[str, str], text: str = MAPPING, name: str = "log.csv"
) -> Read:
    """A file, or a folder of files, as a mapping reads it."""
    found, done = parsed(*changes, text=text), Account(keep=EVERY_ONE)
    paths = expanded([where / name])
    for each in headings.check(paths, found):
        done.fault(each)
    with case_log(paths, found, done) as log:
        items = list(log.stated())
    for each in items:
        if isinstance(each, Fault):
            done.fault(each)
    stated = [each for each in items if isinstance(each, Stated)]
    return Read(
        [each.fact for each in stated],
        done.listed.get(REFUSED, []),
        [each.row for each in log.catalogue if isinstance(each, Sent)],
        log.step_counts[0],
        stated,
    )


def read_rows(
    where: Path,
    *rows: Mapping[str, Any],
    changes: Sequence[tuple[str, str]] = (),
    text: str = MAPPING,
) -> Read:
    """Lines like the one above, with these cells."""
    lines = [ROW | row for row in rows or ({},)]
    with (where / "log.csv").open("w", encoding="utf-8", newline="") as file:
        columns = dict.fromkeys(column for line in lines for column in line)
        written = csv.DictWriter(file, columns, restval="")
        written.writeheader()
        written.writerows(lines)
    return read(where, *changes, text=text)
