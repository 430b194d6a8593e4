"""When personal data has to go: years of the calendar after the closing, and a timer that does it.

Promises the rule apart from everything, and the timer through the whole service.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.state import Dossier, Period
from services.submissions.domain.retention import closed_at, kept_until
from tests.submissions.house import OFFICER, House
from tests.submissions.persons import ERASED, SEALED, Person, get, run
from tests.waiting import until

OPEN, READY = events.STATUS_PROCESSING, events.STATUS_RESULT_READY
RETURNED, STOPPED = events.STATUS_RESULT_RETURNED, events.STATUS_STOPPED
REFUSED = events.STATUS_REFUSED


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def dossier(*periods: tuple[str, events.Status], years: int | None = 5) -> Dossier:
    """A dossier with these statuses, each from an instant on."""
    return Dossier(
        name="dossiers/x",
        status=periods[-1][1],
        offering=events.OfferingFacts(retention_years=years),
        periods=tuple(Period(at(since), status, "units/a") for since, status in periods),
    )


MAY, LATER = "2026-05-20T10:00+07:00", "2027-02-01T10:00+07:00"


@pytest.mark.parametrize(
    ("periods", "years", "end"),
    [
        ([(MAY, OPEN), (MAY, READY)], 5, "2032-01-01T00:00+07:00"),
        ([(MAY, OPEN), (MAY, READY), (LATER, RETURNED)], 5, "2032-01-01T00:00+07:00"),
        ([(MAY, OPEN), (MAY, READY), (MAY, OPEN), (LATER, READY)], 5, "2033-01-01T00:00+07:00"),
        ([(MAY, STOPPED)], 0, "2027-01-01T00:00+07:00"),
        ([(MAY, REFUSED)], 1, "2028-01-01T00:00+07:00"),
        # In Vietnam it is 2026 already, and not yet 2027.
        ([("2025-12-31T17:00+00:00", READY)], 1, "2028-01-01T00:00+07:00"),
        ([("2026-12-31T16:59:59+00:00", READY)], 1, "2028-01-01T00:00+07:00"),
        ([(MAY, OPEN)], 5, None),
        ([(MAY, READY), (LATER, OPEN)], 5, None),
        ([(MAY, READY)], None, None),
        ([(MAY, READY)], 2**31 - 1, None),
        ([(MAY, READY)], 7972, "9999-01-01T00:00+07:00"),
        ([(MAY, READY)], 7973, None),
    ],
)
def test_the_end_of_retention(
    periods: list[tuple[str, events.Status]], years: int | None, end: str | None
) -> None:
    assert kept_until(dossier(*periods, years=years)) == (at(end) if end else None)


def test_what_is_erased_has_no_retention_and_a_dossier_that_is_open_was_not_closed() -> None:
    from dataclasses import replace

    assert kept_until(replace(dossier((MAY, READY)), erased=True)) is None
    assert closed_at(dossier((MAY, READY), (LATER, OPEN))) is None
    assert closed_at(Dossier()) is None


async def offering(house: House, years: int | None) -> str:
    """A service of the ward whose dossiers' personal data is kept so long."""
    service = f"services/{uuid.uuid4().hex}"
    await house.catalogue.service(service, retention_years=years)
    await house.catalogue.offering(f"{service}/offerings/ward")
    return f"{service}/offerings/ward"


async def closed(house: House, years: int | None) -> str:
    """A dossier with personal data that has ended now."""
    filed = {"offering": await offering(house, years), **Person().sealed}
    name = str(
        (await house.submit(**filed, catalog_position=house.catalogue.position)).dossier.name
    )
    await house.step("AcceptDossier", name)
    await house.step("RecordResult", name)
    return name


async def timers(house: House, name: str) -> list[tuple[datetime, bool]]:
    rows = await run(house, "select due_at, fired from timers where subject = $1", name)
    return [(row["due_at"], row["fired"]) for row in rows]


async def test_a_closed_dossier_waits_for_the_end_of_its_retention(house: House) -> None:
    name, ordered = await closed(house, 3), await closed(house, None)
    year = datetime.now(UTC).year
    await until(lambda: timers(house, name))
    [(due, fired)] = await timers(house, name)
    assert (due.year - year, fired) in {(3, False), (4, False)}
    assert due == at(f"{due.year + 1 if due.month == 12 else due.year}-01-01T00:00+07:00")
    await house.step("ReturnResult", name)
    assert await timers(house, name) == [(due, False)]
    assert await timers(house, ordered) == []
    assert (await get(house, name, subject=OFFICER)).state == SEALED


async def test_what_is_over_is_erased_by_itself_and_once(house: House) -> None:
    """Kept for years before its closing: the end has passed when it closes."""
    name = await closed(house, -3)
    await until(lambda: gone(house, name))
    [fact] = [f for f in await house.events(name) if isinstance(f, events.DossierErased)]
    assert (fact.cause, fact.reason_code) == (events.ERASURE_CAUSE_RETENTION, "retention-ended")
    assert (fact.officer, fact.unit) == ("", "")
    assert (await get(house, name, subject=OFFICER)).state == ERASED
    await until(lambda: quiet(house, name))


async def gone(house: House, name: str) -> bool:
    return await run(house, "select from owner_keys where owner = $1", name) == []


async def quiet(house: House, name: str) -> bool:
    """Whether an erased dossier has no timer left."""
    return await timers(house, name) == []


async def test_a_dossier_without_personal_data_has_no_timer(house: House) -> None:
    filed = {"offering": await offering(house, -3)}
    name = (await house.submit(**filed, catalog_position=house.catalogue.position)).dossier.name
    await house.step("AcceptDossier", name)
    done = await house.step("RecordResult", name)
    query = "select position from checkpoints where projection = 'submissions'"

    async def read() -> bool:
        [(position,)] = await run(house, query)
        return bool(position >= done.position)

    await until(read)
    assert await timers(house, name) == []
    assert not any(isinstance(f, events.DossierErased) for f in await house.events(name))
