"""Requests about figures that are watched or compared, for tests that send one of every method.

Promises a sound request of each, and what can be wrong with it. Must not call anything.
"""

from __future__ import annotations

import grpc

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
NFD = "Phu\u031bo\u031b\u0300ng"
FIGURES = {"officer", "leader", "inspector", "publisher", "operator"}
DAYS = "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 2 day: 1 }"
RATE = f"""definition: "online_handling" {DAYS}"""
ALLOWED_COMPARED = {
    ("watch", "WatchFigures"): FIGURES,
    ("league", "ListLeagueLines"): FIGURES,
    ("score", "ListIndices"): FIGURES | {"public", "portal", "editor", "importer"},
    ("score", "GetScore"): FIGURES,
    ("score", "ListScores"): FIGURES,
}
SOUND_COMPARED = {
    ("score", "ListIndices"): "",
    ("score", "GetScore"): f'index: "par.services" {DAYS}',
    ("score", "ListScores"): f'score {{ index: "par.services" {DAYS} }}',
    ("league", "ListLeagueLines"): f"of: LEAGUE_OF_LEADERS {RATE}",
    ("watch", "WatchFigures"): f"figures {{ {RATE} }}",
}
BAD_COMPARED = {
    ("score", "GetScore"): [
        ('index: "none"', MISSING, "INDEX_UNKNOWN", "index"),
        ("version: 9", MISSING, "INDEX_UNKNOWN", "index"),
        ('text: "x"', INVALID, "INDEX_STATED_TWICE", "index"),
        ('index: "" text: "x"', INVALID, "INDEX_MALFORMED", "text"),
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        ("end_date { month: 1 }", INVALID, "PERIOD_EMPTY", "end_date"),
        ('as_known { stream: "nothing" }', INVALID, "STREAM_UNKNOWN", "as_known"),
    ],
    ("score", "ListScores"): [
        ('score { index: "none" }', MISSING, "INDEX_UNKNOWN", "score.index"),
        ('score { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "score.unit"),
    ],
    ("league", "ListLeagueLines"): [
        ("of: 0", INVALID, "FIELD_REQUIRED", "of"),
        ("of: 99", INVALID, "ENUM_UNKNOWN", "of"),
        ('definition: "nothing"', MISSING, "DEFINITION_UNKNOWN", "definition"),
        ('definition: "coverage.l3l4"', INVALID, "LEAGUE_DOES_NOT_ADD_UP", "of"),
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        ('service: "birth"', INVALID, "NAME_MALFORMED", "service"),
        ('service: "services/nothing"', MISSING, "SERVICE_UNKNOWN", "service"),
        ("end_date { month: 1 }", INVALID, "PERIOD_EMPTY", "end_date"),
        ('order_by: "colour"', INVALID, "LEAGUE_ORDER_UNKNOWN", "order_by"),
        ('as_known { stream: "nothing" }', INVALID, "STREAM_UNKNOWN", "as_known"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("watch", "WatchFigures"): [
        (
            f'unit: "units/ward-1" figures {{ unit: "units/ward-2" {RATE} }}',
            INVALID,
            "FIGURE_OUTSIDE_UNIT",
            "figures[1].unit",
        ),
        (f'figures {{ unit: "ward-1" {RATE} }}', INVALID, "NAME_MALFORMED", "figures[1].unit"),
        (f'figures {{ unit: "units/nowhere" {RATE} }}', MISSING, "UNIT_UNKNOWN", "figures[1].unit"),
        (
            f"figures {{ version: 7 {RATE} }}",
            MISSING,
            "DEFINITION_UNKNOWN",
            "figures[1].definition",
        ),
        (
            f'figures {{ {RATE} as_known {{ stream: "catalog" position: 1 }} }}',
            INVALID,
            "WATCHED_AS_KNOWN",
            "figures[1].as_known",
        ),
        (f'figures {{ unit: "units/{NFD}" {RATE} }}', INVALID, "TEXT_NOT_NFC", "figures[1].unit"),
        ('resume_token: "x"', INVALID, "RESUME_TOKEN_INVALID", "resume_token"),
    ],
}
