"""`motcua calendar` against the whole service: seeding, correcting, seeding again, showing.

Promises that a year is seeded once, and that no repeat undoes a correction. Must not start a stack
of its own.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import grpc
import pytest
from rich.console import Console

from motcua.catalog.v1 import calendars_pb2 as api
from motcua.catalog.v1.calendars_pb2_grpc import CalendarServiceStub
from services.console.commands import calendar as commands
from services.console.portal import workdays
from services.console.portal.client import explained
from tests.catalog.client import TIMEOUT, fresh
from tests.catalog.conftest import Running
from tests.catalog.registry_client import RegistryClient
from tests.catalog.weeks import OFFICE, SWAPPED, spans_of, special
from tests.dates import iso, on

SWAPS = workdays.read_swaps(commands.SWAPPED)
YEARS = range(2025, 2027)
HOURS = "07:30-11:30,13:00-17:00"


class Portal:
    """The console's portal, to a catalogue that is not described by a stack."""

    def __init__(self, catalog: Running) -> None:
        assert catalog.channel is not None
        self.catalog = catalog
        self.calendars: Any = CalendarServiceStub(catalog.channel)

    async def call(self, method: Callable[..., Awaitable[Any]], request: Any, *, role: str) -> Any:
        try:
            return await method(
                request, metadata=self.catalog.client(role).metadata, timeout=TIMEOUT
            )
        except grpc.aio.AioRpcError as failed:
            raise explained(failed) from None


@pytest.fixture
def portal(catalog: Running) -> Any:
    return Portal(catalog)


async def seed(portal: Any, name: str, swaps: list[workdays.Swap]) -> api.Calendar:
    first = workdays.founding(name, weekdays=[1, 2, 3, 4, 5], hours=HOURS)
    years = [workdays.year_of(name, year, swaps) for year in YEARS]
    await commands.seed_all(portal, first, years)
    return await portal.calendars.GetCalendar(api.GetCalendarRequest(name=f"calendars/{name}"))


async def test_a_year_is_seeded_once_whatever_was_corrected_since(
    catalog: Running, portal: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    name, registry = fresh("vn"), RegistryClient(catalog)
    seeded = await seed(portal, name, SWAPS)
    assert seeded.version == 1 + len(YEARS)
    corrected = await registry.revise(name, cleared_dates=[on("2026-11-24")])
    assert await seed(portal, name, SWAPS) == corrected
    assert "2026-11-24" not in {iso(each.date) for each in corrected.days}
    assert "its usual week is left as it is" in capsys.readouterr().err


async def test_a_year_seeded_from_another_source_is_left_and_reported(
    portal: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    name = fresh("vn")
    seeded = await seed(portal, name, SWAPS[:-1])  # the last one was not announced yet
    assert await seed(portal, name, SWAPS) == seeded
    assert "2026: seeded before, from another source" in capsys.readouterr().err


async def test_who_took_the_id_of_a_seed_keeps_no_year_out(catalog: Running, portal: Any) -> None:
    name, squatted, registry = fresh("vn"), fresh("other"), RegistryClient(catalog)
    taken = [workdays.request_id(name, each) for each in ("week", *map(str, YEARS))]
    first = workdays.founding(squatted, weekdays=[1], hours=HOURS)
    first.request_id = taken[0]
    await commands.revise(portal, first)
    for number, each in enumerate(taken[1:], 1):
        await registry.revise(squatted, days=[special(f"2030-01-0{number}")], request_id=each)
    seeded = await seed(portal, name, SWAPS)
    assert seeded.version == 1 + len(YEARS)
    assert await seed(portal, name, SWAPS) == seeded


async def test_a_swap_announced_later_is_a_correction_with_a_reason(
    catalog: Running, portal: Any
) -> None:
    name, registry = fresh("vn"), RegistryClient(catalog)
    seeded = await seed(portal, name, [])
    corrected = await registry.revise(
        name, days=[workdays.worked(date(2026, 8, 22))], reason="công bố chậm"
    )
    [before] = await registry.days(seeded.name, "2026-08-22", as_known=seeded.position)
    [after] = await registry.days(seeded.name, "2026-08-22", as_known=corrected.position)
    assert (spans_of(before), spans_of(after)) == ((), OFFICE)


async def test_the_days_are_shown_with_their_reasons(
    catalog: Running, portal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, registry = fresh("vn"), RegistryClient(catalog)
    await seed(portal, name, SWAPS)
    saturday = special("2026-01-17", SWAPPED, name="Làm bù tại xã")
    await registry.revise(name, days=[saturday])
    days = await registry.days(f"calendars/{name}", "2026-01-01", "2026-01-17")
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    printed = io.StringIO()
    Console(width=140, file=printed).print(commands.table_of(f"calendars/{name}", days))
    for words in (
        ["2026-01-01", "T5", "nghỉ", "nghỉ lễ", "Tết Dương lịch", f"calendars/{name}@4"],
        ["2026-01-02", "T6", "nghỉ hoán đổi", "thay cho ngày 10/01/2026"],
        ["2026-01-05", "T2", "07:30–11:30, 13:00–17:00"],
        ["2026-01-10", "T7", "07:30–11:30, 13:00–17:00", "làm bù", "cho ngày 02/01/2026"],
        ["2026-01-17", "làm bù", "Làm bù tại xã"],
    ):
        [line] = [each for each in printed.getvalue().splitlines() if words[0] in each]
        assert all(word in line for word in words), line
    document, usual = commands.document(days[0]), commands.document(days[4])
    assert (document["kind"], document["hours"]) == ("holiday", [])
    assert (usual["kind"], usual["hours"][0]) == ("usual", ["07:30", "11:30"])
