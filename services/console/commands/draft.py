"""`./motcua draft`: a definition of one's own, counted beside an answered one before it is adopted.

Promises what the service counted, and which items stand elsewhere. Must not keep the draft.
"""

from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import events_pb2 as figures
from services.console import terminal
from services.console.commands.rates import END, period_from
from services.console.display import tables
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import to_date
from services.console.outcome import Mistake
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.enums import code
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

ROLE = "inspector"  # who is shown single items
SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--beside", required=True, help="The answered definition, such as online_handling.")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--from", "start", required=True, metavar="DAY", help="First local day or month.")
@click.option("--to", "end", metavar="DAY", help=END)
@terminal.json_option
@location_options
def draft(
    *,
    file: Path,
    beside: str,
    unit: str,
    start: str,
    end: str | None,
    as_json: bool,
    location: Location,
) -> None:
    """Count by a draft of a definition (TOML) beside an answered one; nothing is kept."""
    period = period_from(start, end)
    if period is None:
        raise Mistake("--from is needed")
    request = contract.CompareDefinitionRequest(
        text=file.read_bytes(),
        definition=beside,
        unit=named("units", unit),
        start_date=to_date(period[0]),
        end_date=to_date(period[1]),
    )

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            method = portal.definitions.CompareDefinition
            show(await portal.call(method, request, role=ROLE), as_json)

    run(work())


def show(found: contract.CompareDefinitionResponse, as_json: bool) -> None:
    """Both rates, then the moves, then the first of the items."""
    if as_json:
        terminal.print_document(document(found))
        return
    headings = ("definition", "numerator", "denominator", "rate", "unknown", "excluded")
    both = Table(*map(word, headings))
    for rate in (found.answered, found.draft):
        both.add_row(*map(Text, (rate.receipt.definition, *tables.cells(rate))))
    moves = Table(word("was"), word("now"), word("number of items"))
    for each in found.moves:
        moves.add_row(*map(Text, (in_words(each.was), in_words(each.now), integer(each.count))))
    items = Table(*(word(name) for name in ("id", "key in its source", "was", "now")))
    for item in found.items[:SHOWN]:
        cells = (item.id, item.source_key, in_words(item.was), in_words(item.now))
        items.add_row(*map(Text, cells))
    screen().print(both, moves, items)


def in_words(standing: contract.Standing) -> str:
    """In the user's language; a reason is called as in definitions."""
    name, _, reason = spelled(standing).partition(" (")
    return word(name) + (f" ({reason}" if reason else "")


def document(found: contract.CompareDefinitionResponse) -> dict[str, Any]:
    """The same for programs."""
    return {
        "answered": tables.document(found.answered),
        "draft": tables.document(found.draft),
        "moves": [
            {"was": spelled(each.was), "now": spelled(each.now), "count": each.count}
            for each in found.moves
        ],
        "items": [
            {
                "id": each.id,
                "was": spelled(each.was),
                "now": spelled(each.now),
                "unit": each.unit,
                "service": each.service,
                "source": each.source,
                "source_key": each.source_key,
            }
            for each in found.items
        ],
    }


def spelled(standing: contract.Standing) -> str:
    """Such as `excluded (level_unknown)`; `not considered` where the definition looks past it."""
    if not standing.membership:
        return "not considered"
    name = code(figures.Membership, standing.membership)
    return f"{name} ({standing.reason})" if standing.reason else name
