"""Metrics as a process: `python -m services.metrics [migrate|refill|rebuild]`.

Promises a port at once, and to be ready when its figures have followed both streams. Must hold
wiring only.
"""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from motcua.metrics.v1.events_pb2 import FigurePublished, TreeHeadSigned
from services.chassis import database, operation_service, process
from services.chassis.backbone import Backbone, backbone
from services.chassis.database import Pool
from services.chassis.operations import operations
from services.chassis.projector import Projector
from services.chassis.readiness import Readiness
from services.chassis.relay import Status as RelayStatus
from services.chassis.server import Server
from services.evidence import tree_heads
from services.evidence.command import fsck
from services.evidence.signed_by import signed
from services.evidence.tree_heads import Kind
from services.metrics.adopted import Adopted, Shipping
from services.metrics.api.as_known import PATIENCE, AsKnown
from services.metrics.api.definitions import Adopting, DefinitionMethods
from services.metrics.api.estimates import EstimateMethods
from services.metrics.api.federation import FederationMethods
from services.metrics.api.leagues import LeagueMethods
from services.metrics.api.offered import offered
from services.metrics.api.publications import PublicationMethods
from services.metrics.api.published import PublishedFigures
from services.metrics.api.publishing import Publishing
from services.metrics.api.receipts import Receipts
from services.metrics.api.reconciliation import ReconciliationMethods
from services.metrics.api.scores import ScoreMethods
from services.metrics.api.servicer import Metrics
from services.metrics.api.statements import StatementMethods
from services.metrics.api.watching import WatchMethods
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.revisions import Rhythm
from services.metrics.domain.tree import Tree
from services.metrics.federation import parts as federation
from services.metrics.federation.command import released
from services.metrics.federation.registered import Registered
from services.metrics.inbox import Inbox
from services.metrics.keeper import Keeper
from services.metrics.live import Live
from services.metrics.projections.submissions import Projection
from services.metrics.projectors import follow, follow_log
from services.metrics.published import Published
from services.metrics.queries.disclosures import Disclosures
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.leased import Leased
from services.metrics.queries.members import Members
from services.metrics.queries.moved import Movements
from services.metrics.queries.national import Releases
from services.metrics.queries.publications import Publications
from services.metrics.queries.reader import FOR_QUESTIONS, Reader, utc_now
from services.metrics.queries.scores import Scores
from services.metrics.queries.statements import Statements
from services.metrics.queries.unit_months import BY_KEY
from services.metrics.rebuilding.command import rebuild
from services.metrics.reconciling import Reconciling
from services.metrics.reviser import Reviser
from services.metrics.settings import MIGRATIONS, Settings
from services.metrics.sweeper import Sweeper
from services.metrics.watching import Watching
from services.readers.forwarder import Forwarder

SERVICE = "metrics"
JSON = "application/json"  # payloads of the own log, so that any client can read them
HEADS = Kind(TreeHeadSigned, content_type=JSON)
AT_ONCE = frozenset({FigurePublished.DESCRIPTOR.full_name})  # are followed by a head


async def serve(settings: Settings, ready: process.Ready) -> None:
    """Serve until cancelled; what was begun ends in reverse order."""
    async with AsyncExitStack() as held:
        connected = backbone(
            SERVICE,
            settings,
            observer=tree_heads.observer(SERVICE, settings.log_keys, HEADS, at_once=AT_ONCE),
            content_type=JSON,
        )
        base = await held.enter_async_context(connected)
        asked = await database.open_pool(settings.database_dsn, settings=FOR_QUESTIONS)
        held.push_async_callback(asked.close)
        by_key = await database.open_pool(settings.database_dsn, largest=4, settings=BY_KEY)
        held.push_async_callback(by_key.close)
        leased = Leased(by_key)
        held.push_async_callback(leased.close)
        parts = parts_of(settings, base, asked, leased)
        following = {each.name: each.run for each in parts.followed}
        working = {type(each).__name__.lower(): each.run for each in parts.working}
        readers = Forwarder(SERVICE, settings.nats_url, settings.nats_tls)
        tasks = {"relay": base.relay.run, "readers": readers.run, **following, **working}
        await held.enter_async_context(process.background(**tasks))
        readiness = Readiness(base, settings.database_dsn, *parts.followed, known=parts.known)
        server = Server(
            settings,
            [*offered(*parts.answering), operation_service.offered(base.pool)],
            within=parts.within,
            **base.served_by,
            starting=readiness.starting,
        )
        await held.enter_async_context(server)
        await held.enter_async_context(process.background(leadership=base.leadership.run))
        await held.enter_async_context(readiness.shown_by(server.show))
        ready(server.address)
        await server.wait()


class Parts(NamedTuple):
    """What runs, what answers, and whether all is known that is answered by."""

    followed: Sequence[Projector[Any]]
    working: Sequence[Any]
    answering: Sequence[Any]
    within: Callable[[str, str], bool]
    known: Callable[[], bool]


