"""Requests about asserted figures and inspections, for tests that send a request of every method.

They are of January 2026 and ward 1; withdrawn last, so that all can be carried out in order.
"""

from __future__ import annotations

from typing import Any

import grpc

from motcua.metrics.v1 import statements_pb2 as api

INVALID, MISSING = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
READERS = {"officer", "leader", "inspector", "publisher", "operator"}
ALL = READERS | {"public", "portal", "editor", "importer"}
PUBLISHER, INSPECTOR = {"publisher"}, {"inspector"}
BOTH = PUBLISHER | INSPECTOR
DAY = "{ year: 2026 month: 1 day: 1 }"
FIGURE = f"""figure {{ kind: KIND_FIGURE unit: "units/ward-1" start_date {DAY}
    end_date {{ year: 2026 month: 2 day: 1 }} value: "95.1" measure: MEASURE_PERCENT
    wording: "95,1%" source: "Báo cáo" source_date {DAY} definitions: "online_handling" }}"""
REPORT = f"""report {{ unit: "units/ward-1" date {DAY} findings {{ code: "late-entry" text: "t"
    remedy_by_date {{ year: 2027 month: 1 day: 1 }} }}
    receipts {{ definition: "online_handling" scope {{ unit: "units/ward-1" }} }} }}"""
ALLOWED_STATEMENTS = {
    ("statement", "RecordAssertion"): BOTH,
    ("statement", "GetAssertion"): ALL,
    ("statement", "ListAssertions"): ALL,
    ("statement", "CompareAssertion"): READERS,
    ("statement", "PublishAssertion"): PUBLISHER,
    ("statement", "WithdrawAssertion"): BOTH,
    ("statement", "RecordInspection"): INSPECTOR,
    ("statement", "GetInspection"): READERS,
    ("statement", "ListInspections"): READERS,
    ("statement", "RecordRemedy"): INSPECTOR,
    ("statement", "WithdrawInspection"): INSPECTOR,
}
SOUND_STATEMENTS = {
    ("statement", "RecordAssertion"): FIGURE,
    ("statement", "CompareAssertion"): 'name: "$assertion"',
    ("statement", "PublishAssertion"): 'name: "$assertion"',
    ("statement", "GetAssertion"): 'name: "$assertion"',
    ("statement", "ListAssertions"): 'unit: "units/ward-1"',
    ("statement", "WithdrawAssertion"): 'name: "$assertion" reason: "r"',
    ("statement", "RecordInspection"): REPORT,
    ("statement", "GetInspection"): 'name: "$inspection"',
    ("statement", "ListInspections"): 'unit: "units/ward-1"',
    ("statement", "RecordRemedy"): f'name: "$inspection" finding: "late-entry" date {DAY}',
    ("statement", "WithdrawInspection"): 'name: "$inspection" reason: "r"',
}
UNKNOWN = [
    ('name: "assertions/none"', MISSING, "STATEMENT_UNKNOWN", "name"),
    ('name: "inspections/none"', INVALID, "NAME_MALFORMED", "name"),
]
UNKNOWN_INSPECTION = [('name: "inspections/none"', MISSING, "STATEMENT_UNKNOWN", "name")]
PAGES = [
    ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
    ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
]
BAD_STATEMENTS = {
    ("statement", "RecordAssertion"): [
        ('figure { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "figure.unit"),
        ('figure { value: "95,1" }', INVALID, "TEXT_MALFORMED", "figure.value"),
        ('figure { value: "" }', INVALID, "FIELD_REQUIRED", "figure.value"),
        ("figure { measure: 9 }", INVALID, "ENUM_UNKNOWN", "figure.measure"),
        ('figure { wording: "ask 0912345678" }', INVALID, "TEXT_NAMES_SOMEBODY", "figure.wording"),
        ("figure { end_date { month: 1 } }", INVALID, "PERIOD_EMPTY", "figure.end_date"),
        ("figure { sample: 7 }", INVALID, "SAMPLE_IMPOSSIBLE", "figure.sample"),
        ('figure { definitions: "nothing" }', MISSING, "DEFINITION_UNKNOWN",
            "figure.definitions[1].definition"),
    ],
    ("statement", "WithdrawAssertion"): [
        *UNKNOWN,
        ('reason: ""', INVALID, "FIELD_REQUIRED", "reason"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
    ("statement", "PublishAssertion"): [
        *UNKNOWN,
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
    ("statement", "GetAssertion"): UNKNOWN,
    ("statement", "ListAssertions"): PAGES,
    ("statement", "CompareAssertion"): [
        *UNKNOWN,
        ('name: "$inspection"', INVALID, "NAME_MALFORMED", "name"),
        ('as_known { stream: "nothing" }', INVALID, "STREAM_UNKNOWN", "as_known"),
    ],
    ("statement", "RecordInspection"): [
        ('report { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "report.unit"),
        ("report { date { year: 1800 } }", INVALID, "DAY_IMPOSSIBLE", "report.date"),
        ('report { findings { code: "a b" text: "t" } }', INVALID, "TEXT_MALFORMED",
            "report.findings[1].code"),
        ('report { receipts { scope { unit: "ward-1" } } }', INVALID, "NAME_MALFORMED",
            "report.receipts[1].scope.unit"),
        ('report { receipts { scope { unit: "units/ward-2" } } }', INVALID,
            "RECEIPT_OF_OTHER_UNIT", "report.receipts[1].scope.unit"),
        ('report { receipts { scope { unit: "units/ward-1" } definition: "an@thu.vn" } }', INVALID,
            "TEXT_NAMES_SOMEBODY", "report.receipts[1].definition"),
    ],
    ("statement", "RecordRemedy"): [
        *UNKNOWN_INSPECTION,
        ('finding: "nothing"', MISSING, "FINDING_UNKNOWN", "finding"),
        ("date { year: 2025 }", INVALID, "DAY_IMPOSSIBLE", "date"),
    ],
    ("statement", "WithdrawInspection"): UNKNOWN_INSPECTION,
    ("statement", "GetInspection"): UNKNOWN_INSPECTION,
    ("statement", "ListInspections"): PAGES,
}  # fmt: skip


async def state(world: Any) -> None:
    """A figure that somebody printed, and an inspection."""
    for method, word in (("RecordAssertion", "assertion"), ("RecordInspection", "inspection")):
        answer = await world.send("statement", method, world.request("statement", method))
        kind = api.Assertion if word == "assertion" else api.Inspection
        world.words[word] = kind.FromString(answer).name
