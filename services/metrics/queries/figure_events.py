"""Events of published figures as the log keeps them, and the history of a figure.

The payload is JSON, so that any client can read it. A figure's stream is `figures/{figure}`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from google.protobuf import json_format

from motcua.metrics.v1.events_pb2 import FigurePublished, FigureRevised
from motcua.metrics.v1.publications_pb2 import Publication, Revision
from services.chassis.log import NewEvent, Recorded
from services.metrics.domain.figures import instant_message
from services.metrics.domain.publications import Event, Published, evolve
from services.metrics.queries.events import as_new
from services.metrics.queries.figure_names import unit_token

KINDS: dict[str, Any] = {
    kind.DESCRIPTOR.full_name: kind for kind in (FigurePublished, FigureRevised)
}


class FigureEvent(NamedTuple):
    """An event of a figure, with its envelope."""

    event: Event
    version: int  # in the figure's stream
    position: int
    at: datetime
    command_id: UUID
    actor: str = ""


def figure_event(record: Recorded) -> FigureEvent:
    """Parse a record; raises whatever parsing raises."""
    event = KINDS[record.type]()
    json_format.Parse(record.payload, event)
    places = (record.version, record.position)
    return FigureEvent(event, *places, record.recorded_at, record.command_id, record.actor)


def folded(history: Iterable[FigureEvent]) -> Published:
    """Fold the events of a figure, or each publication and what was told last of it."""
    state = Published()
    for each in history:
        state = replace(evolve(state, each.event, each.at), version=each.version)
    return state


def new_event(event: Event, *, version: int, at: datetime) -> NewEvent:
    """As the log takes it, on `motcua.metrics.<event>.<unit or all>.<definition>`."""
    receipt = event.rate.receipt
    tokens = (unit_token(receipt.scope.unit), receipt.definition)
    return as_new(event, stream=event.figure, tokens=tokens, version=version, at=at)


def publications(history: Sequence[FigureEvent]) -> list[Publication]:
    """Every publication of a figure, in order, with what became of it."""
    found: list[Publication] = []
    for each in history:
        if isinstance(each.event, FigurePublished):
            if found:
                found[-1].superseded_by = each.event.publication
                found[-1].state = Publication.STATE_SUPERSEDED
            found.append(publication(each.event, at=each.at, position=each.position))
        else:
            found[-1].latest.CopyFrom(each.event.rate)
            found[-1].revisions = each.event.number
    return found


def publication(
    event: FigurePublished, *, at: datetime | None = None, position: int = 0
) -> Publication:
    """As the contract writes it, at its beginning; without a time where it is only validated."""
    return Publication(
        name=event.publication,
        figure=event.figure,
        rate=event.rate,
        reason=event.reason,
        supersedes=event.supersedes,
        state=Publication.STATE_CURRENT,
        publish_time=instant_message(at) if at else None,
        latest=event.rate,
        position=position,
        etag=Published(publication=event.publication).etag,
        disclosure=event.disclosure,
    )


def revision_name(event: FigureRevised) -> str:
    """`publications/{publication}/revisions/{revision}`."""
    return f"{event.publication}/revisions/{event.number}"


def revisions(history: Sequence[FigureEvent], publication: str) -> list[Revision]:
    """Those of one publication, in order."""
    return [
        Revision(
            name=revision_name(each.event),
            rate=each.event.rate,
            previous=each.event.previous,
            moved=each.event.moved,
            revise_time=instant_message(each.at),
            position=each.position,
        )
        for each in history
        if isinstance(each.event, FigureRevised) and each.event.publication == publication
    ]
