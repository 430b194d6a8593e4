"""Times after now, impossible ones and days in a case log, from the file to a rate and its check.

Promises that no date of one case makes the rates of all longer or unverifiable, and that a nightly
export goes on. One stack, filled twice.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from services.console.instants import month_of, months
from tests.e2e.commands import motcua
from tests.e2e.migrated import MigratedStack

MAPPING = """
source = "odd"
[log]
case = "case"
[channel]
column = "channel"
in_person = ["Quầy"]
[units]
root = { id = "odd", kind = "ward", vi = "Phường thử" }
[due]
column = "due"
[[step]]
status = "submitted"
column = "submitted"
[[step]]
status = "accepted"
column = "accepted"
[[step]]
status = "result_ready"
column = "ended"
[[step]]
status = "result_returned"
column = "returned"
day = true
[service]
id = "odd"
vi = "Thủ tục thử"
level = 3
effective = 2026-05-15
reason = "before the log"
"""
LATER = datetime.now(UTC) + timedelta(days=60)
FIRST_NIGHT = f"""\
case,channel,submitted,accepted,ended,returned,due
A,Quầy,2026-06-02T08:00,2026-06-02T09:00,{LATER:%Y-%m-%dT09:00},,
B,Quầy,2026-06-02T08:00,2026-06-02T09:00,2999-01-15T09:00,,9999-12-31T23:59:59
C,Quầy,0001-01-01T00:00,0016-08-02T09:00,2026-07-03T09:00,,2026-07-03T09:00
D,Quầy,2026-06-02T08:00,2026-06-02T09:00,,2026-06-02,2026-06-02T08:30
E,Quầy,2026-06-02T08:00,2026-06-02T09:00,,,2026-07-01T17:00
"""
SECOND_NIGHT = FIRST_NIGHT.replace("E,Quầy,2026-06-02T08:00,2026-06-02T09:00,,", (
    "E,Quầy,2026-06-02T08:00,2026-06-02T09:00,2026-07-01T17:00,"
)).replace("D,Quầy,2026-06-02T08:00", "D,Quầy,2026-06-02T07:00")  # fmt: skip


@pytest.fixture(scope="module")
async def data() -> AsyncIterator[Path]:
    """The directory of a stack of its own."""
    path = make_temporary()
    async with MigratedStack(path) as stack:
        assert stack
        yield path
    shutil.rmtree(path)


async def replayed(data: Path, text: str) -> Any:
    """What became of a night's export."""
    log, mapping = data / "odd.csv", data / "odd.toml"
    log.write_text(text, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    done = await motcua("replay", log, "--mapping", mapping, "--json", data=data)
    assert done.code in {0, 1}, done.err
    return done.document


async def test_two_nights_are_counted_and_verified(data: Path) -> None:
    first = await replayed(data, FIRST_NIGHT)
    assert first["replay"]["refused"] == 0
    assert first["replay"]["anomalies"] == {
        "accepted_without_time": 1,
        "due_before_accepted": 1,  # D, by an hour
        "ended_in_future": 1,
        "ended_without_time": 1,
        "submitted_without_time": 1,
    }
    second = await replayed(data, SECOND_NIGHT)
    told = second["replay"]
    assert (told["added"], told["updated"], told["known"], told["refused"]) == (0, 1, 3, 1)
    [refusal] = told["refusals"]
    assert (refusal["key"], refusal["reason"], refusal["field"]) == (
        "D", "RECORD_CHANGED", "steps[0].time",
    )  # fmt: skip
    rows = {(rate["definition"], rate["period"]): rate for rate in second["rates"]}
    asked = {definition: [p for d, p in rows if d == definition] for definition, _ in rows}
    assert asked["online_handling"] == ["2026-06"]
    assert asked["on_time.ended"] == ["2026-06", "2026-07"]
    until = month_of(datetime.now(UTC))
    assert asked["coverage.l3l4"] == [f"{m:%Y-%m}" for m in months(date(2026, 5, 1), until)]
    june, july = rows["on_time.ended", "2026-06"], rows["on_time.ended", "2026-07"]
    assert (june["numerator"], june["denominator"]) == (1, 1)  # D, by the day
    assert (july["numerator"], july["denominator"]) == (2, 2)  # C and E
    verified = await motcua("verify", "--json", data=data)
    assert verified.code == 0, verified.out + verified.err
    assert verified.document["figures"] > 0
