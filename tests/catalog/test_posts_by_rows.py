"""Rows by which officers get posts and lose them, and units work by calendars.

Promises what AppointOfficer, RelieveOfficer, ReviseCalendar and AssignCalendar come to, row by row,
within the subtree of the caller, and that the same rows again change nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1 import calendars_pb2 as calendars
from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import Client, fresh
from tests.catalog.conftest import Running
from tests.catalog.given import text
from tests.catalog.import_client import SINCE, Importer, effects, row, unit_row
from tests.catalog.registry_client import RegistryClient
from tests.catalog.weeks import HOLIDAY, SHORT, SOURCE, SWAPPED, spans_of, special, week
from tests.dates import on

LATER = datetime(2025, 7, 1, tzinfo=UTC)
LEADER = facts.DUTY_LEADER


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


@pytest.fixture
def registry(catalog: Running) -> RegistryClient:
    return RegistryClient(catalog)


def appointment(unit: str, officer: str = "cb-1", at: datetime = SINCE, duty: Any = LEADER) -> Any:
    said = intake.AppointmentRow(unit=unit, officer=officer, duty=duty)
    return row(appointment=said, at=at)


def relief(unit: str, officer: str = "cb-1", at: datetime = LATER) -> intake.Row:
    return row(relief=intake.ReliefRow(unit=unit, officer=officer, duty=LEADER), at=at)


def always(**said: Any) -> calendars.UsualWeek:
    return calendars.UsualWeek(days=week(**said))


def since(day: str, **said: Any) -> calendars.UsualWeek:
    return calendars.UsualWeek(start_date=on(day), days=week(**said))


def calendar(name: str, *days: Any, weeks: Any = None, **more: Any) -> intake.Row:
    whole = {"calendar_id": name, "display_name": text("Lịch"), "source": SOURCE, "days": days}
    said = intake.CalendarRow(weeks=weeks or [always()], **{**whole, **more})
    return row(calendar=said)


def assignment(unit: str, name: str, at: datetime = SINCE) -> intake.Row:
    said = intake.CalendarAssignmentRow(unit=unit, calendar=name)
    return row(calendar_assignment=said, at=at)


async def opened(importer: Importer, parent: str = "") -> str:
    ward = fresh("p")
    assert effects(await importer.bring(unit_row(ward, parent))) == ["ADDED"]
    return f"units/{ward}"


async def posts(client: Client, unit: str, at: datetime) -> list[tuple[str, datetime]]:
    shown = await client.call("GetUnit", api.GetUnitRequest(name=unit, as_of=at))
    return [
        (each.officer, each.effective_time.ToDatetime(tzinfo=UTC)) for each in shown.appointments
    ]


async def test_an_officer_has_a_post_from_a_rows_day_to_anothers(
    importer: Importer, client: Client
) -> None:
    unit = await opened(importer)
    rows = appointment(unit), relief(unit)
    assert effects(await importer.bring(*rows)) == ["ADDED", "CHANGED"]
    assert effects(await importer.bring(*rows)) == ["UNCHANGED", "UNCHANGED"]
    assert await posts(client, unit, SINCE) == [("cb-1", SINCE)]
    assert await posts(client, unit, LATER) == []


async def test_a_post_that_began_before_is_left_alone(importer: Importer, client: Client) -> None:
    unit = await opened(importer)
    rows = appointment(unit), appointment(unit, at=LATER)
    assert effects(await importer.bring(*rows)) == ["ADDED", "UNCHANGED"]
    assert await posts(client, unit, LATER) == [("cb-1", SINCE)]


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"unit": "units/nowhere"}, "REFUSED UNIT_UNKNOWN appointment.unit"),
        ({"unit": "nowhere"}, "REFUSED NAME_MALFORMED appointment.unit"),
        ({"officer": "Nguyễn Văn A"}, "REFUSED TEXT_MALFORMED appointment.officer"),
        ({"officer": ""}, "REFUSED FIELD_REQUIRED appointment.officer"),
        ({"duty": facts.DUTY_UNSPECIFIED}, "REFUSED FIELD_REQUIRED appointment.duty"),
        ({"at": datetime(2023, 1, 1, tzinfo=UTC)}, "REFUSED UNIT_NOT_OPEN_THEN effective_time"),
    ],
)
async def test_a_post_that_nobody_can_have_is_refused_by_name(
    importer: Importer, client: Client, changed: dict[str, Any], outcome: str
) -> None:
    unit = await opened(importer)
    refused = await importer.bring(appointment(**{"unit": unit, **changed}))
    assert effects(refused) == [outcome]
    assert all((refused[0].message.vi, refused[0].message.en))
    assert await posts(client, unit, LATER) == []


async def test_a_calendar_says_what_a_row_says_and_no_more(
    importer: Importer, registry: RegistryClient
) -> None:
    name = fresh("lich")
    holiday, swap = special("2025-01-01"), special("2025-01-04", SWAPPED)
    first = calendar(name, holiday, swap)
    assert effects(await importer.bring(first)) == ["ADDED"]
    assert effects(await importer.bring(first)) == ["UNCHANGED"]
    # A week in which the swapped day is worked anyway: it was one only by the old week.
    weeks = [always(), since("2024-06-01", weekdays=(1, 2, 3, 4, 5, 6), spans=SHORT)]
    second = calendar(name, special("2025-01-02"), weeks=weeks)
    assert effects(await importer.bring(second)) == ["CHANGED"]
    assert effects(await importer.bring(second)) == ["UNCHANGED"]
    days = await registry.days(f"calendars/{name}", "2025-01-01", "2025-01-04")
    assert [(each.kind, spans_of(each)) for each in days] == [
        (facts.DAY_KIND_UNSPECIFIED, SHORT), (HOLIDAY, ()), (facts.DAY_KIND_UNSPECIFIED, SHORT),
        (facts.DAY_KIND_UNSPECIFIED, SHORT),
    ]  # fmt: skip
    assert effects(await importer.bring(first)) == ["CHANGED"]
    assert effects(await importer.bring(first)) == ["UNCHANGED"]


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"weeks": [since("2024-01-01")]}, "FIRST_WEEK_DATED calendar.weeks[0].start_date"),
        ({"weeks": [always(), always()]}, "WEEK_REPEATED calendar.weeks[1].start_date"),
        (
            {"weeks": [always(), since("2024-01-01", spans=((700, 600),))]},
            "HOURS_OUT_OF_RANGE calendar.weeks[1].days[0].hours",
        ),
        (
            {"days": [special("2025-01-01"), special("2025-01-01", name="Khác")]},
            "DAY_REPEATED calendar.days[1].date",
        ),
        ({"days": [special("2025-01-03", SWAPPED)]}, "SWAPPED_BUT_WORKED calendar.days[0].date"),
        ({"source": ""}, "FIELD_REQUIRED calendar.source"),
        ({"display_name": text("")}, "DISPLAY_NAME_MISSING calendar.display_name.vi"),
    ],
)
async def test_a_calendar_that_says_nothing_of_a_day_is_refused_by_name(
    importer: Importer, changed: dict[str, Any], outcome: str
) -> None:
    assert effects(await importer.bring(calendar(fresh("lich"), **changed))) == [
        f"REFUSED {outcome}"
    ]


async def test_a_calendar_is_one_version_and_says_otherwise_for_a_reason(
    importer: Importer, registry: RegistryClient
) -> None:
    name = fresh("lich")
    first, other = (calendar(name, special(day)) for day in ("2025-01-01", "2025-01-02"))
    first.correction_reason = other.correction_reason = ""
    assert effects(await importer.bring(first, other)) == [
        "ADDED",
        "REFUSED REVISION_WITHOUT_REASON correction_reason",
    ]
    [day] = await registry.days(f"calendars/{name}", "2025-01-01")
    assert (day.version, day.kind) == (1, HOLIDAY)


async def test_days_that_are_too_many_for_one_version_are_several(
    importer: Importer, registry: RegistryClient
) -> None:
    name = fresh("lich")
    days = [special(str(date(2020, 1, 1) + timedelta(n))) for n in range(1002)]
    assert effects(await importer.bring(calendar(name, *days))) == ["ADDED"]
    assert effects(await importer.bring(calendar(name, *days))) == ["UNCHANGED"]
    wrong = calendar(name, *days, facts.SpecialDay(date=on("2025-01-01"), name=text("Lễ")))
    assert effects(await importer.bring(wrong)) == [
        "REFUSED DAY_KIND_MISSING calendar.days[1002].kind"
    ]
    assert effects(await importer.bring(calendar(name, *days[:1]))) == ["CHANGED"]
    found = await registry.days(f"calendars/{name}", "2020-01-01", "2020-01-02")
    assert [each.kind for each in found] == [HOLIDAY, facts.DAY_KIND_UNSPECIFIED]


async def test_a_unit_works_by_a_rows_calendar_from_its_day_on(
    importer: Importer, registry: RegistryClient
) -> None:
    unit, name = await opened(importer), fresh("lich")
    rows = calendar(name), assignment(unit, f"calendars/{name}", LATER)
    assert effects(await importer.bring(*rows)) == ["ADDED", "ADDED"]
    assert effects(await importer.bring(*rows)) == ["UNCHANGED", "UNCHANGED"]
    days = await registry.days(unit, "2025-06-30", "2025-07-02")
    assert [each.calendar for each in days] == ["", "", f"calendars/{name}"]
    unknown = await importer.bring(
        assignment(unit, "calendars/none"), assignment("units/none", f"calendars/{name}")
    )
    assert effects(unknown) == [
        "REFUSED CALENDAR_UNKNOWN calendar_assignment.calendar",
        "REFUSED UNIT_UNKNOWN calendar_assignment.unit",
    ]


async def test_who_imports_for_a_unit_changes_no_other_and_no_calendar(
    catalog: Running, importer: Importer
) -> None:
    mine, other, name = await opened(importer), await opened(importer), fresh("lich")
    await importer.bring(calendar(name))
    limited = Importer(catalog, unit=mine)
    rows = (
        appointment(mine), assignment(mine, f"calendars/{name}"), appointment(other),
        assignment(other, f"calendars/{name}"), calendar(fresh("lich")),
        relief("units/nowhere"),
    )  # fmt: skip
    assert effects(await limited.bring(*rows)) == ["ADDED", "ADDED"] + ["REFUSED NOT_PERMITTED"] * 4
