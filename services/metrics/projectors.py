"""How projections of this service are driven: from a log or a stream, by the process that leads.

Must not know what a projection writes.
"""

from typing import Any

from services.chassis.backbone import Backbone
from services.chassis.projector import Opened, Projector
from services.chassis.sources import LogSource, Source, StreamSource


def follow_log(
    name: str, projection: Any, base: Backbone, *, opened: Opened | None = None
) -> Projector[Any]:
    """A projector over the own log."""
    return projector(name, LogSource(base.log), projection, base, opened)


def follow(
    stream: str, projection: Any, base: Backbone, *, opened: Opened | None = None
) -> Projector[Any]:
    """A projector over another service's stream, by the stream's name."""
    source = StreamSource(base.bus.imported(stream), stream)
    return projector(stream, source, projection, base, opened)


def projector(
    name: str, source: Source, projection: Any, base: Backbone, opened: Opened | None
) -> Projector[Any]:
    """It drives a projection from a source."""
    return Projector(
        name,
        source=source,
        pool=base.pool,
        prepare=projection.prepare,
        apply=projection.apply,
        committed=projection.committed,
        opened=opened,
        peers=base.projecting,
    )
