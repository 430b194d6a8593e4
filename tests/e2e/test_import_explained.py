"""`./motcua import --explain-row N`: what one line becomes, section by section.

No service: the lines are read as an import reads them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from services.console.__main__ import main

MAPPING = """
source = "s"
reason = "thử"
effective = 2020-01-01

[[rows]]
kind = "unit"
when = 'has(unit)'
id = "unit"
[rows.fields]
kind = { constant = "ward" }
display_name.vi = "unit"

[[rows]]
kind = "count"
id = "id"
period = "year"
[rows.fields]
unit = "unit"
population = { constant = "ACCEPTED" }
n = "n"

[[rows]]
kind = "dossier"
id = "id"
[rows.fields]
service = { constant = "birth" }
unit = "unit"
channel = { constant = "ONLINE" }
[[rows.steps]]
status = "submitted"
time = "submitted"
[[rows.steps]]
status = "accepted"
time = "accepted"
"""
TABLE = """id,unit,year,n,submitted,accepted
1,xa-a,2024,12,2024-03-01T08:00,2024-03-02T08:00
2,,2024,many,,2024-02-30
3,xa-a,2024,many,,
,xa-a,2024,1,2024-03-01T08:00,2024-03-02T08:00
"""


def explained(folder: Path, line: int) -> Any:
    (folder / "m.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "t.csv").write_text(TABLE, encoding="utf-8")
    words = ["import", str(folder / "t.csv"), "--mapping", str(folder / "m.toml")]
    done = CliRunner().invoke(main, [*words, "--explain-row", str(line)])
    return json.loads(done.stdout) if done.exit_code == 0 else done


def test_a_line_shows_what_each_section_makes_of_it(tmp_path: Path) -> None:
    [line] = explained(tmp_path, 2)["lines"]
    assert (line["file"], line["line"], line["cells"]["unit"]) == ("t.csv", 2, "xa-a")
    unit, count, dossier = line["rows"]
    assert (unit["section"], unit["kind"]) == ("rows 1", "unit")
    assert unit["makes"][0]["unit"]["unit_id"] == "xa-a"
    assert (count["makes"][0]["n"], count["makes"][0]["unit"]) == ("12", "units/xa-a")
    record = dossier["makes"][0]
    assert (record["key"], record["offering"]) == ("1", "services/birth/offerings/xa-a")
    assert [(step["status"], step["time"]) for step in record["steps"]] == [
        ("STATUS_SUBMITTED", "2024-03-01T01:00:00Z"),
        ("STATUS_ACCEPTED", "2024-03-02T01:00:00Z"),
    ]


def test_a_line_that_is_faulty_shows_every_column_and_reason(tmp_path: Path) -> None:
    [line] = explained(tmp_path, 3)["lines"]
    unit, count, dossier = line["rows"]
    assert unit["makes"].startswith("nothing: its `when` does not hold")
    assert [(each["column"], each["reason"]) for each in count["makes"]] == [
        ("unit", "VALUE_MISSING")
    ]
    assert {(each["column"], each["reason"]) for each in dossier["makes"]} == {
        ("unit", "VALUE_MISSING"), ("accepted", "DATE_MALFORMED"),
    }  # fmt: skip
    [next_line] = explained(tmp_path, 4)["lines"]
    assert [each["reason"] for each in next_line["rows"][1]["makes"]] == ["NUMBER_MALFORMED"]
    assert all(each["vi"] and each["en"] for each in dossier["makes"])


def test_a_dossier_without_an_id_is_refused_as_an_import_refuses_it(tmp_path: Path) -> None:
    [line] = explained(tmp_path, 5)["lines"]
    [refused] = line["rows"][2]["makes"]
    assert (refused.get("column"), refused.get("reason")) == ("id", "VALUE_MISSING")


def test_a_line_that_there_is_not_is_a_mistake(tmp_path: Path) -> None:
    done = explained(tmp_path, 9)
    assert (done.exit_code, "no record begins at line 9" in done.output) == (2, True)
