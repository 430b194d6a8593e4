"""Conditions of a mapping: on lines, on cells, on the values of a list, and on the whole table.

Promises each part of the language a small table of its own. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.importing import headings
from services.console.importing.conditions import condition
from services.console.importing.faults import Fault, Faulty
from services.console.importing.keys import MappingError
from services.console.importing.rows import Sent, items
from services.console.importing.rules import rules
from services.console.importing.shared import Shared
from services.console.outcome import Mistake
from services.console.reading.definitions.parsing import parse
from services.console.text import Alike

LINE = Alike(
    [
        ("kênh", "Internet@Cổng"),
        ("case:fee", "1250"),
        ("empty", ""),
        ("filed", "2025-01-31"),
        ("ended", "2025-02-01 08:00"),
        ("online", "YES"),
        ("note", "abc"),
        ("many", "99999999999"),
        ("in_time", "x"),
        ("dated", "31/01/2025"),
    ]
)
HOLD = (
    'kênh == "internet@cổng" || kênh == "Internet@Cổng"',
    'kênh == "Internet@Cổng"',  # a tone before the mark, as some keyboards write it
    'kênh.contains("@") && kênh.startsWith("Inter") && kênh.endsWith("Cổng")',
    "kênh.contains('net@')",
    'row["case:fee"] > 1249 && row["case:fee"] <= 1250.0 && row["case:fee"] * 2 == 2500',
    'note in ["x", "abc"] && !(note in ["x"])',
    "has(kênh) && !has(empty)",
    'has(empty) ? false : note != "b"',
    "filed < ended && ended >= filed",
    'ended - 115200 == timestamp("2025-01-31T00:00:00+07:00")',
    'filed > timestamp("2025-01-30T00:00:00+07:00")',
    "online",
    "in_time == note || online == true",
    'empty == "a" || true',
)
DO_NOT_HOLD = (
    'empty == "a"',
    'empty != "a"',
    '!(empty == "a")',
    'empty == "a" || false',
    "empty > 3",
    'empty.contains("a")',
    'note == "ABC"',
    "!online",
)


def asked(text: str, cells: Alike[str] = LINE, **times: str) -> bool:
    return Shared(times=times).condition(text, "rows 1.when").holds(cells)


@pytest.mark.parametrize("text", HOLD)
def test_what_holds_of_a_line(text: str) -> None:
    assert asked(text)


@pytest.mark.parametrize("text", DO_NOT_HOLD)
def test_what_is_false_or_absent_does_not_hold(text: str) -> None:
    assert not asked(text)


def test_times_in_cells_are_written_as_the_mapping_says() -> None:
    assert asked("dated < ended", Alike([("dated", "31/01/2025"), ("ended", "01/02/2025")]),
                 format="%d/%m/%Y")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("note > 3", "note", "SHARE_MALFORMED"),
        ("note < filed", "note", "DATE_MALFORMED"),
        ("dated < ended", "dated", "DATE_MALFORMED"),
        ("note || false", "note", "TRUTH_MALFORMED"),
        ("filed < ended - many", "ended, many", "DATE_MALFORMED"),  # was an OverflowError
        ("filed < ended - row['case:fee'] * 99999999999999", "ended", "DATE_MALFORMED"),
    ],
)
def test_a_cell_that_is_none_makes_the_line_faulty(text: str, column: str, reason: str) -> None:
    with pytest.raises(Faulty) as found:
        asked(text)
    assert (found.value.field, found.value.ground.code) == (column, reason)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("note ==", "rows 1.when breaks off at character 8: ''"),
        ('note == "a', "breaks off at character 9"),
        ('note < "b"', "a text has no order"),
        ('"a"', "a text stands where a condition belongs"),
        ('note && timestamp("2025-01-01")', "has no offset"),
        ("size(note) > 3", "breaks off at character 5"),
        ("note = 3", "breaks off"),
        ("1 == true", "a condition stands where a number belongs"),
        (f"{'!' * 2000}note", "must be a condition"),
    ],
)
def test_what_is_no_condition_is_a_mistake_with_its_place(text: str, told: str) -> None:
    with pytest.raises(MappingError) as failed:
        asked(text)
    assert told in str(failed.value)


NAMES = ("a", "b", "c")


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> str:
    """Conditions that both languages have."""
    name, value = draw(st.sampled_from(NAMES)), draw(st.sampled_from(["x", "y"]))
    sign = draw(st.sampled_from(["==", "!=", "has", "in", "&&", "||", "!", "?"]))
    if depth == 0 or sign in {"==", "!="}:
        return f'{name} {sign if sign in {"==", "!="} else "=="} "{value}"'
    if sign == "has":
        return f"has({name})"
    if sign == "in":
        return f'{name} in ["{value}", "z"]'
    parts = [f"({draw(conditions(depth=depth - 1))})" for _ in range(3)]
    either = {"&&": f"{parts[0]} && {parts[1]}", "||": f"{parts[0]} || {parts[1]}"}
    return either.get(sign) or (
        f"!{parts[0]}" if sign == "!" else f"{parts[0]} ? {parts[1]} : {parts[2]}"
    )


@given(conditions(), st.tuples(*(st.sampled_from(["", "x", "y", "z"]) for _ in NAMES)))
def test_a_condition_means_what_it_does_in_a_definition(text: str, values: tuple[str, ...]) -> None:
    """The second reading's own parser and evaluation are the oracle."""
    facts = {name: value or None for name, value in zip(NAMES, values, strict=True)}
    expected = parse(text).of(facts)
    assert asked(text, Alike(zip(NAMES, values, strict=True))) is (expected is True)


