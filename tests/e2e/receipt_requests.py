"""Questions about receipts: what can be wrong with each.

Promises that each wrong thing is the only one in its request. Must not call anything.
"""

from __future__ import annotations

import grpc

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
BAD_RECEIPTS = {
    ("estimate", "EstimateRate"): [
        ('rate { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "rate.unit"),
        ('rate { definition: "petition.on_time" }', INVALID, "ESTIMATES_OF_COUNTS_ONLY",
            "rate.definition"),
        ("rate { units_time { seconds: -2300000000 } }", INVALID, "DATE_INVALID",
            "rate.units_time"),
    ],
    ("receipt", "ListLeaves"): [
        ('rate { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "rate.unit"),
    ],
    ("receipt", "CompareReceipt"): [
        ('receipt { definition: "nothing" }', MISSING, "DEFINITION_UNKNOWN", "receipt.definition"),
        ("receipt { version: 0 }", INVALID, "FIELD_REQUIRED", "receipt.version"),
        ('receipt { scope { unit: "ward-1" } }', INVALID, "NAME_MALFORMED", "receipt.scope.unit"),
        ('receipt { scope { unit: "units/nowhere" } }', MISSING, "UNIT_UNKNOWN",
            "receipt.scope.unit"),
        ("receipt { period { end { month: 1 } } }", INVALID, "PERIOD_EMPTY", "receipt.period.end"),
        ('receipt { positions { stream: "nothing" } }', INVALID, "STREAM_UNKNOWN",
            "receipt.positions"),
        ('leaves { digest: "0" }', INVALID, "FIELD_REQUIRED", "leaves[0].name"),
    ],
}  # fmt: skip
