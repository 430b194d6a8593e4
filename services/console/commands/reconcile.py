"""`./motcua reconcile`: what came in, went out and is still there in a period, line by line.

The sums are the metrics service's own; one that does not add up is an error: lines are missing.
"""

import re
from datetime import date
from typing import Any

import click
from rich.table import Table

from motcua.metrics.v1 import reconciliation_pb2 as api
from services.console import terminal
from services.console.commands.rates import period_from
from services.console.display.names import IDS, Names, names_of
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.tables import at_positions
from services.console.display.words import ALONE, word
from services.console.instants import from_date, next_month, parse_day, period_name, to_date
from services.console.outcome import Difference, Mistake, language
from services.console.portal.as_known import as_known_option, known_from
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.questions import ROLE
from services.console.portal.resources import named

YEAR, QUARTER = re.compile(r"[0-9]{4}"), re.compile(r"([0-9]{4})-Q([1-4])")
FORMS = "PERIOD is written 2026, 2026-Q3, 2026-03 or 2026-03-15"
# Sums whose lines are months and units, by their own names.
PARTED = {"received_by_month", "received_by_unit", "ended_by_month", "ended_by_unit"}
VIETNAMESE = {
    "sum of flow": "Luân chuyển hồ sơ",
    "sum of submitted": "Hồ sơ nộp trong kỳ",
    "sum of received": "Hồ sơ tiếp nhận theo kênh",
    "sum of ended": "Hồ sơ có kết quả theo hạn",
    "sum of received by month": "Hồ sơ tiếp nhận theo tháng",
    "sum of received by unit": "Hồ sơ tiếp nhận theo đơn vị",
    "sum of ended by month": "Hồ sơ có kết quả theo tháng",
    "sum of ended by unit": "Hồ sơ có kết quả theo đơn vị",
    "no due": "không có hạn",
    "carried": "tồn đầu kỳ",
    "received": "tiếp nhận",
    "transferred in": "chuyển đến",
    "transferred out": "chuyển đi",
    "ended": "có kết quả",
    "withdrawn": "rút",
    "stopped": "dừng xử lý",
    "refused": "từ chối",
    "open": "đang xử lý cuối kỳ",
    "paused": "tạm dừng cuối kỳ",
    "submitted": "nộp",
    "accepted": "được tiếp nhận",
    "ended without acceptance": "kết thúc mà không có tiếp nhận",
    "pending": "chờ tiếp nhận",
    "unknown": "không rõ",
    "early": "trước hạn",
    "on time": "đúng hạn",
    "overdue": "quá hạn",
    "anomalous": "mâu thuẫn",
    "residual": "chênh lệch",
    "disordered": "hồ sơ có thời điểm đi lùi",
    "satisfaction": "tổng hài lòng chính thức",
    "complained": "bị phàn nàn",
}


@click.command()
@click.argument("period")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--alone", is_flag=True, help="Only the unit itself.")
@click.option("--to", "end", metavar="DAY", help="First local day after the period.")
@as_known_option
@terminal.table_options
@location_options
def reconcile(
    *,
    period: str,
    unit: str,
    alone: bool,
    end: str | None,
    as_known: tuple[str, ...],
    as_json: bool,
    location: Location,
) -> None:
    """Reconcile a year, a quarter, a month or days: reconcile 2026-Q3 --unit units/ward-1."""
    start, until = period_of(period, end)
    request = api.GetReconciliationRequest(
        unit=named("units", unit),
        start_date=to_date(start),
        end_date=to_date(until),
        alone=alone,
        **known_from(as_known),
    )

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            method = portal.reconciliations.GetReconciliation
            found = await portal.call(method, request, role=ROLE)
            show(found, await names_in(portal, found), as_json=as_json)
            demand_balanced(found)

    run(work())


def period_of(period: str, end: str | None) -> tuple[date, date]:
    """A whole year, quarter or month, or the days from one to another."""
    try:
        first, last = months_of(period)
        found = period_from(first, end or (next_month(last).isoformat() if last else None))
    except (ValueError, OverflowError):
        raise Mistake(FORMS) from None
    if found is None:
        raise Mistake(FORMS)
    return found


