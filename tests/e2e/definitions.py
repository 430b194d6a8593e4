"""The answered definitions, as the second reading reads them from what the service shows.

Promises the way over the contract: text, conditions and digest, and no code of the service's.
"""

from services.console.reading.figures.items import interpreted
from services.metrics.api.vocabulary import definition_message
from tests.metrics.shipped import DEFINITIONS

COVERAGE, ONLINE_HANDLING, ON_TIME = "coverage.l3l4", "online_handling", "on_time.ended"
SHOWN = [definition_message(each) for each in DEFINITIONS]
DEFINITIONS, NOT_KNOWN = interpreted(SHOWN)
RECEIVED = next(each for each in DEFINITIONS if each.id == "on_time.received")
