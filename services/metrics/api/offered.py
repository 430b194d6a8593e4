"""The gRPC services of metrics' contracts, each with what answers its methods.

A service is a contract file of its own, so that a reader of rates need not read the others.
"""

from collections.abc import Mapping
from typing import Any

from motcua.metrics.v1 import (
    definitions_pb2,
    definitions_pb2_grpc,
    estimates_pb2,
    estimates_pb2_grpc,
    federation_pb2,
    federation_pb2_grpc,
    leagues_pb2,
    leagues_pb2_grpc,
    metrics_pb2,
    metrics_pb2_grpc,
    publications_pb2,
    publications_pb2_grpc,
    published_pb2,
    published_pb2_grpc,
    receipts_pb2,
    receipts_pb2_grpc,
    reconciliation_pb2,
    reconciliation_pb2_grpc,
    scores_pb2,
    scores_pb2_grpc,
    statements_pb2,
    statements_pb2_grpc,
    watching_pb2,
    watching_pb2_grpc,
)
from services.chassis.server import Offered
from services.metrics.api.definitions import DefinitionMethods
from services.metrics.api.estimates import EstimateMethods
from services.metrics.api.federation import FederationMethods
from services.metrics.api.leagues import LeagueMethods
from services.metrics.api.named import Checked
from services.metrics.api.publications import PublicationMethods
from services.metrics.api.published import PublishedFigures
from services.metrics.api.receipts import Receipts
from services.metrics.api.reconciliation import ReconciliationMethods
from services.metrics.api.scores import ScoreMethods
from services.metrics.api.servicer import Metrics
from services.metrics.api.statements import StatementMethods
from services.metrics.api.watching import WatchMethods

# By what answers them.
SERVICES: Mapping[type, tuple[Any, Any]] = {
    Metrics: (metrics_pb2_grpc.add_MetricsServiceServicer_to_server, metrics_pb2),
    DefinitionMethods: (
        definitions_pb2_grpc.add_DefinitionServiceServicer_to_server,
        definitions_pb2,
    ),
    EstimateMethods: (estimates_pb2_grpc.add_EstimateServiceServicer_to_server, estimates_pb2),
    Receipts: (receipts_pb2_grpc.add_ReceiptServiceServicer_to_server, receipts_pb2),
    PublicationMethods: (
        publications_pb2_grpc.add_PublicationServiceServicer_to_server,
        publications_pb2,
    ),
    PublishedFigures: (
        published_pb2_grpc.add_PublishedFigureServiceServicer_to_server,
        published_pb2,
    ),
    ReconciliationMethods: (
        reconciliation_pb2_grpc.add_ReconciliationServiceServicer_to_server,
        reconciliation_pb2,
    ),
    StatementMethods: (statements_pb2_grpc.add_StatementServiceServicer_to_server, statements_pb2),
    LeagueMethods: (leagues_pb2_grpc.add_LeagueServiceServicer_to_server, leagues_pb2),
    ScoreMethods: (scores_pb2_grpc.add_ScoreServiceServicer_to_server, scores_pb2),
    FederationMethods: (
        federation_pb2_grpc.add_FederationServiceServicer_to_server,
        federation_pb2,
    ),
    WatchMethods: (watching_pb2_grpc.add_WatchServiceServicer_to_server, watching_pb2),
}


def offered(*answering: Any) -> list[Offered]:
    """Each with its contract, behind a check of the names in its requests."""
    found = [(*SERVICES[type(each)], each) for each in answering]
    return [
        (add, Checked(each, contract.DESCRIPTOR), contract.DESCRIPTOR)
        for add, contract, each in found
    ]
