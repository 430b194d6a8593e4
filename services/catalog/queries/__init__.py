"""Named reads of the catalogue's read tables, as of an instant and as known at a position.

Resources come as they were written, and pages stay stable under concurrent writes.
"""

from services.catalog.queries.facts import REGISTRY
from services.catalog.queries.questions import (
    ALL_THAT_IS_KNOWN,
    CALENDARS,
    OFFERINGS,
    OFFICERS,
    SERVICES,
    SQL,
    TARGETS,
    UNITS,
    Conditions,
    Count,
    Filter,
    Found,
    Page,
    TimeAxes,
)
from services.catalog.queries.reader import FOR_LISTS, Reader
from services.catalog.queries.subtrees import Subtree
from services.catalog.queries.tree import Tree, UnitFact

__all__ = [
    "ALL_THAT_IS_KNOWN",
    "CALENDARS",
    "FOR_LISTS",
    "OFFERINGS",
    "OFFICERS",
    "REGISTRY",
    "SERVICES",
    "SQL",
    "TARGETS",
    "UNITS",
    "Conditions",
    "Count",
    "Filter",
    "Found",
    "Page",
    "Reader",
    "Subtree",
    "TimeAxes",
    "Tree",
    "UnitFact",
]
