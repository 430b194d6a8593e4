"""A sound request of every method, in an order in which all can be carried out.

Promises requests that only need what `PREPARED` makes. Must not call anything.
"""

from __future__ import annotations

from tests.e2e.around_dossiers import SOUND_AROUND
from tests.e2e.compared_requests import SOUND_COMPARED
from tests.e2e.definition_requests import DRAFT, SOUND_DEFINITIONS
from tests.e2e.dossier_query_requests import SOUND_QUERIES
from tests.e2e.federation_requests import SOUND_FEDERATION
from tests.e2e.handling_requests import SOUND_HANDLING, etag
from tests.e2e.publication_requests import SOUND_PUBLICATIONS
from tests.e2e.statement_requests import SOUND_STATEMENTS

NOBODY = "dossiers/018f0000-0000-7000-8000-000000000000"
DAYS = "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 2 day: 1 }"
RATE = f"""definition: "online_handling" {DAYS}"""
RECORD = 'key: "1" offering: "services/birth/offerings/ward-1" channel: CHANNEL_POST'

# Requests that are carried out when sent in this order; $words stand for what is there.
SOUND = {
    ("catalog", "OpenUnit"): """unit_id: "ward-3" unit { parent: "units/district" kind: "ward"
        display_name { vi: "Phường 3" en: "Ward 3" } }""",
    ("catalog", "CreateService"): """service_id: "death" service { authority: "units/district"
        display_name { vi: "Đăng ký khai tử" } }""",
    ("catalog", "PublishService"): 'name: "services/marriage"',
    ("catalog", "OpenOffering"): """parent: "services/birth" offering { unit: "units/district"
        capabilities { capability: CAPABILITY_PAY_ONLINE state: CAPABILITY_STATE_YES } }""",
    ("catalog", "RecordCapabilities"): """name: "services/birth/offerings/ward-1"
        capabilities { capability: CAPABILITY_PAY_ONLINE state: CAPABILITY_STATE_YES }""",
    ("catalog", "CorrectUnitOpening"): """name: "units/district"
        effective_time { seconds: 1700000000 } correction_reason: "r" """,
    ("catalog", "RenameUnit"): 'name: "units/ward-1" display_name { vi: "Phường Một" }',
    ("catalog", "MoveUnit"): 'name: "units/team" parent: "units/ward-2"',
    ("catalog", "CloseUnit"): 'name: "units/closing"',
    ("catalog", "MergeUnits"): 'into: "units/new" units: "units/old"',
    ("catalog", "SplitUnit"): """name: "units/whole"
        parts { unit: "units/new" share { numerator: 1 denominator: 3 } }
        parts { unit: "units/ward-2" share { numerator: 4 denominator: 6 } }""",
    ("catalog", "WithdrawUnitChange"): 'name: "units/team" version: 2 reason: "r"',
    ("catalog", "AppointOfficer"): 'name: "units/ward-1" officer: "o-1" duty: DUTY_LEADER',
    ("catalog", "RelieveOfficer"): 'name: "units/ward-1" officer: "o-2" duty: DUTY_OFFICER',
    ("catalog", "SetFilingPolicy"): 'name: "units/ward-1" refuse_below_level_3: false',
    ("catalog", "AuthorizeDesk"): 'name: "units/ward-1" desk: "units/district" desks_below: true',
    ("catalog", "RevokeDesk"): 'name: "units/ward-1" desk: "units/new"',
    ("catalog", "AssignCalendar"): 'name: "units/ward-1" calendar: "calendars/vn"',
    ("catalog", "GetUnit"): 'name: "units/ward-1"',
    ("catalog", "BatchGetUnits"): 'names: "units/ward-1"',
    ("catalog", "ListUnits"): "",
    ("catalog", "ListDeskAuthorizations"): 'name: "units/ward-1"',
    ("catalog", "GetUnitLineage"): 'name: "units/new" at { seconds: 1800000000 }',
    ("catalog", "ReviseService"): """service { name: "services/birth"
        authority: "units/district" display_name { vi: "Đăng ký khai sinh" } }""",
    ("catalog", "CorrectService"): """service { name: "services/planned"
        authority: "units/district" display_name { vi: "Sẽ có" } }
        version: 1 correction_reason: "r" """,
    ("catalog", "WithdrawServiceVersion"): 'name: "services/planned" version: 1 reason: "r"',
    ("catalog", "RetireService"): 'name: "services/retiring"',
    ("catalog", "WithdrawServiceRetirement"): 'name: "services/withdrawn" reason: "r"',
    ("catalog", "GetService"): 'name: "services/birth"',
    ("catalog", "BatchGetServices"): 'names: "services/birth"',
    ("catalog", "ListServices"): "",
    ("catalog", "DeclareCeiling"): """name: "services/birth/offerings/ward-1"
        ceiling: 2 ceiling_reason: "r" """,
    ("catalog", "CloseOffering"): 'name: "services/birth/offerings/ward-2" reason: "r"',
    ("catalog", "WithdrawOfferingChange"): """name: "services/birth/offerings/new"
        version: 3 reason: "r" """,
    ("catalog", "CorrectOfferingOpening"): """name: "services/birth/offerings/team"
        effective_time { seconds: 1890000000 } correction_reason: "r" """,
    ("catalog", "RelabelOfferings"): """subtree: "units/ward-1"
        effective_time { seconds: 1800000000 }""",
    ("catalog", "AssessOffering"): 'name: "services/birth/offerings/ward-1"',
    ("catalog", "GetOffering"): 'name: "services/birth/offerings/ward-1"',
    ("catalog", "BatchGetOfferings"): 'names: "services/birth/offerings/ward-1"',
    ("catalog", "ListOfferings"): 'parent: "services/-"',
    ("catalog", "CountOfferings"): "",
    ("catalog", "ListChanges"): 'name: "units/ward-1"',
    ("catalog", "WatchCatalog"): "",
    ("calendar", "ReviseCalendar"): """calendar_id: "vn" source: "s" reason: "r"
        days { date { year: 2026 month: 2 day: 17 } kind: DAY_KIND_HOLIDAY name { vi: "Tết" } }""",
    ("calendar", "GetCalendar"): 'name: "calendars/vn"',
    ("calendar", "ListCalendars"): "",
    ("calendar", "ListDays"): """name: "units/ward-1"
        first_date { year: 2026 month: 2 day: 1 } last_date { year: 2026 month: 2 day: 28 }""",
    ("target", "SetTarget"): """target_id: "t" target { indicator: "online_handling"
        display_name { vi: "80%" } threshold { numerator: 4 denominator: 5 }
        unit: "units/district" }""",
    ("target", "WithdrawTarget"): 'name: "targets/standing" reason: "r"',
    ("target", "GetTarget"): 'name: "targets/standing"',
    ("target", "ListTargets"): "",
    ("officer", "SealOfficer"): """unit: "units/ward-1" officer: "o-1"
        full_name: "Nguyễn Văn An" """,
    ("officer", "ReadOfficers"): """unit: "units/ward-1" officers: "o-1" officers: "o-none"
        purpose: "complaint 7" """,
    ("officer", "EraseOfficer"): """unit: "units/ward-1" officer: "o-3"
        reason_code: "retention-ended" """,
    ("officer", "ListReadings"): "",
    ("intake", "ImportRows"): """source: "old" rows { line: 2 key: "x" unit { unit_id: "x"
        unit { parent: "units/district" kind: "ward" display_name { vi: "X" } } } }""",
    **SOUND_AROUND,
    ("submissions", "SubmitDossier"): """offering: "services/birth/offerings/ward-1"
        receiving_unit: "units/ward-1" channel: CHANNEL_ONLINE form: "{}"
        applicant { full_name: "Nguyễn Văn An" } """,
    ("submissions", "SubmitDossiers"): """submissions {
        offering: "services/birth/offerings/ward-1" receiving_unit: "units/ward-1"
        channel: CHANNEL_ONLINE request_id: "018f0000-0000-7000-8000-00000000ba7c" }""",
    ("submissions", "RefuseDossier"): f"""name: "$submitted" {etag(1)}
        reason_code: "not-competent" """,
    ("submissions", "AcceptDossier"): 'name: "$waiting"',
    ("submissions", "WithdrawDossier"): 'name: "$waiting"',
    ("submissions", "RecordResult"): f'name: "$accepted" {etag(2)}',
    ("submissions", "ReturnResult"): 'name: "$ended"',
    ("submissions", "GetDossier"): 'name: "$ended"',
    ("submissions", "ExplainDeadline"): 'name: "$ended"',
    ("submissions", "TrackDossier"): 'number: "$number" secret: "$secret"',
    ("submissions", "BackfillDossiers"): f"""source: "old"
        records {{ {RECORD} steps {{ status: STATUS_SUBMITTED }} }}""",
    **SOUND_HANDLING,
    **SOUND_QUERIES,
    ("submissions", "ListLevelDifferences"): 'unit: "units/ward-1"',
    ("count", "RecordCounts"): """source: "published" counts { key: "1" unit: "units/ward-1"
        start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 2 day: 1 }
        population: POPULATION_ACCEPTED n: 7 }""",
    ("source", "ListSources"): "",
    ("source", "BindSource"): 'source: "new-system" units: "units/ward-1" reason: "asked for"',
    ("source", "ReleaseSource"): 'source: "new-system" reason: "not used"',
    ("personal_data", "GetPersonalData"): 'name: "$ended" purpose: "complaint 7"',
    ("personal_data", "ListReadings"): "",
    ("personal_data", "EraseDossier"): 'name: "$refused" reason_code: "ordered-by-court"',
    ("metrics", "GetRate"): RATE,
    ("metrics", "ListRates"): f"breakdown: BREAKDOWN_MONTH {RATE}",
    ("metrics", "ExplainRate"): f"rate {{ {RATE} }}",
    ("definition", "ListDefinitions"): "",
    ("definition", "ListFacts"): 'kind: "dossier"',
    ("definition", "CompareDefinition"): f"text: {DRAFT} {RATE}",
    **SOUND_DEFINITIONS,
    **SOUND_PUBLICATIONS,
    **SOUND_STATEMENTS,
    ("reconciliation", "GetReconciliation"): DAYS,
    **SOUND_COMPARED,
    **SOUND_FEDERATION,
    ("receipt", "ListLeaves"): f"rate {{ {RATE} }}",
    ("estimate", "EstimateRate"): f"rate {{ {RATE} units_time {{ seconds: 1780000000 }} }}",
    ("receipt", "CompareReceipt"): """receipt { definition: "online_handling" version: 1
        period { start { year: 2026 month: 1 day: 1 } end { year: 2026 month: 2 day: 1 } }
        positions { stream: "catalog" } positions { stream: "submissions" } }""",
}

