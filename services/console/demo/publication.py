"""What the demo shows of official figures: a month, two quarters and a year are published, and one
figure is revised, since a dossier turns out to have been entered in error.

Everything is done as a publisher, an officer and an inspector would do it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from motcua.metrics.v1 import publications_pb2 as api
from motcua.submissions.v1 import submissions_pb2 as submissions
from services.console import terminal
from services.console.commands import publications
from services.console.demo.city_catalogue import officers
from services.console.demo.office import Office, Officer
from services.console.instants import month_before
from services.console.outcome import language
from services.console.portal.client import Portal
from services.console.portal.publications import items_of, revisions_of
from services.console.portal.questions import explain, one_rate, positions_of
from services.console.portal.requests import gather

DEFINITION = "online_handling"
OF_UNITS = (DEFINITION, "on_time.ended", "coverage.l3l4")
OF_CITY = (
    *OF_UNITS,
    *("coverage.full", "online_handling.all", "handling_time.ended", "payment.online", "e_result"),
    *("satisfaction.rating", "petition.on_time", "counter.waiting", "on_time.received"),
)
AT_ONCE = 8
# The demo is not to take a minute for it: so many seconds instead of 60 and 10.
QUICK = {"MOTCUA_METRICS_REVISE_PAUSE": "0.5", "MOTCUA_METRICS_REVISE_REST": "0.5"}
# Why what the demo published before is superseded when it is run again.
REASON = "The demo was run again, and more people came to the counter."
WAITED = 15.0  # seconds for a stack that was up before, and keeps to its own pace


async def show(portal: Portal, month: date, units: Sequence[str]) -> None:
    """The last whole month of the city and of its units; of the city, whose month holds small
    counts that the public does not see, also two quarters and a year.
    """
    period = (month_before(month), month)
    # Units before the city: what is hidden of the city follows from what is shown of its units.
    of_units = (publish(portal, period, OF_UNITS, unit=each) for each in units)
    await gather(of_units, at_once=AT_ONCE)
    published = await publish(portal, period, OF_CITY)
    for longer in longer_periods(month):
        await publish(portal, longer, OF_CITY)
    vi = language() == "vi"
    terminal.say("\nMột chỉ số được công bố, rồi thay đổi:" if vi else "\nPublished, then revised:")
    names = await publications.names_in(portal, [published])
    publications.show([published], names, as_json=False)
    await void_one(portal, period, positions_of(published.rate))
    revision = await revised(portal, published.name)
    if revision is None:
        terminal.say(f"It will be revised within a minute: ./motcua revisions {published.name}")
        return
    publications.show_revisions([revision], as_json=False)
    items = await items_of(portal, revision.name)
    names = await publications.names_in_items(portal, items)
    publications.show_items(items, names, as_json=False)


def longer_periods(month: date) -> list[tuple[date, date]]:
    """The last two quarters and the last year that are over when a month begins."""
    last = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    before = quarter_before(last)
    year = month.replace(month=1)
    return [
        (before, last),
        (quarter_before(before), before),
        (year.replace(year=year.year - 1), year),
    ]


def quarter_before(quarter: date) -> date:
    """The first day of the one before."""
    return month_before(month_before(month_before(quarter)))


async def publish(
    portal: Portal, period: tuple[date, date], definitions: Sequence[str], *, unit: str = ""
) -> api.Publication:
    """Figures of one scope and month; the first of them."""
    request = publications.publishing(period, unit=unit, reason=REASON)
    return (await publications.published_by(portal, request, definitions))[0]


async def void_one(portal: Portal, period: tuple[date, date], at: Mapping[str, int]) -> None:
    """One dossier of the figure turns out to have been entered in error."""
    question = one_rate(DEFINITION, period, as_known=at)
    async for part in explain(portal, question):
        if part.HasField("item") and not part.item.reason:
            break
    asked = submissions.GetDossierRequest(name=part.item.id)
    found = await portal.call(portal.submissions.GetDossier, asked, role="inspector")
    unit = found.handling_unit.removeprefix("units/")
    office = Office(portal, (), catalog_position=0)
    await office.void(found, Officer(officers(unit)[0], unit))


async def revised(portal: Portal, publication: str) -> api.Revision | None:
    """Its first revision, as soon as it is there."""
    loop = asyncio.get_running_loop()
    until = loop.time() + WAITED
    while loop.time() < until:
        if found := await revisions_of(portal, publication):
            return found[0]
        await asyncio.sleep(0.25)
    return None
