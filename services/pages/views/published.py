"""What was published: a list, and each publication at its own name, whose numbers never change.

The public sees what was disclosed; staff see revisions, too, by their cause. Must not show to the
public what was hidden when it was published.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import publications_pb2 as staff
from motcua.metrics.v1 import published_pb2 as api
from motcua.metrics.v1.federation_pb2 import ListMembersRequest
from services import formats
from services.pages import questions
from services.pages.asking import resource
from services.pages.figures import Shown, shown
from services.pages.naming import Naming
from services.pages.questions import period_of
from services.pages.refused import Refused
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.visit import Page, Visit

SHOWN = 100
LOOKED_AT = 1000  # publications within a period, of all its parts and services
CAUSES = {
    events.REVISION_CAUSE_MATURED: "matured",
    events.REVISION_CAUSE_LATE: "late",
    events.REVISION_CAUSE_CORRECTED: "corrected",
    events.REVISION_CAUSE_CATALOGUE: "catalogue",
}


async def publications(visit: Visit) -> Page:
    """Publications of a unit and of those below it, or of all, the newest first."""
    unit = questions.unit(visit.parameters)
    request = api.ListPublishedFiguresRequest(
        unit=resource("units", unit),
        subtree=True,
        definition=questions.text(visit.parameters, "indicator"),
        show_superseded=True,
        page_size=SHOWN,
        page_token=questions.token(visit.parameters, "page"),
    )
    method = visit.services.published.ListPublishedFigures
    found, adds_up = await asyncio.gather(visit.client.call(method, request), has_members(visit))
    naming = await named(visit, [each.rate for each in found.figures])
    words = visit.words
    columns = [
        Column("indicator", words("column.indicator")),
        Column("scope", words("column.scope")),
        Column("period", words("column.period"), "short"),
        Column("figure", words("column.published"), "figure"),
        Column("published", words("column.when")),
    ]
    rows = [row(visit, each, naming) for each in found.figures]
    empty = words("published.empty")
    table = Table("publications", words("published.caption"), columns, rows, empty=empty)
    more = visit.same(page=found.next_page_token) if found.next_page_token else ""
    title = words("place.publications")
    values = {"more": more, "nation": visit.to("/nation") if adds_up else ""}
    return Page("publications.html", title, values, [table], place="publications")


async def has_members(visit: Visit) -> bool:
    """Whether this installation adds up what cities published."""
    method = visit.services.federation.ListMembers
    return bool((await visit.client.call(method, ListMembersRequest())).members)


async def named(visit: Visit, rates: Sequence[events.Rate]) -> Naming:
    """What their definitions, units and services are called."""
    scopes = [rate.receipt.scope for rate in rates]
    definitions, names = await asyncio.gather(
        visit.reading.definitions(),
        visit.reading.names((each.unit for each in scopes), (each.service for each in scopes)),
    )
    return Naming(visit.words, definitions, names)


def row(visit: Visit, of: api.PublishedFigure | staff.Publication, naming: Naming) -> Row:
    """One publication."""
    at = of.publish_time.ToDatetime(tzinfo=UTC)
    figure = one(visit, of, naming)
    when = formats.instant(at, visit.language)
    if of.superseded_by:
        when = f"{when} – {visit.words('published.superseded')}"
    return {
        "indicator": naming.title(of.rate),
        "scope": naming.scope(of.rate.receipt.scope),
        "period": formats.period(*period_of(of.rate), visit.language),
        "figure": figure,
        "published": Link(when, "", at.isoformat()),
    }


def one(visit: Visit, of: Any, naming: Naming, *, slip: bool = False) -> Shown:
    """A published figure, whose receipt has the publication's own address."""
    return shown(of.rate, naming, slip=slip, address=visit.to(f"/{of.name}"))


