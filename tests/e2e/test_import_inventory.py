"""1,752 real services of 79 organisations through `./motcua import`, against an independent oracle.

Promises fully online organisation by organisation, and every standard's exact threshold. Must not
hold a copy of the inventory: without its files the tests say so and are skipped.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.description import attach
from deploy.embedded.directory import make_temporary
from motcua.catalog.v1 import targets_pb2 as targets
from services.console.portal.catalogue import pages
from services.console.portal.client import Portal
from tests.e2e import inventory_oracle
from tests.e2e.commands import motcua
from tests.e2e.followed import followed
from tests.e2e.migrated import MigratedStack

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "gc-service-inventory"
SERVICES, STANDARDS = DATA / "backups__si_2024.csv", DATA / "backups__ss_2024.csv"
MAPPINGS = ROOT / "deploy" / "mappings"
EFFECTS = ("added", "changed", "unchanged", "refused")

needs_data = pytest.mark.skipif(
    not SERVICES.exists(), reason=f"the service inventory is not here: {SERVICES.name}"
)


@pytest.fixture(scope="module")
async def data() -> AsyncIterator[Path]:
    """The directory of a stack of its own."""
    path = make_temporary()
    async with MigratedStack(path):
        yield path
    shutil.rmtree(path)


async def imported(data: Path, file: Path, mapping: str, *options: object) -> dict[str, Any]:
    """What an import says of itself."""
    done = await motcua(
        "import", file, "--mapping", MAPPINGS / f"{mapping}.toml", "--json", *options, data=data
    )
    assert done.code in {0, 1}, done.err
    found: dict[str, Any] = done.document["import"]
    assert (done.code == 1) == bool(found["refused"])
    return found


@pytest.fixture(scope="module")
async def inventory(data: Path) -> dict[str, Any]:
    """The services, taken in once."""
    if not SERVICES.exists():
        pytest.skip(f"the service inventory is not here: {SERVICES.name}")
    return await imported(data, SERVICES, "gc_services")


async def fully_online(data: Path, subtree: str) -> dict[str, Counter[str]]:
    """What the catalogue says, by the organisation's own id."""
    done = await motcua("levels", "--subtree", subtree, "--by", "unit", "--json", data=data)
    assert done.code == 0, done.err
    return {
        row["unit"].removeprefix("units/gc-"): Counter(
            {name: row[name] for name in ("numerator", "denominator", "excluded", "unknown")}
        )
        for row in done.document["fully_online"]
        if row["rule"] == "six_points@1"
    }


@needs_data
async def test_every_row_of_the_inventory_is_taken(inventory: dict[str, Any]) -> None:
    assert inventory["kinds"] == {
        "unit": dict(zip(EFFECTS, (80, 0, 0, 0), strict=True)),
        "service": dict(zip(EFFECTS, (1752, 0, 0, 0), strict=True)),
        "offering": dict(zip(EFFECTS, (1752, 0, 0, 0), strict=True)),
    }


@needs_data
async def test_fully_online_equals_the_oracle_organisation_by_organisation(
    data: Path, inventory: dict[str, Any]
) -> None:
    with SERVICES.open(encoding="utf-8-sig", newline="") as lines:
        wanted = inventory_oracle.fully_online(lines)
    assert len(wanted) == 80
    assert wanted[""] == Counter(numerator=422, denominator=1263, excluded=489)
    found = await fully_online(data, "units/gc")
    found[""] -= found.pop("blank", Counter())  # of the test below, if it came first
    assert found == wanted


@needs_data
async def test_the_same_file_again_changes_nothing(data: Path, inventory: dict[str, Any]) -> None:
    for options in (["--validate-only", "--from-chunk", 3], []):
        again = await imported(data, SERVICES, "gc_services", *options)
        assert (again["added"], again["changed"], again["refused"]) == (0, 0, 0)
        assert again["unchanged"] == (3584 if "--from-chunk" not in options else 3584 - 1000)


@pytest.fixture(scope="module")
async def standards(data: Path, inventory: dict[str, Any]) -> dict[str, Any]:
    """The services' standards, taken in once."""
    return await imported(data, STANDARDS, "gc_standards")


