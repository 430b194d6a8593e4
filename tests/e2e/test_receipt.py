"""1,434 real municipal dossiers through `./motcua import`, against an independent oracle.

Promises numerator, denominator, excluded by reason and unknown for every month, department and
overall. Must not hold a copy of the log: without the file the test says so and is skipped.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from motcua.metrics.v1 import events_pb2 as figures
from services.console.importing.formats.xes import xes_rows
from services.console.instants import period_name
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate, list_rates, one_rate, period_of
from tests.e2e import receipt_oracle
from tests.e2e.commands import motcua
from tests.e2e.followed import followed
from tests.e2e.migrated import MigratedStack

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT.parent / "shared" / "data" / "receipt" / "receipt.csv"
MAPPING = ROOT / "deploy" / "mappings" / "receipt.toml"
DEPARTMENTS = {
    "": "",
    "General": "units/wabo-general",
    "Customer contact": "units/wabo-customer-contact",
    "Experts": "units/wabo-experts",
}
DEFINITIONS = ("online_handling", "on_time.ended")
CHANNELS = {
    "Internet": "online", "Desk": "in_person", "Post": "post", "e-mail": "email", "Intern": "other",
}  # fmt: skip
EVER = (date(2009, 1, 1), date(2014, 1, 1))  # more than the log holds, excluded dossiers included

pytestmark = [
    pytest.mark.skipif(not LOG.exists(), reason=f"the municipal log is not here: {LOG.name}"),
    pytest.mark.long,
]


@pytest.fixture(scope="module")
async def portal() -> AsyncIterator[Portal]:
    """A stack of its own into which the log was imported."""
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as opened:
        done = await motcua("import", LOG, "--mapping", MAPPING, "--json", data=path)
        assert done.code == 0, done.err
        told = done.document["import"]
        # A call that was not answered in time is sent again, and finds what it had recorded.
        taken = {kind: sum(effects.values()) for kind, effects in told["kinds"].items()}
        assert taken == {"unit": 14, "service": 1, "offering": 3, "dossier": 1434}
        assert (told["refused"], told["noted"], told["rows"]) == (0, 0, [])
        assert told["logs"] == [
            {
                "lines": 8577,
                "steps": [{"step": 2, "lines": 1434}, {"step": 3, "lines": 7143}],
                "others": {},
            }
        ]
        assert told["anomalies"]["ended_before_accepted"] == 117
        await followed(path)
        yield opened
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def expected() -> receipt_oracle.Rates:
    with LOG.open(encoding="utf-8-sig", newline="") as lines:
        return receipt_oracle.rates(lines)


def counts_of(rate: figures.Rate) -> Counter[str]:
    """In the oracle's words; what is zero is left out."""
    receipt = rate.receipt
    named = {"numerator": receipt.numerator, "denominator": receipt.denominator}
    excluded = {f"excluded:{each.reason}": each.count for each in receipt.excluded}
    return +Counter({**named, **excluded, "unknown": receipt.unknown})


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_every_month_equals_the_oracle(
    portal: Portal, expected: receipt_oracle.Rates, definition: str, department: str
) -> None:
    rates = await list_rates(
        portal, definition, by="month", unit=DEPARTMENTS[department], period=EVER
    )
    counted = {period_name(*period_of(rate)): counts_of(rate) for rate in rates}
    wanted = {
        month: +counts
        for (name, where, month), counts in expected.items()
        if (name, where) == (definition, department) and month
    }
    assert {month: counts for month, counts in counted.items() if counts} == wanted


@pytest.mark.parametrize("definition", DEFINITIONS)
async def test_every_department_and_the_whole_equal_the_oracle(
    portal: Portal, expected: receipt_oracle.Rates, definition: str
) -> None:
    for department, unit in DEPARTMENTS.items():
        rate = await get_rate(portal, one_rate(definition, EVER, unit=unit))
        assert counts_of(rate) == +expected[definition, department, ""]


async def test_channels_by_year_equal_the_log(portal: Portal) -> None:
    data = Path(portal.installation.name)
    words = ("rates", "--definition", "online_handling.all", "--by", "channel", "--across", "year")
    done = await motcua(*words, "--from", EVER[0], "--to", EVER[1], "--json", data=data)
    assert done.code == 0, done.err
    found = {
        (rate["filters"]["channel"][0], rate["from"][:4]): rate["denominator"]
        for rate in done.document["rates"]
    }
    with LOG.open(encoding="utf-8-sig", newline="") as lines:
        expected = Counter(
            (CHANNELS[each["case:channel"]], receipt_oracle.month(accepted)[:4])
            for each in receipt_oracle.dossiers(lines)
            for accepted in (datetime.fromisoformat(each["accepted"]),)
        )
    assert found == expected


