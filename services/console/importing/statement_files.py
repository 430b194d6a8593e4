"""TOML files of what was stated elsewhere: asserted figures, surveys and inspections.

Promises requests of the contract whose ids come from their content, so that the same file again
records nothing, or a mistake that names the key.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1 import statements_pb2 as api
from services.console.importing.faults import Faulty, fault
from services.console.importing.keys import MappingError, composed, load, refuse_others, take
from services.console.importing.periods import days
from services.console.importing.values import numbers_of
from services.console.instants import to_date
from services.console.portal.requests import request_id
from services.console.portal.resources import named

FIGURE = (
    "kind", "unit", "period", "value", "measure", "wording", "source", "source_date", "sample",
    "responses", "definitions",
)  # fmt: skip
ReceiptsOf = Callable[[Path], list[figures.Receipt]]  # the receipts that a file holds
INSPECTION = ("unit", "date", "decision", "receipts", "findings")
FINDING = ("code", "text", "remedy_by")
KIND = events.AssertedFigure.DESCRIPTOR.enum_types_by_name["Kind"]
MEASURE = events.AssertedFigure.DESCRIPTOR.enum_types_by_name["Measure"]


def assertions(path: Path) -> list[api.RecordAssertionRequest]:
    """One request for each [[figure]]."""
    found = [
        api.RecordAssertionRequest(figure=figure(table, f"figure {number}"))
        for number, table in enumerate(tables(path, "figure"), start=1)
    ]
    return identified(found)


def inspections(path: Path, receipts_in: ReceiptsOf) -> list[api.RecordInspectionRequest]:
    """One request for each [[inspection]]; files of receipts lie beside the file."""
    receipts = partial(receipts_in_folder, path.parent, receipts_in)
    found = [
        api.RecordInspectionRequest(report=report(table, f"inspection {number}", receipts))
        for number, table in enumerate(tables(path, "inspection"), start=1)
    ]
    return identified(found)


def tables(path: Path, name: str) -> Sequence[Any]:
    """The tables of that name, which are all that the file has."""

    def read(whole: Mapping[str, Any]) -> Sequence[Any]:
        whole = composed(whole)
        refuse_others(whole, "", name)
        found: list[Any] = take(whole, name, list)
        return found

    return load(path, read)


def identified(requests: list[Any]) -> list[Any]:
    """Each under an id made of its content."""
    for each in requests:
        each.request_id = request_id(each)
    return requests


def figure(table: Any, where: str) -> events.AssertedFigure:
    """A figure as it was printed."""
    refuse_others(table, where, *FIGURE)
    start, end = period(take(table, "period", str, where=where), f"{where}.period")
    optional = {
        name: take(table, name, int, 0, where) for name in ("sample", "responses") if name in table
    }
    return events.AssertedFigure(
        kind=choice(KIND, table, "kind", where),
        unit=named("units", take(table, "unit", str, "")),
        start_date=to_date(start),
        end_date=to_date(end),
        value=take(table, "value", str, where=where),
        measure=choice(MEASURE, table, "measure", where),
        wording=take(table, "wording", str, where=where),
        source=take(table, "source", str, where=where),
        source_date=to_date(take(table, "source_date", date, where=where)),
        definitions=take(table, "definitions", list, [], where),
        **optional,
    )


def receipts_in_folder(folder: Path, receipts_in: ReceiptsOf, name: str) -> list[figures.Receipt]:
    """The receipts of a file that lies beside the one that names it."""
    return receipts_in(folder / name)


def report(
    table: Any, where: str, receipts: Callable[[str], list[figures.Receipt]]
) -> events.InspectionReport:
    """An inspection with the receipts of its files."""
    refuse_others(table, where, *INSPECTION)
    files: list[str] = take(table, "receipts", list, [], where)
    findings: list[Any] = take(table, "findings", list, [], where)
    return events.InspectionReport(
        unit=named("units", take(table, "unit", str, "")),
        date=to_date(take(table, "date", date, where=where)),
        decision=take(table, "decision", str, "", where),
        receipts=[receipt for each in files for receipt in receipts(each)],
        findings=[finding(each, f"{where}.findings {n}") for n, each in enumerate(findings, 1)],
    )


def finding(table: Any, where: str) -> events.Finding:
    """One finding, with the day by which it is to be remedied."""
    refuse_others(table, where, *FINDING)
    found = events.Finding(
        code=take(table, "code", str, where=where), text=take(table, "text", str, where=where)
    )
    if "remedy_by" in table:
        found.remedy_by_date.CopyFrom(to_date(take(table, "remedy_by", date, where=where)))
    return found


def choice(kind: Any, table: Mapping[str, Any], key: str, where: str) -> Any:
    """A value of the contract, without what the names of all share."""
    name, numbers = take(table, key, str, where=where), numbers_of(kind)
    if name not in numbers:
        raise MappingError(f"{where}.{key}: {name!r} is none of {', '.join(numbers)}")
    return numbers[name]


def period(text: str, where: str) -> tuple[date, date]:
    """A period as published tables write it."""
    try:
        return days(text, where)
    except Faulty as found:
        raise MappingError(f"{where}: {fault(found, 0).en}") from None
