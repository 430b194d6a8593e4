"""Rows by which offerings close: given one that is open, when a list no longer holds it.

Promises what CloseOffering comes to, row by row, and that the same row again changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import Client, fresh
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_4
from tests.catalog.import_client import (
    SINCE,
    Importer,
    effects,
    offering_row,
    row,
    service_row,
    unit_row,
)

CLOSES = datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


def closing_row(offering: str, at: datetime = CLOSES, reason: str = "not listed") -> intake.Row:
    content = intake.OfferingClosingRow(offering=offering, reason=reason)
    return row(offering_closing=content, at=at)


async def opened(importer: Importer) -> str:
    """An offering of a service at a ward, since SINCE."""
    ward, service = fresh("p"), fresh("tt")
    rows = [
        unit_row(ward),
        service_row(service, f"units/{ward}"),
        offering_row(f"services/{service}", f"units/{ward}", LEVEL_4),
    ]
    assert effects(await importer.bring(*rows)) == ["ADDED"] * 3
    return f"services/{service}/offerings/{ward}"


async def state(client: Client, offering: str, at: datetime) -> int:
    request = api.GetOfferingRequest(name=offering, as_of=at)
    return int((await client.call("GetOffering", request)).state)


async def test_an_offering_closes_from_the_rows_day_on_and_once(
    importer: Importer, client: Client
) -> None:
    offering = await opened(importer)
    assert effects(await importer.bring(closing_row(offering))) == ["CHANGED"]
    assert effects(await importer.bring(closing_row(offering))) == ["UNCHANGED"]
    later = closing_row(offering, CLOSES + timedelta(days=9))
    assert effects(await importer.bring(later)) == ["UNCHANGED"]
    before = CLOSES - timedelta(seconds=1)
    assert await state(client, offering, before) == api.Offering.STATE_OPEN
    assert await state(client, offering, CLOSES) == api.Offering.STATE_CLOSED


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"offering": "services/x/offerings/y"}, "REFUSED OFFERING_UNKNOWN"),
        ({"offering": "services/x"}, "REFUSED"),
        ({"reason": ""}, "REFUSED"),
        ({"at": SINCE - timedelta(days=1)}, "REFUSED BEFORE_OPENING"),
    ],
)
async def test_what_cannot_close_is_refused_and_stays(
    importer: Importer, client: Client, changed: dict[str, object], outcome: str
) -> None:
    offering = await opened(importer)
    said = {"offering": offering, "reason": "not listed", "at": CLOSES} | changed
    [effect] = effects(await importer.bring(closing_row(**said)))  # type: ignore[arg-type]
    assert effect.startswith(outcome), effect
    assert await state(client, offering, CLOSES) == api.Offering.STATE_OPEN
