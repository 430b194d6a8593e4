"""What was stated elsewhere: asserted figures and inspections, as their events leave them.

Promises that what was printed stays as it was printed. Must not compute a figure.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from google.protobuf.message import Message
from google.type.date_pb2 import Date

from motcua.chassis.v1.access_pb2 import ROLE_PUBLISHER
from motcua.metrics.v1.statement_events_pb2 import (
    AssertedFigure,
    AssertionPublished,
    AssertionWithdrawn,
    FigureAsserted,
    FindingRemedied,
    InspectionRecorded,
    InspectionReport,
    InspectionWithdrawn,
)
from motcua.metrics.v1.statements_pb2 import Assertion, Inspection
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import ChassisReason
from services.chassis.roles import not_permitted
from services.metrics.domain.periods import date_of
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.statement_refusals import StatementReason

ASSERTIONS, INSPECTIONS = "assertions", "inspections"
MOST_DEFINITIONS, MOST_RECEIPTS, MOST_FINDINGS = 20, 50, 100
FIRST_YEAR = 1900


def assertion(events: Iterable[Message]) -> Assertion:
    """An asserted figure after these events."""
    found = Assertion()
    for event in events:
        if isinstance(event, FigureAsserted):
            found = Assertion(name=event.assertion, figure=event.figure)
            found.state = Assertion.STATE_RECORDED
            found.published = not event.unpublished
        elif isinstance(event, AssertionPublished):
            found.published = True
        elif isinstance(event, AssertionWithdrawn):
            found.state = Assertion.STATE_WITHDRAWN
            found.withdrawal_reason = event.reason
    return found


def inspection(events: Iterable[Message]) -> Inspection:
    """An inspection after these events."""
    found = Inspection()
    for event in events:
        if isinstance(event, InspectionRecorded):
            found = Inspection(name=event.inspection, report=event.report)
            found.state = Inspection.STATE_RECORDED
        elif isinstance(event, FindingRemedied):
            found.remedies.add(finding=event.finding, date=event.date)
        elif isinstance(event, InspectionWithdrawn):
            found.state = Inspection.STATE_WITHDRAWN
            found.withdrawal_reason = event.reason
    return found


def to_remedy(report: InspectionReport) -> list[str]:
    """The codes of the findings that are to be remedied."""
    return [each.code for each in report.findings if each.HasField("remedy_by_date")]


def assert_figure(
    figure: AssertedFigure, *, name: str, today: date, publishes: bool
) -> FigureAsserted:
    """Record a figure, for staff only unless the caller `publishes`; raises Refusal with every
    field that is at fault.
    """
    refuse_all(_faults_of_figure(figure, today))
    return FigureAsserted(assertion=name, figure=figure, unpublished=not publishes)


def publish_assertion(found: Assertion) -> AssertionPublished:
    """Make one public that counts, once."""
    _require(found.state == Assertion.STATE_RECORDED, found.name)
    if found.published:
        raise Refusal(
            StatementReason.STATEMENT_PUBLISHED, field="name", values={"name": found.name}
        )
    return AssertionPublished(assertion=found.name, unit=found.figure.unit)


def withdraw_assertion(found: Assertion, *, reason: str, publishes: bool) -> AssertionWithdrawn:
    """Withdraw one that counts. What is public, and why it is no longer, a publisher says."""
    _require(found.state == Assertion.STATE_RECORDED, found.name)
    if found.published and not publishes:
        raise not_permitted([ROLE_PUBLISHER], found.figure.unit, field="name")
    return AssertionWithdrawn(assertion=found.name, unit=found.figure.unit, reason=reason)


def record_inspection(report: InspectionReport, *, name: str, today: date) -> InspectionRecorded:
    """Record an inspection; raises Refusal with every field that is at fault."""
    refuse_all(_faults_of_report(report, today))
    return InspectionRecorded(inspection=name, report=report)


def remedy(found: Inspection, *, finding: str, on: Date, today: date) -> FindingRemedied:
    """Record that a finding was remedied, once."""
    _require(found.state == Inspection.STATE_RECORDED, found.name)
    values = {"finding": finding}
    if finding not in {each.code for each in found.report.findings}:
        raise Refusal(StatementReason.FINDING_UNKNOWN, field="finding", values=values)
    if finding in {each.finding for each in found.remedies}:
        raise Refusal(StatementReason.FINDING_REMEDIED, field="finding", values=values)
    refuse_all(_outside(on, "date", date_of(found.report.date), today))
    unit = found.report.unit
    return FindingRemedied(inspection=found.name, unit=unit, finding=finding, date=on)


def withdraw_inspection(found: Inspection, *, reason: str) -> InspectionWithdrawn:
    """Withdraw one that counts."""
    _require(found.state == Inspection.STATE_RECORDED, found.name)
    return InspectionWithdrawn(inspection=found.name, unit=found.report.unit, reason=reason)


def _require(counts: bool, name: str) -> None:
    if not counts:
        raise Refusal(StatementReason.STATEMENT_WITHDRAWN, field="name", values={"name": name})


def _faults_of_figure(figure: AssertedFigure, today: date) -> Iterator[Refusal]:
    start, end = date_of(figure.start_date), date_of(figure.end_date)
    yield from _outside(figure.start_date, "figure.start_date", date.min, date.max)
    if start >= end:
        yield Refusal(MetricsReason.PERIOD_EMPTY, field="figure.end_date")
    yield from _outside(figure.source_date, "figure.source_date", date.min, today)
    if figure.measure != AssertedFigure.MEASURE_PERCENT and "." in figure.value:
        yield Refusal(StatementReason.NUMBER_NOT_WHOLE, field="figure.value")
    yield from _faults_of_survey(figure)
    yield from _too_many(figure.definitions, MOST_DEFINITIONS, "figure.definitions")
    yield from _repeated(figure.definitions, "figure.definitions[{}]")


def _faults_of_survey(figure: AssertedFigure) -> Iterator[Refusal]:
    """Who was asked is said of surveys, and nobody answers who was not asked."""
    for name in ("sample", "responses"):
        stated = figure.HasField(name)
        if stated and (figure.kind != AssertedFigure.KIND_SURVEY or getattr(figure, name) < 0):
            yield Refusal(StatementReason.SAMPLE_IMPOSSIBLE, field=f"figure.{name}")
    if figure.HasField("sample") and figure.responses > figure.sample:
        yield Refusal(StatementReason.SAMPLE_IMPOSSIBLE, field="figure.responses")


def _faults_of_report(report: InspectionReport, today: date) -> Iterator[Refusal]:
    yield from _outside(report.date, "report.date", date.min, today)
    yield from _too_many(report.receipts, MOST_RECEIPTS, "report.receipts")
    yield from _too_many(report.findings, MOST_FINDINGS, "report.findings")
    yield from _repeated([each.code for each in report.findings], "report.findings[{}].code")
    for n, each in enumerate(report.findings):
        if each.HasField("remedy_by_date"):
            field = f"report.findings[{n}].remedy_by_date"
            yield from _outside(each.remedy_by_date, field, date_of(report.date), date.max)


def _outside(day: Date, field: str, first: date, last: date) -> Iterator[Refusal]:
    found = date_of(day)
    if found.year < FIRST_YEAR or not first <= found <= last:
        yield Refusal(StatementReason.DAY_IMPOSSIBLE, field=field)


def _too_many(listed: Sequence[Any], most: int, field: str) -> Iterator[Refusal]:
    if len(listed) > most:
        yield Refusal(ChassisReason.LIST_TOO_LONG, field=field, values={"most": str(most)})


def _repeated(listed: Sequence[str], field: str) -> Iterator[Refusal]:
    for n, each in enumerate(listed):
        if each in listed[:n]:
            values = {"value": each}
            yield Refusal(StatementReason.STATED_TWICE, field=field.format(n), values=values)
