"""Levels of offerings that a table says, by unit and by date.

Promises a row for each time of an offering. No service.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from motcua.catalog.v1 import events_pb2 as facts
from services.console.importing.faults import Fault
from services.console.importing.intake import GROUPS
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from services.console.instants import from_timestamp

LEVELS = """
source = "old"
reason = "có từ trước"
[[rows]]
kind = "offering"
service = "service"
effective = { column = "since" }
level = [
  { constant = "4", when = 'unit == "w1" && has(upgraded)' },
  { column = "level", absent = ["-"] },
]
[rows.fields]
unit = "unit"
"""


def test_a_level_may_be_by_unit_and_by_date(tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    path.write_text(
        "service,unit,since,level,upgraded\ns,w1,2021-01-01,2,\ns,w1,2023-01-01,2,x\n"
        "s,w2,2023-01-01,3,\ns,w3,2023-01-01,-,\ns,w2,2023-01-01,3,\n",
        encoding="utf-8",
    )
    earned = []
    for each in items([path], rules(tomllib.loads(LEVELS))):
        assert isinstance(each, Sent)
        offering = each.row.offering.offering
        states = [item.state for item in offering.capabilities]
        day = from_timestamp(each.row.effective_time).isoformat()[:10]
        earned.append((offering.unit, day, states.count(facts.CAPABILITY_STATE_YES)))
    numbers = {level: sum(len(group.split()) for group in GROUPS[:level]) for level in (2, 3, 4)}
    assert earned == [
        ("units/w1", "2020-12-31", numbers[2]), ("units/w1", "2022-12-31", numbers[4]),
        ("units/w2", "2022-12-31", numbers[3]), ("units/w3", "2022-12-31", 0),
    ]  # fmt: skip


def test_an_offering_that_is_said_otherwise_of_one_time_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    path.write_text(
        "service,unit,since,level,upgraded\ns,w2,2021-01-01,2,\ns,w2,2021-01-01,3,\n", "utf-8"
    )
    found = [
        each for each in items([path], rules(tomllib.loads(LEVELS))) if isinstance(each, Fault)
    ]
    assert [(each.line, each.reason) for each in found] == [(3, "SAID_TWICE")]
