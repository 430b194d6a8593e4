"""Leaders' lines of metrics against the second reading's: one indicator, over all of its months.

Not where facts are counted: a change of leaders cuts them, and leaves them in nobody's line.
"""

from datetime import date

from motcua.metrics.v1 import leagues_pb2 as api
from services.console.instants import local_day, next_month, to_date
from services.console.portal.client import Portal
from services.console.portal.questions import ROLE, known_at
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.aside import aside
from services.console.reading.comparison.differences import Comparison, FigureDifference
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.leaders import computed, items, stated
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.fold import Reading

LEADERS, OF = "leaders", "online_handling.all"
MOST = 1000  # lines of a page


async def compare_leaders(portal: Portal, reading: Reading, found: Comparison) -> None:
    """Add to a comparison what leaders' lines come to."""
    known, _ = interpreted(await adopted(portal))
    definition = next((each for each in known if each.id == OF), None)
    if definition is None or not reading.leaders or reading.counts:
        return
    days = await aside(days_of, reading, definition)
    if not days:
        return
    start, end = min(days).replace(day=1), next_month(max(days))
    request = api.ListLeagueLinesRequest(
        definition=OF,
        version=definition.version,
        start_date=to_date(start),
        end_date=to_date(end),
        of=api.LEAGUE_OF_LEADERS,
        page_size=MOST,
        **known_at(reading.positions),
    )
    reply = await portal.call(portal.leagues.ListLeagueLines, request, role=ROLE)
    ours = await aside(computed, reading, definition, start, end)
    service = stated(reply.lines)
    found.counted[LEADERS] = len(ours)
    if ours != service:
        key = FigureKey(LEADERS, "", "", start, end)
        found.differences.append(FigureDifference(key, {"lines": (ours, service)}))


def days_of(reading: Reading, definition: Definition) -> list[date]:
    """The local days that show an item."""
    return [local_day(at) for at, _ in items(reading, definition)]
