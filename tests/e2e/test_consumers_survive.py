"""The sample consumers in Python and Node while metrics, NATS and they themselves are killed.

Promises that each has at the end what the services say: every event once, every figure, and equal
digests. Must not choose its moments kindly, nor ask a consumer what is right.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from google.type.date_pb2 import Date

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import issue_token
from motcua.metrics.v1 import events_pb2, metrics_pb2, publications_pb2
from services.chassis.bus import Bus
from services.console.commands import reader as command
from services.console.portal.client import Portal
from tests.e2e.consumers import HERE, MISSING, NODE, PROGRAMS, Consumer, Digests
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.publication_requests import QUICK
from tests.e2e.publishing import FigurePublisher, told
from tests.waiting import until

pytestmark = pytest.mark.long

ROUNDS = 2


@dataclass
class Scene:
    """The stack after everything was killed, and the consumers, which still run."""

    stack: Stack
    portal: Portal
    figures: FigurePublisher
    folder: Path
    consumers: dict[str, Consumer] = field(default_factory=dict)

    def consumer(self, language: str) -> Consumer:
        return Consumer(language, self.folder, self.stack.services["metrics"].grpc)


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Officers and a publisher at work, while one part after the other is killed."""
    path, folder = make_temporary(), tmp_path_factory.mktemp("consumers")
    async with AsyncExitStack() as held:
        held.callback(shutil.rmtree, path)
        stack = await held.enter_async_context(MigratedStack(path, environment=QUICK))
        portal = await held.enter_async_context(Portal(stack.describe()))
        (folder / "token").write_text(issue_token(path, "inspector", "*"))
        here = Scene(stack, portal, FigurePublisher(portal), folder)
        here.consumers = {each: here.consumer(each) for each in HERE}
        for each in here.consumers.values():
            await renewed(stack, each)
            each.start()
            held.callback(each.kill)
        await at_work(here)
        yield here


async def at_work(here: Scene) -> None:
    """Everything happens, and then nothing more."""
    office, stop = await Office.open(here.portal), asyncio.Event()
    here.figures.catalog_position = office.catalog_position
    working = [asyncio.create_task(each.work(stop)) for each in (office, here.figures)]
    await kill_each(here)
    stop.set()
    await asyncio.gather(*working)
    # However fast the publisher was, something moves after he published it last.
    await office.handle(await office.submit(0), 1)
    here.stack.describe()
    await here.figures.demand_each_once(here.stack)


async def kill_each(here: Scene) -> None:
    """Every part in every round, each for a moment; passwords are rotated meanwhile."""
    chance = random.Random(20261129)
    for number in range(ROUNDS):
        parts = [here.stack.services["metrics"], here.stack.nats, *here.consumers.values()]
        for part in chance.sample(parts, len(parts)):
            await asyncio.sleep(chance.uniform(0.2, 0.8))
            await ended(part)
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            await begun(part)
        for each in here.consumers.values() if number == 1 else ():
            await renewed(here.stack, each)


async def ended(part: Any) -> None:
    await part.kill() if not isinstance(part, Consumer) else part.kill()


async def begun(part: Any) -> None:
    await part.start() if not isinstance(part, Consumer) else part.start()


async def renewed(stack: Stack, consumer: Consumer) -> None:
    """Another password in its file, which it reads by itself; the first time its account."""
    name, reads = f"{consumer.language}-sample", ["metrics", "figures"]
    stack.describe()
    await command.apply(
        stack.data_dir,
        lambda known, taken: (
            known.rotate(name) if name in known.known() else known.add(name, reads, taken=taken)
        ),
        name,
        consumer.url,
    )


def kinds(events: list[tuple[int, str, dict[str, Any]]]) -> dict[str, int]:
    return dict(Counter(kind for _, kind, _ in events))


async def log_of(stack: Stack) -> list[tuple[int, str, dict[str, Any]]]:
    """The log of metrics, from its own database."""
    import asyncpg

    connection = await asyncpg.connect(stack.services["metrics"].wiring.owner_dsn)
    try:
        return await told(connection)
    finally:
        await connection.close()


async def publications(portal: Portal) -> list[publications_pb2.Publication]:
    """Those that count, as the service lists them."""
    request = publications_pb2.ListPublicationsRequest(page_size=1000, show_superseded=True)
    stub = portal.publications
    answer = await portal.call(stub.ListPublications, request, role="inspector")
    assert not answer.next_page_token
    return list(answer.publications)


async def moved_by(portal: Portal) -> dict[str, int]:
    """How many items each cause moved, in all revisions that the service lists."""
    found: Counter[str] = Counter()
    for each in await publications(portal):
        request = publications_pb2.ListRevisionsRequest(parent=each.name, page_size=1000)
        answer = await portal.call(portal.publications.ListRevisions, request, role="inspector")
        for moved in (moved for revision in answer.revisions for moved in revision.moved):
            found[events_pb2.RevisionCause.Name(moved.cause)] += moved.count
    return dict(found)