MAPPING = """
source = "old"
when = 'status != "draft"'
[values.kind]
"ward" = "ward"
"other" = [
    { constant = "zone", when = 'name.contains("Đặc khu")' },
    { column = "level", when = 'has(level)' },
    { constant = "commune" },
]
[cells.id]
column = "id"
prefix = "xa-"
[[rows]]
kind = "unit"
id = { cell = "id", pad = 3 }
unless = 'name == "Tổng cộng"'
[rows.fields]
kind = { column = "kind", map = "kind", otherwise = { column = "kind", slug = true } }
display_name.vi = "name"
code = [
    { column = "code", when = 'has(code)' },
    { column = "id", when = 'level == "2"', default = "none" },
]
"""
TABLE = """id,name,status,kind,level,code
1,Một,,ward,,
1,Một,open,ward,,A
2,Đặc khu Hai,open,other,,
3,Ba,open,other,town,
4,Bốn,open,other,,
5,Năm,draft,other,,
6,Tổng cộng,open,other,,
7,Bảy,open,Khu phố  Mới,2,
"""


def made(where: Path, table: str = TABLE, mapping: str = MAPPING) -> list[Sent | Fault]:
    path, found = where / "units.csv", rules(tomllib.loads(mapping))
    path.write_text(table, encoding="utf-8")
    assert headings.check([path], found) == []
    return list(items([path], found))


def test_conditions_choose_lines_cells_and_what_a_value_stands_for(tmp_path: Path) -> None:
    units = [each.row.unit for each in made(tmp_path) if isinstance(each, Sent)]
    assert [(each.unit_id, each.unit.kind, each.unit.code) for each in units] == [
        ("xa-001", "ward", "A"),
        ("xa-002", "zone", ""),
        ("xa-003", "town", ""),
        ("xa-004", "commune", ""),
        ("xa-007", "khu-pho-moi", "7"),
    ]


def test_a_column_that_only_a_condition_names_must_be_there(tmp_path: Path) -> None:
    for column, where in (("status", "when"), ("level", "values.kind.other 2"), ("name", "unless")):
        with pytest.raises(Mistake, match=f"names the column '{column}'"):
            made(tmp_path, TABLE.replace(column, "x", 1))
        assert where


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('map = "kind"', 'map = "kin"', "there are: kind"),
        ('cell = "id"', 'cell = "ids"', "cell names 'ids'"),
        ("'has(code)'", "{ code = true }", "code 1.when must be a condition"),
        ('map = "kind", ', "", "otherwise needs a list"),
        ('constant = "zone"', 'constnt = "zone"', "must be a text, or a list of cells"),
        ("slug = true", "slug = 1", "slug must be of type bool"),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in MAPPING
    with pytest.raises(MappingError, match=told):
        made(tmp_path, mapping=MAPPING.replace(old, new, 1))


def test_a_list_can_have_several_parts(tmp_path: Path) -> None:
    mapping = """
source = "old"
[values.unit]
"VP" = { id = "office", vi = "Văn phòng", en = "Office" }
"TN" = { id = "land", vi = "Tài nguyên" }
[cells.new]
column = "unit"
slug = true
prefix = "x-"
[[rows]]
kind = "unit"
id = { column = "unit", map = "unit.id", otherwise = { cell = "new" } }
[rows.fields]
kind.constant = "department"
display_name.vi = { column = "unit", map = "unit.vi", otherwise = { column = "unit" } }
display_name.en = { column = "unit", map = "unit.en", otherwise = "" }
"""
    found = made(tmp_path, "unit\nVP\nTN\nTư pháp\nVP\n", mapping)
    units = [each.row.unit for each in found if isinstance(each, Sent)]
    assert [(each.unit_id, each.unit.display_name.en) for each in units] == [
        ("office", "Office"), ("land", ""), ("x-tu-phap", ""),
    ]  # fmt: skip
    with pytest.raises(MappingError, match=r"which \[values\] does not have; there are: unit.id"):
        rules(tomllib.loads(mapping.replace("unit.vi", "unit")))


def test_a_condition_is_read_once_and_says_which_columns_it_reads() -> None:
    found = condition('a == "X" && row["b c"].contains("y")', "when", lambda *_: None)  # type: ignore[arg-type,return-value]
    assert (found.columns, found.texts) == (("a", "b c"), ("X", "y"))
