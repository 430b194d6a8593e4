"""Counted facts by field of administration, where a report names no service.

Given a mapping that makes a service of each field, then lines of one unit and period that differ in
their field are facts of different services. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from services.console.importing.facts import facts
from services.console.importing.recording import Stated
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules

BY_FIELD = """
source = "report"
effective = 2024-01-01
[[rows]]
kind = "service"
id = { column = "field", slug = true }
[rows.fields]
authority = { constant = "city" }
display_name.vi = "field"
field = "field"
[[rows]]
kind = "count"
id = { columns = ["unit", "field"] }
period = "period"
[rows.fields]
unit = "unit"
service = { column = "field", slug = true }
population = { constant = "ACCEPTED" }
n = "total"
"""


def test_a_report_by_field_counts_for_a_service_of_each_field(tmp_path: Path) -> None:
    table, found = tmp_path / "fields.csv", rules(tomllib.loads(BY_FIELD))
    lines = "ward-1,Hộ tịch,2024-03,5\nward-1,Đất đai,2024-03,7\n"
    table.write_text(f"unit,field,period,total\n{lines}", encoding="utf-8")
    counts = [each.fact for each in facts([table], found) if isinstance(each, Stated)]
    assert [(each.service, each.n) for each in counts] == [
        ("services/ho-tich", 5), ("services/dat-dai", 7),
    ]  # fmt: skip
    services = [each.row.service for each in items([table], found) if isinstance(each, Sent)]
    assert [(each.service_id, each.service.field) for each in services] == [
        ("ho-tich", "Hộ tịch"), ("dat-dai", "Đất đai"),
    ]  # fmt: skip
