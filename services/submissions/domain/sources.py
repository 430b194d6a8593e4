"""Which units a source of other systems' records delivers for: those of the importer that used it
first.

A record is known by its source and key for ever. Were a source nobody's, an importer of ward A
could take the keys of ward B's system before B does. Example: A's importer uses `old-onestop`; then
an importer for A alone or for the whole district may use it, and one for B may not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from motcua.submissions.v1.events_pb2 import SourceBound
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.submissions.domain.subjects import fact


class SourceReason(Reason):
    """Why a source is refused."""

    SOURCE_NOT_YOURS = (
        Kind.DENIED,
        "Nguồn dữ liệu này đã cung cấp hồ sơ cho đơn vị ngoài phạm vi của bạn; hãy dùng tên khác.",
        "This source delivers for units that none of your roles reaches; use another name.",
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A source; bound to no unit as long as nobody used it."""

    units: tuple[str, ...] = ()  # each with its subtree; "": the whole tree


def stream_of(source: str) -> str:
    """Where the facts of a source are."""
    return f"sources/{source}"


def bind(name: str, units: Iterable[str], *, at: datetime, catalog_position: int) -> list[Fact]:
    """A source is used for the first time, for these units."""
    bound = SourceBound(source=name, catalog_position=catalog_position, units=sorted(set(units)))
    everywhere = "" in bound.units
    return [fact(bound, at, unit="units/-" if everywhere else bound.units[0])]


def require_yours(source: Source, reaches: Callable[[str], bool], *, field: str) -> None:
    """Refuse a source of units that the caller does not all reach."""
    if not all(map(reaches, source.units)):
        raise Refusal(SourceReason.SOURCE_NOT_YOURS, field=field)


def _evolve(_: Source, event: Message, __: datetime) -> Source:
    return Source(tuple(event.units)) if isinstance(event, SourceBound) else Source()


SOURCES: Decider[Source] = Decider(initial=Source, evolve=_evolve)
REGISTRY: dict[str, type[Message]] = {SourceBound.DESCRIPTOR.full_name: SourceBound}
