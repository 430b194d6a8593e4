"""Two cities and a nation, each a stack of its own: PostgreSQL, NATS and metrics as processes.

Given what a city's other two services published, when metrics publishes a figure, then the nation's
NATS reaches it as a leaf node, with the rights of a reader.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import grpc
from google.type.date_pb2 import Date

from deploy.embedded.accounts import RELEASES
from deploy.embedded.directory import prepare
from deploy.embedded.leafnodes import Leafnodes, Remote
from deploy.embedded.ports import HOST, taken
from deploy.embedded.readers import Readers
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import issue_token
from motcua.metrics.v1.federation_pb2_grpc import FederationServiceStub
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from motcua.metrics.v1.publications_pb2 import (
    FigureToPublish,
    PublishFiguresRequest,
    PublishFiguresResponse,
)
from motcua.metrics.v1.publications_pb2_grpc import PublicationServiceStub
from services.chassis.bus import Bus
from services.chassis.envelope import message
from services.chassis.keys import Keyring, keys_of
from services.chassis.log import Recorded
from services.chassis.mac import Mac
from services.console.portal.patience import passes
from services.evidence.signed_notes import signers
from tests.e2e.migrated import MigratedStack
from tests.metrics import given
from tests.waiting import until

CATALOG = (
    *given.TREE,
    given.published(given.BIRTH),
    given.opened(),
    given.assessed(given.BIRTH, given.WARD, (given.AT, 3, 3, 3)),
)
MARCH = {"start_date": Date(year=2026, month=3, day=1), "end_date": Date(year=2026, month=4, day=1)}
SETTINGS = {
    "MOTCUA_METRICS_MEMBERS_EVERY": "0.1",
    "MOTCUA_METRICS_MEMBERS_PATIENCE": "1",
    "MOTCUA_METRICS_REVISE_PAUSE": "0.1",
    "MOTCUA_METRICS_REVISE_REST": "0.1",
}
TIMEOUT = 60  # seconds of a call, however busy the machine
MAC_KEYS = Keyring({"1": bytes(32)})


class Installation:
    """A city or a nation."""

    def __init__(self, root: Path) -> None:
        root.mkdir()
        self.stack = MigratedStack(root, environment=SETTINGS)
        self.directory = prepare(root)
        self.dossiers = self.sent = 0

    async def start(self) -> None:
        await Stack.start(self.stack, services=False)  # streams first, then who follows them
        await self.send("catalog", [given.recorded(n, e) for n, e in enumerate(CATALOG, 1)])
        await self.send("submissions", [])
        await self.stack.start_services(["metrics"])
        self.channel = grpc.aio.insecure_channel(self.stack.services["metrics"].grpc)

    async def stop(self) -> None:
        if hasattr(self, "channel"):
            await self.channel.close()
        await self.stack.stop()

    async def send(self, stream: str, events: Sequence[Recorded]) -> None:
        """What the stream's own service would publish."""
        bus = await Bus.connect(self.stack.nats_url(stream))
        await bus.ensure_stream(stream)
        mac = Mac(stream, MAC_KEYS)
        wired = [message(each._replace(subject=f"motcua.{stream}.X"), mac=mac) for each in events]
        if wired:
            await bus.publish_batch(wired, after=events[0].position - 1)
        await bus.close()

    async def followed(self, position: int) -> None:
        """Until metrics has read so many events of dossiers."""
        at_least = [{"stream": "submissions", "position": position}]
        asked = GetRateRequest(definition="online_handling", at_least=at_least, **MARCH)
        method = MetricsServiceStub(self.channel).GetRate

        async def is_read() -> bool:
            try:
                await method(asked, metadata=self.metadata("inspector"), timeout=TIMEOUT)
            except grpc.aio.AioRpcError as failed:
                if not passes(failed):
                    raise
                return False
            return True

        await until(is_read)

    def metadata(self, role: str = "publisher") -> tuple[tuple[str, str], ...]:
        token = issue_token(self.stack.data_dir, role)
        return (("authorization", f"Bearer {token}"),)

    @property
    def federation(self) -> FederationServiceStub:
        return FederationServiceStub(self.channel)

    async def command(self, method: str, request: Any) -> Any:
        """As the publisher over the whole tree."""
        request.request_id = str(uuid.uuid4())
        return await getattr(self.federation, method)(
            request, metadata=self.metadata(), timeout=TIMEOUT
        )


class City(Installation):
    """Whose published figures one reader may read: the nation's NATS server."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        reader = Readers(self.directory).add("nation", [RELEASES], taken=[], is_leaf=True)
        port, self.held = taken()
        self.leaf = f"{HOST}:{port}"
        self.remote = Remote([f"nats-leaf://nation:{reader.password}@{self.leaf}"])
        self.password = reader.password
        Leafnodes(self.directory).listen(self.leaf)

    async def stop(self) -> None:
        await super().stop()
        self.held.close()

    @property
    def address(self) -> str:
        """Where the nation's reader is served, other than as a leaf node."""
        return f"nats://nation:{self.password}@{HOST}:{self.stack.nats.port}"

    async def accept(self, count: int, *, online: bool) -> None:
        """So many dossiers of March, accepted."""
        channel = given.ONLINE if online else given.IN_PERSON
        events: list[Recorded] = []
        for number in range(self.dossiers + 1, self.dossiers + count + 1):
            filed = given.submitted(number, channel=channel)
            taken = given.accepted(number, channel=channel, catalog_position=len(CATALOG))
            for version, each in enumerate((filed, taken), 1):
                self.sent += 1
                events.append(given.recorded(self.sent, each, version=version))
        self.dossiers += count
        await self.send("submissions", events)
        await self.followed(self.sent)

    async def publish(self, *definitions: str, reason: str = "", as_of: date | None = None) -> Any:
        """March of the whole city, as known now."""
        request = PublishFiguresRequest(
            figures=[FigureToPublish(definition=each) for each in definitions],
            request_id=str(uuid.uuid4()),
            reason=reason,
            as_known=[{"stream": "submissions", "position": self.sent}],
            **MARCH,
        )
        if as_of:
            request.as_of.FromJsonString(f"{as_of - timedelta(days=1)}T17:00:00Z")
        stub = PublicationServiceStub(self.channel)
        answer: PublishFiguresResponse = await stub.PublishFigures(
            request, metadata=self.metadata(), timeout=TIMEOUT
        )
        return answer.publications

    def keys(self) -> list[str]:
        """The public keys of its releases."""
        ring = self.stack.services["metrics"].wiring.files["MOTCUA_LOG_KEYS"]
        found = signers(RELEASES, Keyring(keys_of(ring.read_text())))
        return [str(each.verifier) for each in found]

    def keys_shown(self) -> list[str]:
        """As `python -m services.metrics released` shows them."""
        program = self.stack.services["metrics"].program("released")
        done = subprocess.run(
            program.argv,
            env=dict(program.environment),
            cwd=program.cwd,
            capture_output=True,
            text=True,
            check=True,
        )
        found: list[str] = json.loads(done.stdout)["verifier_keys"]
        return found


async def together(*installations: Installation) -> None:
    await asyncio.gather(*(each.start() for each in installations))
