"""A case log on its way into an installation: tried first, its rules counted by calendars, and its
dossiers found by the numbers that they had.

Given a city of two departments, of which one works by a calendar, and a log of 30 dossiers due by
rule, of which 25 are of that department.
"""

from __future__ import annotations

import csv
import shutil
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from services.console.portal.client import Portal
from tests.e2e.commands import Ended, motcua
from tests.e2e.migrated import MigratedStack

pytestmark = pytest.mark.timeout(240)

CATALOGUE = """
source = "onestop"
effective = 2020-01-01
reason = "đã có"
[[rows]]
kind = "unit"
id = "parent"
[rows.fields]
kind = { constant = "city" }
display_name.vi = "parent"
[[rows]]
kind = "unit"
id = "unit"
[rows.fields]
parent = "parent"
kind = { constant = "department" }
display_name.vi = "unit"
[[rows]]
kind = "service"
id = { constant = "permit" }
[rows.fields]
authority = "parent"
display_name.vi = { constant = "Cấp phép" }
[[rows]]
kind = "offering"
service = { constant = "permit" }
level = { constant = "4" }
[rows.fields]
unit = "unit"
"""
DOSSIERS = """
[[rows]]
kind = "dossier"
id = "number"
[rows.fields]
service = { constant = "permit" }
unit = "unit"
channel = { constant = "ONLINE" }
due_rule = { amount = "days", unit = { constant = "WORKING_DAY" } }
[[rows.steps]]
status = "accepted"
time = "accepted"
"""
HEADING = "number,unit,parent,days,accepted\n"


class City:
    """A stack, and imports of lines."""

    def __init__(self, data: Path, where: Path) -> None:
        self.data, self.where = data, where

    async def bring(self, lines: str, *options: object, mapping: str = CATALOGUE) -> Ended:
        table, rule = self.where / "log.csv", self.where / "log.toml"
        table.write_text(HEADING + lines, "utf-8")
        rule.write_text(mapping, "utf-8")
        return await motcua("import", table, "--mapping", rule, *options, data=self.data)


def line(number: int, unit: str = "land") -> str:
    return f"HS/{number:03},{unit},city,3,2026-03-02 09:00\n"


LOG = "".join([line(n) for n in range(25)] + [line(n, "trade") for n in range(25, 30)])


@pytest.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    """With its catalogue, and a calendar by which one department works."""
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()):
        made = City(path, tmp_path_factory.mktemp("log"))
        done = await made.bring(line(0) + line(1, "trade"))
        assert done.code == 0, done.err
        assert (await motcua("calendar", "seed", "--years", "2026", data=path)).code == 0
        yield made
    shutil.rmtree(path)