@needs_data
async def test_every_standard_becomes_a_target_with_its_exact_threshold(
    data: Path, standards: dict[str, Any]
) -> None:
    taken = standards
    with STANDARDS.open(encoding="utf-8-sig", newline="") as lines:
        wanted = inventory_oracle.thresholds(lines)
    assert taken["added"] == len(wanted) == 2224
    assert Counter(row["reason"] for row in taken["rows"]) == {
        "VALUE_MISSING": 117,
        "ID_MALFORMED": 2,
        "COLUMNS_NOT_READ": 1,
    }
    # Volumes are counted facts, and no part of a target.
    [unread] = [row["field"] for row in taken["rows"] if row["effect"] == "noted"]
    assert {"volume_meeting_target", "total_volume"} <= set(unread.split(", "))
    described = attach(data)
    assert described is not None
    async with Portal(described) as portal:
        assert await thresholds(portal) == wanted


async def thresholds(portal: Portal) -> dict[str, Fraction]:
    """Of every target that the catalogue holds."""
    request = targets.ListTargetsRequest(subtree="units/gc", page_size=1000)
    return {
        each.name.removeprefix("targets/"): Fraction(
            each.threshold.numerator, each.threshold.denominator
        )
        async for page in pages(portal, portal.targets.ListTargets, request)
        for each in page.targets
    }


async def figures(data: Path, definition: str, *reasons: str) -> dict[str, Counter[str]]:
    """What the rates of the fiscal years say, by the organisation's own id; the whole under ""."""
    options = ("--from", "2023-04-01", "--to", "2025-04-01", "--by", "unit", "--unit", "units/gc")
    await followed(data)
    done = await motcua("rates", "--definition", definition, *options, "--json", data=data)
    assert done.code == 0, done.err
    [whole] = done.document["totals"]
    found: dict[str, Counter[str]] = {}
    for rate in (whole, *done.document["rates"]):
        counts = Counter({name: rate[name] for name in ("numerator", "denominator", "unknown")})
        excluded = Counter({name: rate["excluded"].get(name, 0) for name in reasons})
        assert rate["considered"] == counts["denominator"] + sum(excluded.values())
        found[rate["unit"].removeprefix("units/gc").removeprefix("-")] = counts + excluded
    return {name: counts for name, counts in found.items() if counts}


@pytest.fixture(scope="module")
async def volumes(data: Path, inventory: dict[str, Any]) -> dict[str, Any]:
    """Their volumes, taken in once."""
    dry = await imported(data, SERVICES, "gc_volumes", "--validate-only", "--from-chunk", 18)
    assert (dry["added"], dry["unchanged"], dry["refused"]) == (52, 0, 0)
    return await imported(data, SERVICES, "gc_volumes")


@needs_data
async def test_shares_online_equal_the_oracle_organisation_by_organisation(
    data: Path, volumes: dict[str, Any]
) -> None:
    assert volumes["kinds"] == {"count": dict(zip(EFFECTS, (1752, 0, 0, 0), strict=True))}
    assert {row["reason"] for row in volumes["rows"]} == {"NUMBERS_NOT_STATED"}
    again = await imported(data, SERVICES, "gc_volumes", "--from-chunk", 18)
    assert (again["unchanged"], again["added"]) == (52, 0)
    with SERVICES.open(encoding="utf-8-sig", newline="") as lines:
        wanted = inventory_oracle.online(lines)
    assert await figures(data, "online_handling.all") == {
        owner: counts for owner, counts in wanted.items() if counts
    }


@needs_data
async def test_standards_met_equal_the_oracle_organisation_by_organisation(
    data: Path, standards: dict[str, Any]
) -> None:
    taken = await imported(data, STANDARDS, "gc_standard_volumes")
    assert taken["kinds"] == {"standard": dict(zip(EFFECTS, (2341, 0, 0, 2), strict=True))}
    wrong = [(row["line"], row["field"], row["reason"]) for row in taken["rows"]]
    wrong = [each for each in wrong if each[2] != "NUMBERS_NOT_STATED"]
    assert {each[1:] for each in wrong} == {("service_standard_id", "TEXT_MALFORMED")}
    with STANDARDS.open(encoding="utf-8-sig", newline="") as lines:
        wanted = inventory_oracle.standards(lines)
    reasons = ("more_met_than_volume", "no_numbers", "no_target")
    assert await figures(data, "standard.met", *reasons) == wanted


