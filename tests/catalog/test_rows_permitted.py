"""Rows of units that an importer does not reach: refused one by one, and in the audit by unit.

Promises a narrow importer beside one of the whole tree. Must not try what a row says.
"""

from __future__ import annotations

import pytest

from motcua.chassis.v1 import audit_pb2 as audit
from motcua.chassis.v1.audit_pb2_grpc import AuditServiceStub
from tests.catalog.client import fresh
from tests.catalog.conftest import Running
from tests.catalog.import_client import Importer, effects, unit_row
from tests.waiting import until

ADDED = "ADDED"
PERMISSION = audit.AuditEntry.KIND_PERMISSION


@pytest.fixture
def importer(catalog: Running) -> Importer:
    return Importer(catalog)


async def test_rows_reach_no_further_than_the_importers_role(
    catalog: Running, importer: Importer
) -> None:
    mine, foreign = fresh("q"), fresh("q")
    await importer.bring(unit_row(mine), unit_row(foreign))
    narrow = Importer(catalog, unit=f"units/{mine}")
    below = fresh("p")
    outcomes = await narrow.bring(
        unit_row(below, f"units/{mine}"),
        unit_row(fresh("p"), f"units/{below}"),  # below one that this chunk opens
        unit_row(fresh("p"), f"units/{foreign}"),
        unit_row(fresh("p")),
    )
    denied = "REFUSED NOT_PERMITTED"
    assert effects(outcomes) == [ADDED, ADDED, denied, denied]
    for unit in (f"units/{foreign}", ""):  # the whole tree
        await until(lambda unit=unit: is_in_the_audit(catalog, unit))


async def is_in_the_audit(catalog: Running, unit: str) -> bool:
    """A row about that unit, which is counted by itself."""
    stub = AuditServiceStub(catalog.channel)
    request = audit.ListAuditEntriesRequest(
        method="/motcua.catalog.v1.IntakeService/ImportRows", kinds=[PERMISSION]
    )
    found = await stub.ListAuditEntries(request, metadata=catalog.client("inspector").metadata)
    return [each.count for each in found.entries if each.unit == unit] == [1]
