"""A world whose log has signed tree heads, and an oracle that reads its stream.

Promises roots by the definition of RFC 6962, from the messages alone. Must not use the chassis's
tree, nor its envelope.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from services.chassis.bus import Bus
from services.chassis.database import Pool
from services.chassis.log import Log, Recorded
from services.evidence import signed_notes
from services.evidence.checking import Checked, Report
from services.evidence.comparison import Finding, Head
from services.evidence.tree_heads import Kind, TreeHeads
from tests.chassis import echo
from tests.chassis.streaming import World

SERVICE = "echo"  # whose contract has the event
HEADERS = (
    "Motcua-Position", "Motcua-Stream", "Motcua-Version", "ce-id", "Motcua-Command", "Motcua-N",
    "Motcua-Fingerprint", "ce-type", "ce-time", "Motcua-Recorded", "Motcua-Actor", "traceparent",
)  # fmt: skip


def kind() -> Kind:
    """The event that states a head."""
    return Kind(echo.message("TreeHeadSigned"))


def signed(log: Log, pool: Pool, bus: Bus, **options: Any) -> World:
    """A world that signs after every 10 events."""
    world = World(log, pool, bus, service=SERVICE)
    world.observer = heads(world, **options)
    return world


def heads(world: World, **options: Any) -> TreeHeads:
    """What signs for it; each replica has its own."""
    limits: dict[str, Any] = {"every": 10, "at_latest": timedelta(days=1), **options}
    return TreeHeads(
        SERVICE, pool=world.pool, log=world.log, keys=world.keys, kind=kind(), **limits
    )


async def stated(world: World) -> list[tuple[Recorded, Any]]:
    """The events with heads, and the heads."""
    events = await world.log.read(0, 10**6)
    return [(event, kind().read(event.payload)) for event in events if event.type == kind().name]


async def sizes(world: World) -> list[int]:
    """Of how many events the heads are."""
    return [head.size for _, head in await stated(world)]


async def root(world: World, size: int) -> bytes:
    """The root over the first messages of the stream."""
    leaves = [await leaf(world, number) for number in range(1, size + 1)]
    return naive(leaves)


async def leaf(world: World, sequence: int) -> bytes:
    """As the contract describes it."""
    found = await world.bus.message(world.service, sequence)
    assert found
    lines = [world.service, found.subject, *(found.headers[name] for name in HEADERS)]
    return sha256(b"\0" + "".join(f"{line}\n" for line in lines).encode() + found.payload).digest()


def naive(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over hashes of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + naive(leaves[:k]) + naive(leaves[k:])).digest()


async def check(world: World, *kept: Head) -> Report:
    """What fsck reports, with the world's own keys."""
    verifiers = [each.verifier for each in signed_notes.signers(SERVICE, world.keys)]
    return await Checked(SERVICE, world.pool, world.bus, world.mac, kind(), verifiers).run(kept)


async def findings(world: World, *kept: Head) -> list[Finding]:
    """What is at fault."""
    return list((await check(world, *kept)).findings)
