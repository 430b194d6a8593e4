"""The catalogue's methods: message → one decision or one read → reply.

Must not hold a rule, a statement of SQL or a status code.
"""

from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceServicer
from services.catalog.api.assessment import Assessment
from services.catalog.api.composition import composed
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
