"""What a report says: the published figures of a month, as anybody may read them, and their names.

Promises the same content for the same publications, whenever it is asked for.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from google.protobuf.json_format import MessageToDict

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import published_pb2 as api
from services.console.display import languages
from services.console.instants import LOCAL, from_timestamp, next_month, to_date
from services.console.outcome import Mistake
from services.console.portal.client import Portal
from services.console.portal.lists import listed

FORMAT = "motcua.report/1"
ROLE = "public"
PAGE = 1000
Content: TypeAlias = dict[str, Any]


async def content_of(portal: Portal, *, month: date, unit: str) -> Content:
    """The report of a month about a unit and all below it; "": the whole tree."""
    figures = await published(portal, month, unit)
    if not figures:
        raise Mistake(f"nothing is published of {unit or 'the whole tree'} for {month:%Y-%m}")
    scopes = [each.rate.receipt.scope for each in figures]
    names = {unit, *(name for each in scopes for name in (each.unit, each.service))} - {""}
    return {
        "format": FORMAT,
        "unit": unit,
        "period": {"start": f"{month}", "end": f"{next_month(month)}", "zone": f"{LOCAL}"},
        "published": max(from_timestamp(each.publish_time) for each in figures).isoformat(),
        "names": await titles(portal, sorted(names)),
        "definitions": await definitions(portal, figures),
        "figures": [MessageToDict(each) for each in figures],
    }


async def published(portal: Portal, month: date, unit: str) -> list[api.PublishedFigure]:
    """Those of just this month that stand, the unit's own first."""
    start, end = to_date(month), to_date(next_month(month))
    request = api.ListPublishedFiguresRequest(
        unit=unit, subtree=True, start_date=start, end_date=end, page_size=PAGE
    )
    method = portal.published.ListPublishedFigures
    found = [each async for each in listed(portal, method, request, "figures", role=ROLE)]
    whole = [each for each in found if each.rate.receipt.period.start == start]
    return sorted(
        (each for each in whole if each.rate.receipt.period.end == end),
        key=lambda each: place(each.rate.receipt, unit),
    )


def place(receipt: Any, unit: str) -> tuple[Any, ...]:
    """Where a figure stands in the report."""
    scope = receipt.scope
    return scope.unit != unit, receipt.definition, receipt.version, scope.SerializeToString()


async def titles(portal: Portal, names: list[str]) -> dict[str, dict[str, str]]:
    """What units and services are called."""
    units = [name for name in names if name.startswith("units/")]
    services = [name for name in names if name.startswith("services/")]
    found: list[Any] = []
    for some in pages(units):
        units_asked = catalog.BatchGetUnitsRequest(names=some)
        found += (await portal.call(portal.catalog.BatchGetUnits, units_asked, role=ROLE)).units
    for some in pages(services):
        asked = catalog.BatchGetServicesRequest(names=some)
        found += (await portal.call(portal.catalog.BatchGetServices, asked, role=ROLE)).services
    return {each.name: languages.by_tag(each.display_name) for each in found}


def pages(names: list[str]) -> Iterable[list[str]]:
    """As many as one request names."""
    return (names[start : start + PAGE] for start in range(0, len(names), PAGE))


async def definitions(
    portal: Portal, figures: Iterable[api.PublishedFigure]
) -> dict[str, dict[str, Any]]:
    """What the figures are counted by, and why items are left out."""
    used = {definition_of(each.rate.receipt) for each in figures}
    request = contract.ListDefinitionsRequest()
    reply = await portal.call(portal.definitions.ListDefinitions, request, role=ROLE)
    return {
        name: {
            "title": texts(each.title),
            "description": texts(each.description),
            "reasons": {reason.name: texts(reason.title) for reason in each.reasons},
        }
        for each in reply.definitions
        if (name := f"{each.id}@{each.version}") in used
    }


def definition_of(receipt: Any) -> str:
    """Such as `online_handling@1`."""
    return f"{receipt.definition}@{receipt.version}"


def texts(text: metrics.Text) -> dict[str, str]:
    """In both languages."""
    return {"vi": text.vi, "en": text.en}
