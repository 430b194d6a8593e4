"""Notices of a dossier's dates: when each is to be given, and that each is given once.

Promises the rule apart from everything, and the timers through the whole service, over restarts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain import notices
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier, Waiting
from services.submissions.domain.instants import instant, stamp
from services.submissions.domain.notices import DUE_SOON, EXTENSION_OVER, OVERDUE
from tests.submissions.house import OFFERING, House, refused
from tests.submissions.persons import run
from tests.waiting import until

FRIDAY = datetime(2026, 3, 6, 10, tzinfo=UTC)
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
AT = events.Due(time=FRIDAY)
WHOLE_DAY = events.Due(time=FRIDAY, end_of_day=True)
GIVEN = Given(clock=FRIDAY + DAY, catalog_position=7)
Rows = dict[str, tuple[datetime, bool]]


def dates(**fields: Any) -> events.DeadlineFacts:
    return events.DeadlineFacts(**fields)


OPEN = Dossier(
    name="dossiers/x",
    accepted=True,
    status=events.STATUS_PROCESSING,
    handling_unit="units/a",
    assignee="o-1",
    deadline=dates(due=AT, extended=WHOLE_DAY, remind_time=stamp(FRIDAY - DAY)),
)


def test_an_instant_that_is_on_time_still_passes_a_microsecond_later_and_a_day_at_its_end() -> None:
    assert notices.instants(dates(due=AT)) == {OVERDUE: FRIDAY + MICROSECOND}
    assert notices.instants(dates(due=WHOLE_DAY)) == {OVERDUE: FRIDAY}
    assert notices.instants_of(OPEN) == {
        DUE_SOON: FRIDAY - DAY,
        OVERDUE: FRIDAY + MICROSECOND,
        EXTENSION_OVER: FRIDAY,
    }
    assert notices.instants(dates(promised=AT, computed=AT)) == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"status": events.STATUS_RESULT_READY},
        {"status": events.STATUS_STOPPED},
        {"accepted": False, "status": events.STATUS_SUBMITTED},
        {"voided": True},
        {"deadline": None},
        {"waiting": Waiting(events.PAUSE_CAUSE_SUPPLEMENT, 1, None)},
    ],
)
def test_nobody_is_told_of_what_is_ended_paused_voided_or_without_dates(
    changed: dict[str, Any],
) -> None:
    assert notices.instants_of(replace(OPEN, **changed)) == {}
    given = notices.give(replace(OPEN, **changed), GIVEN, kind=OVERDUE, at=FRIDAY + MICROSECOND)
    assert given == []


def test_each_kind_says_its_date_to_who_has_the_dossier() -> None:
    common = {
        "dossier": OPEN.name,
        "catalog_position": 7,
        "handling_unit": "units/a",
        "assignee": "o-1",
    }
    wanted = {
        DUE_SOON: events.DueApproached(due=AT, **common),
        OVERDUE: events.DuePassed(due=AT, extended=WHOLE_DAY, **common),
        EXTENSION_OVER: events.ExtensionPassed(extended=WHOLE_DAY, **common),
    }
    for kind, at in notices.instants_of(OPEN).items():
        [fact] = notices.give(OPEN, GIVEN, kind=kind, at=at)
        assert (fact.message, fact.occurred_at) == (wanted[kind], FRIDAY + DAY)
        assert notices.give(OPEN, GIVEN, kind=kind, at=at + MICROSECOND) == []


async def accepted(house: House, due: datetime) -> str:
    name = str((await house.submit()).dossier.name)
    await house.step("AcceptDossier", name, due={"time": stamp(due)})
    return name


async def rows(house: House, name: str) -> Rows:
    """The due and whether it was fired, of each kind."""
    found = await run(house, "select kind, due_at, fired from timers where subject = $1", name)
    return {row["kind"]: (row["due_at"], row["fired"]) for row in found}


async def told(house: House, name: str) -> list[Any]:
    kinds = (events.DueApproached, events.DuePassed, events.ExtensionPassed)
    return [fact for fact in await house.events(name) if isinstance(fact, kinds)]


async def shows(house: House, name: str, wanted: Rows) -> bool:
    return await rows(house, name) == wanted


async def test_a_pause_takes_timers_away_and_an_answer_an_extension_or_an_end_replaces_them(
    house: House,
) -> None:
    due = datetime.now(UTC).replace(microsecond=0) + 30 * DAY
    name = await accepted(house, due)
    waits: Rows = {OVERDUE: (due + MICROSECOND, False)}
    await until(lambda: shows(house, name, waits))
    await house.step("RequestSupplement", name, reason_code="lacking")
    await until(lambda: shows(house, name, {}))
    answered = await house.step("AnswerSupplement", name)
    moved: Rows = {OVERDUE: (instant(answered.due.time) + MICROSECOND, False)}
    await until(lambda: shows(house, name, moved))
    later = {"time": stamp(due + 10 * DAY)}
    await house.step("ExtendDue", name, extended=later, reason_code="backlog")
    both: Rows = moved | {EXTENSION_OVER: (due + 10 * DAY + MICROSECOND, False)}
    await until(lambda: shows(house, name, both))
    await house.step("RecordResult", name)
    await until(lambda: shows(house, name, {}))
    assert await told(house, name) == []


async def test_what_is_overdue_is_told_once_over_restarts_and_further_facts(house: House) -> None:
    due = datetime.now(UTC).replace(microsecond=0) - DAY
    name = await accepted(house, due)
    fired: Rows = {OVERDUE: (due + MICROSECOND, True)}
    await until(lambda: shows(house, name, fired))
    [notice] = await told(house, name)
    assert notice == events.DuePassed(
        dossier=name,
        catalog_position=house.catalogue.position,
        due=events.Due(time=due),
        handling_unit=notice.handling_unit,
    )
    await house.stop()
    await run(house, "update timers set fired = false where subject = $1", name)  # an old backup
    await house.start()
    await until(lambda: shows(house, name, fired))
    await house.step("StartHandling", name)
    extended = {"time": stamp(datetime.now(UTC) + DAY)}
    await house.step("ExtendDue", name, extended=extended, reason_code="backlog")
    await until(lambda: extension_waits(house, name))
    assert await told(house, name) == [notice]


async def extension_waits(house: House, name: str) -> bool:
    return EXTENSION_OVER in await rows(house, name)


async def test_a_notice_takes_nobodys_decision_away(house: House) -> None:
    """An etag from before it still stands for what was seen; one from before a fact does not."""
    name = str((await house.submit(offering=OFFERING)).dossier.name)
    due = {"time": stamp(datetime.now(UTC) - DAY)}
    before = await house.step("AcceptDossier", name, due=due)
    await until(lambda: told(house, name))
    after = await house.etag(name)
    assert after != before.etag
    handled = await house.step("StartHandling", name, etag=before.etag)
    assert handled.status == events.STATUS_PROCESSING
    for seen in (before.etag, after):
        why = await refused(house.step("RecordResult", name, etag=seen))
        assert (why.reason, why.field) == ("DOSSIER_CHANGED", "etag")
