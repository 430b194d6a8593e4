"""The catalogue as a process: `python -m services.catalog [migrate|refill|rewrap]`.

It has a port at once, and is ready when its own tables show its log. Wiring only.
"""

from contextlib import AsyncExitStack
from pathlib import Path

from motcua.catalog.v1 import (
    calendars_pb2,
    calendars_pb2_grpc,
    catalog_pb2,
    catalog_pb2_grpc,
    intake_pb2,
    intake_pb2_grpc,
    officers_pb2,
    officers_pb2_grpc,
    targets_pb2,
    targets_pb2_grpc,
)
from motcua.catalog.v1.events_pb2 import TreeHeadSigned
from services.catalog import api
from services.catalog.api.calendars import Calendars
from services.catalog.api.context import Context
from services.catalog.api.intake import Intake
from services.catalog.api.officers import Officers
from services.catalog.api.targets import Targets
from services.catalog.projections import NAME, REGISTRY, Catalogue
from services.catalog.queries import FOR_LISTS, Reader, Tree
from services.catalog.settings import Settings
from services.chassis import database, operation_service, process
from services.chassis.backbone import backbone
from services.chassis.masters import Masters
from services.chassis.operations import operations, rewrap, sealed
from services.chassis.projector import Projector
from services.chassis.readiness import Readiness
from services.chassis.sealing import Vault
from services.chassis.server import Offered, Server
from services.chassis.sources import LogSource
from services.chassis.store import Store
from services.evidence import tree_heads
from services.evidence.command import fsck
from services.evidence.signed_by import signed
from services.evidence.tree_heads import Kind
from services.readers.forwarder import Forwarder

SERVICE = "catalog"
HEADS = Kind(TreeHeadSigned)
MIGRATIONS = Path(__file__).parent / "migrations"


def offered(context: Context, vault: Vault) -> list[Offered]:
    """Every gRPC service of the contracts: by one context, each sees what another wrote."""
    return [
        (
            catalog_pb2_grpc.add_CatalogServiceServicer_to_server,
            api.catalog(context),
            catalog_pb2.DESCRIPTOR,
        ),
        (
            calendars_pb2_grpc.add_CalendarServiceServicer_to_server,
            Calendars(context),
            calendars_pb2.DESCRIPTOR,
        ),
        (
            targets_pb2_grpc.add_TargetServiceServicer_to_server,
            Targets(context),
            targets_pb2.DESCRIPTOR,
        ),
        (
            officers_pb2_grpc.add_OfficerServiceServicer_to_server,
            Officers(context, vault),
            officers_pb2.DESCRIPTOR,
        ),
        (
            intake_pb2_grpc.add_IntakeServiceServicer_to_server,
            Intake(context),
            intake_pb2.DESCRIPTOR,
        ),
    ]


async def serve(settings: Settings, ready: process.Ready) -> None:
    """Serve until cancelled; what was begun ends in reverse order."""
    async with AsyncExitStack() as held:
        heads = tree_heads.observer(SERVICE, settings.log_keys, HEADS)
        connected = backbone(SERVICE, settings, observer=heads)
        base = await held.enter_async_context(connected)
        lists = await database.open_pool(settings.database_dsn, settings=FOR_LISTS)
        held.push_async_callback(lists.close)
        reader, tree = Reader(base.pool, lists), Tree()
        vault = Vault(base.pool, settings.sealing_keys)
        catalogue = Catalogue(base.pool, tree)
        shown = Projector(
            NAME,
            source=LogSource(base.log),
            pool=base.pool,
            prepare=catalogue.prepare,
            apply=catalogue.apply,
            committed=catalogue.committed,
            opened=lambda _: tree.load(reader),
            peers=base.projecting,
        )
        context = Context(
            log=base.log,
            store=Store(base.log, REGISTRY, vault),
            reader=reader,
            tree=tree,
            projection=shown,
            shown_within=settings.shown_within,
        )
        readiness = Readiness(base, settings.database_dsn, shown)
        readers = Forwarder(SERVICE, settings.nats_url, settings.nats_tls)
        await held.enter_async_context(
            process.background(relay=base.relay.run, readers=readers.run, catalogue=shown.run)
        )
        server = Server(
            settings,
            [*offered(context, vault), operation_service.offered(base.pool)],
            within=tree.within,
            **base.served_by,
            starting=readiness.starting,
        )
        await held.enter_async_context(server)
        await Masters(base.pool, settings.sealing_keys).require_all()
        await held.enter_async_context(process.background(leadership=base.leadership.run))
        await held.enter_async_context(readiness.shown_by(server.show))
        ready(server.address)
        await server.wait()


if __name__ == "__main__":
    commands = {
        **operations(SERVICE, migrations=MIGRATIONS),
        "fsck": fsck(SERVICE, HEADS),
        "signed": signed(SERVICE, HEADS),
        "rewrap": rewrap,
        "sealed": sealed,
    }
    process.main(SERVICE, Settings, serve, commands)
