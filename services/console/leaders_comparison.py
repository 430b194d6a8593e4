"""Leaders' lines of metrics against the second reading's: one indicator, over all of its months.

Not where facts are counted: a change of leaders cuts them, and leaves them in nobody's line.
"""

from motcua.metrics.v1 import leagues_pb2 as api
from services.console.adopted import adopted
from services.console.differences import Comparison, Difference
from services.console.fold import Reading
from services.console.instants import local_day, next_month, to_date
from services.console.items import interpreted
from services.console.led import computed, items, stated
from services.console.portal import Portal
from services.console.questions import ROLE, known_at
from services.console.sums import Place

LEADERS, OF = "leaders", "online_handling.all"
MOST = 1000  # lines of a page


async def compare_leaders(portal: Portal, reading: Reading, found: Comparison) -> None:
    """Add to a comparison what leaders' lines come to."""
    known, _ = interpreted(await adopted(portal))
    definition = next((each for each in known if each.id == OF), None)
    if definition is None or not reading.leaders or reading.counts:
        return
    days = [local_day(at) for at, _ in items(reading, definition)]
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
    ours, service = computed(reading, definition, start, end), stated(reply.lines)
    found.counted[LEADERS] = len(ours)
    if ours != service:
        place = Place(LEADERS, "", "", start, end)
        found.differences.append(Difference(place, {"lines": (ours, service)}))
