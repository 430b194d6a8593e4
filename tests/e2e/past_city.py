"""A catalogue with a past, for tests: units that were moved, merged, divided and closed; services
of several versions, retired or only drafted; offerings with ceilings.

Promises every state that an export can show, and texts that a spreadsheet would compute. Not a
test itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from motcua.catalog.v1.calendars_pb2 import UsualWeek
from motcua.catalog.v1.targets_pb2 import Target
from services.console.instants import local_midnight, to_date, to_timestamp
from services.console.portal.client import Portal
from tests.e2e.catalogue_samples import SERVICE, text

YES, NO = facts.CAPABILITY_STATE_YES, facts.CAPABILITY_STATE_NO
LINES = itertools.count(1)
PLANNED_END = 2099
FRENCH = facts.Text(en="Mission", other="=Délégation", language="fr")


def row(year: int, day: int = 1, **content: Any) -> intake.Row:
    """How something is to be from a day of a year on."""
    since = to_timestamp(local_midnight(date(year, 1, day)))
    line = next(LINES)
    return intake.Row(line=line, effective_time=since, correction_reason="thử", **content)


def unit(
    year: int,
    name: str,
    parent: str = "",
    vi: str = "",
    *,
    day: int = 1,
    called: facts.Text | None = None,
) -> intake.Row:
    said = api.Unit(
        parent=parent and f"units/{parent}",
        kind="ward",
        code=f"00{name[-1]}",
        display_name=called or text(vi or f"'=Đơn vị {name}", f"+Unit {name}"),
    )
    return row(year, day, unit=intake.UnitRow(unit_id=name, unit=said))


def merger(year: int, name: str, into: str, offerings: Any = None) -> intake.Row:
    units = [f"units/{name}"]
    said = intake.MergerRow(into=f"units/{into}", units=units, offerings=offerings)
    return row(year, merger=said)


def split(year: int, name: str, **shares: tuple[int, int]) -> intake.Row:
    parts = [
        facts.Successor(
            unit=f"units/{part}", share=facts.Share(numerator=n, denominator=d) if n else None
        )
        for part, (n, d) in shares.items()
    ]
    return row(year, split=intake.SplitRow(unit=f"units/{name}", parts=parts))


def closing(year: int, name: str) -> intake.Row:
    return row(year, closing=intake.ClosingRow(unit=f"units/{name}"))


def content(authority: str, vi: str, **more: Any) -> api.Service:
    return api.Service(authority=f"units/{authority}", display_name=text(vi), **more)


def full(fee: int) -> api.Service:
    """A service with everything that one can say of it."""
    said = api.Service()
    said.CopyFrom(SERVICE)
    for name in ("name", "state", "version", "effective_time", "legal_bases", "fees"):
        said.ClearField(name)
    said.authority = "units/city"
    said.fees.add(code="LP", amount=fee)
    said.legal_bases.add(number="60/2014/QH13", url="https://luat.vn/60")
    said.form_schema = '{"type": "object", "properties": {"tên": {"type": "string"}}}'
    return said


def foreign() -> api.Service:
    """A service that nobody named in Vietnamese."""
    said = facts.Text(other="Visa « ordinaire »", language="fr")
    return api.Service(authority="units/city", display_name=FRENCH, description=said)


def service(year: int, name: str, said: api.Service) -> intake.Row:
    return row(year, service=intake.ServiceRow(service_id=name, service=said))


def offering(
    year: int, name: str, at: str, *no: str, rule: str = "", ceiling: int | None = None
) -> intake.Row:
    """All capabilities but these."""
    known = [
        facts.RecordedCapability(
            capability=number, state=NO if name in no else YES, evidence="12/QĐ;=1+1"
        )
        for name, number in facts.Capability.items()[1:]
    ]
    said = api.Offering(unit=f"units/{at}", level_rule=rule, capabilities=known, ceiling=ceiling)
    said.ceiling_reason = "" if ceiling is None else "thí điểm"
    return row(year, offering=intake.OfferingRow(parent=f"services/{name}", offering=said))


UNITS = (
    unit(2018, "city"),
    unit(2018, "district", "city"),
    unit(2018, "old", "city"),
    *(unit(2019, f"ward-{n}", "district") for n in "abcdefjklm"),
    *(unit(2018, f"ward-{n}", "old", day=2) for n in "ghi"),
    unit(2022, "new", "city"),
    unit(2023, "ward-b", "new"),  # moved below a unit that opened after it
    unit(2024, "ward-a", "district", "Phường đổi tên"),
    unit(2019, "mission", "city", called=FRENCH),
    merger(2020, "ward-h", "ward-i"),
    merger(2022, "ward-i", "ward-a"),  # which has taken over from another one before
    closing(2021, "ward-c"),
    merger(2022, "ward-d", "ward-a"),
    merger(2024, "ward-l", "ward-m", facts.OFFERING_RULE_FOLLOW),
    split(2022, "ward-e", **{"ward-a": (1, 3), "ward-b": (2, 3)}),
    split(2022, "ward-f", **{"ward-a": (0, 0), "ward-b": (0, 0)}),
    closing(2022, "ward-g"),  # on the day on which the unit above it closes
    closing(2022, "old"),
    merger(PLANNED_END, "ward-j", "ward-a"),
)
SERVICES = (
    service(2019, "birth", full(0)),
    service(2024, "birth", full(5000)),
    service(2019, "visa", foreign()),
    service(2019, "moved", content("ward-k", "Của phường")),
    service(2019, "ended", content("old", "Cũ")),
    service(2021, "ended", content("city", "Cũ, bản hai", one_stop=True)),
    row(2022, retirement=intake.RetirementRow(service="services/ended")),
    service(2019, "brief", content("city", "=1+1 trong ngày; '@x")),
    row(2019, retirement=intake.RetirementRow(service="services/brief")),
    intake.Row(
        line=next(LINES),
        draft=intake.DraftRow(service_id="plan", service=content("city", "Dự thảo")),
    ),
    intake.Row(line=next(LINES), draft=intake.DraftRow(service_id="birth", service=full(9000))),
)
OFFERINGS = (
    offering(2021, "birth", "ward-a", ceiling=3),  # opened before the version that is in force
    offering(2025, "birth", "ward-b", "CAPABILITY_PAY_ONLINE"),
    offering(2025, "birth", "ward-j"),
    offering(2020, "birth", "ward-d"),  # closes with its unit
    offering(2025, "moved", "ward-k", "CAPABILITY_DECIDE_ONLINE", rule="six_points@1"),
    offering(2021, "ended", "ward-a"),  # closes with its service
    offering(2020, "moved", "ward-l", ceiling=3),  # goes on at its successor
    offering(2020, "visa", "ward-l"),  # so does this one
    offering(2025, "moved", "ward-m", "CAPABILITY_FEEDBACK_ONLINE"),  # recorded there since
    offering(2021, "birth", "ward-k", ceiling=4),
    offering(2025, "birth", "ward-k", "CAPABILITY_FILE_ONLINE"),  # earns less than its ceiling
)


def target(year: int, name: str, threshold: tuple[int, int], **more: Any) -> intake.Row:
    said = Target(
        indicator="online_handling",
        display_name=text("=Chỉ tiêu", "+Target"),
        threshold=facts.Share(numerator=threshold[0], denominator=threshold[1]),
        **more,
    )
    return row(year, target=intake.TargetRow(target_id=name, target=said))


TARGETS = (
    target(2022, "whole", (4, 5), by_date=to_date(date(2025, 12, 31)), legal_basis="QĐ 766/QĐ-TTg"),
    target(2023, "ward", (1, 3), unit="units/ward-a", channel=facts.CHANNEL_ONLINE),
    target(2023, "birth", (9, 10), service="services/birth"),
)


def appointment(year: int, at: str, officer: str, duty: Any) -> intake.Row:
    said = intake.AppointmentRow(unit=f"units/{at}", officer=officer, duty=duty)
    return row(year, appointment=said)


def relief(year: int, at: str, officer: str, duty: Any) -> intake.Row:
    said = intake.ReliefRow(unit=f"units/{at}", officer=officer, duty=duty)
    return row(year, relief=said)


POSTS = (
    appointment(2019, "city", "cb-1", facts.DUTY_LEADER),
    appointment(2020, "ward-a", "cb-2", facts.DUTY_LEADER),
    appointment(2021, "ward-a", "cb-2", facts.DUTY_OFFICER),
    appointment(2022, "ward-a", "cb-3", facts.DUTY_OFFICER),
    relief(2023, "ward-a", "cb-3", facts.DUTY_OFFICER),
    appointment(2019, "ward-c", "cb-4", facts.DUTY_OFFICER),  # which has closed since
)


def week(*weekdays: int) -> list[facts.UsualDay]:
    hours = [facts.WorkingHours(opens=450, closes=1020)]
    return [facts.UsualDay(weekday=each, hours=hours) for each in weekdays]


def special(day: date, kind: Any, vi: str) -> facts.SpecialDay:
    return facts.SpecialDay(date=to_date(day), kind=kind, name=text(vi))


def calendar(name: str, weeks: list[UsualWeek], *days: facts.SpecialDay) -> intake.Row:
    said = intake.CalendarRow(
        calendar_id=name, display_name=text("=Lịch"), weeks=weeks, days=days, source="QĐ 1"
    )
    return row(2019, calendar=said)


def assignment(year: int, at: str, name: str) -> intake.Row:
    said = intake.CalendarAssignmentRow(unit=f"units/{at}", calendar=f"calendars/{name}")
    return row(year, calendar_assignment=said)


ALWAYS = UsualWeek(days=week(1, 2, 3, 4, 5))
CALENDARS = (
    calendar("vn", [ALWAYS], special(date(2024, 1, 1), facts.DAY_KIND_HOLIDAY, "Tết")),
    calendar(
        "late",
        [
            ALWAYS,
            UsualWeek(start_date=to_date(date(2023, 1, 1)), days=week(1, 2, 3, 4)),
        ],
        special(date(2024, 1, 6), facts.DAY_KIND_SWAPPED_WORKING, "Làm bù"),
        special(date(2024, 1, 5), facts.DAY_KIND_CLOSURE, "'Nghỉ"),
    ),
    assignment(2019, "city", "vn"),
    assignment(2020, "ward-a", "late"),
    assignment(2021, "ward-a", "vn"),
    assignment(2022, "ward-a", "late"),
    assignment(2024, "ward-a", "late"),  # said again
    assignment(2020, "ward-b", "late"),
    assignment(2021, "ward-b", "vn"),
)


ALL = (UNITS, SERVICES, OFFERINGS, TARGETS, POSTS, CALENDARS)


async def settle(portal: Portal, *parts: Sequence[intake.Row]) -> int:
    """Record these, or all of it; the catalogue position after it."""
    position = 0
    for rows in parts or ALL:
        request = intake.ImportRowsRequest(source="past", rows=rows)
        stream = portal.intake.ImportRows(iter([request]), metadata=portal.bearer("importer"))
        async for reply in stream:
            refused = [each for each in reply.outcomes if each.reason]
            assert not refused, refused
            position = max(position, reply.position)
    return position
