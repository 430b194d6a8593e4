"""A chunk of rows asks once how far the read tables are, however many of its rows need them.

Promises it of ends of units, which ask for the offerings of each. Must not measure time.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from motcua.catalog.v1 import intake_pb2 as intake
from tests.catalog.client import fresh
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2
from tests.catalog.import_client import (
    Importer,
    effects,
    offering_row,
    row,
    service_row,
    unit_row,
)
from tests.catalog.statements import counted_statements

LATER = datetime(2025, 7, 1, tzinfo=UTC)
MANY = 8


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return counted_statements(monkeypatch)


async def test_ends_of_many_units_ask_for_little_more_than_the_end_of_one(
    catalog: Running, statements: list[str]
) -> None:
    importer, city, service = Importer(catalog), fresh("q"), fresh("tt")
    wards = [fresh("p") for _ in range(MANY + 1)]
    await importer.bring(
        unit_row(city),
        *(unit_row(ward, f"units/{city}") for ward in wards),
        service_row(service, f"units/{city}"),
        *(offering_row(f"services/{service}", f"units/{ward}", LEVEL_2) for ward in wards),
    )
    spent = []
    for ending in (wards[:1], wards[1:]):
        statements.clear()
        outcomes = await importer.bring(*map(closing, ending))
        assert effects(outcomes) == ["CHANGED"] * len(ending)
        spent.append(len(statements))
    assert spent[1] - spent[0] <= 2 * (MANY - 1), spent  # offerings, and their streams


def closing(ward: str) -> intake.Row:
    return row(closing=intake.ClosingRow(unit=f"units/{ward}"), at=LATER)
