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
from tests.e2e.followed import followed
from tests.e2e.migrated import MigratedStack

MAPPING = """
source = "odd"
effective = 2026-05-15
reason = "before the log"
[[rows]]
kind = "unit"
id = { constant = "odd" }
[rows.fields]
kind = { constant = "ward" }
display_name.vi = { constant = "Phường thử" }
[[rows]]
kind = "service"
id = { constant = "odd" }
[rows.fields]
authority = { constant = "odd" }
display_name.vi = { constant = "Thủ tục thử" }
[[rows]]
kind = "offering"
service = { constant = "odd" }
level = { constant = "3" }
[rows.fields]
unit = { constant = "odd" }
[[rows]]
kind = "dossier"
id = "case"
[rows.fields]
service = { constant = "odd" }
unit = { constant = "odd" }
channel = { column = "channel", values = { "Quầy" = "IN_PERSON" } }
due = "due"
[[rows.steps]]
status = "submitted"
time = "submitted"
[[rows.steps]]
status = "accepted"
time = "accepted"
[[rows.steps]]
status = "result_ready"
time = "ended"
[[rows.steps]]
status = "result_returned"
time = { column = "returned", day = true }
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


async def replayed(data: Path, text: str, *options: str, mapping: str = MAPPING) -> Any:
    """What became of a night's export."""
    log, rules = data / "odd.csv", data / "odd.toml"
    log.write_text(text, encoding="utf-8")
    rules.write_text(mapping, encoding="utf-8")
    done = await motcua("import", log, "--mapping", rules, "--json", *options, data=data)
    assert done.code in {0, 1}, done.err
    return done.document["import"]


async def test_two_nights_are_counted_and_verified(data: Path) -> None:
    first = await replayed(data, FIRST_NIGHT)
    assert first["refused"] == 0
    assert first["anomalies"] == {
        "accepted_without_time": 1,
        "due_before_accepted": 1,  # D, by an hour
        "ended_in_future": 1,
        "ended_without_time": 1,
        "submitted_without_time": 1,
    }
    second = await replayed(data, SECOND_NIGHT)
    assert second["kinds"]["dossier"] == {
        "added": 0, "changed": 1, "unchanged": 3, "refused": 1,
    }  # fmt: skip
    [refusal] = second["rows"]
    assert (refusal["key"], refusal["reason"], refusal["field"], refusal["line"]) == (
        "D", "RECORD_CHANGED", "submitted", 5,
    )  # fmt: skip
    await followed(data)
    shown = (await motcua("rates", "--json", data=data)).document["rates"]
    rows = {(rate["definition"], rate["period"]): rate for rate in shown}
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


async def test_a_trial_names_what_would_be_corrected_and_the_mapping_takes_it(data: Path) -> None:
    """Of the second night one was refused; with a reason it is a correction, once."""
    corrects = 'id = "case"\ncorrections = true\nreason_code = "nightly-export"'
    correcting = MAPPING.replace('id = "case"', corrects)
    refused = {"added": 0, "changed": 0, "unchanged": 4, "refused": 1}
    taken = {"added": 0, "changed": 1, "unchanged": 4, "refused": 0}
    trial = ("--validate-only",)
    assert (await replayed(data, SECOND_NIGHT, *trial))["kinds"]["dossier"] == refused
    for options in (trial, (), ()):
        told = await replayed(data, SECOND_NIGHT, *options, mapping=correcting)
        assert told["kinds"]["dossier"] == taken, options
        taken = taken if options else {**taken, "changed": 0, "unchanged": 5}
