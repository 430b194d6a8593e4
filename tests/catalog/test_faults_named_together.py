"""A request with several faults is refused once, by a name and a place for each of them.

Promises the order of the fields, and that one fault is not told twice. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import calendars, content, targets, units
from services.catalog.domain.calendars import Calendar
from services.chassis.errors import Refusal
from tests.catalog import offering_events as event
from tests.catalog.given import DAY, NOW, recorded, text, unit_opened
from tests.catalog.offering_commands import recording_of
from tests.catalog.offering_dates import JUNE, catalogue, on
from tests.catalog.weeks import calendar, hours, revised, special
from tests.dates import on as on_date

ENGLISH = facts.Text(en="Name")
CAPABILITY = facts.CAPABILITY_FILE_ONLINE


def faults_of(action: Callable[..., Any], *words: Any, **rest: Any) -> list[str]:
    with pytest.raises(Refusal) as refused:
        action(*words, **rest)
    return [f"{each.reason.code} {each.field}" for each in (refused.value, *refused.value.also)]


def test_of_what_a_service_says() -> None:
    said = facts.ServiceContent(
        display_name=ENGLISH,
        description=ENGLISH,
        steps=[facts.Step(title=text()), facts.Step(title=ENGLISH)],
        codes=[
            facts.ServiceCode(system="national"),
            facts.ServiceCode(system="national", value="1"),
            facts.ServiceCode(system="national", value="1"),
        ],
        fees=[facts.FeeLine(code="a", amount=-1), facts.FeeLine(code="b", amount=10**16)],
        processing_times=[facts.ProcessingTime()],
        payment_channels=[facts.CHANNEL_UNSPECIFIED, facts.CHANNEL_ONLINE, facts.CHANNEL_ONLINE],
        url="ftp://x",
        form_schema="{",
    )
    assert faults_of(content.require_sound, said, field="service") == [
        "DISPLAY_NAME_MISSING service.display_name.vi",
        "DISPLAY_NAME_MISSING service.steps[1].title.vi",
        "VIETNAMESE_MISSING service.description.vi",
        "CODE_INCOMPLETE service.codes[0].value",
        "CODE_REPEATED service.codes[2].value",
        "FEE_NEGATIVE service.fees[0].amount",
        "FEE_TOO_HIGH service.fees[1].amount",
        "AMOUNT_OUT_OF_RANGE service.processing_times[0].amount",
        "TIME_UNIT_MISSING service.processing_times[0].unit",
        "CHANNEL_UNNAMED service.payment_channels[0]",
        "CHANNEL_REPEATED service.payment_channels[2]",
        "URL_NOT_OF_THE_WEB service.url",
        "FORM_SCHEMA_NOT_JSON service.form_schema",
    ]


def test_of_a_revision_of_a_calendar() -> None:
    proposed = revised(
        source=" ",
        reason="",
        week=[
            facts.UsualDay(weekday=8),
            facts.UsualDay(weekday=1, hours=hours(((600, 500),))),
            facts.UsualDay(weekday=1),
        ],
        days=[special("2026-01-01"), special("2026-01-02", name=""), special("2026-01-02", kind=0)],
        cleared_dates=[on_date("2026-03-01")],
    )
    refused = faults_of(calendars.revise, calendar(), proposed=proposed, now=NOW)
    assert refused == [
        "SOURCE_MISSING source",
        "REVISION_WITHOUT_REASON reason",
        "WEEKDAY_NOT_REAL week[0].weekday",
        "HOURS_OUT_OF_RANGE week[1].hours",
        "WEEKDAY_REPEATED week[2].weekday",
        "DISPLAY_NAME_MISSING days[1].name.vi",
        "DAY_KIND_MISSING days[2].kind",
        "DAY_NOT_SPECIAL cleared_dates[0]",
        "DAY_REPEATED days[2].date",
    ]


def test_of_a_first_calendar_that_says_nothing() -> None:
    refused = faults_of(calendars.revise, Calendar(), proposed=facts.CalendarRevised(), now=NOW)
    assert refused == [
        "SOURCE_MISSING source",
        "DISPLAY_NAME_MISSING display_name.vi",
        "WEEK_MISSING week",
    ]


def test_of_a_target() -> None:
    proposed = facts.TargetSet(display_name=ENGLISH, threshold=facts.Share(numerator=2))
    refused = faults_of(
        targets.set_target, targets.Target(), proposed=proposed, at=NOW - DAY, now=NOW
    )
    assert refused == [
        "DISPLAY_NAME_MISSING target.display_name.vi",
        "THRESHOLD_OUT_OF_RANGE target.threshold",
        "PAST_WITHOUT_REASON effective_time",
    ]


def test_of_a_unit_that_opens() -> None:
    proposed = unit_opened()
    proposed.kind = " "
    proposed.display_name.CopyFrom(ENGLISH)
    refused = faults_of(
        units.open_unit, units.Unit(), proposed=proposed, parent=None, at=NOW - DAY, now=NOW
    )
    assert refused == [
        "DISPLAY_NAME_MISSING unit.display_name.vi",
        "KIND_MISSING unit.kind",
        "PAST_WITHOUT_REASON effective_time",
    ]


def test_of_capabilities() -> None:
    said = [
        facts.RecordedCapability(),
        *recorded({CAPABILITY: facts.CAPABILITY_STATE_NO}),
        *recorded({CAPABILITY: facts.CAPABILITY_STATE_NO}),
    ]
    assert faults_of(recording_of, catalogue(event.opened("p", on(JUNE, 1))), said) == [
        "CAPABILITY_UNNAMED capabilities[0].capability",
        "CAPABILITY_UNNAMED capabilities[0].state",
        "CAPABILITY_REPEATED capabilities[2].capability",
    ]
