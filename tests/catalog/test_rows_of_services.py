"""Rows about how a service begins and ends, and when: drafts that wait, and retirements.

Promises what the services' own methods come to, row by row. Must not test a rule of the domain
again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

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

LATER = datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


def draft_row(service_id: str, authority: str, **more: Any) -> intake.Row:
    said = service_row(service_id, authority, **more).service.service
    return row(at=None, draft=intake.DraftRow(service_id=service_id, service=said))


def retirement_row(service: str, at: datetime = LATER) -> intake.Row:
    return row(retirement=intake.RetirementRow(service=service, legal_basis="12/QĐ"), at=at)


async def shown(client: Client, service: str) -> api.Service:
    request = api.GetServiceRequest(name=f"services/{service}")
    found: api.Service = await client.call("GetService", request)
    return found


async def test_a_draft_waits_and_is_drafted_once(importer: Importer, client: Client) -> None:
    ward, service = fresh("p"), fresh("tt")
    rows = [unit_row(ward), draft_row(service, f"units/{ward}")]
    assert effects(await importer.bring(*rows)) == ["ADDED", "ADDED"]
    assert effects(await importer.bring(*rows)) == ["UNCHANGED", "UNCHANGED"]
    assert (await shown(client, service)).state == api.Service.STATE_DRAFT
    other = draft_row(service, f"units/{ward}", fee=5000)
    assert effects(await importer.bring(other)) == ["CHANGED"]
    assert (await shown(client, service)).fees[0].amount == 5000


async def test_a_draft_of_a_service_in_force_changes_nothing_but_waits(
    importer: Importer, client: Client
) -> None:
    ward, service = fresh("p"), fresh("tt")
    rows = [unit_row(ward), service_row(service, f"units/{ward}")]
    await importer.bring(*rows, draft_row(service, f"units/{ward}", fee=5000))
    found = await shown(client, service)
    assert (found.state, found.has_draft) == (api.Service.STATE_PUBLISHED, True)
    assert found.fees[0].amount == 0


async def test_a_service_retires_once_and_its_offerings_with_it(
    importer: Importer, client: Client
) -> None:
    ward, service = fresh("p"), fresh("tt")
    rows = [
        unit_row(ward),
        service_row(service, f"units/{ward}"),
        offering_row(f"services/{service}", f"units/{ward}", LEVEL_4),
        retirement_row(f"services/{service}"),
    ]
    outcomes = await importer.bring(*rows)
    assert effects(outcomes) == ["ADDED", "ADDED", "ADDED", "CHANGED"]
    again = await importer.bring(*rows[:2], rows[3])
    assert effects(again) == ["UNCHANGED"] * 3
    found = await shown(client, service)
    assert found.state == api.Service.STATE_RETIRED
    assert found.effective_time.ToDatetime(UTC) == LATER
    offering = outcomes[2].name
    assert (await client.get(offering)).state == api.Offering.STATE_CLOSED
    assert (await client.get(offering, at=SINCE)).state == api.Offering.STATE_OPEN


async def test_what_cannot_be_drafted_or_retired_is_refused_by_name(
    catalog: Running, importer: Importer
) -> None:
    ward, service = fresh("p"), fresh("tt")
    await importer.bring(unit_row(ward), service_row(service, f"units/{ward}"))
    narrow = Importer(catalog, unit="units/elsewhere")
    outcomes = await importer.bring(
        draft_row(fresh("tt"), "units/nowhere"),
        retirement_row("services/nowhere"),
        retirement_row(f"services/{service}", datetime(2023, 1, 1, tzinfo=UTC)),
    )
    assert effects(outcomes) == [
        "REFUSED UNIT_UNKNOWN service.authority",
        "REFUSED SERVICE_UNKNOWN retirement.service",
        "REFUSED SERVICE_NOT_IN_FORCE_THEN effective_time",
    ]
    denied = await narrow.bring(
        draft_row(service, f"units/{ward}"), retirement_row(f"services/{service}")
    )
    assert effects(denied) == ["REFUSED NOT_PERMITTED"] * 2


async def test_a_row_from_the_year_16_is_refused_by_name(importer: Importer) -> None:
    ages_ago, far_ahead = datetime(16, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
    outcomes = await importer.bring(
        unit_row(fresh("q"), at=ages_ago), unit_row(fresh("q"), at=far_ahead), unit_row(fresh("q"))
    )
    assert effects(outcomes) == [*["REFUSED TIME_OUT_OF_RANGE effective_time"] * 2, "ADDED"]


async def test_a_bad_row_names_every_field_at_fault(importer: Importer) -> None:
    unsound, unreadable = (service_row(fresh("s"), "units/none") for _ in range(2))
    unsound.service.service.url = "ftp://x"
    unsound.service.service.fees.add(code="a", amount=-1)
    unreadable.key, unreadable.service.service.display_name.vi = (
        "k" * 1000,
        "Phu\u031bo\u031b\u0300ng",
    )
    found = [
        [f"{each.reason} {each.field}" for each in (outcome, *outcome.also)]
        for outcome in await importer.bring(unsound, unreadable)
    ]
    assert found == [
        ["FEE_NEGATIVE service.fees[1].amount", "URL_NOT_OF_THE_WEB service.url"],
        ["TEXT_TOO_LONG key", "TEXT_NOT_NFC service.service.display_name.vi"],
    ]
