"""What can be asked of the read tables, and what is found there.

Plain frozen values, whichever statement answers them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1 import calendars_pb2, catalog_pb2, targets_pb2
from motcua.catalog.v1.events_pb2 import Extent, Verdict

SQL = Path(__file__).parents[1] / "sql"

# A row that is still known has known_to = 2**63 - 1, and that must lie after every question.
ALL_THAT_IS_KNOWN = 2**63 - 2

UNITS, SERVICES, OFFERINGS, OFFICERS = "units", "services", "offerings", "officers"
CALENDARS, TARGETS = "calendars", "targets"
MESSAGES: Mapping[str, type[Message]] = {
    UNITS: catalog_pb2.Unit,
    SERVICES: catalog_pb2.Service,
    OFFERINGS: catalog_pb2.Offering,
    CALENDARS: calendars_pb2.Calendar,
    TARGETS: targets_pb2.Target,
}


class TimeAxes(NamedTuple):
    """As of which instant and as known at which position something is asked; and the units whose
    drafts of services may be seen, None for all.
    """

    as_of: datetime
    as_known: int = ALL_THAT_IS_KNOWN
    drafts: tuple[str, ...] | None = None


class Page(NamedTuple):
    """After which resource a page begins, and how much it holds.

    In order of display names, `key` is the sort key of the resource that it begins after.
    """

    after: str
    size: int
    key: bytes = b""
    by_title: bool = False


class Filter(NamedTuple):
    """A column's value is (or, `negated`, is not) among these."""

    column: str
    among: tuple[Any, ...]
    negated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What narrows a list down: all of these together."""

    parent: str = ""  # a unit's parent, an offering's service
    units: tuple[str, ...] | None = None  # what a subtree comes to, see Reader.inside; None: all
    not_units: tuple[str, ...] = ()  # the same by what lies outside; "" is the whole tree
    words: tuple[str, ...] = ()  # as domain.spelling.folded makes them; the last may be unfinished
    filters: tuple[Filter, ...] = ()


class Found(NamedTuple):
    """A resource as it was then."""

    kind: str
    name: str
    position: int  # of the last event of the command that made it so
    version: int  # of its stream, which the etag shows
    sort_key: bytes
    content: bytes  # the API's message, whole

    @property
    def message(self) -> Any:
        """The API's message: Unit, Service, Offering, Calendar or Target."""
        return MESSAGES[self.kind].FromString(self.content)


class Count(NamedTuple):
    """How many offerings of a unit are alike."""

    unit: str
    rule: str
    level: int | None
    extent: Extent | None
    verdict: Verdict | None
    offerings: int
    digest: str