def test_the_oracle_finds_what_the_log_is_known_for(expected: receipt_oracle.Rates) -> None:
    online, ended = (expected[definition, "", ""] for definition in DEFINITIONS)
    assert (online["numerator"], online["denominator"]) == (1250, 1434)
    assert (ended["numerator"], ended["denominator"]) == (852, 1212)
    assert ended["excluded:ended_before_accepted"] == 117
    assert online["denominator"] - ended["denominator"] - 117 == 105


async def test_a_second_import_adds_nothing(portal: Portal) -> None:
    data = Path(portal.installation.name)
    done = await motcua("import", LOG, "--mapping", MAPPING, "--json", data=data)
    assert done.code == 0, done.err
    told = done.document["import"]
    assert (told["added"], told["changed"]) == (0, 0)
    assert told["kinds"]["dossier"]["unchanged"] == 1434


async def test_every_event_of_the_log_comes_out_again_as_xes(
    portal: Portal, tmp_path: Path
) -> None:
    data, log = Path(portal.installation.name), tmp_path / "out.xes"
    done = await motcua(
        *("export", "--kind", "dossiers", "--format", "xes", "--tasks", "-o", log), data=data
    )
    assert done.code == 0, done.err
    with LOG.open(encoding="utf-8-sig", newline="") as lines:
        expected = events_by_case(csv.DictReader(lines))
    found = events_by_case(row for _, row in xes_rows(log))
    assert sum(map(len, found.values())) == 8577
    assert found == expected


def events_by_case(rows: Iterable[Mapping[str, str]]) -> dict[str, list[tuple[Any, ...]]]:
    """Instant, activity, resource and group of each event, by time."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        at = datetime.fromisoformat(row["time:timestamp"])
        said = (row["concept:name"], row["org:resource"], row["org:group"])
        found[row["case:concept:name"]].append((at, *said))
    return {case: sorted(events) for case, events in found.items()}


async def test_a_dossier_shows_its_dates_and_each_activity(portal: Portal) -> None:
    data = Path(portal.installation.name)
    due = (await motcua("due", "--limit", 0, "--json", data=data)).document["due"]
    assert len(due) == 105  # those without an end
    assert {each["source"] for each in due} == {"wabo-receipt"}
    assert due == sorted(due, key=lambda each: each["due"]["time"])
    done = await motcua("dossier", due[0]["dossier"], "--json", data=data)
    assert done.code == 0, done.err
    with LOG.open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines) if row["case:concept:name"] == due[0]["source_key"]
        ]
    history, deadline = done.document["history"], done.document["deadline"]
    assert history[0]["event"] == "DossierSubmitted"
    tasks = [each["officer"] for each in history if each["task"]]
    assert tasks == [
        row["org:resource"] for row in sorted(rows, key=lambda row: row["time:timestamp"])
    ]
    for name, column in (("promised", "case:enddate_planned"), ("due", "case:deadline")):
        stated = datetime.fromisoformat(rows[0][column])
        assert datetime.fromisoformat(deadline[name]["time"]) == stated
    assert [each["kind"] for each in deadline["stages"]] == ["stated"]


async def test_a_unit_sees_what_falls_due_there(portal: Portal) -> None:
    data = Path(portal.installation.name)
    asked = ("due", "--unit", "wabo-experts", "--limit", 0, "--json")
    due = (await motcua(*asked, data=data)).document["due"]
    assert {each["handling_unit"] for each in due} <= {"units/wabo-experts"}
    before = (await motcua(*asked, "--before", "2011-01-01", data=data)).document["due"]
    assert len(before) <= len(due)


async def test_a_number_that_no_dossier_has_is_refused_in_both_languages(portal: Portal) -> None:
    data = Path(portal.installation.name)
    for lang, words in (("C.UTF-8", "No dossier has"), ("vi_VN.UTF-8", "Không có hồ sơ nào")):
        done = await motcua("dossier", "xa-010101-0001", data=data, lang=lang)
        assert (done.code, words in done.err) == (4, True)


async def test_the_second_reading_agrees(portal: Portal) -> None:
    done = await motcua("verify", "--json", data=Path(portal.installation.name))
    assert done.code == 0, done.out + done.err
    assert done.document["equal"] is True
    assert done.document["figures"] > 100
