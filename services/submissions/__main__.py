"""The submissions service: `python -m services.submissions [migrate|refill|park …]`.

Promises to be ready only when its log was compared with its stream and the published catalogue is
known. Must hold wiring only.
"""

from contextlib import AsyncExitStack, suppress
from pathlib import Path

from motcua.submissions.v1.submissions_pb2 import DESCRIPTOR
from motcua.submissions.v1.submissions_pb2_grpc import add_SubmissionsServiceServicer_to_server
from services.chassis import process
from services.chassis.backbone import backbone, operations
from services.chassis.bus import Bus, Refused, Unreachable
from services.chassis.projector import Projector
from services.chassis.server import Server
from services.chassis.sources import LogSource, StreamSource
from services.chassis.store import Store
from services.submissions import inbox, projections
from services.submissions.api.dossiers import Dossiers
from services.submissions.api.numbering import Numbering
from services.submissions.domain.dossiers import REGISTRY
from services.submissions.queries.catalogue import Catalogue
from services.submissions.queries.differences import Differences
from services.submissions.queries.records import Records
from services.submissions.queries.tracking import Tracking
from services.submissions.settings import Settings

SERVICE = "submissions"
CATCHES_UP_WITHIN = 10.0
MIGRATIONS = Path(__file__).parent / "migrations"


async def serve(settings: Settings, ready: process.Ready) -> None:
    """Serve until cancelled; what was begun ends in reverse order."""
    async with AsyncExitStack() as held:
        base = await held.enter_async_context(backbone(SERVICE, settings))
        learning = Projector(
            inbox.NAME,
            source=StreamSource(base.bus.imported("catalog"), "catalog"),
            pool=base.pool,
            prepare=inbox.prepare,
            apply=inbox.apply,
            committed=lambda learned: catalogue.learn(learned.news),
            opened=lambda _: catalogue.load(),
        )
        catalogue = Catalogue(base.pool, learning)
        await catalogue.load()
        numbered = Projector(
            projections.NAME,
            source=LogSource(base.log),
            pool=base.pool,
            prepare=projections.prepare,
            apply=projections.apply,
            longest_wait=0.1,  # who tracks a number waits for it, and few do at once
        )
        tracking = Tracking(base.pool, base.log, numbered)
        dossiers = Dossiers(
            store=Store(base.log, REGISTRY),
            catalogue=catalogue,
            numbering=Numbering(base.pool, tracking.caught_up),
            tracking=tracking,
            records=Records(base.pool),
            differences=Differences(base.pool, catalogue),
            keys=settings.secret_keys.derived("tracking secrets"),
        )
        tasks = {"relay": base.relay.run, "catalog": learning.run, "tracking": numbered.run}
        await held.enter_async_context(process.background(**tasks))
        offered = (add_SubmissionsServiceServicer_to_server, dossiers, DESCRIPTOR)
        server = Server(
            settings, [offered], within=catalogue.within, accepting=base.relay.accepting
        )
        await held.enter_async_context(server)
        await base.relay.compared()
        await caught_up(base.bus.imported("catalog"), learning)
        ready(server.address)
        await server.wait()


async def caught_up(bus: Bus, learning: Projector[inbox.Learned]) -> None:
    """Until the catalogue is known as far as it is published: who starts without it would deny what
    is allowed. Not for ever, since a catalogue that is away must not keep this service away.
    """
    with suppress(Unreachable, Refused):
        state = await bus.state("catalog")
        await learning.reached(state.last if state else 0, CATCHES_UP_WITHIN)


if __name__ == "__main__":
    process.main(SERVICE, Settings, serve, operations(SERVICE, migrations=MIGRATIONS))
