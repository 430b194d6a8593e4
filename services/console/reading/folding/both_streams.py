"""Both streams read and folded, from the first event to the last that is published.

Promises that what submissions name of the catalogue was read, too.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from services.chassis.tls.client import SYSTEM, ClientTls
from services.console.reading.folding import streams
from services.console.reading.folding.fold import BrokenStreamError, Reading


async def read_streams(
    url: str,
    advance: Callable[[int], None] = lambda _: None,
    until: Mapping[str, int] = MappingProxyType({}),
    *,
    tls: ClientTls = SYSTEM,
    onto: Reading | None = None,
) -> Reading:
    """Everything published until now, or up to these positions. Submissions are counted first: what
    they name is older. `onto`: a reading of less, which goes on; one that fails is of no use.
    """
    reading = onto or Reading()
    async with streams.connected(url, tls) as client:
        last = {name: await streams.count(client, name) for name in ("submissions", "catalog")}
        for name, position in until.items():
            if position > last.get(name, 0):
                raise BrokenStreamError(f"{name} ends at {last.get(name, 0)}, before {position}")
            last[name] = position
        for name in ("catalog", "submissions"):
            async for fact in streams.read(
                client, name, after=reading.positions[name], until=last[name]
            ):
                reading.take(fact)
                if fact.position % 1000 == 0:
                    advance(1000)
    reading.check_catalog()
    return reading
