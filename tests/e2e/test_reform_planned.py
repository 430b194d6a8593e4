"""A reform of units made into rows, without a stack, at a small one of our own.

Promises the order that a catalogue needs, and every doubtful line by its names. Must not send
anything.
"""

from __future__ import annotations

import itertools
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalog.v1.events_pb2 import OFFERING_RULE_FOLLOW
from services.console.importing import reform
from services.console.importing.faults import Fault
from services.console.importing.keys import MappingError, load
from services.console.importing.reform_rules import Reform
from services.console.importing.rows import Item, Sent
from services.console.importing.rules import rules
from services.console.importing.spellings import folded
from services.console.instants import from_timestamp
from services.console.outcome import Mistake

ROOT = Path(__file__).resolve().parents[2]
MAPPING = ROOT / "deploy" / "mappings" / "vn_reform_2025.toml"
TONES = "\u0300\u0301\u0303\u0309\u0323"

BEFORE = [
    {
        "Code": "01",
        "FullName": "Thành phố Một",
        "District": [
            {
                "Code": "001",
                "FullName": "Quận Nhất",
                "Ward": [
                    {"Code": "00001", "FullName": "Phường An"},
                    {"Code": "00004", "FullName": "Phường Hoà"},
                    {"Code": "00007", "FullName": "Phường Bình"},
                    {"Code": "00010", "FullName": "Phường Lẻ"},
                ],
            },
            {"Code": "002", "FullName": "Huyện Đảo", "Ward": None},
        ],
    },
    {
        "Code": "02",
        "FullName": "Tỉnh Hai",
        "District": [
            {
                "Code": "003",
                "FullName": "Huyện Ba",
                "Ward": [{"Code": "00100", "FullName": "Thị trấn Ba Chẽ"}],
            }
        ],
    },
]
AFTER = [
    {
        "Code": "01",
        "FullName": "Thành phố Một",
        "FullNameEn": "One City",
        "Wards": [
            {"Code": "00004", "FullName": "Phường An Hòa", "FullNameEn": "An Hoa Ward"},
            {"Code": "00007", "FullName": "Phường Bình", "FullNameEn": "Binh Ward"},
            {"Code": "00978", "FullName": "Xã Ba Chẽ", "FullNameEn": "Ba Che Commune"},
            {"Code": "00999", "FullName": "Đặc khu Đảo", "FullNameEn": "Dao Special Zone"},
        ],
    }
]
HEADING = (
    "districtCode,wardCode,province,district,ward,newWard,newProvinceCode,newWardCode,isDividedWard"
)
LINES = (
    "1,1.0,Thành phố Một,Quận Nhất,Phường An,Phường An Hòa,1,00004,False",
    "1,4.0,Thành phố Một,Quận Nhất,Phường Hòa,Phường An Hòa,1,4.0,False",
    "1,7.0,Thành phố Một,Quận Nhất,Phường Bình,Phường Bình,01,00007,True",
    "1,7.0,Thành phố Một,Quận Nhất,Phường Bình,Phường An Hòa,01,00004,True",
    "1,10.0,Thành phố Một,Quận Nhất,Phường Lẻ,Phường Bình,01,00007,False",
    "3,100.0,Tỉnh Hai,Huyện Ba,Thị trấn Ba Chẽ,Xã Ba Chẽ,01,00970,False",
)


def of_the_mapping() -> Reform:
    """What the mapping of this tree says."""
    found = load(MAPPING, rules).reform
    assert found
    return found


def planned(where: Path, *lines: str, before: Any = BEFORE, after: Any = AFTER) -> list[Item]:
    """The small reform, with these lines."""
    found = of_the_mapping()
    (where / found.before.file).write_text(json.dumps(before))
    (where / found.after.file).write_text(json.dumps(after))
    (where / found.crosswalk.file).write_text("\n".join((HEADING, *lines)), encoding="utf-8")
    return reform.items([where], found)


def rows_of(items: list[Item], kind: str) -> list[Any]:
    """The content of every row of a kind."""
    return [
        getattr(item.row, kind) for item in items if isinstance(item, Sent) and item.kind == kind
    ]


