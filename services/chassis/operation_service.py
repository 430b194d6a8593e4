"""OperationService: what operators do to a service while it runs.

The database says how far projections are, so any replica answers, whichever of them leads.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any
from uuid import UUID

from motcua.chassis.v1 import operations_pb2 as api
from motcua.chassis.v1 import operations_pb2_grpc
from services.chassis.call import current
from services.chassis.database import SQL, Pool, statements
from services.chassis.ids import request_uuid
from services.chassis.parking import Parking, park
from services.chassis.server import Offered


class Operations(operations_pb2_grpc.OperationServiceServicer):
    """Over the pool of the service's own database."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def ListProjections(self, _: Any, __: Any) -> api.ListProjectionsResponse:
        """Each with how far it is."""
        rows = await self.pool.fetch(statements(SQL)["projections"])
        return api.ListProjectionsResponse(projections=map(projection, rows))

    async def ParkEvent(self, request: api.ParkEventRequest, _: Any) -> api.ParkedEvent:
        """Once, however often the same request comes."""
        parking = Parking(
            request.projection,
            request.position,
            UUID(request.event_id),
            request.reason,
            by=current().caller.subject,
            request_id=request_uuid(request.request_id),
        )
        return parked(await park(self.pool, parking))


def projection(row: Any) -> api.Projection:
    """As a message."""
    found = api.Projection(name=row["projection"], position=row["position"])
    if row["halted"] is not None:
        found.halted.position = row["halted"]
        found.halted.event_id = str(row["event_id"])
        found.halted.error = row["error"]
        found.halted.halt_time.FromDatetime(row["at"])
    return found


def parked(row: Any) -> api.ParkedEvent:
    """As a message."""
    found = api.ParkedEvent(
        projection=row["projection"],
        position=row["position"],
        event_id=str(row["event_id"]),
        reason=row["reason"],
        parked_by=row["parked_by"],
    )
    found.park_time.FromDatetime(row["at"])
    return found


def offered(pool: Pool) -> Offered:
    """For a service's server."""
    add = operations_pb2_grpc.add_OperationServiceServicer_to_server
    return (add, Operations(pool), api.DESCRIPTOR)
