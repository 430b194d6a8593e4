"""What can be wrong with each request: the table of the test of bad input.

Promises that each wrong thing is the only one in its request. Must not call anything.
"""

from __future__ import annotations

import grpc

from tests.e2e.around_dossiers import BAD_AROUND
from tests.e2e.bad_changes import WHEN
from tests.e2e.compared_requests import BAD_COMPARED
from tests.e2e.definition_requests import BAD_DEFINITIONS
from tests.e2e.dossier_query_requests import BAD_QUERIES
from tests.e2e.draft_requests import BAD_FORMS
from tests.e2e.federation_requests import BAD_FEDERATION
from tests.e2e.handling_requests import BAD_HANDLING, etag
from tests.e2e.publication_requests import BAD_PUBLICATIONS
from tests.e2e.receipt_requests import BAD_RECEIPTS
from tests.e2e.sound_requests import NOBODY, RECORD
from tests.e2e.statement_requests import BAD_STATEMENTS

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
EXISTS = grpc.StatusCode.ALREADY_EXISTS
STATE = grpc.StatusCode.FAILED_PRECONDITION
CONFLICT = grpc.StatusCode.ABORTED
TOO_LARGE = grpc.StatusCode.RESOURCE_EXHAUSTED

NFD = "Phu\u031bo\u031b\u0300ng"
LONG = "x" * 201
WIDE = "\U00020000" * 200  # as long as a text may be, in letters of four bytes
# Service and method; what is wrong; then status, reason and field of the answer.
BAD: dict[tuple[str, str], list[tuple[str, grpc.StatusCode, str, str]]] = {
    ("catalog", "OpenUnit"): [
        ('unit { parent: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "unit.parent"),
        ('unit { parent: "district" }', INVALID, "NAME_MALFORMED", "unit.parent"),
        ('unit { parent: "services/birth" }', INVALID, "NAME_MALFORMED", "unit.parent"),
        ('unit_id: ""', INVALID, "FIELD_REQUIRED", "unit_id"),
        ('unit_id: "-"', INVALID, "ID_RESERVED", "unit_id"),
        ('unit_id: "ward/3"', INVALID, "TEXT_MALFORMED", "unit_id"),
        (f'unit_id: "{LONG[:65]}"', INVALID, "TEXT_TOO_LONG", "unit_id"),
        ('unit_id: "ward-1"', EXISTS, "UNIT_EXISTS", "unit_id"),
        (f'unit {{ kind: "{LONG}" }}', INVALID, "TEXT_TOO_LONG", "unit.kind"),
        (f'unit {{ code: "{NFD}" }}', INVALID, "TEXT_NOT_NFC", "unit.code"),
        (f'unit_id: "{NFD}"', INVALID, "TEXT_NOT_NFC", "unit_id"),
        ('unit { display_name { vi: "" } }', INVALID, "DISPLAY_NAME_MISSING",
            "unit.display_name.vi"),
        (r'unit { display_name { vi: "\000" } }', INVALID, "TEXT_HAS_CONTROLS",
            "unit.display_name.vi"),
        *WHEN,
        ("effective_time { seconds: 253402300800 }", INVALID, "TIME_INVALID", "effective_time"),
        ("effective_time { nanos: -1 }", INVALID, "TIME_INVALID", "effective_time"),
        # The database has words of its own for these: infinity, and before all time.
        ("effective_time { seconds: 253402300799 nanos: 999999999 }", INVALID, "TIME_INVALID",
            "effective_time"),
        ('effective_time { seconds: -62135596800 } correction_reason: "r"', INVALID,
            "TIME_INVALID", "effective_time"),
        ('request_id: ""', INVALID, "FIELD_REQUIRED", "request_id"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ('request_id: "{018f0000-0000-7000-8000-000000000000}"', INVALID, "REQUEST_ID_INVALID",
            "request_id"),
        ('request_id: "$drafting"', EXISTS, "REQUEST_ID_REUSED", "request_id"),
    ],
    ("catalog", "CreateService"): [
        ('service { authority: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "service.authority"),
        ('service { authority: "nowhere" }', INVALID, "NAME_MALFORMED", "service.authority"),
        ('service_id: "birth"', EXISTS, "SERVICE_EXISTS", "service_id"),
        (f'service {{ codes {{ value: "{LONG}" }} }}', INVALID, "TEXT_TOO_LONG",
            "service.codes[0].value"),
        ("service { " + "codes { } " * 101 + "}", INVALID, "LIST_TOO_LONG", "service.codes"),
        ("service { fees { amount: -1 } }", INVALID, "FEE_NEGATIVE", "service.fees[0].amount"),
        (f'service {{ fees {{ name {{ vi: "{NFD}" }} }} }}', INVALID, "TEXT_NOT_NFC",
            "service.fees[0].name.vi"),
        ('request_id: "$drafting"', EXISTS, "REQUEST_ID_REUSED", "request_id"),
    ],
    ("catalog", "PublishService"): [
        ('name: "services/nothing"', MISSING, "SERVICE_UNKNOWN", "name"),
        ('name: "marriage"', INVALID, "NAME_MALFORMED", "name"),
        ('name: "services/birth"', STATE, "NOTHING_DRAFTED", "name"),
        ('etag: "7"', CONFLICT, "VERSION_CONFLICT", "etag"),
        ('request_id: "$drafting"', EXISTS, "REQUEST_ID_REUSED", "request_id"),
        *WHEN[1:],
    ],
    ("catalog", "OpenOffering"): [
        *WHEN[1:],
        ('parent: "services/nothing"', MISSING, "SERVICE_UNKNOWN", "parent"),
        ('parent: "services/marriage"', STATE, "SERVICE_NOT_IN_FORCE_THEN", "parent"),
        ('parent: "units/district"', INVALID, "NAME_MALFORMED", "parent"),
        ('offering { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "offering.unit"),
        ('offering { unit: "units/ward-1" }', EXISTS, "OFFERING_EXISTS", "offering.unit"),
        *((f'offering {{ ceiling: {level} ceiling_reason: "r" }}', INVALID, "CEILING_OUT_OF_RANGE",
            "offering.ceiling") for level in (-1, 0, 5, 2**31 - 1)),
        ('offering { ceiling: 4 ceiling_reason: "r" }', STATE, "CEILING_ABOVE_EARNED",
            "offering.ceiling"),
        ("offering { ceiling: 1 }", INVALID, "REASON_MISSING", "offering.ceiling_reason"),
        ('offering { ceiling_reason: "r" }', INVALID, "REASON_WITHOUT_CEILING", "offering.ceiling"),
        ("offering { capabilities { capability: 99 state: 1 } }", INVALID, "ENUM_UNKNOWN",
            "offering.capabilities[1].capability"),
        ("offering { capabilities { state: 1 } }", INVALID, "CAPABILITY_UNNAMED",
            "offering.capabilities[1].capability"),
        ("offering { capabilities { capability: 40 state: 2 } }", INVALID, "CAPABILITY_REPEATED",
            "offering.capabilities[1].capability"),
    ],
    ("catalog", "RecordCapabilities"): [
        *WHEN[1:],
        ('name: "services/birth/offerings/nowhere"', MISSING, "OFFERING_UNKNOWN", "name"),
        ('name: "services/birth"', INVALID, "NAME_MALFORMED", "name"),
        ("capabilities { capability: 41 state: 99 }", INVALID, "ENUM_UNKNOWN",
            "capabilities[1].state"),
        ("capabilities { capability: 40 state: 2 }", INVALID, "CAPABILITY_REPEATED",
            "capabilities[1].capability"),
        (f'capabilities {{ evidence: "{LONG * 3}" }}', INVALID, "TEXT_TOO_LONG",
            "capabilities[1].evidence"),
        ("effective_time { seconds: 1704000000 } correction_reason: 'r'", STATE, "BEFORE_OPENING",
            "effective_time"),
    ],
    ("catalog", "GetUnit"): [
        ('name: "units/nowhere"', MISSING, "NONE_THEN", "name"),
        ('name: "units/a b"', INVALID, "NAME_MALFORMED", "name"),
    ],
    ("catalog", "GetService"): [('name: "services/nothing"', MISSING, "NONE_THEN", "name")],
    ("catalog", "GetOffering"): [
        ('name: "services/birth/offerings/nowhere"', MISSING, "NONE_THEN", "name"),
        ("as_of { seconds: -62135596801 }", INVALID, "TIME_INVALID", "as_of"),
    ],
    ("catalog", "ListUnits"): [
        ('subtree: "district"', INVALID, "NAME_MALFORMED", "subtree"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("submissions", "SubmitDossiers"): [
        ("submissions { }" * 100, INVALID, "TOO_MANY_RECORDS", "submissions"),
    ],
    ("submissions", "SubmitDossier"): [
        ('offering: "services/nothing/offerings/ward-1"', MISSING, "OFFERING_UNKNOWN", "offering"),
        ('offering: "services/birth/offerings/nowhere"', MISSING, "OFFERING_UNKNOWN", "offering"),
        ('offering: "birth"', INVALID, "NAME_MALFORMED", "offering"),
        (f'offering: "services/{WIDE[:170]}/offerings/w"', MISSING, "OFFERING_UNKNOWN", "offering"),
        (f'offering: "{LONG}"', INVALID, "TEXT_TOO_LONG", "offering"),
        ('receiving_unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "receiving_unit"),
        (f'receiving_unit: "units/{NFD}"', INVALID, "TEXT_NOT_NFC", "receiving_unit"),
        ("channel: 0", INVALID, "FIELD_REQUIRED", "channel"),
        ("channel: 99", INVALID, "ENUM_UNKNOWN", "channel"),
        (f'root: "{NOBODY}"', MISSING, "ROOT_UNKNOWN", "root"),
        ('form: "[]"', INVALID, "FORM_INVALID", "form"),
        *BAD_FORMS,
        (f'form: "{"x" * (256 * 1024 + 1)}"', INVALID, "FORM_TOO_LARGE", "form"),
        ('applicant { full_name: "" }', INVALID, "FIELD_REQUIRED", "applicant.full_name"),
        ("applicant { contacts { kind: KIND_PHONE } }", INVALID, "FIELD_REQUIRED",
            "applicant.contacts[0].value"),
        ('applicant { identity_numbers { number: "07" } }', INVALID, "FIELD_REQUIRED",
            "applicant.identity_numbers[0].kind"),
        ('applicant { identity_numbers { kind: KIND_TAX number: "07" } } ' * 11, INVALID,
            "LIST_TOO_LONG", "applicant.identity_numbers"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ('request_id: "$submitting" channel: CHANNEL_POST', EXISTS, "REQUEST_ID_REUSED",
            "request_id"),
    ],
    ("submissions", "AcceptDossier"): [
        (f'name: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        ('name: "$accepted"', STATE, "ACTION_NOT_ALLOWED", "name"),
        ('name: "$ended"', STATE, "STEP_NOT_ALLOWED", "name"),
        ('handling_unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "handling_unit"),
        ('officer: "nobody"', STATE, "OFFICER_NOT_ON_DUTY", "officer"),
        ("due { date { year: 2026 month: 2 day: 30 } }", INVALID, "TIME_INVALID", "due.date"),
        ("due { time { seconds: 253402300800 } }", INVALID, "TIME_INVALID", "due.time"),
        (r'officer: "officers/\n"', INVALID, "TEXT_HAS_CONTROLS", "officer"),
        ('etag: "7"', CONFLICT, "DOSSIER_CHANGED", "etag"),
        ('request_id: "$submitting"', EXISTS, "REQUEST_ID_REUSED", "request_id"),
    ],
    ("submissions", "RefuseDossier"): [
        (f'name: "$ended" {etag(3)}', STATE, "STEP_NOT_ALLOWED", "name"),
        ('reason_code: "Not competent"', INVALID, "TEXT_MALFORMED", "reason_code"),
    ],
    ("submissions", "RecordResult"): [
        (f'name: "$submitted" {etag(1)}', STATE, "STEP_NOT_ALLOWED", "name"),
        (f'name: "$refused" {etag(2)}', STATE, "STEP_NOT_ALLOWED", "name"),
        (f'name: "$ended" {etag(3)}', STATE, "ACTION_NOT_ALLOWED", "name"),
        ('name: "7"', INVALID, "NAME_MALFORMED", "name"),
    ],
    ("submissions", "ReturnResult"): [
        ('name: "$accepted"', STATE, "STEP_NOT_ALLOWED", "name"),
        ('returning_unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "returning_unit"),
    ],
    ("submissions", "WithdrawDossier"): [('name: "$refused"', STATE, "STEP_NOT_ALLOWED", "name")],
    **BAD_HANDLING,
    **BAD_QUERIES,
    ("submissions", "GetDossier"): [
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "name"),
    ],
    ("submissions", "ExplainDeadline"): [
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ('name: "$submitted"', STATE, "DOSSIER_NOT_ACCEPTED", "name"),
        ("calendar_version: 7", MISSING, "CALENDAR_VERSION_UNKNOWN", "calendar_version"),
        ('calendar: "calendars/nowhere"', MISSING, "CALENDAR_UNKNOWN", "calendar"),
        ("policy: 9", INVALID, "ENUM_UNKNOWN", "policy"),
    ],
    ("personal_data", "GetPersonalData"): [
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ('purpose: ""', INVALID, "FIELD_REQUIRED", "purpose"),
        ('purpose: " "', INVALID, "PURPOSE_MISSING", "purpose"),
        (f'purpose: "{LONG}"', INVALID, "TEXT_TOO_LONG", "purpose"),
    ],
    ("personal_data", "ListReadings"): [
        ('subtree: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "subtree"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    **BAD_AROUND,
    ("count", "RecordCounts"): [
        ('source: "an old one"', INVALID, "TEXT_MALFORMED", "source"),
        (f'source: "{NFD}"', INVALID, "TEXT_NOT_NFC", "source"),
        ('counts { key: "2" } ' * 500, INVALID, "TOO_MANY_RECORDS", "counts"),
    ],
    ("source", "ListSources"): [
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("source", "BindSource"): [
        ('source: "an old one"', INVALID, "TEXT_MALFORMED", "source"),
        ('units: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "units"),
        ('reason: "0912 345 678"', INVALID, "TEXT_NAMES_SOMEBODY", "reason"),
    ],
    ("source", "ReleaseSource"): [
        ('source: "of-nobody"', MISSING, "SOURCE_NOT_BOUND", "source"),
    ],
    ("personal_data", "EraseDossier"): [
        (f'name: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        ('reason_code: "vì đã xong"', INVALID, "TEXT_MALFORMED", "reason_code"),
        ('etag: "7"', CONFLICT, "DOSSIER_CHANGED", "etag"),
    ],
    ("submissions", "TrackDossier"): [
        ('secret: "7"', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
        (f'number: "{LONG}"', INVALID, "TEXT_TOO_LONG", "number"),
    ],
    ("submissions", "BackfillDossiers"): [
        ('source: "an old one"', INVALID, "TEXT_MALFORMED", "source"),
        (f'source: "{NFD}"', INVALID, "TEXT_NOT_NFC", "source"),
        (f"records {{ {RECORD} }} " * 500, INVALID, "TOO_MANY_RECORDS", "records"),
    ],
    ("submissions", "ListLevelDifferences"): [
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        (f'unit: "units/{NFD}"', INVALID, "TEXT_NOT_NFC", "unit"),
        (r'unit: "\000"', INVALID, "TEXT_HAS_CONTROLS", "unit"),
        (f'unit: "{LONG}"', INVALID, "TEXT_TOO_LONG", "unit"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
        ('page_token: "AAAAAAAAAAAA"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("metrics", "GetRate"): [
        ('definition: "nothing"', MISSING, "DEFINITION_UNKNOWN", "definition"),
        (f'definition: "{WIDE}"', MISSING, "DEFINITION_UNKNOWN", "definition"),
        (f'definition: "{NFD}"', INVALID, "TEXT_NOT_NFC", "definition"),
        ("version: 7", MISSING, "DEFINITION_UNKNOWN", "definition"),
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        (f'unit: "{LONG}"', INVALID, "TEXT_TOO_LONG", "unit"),
        ('service: "services/nothing"', MISSING, "SERVICE_UNKNOWN", "service"),
        ("end_date { month: 1 }", INVALID, "PERIOD_EMPTY", "end_date"),
        ("start_date { month: 13 }", INVALID, "TIME_INVALID", "start_date"),
        ("start_date { year: 1 }", INVALID, "DATE_INVALID", "start_date"),
        ('as_known { stream: "nothing" }', INVALID, "STREAM_UNKNOWN", "as_known"),
        ('as_known { stream: "catalog" position: -1 }', INVALID, "POSITION_INVALID", "as_known"),
        ("as_known_time { seconds: 9999999999 }", INVALID, "KNOWN_TIME_AHEAD", "as_known_time"),
        ("as_known_time { seconds: -99999999999 }", INVALID, "TIME_INVALID", "as_known_time"),
        ("units_time { seconds: -2300000000 }", INVALID, "DATE_INVALID", "units_time"),
    ],
    **BAD_DEFINITIONS,
    **BAD_PUBLICATIONS,
    **BAD_STATEMENTS,
    ("reconciliation", "GetReconciliation"): [
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        (f'unit: "{LONG}"', INVALID, "TEXT_TOO_LONG", "unit"),
        ("end_date { month: 1 }", INVALID, "PERIOD_EMPTY", "end_date"),
        ("start_date { year: 1 }", INVALID, "DATE_INVALID", "start_date"),
        ('as_known { stream: "nothing" }', INVALID, "STREAM_UNKNOWN", "as_known"),
    ],
    **BAD_COMPARED,
    **BAD_FEDERATION,
    ("metrics", "ListRates"): [
        ("breakdown: 0", INVALID, "FIELD_REQUIRED", "breakdown"),
        ("breakdown: 99", INVALID, "ENUM_UNKNOWN", "breakdown"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
        (f'page_token: "{"W1tb" * 490}"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("metrics", "ExplainRate"): [
        ('rate { definition: "nothing" }', MISSING, "DEFINITION_UNKNOWN", "rate.definition"),
        ('rate { unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "rate.unit"),
        ("rate { end_date { month: 1 } }", INVALID, "PERIOD_EMPTY", "rate.end_date"),
        (f'rate {{ unit: "units/{NFD}" }}', INVALID, "TEXT_NOT_NFC", "rate.unit"),
        ('leaf { unit: "units/a" }', INVALID, "FIELD_REQUIRED", "leaf.part"),
    ],
    **BAD_RECEIPTS,
}  # fmt: skip