def faults_of(items: list[Item]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


def test_units_open_before_they_are_referred_to_and_end_from_below(tmp_path: Path) -> None:
    items = planned(tmp_path, *LINES)
    kinds = [item.kind for item in items if isinstance(item, Sent)]
    assert [kind for kind, _ in itertools.groupby(kinds)] == [
        "unit", "merger", "split", "closing", "merger",
    ]  # fmt: skip
    opened: set[str] = set()
    for row in rows_of(items, "unit"):
        assert row.unit.parent in opened | {""}
        opened.add(f"units/{row.unit_id}")
    *_, last = rows_of(items, "merger")
    assert (last.into, list(last.units)) == ("units/2025-01", ["units/2024-01", "units/2024-02"])


def test_codes_that_come_again_belong_to_other_units(tmp_path: Path) -> None:
    units = {row.unit_id: row.unit for row in rows_of(planned(tmp_path, *LINES), "unit")}
    assert units["2024-00004"].display_name.vi == "Phường Hoà"
    assert units["2025-00004"].display_name.vi == "Phường An Hòa"
    assert units["2024-00004"].code == units["2025-00004"].code == "00004"
    assert (units["2024-00100"].kind, units["2025-00999"].kind) == ("township", "special-zone")
    assert units["2025-00004"].display_name.en == "An Hoa Ward"


def test_old_units_are_open_before_the_reform_and_new_ones_from_its_day(tmp_path: Path) -> None:
    since = {
        item.row.key: from_timestamp(item.row.effective_time).isoformat()
        for item in planned(tmp_path, *LINES)
        if isinstance(item, Sent)
    }
    assert since["units/2024-01"] == "2024-12-31T17:00:00+00:00"
    assert since["units/2025-01"] == "2025-06-30T17:00:00+00:00"
    assert since["closing:units/2024-001"] == "2025-06-30T17:00:00+00:00"


def test_whole_units_merge_and_divided_ones_split_without_shares(tmp_path: Path) -> None:
    items = planned(tmp_path, *LINES)
    first = rows_of(items, "merger")[0]
    assert (first.into, list(first.units)) == (
        "units/2025-00004",
        ["units/2024-00001", "units/2024-00004"],
    )
    assert first.offerings == OFFERING_RULE_FOLLOW
    [split] = rows_of(items, "split")
    assert split.unit == "units/2024-00007"
    assert [part.unit for part in split.parts] == ["units/2025-00007", "units/2025-00004"]
    assert not any(part.HasField("share") for part in split.parts)


def test_every_district_closes_also_one_without_communes(tmp_path: Path) -> None:
    closed = [row.unit for row in rows_of(planned(tmp_path, *LINES), "closing")]
    assert closed == ["units/2024-001", "units/2024-002", "units/2024-003"]


def test_a_code_that_differs_is_found_by_name_and_told(tmp_path: Path) -> None:
    items = planned(tmp_path, *LINES)
    told = [each for each in faults_of(items) if each.reason == "CODE_DIFFERS"]
    assert [(each.line, each.effect) for each in told] == [(7, "noted")]
    assert "Xã Ba Chẽ" in told[0].key
    assert "00970" in told[0].en
    assert "00978" in told[0].en
    assert "units/2025-00978" in {row.into for row in rows_of(items, "merger")}


def test_a_missing_code_is_found_by_name_wherever_the_tone_mark_stands(tmp_path: Path) -> None:
    line = "1,,Thành phố Một,Quận Nhất,phường Hòa,Phường An Hòa,01,00004,False"
    items = planned(tmp_path, line)
    assert list(rows_of(items, "merger")[0].units) == ["units/2024-00004"]
    assert ("CODE_DIFFERS", "noted") in {(each.reason, each.effect) for each in faults_of(items)}


@pytest.mark.parametrize(
    ("line", "reason", "named"),
    [
        ("2,,Thành phố Một,Huyện Đảo,,Đặc khu Đảo,01,00999,False", "NAME_MISSING", "Huyện Đảo"),
        ("1,,Thành phố Một,Quận Nhất,Phường Xa,Phường Bình,01,00007,False", "CODE_MISSING", "Xa"),
        ("1,99,Thành phố Một,Quận Nhất,Phường Xa,Phường Bình,01,00007,False", "CODE_UNKNOWN", "Xa"),
        ("1,1,Thành phố Một,Quận Nhất,Phường An,Phường Xa,01,00123,False", "CODE_UNKNOWN", "An"),
        ("1,1,Thành phố Một,Quận Nhất,Phường An,Phường Bình,01,7,?", "TRUTH_MALFORMED", "An"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_by_name_and_stops_no_other(
    tmp_path: Path, line: str, reason: str, named: str
) -> None:
    items = planned(tmp_path, line, LINES[1])
    [fault] = [each for each in faults_of(items) if each.effect == "refused"]
    assert (fault.line, fault.reason) == (2, reason)
    assert named in fault.key
    assert list(rows_of(items, "merger")[0].units) == ["units/2024-00004"]


def test_a_value_that_the_mapping_does_not_list_is_told_with_its_line(tmp_path: Path) -> None:
    text = MAPPING.read_text(encoding="utf-8")
    text = text.replace(
        'divided = "isDividedWard"',
        'divided = { column = "isDividedWard", values = { No = "NO" } }',
    )
    text = text.replace('new_name = "newWard"', 'new_name = { column = "newWard", values = {} }')
    found = rules(tomllib.loads(text)).reform
    assert found
    planned(tmp_path, *LINES)
    reasons = {
        each.line: each.reason for each in faults_of(reform.items([tmp_path], found)) if each.line
    }
    assert reasons == dict.fromkeys(range(2, 2 + len(LINES)), "VALUE_UNLISTED")


def test_a_unit_with_a_doubtful_part_is_left_as_it_was(tmp_path: Path) -> None:
    lost = LINES[3].replace("Phường An Hòa", "Phường Xa").replace("00004", "00123")
    items = planned(tmp_path, LINES[2], lost)
    assert rows_of(items, "split") == []
    assert "PART_UNKNOWN" in {each.reason for each in faults_of(items)}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([LINES[2]], "DIVIDED_ONCE"),
        ([LINES[2].replace("True", "False"), LINES[3]], "UNDIVIDED"),
    ],
)
def test_a_flag_that_contradicts_the_lines_is_told(
    tmp_path: Path, lines: list[str], reason: str
) -> None:
    items = planned(tmp_path, *lines)
    assert reason in {each.reason for each in faults_of(items) if "Bình" in each.key}
    assert rows_of(items, "split") == []


def test_units_without_successor_or_predecessor_are_named(tmp_path: Path) -> None:
    told = {(each.reason, each.key) for each in faults_of(planned(tmp_path, *LINES[:4]))}
    assert ("SUCCESSOR_MISSING", "Phường Lẻ, Quận Nhất, Thành phố Một (00010)") in told
    assert ("SUCCESSOR_MISSING", "Tỉnh Hai (02)") in told
    assert ("PREDECESSOR_MISSING", "Đặc khu Đảo, Thành phố Một (00999)") in told


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"before_2025-07_v2\.4\.1_units\.json is needed"):
        reform.items([tmp_path], of_the_mapping())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('divided = "isDividedWard"', "", "crosswalk.divided is missing"),
        ('"FOLLOW"', '"LEAVE"', "crosswalk.offerings must be CLOSE or FOLLOW"),
        ("effective = 2025-01-01", "", "before.effective is missing"),
        ('children = "Ward"', 'child = "Ward"', "unknown key 'child' in .rows 1.before.levels 2"),
    ],
)
def test_a_mistake_in_the_mapping_names_its_key(old: str, new: str, message: str) -> None:
    text = MAPPING.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(MappingError, match=message):
        rules(tomllib.loads(text.replace(old, new, 1)))


@given(st.sampled_from("aeiouyâêôăơư"), st.sampled_from(TONES))
def test_names_compare_alike_wherever_their_tone_mark_stands(vowel: str, tone: str) -> None:
    assert folded(f"Ho{tone}{vowel}") == folded(f"ho{vowel}{tone}") != folded(f"Ho{vowel}")


def test_names_that_differ_in_more_than_spelling_differ() -> None:
    assert folded("Xã Hòa An") == folded("xã Hoà  An")
    assert folded("Văn Miếu - Quốc Tử Giám") == folded("Văn Miếu Quốc Tử Giám")
    assert len({folded(name) for name in ("Hoá", "Hòa", "Hoa", "Hóa Hòa", "Hoả")}) == 5
