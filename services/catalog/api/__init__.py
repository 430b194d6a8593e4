"""The catalogue's methods: message → one decision or one read → reply.

Must not hold a rule, a statement of SQL or a status code.
"""

from services.catalog.api.offerings import Offerings
from services.catalog.api.services import Services
from services.catalog.api.units import Units


class Catalog(Units, Services, Offerings):
    """The service of the contract, one part for each kind of resource."""