def months_of(period: str) -> tuple[str, date | None]:
    """The first month, or day; of a year and a quarter also the last month."""
    if YEAR.fullmatch(period):
        return f"{period}-01", parse_day(f"{period}-12")
    if found := QUARTER.fullmatch(period):
        month = 3 * int(found[2])
        return f"{found[1]}-{month - 2:02}", parse_day(f"{found[1]}-{month:02}")
    parse_day(period)
    return period, None


def in_words(name: str) -> str:
    """A line in the user's language; channels have the words of all tables."""
    english = name.replace("_", " ")
    return VIETNAMESE.get(english, word(english)) if language() == "vi" else english


def demand_balanced(found: api.Reconciliation) -> None:
    """An error where lines are missing."""
    if wrong := [each.name for each in found.identities if each.residual]:
        raise Difference(f"sums do not agree: {', '.join(wrong)}")


async def names_in(portal: Portal, found: api.Reconciliation) -> Names:
    """What the units are called that it is of, and of which its lines are."""
    lines = {line.name for each in found.identities for line in each.right}
    of = {name for name in lines if name.startswith("units/")}
    return await names_of(portal, {found.scope.unit, *of})


def show(found: api.Reconciliation, names: Names = IDS, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document(document(found))
        return
    terminal.say(heading(found, names))
    for each in found.identities:
        screen().print(table(each, names))
    terminal.say(f"{in_words('overdue')}: {integer(found.overdue)}")
    terminal.say(f"{in_words('disordered')}: {integer(found.disordered)}")
    numbers = satisfaction(found).items()
    addends = " − ".join(f"{in_words(name)} {integer(count)}" for name, count in numbers)
    terminal.say(f"{in_words('satisfaction')}: {addends}")


def heading(found: api.Reconciliation, names: Names = IDS) -> str:
    """Of which unit and period, and as known where."""
    scope, period = found.scope, found.period
    where = (names.of(scope.unit) or word("whole tree")) + (word(ALONE) if scope.alone else "")
    days = period_name(from_date(period.start), from_date(period.end))
    known = at_positions({each.stream: each.position for each in found.positions})
    return f"{where} · {days} · {known}"


def satisfaction(found: api.Reconciliation) -> dict[str, int]:
    """The numbers of the official sum, the first less the others."""
    fields = api.SatisfactionSum.DESCRIPTOR.fields
    return {each.name: getattr(found.satisfaction, each.name) for each in fields}


def table(identity: api.Identity, names: Names = IDS) -> Table:
    """Each line with its sign, then what does not add up."""
    drawn = Table(
        title=in_words(f"sum of {identity.name}"), title_justify="left", show_header=False
    )
    drawn.add_column()
    drawn.add_column(justify="right")
    for line in identity.left:
        drawn.add_row(f"+ {in_words(line.name)}", integer(line.count))
    for line in identity.right:
        name = names.of(line.name) if identity.name in PARTED else in_words(line.name)
        drawn.add_row(f"− {name}", integer(line.count))
    style = "red" if identity.residual else "bold"
    drawn.add_row(f"= {in_words('residual')}", integer(identity.residual), style=style)
    return drawn


def document(found: api.Reconciliation) -> dict[str, Any]:
    """For programs."""
    return {
        "unit": found.scope.unit,
        "alone": found.scope.alone,
        "start": from_date(found.period.start).isoformat(),
        "end": from_date(found.period.end).isoformat(),
        "positions": {each.stream: each.position for each in found.positions},
        "identities": [
            {
                "name": each.name,
                "left": {line.name: line.count for line in each.left},
                "right": {line.name: line.count for line in each.right},
                "residual": each.residual,
            }
            for each in found.identities
        ],
        "overdue": found.overdue,
        "disordered": found.disordered,
        "satisfaction": satisfaction(found),
    }
