"""The definitions that come with the software, as a service knows them that adopted no others.

Given an id, when a test asks for it, then it is the one that the service answers by.
"""

from services.metrics.domain.indicators.registry import with_the_software

DEFINITIONS = with_the_software()
find, of_kind = DEFINITIONS.find, DEFINITIONS.of_kind
