"""The catalogue as a process: `python -m services.catalog [migrate|refill|park …]`.

Promises to be ready only when its log was compared with its stream. Must hold wiring only.
"""

from contextlib import AsyncExitStack
from pathlib import Path

from motcua.catalog.v1.catalog_pb2 import DESCRIPTOR
from motcua.catalog.v1.catalog_pb2_grpc import add_CatalogServiceServicer_to_server
from services.catalog.api import Catalog
from services.catalog.projections import NAME, REGISTRY, Catalogue
from services.catalog.queries import Reader, Tree
from services.catalog.settings import Settings
from services.chassis import process
from services.chassis.backbone import backbone, operations
from services.chassis.projector import Projector
from services.chassis.server import Server
from services.chassis.sources import LogSource
from services.chassis.store import Store

SERVICE = "catalog"
MIGRATIONS = Path(__file__).parent / "migrations"


async def serve(settings: Settings, ready: process.Ready) -> None:
    """Serve until cancelled; what was begun ends in reverse order."""
    async with AsyncExitStack() as held:
        base = await held.enter_async_context(backbone(SERVICE, settings))
        reader = Reader(base.pool)
        tree = Tree(await reader.parents())
        catalogue = Catalogue(tree)
        shown = Projector(
            NAME,
            source=LogSource(base.log),
            pool=base.pool,
            prepare=catalogue.prepare,
            apply=catalogue.apply,
            committed=catalogue.committed,
            opened=lambda _: tree.load(reader),
        )
        catalog = Catalog(
            store=Store(base.log, REGISTRY),
            reader=reader,
            tree=tree,
            projection=shown,
            shown_within=settings.shown_within,
            written=(await base.log.head()).position,
        )
        await held.enter_async_context(process.background(base.relay.run(), shown.run()))
        offered = (add_CatalogServiceServicer_to_server, catalog, DESCRIPTOR)
        server = Server(settings, [offered], within=tree.within, accepting=base.relay.accepting)
        await held.enter_async_context(server)
        await base.relay.compared()
        ready(server.address)
        await server.wait()


if __name__ == "__main__":
    process.main(SERVICE, Settings, serve, operations(SERVICE, migrations=MIGRATIONS))
