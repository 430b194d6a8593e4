"""The submissions service: `python -m services.submissions [migrate|refill|rewrap]`.

Promises a port at once, and to be ready when the published catalogue is known: who answered without
it would deny what is allowed. Must hold wiring only.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from motcua.submissions.v1 import (
    attachments_pb2,
    attachments_pb2_grpc,
    counter_pb2,
    counter_pb2_grpc,
    counts_pb2,
    counts_pb2_grpc,
    dossier_queries_pb2,
    dossier_queries_pb2_grpc,
    drafts_pb2,
    drafts_pb2_grpc,
    filings_pb2,
    filings_pb2_grpc,
    payments_pb2,
    payments_pb2_grpc,
    personal_data_pb2,
    personal_data_pb2_grpc,
    petitions_pb2,
    petitions_pb2_grpc,
    slips_pb2,
    slips_pb2_grpc,
    sources_pb2,
    sources_pb2_grpc,
    submissions_pb2,
    submissions_pb2_grpc,
)
from motcua.submissions.v1.events_pb2 import TreeHeadSigned
from services.chassis import database, operation_service, process, telemetry
from services.chassis.backbone import Backbone, backbone
from services.chassis.blobs import Blobs
from services.chassis.database import Pool
from services.chassis.masters import Masters
from services.chassis.operations import operations, rewrap, sealed
from services.chassis.projector import Projector
from services.chassis.readiness import Readiness
from services.chassis.sealing import Vault
from services.chassis.server import Server
from services.chassis.settings import PROJECTOR
from services.chassis.sources import LogSource, StreamSource
from services.chassis.store import Store
from services.evidence import tree_heads
from services.evidence.command import fsck
from services.evidence.signed_by import signed
from services.evidence.tree_heads import Kind
from services.readers.forwarder import Forwarder
from services.submissions import inbox, projections
from services.submissions.api import sweeping, timers
from services.submissions.api.attachments import AttachmentServicer
from services.submissions.api.context import Context, Files
from services.submissions.api.counter import Counter
from services.submissions.api.counts import Counts as CountServicer
from services.submissions.api.dossier_queries import DossierQueries
from services.submissions.api.dossiers import Dossiers
from services.submissions.api.drafts import DraftServicer
from services.submissions.api.filings import FilingServicer
from services.submissions.api.numbering import Numbering
from services.submissions.api.paying import Paying
from services.submissions.api.personal_data import PersonalData
from services.submissions.api.petitions.servicer import Petitions
from services.submissions.api.scanning import Scanner
from services.submissions.api.slips import Slips
from services.submissions.api.source_names import SourceServicer
from services.submissions.api.sweeping import Sweeper
from services.submissions.domain.petition.terms import VN_1
from services.submissions.domain.registry import REGISTRY
from services.submissions.domain.slips import SlipSettings
from services.submissions.queries.attachments import Attachments
from services.submissions.queries.catalogue import Catalogue
from services.submissions.queries.changes import DOSSIERS, PETITIONS, Changes
from services.submissions.queries.counts import Counts
from services.submissions.queries.differences import Differences
from services.submissions.queries.dossier_lists import FOR_LISTS
from services.submissions.queries.dossiers import DossierRows
from services.submissions.queries.drafts import Drafts
from services.submissions.queries.filings import Filings, Moves
from services.submissions.queries.forms import Forms
from services.submissions.queries.guessing import WrongPairs
from services.submissions.queries.linked import Linked
from services.submissions.queries.own_log import OwnLog
from services.submissions.queries.payments import Payments
from services.submissions.queries.petitions import PetitionRows
from services.submissions.queries.records import Records
from services.submissions.queries.refunds import Refunds
from services.submissions.queries.slips import SlipTexts
from services.submissions.queries.sources import SourceRows
from services.submissions.queries.tickets import Tickets
from services.submissions.queries.tracking import Tracking
from services.submissions.settings import Settings

SERVICE = "submissions"
HEADS = Kind(TreeHeadSigned)
MIGRATIONS = Path(__file__).parent / "migrations"
OFFERED = (
    (
        submissions_pb2_grpc.add_DossierServiceServicer_to_server,
        Dossiers,
        submissions_pb2.DESCRIPTOR,
    ),
    (
        dossier_queries_pb2_grpc.add_DossierQueryServiceServicer_to_server,
        DossierQueries,
        dossier_queries_pb2.DESCRIPTOR,
    ),
    (
        personal_data_pb2_grpc.add_PersonalDataServiceServicer_to_server,
        PersonalData,
        personal_data_pb2.DESCRIPTOR,
    ),
    (filings_pb2_grpc.add_FilingServiceServicer_to_server, FilingServicer, filings_pb2.DESCRIPTOR),
    (payments_pb2_grpc.add_PaymentServiceServicer_to_server, Paying, payments_pb2.DESCRIPTOR),
    (slips_pb2_grpc.add_SlipServiceServicer_to_server, Slips, slips_pb2.DESCRIPTOR),
    (counter_pb2_grpc.add_CounterServiceServicer_to_server, Counter, counter_pb2.DESCRIPTOR),
    (drafts_pb2_grpc.add_DraftServiceServicer_to_server, DraftServicer, drafts_pb2.DESCRIPTOR),
    (counts_pb2_grpc.add_CountServiceServicer_to_server, CountServicer, counts_pb2.DESCRIPTOR),
    (sources_pb2_grpc.add_SourceServiceServicer_to_server, SourceServicer, sources_pb2.DESCRIPTOR),
    (
        attachments_pb2_grpc.add_AttachmentServiceServicer_to_server,
        AttachmentServicer,
        attachments_pb2.DESCRIPTOR,
    ),
    (
        petitions_pb2_grpc.add_PetitionServiceServicer_to_server,
        Petitions,
        petitions_pb2.DESCRIPTOR,
    ),
)


def of_own_log(base: Backbone) -> Projector[Any]:
    """This service's own log, read into its tables; few calls wait for what they show."""
    return Projector(
        projections.NAME,
        source=LogSource(base.log),
        pool=base.pool,
        prepare=projections.prepare,
        apply=projections.apply,
        longest_wait=0.1,
        peers=base.projecting,
    )


