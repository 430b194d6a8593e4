"""Cells that an import can do without, times that a table does not state, and mistakes of a mapping
that concern every line: each told once, and the row kept where it can be.

Promises the rows that are made. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.console.importing.catalogue_rules import KINDS
from services.console.importing.faults import NOTED, REFUSED, Fault
from services.console.importing.keys import MappingError, load
from services.console.importing.kinds import ENDINGS, OF_A_SERVICE
from services.console.importing.rows import Item, Sent, items
from services.console.importing.rules import rules
from services.console.instants import from_timestamp
from tests.e2e.test_import_mapped import HEADING, LINE, MAPPING

ROOT = Path(__file__).resolve().parents[2]


def found(where: Path, lines: str, mapping: str = MAPPING, heading: str = HEADING) -> list[Item]:
    path = where / "rows.csv"
    path.write_text(heading + lines, encoding="utf-8")
    return list(items([path], rules(tomllib.loads(mapping))))


def told(rows: list[Item]) -> list[tuple[str, str, str, str]]:
    return [(each.kind, each.effect, each.field, each.reason) for each in rows if is_fault(each)]


def is_fault(item: Item) -> bool:
    return isinstance(item, Fault)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (",Y,,", ",maybe,,", ("service", NOTED, "one_stop", "VALUE_UNLISTED")),
        (",Y,,", ",NA,,", ("service", NOTED, "one_stop", "TRUTH_MALFORMED")),
        (",Y\n", ",J\n", ("offering", NOTED, "file", "VALUE_UNLISTED")),
    ],
)
def test_an_optional_cell_is_left_out_by_name_and_the_row_stays(
    tmp_path: Path, old: str, new: str, note: tuple[str, str, str, str]
) -> None:
    rows = found(tmp_path, LINE.replace(old, new))
    assert told(rows) == [note]
    unit, service, offering = (each.row for each in rows if isinstance(each, Sent))
    assert unit.unit.unit_id == "x-00004"
    assert service.service.service.HasField("one_stop") is (note[2] != "one_stop")
    states = [each.state for each in offering.offering.offering.capabilities]
    assert states == ([] if note[2] == "file" else [facts.CAPABILITY_STATE_YES])
    [fault] = [each for each in rows if isinstance(each, Fault)]
    assert fault.en.endswith("The cell is left out.")
    assert fault.key


def test_lists_of_the_contract_are_left_out_whole_but_not_fees(tmp_path: Path) -> None:
    mapping = MAPPING.replace(
        'value = "national" }]', 'value = { column = "national", values = {} } }]'
    )
    rows = found(tmp_path, LINE, mapping)
    assert told(rows) == [("service", NOTED, "national", "VALUE_UNLISTED")]
    [service] = [each.row.service.service for each in rows if isinstance(each, Sent)][1:2]
    assert not service.codes
    forms = MAPPING.replace('fees = "fees"', 'forms = "fees"')
    assert told(found(tmp_path, LINE.replace(",Y,,", ",Y,x,"), forms)) == [
        ("service", NOTED, "fees", "JSON_MALFORMED")
    ]
    # Without lines of fees there would be no fee, and paying online would not apply.
    assert told(found(tmp_path, LINE.replace(",Y,,", ",Y,x,"))) == [
        ("service", REFUSED, "fees", "JSON_MALFORMED")
    ]


def test_a_note_is_made_once_for_a_row_that_many_lines_say(tmp_path: Path) -> None:
    mapping = MAPPING.replace(
        'display_name.en = { column = "title", split = "|", part = 2 }',
        'display_name.en = { column = "title", split = "|", part = 2, values = {} }',
    )
    rows = found(tmp_path, LINE + LINE.replace("khai-sinh", "ket-hon"), mapping)
    assert told(rows) == [("unit", NOTED, "title", "VALUE_UNLISTED")]


def test_a_broken_cell_that_is_not_read_or_not_needed_keeps_its_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(HEADING.strip().split(","))
    line = LINE.strip().split(",")
    sheet.append([*line[:4], "#N/A", *line[5:], "x", "#REF!"])
    sheet.append(["#N/A", *line[1:]])
    sheet["J1"], sheet["K1"] = "note", "other"
    book.save(path := tmp_path / "rows.xlsx")
    rows = list(items([path], rules(tomllib.loads(MAPPING))))
    assert told(rows)[0] == ("service", NOTED, "one_stop", "CELL_BROKEN")
    assert [each.row.line for each in rows if isinstance(each, Sent)] == [2, 2, 2]
    assert {each[1:] for each in told(rows)[1:]} == {(REFUSED, "code", "CELL_BROKEN")}


ENDS = """
source = "old"
[[rows]]
kind = "KIND"
id = "id"
effective = EFFECTIVE
[rows.fields]
FIELDS
"""
FIELDS = {
    "offering_closing": 'offering = "id"\nreason = "id"',
    "merger": 'into = "id"',
    "split": 'parts = "parts"',
    "relief": 'officer = "id"\nduty = { constant = "OFFICER" }',
}


def ending(kind: str) -> str:
    """The mapping of a kind, but for when it ends."""
    text = ENDS.replace("KIND", kind).replace("FIELDS", FIELDS.get(kind, ""))
    return text.replace("\nid =", "\nservice =" if kind in OF_A_SERVICE else "\nid =")


@pytest.mark.parametrize("kind", sorted(ENDINGS))
def test_an_empty_end_date_is_no_end(tmp_path: Path, kind: str) -> None:
    lines = '1,,"[{""unit"": ""units/a""}]"\n2,2025-07-01,"[{""unit"": ""units/a""}]"\n3, ,[]\n'
    text = ending(kind)
    mapping = text.replace("EFFECTIVE", '{ column = "until" }')
    rows = found(tmp_path, lines, mapping, "id,until,parts\n")
    [only] = [each.row for each in rows if isinstance(each, Sent)]
    assert told(rows) == []
    assert only.line == 3
    assert from_timestamp(only.effective_time).isoformat() == "2025-06-30T17:00:00+00:00"


@pytest.mark.parametrize("kind", sorted(ENDINGS))
def test_now_is_said_by_the_mapping_or_not_meant(tmp_path: Path, kind: str) -> None:
    text = ending(kind)
    with pytest.raises(MappingError, match=r"rows 1\.effective is missing: when does it end"):
        rules(tomllib.loads(text.replace("effective = EFFECTIVE", "")))
    for stated in ('"now"', '{ column = "until", empty = "now" }'):
        rows = found(tmp_path, "1,,\n", text.replace("EFFECTIVE", stated), "id,until,parts\n")
        if kind != "split":  # which has no parts here
            [only] = [each.row for each in rows if isinstance(each, Sent)]
            assert not only.HasField("effective_time")
    with pytest.raises(MappingError, match="empty must be 'now'"):
        rules(tomllib.loads(text.replace("EFFECTIVE", '{ column = "until", empty = "never" }')))


BEGINS = {
    "unit": ("id", 'display_name.vi = "id"\nkind = "id"'),
    "service": ("id", 'display_name.vi = "id"\nauthority = "id"'),
    "offering": ("service", 'unit = "id"'),
    "target": (
        "id",
        'indicator = "id"\ndisplay_name.vi = "id"\nthreshold = { constant = "1" }',
    ),
    "move": ("id", 'display_name.vi = "id"\nkind = "id"'),
    "ceiling": ("service", 'unit = "id"'),
    "appointment": ("id", 'officer = "id"\nduty = { constant = "OFFICER" }'),
    "assignment": ("id", 'calendar = "id"'),
}
TIMELESS = {"draft", "calendar"}


@pytest.mark.parametrize("kind", sorted(BEGINS))
def test_an_empty_beginning_is_now_only_where_the_mapping_says_so(
    tmp_path: Path, kind: str
) -> None:
    assert BEGINS.keys() | ENDINGS | TIMELESS == KINDS.keys()
    key, fields = BEGINS[kind]
    text = (
        ENDS.replace("KIND", kind)
        .replace("\nid =", f"\n{key} =")
        .replace("FIELDS", needed(kind, fields))
    )
    silent = text.replace("EFFECTIVE", '{ column = "until" }')
    assert [each[2:] for each in told(found(tmp_path, "a,,\n", silent, "id,until,parts\n"))] == [
        ("until", "VALUE_MISSING")
    ]
    said = text.replace("EFFECTIVE", '{ column = "until", empty = "now" }')
    [only] = found(tmp_path, "a,,\n", said, "id,until,parts\n")
    assert isinstance(only, Sent)
    assert not only.row.HasField("effective_time")


def needed(kind: str, fields: str) -> str:
    """The fields that the contract needs, whatever they are by now."""
    while True:
        text = ENDS.replace("KIND", kind).replace("EFFECTIVE", '"now"')
        text = text.replace("\nid =", f"\n{BEGINS[kind][0]} =").replace("FIELDS", fields)
        try:
            rules(tomllib.loads(text))
        except MappingError as failed:
            name = str(failed).removesuffix(" is missing").rpartition(".")[2]
            fields += f'\n{name} = "id"'
        else:
            return fields


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('display_name.vi = "service"', 'display_name = "service"', r"each is: .*\.vi"),
        ('fees = "fees"', 'description = "fees"', r"description has parts of its own"),
        ('fees = "fees"', 'legal_bases = [{ title = "fees" }]', r"legal_bases 1.title has parts"),
        ('one_stop = { column = "one_stop", map = "state" }', 'one_stop = { constant = "maybe" }',
            "neither YES nor NO"),
        ('fees = "fees"', 'fees = { constant = "5000 đồng" }', "not JSON of the right form"),
        ('fees = "fees"', 'fees = { column = "fees", default = "5000 đồng" }', "not JSON"),
        ('kind = { constant = "ward" }', 'kind = { constant = "" }', "a value is needed"),
        ("effective = 2025-07-01", 'effective = "soon"', "must be a day"),
    ],
)  # fmt: skip
def test_a_mistake_that_concerns_every_line_is_one_of_the_mapping(
    old: str, new: str, message: str
) -> None:
    assert old in MAPPING
    with pytest.raises(MappingError, match=message):
        rules(tomllib.loads(MAPPING.replace(old, new, 1)))


def test_the_inventorys_mapping_opens_units_by_the_first_year_that_it_lists(tmp_path: Path) -> None:
    mapping = load(ROOT / "deploy/mappings/gc_services.toml", rules)
    columns = {column for _, columns in mapping.reads for column in columns}
    values = dict.fromkeys(columns, "x") | {
        "fiscal_yr": "2022-2023",
        "owner_org_title": "Ministry | Ministère",
    }
    points = {name: "Y" for name in columns if name.startswith("os_")}
    path = tmp_path / "rows.csv"
    both = {**values, **points}
    path.write_text(",".join(both) + "\n" + ",".join(both.values()) + "\n", encoding="utf-8")
    rows = [each.row for each in items([path], mapping) if isinstance(each, Sent)]
    assert [each.WhichOneof("content") for each in rows] == ["unit", "unit", "service", "offering"]
    assert len({each.effective_time.seconds for each in rows}) == 1
