"""Somebody who brings rows in through gRPC, with defaults for what is left open.

Promises fresh ids, so that tests on one catalogue do not meet. Must not hide what is answered.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from motcua.catalog.v1.intake_pb2_grpc import IntakeServiceStub
from tests.catalog.client import TIMEOUT, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import States, recorded, text

SINCE = datetime(2024, 1, 1, tzinfo=UTC)
LINES = itertools.count(2)
EFFECTS = intake.RowOutcome.Effect


class Importer:
    """Calls with one token."""

    def __init__(self, catalog: Running, role: str = "importer", unit: str = "*") -> None:
        assert catalog.channel is not None
        self.stub: Any = IntakeServiceStub(catalog.channel)
        self.metadata = catalog.client(role, unit).metadata

    async def bring(self, *rows: intake.Row, trial: bool = False) -> list[Any]:
        """The outcomes of one chunk."""
        return (await self.bring_all([rows], trial=trial))[0]

    async def bring_all(
        self, chunks: Sequence[Sequence[intake.Row]], *, trial: bool = False
    ) -> list[list[Any]]:
        """The outcomes of chunks on one stream."""

        async def requests() -> AsyncIterator[intake.ImportRowsRequest]:
            for rows in chunks:
                yield intake.ImportRowsRequest(source="old", rows=rows, validate_only=trial)

        stream = self.stub.ImportRows(requests(), metadata=self.metadata, timeout=TIMEOUT)
        return [list(reply.outcomes) async for reply in stream]


def effects(outcomes: Sequence[Any]) -> list[str]:
    """Such as `ADDED`, or `REFUSED UNIT_UNKNOWN unit.unit.parent`."""
    return [
        " ".join(filter(None, (EFFECTS.Name(each.effect)[7:], each.reason, each.field)))
        for each in outcomes
    ]


def row(*, at: datetime | None = SINCE, reason: str = "nhập lại", **content: Any) -> intake.Row:
    """One row, from a past date on."""
    line = next(LINES)
    grounds = {"correction_reason": reason if at else ""}
    return intake.Row(line=line, key=f"k{line}", effective_time=stamp(at), **grounds, **content)


def unit_row(unit_id: str, parent: str = "", name: str = "Phường", **when: Any) -> intake.Row:
    unit = api.Unit(parent=parent, kind="ward", code="00004", display_name=text(name))
    return row(unit=intake.UnitRow(unit_id=unit_id, unit=unit), **when)


def service_row(service_id: str, authority: str, *, fee: int = 0, **when: Any) -> intake.Row:
    service = api.Service(
        authority=authority,
        display_name=text("Khai sinh"),
        fees=[facts.FeeLine(code="f", amount=fee)],
    )
    return row(service=intake.ServiceRow(service_id=service_id, service=service), **when)


def offering_row(service: str, unit: str, states: States | None = None, **more: Any) -> intake.Row:
    when = {key: more.pop(key) for key in ("at", "reason") if key in more}
    offering = api.Offering(unit=unit, capabilities=recorded(states or {}), **more)
    return row(offering=intake.OfferingRow(parent=service, offering=offering), **when)
