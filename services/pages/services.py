"""The three services as a visitor reaches them: a channel each, and the visitor's own token.

Promises that nothing is asked with another right than the visitor's. Must not import a service.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import grpc

from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceStub
from motcua.catalog.v1.targets_pb2_grpc import TargetServiceStub
from motcua.chassis.v1.identity_pb2_grpc import IdentityServiceStub
from motcua.metrics.v1.definitions_pb2_grpc import DefinitionServiceStub
from motcua.metrics.v1.federation_pb2_grpc import FederationServiceStub
from motcua.metrics.v1.leagues_pb2_grpc import LeagueServiceStub
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from motcua.metrics.v1.publications_pb2_grpc import PublicationServiceStub
from motcua.metrics.v1.published_pb2_grpc import PublishedFigureServiceStub
from motcua.metrics.v1.receipts_pb2_grpc import ReceiptServiceStub
from motcua.metrics.v1.reconciliation_pb2_grpc import ReconciliationServiceStub
from motcua.metrics.v1.scores_pb2_grpc import ScoreServiceStub
from motcua.metrics.v1.statements_pb2_grpc import StatementServiceStub
from motcua.metrics.v1.watching_pb2_grpc import WatchServiceStub
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceStub
from services.chassis import balancing
from services.chassis.tls.channels import open_channel
from services.chassis.tls.client import SYSTEM, ClientTls
from services.pages.refused import refused_by

Reply = TypeVar("Reply")
TAKES = 10.0  # seconds that a call may take
OPTIONS = [
    ("grpc.max_receive_message_length", 64 << 20),
    *balancing.OPTIONS,
]


class Services:
    """Stubs over channels that all visitors share; used as `async with`."""

    def __init__(
        self, catalog: str, submissions: str, metrics: str, *, tls: ClientTls = SYSTEM
    ) -> None:
        addresses = (catalog, submissions, metrics)
        self.channels = [open_channel(each, tls, options=OPTIONS) for each in addresses]
        in_catalog, in_submissions, in_metrics = self.channels
        self.identities = [IdentityServiceStub(each) for each in self.channels]
        self.identity, *_ = self.identities
        self.catalog = CatalogServiceStub(in_catalog)
        self.targets = TargetServiceStub(in_catalog)
        self.dossiers = DossierServiceStub(in_submissions)
        self.metrics = MetricsServiceStub(in_metrics)
        self.definitions = DefinitionServiceStub(in_metrics)
        self.federation = FederationServiceStub(in_metrics)
        self.leagues = LeagueServiceStub(in_metrics)
        self.publications = PublicationServiceStub(in_metrics)
        self.published = PublishedFigureServiceStub(in_metrics)
        self.receipts = ReceiptServiceStub(in_metrics)
        self.reconciliations = ReconciliationServiceStub(in_metrics)
        self.scores = ScoreServiceStub(in_metrics)
        self.statements = StatementServiceStub(in_metrics)
        self.watches = WatchServiceStub(in_metrics)

    async def __aenter__(self) -> "Services":
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(channel.close() for channel in self.channels))


class Client:
    """The services for one visitor; no token is the public. `came_by`: the addresses by which the
    visitor came here, for services that believe the pages about them.
    """

    def __init__(self, services: Services, token: str = "", came_by: str = "") -> None:
        self.services = services
        sent = {"authorization": f"Bearer {token}" if token else "", "x-forwarded-for": came_by}
        self.metadata = tuple((name, value) for name, value in sent.items() if value)

    async def call(
        self, method: Callable[..., Awaitable[Reply]], request: Any, within: float = TAKES
    ) -> Reply:
        """The answer, or Refused."""
        try:
            return await method(request, metadata=self.metadata, timeout=within)
        except grpc.aio.AioRpcError as failed:
            raise refused_by(failed) from None

    async def stream(
        self, method: Callable[..., Any], request: Any, within: float | None = 6 * TAKES
    ) -> AsyncIterator[Any]:
        """The answers of a streaming read, or Refused; None: it has no end."""
        try:
            async for reply in method(request, metadata=self.metadata, timeout=within):
                yield reply
        except grpc.aio.AioRpcError as failed:
            raise refused_by(failed) from None
