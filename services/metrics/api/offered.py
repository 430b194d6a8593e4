"""The gRPC services of metrics' contracts, each with what answers its methods.

A service is a contract file of its own, so that a reader of rates need not read the others.
"""

from motcua.metrics.v1 import (
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
)
from services.chassis.server import Offered
from services.metrics.api.publications import PublicationMethods
from services.metrics.api.published import PublishedFigures
from services.metrics.api.receipts import Receipts
from services.metrics.api.reconciliation import ReconciliationMethods
from services.metrics.api.servicer import Metrics


def offered(
    rates: Metrics,
    receipts: Receipts,
    publications: PublicationMethods,
    published: PublishedFigures,
    reconciliations: ReconciliationMethods,
) -> list[Offered]:
    """All of them."""
    return [
        (metrics_pb2_grpc.add_MetricsServiceServicer_to_server, rates, metrics_pb2.DESCRIPTOR),
        (receipts_pb2_grpc.add_ReceiptServiceServicer_to_server, receipts, receipts_pb2.DESCRIPTOR),
        (
            publications_pb2_grpc.add_PublicationServiceServicer_to_server,
            publications,
            publications_pb2.DESCRIPTOR,
        ),
        (
            published_pb2_grpc.add_PublishedFigureServiceServicer_to_server,
            published,
            published_pb2.DESCRIPTOR,
        ),
        (
            reconciliation_pb2_grpc.add_ReconciliationServiceServicer_to_server,
            reconciliations,
            reconciliation_pb2.DESCRIPTOR,
        ),
    ]
