"""What every service runs on: its pool, its log, the bus and its relay.

Promises that all of it is closed at the end, in reverse order.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from google.protobuf.message import Message

from services.chassis import database, gauges
from services.chassis.bus import Bus, Placement
from services.chassis.database import Pool
from services.chassis.envelope import PROTOBUF
from services.chassis.leadership import Leadership
from services.chassis.log import Log
from services.chassis.process import background
from services.chassis.relay import Relay
from services.chassis.settings import PROJECTOR, RELAY, Settings
from services.chassis.tree_heads import Kind, TreeHeads
from services.chassis.wakes import APPENDED, Peers, Wakes


@dataclass(frozen=True)
class Backbone:
    """One service's connections; the relay is not running yet."""

    pool: Pool
    log: Log
    bus: Bus
    relay: Relay
    projecting: Peers  # for projectors, and whatever else is to happen in one process only
    leadership: Leadership  # which is not running yet, either


@asynccontextmanager
async def backbone(
    service: str,
    settings: Settings,
    *,
    head: type[Message],
    content_type: str = PROTOBUF,
    at_once: frozenset[str] = frozenset(),
) -> AsyncIterator[Backbone]:
    """Connect as soon as database and bus are there, and close at the end. `head` is the event by
    which the service states a tree head, at once after events of the types `at_once`.
    """
    async with AsyncExitStack() as held:
        pool = await database.open_pool(settings.database_dsn)
        held.push_async_callback(pool.close)
        placement = Placement(settings.stream_replicas, settings.stream_tags)
        bus = Bus.connecting(settings.nats_url, name=service, placement=placement)
        held.push_async_callback(bus.close)
        leadership, wakes = Leadership(settings.database_dsn, settings.roles), Wakes(bus, service)
        log = Log(
            pool,
            settings.database_dsn,
            observe=gauges.appended,
            announce=lambda: None if leadership.is_sole else wakes.announce(APPENDED),
        )
        held.push_async_callback(log.close)
        wakes.subscribe(APPENDED, log.wake_subscribers)
        keys, kind = settings.log_keys, Kind(head, content_type=content_type)
        heads = TreeHeads(service, pool=pool, log=log, keys=keys, kind=kind, at_once=at_once)
        relay = Relay(
            service,
            pool=pool,
            log=log,
            bus=bus,
            keys=keys,
            content_type=content_type,
            heads=heads,
            peers=Peers(leadership.roles[RELAY], wakes),
        )
        await held.enter_async_context(background(wakes=wakes.run, tree_heads=heads.run))
        projecting = Peers(leadership.roles[PROJECTOR], wakes)
        yield Backbone(pool, log, bus, relay, projecting, leadership)
