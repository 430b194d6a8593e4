"""The submissions service: `python -m services.submissions [migrate|refill|park …]`.

Promises a port at once, and to be ready when the published catalogue is known: who answered without
it would deny what is allowed. Must hold wiring only.
"""

from contextlib import AsyncExitStack
from pathlib import Path

from motcua.submissions.v1.submissions_pb2 import DESCRIPTOR
from motcua.submissions.v1.submissions_pb2_grpc import add_DossierServiceServicer_to_server
from services.chassis import process
from services.chassis.backbone import backbone, operations
from services.chassis.projector import Projector
from services.chassis.readiness import Readiness
from services.chassis.server import Server
from services.chassis.sources import LogSource, StreamSource
from services.chassis.store import Store
from services.submissions import inbox, projections
from services.submissions.api.context import Context
from services.submissions.api.dossiers import Dossiers
from services.submissions.api.numbering import Numbering
from services.submissions.domain.dossier.changes import REGISTRY
from services.submissions.queries.catalogue import Catalogue
from services.submissions.queries.differences import Differences
from services.submissions.queries.records import Records
from services.submissions.queries.tracking import Tracking
from services.submissions.settings import Settings

SERVICE = "submissions"
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
        numbered = Projector(
            projections.NAME,
            source=LogSource(base.log),
            pool=base.pool,
            prepare=projections.prepare,
            apply=projections.apply,
            longest_wait=0.1,  # who tracks a number waits for it, and few do at once
        )
        tracking = Tracking(base.pool, base.log, numbered)
        context = Context(
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
        offered = (add_DossierServiceServicer_to_server, Dossiers(context), DESCRIPTOR)
        standing = Readiness(base, settings.database_dsn, learning, numbered)
        server = Server(
            settings,
            [offered],
            within=catalogue.within,
            accepting=base.relay.accepting,
            starting=standing.starting,
        )
        await held.enter_async_context(server)
        await held.enter_async_context(standing.shown_by(server.show))
        ready(server.address)
        await server.wait()


if __name__ == "__main__":
    process.main(SERVICE, Settings, serve, operations(SERVICE, migrations=MIGRATIONS))
