"""Requests that read dossiers: sound ones, and what can be wrong with each.

Promises requests that only need the dossiers that `PREPARED` and the world make. Must not call
anything.
"""

from __future__ import annotations

import grpc

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
NOBODY = "dossiers/018f0000-0000-7000-8000-000000000000"
JANUARY = "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 2 day: 1 }"
READERS = {"portal", "officer", "leader", "inspector"}
ALLOWED_QUERIES = {
    ("dossier_queries", "ListDossiers"): READERS,
    ("dossier_queries", "ListDueDossiers"): READERS,
    ("dossier_queries", "GetDossierHistory"): READERS,
    ("dossier_queries", "BatchGetDossierHistories"): READERS,
    ("dossier_queries", "WatchDossiers"): READERS,
    ("dossier_queries", "ReconcilePortals"): {"portal", "leader", "inspector"},
    ("filing", "GetFiling"): {"portal"},
    ("filing", "ListFilings"): {"portal"},
    ("filing", "WatchFilings"): {"portal"},
}
SOUND_QUERIES = {
    ("dossier_queries", "ListDossiers"): 'unit: "units/ward-1"',
    ("dossier_queries", "ListDueDossiers"): "",
    ("dossier_queries", "GetDossierHistory"): 'name: "$ended"',
    ("dossier_queries", "BatchGetDossierHistories"): 'names: "$ended"',
    ("dossier_queries", "WatchDossiers"): "",
    ("dossier_queries", "ReconcilePortals"): JANUARY,
    ("filing", "GetFiling"): 'proof { number: "$number" secret: "$secret" }',
    ("filing", "ListFilings"): 'unit: "units/ward-1"',
    ("filing", "WatchFilings"): "",
}
PAGED = [
    ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
    ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
    ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ("catalog_position: -1", INVALID, "POSITION_INVALID", "catalog_position"),
    ("due_end_time { seconds: 253402300800 }", INVALID, "TIME_INVALID", "due_end_time"),
    ('assignee: "An Nguyễn"', INVALID, "TEXT_MALFORMED", "assignee"),
]
CHOSEN = [
    ("statuses: 99", INVALID, "ENUM_UNKNOWN", "statuses[0]"),
    ("channel: 99", INVALID, "ENUM_UNKNOWN", "channel"),
    ("order: 99", INVALID, "ENUM_UNKNOWN", "order"),
    ("voided: true statuses: STATUS_ACCEPTED", INVALID, "STATUSES_OF_VOIDED", "statuses"),
]
WATCHED = [
    ("after_position: -1", INVALID, "POSITION_INVALID", "after_position"),
    ("after_position: 1000000", STATE, "POSITION_UNKNOWN", "after_position"),
]
BAD_QUERIES = {
    ("dossier_queries", "ListDossiers"): [
        *PAGED,
        *CHOSEN,
    ],
    ("dossier_queries", "ListDueDossiers"): PAGED,
    ("dossier_queries", "GetDossierHistory"): [
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ("as_of { seconds: 1 }", MISSING, "DOSSIER_NONE_THEN", "name"),
        ("as_known_time { seconds: 1 }", MISSING, "DOSSIER_NONE_THEN", "name"),
    ],
    ("dossier_queries", "BatchGetDossierHistories"): [
        ('names: "dossiers/7"', INVALID, "NAME_MALFORMED", "names[1]"),
        (f'names: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "names[1]"),
        ("as_of { seconds: 1 }", MISSING, "DOSSIER_NONE_THEN", "names[0]"),
        ("as_known_time { seconds: 1 }", MISSING, "DOSSIER_NONE_THEN", "names[0]"),
    ],
    ("dossier_queries", "WatchDossiers"): [
        *WATCHED,
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
    ],
    ("filing", "GetFiling"): [
        ('proof { secret: "wrong" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
        ('proof { number: "" }', INVALID, "FIELD_REQUIRED", "proof.number"),
        (f'name: "{NOBODY}"', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
    ],
    ("filing", "ListFilings"): [each for each in PAGED if "assignee" not in each[0]] + CHOSEN,
    ("filing", "WatchFilings"): WATCHED,
    ("dossier_queries", "ReconcilePortals"): [
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        ("end_date { year: 2025 }", INVALID, "DAYS_INVALID", "end_date"),
        ("end_date { year: 2028 }", INVALID, "DAYS_INVALID", "end_date"),
        ("start_date { month: 13 }", INVALID, "TIME_INVALID", "start_date"),
        ("catalog_position: -1", INVALID, "POSITION_INVALID", "catalog_position"),
    ],
}
