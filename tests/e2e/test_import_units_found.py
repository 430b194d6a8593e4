"""Units that a table names as people do: by code or name, below others, in any spelling.

Given a tree with names that occur twice, each text finds the one unit that it can mean or is
refused with those that it could. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from motcua.catalog.v1.catalog_pb2 import Unit
from services.console.importing.faults import Fault
from services.console.importing.keys import MappingError
from services.console.importing.rows import Sent, items
from services.console.importing.rules import Rules, rules

MAPPING = """
source = "s"
[[rows]]
kind = "unit"
id = "id"
[rows.fields]
parent = { column = "parent", unit = "name", within = { column = "province", unit = "code" } }
kind = { constant = "office" }
display_name.vi = "id"
"""
TREE = {
    "p1": ("", "01", "Tỉnh Một"),
    "p2": ("", "02", "Tỉnh Hai"),
    "d1": ("p1", "101", "Huyện Giữa"),
    "w1": ("d1", "001", "Phường Hòa An"),
    "w2": ("p2", "002", "Phường Hoà An"),
    "w3": ("p2", "003", "Phường Hoà Ân"),
    "w4": ("p1", "004", "Phường Tân Bình"),
    "w5": ("d1", "005", "Phường Tân Bình"),
}


def parsed(mapping: str = MAPPING) -> Rules:
    """With the tree in which it finds units."""
    found = rules(tomllib.loads(mapping))
    for id_, (parent, code, name) in TREE.items():
        above = f"units/{parent}" if parent else ""
        found.tree.add(id_, Unit(parent=above, code=code, display_name={"vi": name}))
    return found


def made(where: Path, *lines: str, mapping: str = MAPPING) -> list[Any]:
    path = where / "units.csv"
    path.write_text("id,parent,province\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    return list(items([path], parsed(mapping)))


@pytest.mark.parametrize(
    ("text", "province", "found"),
    [
        ("Phường Hòa An", "01", "w1"),
        ("phường hoà an", "01", "w1"),  # the tone mark on either letter, in any case
        ("PHƯỜNG HÒA AN", "02", "w2"),
        ("Phường  Hoà-An", "02", "w2"),
        ("Phường Hòa Ân", "02", "w3"),  # another letter is another name
    ],
)
def test_a_name_finds_the_unit_below_the_one_that_is_stated(
    tmp_path: Path, text: str, province: str, found: str
) -> None:
    [sent] = made(tmp_path, f"x,{text},{province}")
    assert sent.row.unit.unit.parent == f"units/{found}"


@pytest.mark.parametrize(
    ("line", "reason", "words"),
    [
        ("x,Phường Hòa Ăn,01", "UNIT_NOT_FOUND", "below 'Tỉnh Một'"),
        ("x,Phường Hòa An,09", "UNIT_NOT_FOUND", "'09'"),
        (
            "x,Phường Tân Bình,01",
            "UNIT_AMBIGUOUS",
            "w4 (Phường Tân Bình, Tỉnh Một); units/w5 (Phường Tân Bình, Huyện Giữa, Tỉnh Một)",
        ),
    ],
)
def test_what_cannot_be_found_or_could_be_several_is_refused_by_name(
    tmp_path: Path, line: str, reason: str, words: str
) -> None:
    [fault] = made(tmp_path, line)
    assert isinstance(fault, Fault)
    assert (fault.line, fault.reason) == (2, reason)
    assert words in fault.en
    assert set(fault.field.split(", ")) <= {"parent", "province"}


def test_a_unit_of_an_earlier_line_is_found_like_one_of_the_catalogue(tmp_path: Path) -> None:
    found = made(tmp_path, "Tổ-Một,Phường Hòa An,01", "Bàn-Hai,tổ một,01")
    assert [each.row.unit.unit.parent for each in found if isinstance(each, Sent)] == [
        "units/w1", "units/Tổ-Một",
    ]  # fmt: skip


def test_an_open_unit_counts_before_one_that_has_ended_and_that_before_none(
    tmp_path: Path,
) -> None:
    mapping = MAPPING.replace(', within = { column = "province", unit = "code" }', "")
    path = tmp_path / "units.csv"
    path.write_text("id,parent\nx,Phường Cũ\ny,Phường Mới\n", "utf-8")
    found = parsed(mapping)
    for id_, name, is_open in (
        ("o1", "Phường Cũ", False), ("o2", "Phường Mới", False), ("o3", "Phường Mới", True),
    ):  # fmt: skip
        found.tree.add(id_, Unit(display_name={"vi": name}), is_open=is_open)
    made = [each for each in items([path], found) if isinstance(each, Sent)]
    assert [each.row.unit.unit.parent for each in made] == ["units/o1", "units/o3"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('unit = "code"', 'unit = "sign"', r"within\.unit must be one of id, code, name"),
        ('unit = "name", ', "", r"parent\.within needs unit"),
    ],
)
def test_a_mistake_of_the_mapping_names_its_key(old: str, new: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        rules(tomllib.loads(MAPPING.replace(old, new)))
