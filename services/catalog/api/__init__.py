"""The catalogue's methods: message → one decision or one read → reply.

Must not hold a rule, a statement of SQL or a status code.
"""

from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceServicer
from services.catalog.api.assessment import Assessment
from services.catalog.api.calendars import Calendars
from services.catalog.api.desks import Desks
from services.catalog.api.feed import Feed
from services.catalog.api.history import History
from services.catalog.api.intake import Intake
from services.catalog.api.offerings import Offerings
from services.catalog.api.officers import Officers
from services.catalog.api.reading import Reading
from services.catalog.api.services import Services
from services.catalog.api.structure import Structure
from services.catalog.api.targets import Targets


class Catalog(
    Intake,
    Desks,
    Services,
    Structure,
    Offerings,
    Assessment,
    Reading,
    History,
    Feed,
    Calendars,
    Targets,
    Officers,
    CatalogServiceServicer,
):
    """All services of the contracts behind one door, so that each sees what another wrote."""