def timers_of(base: Backbone, context: Context, readiness: Readiness) -> dict[str, process.Task]:
    """The timers, which fire when calls are answered and commands are taken."""
    found = timers.timers_of(
        context, base.pool, accepting=lambda: readiness.starting() or base.relay.accepting()
    )
    return {name: each.run for name, each in found.items()}


def context_of(
    base: Backbone, settings: Settings, catalogue: Catalogue, own_log: OwnLog, lists: Pool
) -> Context:
    """What the methods work with; `lists` is a pool for lists."""
    vault = Vault(base.pool, settings.sealing_keys)
    filings = Filings(base.pool, own_log, lists)
    return Context(
        store=Store(base.log, REGISTRY, vault),
        catalogue=catalogue,
        forms=Forms(catalogue),
        drafts=Drafts(
            base.pool,
            base.log,
            vault,
            keys=settings.secret_keys,
            most=settings.drafts_per_portal,
            most_of_holder=settings.drafts_per_holder,
            kept=settings.draft_days,
        ),
        numbering=Numbering(base.pool, own_log.caught_up),
        tracking=Tracking(base.pool, own_log),
        records=Records(base.log),
        sources=SourceRows(base.log),
        differences=Differences(base.pool, catalogue),
        keys=settings.secret_keys.derived("tracking secrets"),
        vault=vault,
        counts=Counts(base.pool),
        log=base.log,
        own_log=own_log,
        rows=DossierRows(base.pool, own_log, lists),
        filings=filings,
        filing_moves=Moves(filings, own_log),
        linked=Linked(base.pool, own_log),
        changes=Changes(base.log, DOSSIERS),
        petition_changes=Changes(base.log, PETITIONS),
        tickets=Tickets(base.pool, own_log),
        payments=Payments(base.pool),
        refunds=Refunds(base.pool),
        providers=settings.providers,
        slip_texts=SlipTexts(base.pool),
        slip_settings=SlipSettings(settings.contact, settings.tracking_page),
        priority_classes=settings.priority_classes,
        wrong_pairs=WrongPairs(base.pool, settings.secret_keys.derived("guessing")),
        attachments=Attachments(base.pool, vault),
        blobs=Blobs(settings.blobs),
        files=Files(settings.file_rules),
        petitions=PetitionRows(base.pool, base.log),
        petition_rule=VN_1._replace(retention_years=settings.petition_retention_years),
    )


