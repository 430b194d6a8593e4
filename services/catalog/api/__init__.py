"""The catalogue's methods: message → one decision or one read → reply.

Rules are in `domain`, statements in `sql`, status codes in the chassis.
"""

from typing import Any

from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceServicer
from services.catalog.api.assessment import Assessment
from services.catalog.api.context import Context
from services.catalog.api.desks import Desks
from services.catalog.api.feed import Feed
from services.catalog.api.history import History
from services.catalog.api.offerings import Offerings
from services.catalog.api.reading import Reading
from services.catalog.api.services import Services
from services.catalog.api.structure import Structure
from services.catalog.api.units import Units


def catalog(context: Context) -> CatalogServiceServicer:
    """CatalogService: units, services and offerings, and all that is read of them."""
    parts = (
        Units,
        Desks,
        Structure,
        Services,
        Offerings,
        Assessment,
        Reading,
        History,
        Feed,
    )
    servicer: CatalogServiceServicer = composed(
        CatalogServiceServicer, *(part(context) for part in parts)
    )
    return servicer


def composed(contract: Any, *parts: object) -> Any:
    """A servicer of a contract whose every method is that of the one part that has it.

    Example: `composed(CatalogServiceServicer, Units(context), Reading(context))` answers OpenUnit
    by the one part and GetUnit by the other.
    Raises TypeError where a method of the contract is in no part, or in several.
    """
    servicer = contract()
    for name in vars(contract):
        if not name.startswith("_"):
            found = [getattr(part, name) for part in parts if hasattr(part, name)]
            if len(found) != 1:
                raise TypeError(f"{contract.__name__}.{name} is in {len(found)} parts")
            setattr(servicer, name, found[0])
    return servicer
