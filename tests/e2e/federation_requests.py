"""Requests about a nation's members and figures, for tests that send one of every method.

Promises a sound request of each, and what can be wrong with it. Must not need a member's stream.
"""

from __future__ import annotations

from typing import Any

import grpc

INVALID, MISSING = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
ABORTED = grpc.StatusCode.ABORTED
READERS = set(
    "public portal officer leader editor importer inspector publisher operator".split()  # noqa: SIM905
)
PUBLISHER = {"publisher"}
KEY = "motcua/published/1+e68c923d+AUe7XuYQtpox9VvSvRoYrvV7F/3A+FvnxAx8/inssYhj"
DAYS = "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 2 day: 1 }"
ADMISSION = f"""member_id: "hue" display_name: "Huế" verifier_keys: "{KEY}"
    start_date {{ year: 2026 month: 1 day: 1 }}"""
ALLOWED_FEDERATION = {
    ("federation", "AdmitMember"): PUBLISHER,
    ("federation", "ReviseMember"): PUBLISHER,
    ("federation", "ReinstateMember"): PUBLISHER,
    ("federation", "GetMember"): READERS,
    ("federation", "ListMembers"): READERS,
    ("federation", "GetNationalFigure"): READERS,
    ("federation", "ListNationalFigures"): READERS,
    ("federation", "EndMember"): PUBLISHER,
}
SOUND_FEDERATION = {
    ("federation", "AdmitMember"): ADMISSION,
    ("federation", "ReviseMember"): 'name: "members/danang" display_name: "Đà Nẵng"',
    ("federation", "ReinstateMember"): 'name: "members/danang" reason: "r"',
    ("federation", "GetMember"): 'name: "members/danang"',
    ("federation", "ListMembers"): "",
    ("federation", "GetNationalFigure"): f'definition: "online_handling" {DAYS}',
    ("federation", "ListNationalFigures"): DAYS,
    ("federation", "EndMember"): 'name: "members/danang" end_date { year: 2027 month: 1 day: 1 }',
}
UNKNOWN = ('name: "members/none"', MISSING, "MEMBER_UNKNOWN", "name")
MALFORMED = ('name: "none"', INVALID, "NAME_MALFORMED", "name")
STALE = (r'etag: "\"77\""', ABORTED, "VERSION_CONFLICT", "etag")
PERIODS = [
    ("end_date { month: 1 }", INVALID, "PERIOD_EMPTY", "end_date"),
    ("start_date { year: 1 }", INVALID, "DATE_INVALID", "start_date"),
    ("as_of { seconds: 1767225601 }", INVALID, "AS_OF_WITHIN_DAY", "as_of"),
]
BAD_FEDERATION = {
    ("federation", "AdmitMember"): [
        ('member_id: "Hue"', INVALID, "TEXT_MALFORMED", "member_id"),
        ('member_id: "danang"', grpc.StatusCode.ALREADY_EXISTS, "MEMBER_EXISTS", "member_id"),
        ('display_name: ""', INVALID, "FIELD_REQUIRED", "display_name"),
        ('display_name: "0912345678"', INVALID, "TEXT_NAMES_SOMEBODY", "display_name"),
        ("start_date { year: 1 }", INVALID, "DATE_INVALID", "start_date"),
        ('verifier_keys: "x"', INVALID, "VERIFIER_KEY_MALFORMED", "verifier_keys[1]"),
        (f'verifier_keys: "{KEY}"', INVALID, "VERIFIER_KEY_REPEATED", "verifier_keys[1]"),
    ],
    ("federation", "ReviseMember"): [
        UNKNOWN,
        MALFORMED,
        STALE,
        ('verifier_keys: "x"', INVALID, "VERIFIER_KEY_MALFORMED", "verifier_keys[0]"),
    ],
    ("federation", "ReinstateMember"): [
        UNKNOWN,
        MALFORMED,
        STALE,
        ('reason: ""', INVALID, "FIELD_REQUIRED", "reason"),
    ],
    ("federation", "EndMember"): [
        UNKNOWN,
        MALFORMED,
        STALE,
        ("end_date { year: 2025 }", INVALID, "MEMBER_ENDS_BEFORE_IT_STARTS", "end_date"),
    ],
    ("federation", "GetMember"): [UNKNOWN, MALFORMED],
    ("federation", "GetNationalFigure"): [
        *PERIODS,
        ('definition: "nothing"', MISSING, "DEFINITION_UNKNOWN", "definition"),
        ('as_known { stream: "nothing" }', INVALID, "NATIONAL_STREAM_UNKNOWN", "as_known"),
        ('as_known { stream: "metrics" position: -1 }', INVALID, "POSITION_INVALID", "as_known"),
        (
            'as_known { stream: "metrics" position: 1000000 }',
            grpc.StatusCode.FAILED_PRECONDITION,
            "POSITION_UNKNOWN",
            "as_known",
        ),
    ],
    ("federation", "ListNationalFigures"): PERIODS,
}


async def state(world: Any) -> None:
    """A member whose stream does not answer."""
    other = 'member_id: "danang" display_name: "Đà Nẵng"'
    request = world.request("federation", "AdmitMember", other)
    await world.send("federation", "AdmitMember", request)
