"""The catalogue's stream → this service's own copy of units, calendars, services and offerings.

Promises idempotence: the checkpoint moves with the rows. Must not interpret a level rule,
and must pass over event types that came later than this version.
"""

from collections.abc import Callable, Sequence
from typing import Any

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.submissions.domain.instants import instant
from services.submissions.domain.units import MERGER
from services.submissions.inbox.batch import FoldedBatch, SpanRow
from services.submissions.inbox.units import UNIT_FACTS
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.forms import digest
from services.submissions.queries.mergers import mergers_of_some_use

__all__ = ["NAME", "Learned", "apply", "prepare"]

NAME = "catalog"
_MOST = 2**63 - 1  # what a fee's column holds


async def prepare(batch: Sequence[Recorded]) -> FoldedBatch:
    """Fold a batch in memory."""
    folded = FoldedBatch()
    for event in batch:
        if (handler := _HANDLERS.get(event.type)) is not None:
            kind, fold = handler
            fold(folded, kind.FromString(event.payload), event)
        folded.update.position = event.position
    return folded


async def apply(connection: Connection, folded: FoldedBatch) -> None:
    """Write a batch, one statement a table, in the transaction that moves the checkpoint."""
    for statement, rows in (
        ("learn_unit_changes", folded.unit_changes.values()),
        ("learn_unit_names", folded.unit_names.values()),
        ("forget_unit_names", folded.withdrawn_changes),
        ("learn_successors", folded.successors),
        ("learn_authorizations", folded.authorizations.values()),
        ("learn_duties", folded.duties.values()),
        ("close_unit_changes", folded.withdrawn_changes),
        ("close_authorizations", folded.withdrawn_changes),
        ("close_duties", folded.withdrawn_changes),
        ("learn_calendar_revisions", folded.calendars.values()),
        ("forget_service_versions", folded.withdrawn_versions),
        ("learn_service_versions", folded.versions.values()),
        ("forget_retirements", folded.withdrawn_retirements),
        ("learn_retirements", folded.retired.values()),
        ("learn_offerings", folded.offerings.values()),
        ("close_spans", folded.spans.closed),
        ("learn_spans", folded.spans.flat()),
    ):
        await _write(connection, statement, rows)
    if folded.ending:
        units = sorted(folded.ending)
        merging = await mergers_of_some_use(connection, units)
        await timers.replace(connection, [MERGER], units, merging)


async def _write(connection: Connection, statement: str, rows: Any) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statements(SQL)[statement], *columns)


def _service_published(folded: FoldedBatch, payload: catalog.ServicePublished, _: Recorded) -> None:
    """A second event of the same version corrects the first."""
    content = payload.content
    folded.versions[payload.service, payload.version] = (
        payload.service,
        payload.version,
        instant(payload.effective_time),
        content.written_result if content.HasField("written_result") else None,
        content.eligible_full if content.HasField("eligible_full") else None,
        min(sum(line.amount for line in content.fees), _MOST),
        content.field,
        _of_handling(content).SerializeToString(),
        content.SerializeToString(),
        content.retention_years if content.HasField("retention_years") else None,
        digest(content.form_schema),
    )
    folded.update.services.add(payload.service)


def _calendar_revised(
    folded: FoldedBatch, payload: catalog.CalendarRevised, event: Recorded
) -> None:
    key = (payload.calendar, payload.version)
    folded.calendars[key] = (*key, event.payload, event.position)
    folded.update.calendars[key] = (event.position, payload)


def _of_handling(content: catalog.ServiceContent) -> catalog.ServiceContent:
    """What live commands need of a version: its processing times, the codes of its steps, and codes
    and names of its documents.
    """
    return catalog.ServiceContent(
        processing_times=content.processing_times,
        steps=(catalog.Step(code=each.code) for each in content.steps if each.code),
        documents=(
            catalog.RequiredDocument(code=each.code, conditional=each.conditional, name=each.name)
            for each in content.documents
            if each.code
        ),
    )


def _version_withdrawn(
    folded: FoldedBatch, payload: catalog.ServiceVersionWithdrawn, _: Recorded
) -> None:
    key = (payload.service, payload.version)
    folded.versions.pop(key, None)
    folded.withdrawn_versions.add(key)
    folded.update.services.add(payload.service)


def _service_retired(folded: FoldedBatch, payload: catalog.ServiceRetired, _: Recorded) -> None:
    """Of two that nobody withdrew the earlier counts."""
    since = instant(payload.effective_time)
    _, before = folded.retired.get(payload.service, ("", since))
    folded.retired[payload.service] = (payload.service, min(since, before))
    folded.update.services.add(payload.service)


def _retirement_withdrawn(
    folded: FoldedBatch, payload: catalog.ServiceRetirementWithdrawn, _: Recorded
) -> None:
    folded.retired.pop(payload.service, None)
    folded.withdrawn_retirements.add((payload.service,))
    folded.update.services.add(payload.service)


def _offering_assessed(
    folded: FoldedBatch, payload: catalog.OfferingAssessed, event: Recorded
) -> None:
    """From an instant on its spans hold; they take all that was decided of it into account."""
    rows = [_span_row(span) for span in payload.spans]
    folded.spans.replace(payload.offering, instant(payload.replaces_from), rows, event.position)
    row = (payload.offering, payload.service, payload.unit, event.position)
    folded.offerings[payload.offering] = row
    folded.update.offerings.add(payload.offering)


def _span_row(span: catalog.OfferingSpan) -> SpanRow:
    level = span.level if span.HasField("level") else None
    return SpanRow(instant(span.effective_time), span.open, level, span.extent, span.level_rule)


_HANDLERS: dict[str, tuple[Any, Callable[[FoldedBatch, Any, Recorded], None]]] = {
    kind.DESCRIPTOR.full_name: (kind, fold)
    for kind, fold in (
        *UNIT_FACTS,
        (catalog.CalendarRevised, _calendar_revised),
        (catalog.ServicePublished, _service_published),
        (catalog.ServiceVersionWithdrawn, _version_withdrawn),
        (catalog.ServiceRetired, _service_retired),
        (catalog.ServiceRetirementWithdrawn, _retirement_withdrawn),
        (catalog.OfferingAssessed, _offering_assessed),
    )
}