async def serve(settings: Settings, ready: process.Ready) -> None:
    """Serve until cancelled; what was begun ends in reverse order."""
    async with AsyncExitStack() as held:
        heads = tree_heads.observer(SERVICE, settings.log_keys, HEADS)
        connected = backbone(SERVICE, settings, observer=heads)
        base = await held.enter_async_context(connected)
        learning = Projector(
            inbox.NAME,
            source=StreamSource(base.bus.imported("catalog"), "catalog"),
            pool=base.pool,
            prepare=inbox.prepare,
            apply=inbox.apply,
            committed=lambda folded: catalogue.learn(folded.update),
            opened=lambda _: catalogue.load(),
            peers=base.projecting,
        )
        lists = await database.open_pool(settings.database_dsn, settings=FOR_LISTS)
        held.push_async_callback(lists.close)
        catalogue = Catalogue(base.pool, learning)
        projecting = of_own_log(base)
        own_log = OwnLog(base.log, projecting)
        context = context_of(base, settings, catalogue, own_log, lists)
        readiness = Readiness(base, settings.database_dsn, learning, projecting)
        tasks = {"relay": base.relay.run, "catalog": learning.run, "tables": projecting.run}
        tasks["readers"] = Forwarder(SERVICE, settings.nats_url, settings.nats_tls).run
        if PROJECTOR in settings.roles:
            scanner = Scanner(context, settings.scan_command, settings.scan_seconds)
            tasks |= timers_of(base, context, readiness) | {"scanner": scanner.run}
            tasks |= {"drafts": context.drafts.run, "sweeper": Sweeper(context).run}
        await held.enter_async_context(process.background(**tasks))
        server = Server(
            settings,
            [
                *((add, servicer(context), contract) for add, servicer, contract in OFFERED),
                operation_service.offered(base.pool),
            ],
            within=catalogue.within,
            **base.served_by,
            starting=readiness.starting,
        )
        await held.enter_async_context(server)
        await Masters(base.pool, settings.sealing_keys).require_all()
        await held.enter_async_context(process.background(leadership=base.leadership.run))
        await held.enter_async_context(readiness.shown_by(server.show))
        ready(server.address)
        await server.wait()


async def sweep(settings: Settings, words: Sequence[str]) -> None:
    """Remove objects that no file has and that are older than so many hours: 24 unless it is said.
    Less than one is for a service that does not run.
    """
    async with await database.open_pool(settings.database_dsn) as pool:
        attachments = Attachments(pool, Vault(pool, settings.sealing_keys))
        age = timedelta(hours=float(words[0])) if words else sweeping.AGE
        store = sweeping.Store(attachments, Blobs(settings.blobs))
        await sweeping.sweep_through(store, before=datetime.now(UTC) - age)


async def scan_again(settings: Settings, _: Sequence[str]) -> None:
    """Scan files once more of which ten scans came to nothing; the service that runs does it."""
    async with await database.open_pool(settings.database_dsn) as pool:
        attachments = Attachments(pool, Vault(pool, settings.sealing_keys))
        files = await attachments.scan_again(datetime.now(UTC))
        telemetry.log().info("attachments.scan_again", files=files)


if __name__ == "__main__":
    commands = {
        **operations(SERVICE, migrations=MIGRATIONS),
        "fsck": fsck(SERVICE, HEADS),
        "signed": signed(SERVICE, HEADS),
        "rewrap": rewrap,
        "sealed": sealed,
        "sweep": sweep,
    }
    commands["scan-again"] = scan_again
    process.main(SERVICE, Settings, serve, commands)
