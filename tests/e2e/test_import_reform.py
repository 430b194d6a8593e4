"""The reform of 1 July 2025 through one `./motcua import`, against the tables themselves.

Promises the numbers of units on both sides, and what any ward of today is made of. Must not hold a
copy of the tables: without them the tests say so and are skipped.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.description import attach
from deploy.embedded.directory import make_temporary
from motcua.catalog.v1 import catalog_pb2 as api
from services.console.instants import to_timestamp
from services.console.portal.catalogue import pages
from services.console.portal.client import Portal
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "vn-admin-units"
CROSSWALK = DATA / "mapping_old_to_new_ward.csv"
MAPPING = ROOT / "deploy" / "mappings" / "vn_reform_2025.toml"
BEFORE = datetime(2025, 6, 29, 17, tzinfo=UTC)  # 30 June, local
AFTER = datetime(2025, 7, 1, 17, tzinfo=UTC)

pytestmark = [
    pytest.mark.skipif(
        not CROSSWALK.exists(), reason=f"the units of 2025 are not here: {CROSSWALK.name}"
    ),
    pytest.mark.timeout(600),
    pytest.mark.long,
]


@pytest.fixture(scope="module")
async def data() -> AsyncIterator[Path]:
    """The directory of a stack of its own. Who follows the catalogue would compute for as long as
    the catalogue itself, and is not looked at here.
    """
    path = make_temporary()
    async with MigratedStack(path) as stack:
        for name in ("submissions", "metrics"):
            await stack.services[name].stop()
        yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
async def reformed(data: Path) -> dict[str, Any]:
    """The whole reform, taken in by one command."""
    return await imported(data)


async def imported(data: Path, *options: object) -> dict[str, Any]:
    """Five lines name no old unit, so the command ends with 1 and names them."""
    words = ("import", DATA, "--mapping", MAPPING, "--json", *options)
    done = await motcua(*words, data=data, within=500)
    assert done.code == 1, done.err
    found: dict[str, Any] = done.document["import"]
    return found


@pytest.fixture
async def portal(data: Path, reformed: dict[str, Any]) -> AsyncIterator[Portal]:
    described = attach(data)
    assert described is not None
    async with Portal(described) as opened:
        yield opened


async def open_units(portal: Portal, at: datetime, subtree: str = "") -> Counter[int]:
    """How many units were open then, by the length of their codes: 2 provinces, 3 districts, 5
    communes.
    """
    request = api.ListUnitsRequest(subtree=subtree, as_of=to_timestamp(at), page_size=1000)
    return Counter(
        [
            len(unit.code)
            async for page in pages(portal, portal.catalog.ListUnits, request)
            for unit in page.units
            if unit.state == api.Unit.STATE_OPEN
        ]
    )


def lines() -> Iterator[dict[str, str]]:
    """The crosswalk as it is written."""
    with CROSSWALK.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def made_of(code: str) -> dict[str, str | None]:
    """The old units of a new one, and their shares: the whole, or nobody says."""
    return {
        f"units/2024-{line['wardCode'].split('.')[0].zfill(5)}": (
            None if line["isDividedWard"] == "True" else "1/1"
        )
        for line in lines()
        if line["newWardCode"] == code and line["wardCode"]
    }


def test_everything_is_taken_but_five_lines_that_are_named(reformed: dict[str, Any]) -> None:
    kinds = {kind: effects["added"] for kind, effects in reformed["kinds"].items()}
    refused = [row for row in reformed["rows"] if row["effect"] == "refused"]
    assert [row["reason"] for row in refused] == ["NAME_MISSING"] * 5
    assert "Huyện Bạch Long Vĩ" in refused[0]["key"]
    assert kinds["unit"] == 63 + 696 + 10_035 + 34 + 3_321
    ends = {kind: sum(reformed["kinds"][kind].values()) for kind in ("merger", "split", "closing")}
    assert ends == {"merger": 3_277 + 34, "split": 471, "closing": 696}
    assert reformed["noted"] == 10


async def test_both_sides_have_all_their_units(portal: Portal) -> None:
    assert await open_units(portal, BEFORE) == {2: 63, 3: 696, 5: 10_035}
    assert await open_units(portal, AFTER) == {2: 34, 5: 3_321}


async def test_ha_noi_went_from_526_communes_to_126(portal: Portal) -> None:
    assert (await open_units(portal, BEFORE, "units/2024-01"))[5] == 526
    assert (await open_units(portal, AFTER, "units/2025-01"))[5] == 126


@pytest.mark.parametrize("code", ["00070", "00004", "10015"])
async def test_what_a_ward_is_made_of_equals_the_table(
    data: Path, reformed: dict[str, Any], code: str
) -> None:
    done = await motcua("lineage", f"units/2025-{code}", "--at", "2025-06-30", "--json", data=data)
    assert done.code == 0, done.err
    traced = {each["unit"]: each["share"] for each in done.document["traces"]}
    assert traced == made_of(code)
    assert traced


async def test_hoan_kiem_is_shown_with_names_and_what_cannot_be_attributed(
    data: Path, reformed: dict[str, Any]
) -> None:
    words = ("lineage", "units/2025-00070", "--at", "2025-06-30")
    vietnamese = await motcua(*words, data=data, lang="vi_VN.UTF-8")
    assert "Phường Hàng Trống" in vietnamese.out
    assert "không phân bổ được" in vietnamese.out
    assert "not attributable" in (await motcua(*words, data=data)).out


async def test_a_divided_ward_leads_to_all_its_parts(data: Path, reformed: dict[str, Any]) -> None:
    old = next(line["wardCode"] for line in lines() if line["isDividedWard"] == "True")
    wanted = {f"units/2025-{line['newWardCode']}" for line in lines() if line["wardCode"] == old}
    name = f"units/2024-{old.split('.')[0].zfill(5)}"
    words = ("lineage", name, "--as-of", "2025-06-30", "--at", "2025-07-02", "--json")
    done = await motcua(*words, data=data)
    traced = {each["unit"]: each["share"] for each in done.document["traces"]}
    assert traced == dict.fromkeys(wanted)


async def test_the_same_reform_again_changes_nothing(data: Path, reformed: dict[str, Any]) -> None:
    again = await imported(data)
    assert (again["added"], again["changed"]) == (0, 0)
    assert (again["unchanged"], again["refused"]) == (14_149 + 3_311 + 471 + 696, 5)