SERVICE = 'service { authority: "units/district" display_name { vi: "V" } }'
LATER = "effective_time { seconds: 1900000000 }"
# What must be there for the above: sound requests, with something else in them.
PREPARED = [
    *(
        ("catalog", "OpenUnit", f'unit_id: "{unit}"')
        for unit in ("team", "closing", "old", "new", "whole")
    ),
    ("catalog", "RenameUnit", f'name: "units/team" {LATER}'),
    ("catalog", "AppointOfficer", 'officer: "o-2" duty: DUTY_OFFICER'),
    ("catalog", "AuthorizeDesk", 'desk: "units/new"'),
    ("catalog", "CreateService", f'service_id: "planned" {SERVICE}'),
    ("catalog", "PublishService", f'name: "services/planned" {LATER}'),
    ("catalog", "CreateService", f'service_id: "retiring" {SERVICE}'),
    ("catalog", "PublishService", 'name: "services/retiring"'),
    ("catalog", "CreateService", f'service_id: "withdrawn" {SERVICE}'),
    ("catalog", "PublishService", 'name: "services/withdrawn"'),
    ("catalog", "RetireService", f'name: "services/withdrawn" {LATER}'),
    ("catalog", "OpenOffering", 'offering { unit: "units/new" }'),
    ("catalog", "CloseOffering", f'name: "services/birth/offerings/new" {LATER}'),
    ("catalog", "OpenOffering", f'offering {{ unit: "units/team" }} {LATER}'),
    (
        "calendar",
        "ReviseCalendar",
        'display_name { vi: "VN" } week { weekday: 1 hours { opens: 450 closes: 690 } } '
        + " ".join(f"week {{ weekday: {day} }}" for day in range(2, 8)),
    ),
    ("target", "SetTarget", 'target_id: "standing"'),
    ("officer", "SealOfficer", 'officer: "o-3"'),
    ("officer", "SealOfficer", 'officer: "o-gone"'),
    ("officer", "EraseOfficer", 'officer: "o-gone"'),
]