async def publication(visit: Visit) -> Page:
    """One publication: its receipt, what took its place, and, for staff, how it moved since."""
    name = resource("publications", visit.path["publication"])
    found = await of_name(visit, name)
    later = await of_name(visit, found.superseded_by) if found.superseded_by else None
    known = await of_staff(visit, name)
    revisions = await revisions_of(visit, name) if known and known.revisions else []
    rates = [found.rate, *([later.rate] if later else []), *(each.rate for each in revisions)]
    naming = await named(visit, rates)
    source = known or found
    return Page(
        "publication.html",
        naming.title(found.rate),
        {
            "figure": one(visit, source, naming, slip=True),
            "scope": naming.scope(found.rate.receipt.scope),
            "period": formats.period(*period_of(found.rate), visit.language),
            "when": found.publish_time.ToDatetime(tzinfo=UTC),
            "reason": found.reason,
            "supersedes": visit.to(f"/{found.supersedes}") if found.supersedes else "",
            "later": one(visit, later, naming) if later else None,
            "later_when": later.publish_time.ToDatetime(tzinfo=UTC) if later else None,
            "latest": shown(known.latest, naming) if known and known.revisions else None,
            "definition": visit.to(f"/indicators/{found.rate.receipt.definition}"),
        },
        [revision_table(visit, revisions, naming)] if known else [],
        place="publications",
    )


async def of_figure(
    visit: Visit, rate: events.Rate, naming: Naming
) -> tuple[Table | None, Table | None]:
    """What was published of the figure that a rate answers, and how the one that counts moved
    since; None of what there is not, or is beyond the visitor's units.
    """
    receipt = rate.receipt
    request = api.ListPublishedFiguresRequest(
        unit=receipt.scope.unit,
        service=receipt.scope.service,
        definition=receipt.definition,
        start_date=receipt.period.start,
        end_date=receipt.period.end,
        show_superseded=True,
        page_size=LOOKED_AT,
    )
    listed = await visit.client.call(visit.services.published.ListPublishedFigures, request)
    found = [each for each in listed.figures if is_figure(each.rate.receipt, receipt)]
    if not found:
        return None, None
    known = await asyncio.gather(*(of_staff(visit, each.name) for each in found))
    rows = [row(visit, own or each, naming) for own, each in zip(known, found, strict=True)]
    columns = [
        Column("published", visit.words("column.when")),
        Column("figure", visit.words("column.published"), "figure"),
    ]
    table = Table("publications", visit.words("published.caption"), columns, rows)
    counts = next((each for each in known if each and not each.superseded_by), None)
    if counts is None:
        return table, None
    moved = await revisions_of(visit, counts.name) if counts.revisions else []
    return table, revision_table(visit, moved, naming)


def is_figure(one: events.Receipt, other: events.Receipt) -> bool:
    """Whether both answer one question, whatever was known."""
    parts = ("definition", "scope", "period", "as_of")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


async def of_name(visit: Visit, name: str) -> api.PublishedFigure:
    """As far as it is public."""
    method = visit.services.published.GetPublishedFigure
    return await visit.client.call(method, api.GetPublishedFigureRequest(name=name))


async def of_staff(visit: Visit, name: str) -> staff.Publication | None:
    """With all that a role may see; None for the public, and beyond a role's units."""
    if visit.visitor.is_public:
        return None
    method = visit.services.publications.GetPublication
    try:
        return await visit.client.call(method, staff.GetPublicationRequest(name=name))
    except Refused as refused:
        if refused.status.value in (403, 404):
            return None
        raise


async def revisions_of(visit: Visit, name: str) -> Sequence[staff.Revision]:
    """How it moved since, in order."""
    method = visit.services.publications.ListRevisions
    request = staff.ListRevisionsRequest(parent=name, page_size=SHOWN)
    return (await visit.client.call(method, request)).revisions


def revision_table(visit: Visit, revisions: Sequence[staff.Revision], naming: Naming) -> Table:
    """When, to which value, and how many items moved by each cause."""
    words = visit.words
    columns = [
        Column("when", words("column.when")),
        Column("figure", words("column.figure"), "figure"),
        *(Column(each, words(f"cause.{each}"), "number") for each in CAUSES.values()),
    ]
    rows: list[Row] = []
    for each in revisions:
        moved = {CAUSES.get(part.cause, ""): part.count for part in each.moved}
        counts = {cause: moved.get(cause, 0) for cause in CAUSES.values()}
        at = each.revise_time.ToDatetime(tzinfo=UTC)
        rows.append(
            {
                "when": Link(formats.instant(at, visit.language), "", at.isoformat()),
                "figure": shown(each.rate, naming),
                **{k: Number(n, formats.integer(n, visit.language)) for k, n in counts.items()},
            }
        )
    caption = words("published.revisions")
    return Table("revisions", caption, columns, rows, empty=words("published.unrevised"))
