"""What every service runs on: its pool, its log, the bus and its relay.

Promises that all of it is closed at the end, in reverse order.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.chassis import bus_user, database, gauges
from services.chassis.audit.record import AUDIT, Audit
from services.chassis.bus import Bus, Placement
from services.chassis.database import Pool
from services.chassis.envelope import PROTOBUF
from services.chassis.leadership import Leadership
from services.chassis.log import Log
from services.chassis.oidc.kept import KeptKeys
from services.chassis.process import Task, background
from services.chassis.publications import Observer
from services.chassis.relay import Relay
from services.chassis.revoked_tokens import RevokedTokens
from services.chassis.settings import PROJECTOR, RELAY, Settings
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
    audit: Audit
    revoked: RevokedTokens
    issuer_keys: KeptKeys

    @property
    def served_by(self) -> dict[str, Any]:
        """What a server over it needs of it, by the names of its parameters."""
        return {
            "accepting": self.relay.accepting,
            "audit": self.audit,
            "revoked": self.revoked,
            "issuer_keys": self.issuer_keys,
        }


@asynccontextmanager
async def backbone(
    service: str,
    settings: Settings,
    *,
    observer: Callable[[Pool, Log], Observer] | None = None,
    content_type: str = PROTOBUF,
) -> AsyncIterator[Backbone]:
    """Connect as soon as database and bus are there, and close at the end. What `observer` makes
    observes the relay, and runs as long.
    """
    async with AsyncExitStack() as held:
        pool = await database.open_pool(settings.database_dsn)
        held.push_async_callback(pool.close)
        placement = Placement(settings.stream_replicas, settings.stream_tags)
        bus = Bus.connecting(
            settings.nats_url, name=service, placement=placement, tls=settings.nats_tls
        )
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
        observing = observer(pool, log) if observer else None
        relay = Relay(
            service,
            pool=pool,
            log=log,
            bus=bus,
            keys=settings.log_keys,
            content_type=content_type,
            observer=observing,
            peers=Peers(leadership.roles[RELAY], wakes),
        )
        observed = {"observer": observing.run} if observing else {}
        followed = partial(bus_user.follow, bus.client, settings.nats_url)
        audit = Audit(pool, settings.secret_keys.derived(AUDIT), days=settings.audit_days)
        revoked = RevokedTokens(pool)
        tasks: dict[str, Task] = {"bus": followed, "audit": audit.run, **observed}
        tasks |= {"wakes": wakes.run, "revoked_tokens": revoked.run}
        await held.enter_async_context(background(**tasks))
        projecting = Peers(leadership.roles[PROJECTOR], wakes)
        keys = KeptKeys(pool, settings.secret_keys)
        yield Backbone(pool, log, bus, relay, projecting, leadership, audit, revoked, keys)