def effects(done: Ended, effect: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = done.document["import"]["rows"]
    return [row for row in rows if row["effect"] == effect]


async def test_a_calendar_is_assigned_from_a_day_on(city: City) -> None:
    words = ("calendar", "assign", "land", "vn", "--from", "2026-01-01")
    late = await motcua(*words, data=city.data)
    assert (late.code, "PAST_WITHOUT_REASON" in late.err) == (4, True), late.err
    done = await motcua(*words, "--reason", "nhập sau", data=city.data)
    assert (done.code, "units/land works by calendars/vn from 2026-01-01" in done.out) == (0, True)
    for day, hours in (("2025-12-31", "?"), ("2026-03-02", "07:30")):
        shown = await motcua(
            "calendar", "show", "--unit", "land", "--from", day, "--to", day, data=city.data
        )
        assert hours in shown.out, shown.out


async def test_a_trial_shows_the_first_dossiers_of_all_and_the_report_has_each(
    city: City, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    options = ("--validate-only", "--json", "--report", report)
    done = await city.bring(LOG, *options, mapping=CATALOGUE + DOSSIERS)
    assert done.code == 0, done.err
    said = done.document["import"]
    assert said["kinds"]["dossier"]["added"] == 30
    shown = effects(done, "added")
    assert {row["kind"] for row in shown} == {"dossier"}
    assert len(shown) == 20  # of however many
    assert len({row["key"] for row in shown}) == 20
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["effect"] == "added"]
    assert sorted(row["key"] for row in rows) == sorted(f"HS/{n:03}" for n in range(30))
    assert {row["line"] for row in rows} == {str(n) for n in range(2, 32)}


async def test_a_trial_that_opens_its_catalogue_shows_dossiers_beside_it(city: City) -> None:
    lines = "".join(f"N/{n},new,city,3,2026-03-02 09:00\n" for n in range(25))
    done = await city.bring(lines, "--validate-only", mapping=CATALOGUE + DOSSIERS)
    assert done.code == 0, done.err
    assert "DOSSIERS_UNASKED" in done.out
    assert ("units/new" in done.out, "N/7" in done.out) == (True, True), done.out


async def test_dossiers_whose_rule_no_calendar_counts_are_named_and_come_in(city: City) -> None:
    done = await city.bring(LOG, "--json", mapping=CATALOGUE + DOSSIERS)
    assert done.code == 0, done.err
    assert done.document["import"]["kinds"]["dossier"]["added"] == 30
    notes = [row for row in effects(done, "noted") if row["reason"] == "DUE_WITHOUT_CALENDAR"]
    assert sorted(row["key"] for row in notes) == [f"HS/{n:03}" for n in range(25, 30)]
    assert {row["field"] for row in notes} == {"days"}
    assert {row["line"] for row in notes} == set(range(27, 32))


async def test_a_dossier_is_found_by_the_number_that_it_had(city: City) -> None:
    done = await motcua("dossier", "HS/007", "--json", data=city.data)
    assert done.code == 0, done.err
    dossier = done.document["dossier"]
    assert dossier["origin"] == {"source": "onestop", "key": "HS/007"}
    assert dossier["due"]["time"] == "2026-03-05T10:00:00Z"  # Thursday, 17:00
    other = CATALOGUE.replace('"onestop"', '"paper"') + DOSSIERS
    assert (await city.bring(line(7), mapping=other)).code == 0
    several = await motcua("dossier", "HS/007", data=city.data)
    assert several.code == 2
    assert "(onestop)" in several.err
    assert "(paper)" in several.err
    nobody = await motcua("dossier", "HS/999", data=city.data)
    assert (nobody.code, "HS/999" in nobody.err) == (4, True)


TONES = "\u0300\u0301\u0303\u0309\u0323"
EVENTS = """Mã HS,Phòng,Đơn vị,Trạng thái,Thời gian,Hình thức nộp
T1,1,Phòng Tư pháp,Nộp hồ sơ,01/03/2024 08:00,Trực tuyến
T1,1,Phòng Tư pháp,Tiếp nhận,01/03/2024 09:00,Trực tuyến
T1,1,Phòng Tư pháp,Yêu cầu bổ sung,02/03/2024 09:00,Trực tuyến
T1,1,Phòng Tư pháp,Thẩm định,13/03/2024 09:00,Trực tuyến
T1,1,Phòng Tư pháp,Có kết quả,14/03/2024 09:00,Trực tuyến
T2,2,,Tiếp nhận,04/03/2024 09:00,Trực tiếp
T2,2,,Từ chối,05/03/2024 15:00,Trực tiếp
"""
PIVOT = """BÁO CÁO SỐ HỒ SƠ;;;;;
Đơn vị;Mã TTHC;Quý I/2025;Quý II/2025;Quý III/2025;Quý IV/2025
Xã A;1.001;10;NA;0;
Xã A;1.002;ND;2.345;1;7
Xã B;1.001;1;2;3;4
Tổng cộng;;11;2.347;4;11
"""


@pytest.mark.parametrize(
    ("encoding", "text", "added"),
    [
        ("utf-16", EVENTS, {"dossier": 2, "service": 1, "offering": 2}),
        ("windows-1258", PIVOT, {"count": 9, "service": 2}),
    ],
)
async def test_what_is_proposed_for_a_strangers_table_comes_in_as_it_is(
    city: City, encoding: str, text: str, added: dict[str, int]
) -> None:
    table, rule = city.where / f"{encoding}.csv", city.where / "proposed.toml"
    table.write_bytes("".join(map(tone_last, text)).encode(encoding))
    proposed = await motcua("map", table)
    assert proposed.code == 0, proposed.err
    rule.write_text(proposed.out, "utf-8")
    for options in (("--validate-only",), ()):
        done = await motcua("import", table, "--mapping", rule, "--json", *options, data=city.data)
        assert done.code == 0, done.out + done.err
        kinds = done.document["import"]["kinds"]
        assert {kind: kinds[kind]["added"] for kind in added} == added


def tone_last(letter: str) -> str:
    """As Windows' Vietnamese has it: a tone is a mark behind its letter."""
    parts = unicodedata.normalize("NFD", letter)
    tones = [each for each in parts if each in TONES]
    rest = "".join(each for each in parts if each not in TONES)
    return unicodedata.normalize("NFC", rest) + "".join(tones)
