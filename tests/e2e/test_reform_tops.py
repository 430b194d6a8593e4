"""What a reform makes of the units of its top level, when a line about a unit below is doubtful.

Promises that nobody's whole province is merged because a line about a part of it was refused. Must
not send anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.console.importing.rows import Item
from tests.e2e.test_reform_planned import BEFORE, faults_of, planned, rows_of

HAI = "units/2024-02"
MOT_MOI, HAI_MOI = "units/2025-01", "units/2025-02"
WARDS = [{"Code": f"0010{n}", "FullName": f"Xã Số {n}"} for n in range(4)]
TWO: list[dict[str, Any]] = [
    BEFORE[0],
    {
        "Code": "02",
        "FullName": "Tỉnh Hai",
        "District": [{"Code": "003", "FullName": "Huyện Ba", "Ward": WARDS}],
    },
]
AFTER: list[dict[str, Any]] = [
    {"Code": code, "FullName": name, "FullNameEn": "", "Wards": [ward | {"FullNameEn": ""}]}
    for code, name, ward in (
        ("01", "Thành phố Một", {"Code": "00004", "FullName": "Xã A"}),
        ("02", "Tỉnh Hai Mới", {"Code": "00005", "FullName": "Xã B"}),
    )
]


def line(ward: int, province: str, new: str, *, divided: bool = False, name: str = "") -> str:
    """A ward of province 02, and what became of it."""
    place = f"3,{WARDS[ward]['Code']}.0,Tỉnh Hai,Huyện Ba,{WARDS[ward]['FullName']}"
    return f"{place},{name or new},{province},{new},{divided}"


TO_ONE = line(0, "01", "00004")


def made(where: Path, *lines: str) -> list[Item]:
    return planned(where, *lines, before=TWO, after=AFTER)


def ends(items: list[Item]) -> tuple[list[str], list[str]]:
    """Into what the province is merged, and over what it is divided."""
    merged = [row.into for row in rows_of(items, "merger") if HAI in row.units]
    split = [row for row in rows_of(items, "split") if row.unit == HAI]
    return merged, [part.unit for row in split for part in row.parts]


def told(items: list[Item], name: str) -> list[tuple[str, str]]:
    return [(each.reason, each.effect) for each in faults_of(items) if each.key.startswith(name)]


def test_a_province_whose_wards_all_went_to_one_is_merged(tmp_path: Path) -> None:
    assert ends(made(tmp_path, TO_ONE, line(1, "01", "00004"))) == ([MOT_MOI], [])


def test_a_refused_line_that_tells_another_province_makes_a_split_of_it(tmp_path: Path) -> None:
    """The new ward is not found, but the province that it lies in is named."""
    items = made(tmp_path, TO_ONE, line(1, "02", "00123", name="Xã Lạ"))
    assert ends(items) == ([], [MOT_MOI, HAI_MOI])
    assert told(items, "Xã Số 1, Huyện Ba, Tỉnh Hai →") == [("CODE_UNKNOWN", "refused")]


def test_a_ward_whose_lines_contradict_each_other_still_tells_its_provinces(
    tmp_path: Path,
) -> None:
    contradiction = (line(1, "01", "00004", divided=True), line(1, "02", "00005"))
    items = made(tmp_path, TO_ONE, *contradiction)
    assert ends(items) == ([], [MOT_MOI, HAI_MOI])
    assert ("UNDIVIDED", "refused") in told(items, "Xã Số 1, Huyện Ba, Tỉnh Hai")


@pytest.mark.parametrize(
    "doubtful",
    [
        line(1, "77", "00123", name="Xã Lạ"),  # nobody knows in which province that lies
        line(1, "01", "00004", divided=True),  # where its other part went is missing
    ],
)
def test_a_province_of_which_a_part_is_unknown_is_left_as_it_was_and_told(
    tmp_path: Path, doubtful: str
) -> None:
    items = made(tmp_path, TO_ONE, doubtful)
    assert ends(items) == ([], [])
    assert ("PART_UNKNOWN", "refused") in told(items, "Tỉnh Hai (02)")
    lines = {each.line for each in faults_of(items) if each.reason == "PART_UNKNOWN"}
    assert lines == {3}


def test_an_old_ward_that_is_not_found_still_tells_its_province_by_its_district(
    tmp_path: Path,
) -> None:
    lost = "3,99,Tỉnh Hai,Huyện Ba,Xã Mất,Xã B,02,00005,False"
    assert ends(made(tmp_path, TO_ONE, lost)) == ([], [MOT_MOI, HAI_MOI])


def test_a_line_without_any_old_unit_says_nothing_of_a_province(tmp_path: Path) -> None:
    nowhere = "9,99,Tỉnh Lạ,Huyện Lạ,Xã Mất,Xã B,02,00005,False"
    assert ends(made(tmp_path, TO_ONE, nowhere)) == ([MOT_MOI], [])
