"""`python -m services.X signed`: under which keys of the log its stream's messages and its last
tree head are, as JSON. A retired key can go once nothing is under it.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence

from services.chassis import database
from services.chassis.bus import Bus
from services.chassis.database import Pool, statements
from services.chassis.log import Recorded
from services.chassis.mac import HEADER
from services.chassis.process import Command
from services.chassis.settings import Settings
from services.evidence import SQL, signed_notes
from services.evidence.tree_heads import Kind, stream_of

PAGE = 500
WITHIN = 30.0  # seconds for the next messages


def signed(service: str, kind: Kind) -> Command[Settings]:
    """The command of one service, which states its tree heads so."""

    async def show(settings: Settings, _: Sequence[str]) -> None:
        bus = await Bus.connect(settings.nats_url, name=f"{service} signed", tls=settings.nats_tls)
        try:
            async with await database.open_pool(settings.database_dsn) as pool:
                found: dict[str, object] = {"messages": await messages(bus, service)}
                found |= {"tree_head": await tree_head(pool, service, kind)}
        finally:
            await bus.close()
        names = (each.verifier for each in signed_notes.signers(service, settings.log_keys))
        found["verifiers"] = {each.name.rpartition("/")[2]: str(each) for each in names}
        sys.stdout.write(json.dumps(found) + "\n")

    return show


async def messages(bus: Bus, stream: str) -> dict[str, int]:
    """How many messages of a stream are under each key, by its id."""
    state, counted = await bus.state(stream), Counter[str]()
    if state is None or not state.messages:
        return {}
    async with bus.reading(stream, start=state.first, headers_only=True) as pull:
        while sum(counted.values()) < state.messages:
            taken = await pull.take(PAGE, within=WITHIN)
            counted.update((each.headers or {}).get(HEADER, "").partition(":")[0] for each in taken)
    return dict(counted)


async def tree_head(pool: Pool, service: str, kind: Kind) -> str:
    """The id of the key that signed the last tree head; "" where there is none."""
    row = await pool.fetchrow(statements(SQL)["tree_head_last"], stream_of(service))
    if row is None:
        return ""
    head = kind.read(Recorded(*row).payload)
    return signed_notes.verifier(head.verifier_key).name.rpartition("/")[2]
