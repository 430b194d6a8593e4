"""A file of receipts of which some cannot be recomputed: the others are, and those are named.

Promises an outcome of its own where nothing differs and not all was verified. Must need no stack.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from motcua.metrics.v1.events_pb2 import Receipt
from services.console.outcome import Difference, Unverified
from services.console.reading.comparison import checked_file, receipt_check
from services.console.reading.comparison.checked_file import CheckedFile
from services.console.reading.comparison.score_check import score_differences
from services.console.reading.figures.digest import figure
from services.console.reading.folding import streams
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import Reading
from tests.e2e.definitions import COVERAGE, ONLINE_HANDLING, SHOWN
from tests.e2e.test_receipts_recomputed import receipt
from tests.e2e.test_second_reading import City

ENDS = 7  # of each stream
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def stated(definition: str = ONLINE_HANDLING, position: int = ENDS, **more: Any) -> Receipt:
    """Of nothing, as it is."""
    found = receipt(definition)
    found.digest = figure({})
    for stream in ("catalog", "submissions"):
        found.positions.add(stream=stream, position=position)
    for name, value in more.items():
        setattr(found, name, value)
    return found


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where receipts are saved; the streams hold nothing that counts."""

    async def adopted(_: Any) -> Any:
        return SHOWN

    async def read_at(_: Any, positions: dict[str, int], __: Reading | None) -> Reading:
        if max(positions.values()) > ENDS:
            raise Difference(f"submissions ends at {ENDS}")
        return City().reading

    monkeypatch.setattr(receipt_check, "adopted", adopted)
    monkeypatch.setattr(receipt_check, "read_at", read_at)
    return tmp_path / "receipts.json"


async def checked(file: Path, *receipts: Receipt) -> CheckedFile:
    """What comes of these."""
    file.write_text(json.dumps([MessageToDict(each) for each in receipts]), encoding="utf-8")
    return await receipt_check.check_file(None, file)  # type: ignore[arg-type]


async def test_what_can_be_recomputed_is_and_each_other_is_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = stated()
    del nowhere.positions[1]
    unknown = stated(version=7)
    found = await checked(file, unknown, stated(), nowhere, stated(COVERAGE), unknown)
    assert [each.receipt.definition for each in found.checked] == [ONLINE_HANDLING, COVERAGE]
    assert not found.differing
    assert [each.receipt.version for each in found.unverified] == [7, 1, 7]
    checked_file.show(found, as_json=False)
    told = capsys.readouterr().out
    assert told.count("not verified") == 3
    assert "Not verified: 2 of online_handling@7, since the service shows no such def" in told
    assert "Not verified: 1 of online_handling@1, since it does not name a position in each" in told
    with pytest.raises(Unverified, match="3 of 5 receipts could not be verified") as ended:
        checked_file.demand_equal(found)
    assert ended.value.exit_code == 6
    document = checked_file.file_document(found)
    assert (document["equal"], len(document["receipts"])) == (True, 2)
    assert [each["definition"] for each in document["not_verified"]] == [
        "online_handling@7", "online_handling@1", "online_handling@7",
    ]  # fmt: skip
    assert all(each["reason"] and each["period"] for each in document["not_verified"])


async def test_of_nothing_that_was_recomputed_nothing_is_equal(file: Path) -> None:
    found = await checked(file, stated(version=7))
    assert not checked_file.file_document(found)["equal"]
    with pytest.raises(Unverified):
        checked_file.demand_equal(found)


async def test_a_difference_counts_before_what_is_not_verified(file: Path) -> None:
    beyond = stated(position=10**9)
    found = await checked(file, stated(), beyond, stated(version=7))
    assert [list(each.fields) for each in found.checked] == [[], ["positions"]]
    assert "ends at 7" in str(found.checked[1].fields["positions"][0])
    told = "1 of 3 receipts differs, and 1 could not be verified"
    with pytest.raises(Difference, match=told) as ended:
        checked_file.demand_equal(found)
    assert ended.value.exit_code == 1


async def test_a_score_with_a_part_that_is_not_recomputed_has_no_points(file: Path) -> None:
    found = await checked(file, stated(version=7))
    file.write_text(json.dumps({"score": {"index_text": "", "points": "1.00"}}), encoding="utf-8")
    assert score_differences(file, found) == {}


async def test_activity_is_recomputed_of_any_period(file: Path) -> None:
    activity = stated("activity")
    activity.period.end.day = date(2024, 3, 20).day
    found = await checked(file, activity)
    assert (found.differing, found.unverified) == (0, [])
    checked_file.demand_equal(found)


async def test_streams_are_read_once_while_positions_rise(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    @asynccontextmanager
    async def connected(*_: Any) -> AsyncIterator[None]:
        yield

    async def count(_: Any, name: str) -> int:
        return {"catalog": 9, "submissions": 20}[name]

    async def told(_: Any, name: str, *, after: int, until: int) -> AsyncIterator[Fact]:
        read.append((name, after, until))
        for position in range(after + 1, until + 1):
            yield Fact(name, position, "of.no.Kind", NOW, NOW, b"")

    for name, stand_in in (("connected", connected), ("count", count), ("read", told)):
        monkeypatch.setattr(streams, name, stand_in)
    site = SimpleNamespace(stream_address="", tls=None)
    readings = receipt_check.Readings(SimpleNamespace(installation=site))  # type: ignore[arg-type]
    for catalog, submissions in ((2, 5), (2, 8), (7, 20), (8, 19)):
        positions = {"catalog": catalog, "submissions": submissions}
        assert (await readings.at(positions)).positions == positions
    assert read == [
        ("catalog", 0, 2), ("submissions", 0, 5), ("catalog", 2, 2), ("submissions", 5, 8),
        ("catalog", 2, 7), ("submissions", 8, 20), ("catalog", 0, 8), ("submissions", 0, 19),
    ]  # fmt: skip
    with pytest.raises(Difference, match="catalog ends at 9"):
        await readings.at({"catalog": 10, "submissions": 20})
    assert (await readings.at({"catalog": 9, "submissions": 20})).positions["catalog"] == 9