def parts_of(settings: Settings, base: Backbone, asked: Pool, by_key: Leased) -> Parts:
    """All parts, each with those that it needs; nothing runs yet."""
    tree = Tree()
    reader = Reader(asked, by_key=by_key, definitions=Definitions(), tree=tree)
    live, inbox = live_figures(settings, base, reader), Inbox(tree)
    catalog = follow("catalog", inbox, base, opened=lambda _: inbox.load(base.pool))
    sweeper = Sweeper(base.pool, reader.definitions, leads=leads(base))

    def moved(cause: str) -> None:
        live.notice(cause)
        sweeper.notice()

    projection = Projection(catalog_reached=catalog.reached, moved=moved)
    submissions = follow("submissions", projection, base)
    published = follow_log("published", Published(), base)
    registered = follow_log("members", Registered(), base)
    adopted = following_definitions(reader, base, sweeper)
    shipping = Shipping(base.log, reader.definitions, accepting=base.relay.accepting)
    as_known = AsKnown(asked, {"catalog": catalog, "submissions": submissions}, utc_now)
    watching = Watching(pool=asked, reader=reader, coalesce=settings.coalesce)
    within = partial(lies_within, tree)
    reviser = revising(settings, base, reader, catalog, submissions)
    reconciling = Reconciling(asked, settings.reconcile, leads(base))
    return Parts(
        followed=(catalog, submissions, published, adopted, registered),
        working=(
            *(live, reviser, sweeper, watching, shipping, reconciling, Keeper(reader)),
            *federation.parts_of(settings, base, leads(base)),
        ),
        answering=(
            *answering(asked, reader, as_known),
            *of_publications(base, asked, reader, as_known, published),
            defining(settings, base, reader, adopted, as_known),
            WatchMethods(watching, as_known, within=within),
            of_nation(base, asked, reader, registered),
        ),
        within=within,
        known=lambda: can_answer(shipping, base),
    )


def publishing_in(base: Backbone, reader: Reader) -> Publishing:
    """Publications in the own log."""
    publications = Publications(base.pool)
    disclosures = Disclosures(base.pool, base.log, reader.definitions)
    return Publishing(base.log, reader, publications, disclosures)


def answering(pool: Pool, reader: Reader, as_known: AsKnown) -> list[Any]:
    """What answers questions about rates."""
    servicer, leagues = Metrics(reader, as_known), Leagues(pool, reader)
    return [
        servicer,
        Receipts(servicer, reader),
        EstimateMethods(reader, as_known),
        ReconciliationMethods(pool, reader, as_known),
        LeagueMethods(leagues, as_known),
        ScoreMethods(Scores(leagues), as_known),
    ]


def of_publications(
    base: Backbone, pool: Pool, reader: Reader, as_known: AsKnown, published: Projector[Any]
) -> list[Any]:
    """What publishes figures, what shows those that were, and what keeps others' statements."""
    publishing = publishing_in(base, reader)
    shown = partial(published.reached, timeout=PATIENCE)
    methods = PublicationMethods(publishing, Movements(pool, reader), as_known, shown=shown)
    stated = StatementMethods(Statements(base.pool, base.log), reader, as_known, shown=shown)
    return [methods, PublishedFigures(publishing.publications), stated]


def of_nation(
    base: Backbone, pool: Pool, reader: Reader, registered: Projector[Any]
) -> FederationMethods:
    """What keeps the register of members, and makes figures of what they published."""
    shown = partial(registered.reached, timeout=PATIENCE)
    members = Members(base.pool, base.log)
    return FederationMethods(members, Releases(pool), reader.definitions, shown=shown)


def leads(base: Backbone) -> Callable[[], bool]:
    """Whether what follows from the projections is to happen in this process."""
    return lambda: base.projecting.role.held


def lies_within(tree: Tree, ancestor: str, unit: str) -> bool:
    """Whether a unit is the other or lies below it now."""
    return tree.within(ancestor, unit, utc_now())


def live_figures(settings: Settings, base: Backbone, reader: Reader) -> Live:
    """Live figures, told by the replica whose projections lead."""
    return Live(
        pool=base.pool,
        reader=reader,
        bus=base.bus,
        keys=settings.log_keys,
        coalesce=settings.coalesce,
        months=settings.live_months,
        leads=leads(base),
    )


def revising(
    settings: Settings, base: Backbone, reader: Reader, *streams: Projector[Any]
) -> Reviser:
    """Revisions, told by the same replica, when all streams are read to their ends."""
    pause, rest = (
        timedelta(seconds=each) for each in (settings.revise_pause, settings.revise_rest)
    )
    return Reviser(
        pool=base.pool,
        log=base.log,
        reader=reader,
        rhythm=Rhythm(pause, rest),
        caught_up=lambda: all(each.current for each in streams),
        leads=leads(base),
    )


def following_definitions(reader: Reader, base: Backbone, sweeper: Sweeper) -> Projector[Any]:
    """The definitions of the reader are those that were adopted; new ones get their cells."""
    read = Adopted(reader.definitions, noticed=sweeper.notice)
    return follow_log("definitions", read, base, opened=lambda _: read.load(base.pool))


def defining(
    settings: Settings, base: Backbone, reader: Reader, adopted: Projector[Any], as_known: AsKnown
) -> DefinitionMethods:
    """Whoever adopted a definition can ask by it at once."""
    shown = partial(adopted.reached, timeout=PATIENCE)
    adopting = Adopting(base.log, settings.own_definitions, shown)
    return DefinitionMethods(adopting, reader, as_known)


def can_answer(shipping: Shipping, base: Backbone) -> bool:
    """Whether all that comes with the software is adopted, or cannot be now."""
    halted = base.relay.status is RelayStatus.HALTED
    return not shipping.missing or halted or not base.bus.is_connected


if __name__ == "__main__":
    commands = {
        **operations(SERVICE, migrations=MIGRATIONS),
        "fsck": fsck(SERVICE, HEADS),
        "signed": signed(SERVICE, HEADS),
        "rebuild": rebuild,
        "released": released,
    }
    process.main(SERVICE, Settings, serve, commands)
