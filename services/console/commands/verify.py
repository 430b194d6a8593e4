"""`./motcua verify`: every figure recomputed from the streams, and compared with the service's.

Promises to end with 1 when anything differs, naming figures and dossiers, and with 6 when something
could not be recomputed, naming that. Must not read a database.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from services.console import terminal
from services.console.display.numbers import counted, integer, verb
from services.console.display.progress import progress
from services.console.display.screen import screen
from services.console.display.tables import at_positions
from services.console.display.words import word
from services.console.outcome import Difference, Unverified, spoken
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.questions import standing
from services.console.reading.comparison import checked_file, estimate_check, receipt_check
from services.console.reading.comparison.differences import Comparison, FigureDifference
from services.console.reading.comparison.score_check import score_differences
from services.console.reading.comparison.verification import compare_all
from services.console.reading.definitions.definition import DigestError
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.both_streams import read_streams
from services.console.reading.folding.dossier_store import IncompleteDossierError
from services.console.reading.folding.fold import BrokenStreamError
from services.formats import several

SHOWN = 20
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("receipt", required=False, type=FILE)
@terminal.json_option
@click.option(
    "--certificate", type=FILE, help="Of a report's publisher, PEM [default: the stack's]."
)
@location_options
def verify(
    receipt: Path | None, as_json: bool, certificate: Path | None, location: Location
) -> None:
    """Recompute every figure from the event streams and compare; or those receipts alone that a
    file holds, as rates --json, explain --json or the service itself gave them. Of a report, PDF
    or JSON: whether it still is what was published, and what was revised since.
    """

    async def work() -> None:
        async with reading(location, "metrics") as site, Portal(site) as portal:
            if receipt and is_report(receipt):
                await check_report(portal, receipt, certificate, as_json=as_json)
                return
            if receipt and estimate_check.is_estimates(receipt):
                checked = await estimate_check.check_file(portal, receipt)
                checked_file.show(checked, as_json=as_json)
                checked_file.demand_equal(checked, ("estimate", "ước tính"))
                return
            if receipt:
                checked = await receipt_check.check_file(portal, receipt)
                checked_file.show(checked, as_json=as_json)
                checked_file.demand_equal(checked)
                demand_points(score_differences(receipt, checked))
                return
            found = await verified(portal)
            report(found, as_json)
            demand_equal(found)

    run(work())


def demand_points(differing: Mapping[str, tuple[object, object]]) -> None:
    """An error unless the points of a saved score are those of its recomputed parts."""
    if differing:
        sides = (f"{name} {ours}, not {stated}" for name, (ours, stated) in differing.items())
        raise Difference("the receipts earn " + "; ".join(sides))


def is_report(path: Path) -> bool:
    """Whether a file is a report: a PDF, or JSON that has one."""
    found = path.read_bytes()
    return found.startswith(b"%PDF-") or b'"report"' in found[:100]


async def check_report(portal: Portal, *options: Any, as_json: bool) -> None:
    """See `report_check`."""
    from services.console.reporting import report_check  # noqa: PLC0415 - PDF is slow to load

    await report_check.verify(portal, *options, as_json=as_json)


async def verified(portal: Portal) -> Comparison:
    """Both readings, compared; a stream that is not whole is a difference, too.

    Where metrics stands is asked first: what it has applied must be in the streams read after.
    """
    applied = await standing(portal)
    try:
        with progress("verify: reading the streams", 0, unit="event") as advance:
            url, tls = portal.installation.stream_address, portal.installation.tls
            reading = await read_streams(url, advance, tls=tls)
            advance(sum(reading.positions.values()) - advance.done)
        reading.check_reached(applied)
    except (BrokenStreamError, KeyError) as broken:
        raise Difference(f"the streams are not whole: {broken}") from None
    try:
        with progress("verify: comparing", 0, unit="figure") as advance:
            return await compare_all(portal, reading, advance)
    except DigestError as forged:
        raise Difference(f"{forged} is shown under a digest that is not its own") from None
    except IncompleteDossierError as broken:
        raise Difference(f"the streams are not whole: {broken}") from None


def demand_equal(found: Comparison) -> None:
    """An error unless figures were compared and none differs; another where some are not known."""
    if found.differences:
        raise Difference(
            spoken(
                f"{integer(len(found.differences))} số liệu khác nhau",
                f"{several(len(found.differences), 'figure')} {verb(len(found.differences))}",
            )
        )
    if not found.equal:
        raise Difference("the streams hold events, and there was no figure to compare")
    if found.not_known:
        raise Unverified(f"not verified: {', '.join(sorted(found.not_known))}")


def report(found: Comparison, as_json: bool) -> None:
    """What was compared and what differs."""
    if as_json:
        terminal.print_document(document(found))
        return
    table = Table(title=word("verified"), title_justify="left", caption_justify="left")
    table.caption = at_positions(found.positions)
    table.add_column(word("definition"))
    table.add_column(word("figures"), justify="right")
    table.add_column(word("differences"), justify="right")
    for name, count in found.counted.items():
        differing = sum(each.key.definition == name for each in found.differences)
        table.add_row(word(name), integer(count), integer(differing))
    screen().print(table)
    for each in found.differences[:SHOWN]:
        terminal.say(told(each))
    for name, why in found.not_known.items():
        terminal.say(
            spoken(
                f"Chưa kiểm tra: {name}, vì cách đọc thứ hai không biết chỉ số này ({why})",
                f"Not verified: {name}, since this reading does not know it ({why})",
            )
        )


def told(difference: FigureDifference) -> str:
    """One difference in words."""
    key = difference.key
    where = " ".join(part for part in (key.unit or word("whole tree"), key.service) if part)
    lines = [f"{key.definition} {where} {period_text(key)}:"]
    for name, (ours, service) in difference.numbers.items():
        lines.append(f"  {word(name)}: {sides(ours, service)}")
    for item, ours, service in difference.items[:SHOWN]:
        lines.append(f"  {item}: {sides(ours, service)}")
    if len(difference.items) > SHOWN:
        more = len(difference.items) - SHOWN
        lines.append(f"  {word('and')} {counted(more, 'more item', 'mục khác')}")
    return "\n".join(lines)


def sides(ours: object, service: object) -> str:
    """What both readings say."""
    return f"{word('recomputed')} {ours}, {word('of the metrics service')} {service}"


def period_text(key: FigureKey) -> str:
    """A month, or the first of some and the first after them."""
    return f"{key.month:%Y-%m}" + (f"/{key.end:%Y-%m}" if key.end else "")


def document(found: Comparison) -> dict[str, Any]:
    """The same for programs."""
    return {
        "equal": found.equal,
        "figures": found.total,
        "positions": found.positions,
        "not_verified": list(found.not_known),
        "differences": [difference_document(each) for each in found.differences],
    }


def difference_document(each: FigureDifference) -> dict[str, Any]:
    """One difference, with what each reading says."""
    key = each.key
    return {
        "definition": key.definition,
        "unit": key.unit,
        "service": key.service,
        "alone": key.alone,
        "period": period_text(key),
        "numbers": {
            name: {"recomputed": ours, "service": service}
            for name, (ours, service) in each.numbers.items()
        },
        "items": [
            {"id": item, "recomputed": ours, "service": service}
            for item, ours, service in each.items
        ],
    }