ASSERTED = """
[[figure]]
kind = "FIGURE"
unit = "units/gc"
period = "2023-04-01/2025-04-01"
value = "{value}"
measure = "PERCENT"
wording = "{value}% of applications are made online"
source = "a table that rounds half up"
source_date = 2024-12-01
definitions = ["online_handling.all", "standard.met", "on_time.ended"]
"""


@needs_data
async def test_a_printed_share_is_compared_with_what_the_imported_counts_give(
    data: Path, volumes: dict[str, Any], tmp_path: Path
) -> None:
    with SERVICES.open(encoding="utf-8-sig", newline="") as lines:
        whole = inventory_oracle.online(lines)[""]
    share = Decimal(100 * whole["numerator"]) / whole["denominator"]
    file = tmp_path / "asserted.toml"
    file.write_text(ASSERTED.format(value=share.quantize(Decimal("0.1"), ROUND_HALF_UP)))
    await followed(data)
    done = await motcua("asserted", "--record", file, "--json", data=data)
    assert done.code == 0, done.err
    [asserted] = done.document["assertions"]
    found = {each["rate"]["definition"]: each["agreement"] for each in asserted["comparisons"]}
    assert found.pop("standard.met") in {"differs", "not_comparable"}
    assert found == {"online_handling.all": "half_up", "on_time.ended": "not_comparable"}
    [rate] = [e["rate"] for e in asserted["comparisons"] if e["agreement"] == "half_up"]
    assert (rate["numerator"], rate["denominator"]) == (whole["numerator"], whole["denominator"])
    again = await motcua("asserted", "--record", file, "--json", data=data)
    assert again.document == done.document
    saved = tmp_path / "rates.json"
    saved.write_text(json.dumps(rate))
    verified = await motcua("verify", saved, "--json", data=data)
    assert (verified.code, verified.document["equal"]) == (0, True), verified.err
    shown = await motcua("asserted", "--unit", "units/gc", data=data)
    assert (shown.code, "half up" in shown.out) == (0, True), shown.err


def written(path: Path, *services: tuple[str, str]) -> Path:
    """A file like the inventory's, of one organisation: ids, and all six points."""
    columns = (
        "fiscal_yr", "service_id", "service_name_en", "service_name_fr", "service_description_en",
        "service_description_fr", "service_type", "owner_org", "owner_org_title",
        *inventory_oracle.POINTS,
    )  # fmt: skip
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for number, points in services:
            name = f"Service\n{number}"
            texts = ("2023-2024", number, name, number, "", "", "INFO", "blank", "Blank | Vide")
            writer.writerow((*texts, *points.split(",")))
    return path


async def test_a_blank_point_is_unknown_and_never_fully_online(data: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "blanks.csv",
        ("full", "Y,Y,Y,NA,Y,Y"),
        ("one-blank", "Y,Y,Y,,Y,Y"),
        ("all-blank", ",,,,,"),
        ("blank-and-no", "N,,,,,"),
        ("blank-and-na", "NA,NA,,NA,NA,NA"),
        ("no-points", "NA,NA,NA,NA,NA,NA"),
        ("typing-mistake", "Y,Y,J,Y,Y,Y"),
    )
    taken = await imported(data, file, "gc_services")
    assert taken["kinds"]["offering"]["added"] == 7
    [noted] = [row for row in taken["rows"] if row["reason"] == "VALUE_UNLISTED"]
    # The name of each service holds a line break: the seventh begins on line 14.
    assert (noted["effect"], noted["line"], noted["field"], noted["reason"]) == (
        "noted",
        14,
        "os_application",
        "VALUE_UNLISTED",
    )
    found = await fully_online(data, "units/gc-blank")
    assert found["blank"] == Counter(numerator=1, denominator=6, unknown=4, excluded=1)
