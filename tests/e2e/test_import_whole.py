"""Lists that say that they are whole: what they no longer hold is named, and ends only when asked.

Given a city's catalogue, a list as of a day comes in again with lines gone, none at all, or faulty.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from services.console.importing.jobs import planned
from services.console.importing.keys import MappingError
from services.console.importing.outcomes import Account
from services.console.importing.rules import rules
from services.console.importing.whole import Whole
from services.console.instants import local_midnight
from services.console.outcome import Mistake
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


def words(done: Ended) -> set[str]:
    rows: list[dict[str, Any]] = done.document["import"]["rows"]
    return {row["message"] for row in rows if row["reason"] == "MISSING_IN_LIST"}


def missing(done: Ended) -> list[str]:
    rows: list[dict[str, Any]] = done.document["import"]["rows"]
    return [row["key"] for row in rows if row["reason"] == "MISSING_IN_LIST"]


DAY = local_midnight(datetime(2026, 3, 31).date())  # noqa: DTZ001 - a day
BEFORE = local_midnight(datetime(2026, 3, 30).date())  # noqa: DTZ001 - a day


async def test_what_a_list_lacks_is_named_and_stays(city: City) -> None:
    done = await city.bring(WARDS[:-1])
    assert (done.code, missing(done)) == (0, ["units/w20"])
    assert "--close-missing ends it as of that day" in words(done).pop()
    assert len(await city.open_units(DAY)) == 20


@pytest.mark.parametrize("options", [("--close-missing",), ("--close-missing", "--missing", "4")])
async def test_more_than_a_tenth_is_refused_unless_just_so_many_are_stated(
    city: City, options: tuple[str, ...]
) -> None:
    done = await city.bring(WARDS[:-3], *options)
    assert done.code == 2
    assert "nothing is closed: 3" in done.err
    assert words(done) == {"In force on 2026-03-31, and not in the list; it is not ended."}
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
    assert words(done) == {"In force on 2026-03-31, and not in the list; it ends as of that day."}
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
        ("day = 2026-03-31", "day = 3", r"rows 2\.whole\.day must be of type date, not 3"),
        ("day = 2026-03-31", 'day = { file = "%d" }', "the day is stated by %Y with %m"),
        ('kind = "unit"\nid = "ward"', 'kind = "closing"\nid = "ward"', "can be whole lists"),
    ],
)
def test_a_mistake_of_the_mapping_names_its_key(old: str, new: str, message: str) -> None:

    with pytest.raises(MappingError, match=message):
        rules(tomllib.loads((TOP + UNITS).replace(old, new)))


def read(tmp_path: Path, day: str, lines: str, *names: str, stated: date | None = None) -> Whole:
    """The whole list of a mapping, once all files were read."""
    said = f", {day}" if day else ""
    found = rules(tomllib.loads((TOP + UNITS).replace(", day = 2026-03-31", said)))
    [(_, whole)] = found.wholes
    if stated:
        whole.state(stated)
    for name in names:
        (tmp_path / name).write_text(lines, "utf-8")
    with planned([tmp_path / name for name in names], found, Account()) as plan:
        for job in plan.jobs:
            assert list(job.items())
    return whole


LINES = "ward,ngay\nw1,31/03/2026\nw2,31/03/2026\n"
OF_NAMES = 'day = { file = "%d-%m-%Y" }'
OF_COLUMN = 'day = { column = "ngay", format = "%d/%m/%Y" }'


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (OF_NAMES, ["xa 31-03-2026.csv"]),
        (OF_NAMES, ["1-31-03-2026.csv", "2_31-03-2026_v2.csv"]),
        ('day = { file = "%Y%m%d" }', ["DS_20260331_1234567.csv"]),
        (OF_COLUMN, ["a.csv", "b.csv"]),
    ],
)
def test_the_day_comes_from_the_files_name_or_a_column(
    tmp_path: Path, day: str, names: list[str]
) -> None:
    whole = read(tmp_path, day, LINES, *names)
    assert (whole.day, whole.faulty) == (date(2026, 3, 31), 0)


@pytest.mark.parametrize("day", [OF_NAMES, OF_COLUMN, "day = 2026-01-01", ""])
def test_whoever_begins_the_import_states_it_whatever_else_does(tmp_path: Path, day: str) -> None:
    whole = read(tmp_path, day, LINES, "a 01-02-2026.csv", stated=date(2026, 4, 1))
    assert (whole.day, whole.faulty) == (date(2026, 4, 1), 0)


@pytest.mark.parametrize("line", ["w3,01/04/2026", "w3,"])
def test_lines_that_say_another_day_or_none_are_faulty(tmp_path: Path, line: str) -> None:
    whole = read(tmp_path, OF_COLUMN, LINES + line + "\n", "a.csv")
    assert (whole.day, whole.faulty) == (date(2026, 3, 31), 1)


@pytest.mark.parametrize(
    ("day", "names", "told"),
    [
        (OF_NAMES, ["a.csv"], "found: none"),
        (OF_NAMES, ["a 32-03-2026.csv"], "found: none"),
        (OF_NAMES, ["a 31-03-2026.csv", "b.csv"], "found: 2026-03-31"),
        (OF_NAMES, ["31-03-2026 01-04-2026.csv"], "found: 2026-03-31, 2026-04-01"),
        ("", ["a.csv"], r"rows 2\.whole\.day is missing: state it there, or by --day"),
    ],
)
def test_files_that_do_not_say_one_day_are_a_mistake(
    tmp_path: Path, day: str, names: list[str], told: str
) -> None:
    with pytest.raises(Mistake, match=told):
        read(tmp_path, day, LINES, *names)
