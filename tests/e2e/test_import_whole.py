"""Lists that say that they are whole: what they no longer hold is named, and ends only when asked.

Given a city's catalogue, a list as of a day comes in again with lines gone, none at all, or faulty.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from services.console.importing.keys import MappingError
from services.console.importing.rules import rules
from services.console.instants import local_midnight
from services.console.portal import catalogue
from services.console.portal.catalogue import When
from services.console.portal.client import Portal
from tests.e2e.commands import Ended, motcua
from tests.e2e.migrated import MigratedStack
from tests.waiting import until

pytestmark = pytest.mark.timeout(240)

TOP = """
source = "list"
effective = 2025-01-01
reason = "danh sách"
[[rows]]
kind = "unit"
id = { constant = "city" }
[rows.fields]
kind = { constant = "city" }
display_name.vi = { constant = "Thành phố" }
"""
UNITS = """
[[rows]]
kind = "unit"
id = "ward"
whole = { below = "city", day = 2026-03-31 }
[rows.fields]
parent = { constant = "city" }
kind = { constant = "ward" }
display_name.vi = "ward"
"""
OFFERINGS = """
[[rows]]
kind = "service"
id = { constant = "birth" }
[rows.fields]
authority = { constant = "city" }
display_name.vi = { constant = "Khai sinh" }
[[rows]]
kind = "offering"
service = { constant = "birth" }
level = { constant = "4" }
whole = { below = "city", day = 2026-03-31 }
[rows.fields]
unit = "ward"
"""
WARDS = [f"w{n}" for n in range(1, 21)]


class City:
    """A stack, and what a list of it comes to."""

    def __init__(self, data: Path, portal: Portal, where: Path) -> None:
        self.data, self.portal, self.where = data, portal, where

    async def bring(self, wards: list[str], *options: str, mapping: str = TOP + UNITS) -> Ended:
        table, rule = self.where / "list.csv", self.where / "list.toml"
        table.write_text("ward\n" + "".join(f"{each}\n" for each in wards), "utf-8")
        rule.write_text(mapping, "utf-8")
        words = ("import", table, "--mapping", rule, "--json", *options)
        return await motcua(*words, data=self.data)

    async def open_units(self, at: datetime) -> set[str]:
        asked = When(at, 0, datetime.now(UTC))
        found = [each async for each in catalogue.units(self.portal, asked)]
        return {each.name for each in found if each.state == each.STATE_OPEN} - {"units/city"}

    async def settled(self) -> bool:
        """Whether the offerings of units that have ended ended, too."""
        return await self.open_offerings(DAY) == len(await self.open_units(DAY))

    async def open_offerings(self, at: datetime) -> int:
        asked = When(at, 0, datetime.now(UTC))
        return len([each async for each in catalogue.offerings(self.portal, asked)])


@pytest.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    """With twenty wards, each of which offers a service."""
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        made = City(path, portal, tmp_path_factory.mktemp("list"))
        done = await made.bring(WARDS, mapping=TOP + UNITS + OFFERINGS)
        assert done.code == 0, done.err
        assert missing(done) == []
        yield made
    shutil.rmtree(path)


def missing(done: Ended) -> list[str]:
    rows: list[dict[str, Any]] = done.document["import"]["rows"]
    return [row["key"] for row in rows if row["reason"] == "MISSING_IN_LIST"]


DAY = local_midnight(datetime(2026, 3, 31).date())  # noqa: DTZ001 - a day
BEFORE = local_midnight(datetime(2026, 3, 30).date())  # noqa: DTZ001 - a day


async def test_what_a_list_lacks_is_named_and_stays(city: City) -> None:
    done = await city.bring(WARDS[:-1])
    assert (done.code, missing(done)) == (0, ["units/w20"])
    assert len(await city.open_units(DAY)) == 20


@pytest.mark.parametrize("options", [("--close-missing",), ("--close-missing", "--missing", "4")])
async def test_more_than_a_tenth_is_refused_unless_just_so_many_are_stated(
    city: City, options: tuple[str, ...]
) -> None:
    done = await city.bring(WARDS[:-3], *options)
    assert done.code == 2
    assert "nothing is closed: 3" in done.err
    assert done.document["import"]["kinds"]["unit"]["unchanged"] == 18  # those that are listed
    assert len(await city.open_units(DAY)) == 20


@pytest.mark.parametrize(
    ("stated", "told"), [((), "3 of 20 are missing"), (("--missing", "4"), "3 are missing, not 4")]
)
async def test_a_dry_run_shows_what_would_close_also_where_it_is_too_much(
    city: City, stated: tuple[str, ...], told: str
) -> None:
    done = await city.bring(WARDS[:-3], "--close-missing", "--validate-only", *stated)
    assert (done.code, told in done.err) == (2, True), done.err
    assert missing(done) == [f"units/{each}" for each in ("w18", "w19", "w20")]
    rows = done.document["import"]["rows"]
    assert sorted(row["key"] for row in rows if row["kind"] == "closing") == missing(done)
    assert len(await city.open_units(DAY)) == 20


@pytest.mark.parametrize("wards", [[], [*WARDS[:-1], "w/20"]])
async def test_an_empty_or_a_faulty_list_closes_nothing(city: City, wards: list[str]) -> None:
    done = await city.bring(wards, "--close-missing", "--missing", "20" if not wards else "1")
    assert done.code == 2
    assert "nothing is closed: the table has lines that were refused" in done.err
    assert "closing" not in done.document["import"]["kinds"]
    assert len(await city.open_units(DAY)) == 20


async def test_what_is_missing_ends_on_request_as_of_the_lists_day_and_once(city: City) -> None:
    dry = await city.bring(WARDS[:-1], "--close-missing", "--validate-only")
    assert dry.code == 0, dry.err
    assert dry.document["import"]["kinds"]["closing"]["changed"] == 1
    assert len(await city.open_units(DAY)) == 20
    done = await city.bring(WARDS[:-1], "--close-missing")
    assert done.code == 0, done.err
    assert len(await city.open_units(BEFORE)) == 20
    assert await city.open_units(DAY) == {f"units/{each}" for each in WARDS[:-1]}
    again = await city.bring(WARDS[:-1], "--close-missing")
    assert (again.code, missing(again)) == (0, [])


async def test_offerings_that_are_not_listed_close(city: City) -> None:
    mapping = TOP + OFFERINGS
    await until(city.settled)
    before = await city.open_offerings(DAY)
    done = await city.bring(WARDS[:-2], "--close-missing", mapping=mapping)
    assert done.code == 0, done.err
    assert missing(done) == ["services/birth/offerings/w19"]
    assert await city.open_offerings(DAY) == before - 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("day = 2026-03-31", "days = 3", "unknown key 'days' in .rows 2.whole"),
        (", day = 2026-03-31", "", r"rows 2\.whole\.day is missing"),
        ('kind = "unit"\nid = "ward"', 'kind = "closing"\nid = "ward"', "can be whole lists"),
    ],
)
def test_a_mistake_of_the_mapping_names_its_key(old: str, new: str, message: str) -> None:

    with pytest.raises(MappingError, match=message):
        rules(tomllib.loads((TOP + UNITS).replace(old, new)))
