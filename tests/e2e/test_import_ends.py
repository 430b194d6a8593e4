"""Rows that a mapping makes only of some lines, and rows about how units and services end.

Promises ends after everything that they refer to, in an order that a catalogue takes. Must not send
anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from services.console.importing import headings
from services.console.importing.keys import MappingError
from services.console.importing.rows import Sent, items
from services.console.importing.rules import Rules, rules
from services.console.outcome import Mistake

MAPPING = """
source = "old"
reason = "loaded later"
[[rows]]
kind = "unit"
id = "id"
effective = { column = "opened" }
[rows.fields]
kind = { constant = "ward" }
display_name.vi = "id"
[[rows]]
kind = "closing"
when = 'has(ended) && !has(into)'
id = "id"
effective = { column = "ended" }
[[rows]]
kind = "merger"
when = 'has(ended) && state in ["merged", "sáp nhập"]'
id = "id"
effective = { column = "ended" }
[rows.fields]
into = "into"
"""
TABLE = """id,opened,ended,into,state
city,2018-01-01,2024-01-01,,closed
ward,2018-01-01,2024-01-01,,closed
one,2019-01-01,2022-01-01,two,merged
two,2019-01-01,,,
three,2019-01-01,2020-06-01,one,sáp nhập
"""


def parsed(text: str = MAPPING) -> Rules:
    return rules(tomllib.loads(text))


def keys(where: Path, table: str = TABLE) -> list[str]:
    path = where / "units.csv"
    path.write_text(table, encoding="utf-8")
    found = list(items([path], parsed()))
    assert all(isinstance(each, Sent) for each in found), found
    return [each.row.key for each in found if isinstance(each, Sent)]


def test_units_end_after_all_are_open_who_ends_first_first(tmp_path: Path) -> None:
    assert keys(tmp_path) == [
        *(f"units/{name}" for name in ("city", "ward", "one", "two", "three")),
        *(f"end:units/{name}" for name in ("three", "one", "ward", "city")),
    ]


def test_a_merger_names_the_unit_of_its_line_and_its_successor(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(TABLE, encoding="utf-8")
    [merger, _] = [
        each.row.merger
        for each in items([path], parsed())
        if isinstance(each, Sent) and each.kind == "merger"
    ]
    assert (merger.into, list(merger.units)) == ("units/one", ["units/three"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("!has(into)", "!has(into) &&", "rows 2.when breaks off at character 28"),
        ('into = "into"', "", "rows 3.fields.into is missing"),
        ('into = "into"', 'into = "into"\nunits = "id"', "has no field 'units'; there are: into"),
        ('kind = "closing"', 'kind = "opening"', "rows 2.kind must be one of .*closing"),
    ],
)
def test_a_mistake_in_the_mapping_names_its_key(old: str, new: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parsed(MAPPING.replace(old, new, 1))


def test_a_column_of_a_condition_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(TABLE.replace("state", "status"), encoding="utf-8")
    with pytest.raises(Mistake, match=r"rows 3.when names the column 'state', which units.csv"):
        headings.check([path], parsed())


def test_columns_that_the_mapping_does_not_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("id,opened,note,ended,into,state,hồ sơ\n", encoding="utf-8")
    [told] = headings.check([path], parsed())
    assert (told.effect, told.reason, told.line) == ("noted", "COLUMNS_NOT_READ", 1)
    assert (told.field, told.file) == ("note, hồ sơ", "units.csv")
    assert told.field in told.vi
    assert told.field in told.en


def test_columns_that_the_mapping_ignores_are_not_told(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("id,opened,note,ended,into,state,hồ sơ,Ðịa chỉ\n", encoding="utf-8")
    found = parsed('ignore = ["note", "Hồ sơ", "Địa chỉ", "elsewhere"]\n' + MAPPING)
    [told] = headings.check([path], found)
    assert told.field == "hồ sơ"  # written otherwise


def test_a_column_is_read_or_ignored() -> None:
    with pytest.raises(MappingError, match=r"ignore names 'into', which rows 2\.when reads"):
        parsed('ignore = ["into"]\n' + MAPPING)
    with pytest.raises(MappingError, match="ignore must name columns, not 3"):
        parsed("ignore = [3]\n" + MAPPING)


def test_a_long_list_of_such_columns_is_cut_alike(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    more = ",".join(f"column {n}" for n in range(100))
    path.write_text(f"id,opened,ended,into,state,{more}\n", encoding="utf-8")
    [told] = headings.check([path], parsed())
    assert told.field.startswith("column 0, column 1, ")
    assert told.en.endswith(f": {told.field}.")
