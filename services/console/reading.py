"""Both streams read and folded, from the first event to the last that is published.

Promises that what submissions name of the catalogue was read, too.
"""

from collections.abc import Callable

from services.console import streams
from services.console.fold import Reading


async def read_streams(url: str, advance: Callable[[int], None] = lambda _: None) -> Reading:
    """Everything published until now. Submissions are counted first: what they name is older."""
    reading = Reading()
    async with streams.connected(url) as client:
        last = {name: await streams.count(client, name) for name in ("submissions", "catalog")}
        for name in ("catalog", "submissions"):
            async for fact in streams.read(client, name, after=0, until=last[name]):
                reading.take(fact)
                if fact.position % 1000 == 0:
                    advance(1000)
    reading.check_catalog()
    return reading
