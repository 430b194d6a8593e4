"""What was stated elsewhere, beside what the records give; and what inspections found.

Printed numbers are shown as they were printed, and never mixed with computed ones. What a
publisher made public of it is; the rest, and the comparison, is its readers' by their right.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1 import statements_pb2 as api
from services import formats
from services.pages import questions
from services.pages.asking import positions, resource
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.questions import date_of
from services.pages.refused import Refused
from services.pages.tables import Column, Link, Row, Table
from services.pages.views import published
from services.pages.visit import Page, Visit

SHOWN, COMPARED = 100, 20
Comparison = api.AssertionComparison
AGREEMENTS = {
    Comparison.AGREEMENT_HALF_UP: "same",
    Comparison.AGREEMENT_DOWN: "cut",
    Comparison.AGREEMENT_WITHIN_BOUNDS: "within",
    Comparison.AGREEMENT_DIFFERS: "differs",
    Comparison.AGREEMENT_NOT_COMPARABLE: "incomparable",
}


async def assertions(visit: Visit) -> Page:
    """Of a unit and those below it, or of all."""
    unit = questions.unit(visit.parameters)
    table = await asserted(visit, unit, questions.token(visit.parameters, "page"))
    values = {"more": visit.same(page=table.next) if table.next else ""}
    title = visit.words("place.assertions")
    return Page("assertions.html", title, values, [table.table], place="assertions")


class Asserted:
    """The table, and the token of its next page."""

    def __init__(self, table: Table, following: str) -> None:
        self.table = table
        self.next = following


async def asserted(visit: Visit, unit: str, page: str = "") -> Asserted:
    """Each printed number with its source, and the figures that may have been meant."""
    request = api.ListAssertionsRequest(
        unit=resource("units", unit), page_size=SHOWN, page_token=page
    )
    method = visit.services.statements.ListAssertions
    found = await visit.client.call(method, request)
    compared = await comparisons(visit, found.assertions[:COMPARED])
    rates = [each.rate for every in compared.values() for each in every]
    naming = await published.named(visit, rates)
    named = await visit.reading.names(each.figure.unit for each in found.assertions)
    naming = Naming(naming.words, naming.definitions, {**naming.names, **named})
    rows: list[Row] = []
    for each in found.assertions:
        own = statement(visit, each, naming)
        several = compared.get(each.name, [])
        rows += [own | comparison(visit, one, naming) for one in several] or [own | NOTHING]
    words = visit.words
    columns = [Column(name, words(f"column.{name}")) for name in ("printed", "wording", "source")]
    if not visit.visitor.is_public:
        columns.append(Column("figure", words("column.records"), "figure"))
        columns += [Column(name, words(f"column.{name}")) for name in ("difference", "agreement")]
    empty = words("assertions.empty")
    table = Table("assertions", words("assertions.caption"), columns, rows, empty=empty)
    return Asserted(table, found.next_page_token)


NOTHING: Row = {"figure": None, "difference": "", "agreement": ""}


async def comparisons(
    visit: Visit, found: Sequence[api.Assertion]
) -> dict[str, Sequence[api.AssertionComparison]]:
    """By name, of those that the visitor may compare."""
    if visit.visitor.is_public:
        return {}

    async def one(name: str) -> Sequence[api.AssertionComparison]:
        request = api.CompareAssertionRequest(name=name, as_known=positions(visit.reading.known))
        try:
            method = visit.services.statements.CompareAssertion
            return (await visit.client.call(method, request)).comparisons
        except Refused:
            return []

    every = await asyncio.gather(*(one(each.name) for each in found))
    return {each.name: several for each, several in zip(found, every, strict=True)}


def statement(visit: Visit, of: api.Assertion, naming: Naming) -> Row:
    """What was printed, where, when, about what."""
    figure, language = of.figure, visit.language
    period = formats.period(date_of(figure.start_date), date_of(figure.end_date), language)
    about = naming.called(figure.unit) if figure.unit else visit.words("scope.all_units")
    said = formats.day(date_of(figure.source_date), language)
    parts = [figure.source, visit.words("assertions.said", day=said)]
    if figure.responses or figure.sample:
        counts = [formats.integer(each, language) for each in (figure.responses, figure.sample)]
        parts.append(visit.words("assertions.sample", responses=counts[0], sample=counts[1]))
    if not of.published:
        parts.append(visit.words("assertions.unpublished"))
    return {
        "printed": Link(printed(figure, language), "", figure.value),
        "wording": f"“{figure.wording}” – {about}, {period}",
        "source": ", ".join(part for part in parts if part),
    }


def printed(figure: events.AssertedFigure, language: str) -> str:
    """With as many decimals as its source has."""
    if figure.measure == events.AssertedFigure.MEASURE_PERCENT:
        return formats.percent(figure.value, language)
    whole, _, decimals = figure.value.partition(".")
    text = formats.integer(int(whole), language)
    return f"{text}{',' if language == 'vi' else '.'}{decimals}" if decimals else text


def comparison(visit: Visit, of: api.AssertionComparison, naming: Naming) -> Row:
    """A figure of the records beside it."""
    sign = of.difference.replace("-", "−")
    agreement = AGREEMENTS.get(of.agreement, "incomparable")
    return {
        "figure": shown(of.rate, naming),
        "difference": sign.replace(".", ",") if visit.language == "vi" else sign,
        "agreement": visit.words(f"agreement.{agreement}"),
    }


async def inspections(visit: Visit) -> Page:
    """Inspections of a unit and those below it, with what is still to be remedied."""
    unit = questions.unit(visit.parameters)
    only = questions.chosen(visit.parameters, "open", ("no", "yes"))
    request = api.ListInspectionsRequest(
        unit=resource("units", unit),
        open_only=only == "yes",
        page_size=SHOWN,
        page_token=questions.token(visit.parameters, "page"),
    )
    method = visit.services.statements.ListInspections
    found = await visit.client.call(method, request)
    names = await visit.reading.names(each.report.unit for each in found.inspections)
    naming = Naming(visit.words, {}, names)
    words = visit.words
    titles = ("unit", "day", "decision", "finding", "remedy_by", "state")
    columns = [Column(each, words(f"column.{each}")) for each in titles]
    rows = [row for each in found.inspections for row in findings(visit, each, naming)]
    empty = words("inspections.empty")
    table = Table("inspections", words("inspections.caption"), columns, rows, empty=empty)
    values = {
        "more": visit.same(page=found.next_page_token) if found.next_page_token else "",
        "only": only,
        "choices": [(each, visit.same(open=each, page="")) for each in ("no", "yes")],
    }
    return Page(
        "inspections.html", words("place.inspections"), values, [table], place="inspections"
    )


def findings(visit: Visit, of: api.Inspection, naming: Naming) -> list[Row]:
    """A row for each finding; one for an inspection that found nothing."""
    report, words = of.report, visit.words
    remedied = {each.finding: date_of(each.date) for each in of.remedies}
    first: Row = {
        "unit": visit.link(naming, report.unit),
        "day": formats.day(date_of(report.date), visit.language),
        "decision": report.decision,
    }
    if not report.findings:
        nothing = words("inspections.nothing")
        return [{**first, "finding": nothing, "remedy_by": "", "state": ""}]
    return [{**first, **finding(visit, each, remedied)} for each in report.findings]


def finding(visit: Visit, of: events.Finding, remedied: dict[str, date]) -> Row:
    """What was found, by when it is to be mended, and whether it is."""
    by = of.remedy_by_date
    until = formats.day(date_of(by), visit.language) if by.year else ""
    done = remedied.get(of.code)
    state: Any = visit.words("inspections.open") if until else visit.words("inspections.noted")
    if done:
        state = visit.words("inspections.done", day=formats.day(done, visit.language))
    return {"finding": f"{of.code}: {of.text}", "remedy_by": until, "state": state}
