"""The reform of 1 July 2025 made into rows, without a stack: all its units, and each doubtful line.

Promises counts and names that the files themselves have. Without them the tests say so and are
skipped.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from services.console.importing import reform
from services.console.importing.faults import Fault
from services.console.importing.rows import Item, Sent
from tests.e2e.test_reform_planned import of_the_mapping

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "vn-admin-units"
CROSSWALK = DATA / "mapping_old_to_new_ward.csv"

pytestmark = pytest.mark.skipif(
    not CROSSWALK.exists(), reason=f"the units of 2025 are not here: {CROSSWALK.name}"
)


def rows_of(items: list[Item], kind: str) -> list[Any]:
    """The content of every row of a kind."""
    return [
        getattr(item.row, kind) for item in items if isinstance(item, Sent) and item.kind == kind
    ]


def faults_of(items: list[Item]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


@pytest.fixture(scope="module")
def of_2025() -> list[Item]:
    return reform.items([DATA], of_the_mapping())


def test_the_reform_of_2025_has_all_its_units(of_2025: list[Item]) -> None:
    ids = Counter((row.unit_id[:4], len(row.unit.code)) for row in rows_of(of_2025, "unit"))
    assert ids == {
        ("2024", 2): 63, ("2024", 3): 696, ("2024", 5): 10_035,
        ("2025", 2): 34, ("2025", 5): 3_321,
    }  # fmt: skip


def test_every_commune_of_2024_merges_or_splits_just_once(of_2025: list[Item]) -> None:
    merged = [unit for row in rows_of(of_2025, "merger") for unit in row.units]
    split = [row.unit for row in rows_of(of_2025, "split")]
    ended = [name for name in (*merged, *split) if len(name) == len("units/2024-00001")]
    assert (len(ended), len(set(ended))) == (10_035, 10_035)
    assert len(rows_of(of_2025, "closing")) == 696
    assert max(len(row.parts) for row in rows_of(of_2025, "split")) == 5


def test_the_five_lines_without_a_code_and_ba_che_are_told_by_name(of_2025: list[Item]) -> None:
    refused = [each for each in faults_of(of_2025) if each.effect == "refused"]
    assert [each.key.partition(",")[0] for each in refused] == [
        "Huyện Bạch Long Vĩ", "Huyện Cồn Cỏ", "Huyện Hoàng Sa", "Huyện Lý Sơn", "Huyện Côn Đảo",
    ]  # fmt: skip
    assert all(each.line for each in refused)
    noted = Counter(each.reason for each in faults_of(of_2025) if each.effect == "noted")
    assert noted == {"CODE_DIFFERS": 5, "PREDECESSOR_MISSING": 5}
    differs = [each for each in faults_of(of_2025) if each.reason == "CODE_DIFFERS"]
    assert all("Xã Ba Chẽ" in each.key and "06978" in each.en for each in differs)


def test_what_hoan_kiem_is_made_of_equals_the_table(of_2025: list[Item]) -> None:
    with CROSSWALK.open(encoding="utf-8", newline="") as lines:
        wanted = {
            f"units/2024-{line['wardCode'].split('.')[0].zfill(5)}"
            for line in csv.DictReader(lines)
            if line["newWardCode"] == "00070"
        }
    hoan_kiem = "units/2025-00070"
    whole = {
        unit for row in rows_of(of_2025, "merger") if row.into == hoan_kiem for unit in row.units
    }
    parts = {
        row.unit
        for row in rows_of(of_2025, "split")
        if hoan_kiem in {part.unit for part in row.parts}
    }
    assert whole | parts == wanted
    assert not whole & parts
