"""What the demo shows of its figures at a glance: every indicator over the whole time.

Promises each of the service's own answers, with its unknown and excluded items. Must not compute.
"""

from collections.abc import Mapping
from datetime import date

from rich.table import Table
from rich.text import Text

from motcua.metrics.v1 import events_pb2 as figures
from services.console.display import tables
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import period_name
from services.console.outcome import language
from services.console.portal.client import Portal
from services.console.portal.questions import definitions, get_rate, one_rate


async def show(
    portal: Portal, period: tuple[date, date], at: Mapping[str, int]
) -> list[figures.Rate]:
    """A row for each definition that is answered; what is as of an instant, as of the end."""
    table = Table(
        title=f"\n{word('indicator')} · {period_name(*period)}",
        caption=word("* provisional: the period is not over"),
        title_justify="left",
        caption_justify="left",
    )
    table.add_column(word("indicator"), overflow="fold")
    for name in ("numerator", "denominator", "rate", "unknown"):
        table.add_column(word(name), justify="right")
    table.add_column(word("excluded"), overflow="fold")
    shown = []
    for each in await definitions(portal):
        rate = await get_rate(portal, one_rate(each.id, period, at_least=at))
        title = each.title.vi if language() == "vi" else each.title.en
        table.add_row(Text(f"{title} ({each.id})"), *map(Text, tables.cells(rate)))
        shown.append(rate)
    screen().print(table)
    return shown
