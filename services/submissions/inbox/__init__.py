"""The catalogue's stream → this service's own copy of units, calendars, services and offerings.

Promises idempotence: the checkpoint moves with what was learned. Must not interpret a level rule,
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
from services.submissions.inbox.learned import Learned, SpanRow
from services.submissions.inbox.units import UNIT_FACTS
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.forms import digest
from services.submissions.queries.mergers import mergers_of_some_use

__all__ = ["NAME", "Learned", "apply", "prepare"]

NAME = "catalog"
_MOST = 2**63 - 1  # what a fee's column holds


async def prepare(batch: Sequence[Recorded]) -> Learned:
    """Fold a batch in memory."""
    learned = Learned()
    for event in batch:
        if (handler := _HANDLERS.get(event.type)) is not None:
            kind, fold = handler
            fold(learned, kind.FromString(event.payload), event)
        learned.news.position = event.position
    return learned


async def apply(connection: Connection, learned: Learned) -> None:
    """Write a batch, one statement a table, in the transaction that moves the checkpoint."""
    for statement, rows in (
        ("learn_unit_changes", learned.unit_changes.values()),
        ("learn_unit_names", learned.unit_names.values()),
        ("forget_unit_names", learned.withdrawn_changes),
        ("learn_successors", learned.successors),
        ("learn_authorizations", learned.authorizations.values()),
        ("learn_duties", learned.duties.values()),
        ("close_unit_changes", learned.withdrawn_changes),
        ("close_authorizations", learned.withdrawn_changes),
        ("close_duties", learned.withdrawn_changes),
        ("learn_calendar_revisions", learned.calendars.values()),
        ("forget_service_versions", learned.withdrawn_versions),
        ("learn_service_versions", learned.versions.values()),
        ("forget_retirements", learned.withdrawn_retirements),
        ("learn_retirements", learned.retired.values()),
        ("learn_offerings", learned.offerings.values()),
        ("close_spans", learned.spans.closed),
        ("learn_spans", learned.spans.flat()),
    ):
        await _write(connection, statement, rows)
    if learned.ending:
        units = sorted(learned.ending)
        merging = await mergers_of_some_use(connection, units)
        await timers.replace(connection, [MERGER], units, merging)


async def _write(connection: Connection, statement: str, rows: Any) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statements(SQL)[statement], *columns)


def _service_published(learned: Learned, told: catalog.ServicePublished, _: Recorded) -> None:
    """The same version said again is its correction."""
    content = told.content
    learned.versions[told.service, told.version] = (
        told.service,
        told.version,
        instant(told.effective_time),
        content.written_result if content.HasField("written_result") else None,
        content.eligible_full if content.HasField("eligible_full") else None,
        min(sum(line.amount for line in content.fees), _MOST),
        content.field,
        _of_handling(content).SerializeToString(),
        content.SerializeToString(),
        content.retention_years if content.HasField("retention_years") else None,
        digest(content.form_schema),
    )
    learned.news.services.add(told.service)


def _calendar_revised(learned: Learned, told: catalog.CalendarRevised, event: Recorded) -> None:
    key = (told.calendar, told.version)
    learned.calendars[key] = (*key, event.payload, event.position)
    learned.news.calendars[key] = (event.position, told)


def _of_handling(content: catalog.ServiceContent) -> catalog.ServiceContent:
    """What live commands need of a version: its processing times, and the codes of its steps and
    documents.
    """
    return catalog.ServiceContent(
        processing_times=content.processing_times,
        steps=(catalog.Step(code=each.code) for each in content.steps if each.code),
        documents=(
            catalog.RequiredDocument(code=each.code, conditional=each.conditional)
            for each in content.documents
            if each.code
        ),
    )


def _version_withdrawn(
    learned: Learned, told: catalog.ServiceVersionWithdrawn, _: Recorded
) -> None:
    key = (told.service, told.version)
    learned.versions.pop(key, None)
    learned.withdrawn_versions.add(key)
    learned.news.services.add(told.service)


def _service_retired(learned: Learned, told: catalog.ServiceRetired, _: Recorded) -> None:
    """Of two that nobody withdrew the earlier counts."""
    since = instant(told.effective_time)
    _, before = learned.retired.get(told.service, ("", since))
    learned.retired[told.service] = (told.service, min(since, before))
    learned.news.services.add(told.service)


def _retirement_withdrawn(
    learned: Learned, told: catalog.ServiceRetirementWithdrawn, _: Recorded
) -> None:
    learned.retired.pop(told.service, None)
    learned.withdrawn_retirements.add((told.service,))
    learned.news.services.add(told.service)


def _offering_assessed(learned: Learned, told: catalog.OfferingAssessed, event: Recorded) -> None:
    """From an instant on its spans hold; they take all that was decided of it into account."""
    rows = [_span_row(span) for span in told.spans]
    learned.spans.replace(told.offering, instant(told.replaces_from), rows, event.position)
    row = (told.offering, told.service, told.unit, event.position)
    learned.offerings[told.offering] = row
    learned.news.offerings.add(told.offering)


def _span_row(span: catalog.OfferingSpan) -> SpanRow:
    level = span.level if span.HasField("level") else None
    return SpanRow(instant(span.effective_time), span.open, level, span.extent, span.level_rule)


_HANDLERS: dict[str, tuple[Any, Callable[[Learned, Any, Recorded], None]]] = {
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
