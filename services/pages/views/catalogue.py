"""The catalogue for citizens: services that can be searched for without tone marks, one service,
and what an offering lacks for the next level.

All of it is public, and what the catalogue says now.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services import formats
from services.pages import questions
from services.pages.asking import called
from services.pages.naming import Naming
from services.pages.tables import Column, Link, Number, Row, Table
from services.pages.views import of_service
from services.pages.visit import Page, Visit

SHOWN = 100
WEB = ("https://", "http://")
EXTENTS = {
    facts.EXTENT_NONE: "none",
    facts.EXTENT_PARTIAL: "partial",
    facts.EXTENT_FULL: "full",
    facts.EXTENT_UNKNOWN: "unknown",
}


async def services(visit: Visit) -> Page:
    """A search, and a page of what it found, in the order of the Vietnamese alphabet."""
    query = questions.text(visit.parameters, "q")
    request = api.ListServicesRequest(
        query=query,
        page_size=SHOWN,
        page_token=questions.token(visit.parameters, "page"),
        filter="state = PUBLISHED",
        order_by="display_name",
    )
    found = await visit.client.call(visit.services.catalog.ListServices, request)
    names = await called(visit.client, "units", (each.authority for each in found.services), 0)
    words = visit.words
    columns = [Column(each, words(f"column.{each}")) for each in ("service", "code", "field")]
    columns.append(Column("authority", words("column.authority")))
    rows = [service_row(visit, each, names) for each in found.services]
    empty = words("catalogue.none", query=query) if query else words("catalogue.empty")
    table = Table("services", words("catalogue.caption"), columns, rows, empty=empty)
    values = {
        "query": query,
        "more": visit.same(page=found.next_page_token) if found.next_page_token else "",
    }
    return Page("services.html", words("catalogue.title"), values, [table], place="services")


def service_row(visit: Visit, service: api.Service, names: dict[str, Any]) -> Row:
    """One service of a list."""
    return {
        "service": Link(
            visit.words.of(service.display_name), visit.to(f"/{service.name}"), service.name
        ),
        "code": ", ".join(code.value for code in service.codes),
        "field": service.field,
        "authority": Naming(visit.words, {}, names).called(service.authority),
    }


async def service(visit: Visit) -> Page:
    """One service: what a citizen needs, and where it is offered at which level."""
    name = f"services/{visit.path['service']}"
    catalog = visit.services.catalog
    found, offered = await asyncio.gather(
        visit.client.call(catalog.GetService, api.GetServiceRequest(name=name)),
        visit.client.call(
            catalog.ListOfferings,
            api.ListOfferingsRequest(
                parent=name, page_size=SHOWN, page_token=questions.token(visit.parameters, "page")
            ),
        ),
    )
    units = [found.authority, *(each.unit for each in offered.offerings)]
    names = await called(visit.client, "units", units, 0)
    figures = await of_service.figures(visit, visit.path["service"])
    words = visit.words
    columns = [Column(each, words(f"column.{each}")) for each in ("unit", "level", "extent")]
    rows = [offering_row(visit, each, names) for each in offered.offerings]
    table = Table(
        "offerings", words("catalogue.offered"), columns, rows, empty=words("catalogue.nowhere")
    )
    values = {
        **figures,
        "service": found,
        "authority": words.of(names[found.authority]) if found.authority in names else "",
        "authority_page": visit.to(f"/{found.authority}"),
        "url": found.url if found.url.startswith(WEB) else "",
        "times": [time_of(visit, each) for each in found.processing_times],
        "fees": [(words.of(fee.name), money(visit, fee.amount)) for fee in found.fees],
        "forms": [linked(visit, form.name, form.url) for form in found.forms],
        "laws": [law(visit, each) for each in found.legal_bases],
        "more": visit.same(page=offered.next_page_token) if offered.next_page_token else "",
    }
    return Page("service.html", words.of(found.display_name), values, [table], place="services")


def time_of(visit: Visit, time: facts.ProcessingTime) -> str:
    """`5 ngày làm việc (trực tuyến)`."""
    unit = facts.TimeUnit.Name(time.unit).removeprefix("TIME_UNIT_").lower()
    text = visit.words(f"time.{unit}", amount=time.amount)
    if not time.channel:
        return text
    channel = facts.Channel.Name(time.channel).removeprefix("CHANNEL_").lower()
    return f"{text} ({visit.words.named('line', channel)})"


def money(visit: Visit, amount: int) -> str:
    """In đồng."""
    return f"{formats.integer(amount, visit.language)}{formats.SPACE}₫"


def linked(visit: Visit, text: Any, address: str) -> Link:
    """A text that leads to the web, and nowhere else."""
    return Link(visit.words.of(text), address if address.startswith(WEB) else "")


def law(visit: Visit, basis: facts.LegalBasis) -> Link:
    """Its number and title."""
    named = linked(visit, basis.title, basis.url)
    return Link(" – ".join(part for part in (basis.number, named.text) if part), named.address)


def offering_row(visit: Visit, offering: api.Offering, names: dict[str, Any]) -> Row:
    """Where a service is offered."""
    called_here = Naming(visit.words, {}, names).called(offering.unit)
    return {
        "unit": Link(called_here, visit.to(f"/{offering.name}"), offering.unit),
        "level": level_of(visit, offering.assessment),
        "extent": visit.words(f"extent.{EXTENTS.get(offering.assessment.extent, 'unknown')}"),
    }


def level_of(visit: Visit, assessment: api.Assessment) -> Number | str:
    """0 to 4, or that the rule claims none."""
    if not assessment.HasField("level"):
        return visit.words("catalogue.no_level")
    return Number(assessment.level, str(assessment.level))


async def offering(visit: Visit) -> Page:
    """One service at one unit: its level, and what is missing for each higher one."""
    name = f"services/{visit.path['service']}/offerings/{visit.path['unit']}"
    catalog = visit.services.catalog
    assessed, found = await asyncio.gather(
        visit.client.call(catalog.AssessOffering, api.AssessOfferingRequest(name=name)),
        visit.client.call(catalog.GetOffering, api.GetOfferingRequest(name=name)),
    )
    service, unit = name.partition("/offerings/")[0], found.unit
    names = {
        **await called(visit.client, "services", [service], 0),
        **await called(visit.client, "units", [unit], 0),
    }
    words, naming = visit.words, Naming(visit.words, {}, names)
    columns = [
        Column("level", words("column.level")),
        Column("missing", words("column.missing")),
        Column("state", words("column.state")),
    ]
    table = Table(
        "missing", words("catalogue.missing"), columns, missing(visit, assessed.gaps),
        empty=words("catalogue.complete"),
    )  # fmt: skip
    values = {
        "service": visit.link(naming, service),
        "unit": visit.link(naming, unit),
        "level": level_of(visit, assessed.assessment),
        "extent": words(f"extent.{EXTENTS.get(assessed.assessment.extent, 'unknown')}"),
        "since": assessed.assessment.effective_time.ToDatetime(tzinfo=UTC),
        "rule": assessed.level_rule,
        "ceiling": assessed.ceiling if assessed.HasField("ceiling") else None,
        "ceiling_reason": assessed.ceiling_reason,
    }
    return Page("offering.html", words("catalogue.offering"), values, [table], place="services")


def missing(visit: Visit, gaps: Iterable[api.LevelGap]) -> list[Row]:
    """Each capability at the lowest level that lacks it."""
    rows: list[Row] = []
    seen: set[int] = set()
    for gap in gaps:
        for each in gap.missing:
            if each.capability in seen:
                continue
            seen.add(each.capability)
            known = each.state == facts.CAPABILITY_STATE_NO
            rows.append(
                {
                    "level": Number(gap.level, str(gap.level)),
                    "missing": visit.words.of(each.description),
                    "state": visit.words("catalogue.no" if known else "catalogue.not_known"),
                }
            )
    return rows
