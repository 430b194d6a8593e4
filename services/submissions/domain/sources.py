"""Which units a source of other systems' records delivers for: those of the importer that used it
first, or those that an operator bound it to.

A record is known by its source and key for ever: were a source nobody's, an importer of ward A
could take the keys of ward B's system before B does. What A took in error an operator releases.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from motcua.submissions.v1.events_pb2 import SourceBound, SourceReleased
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.submissions.domain.subjects import fact

# That importers of one unit bind by themselves. No unit has so many systems; each of its reports
# that are taken in as counted facts may be one.
MOST_OF_UNIT = 100


class SourceReason(Reason):
    """Why a source is refused."""

    SOURCE_NOT_YOURS = (
        Kind.DENIED,
        "Nguồn dữ liệu này đã cung cấp hồ sơ cho đơn vị ngoài phạm vi của bạn; hãy dùng tên khác.",
        "This source delivers for units that none of your roles reaches; use another name.",
    )
    SOURCES_TOO_MANY = (
        Kind.STATE,
        "Đơn vị của bạn đã dùng {most} tên nguồn dữ liệu; người vận hành có thể cấp thêm.",
        "Your unit has used {most} names of sources; an operator can bind more.",
    )
    SOURCE_NOT_BOUND = (
        Kind.NOT_FOUND,
        "Nguồn dữ liệu {source} không thuộc đơn vị nào.",
        "The source {source} is nobody's.",
    )
    SOURCE_HOLDS_RECORDS = (
        Kind.STATE,
        "Nguồn dữ liệu {source} đã cung cấp hồ sơ, phản ánh hoặc số liệu, nên không thể thu hồi.",
        "The source {source} has brought dossiers, petitions or counted facts: it stays bound.",
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A source; bound to no unit as long as nobody used it, and once it was released."""

    units: tuple[str, ...] = ()  # each with its subtree; "": the whole tree
    reason: str = ""  # why an operator bound or released it


def stream_of(source: str) -> str:
    """Where the facts of a source are."""
    return f"sources/{source}"


def bind(
    name: str, units: Iterable[str], *, at: datetime, catalog_position: int, reason: str = ""
) -> list[Fact]:
    """A source delivers for these units from now on; `reason`: why an operator says so."""
    bound = SourceBound(source=name, catalog_position=catalog_position, units=sorted(set(units)))
    bound.reason = reason
    return [fact(bound, at, unit=credited(bound.units))]


def release(
    source: Source, name: str, *, at: datetime, catalog_position: int, reason: str
) -> list[Fact]:
    """It is nobody's again. What it holds is for the caller to look up."""
    if not source.units:
        values = {"source": name}
        raise Refusal(SourceReason.SOURCE_NOT_BOUND, field="source", values=values)
    released = SourceReleased(source=name, catalog_position=catalog_position, reason=reason)
    return [fact(released, at, unit=credited(source.units))]


def credited(units: Iterable[str]) -> str:
    """The unit by which facts of a source are addressed: the first that it delivers for."""
    named = sorted(units)
    return "units/-" if "" in named else named[0]


def require_yours(source: Source, reaches: Callable[[str], bool], *, field: str) -> None:
    """Refuse a source of units that the caller does not all reach."""
    if not all(map(reaches, source.units)):
        raise Refusal(SourceReason.SOURCE_NOT_YOURS, field=field)


def require_few(bound: int, *, field: str) -> None:
    """Refuse one name too many of a unit: others may want it, and all are tried for a number."""
    if bound >= MOST_OF_UNIT:
        values = {"most": str(MOST_OF_UNIT)}
        raise Refusal(SourceReason.SOURCES_TOO_MANY, field=field, values=values)


def _evolve(_: Source, event: Message, __: datetime) -> Source:
    if isinstance(event, SourceBound):
        return Source(tuple(event.units), event.reason)
    return Source(reason=event.reason if isinstance(event, SourceReleased) else "")


SOURCES: Decider[Source] = Decider(initial=Source, evolve=_evolve)
REGISTRY: dict[str, type[Message]] = {
    kind.DESCRIPTOR.full_name: kind for kind in (SourceBound, SourceReleased)
}