async def checkpoints(stack: Stack) -> list[dict[str, Any]]:
    """What the owner of the live stream finds on it."""
    bus = await Bus.connect(stack.nats_url("metrics"))
    try:
        info = await bus.api(
            "STREAM.INFO.figures", {"subjects_filter": "motcua.figures.checkpoint.>"}
        )
        subjects = info["state"]["subjects"]
        stub = bus.client.jetstream(timeout=60)
        found = [await stub.get_last_msg("figures", subject, direct=True) for subject in subjects]
        return [json.loads(each.data) for each in found]
    finally:
        await bus.close()


async def as_it_is(here: Scene) -> Digests:
    """The digest of each live figure now, as ListRates and GetRate answer, by subject."""
    found: Digests = {}
    for each in await checkpoints(here.stack):
        year, month = map(int, each["month"].split("-"))
        question: dict[str, Any] = {
            "definition": each["definition"],
            "start_date": Date(year=year, month=month, day=1),
            "end_date": Date(year=year + month // 12, month=month % 12 + 1, day=1),
        }
        stub = here.portal.metrics
        by_unit = {"breakdown": metrics_pb2.BREAKDOWN_UNIT, "subtrees": True, "page_size": 1000}
        units = metrics_pb2.ListRatesRequest(**question, **by_unit)
        rates = (await here.portal.call(stub.ListRates, units, role="inspector")).rates
        whole = metrics_pb2.GetRateRequest(**question)
        rates = [*rates, await here.portal.call(stub.GetRate, whole, role="inspector")]
        found |= dict(lines(rates, f"{each['month']}.{each['definition']}"))
    return found


def lines(rates: list[Any], end: str) -> Iterator[tuple[str, str]]:
    for receipt in (each.receipt for each in rates):
        unit = receipt.scope.unit.removeprefix("units/") or "all"
        if receipt.considered:
            yield f"motcua.figures.live.{unit}.{end}", receipt.digest


@pytest.fixture(params=PROGRAMS)
def consumer(request: pytest.FixtureRequest, scene: Scene) -> Consumer:
    """Each of them, where its language is here."""
    if request.param == "node" and not NODE:
        pytest.skip("Node is not here: the consumer in Node is not tried")
    if request.param == "node" and MISSING:
        pytest.skip(f"{', '.join(MISSING)} of npm are not here: npm ci --ignore-scripts")
    return scene.consumers[request.param]


async def test_every_event_was_applied_once(scene: Scene, consumer: Consumer) -> None:
    async def has_all() -> bool:
        return consumer.events() == kinds(await log_of(scene.stack))

    await until(has_all)
    await until(lambda: knows_what_moved(scene, consumer))
    assert {"FigurePublished", "FigureRevised", "DefinitionAdopted"} <= set(consumer.events())
    assert consumer.starts > ROUNDS


async def knows_what_moved(scene: Scene, consumer: Consumer) -> bool:
    """Whether it does as the service lists it, a moment after its log has it."""
    return consumer.moved() == await moved_by(scene.portal)


async def test_what_was_published_is_what_the_service_lists(
    scene: Scene, consumer: Consumer
) -> None:
    await test_every_event_was_applied_once(scene, consumer)
    assert consumer.published() == {
        each.figure: (
            each.name,
            each.revisions,
            each.latest.receipt.numerator,
            each.latest.receipt.denominator,
        )
        for each in await publications(scene.portal)
        if each.state == publications_pb2.Publication.STATE_CURRENT
    }


async def test_every_live_figure_is_there_with_the_digest_that_the_service_gives(
    scene: Scene, consumer: Consumer
) -> None:
    await until(lambda: is_current(scene, consumer))
    found = {subject.split(".", 5)[5] for subject in consumer.live()}
    assert {"online_handling", "on_time.ended"} <= found


async def is_current(scene: Scene, consumer: Consumer) -> bool:
    """Whether it has all figures as they are now, and knows that none is missing."""
    return consumer.live() == await as_it_is(scene) and consumer.is_whole()


async def test_a_receipt_is_computed_again_from_its_items(scene: Scene, consumer: Consumer) -> None:
    await test_every_live_figure_is_there_with_the_digest_that_the_service_gives(scene, consumer)
    subject = next(each for each in consumer.live() if ".ward-1." in each)
    _, month, definition = subject.removeprefix("motcua.figures.live.").split(".", 2)
    argv = [*consumer.argv("receipt"), definition, month, "units/ward-1"]
    ran = subprocess.run(argv, env=consumer.environment(), capture_output=True, check=False)
    told_, computed = ran.stdout.decode().splitlines()
    assert told_.split()[1:] == computed.split()[1:]
    assert told_.split()[-1] == consumer.live()[subject]
    assert ran.returncode == 0


async def test_an_empty_one_begins_with_snapshots(
    scene: Scene, consumer: Consumer, tmp_path: Path
) -> None:
    fresh = scene.consumer(consumer.language)
    for each in (consumer.url, scene.folder / "token"):
        shutil.copy(each, tmp_path)
    fresh.folder = tmp_path
    fresh.start()
    try:
        await until(lambda: "began with" in fresh.log.read_text())
        await until(lambda: is_current(scene, fresh))
        await until(lambda: fresh.events() == consumer.events())
    finally:
        fresh.kill()
    assert "NOT EQUAL" not in fresh.log.read_text() + consumer.log.read_text()
