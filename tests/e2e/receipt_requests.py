"""Questions about receipts and published figures, for those who try who may ask what.

Promises complete requests that concern ward 1. Must not call anything.
"""

from __future__ import annotations

import grpc
from google.protobuf.message import Message

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import receipts_pb2 as receipts
from tests.e2e.publication_requests import publications_in_ward_1
from tests.e2e.statement_requests import statements_in_ward_1

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
BAD_RECEIPTS = {
    ("receipt", "ListLeaves"): [
        ('rate { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "rate.unit"),
    ],
    ("receipt", "CompareReceipt"): [
        ('receipt { definition: "nothing" }', MISSING, "DEFINITION_UNKNOWN", "receipt.definition"),
        ("receipt { version: 0 }", INVALID, "FIELD_REQUIRED", "receipt.version"),
        ('receipt { scope { unit: "units/nowhere" } }', MISSING, "UNIT_UNKNOWN",
            "receipt.scope.unit"),
        ("receipt { period { end { month: 1 } } }", INVALID, "PERIOD_EMPTY", "receipt.period.end"),
        ('receipt { positions { stream: "nothing" } }', INVALID, "STREAM_UNKNOWN",
            "receipt.positions"),
        ('leaves { digest: "0" }', INVALID, "FIELD_REQUIRED", "leaves[0].name"),
    ],
}  # fmt: skip


def receipts_in_ward_1(rate: metrics.GetRateRequest) -> list[tuple[str, str, str, Message]]:
    """Of a rate of ward 1, each with a role that may ask it."""
    receipt = figures.Receipt(definition=rate.definition, version=1)
    receipt.scope.unit = rate.unit
    receipt.period.start.CopyFrom(rate.start_date)
    receipt.period.end.CopyFrom(rate.end_date)
    for stream in ("catalog", "submissions"):
        receipt.positions.add(stream=stream, position=1)
    return [
        ("receipt", "ListLeaves", "leader", receipts.ListLeavesRequest(rate=rate)),
        ("receipt", "CompareReceipt", "inspector", receipts.CompareReceiptRequest(receipt=receipt)),
        *publications_in_ward_1(),
        *statements_in_ward_1(),
    ]
