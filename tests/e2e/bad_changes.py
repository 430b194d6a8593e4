"""What can be wrong with each change and question of the catalogue: more of the table of bad input.

Promises that each wrong thing is the only one in its request. Must not call anything.
"""

from __future__ import annotations

import grpc

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
CONFLICT = grpc.StatusCode.ABORTED
EXISTS = grpc.StatusCode.ALREADY_EXISTS

UNKNOWN_UNIT = ('name: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "name")
NOT_A_UNIT = ('name: "ward-1"', INVALID, "NAME_MALFORMED", "name")
OLD_ETAG = ('etag: "old"', CONFLICT, "VERSION_CONFLICT", "etag")
WHEN = [
    ("effective_time { seconds: 1 }", INVALID, "PAST_WITHOUT_REASON", "effective_time"),
    # A second before 1900 in Vietnam, the year 16, and the year 2999.
    *((f'effective_time {{ seconds: {seconds} }} correction_reason: "r"', INVALID,
        "TIME_OUT_OF_RANGE", "effective_time")
        for seconds in (-2209014001, -61_662_000_000, 32_472_144_000)),
]  # fmt: skip
KNOWN = [
    ("as_known: -1", INVALID, "POSITION_INVALID", "as_known"),
    ("as_known: 9000000000", STATE, "POSITION_UNKNOWN", "as_known"),
    ("as_known: 1 as_known_time { seconds: 1800000000 }", INVALID, "KNOWN_TWICE", "as_known_time"),
    ("as_known_time { seconds: 9000000000 }", INVALID, "KNOWN_TIME_AHEAD", "as_known_time"),
]
LISTED = [
    ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
    ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ('subtree: "units/nowhere"', MISSING, "NONE_THEN", "subtree"),
]
SEARCHED = [
    ('filter: "state"', INVALID, "FILTER_MALFORMED", "filter"),
    ('filter: "colour = red"', INVALID, "FILTER_FIELD_UNKNOWN", "filter"),
    ('filter: "state = RED"', INVALID, "FILTER_VALUE_UNKNOWN", "filter"),
    ('order_by: "age"', INVALID, "ORDER_UNKNOWN", "order_by"),
    ('query: "..."', INVALID, "QUERY_WITHOUT_WORDS", "query"),
]

Wrong = tuple[str, grpc.StatusCode, str, str]
BAD_CHANGES: dict[tuple[str, str], list[Wrong]] = {
    ("catalog", "CorrectUnitOpening"): [
        UNKNOWN_UNIT, NOT_A_UNIT, OLD_ETAG, *WHEN[1:],
        ('correction_reason: " "', INVALID, "REASON_MISSING", "correction_reason"),
        ("effective_time { seconds: 1900000000 }", STATE, "OPENING_NOT_EARLIER", "effective_time"),
        ('name: "units/ward-1" effective_time { seconds: 1 }', STATE, "UNIT_NOT_OPEN_THEN",
            "effective_time"),
    ],
    ("catalog", "RenameUnit"): [
        UNKNOWN_UNIT, NOT_A_UNIT, OLD_ETAG, *WHEN,
        ('display_name { vi: " " }', INVALID, "DISPLAY_NAME_MISSING", "display_name.vi"),
        ('kind: ""', INVALID, "KIND_MISSING", "kind"),
    ],
    ("catalog", "MoveUnit"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN,
        ('parent: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "parent"),
        ('name: "units/district"', STATE, "UNIT_CYCLE", "parent"),
        ('parent: "units/team"', STATE, "UNIT_CYCLE", "parent"),
    ],
    ("catalog", "CloseUnit"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN,
        ('name: "units/district" effective_time { seconds: 1900000000 }', STATE,
            "UNIT_HAS_CHILDREN", "name"),
        ('effective_time { seconds: 1 } correction_reason: "r"', STATE,
            "UNIT_ENDS_BEFORE_OPENING", "name"),
    ],
    ("catalog", "MergeUnits"): [
        ('into: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "into"),
        ('units: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "units"),
        ('units: "units/old"', INVALID, "UNIT_REPEATED", "units"),
        ('into: "units/old"', INVALID, "NOTHING_MERGED", "units"),
        *WHEN,
    ],
    ("catalog", "SplitUnit"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN,
        ('parts { unit: "units/old" }', INVALID, "SHARES_INCOMPLETE", "parts"),
        ('parts { unit: "units/old" share { numerator: 1 denominator: 9 } }', INVALID,
            "SHARES_NOT_WHOLE", "parts"),
        ('parts { unit: "units/old" share { numerator: 1 denominator: 0 } }', INVALID,
            "SHARE_INVALID", "parts[2].share"),
        ('parts { unit: "units/new" share { numerator: 1 denominator: 9 } }', INVALID,
            "UNIT_REPEATED", "parts"),
    ],
    ("catalog", "WithdrawUnitChange"): [
        UNKNOWN_UNIT, OLD_ETAG,
        ("version: 1", STATE, "CHANGE_BEGUN", "version"),
        ("version: 99", STATE, "CHANGE_UNKNOWN", "version"),
        ('reason: " "', INVALID, "REASON_MISSING", "reason"),
    ],
    ("catalog", "AppointOfficer"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN,
        ('officer: "o-2" duty: DUTY_OFFICER', STATE, "OFFICER_ON_DUTY_ALREADY", "officer"),
        ('officer: "Nguyễn Văn A"', INVALID, "TEXT_MALFORMED", "officer"),
    ],
    ("catalog", "RelieveOfficer"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN[1:],
        ('officer: "o-9"', STATE, "DUTY_NOT_HELD", "officer"),
    ],
    ("catalog", "SetFilingPolicy"): [UNKNOWN_UNIT, OLD_ETAG, *WHEN],
    ("catalog", "AuthorizeDesk"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN,
        ('desk: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "desk"),
        ('desk: "new"', INVALID, "NAME_MALFORMED", "desk"),
        ('desk: "units/ward-1" desks_below: false', INVALID, "DESK_IS_OWN", "desk"),
        ("end_time { seconds: 1 }", INVALID, "AUTHORIZATION_ENDS_BEFORE", "end_time"),
    ],
    ("catalog", "RevokeDesk"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN[1:],
        ('desk: "units/ward-2"', STATE, "DESK_NOT_AUTHORIZED_THEN", "desk"),
    ],
    ("catalog", "ListDeskAuthorizations"): [
        ('name: "units/nowhere"', MISSING, "NONE_THEN", "name"), *KNOWN,
    ],
    ("catalog", "AssignCalendar"): [
        UNKNOWN_UNIT, OLD_ETAG, *WHEN,
        ('calendar: "calendars/none"', MISSING, "CALENDAR_UNKNOWN", "calendar"),
    ],
    ("catalog", "GetUnit"): [('name: "units/nowhere"', MISSING, "NONE_THEN", "name"), *KNOWN],
    ("catalog", "BatchGetUnits"): [
        ('names: "x"', INVALID, "NAME_MALFORMED", "names"),
        ('names: "units/none" require_all: true', MISSING, "NONE_THEN", "names[1]"),
        *KNOWN,
    ],
    ("catalog", "ListUnits"): [*KNOWN, *LISTED, *SEARCHED],
    ("catalog", "GetUnitLineage"): [UNKNOWN_UNIT, *KNOWN],
    ("catalog", "ReviseService"): [
        ('update_mask { paths: "url" paths: "fee" }', INVALID, "MASK_PATH_UNKNOWN",
            "update_mask.paths[1]"),
        ('service { name: "services/none" }', MISSING, "SERVICE_UNKNOWN", "service.name"),
        ('service { form_schema: "{" }', INVALID, "FORM_SCHEMA_NOT_JSON", "service.form_schema"),
        ('service { form_schema: "{\\"type\\": \\"bird\\"}" }', INVALID, "FORM_SCHEMA_INVALID",
            "service.form_schema"),
        ('service { form_schema: "{\\"$ref\\": \\"https://x.vn/a\\"}" }', INVALID,
            "FORM_SCHEMA_REFERENCE_REMOTE", "service.form_schema"),
        ('service { url: "javascript:1" }', INVALID, "URL_NOT_OF_THE_WEB", "service.url"),
        ("service { processing_times { amount: 0 unit: 1 } }", INVALID, "AMOUNT_OUT_OF_RANGE",
            "service.processing_times[0].amount"),
        ("service { processing_times { amount: 1 } }", INVALID, "TIME_UNIT_MISSING",
            "service.processing_times[0].unit"),
        ("service { documents { copies: -1 name { vi: 'x' } } }", INVALID, "COUNT_NEGATIVE",
            "service.documents[0].copies"),
        OLD_ETAG,
    ],
    ("catalog", "CorrectService"): [
        ('update_mask { paths: "url" paths: "fee" }', INVALID, "MASK_PATH_UNKNOWN",
            "update_mask.paths[1]"),
        *WHEN[1:3],
        ("version: 2", MISSING, "VERSION_UNKNOWN", "version"),
        ('correction_reason: " "', INVALID, "REASON_MISSING", "correction_reason"),
        ("effective_time { seconds: 1950000000 }", STATE, "VERSION_NOT_EARLIER", "effective_time"),
        OLD_ETAG,
    ],
    ("catalog", "WithdrawServiceVersion"): [
        ('name: "services/birth"', STATE, "VERSION_BEGUN", "version"),
        ("version: 2", MISSING, "VERSION_UNKNOWN", "version"),
        ('name: "services/none"', MISSING, "SERVICE_UNKNOWN", "name"),
        OLD_ETAG,
    ],
    ("catalog", "RetireService"): [
        ('name: "services/none"', MISSING, "SERVICE_UNKNOWN", "name"),
        ('name: "services/marriage"', STATE, "SERVICE_NOT_IN_FORCE_THEN", "effective_time"),
        *WHEN, OLD_ETAG,
    ],
    ("catalog", "WithdrawServiceRetirement"): [
        ('name: "services/none"', MISSING, "SERVICE_UNKNOWN", "name"),
        ('name: "services/birth"', STATE, "NOT_RETIRED", "name"),
        ('reason: " "', INVALID, "REASON_MISSING", "reason"),
        OLD_ETAG,
    ],
    ("catalog", "ListServices"): [*KNOWN, *LISTED, *SEARCHED],
    ("catalog", "RelabelOfferings"): [WHEN[-1]],
    ("catalog", "DeclareCeiling"): [
        ("ceiling: 4", STATE, "CEILING_ABOVE_EARNED", "ceiling"),
        ('ceiling_reason: ""', INVALID, "REASON_MISSING", "ceiling_reason"),
        *WHEN, OLD_ETAG,
    ],
    ("catalog", "CloseOffering"): [
        *WHEN[1:],
        ('name: "services/birth/offerings/nowhere"', MISSING, "OFFERING_UNKNOWN", "name"),
        ('reason: " "', INVALID, "REASON_MISSING", "reason"),
        ("effective_time { seconds: 1 } correction_reason: 'r'", STATE, "BEFORE_OPENING",
            "effective_time"),
        OLD_ETAG,
    ],
    ("catalog", "WithdrawOfferingChange"): [
        ('name: "services/birth/offerings/nowhere"', MISSING, "OFFERING_UNKNOWN", "name"),
        ("version: 2", STATE, "CHANGE_UNKNOWN", "version"),
        ("version: 1", STATE, "CHANGE_BEGUN", "version"),
        ('reason: " "', INVALID, "REASON_MISSING", "reason"),
        OLD_ETAG,
    ],
    ("catalog", "CorrectOfferingOpening"): [
        *WHEN[1:],
        ('name: "services/birth/offerings/nowhere"', MISSING, "OFFERING_UNKNOWN", "name"),
        ("effective_time { seconds: 2100000000 }", EXISTS, "OFFERING_EXISTS", "effective_time"),
        ("effective_time { seconds: 1 }", STATE, "UNIT_NOT_OPEN_THEN", "effective_time"),
        ('correction_reason: " "', INVALID, "REASON_MISSING", "correction_reason"),
        OLD_ETAG,
    ],
    ("catalog", "ListOfferings"): [
        ('parent: "services/none"', MISSING, "NONE_THEN", "parent"), *KNOWN, *LISTED, *SEARCHED,
    ],
    ("catalog", "ListChanges"): [
        ('name: "units/nowhere"', MISSING, "NO_HISTORY", "name"),
        ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("catalog", "WatchCatalog"): [
        ("after_position: -1", INVALID, "POSITION_INVALID", "after_position"),
        ("after_position: 9000000000", STATE, "POSITION_UNKNOWN", "after_position"),
    ],
    ("calendar", "ReviseCalendar"): [
        ('reason: ""', INVALID, "REVISION_WITHOUT_REASON", "reason"),
        ("days { date { year: 2026 month: 2 day: 30 } }", INVALID, "TIME_INVALID", "days[1].date"),
        ('days { date { year: 2026 month: 2 day: 17 } kind: 1 name { vi: "x" } }', INVALID,
            "DAY_REPEATED",
            "days[1].date"),
        OLD_ETAG,
    ],
    ("calendar", "ListDays"): [
        ("last_date { year: 2026 month: 1 day: 31 }", INVALID, "RANGE_REVERSED", "last_date"),
        ("last_date { year: 2028 month: 1 day: 31 }", INVALID, "RANGE_TOO_LONG", "last_date"),
        ('name: "services/birth"', INVALID, "DAYS_OF_WHAT", "name"),
    ],
    ("target", "SetTarget"): [
        *WHEN[1:],
        ('target { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "target.unit"),
        ("target { threshold { numerator: 6 } }", INVALID, "THRESHOLD_OUT_OF_RANGE",
            "target.threshold"),
        ("target { by_date { year: 2025 month: 2 day: 30 } }", INVALID, "TIME_INVALID",
            "target.by_date"),
        OLD_ETAG,
    ],
    ("target", "WithdrawTarget"): [
        *WHEN[1:],
        ('name: "targets/none"', MISSING, "TARGET_UNKNOWN", "name"),
        ('reason: " "', INVALID, "REASON_MISSING", "reason"),
        OLD_ETAG,
    ],
    ("officer", "SealOfficer"): [
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        ('unit: "ward-1"', INVALID, "NAME_MALFORMED", "unit"),
        ('officer: "Nguyễn Văn A"', INVALID, "TEXT_MALFORMED", "officer"),
        ('officer: "o-gone"', STATE, "OFFICER_ERASED", "officer"),
        ('full_name: ""', INVALID, "FIELD_REQUIRED", "full_name"),
        ('full_name: " "', INVALID, "FULL_NAME_MISSING", "full_name"),
        (f'full_name: "{"x" * 101}"', INVALID, "TEXT_TOO_LONG", "full_name"),
        (r'full_name: "a\000"', INVALID, "TEXT_HAS_CONTROLS", "full_name"),
        ('request_id: "1"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
    ("officer", "ReadOfficers"): [
        ('unit: ""', INVALID, "FIELD_REQUIRED", "unit"),
        ('purpose: ""', INVALID, "FIELD_REQUIRED", "purpose"),
        ('purpose: " "', INVALID, "PURPOSE_MISSING", "purpose"),
        ('officers: "a b"', INVALID, "TEXT_MALFORMED", "officers[2]"),
        ('officers: "o" ' * 100, INVALID, "LIST_TOO_LONG", "officers"),
    ],
    ("officer", "EraseOfficer"): [
        ('officer: "o-9"', MISSING, "OFFICER_NOT_SEALED", "officer"),
        ('unit: "units/ward-2"', MISSING, "OFFICER_NOT_SEALED", "officer"),
        ('officer: "o-gone"', STATE, "OFFICER_ERASED", "officer"),
        ('reason_code: "vì đã nghỉ"', INVALID, "TEXT_MALFORMED", "reason_code"),
    ],
    ("officer", "ListReadings"): [
        ('subtree: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "subtree"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
}  # fmt: skip
