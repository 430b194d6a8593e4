"""`./motcua rates --estimated`: what falls to each successor of split units, of one period.

Promises an estimate of each definition that counts counted facts. Must not compute.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import click
from click.core import ParameterSource

from motcua.metrics.v1 import estimates_pb2 as messages
from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1.events_pb2 import FigureScope
from services.console import terminal
from services.console.display import estimate_tables
from services.console.display.names import IDS, Names, names_of
from services.console.display.tables import units_in_words
from services.console.display.words import word
from services.console.outcome import Mistake, spoken
from services.console.portal.as_known import make_known
from services.console.portal.client import Portal
from services.console.portal.estimates import of_definitions

HELP = (
    "Of counted facts of split units: what falls to each successor by its share. Needs --from;"
    " units as they are now, or as --units TIME says."
)
BREAKDOWNS = ("by", "across", "closes", "cumulative")

Estimates = Sequence[messages.EstimatedRate]  # the whole scope's, then that of each successor


def require_period(period: tuple[date, date] | None) -> tuple[date, date]:
    """The period of an estimate. Raises Mistake where none is stated, or where a breakdown or
    `--units then` is, even if it is the default (`--by month`).
    """
    context = click.get_current_context()

    def stated(name: str) -> bool:
        return context.get_parameter_source(name) is ParameterSource.COMMANDLINE

    if any(map(stated, BREAKDOWNS)):
        raise Mistake("--estimated goes with none of --by, --across, --close and --cumulative")
    if stated("units") and context.params["units"] == "then":
        raise Mistake("--estimated is of units at one instant: --units now or --units TIME")
    if period is None:
        raise Mistake("--estimated needs --from")
    return period


async def ask_and_show(
    portal: Portal,
    asked: Iterable[api.GetRateRequest],
    known: Mapping[str, Any],
    *,
    is_named: bool,
    as_json: bool,
) -> None:
    """Estimate each request, and print the estimates. A definition that counts no counted facts is
    a mistake only if the user named it (`is_named`).
    """
    requests = list(asked)
    for each in requests:
        make_known(each, known)
    found = await of_definitions(portal, requests, named=is_named)
    scopes = [each.receipt.scope for those in found for each in those]
    names = await names_of(portal, (each.unit for each in scopes))
    show(found, names, as_json=as_json)


def show(found: Sequence[Estimates], names: Names = IDS, *, as_json: bool) -> None:
    """As a table for each definition that has any, or all in one document."""
    if as_json:
        every = [estimate_tables.document(each) for those in found for each in those]
        terminal.print_document({"estimates": every}, estimate_tables.ORDER)
        return
    divided = [those for those in found if those[0].receipt.shares]
    for those in divided:
        estimate_tables.print_estimates(those, names)
    if found and not divided:
        terminal.say(nothing_divided(found[0][0].receipt.scope, names), err=True)


def nothing_divided(scope: FigureScope, names: Names) -> str:
    """Why there is no table, and where to ask."""
    where = names.of(scope.unit) or word("whole tree")
    return spoken(
        f"Không có gì được phân bổ cho {where} theo tỷ lệ chia tách, với {units_in_words(scope)}."
        " Số liệu của đơn vị đã chia tách được phân bổ cho các đơn vị sau nó: hãy hỏi một trong các"
        " đơn vị đó, hoặc đơn vị cấp trên.",
        f"Nothing falls to {where} by the shares of a split, with {units_in_words(scope)}."
        " What was counted in a unit that was split falls to the units after it: ask for one of"
        " these, or for a unit above.",
    )
