"""`./motcua score`: points of a unit by an index, each part with its receipt.

Promises a file that `verify` recomputes, the points too. Must not compute.
"""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from motcua.metrics.v1 import scores_pb2 as api
from services.console import terminal
from services.console.commands.rates import END, period_from
from services.console.display import tables, targets
from services.console.display.names import IDS, Names, names_of
from services.console.display.numbers import decimal, percentage
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import period_name, to_date
from services.console.outcome import Mistake, Unreadable
from services.console.portal.as_known import as_known_option, known_from, make_known
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.enums import code
from services.console.portal.location import Location, location_options
from services.console.portal.questions import ROLE, period_of
from services.console.portal.resources import named

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("index", default="")
@click.option("--file", "file", type=FILE, help="An index of one's own, TOML.")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--from", "start", metavar="DAY", required=True, help="First local day or month.")
@click.option("--to", "end", metavar="DAY", help=END)
@as_known_option
@terminal.table_options
@location_options
def score(
    *,
    index: str,
    file: Path | None,
    unit: str,
    start: str,
    end: str | None,
    as_known: tuple[str, ...],
    as_json: bool,
    location: Location,
) -> None:
    """Show the points of a unit by an index such as par.services, or by one of your own."""
    period = period_from(start, end)
    if period is None or bool(index) == bool(file):
        raise Mistake("name an index or a file, and --from")
    request = api.GetScoreRequest(
        index=index,
        text=file.read_bytes() if file else b"",
        unit=named("units", unit),
        start_date=to_date(period[0]),
        end_date=to_date(period[1]),
    )
    make_known(request, known_from(as_known))

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            found = await portal.call(portal.scores.GetScore, request, role=ROLE)
            text = request.text.decode() or await text_of(portal, found)
            names = await names_of(portal, [found.parts[0].rate.receipt.scope.unit])
            show(found, text, names, as_json=as_json)

    run(work())


async def text_of(portal: Portal, found: api.Score) -> str:
    """Of an index that comes with the software."""
    listed = await portal.call(portal.scores.ListIndices, api.ListIndicesRequest(), role=ROLE)
    known = {each.digest: each.text for each in listed.indices}
    if found.index_digest not in known:
        raise Unreadable("Score.index_digest", found.index_digest)
    return known[found.index_digest]


def show(found: api.Score, text: str, names: Names = IDS, *, as_json: bool) -> None:
    """For people, or for programs."""
    if as_json:
        terminal.print_document(document(found, text))
        return
    table = Table(title=title(found, names), title_justify="left", caption_justify="left")
    for name in ("part", "points", "most", "rate", "target"):
        table.add_column(word(name))
    for each in found.parts:
        points = ranged(each.points, each.points_high)
        rate = tables.percent(each.rate)
        table.add_row(each.name, points, decimal(each.maximum), rate, targets.text(each.rate))
    table.add_section()
    for group in found.groups:
        points = ranged(group.points, group.points_high)
        table.add_row(group.name, points, decimal(group.maximum), "", "")
    whole, most = ranged(found.points, found.points_high), decimal(found.maximum)
    share = percentage(found.percent) if found.percent else ""
    table.add_row(word("all"), whole, most, share, "")
    table.caption = tables.known_at(found.parts[0].rate)
    screen().print(table)


def title(found: api.Score, names: Names = IDS) -> str:
    """Of which index, unit and period."""
    rate = found.parts[0].rate
    where = names.of(rate.receipt.scope.unit) or word("whole tree")
    return f"{found.index}@{found.version} · {where} · {period_name(*period_of(rate))}"


def ranged(low: str, high: str) -> str:
    """Both where they differ."""
    return f" {word('to')} ".join(dict.fromkeys(map(decimal, (low, high))))


def document(found: api.Score, text: str) -> dict[str, Any]:
    """The points, the text that gives them, and every receipt in the order of its parts."""
    return {
        "score": {
            "index": found.index,
            "version": found.version,
            "index_digest": found.index_digest,
            "index_text": text,
            "points": found.points,
            "points_high": found.points_high,
            "maximum": found.maximum,
            "percent": found.percent or None,
            "percent_high": found.percent_high or None,
            "parts": [part_document(each) for each in found.parts],
        },
        "rates": [tables.document(each.rate) for each in found.parts],
    }


def part_document(each: api.ScorePart) -> dict[str, Any]:
    """The points of a part."""
    return {
        "name": each.name,
        "group": each.group,
        "basis": code(api.ScoreBasis, each.basis),
        "points": each.points,
        "points_high": each.points_high,
        "maximum": each.maximum,
        "target": each.target or None,
    }
