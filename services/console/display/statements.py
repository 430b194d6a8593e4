"""Asserted figures and inspections as people and programs see them.

Promises numbers as they were printed. Must not ask a service.
"""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1 import statements_pb2 as api
from services.console import terminal
from services.console.display import tables
from services.console.display.names import IDS, Names
from services.console.display.numbers import decimal
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import from_date, from_timestamp, period_name
from services.console.portal.enums import code

COMPARED = ("definition", "rate", "agreement", "difference")
OPEN = "open"


def show_assertions(
    found: Sequence[api.CompareAssertionResponse], as_json: bool, names: Names = IDS
) -> None:
    """For programs or for people: what was printed, then a line for each definition."""
    if as_json:
        terminal.print_document({"assertions": [assertion_document(each) for each in found]})
        return
    for each in found:
        figure = each.assertion.figure
        mark = "%" if figure.measure == events.AssertedFigure.MEASURE_PERCENT else ""
        unit = names.of(figure.unit) or word("whole tree")
        heading = f"{figure.value}{mark} · {unit} · {period_of(figure)}"
        table = Table(title=heading, title_justify="left", caption_justify="left")
        table.caption = f"“{figure.wording}” ({figure.source}, {from_date(figure.source_date)})"
        for name in COMPARED:
            table.add_column(word(name), overflow="fold")
        for comparison in each.comparisons:
            receipt = comparison.rate.receipt
            definition = f"{receipt.definition}@{receipt.version}"
            agreement = word(agreement_of(comparison).replace("_", " "))
            table.add_row(
                definition,
                tables.brief(comparison.rate),
                agreement,
                decimal(comparison.difference),
            )
        screen().print(table)


def period_of(figure: events.AssertedFigure) -> str:
    """A month, or the days from one to another."""
    return period_name(from_date(figure.start_date), from_date(figure.end_date))


def agreement_of(comparison: api.AssertionComparison) -> str:
    """Such as `within_bounds`."""
    return code(api.AssertionComparison.Agreement, comparison.agreement)


def assertion_document(found: api.CompareAssertionResponse) -> dict[str, Any]:
    """As JSON has it."""
    each, figure = found.assertion, found.assertion.figure
    survey = {
        name: getattr(figure, name) if figure.HasField(name) else None
        for name in ("sample", "responses")
    }
    return {
        "assertion": each.name,
        "kind": code(events.AssertedFigure.Kind, figure.kind),
        "unit": figure.unit,
        "period": period_of(figure),
        "value": figure.value,
        "measure": code(events.AssertedFigure.Measure, figure.measure),
        "wording": figure.wording,
        "source": figure.source,
        "source_date": from_date(figure.source_date).isoformat(),
        **survey,
        "published": each.published,
        "withdrawn": each.state == api.Assertion.STATE_WITHDRAWN,
        "withdrawal_reason": each.withdrawal_reason,
        "recorded": tables.in_utc(from_timestamp(each.record_time)),
        "position": each.position,
        "comparisons": [
            {
                "agreement": agreement_of(comparison),
                "difference": comparison.difference,
                "rate": tables.document(comparison.rate),
            }
            for comparison in found.comparisons
        ],
    }


def show_inspections(found: Sequence[api.Inspection], as_json: bool, names: Names = IDS) -> None:
    """For programs or for people: a line for each finding."""
    documents = [inspection_document(each) for each in found]
    if as_json:
        terminal.print_document({"inspections": documents})
        return
    for each in documents:
        unit = names.of(each["unit"]) or word("whole tree")
        heading = f"{each['inspection']} · {unit} · {each['date']}"
        table = Table(title=heading, title_justify="left", caption_justify="left")
        receipts = word("receipts")
        table.caption = f"{each['decision']} {receipts}: {len(each['receipts']):,}".strip()
        for name in ("finding", "text", "remedy by", "state"):
            table.add_column(word(name), overflow="fold")
        for finding in each["findings"]:
            state = finding["remedied"] or (OPEN if finding["remedy_by"] else "")
            cells = (finding["code"], finding["text"], finding["remedy_by"] or "")
            table.add_row(*cells, word(state), style="dim" if each["withdrawn"] else "")
        screen().print(table)


def inspection_document(each: api.Inspection) -> dict[str, Any]:
    """As JSON has it."""
    remedied = {one.finding: from_date(one.date).isoformat() for one in each.remedies}
    return {
        "inspection": each.name,
        "unit": each.report.unit,
        "date": from_date(each.report.date).isoformat(),
        "decision": each.report.decision,
        "receipts": [
            {"definition": one.definition, "version": one.version, "digest": one.digest}
            for one in each.report.receipts
        ],
        "findings": [
            {
                "code": one.code,
                "text": one.text,
                "remedy_by": from_date(one.remedy_by_date).isoformat()
                if one.HasField("remedy_by_date")
                else None,
                "remedied": remedied.get(one.code),
            }
            for one in each.report.findings
        ],
        "withdrawn": each.state == api.Inspection.STATE_WITHDRAWN,
        "withdrawal_reason": each.withdrawal_reason,
        "recorded": tables.in_utc(from_timestamp(each.record_time)),
        "position": each.position,
    }
