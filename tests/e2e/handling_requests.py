"""Requests that handle a dossier: sound ones, in an order in which all can be carried out, and what
can be wrong with each.

Promises requests on the dossier `$handled`, which was accepted with a due, and on `$rated`, which
was refused. Must not call anything.
"""

from __future__ import annotations

import grpc

from deploy.embedded.tokens import OPERATOR

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
CONFLICT = grpc.StatusCode.ABORTED

HANDLED = 'name: "$handled"'
BECAUSE = f'{HANDLED} reason_code: "law-7"'
NOBODY = 'name: "dossiers/018f0000-0000-7000-8000-000000000000"'
PROOF = 'proof { number: "$number" secret: "$secret" }'


def etag(version: int) -> str:
    """As it stands after so many facts."""
    return f'etag: "\\"{version}\\""'


SOUND_HANDLING = {
    ("submissions", "StartHandling"): HANDLED,
    ("submissions", "RequestSupplement"): f'{BECAUSE} documents: "id-card"',
    ("submissions", "AnswerSupplement"): HANDLED,
    ("submissions", "RequestObligation"): f"{BECAUSE} amount: 500",
    ("submissions", "WaiveObligation"): BECAUSE,
    ("submissions", "RecordPayment"): f"""{HANDLED} purpose: PAYMENT_PURPOSE_OBLIGATION
        amount: 500 request_id: "$paying" """,
    ("submissions", "RefundPayment"): f'{HANDLED} payment: "$paying" amount: 100',
    ("submissions", "WaiveFee"): BECAUSE,
    ("submissions", "ExtendDue"): f"{BECAUSE} extended {{ time {{ seconds: 4200000000 }} }}",
    ("submissions", "AssignDossier"): f'{HANDLED} assignee: "{OPERATOR}" {etag(11)}',
    ("submissions", "TransferDossier"): f'{BECAUSE} to_unit: "units/ward-2" {etag(12)}',
    ("submissions", "StopDossier"): f"{BECAUSE} {etag(13)}",
    ("submissions", "ArchiveDossier"): f'{HANDLED} archive_code: "A-1"',
    ("submissions", "HandOverPaperFile"): f'{HANDLED} archive: "his" list_code: "2026-03"',
    ("submissions", "CorrectDossier"): f"{BECAUSE} version: 10 {etag(16)}",
    ("submissions", "LinkDossier"): f'{HANDLED} root: "$accepted"',
    ("submissions", "VoidDossier"): f"{BECAUSE} {etag(18)}",
    ("submissions", "RateDossier"): f"{PROOF} value: 5",
}
# As it is before any of these.
NOW = etag(2)
BAD_HANDLING = {
    ("submissions", "StartHandling"): [
        ('name: "$submitted"', STATE, "STEP_NOT_ALLOWED", "name"),
        ('task: "a task"', INVALID, "TEXT_MALFORMED", "task"),
    ],
    ("submissions", "RequestSupplement"): [
        ('reason_code: ""', INVALID, "FIELD_REQUIRED", "reason_code"),
        ('name: "$ended"', STATE, "STEP_NOT_ALLOWED", "name"),
    ],
    ("submissions", "AnswerSupplement"): [
        (HANDLED, STATE, "STEP_NOT_ALLOWED", "name"),
        (NOBODY, MISSING, "DOSSIER_UNKNOWN", "name"),
        ('name: ""', INVALID, "NAME_MALFORMED", "name"),
    ],
    ("submissions", "RequestObligation"): [
        ("amount: 0", INVALID, "FIELD_REQUIRED", "amount"),
        ("amount: -1", INVALID, "AMOUNT_INVALID", "amount"),
    ],
    ("submissions", "RecordPayment"): [
        ("purpose: 9", INVALID, "ENUM_UNKNOWN", "purpose"),
        ("amount: -1", INVALID, "AMOUNT_INVALID", "amount"),
        ('provider: "test"', STATE, "PROVIDER_CONFIRMS", "provider"),
        ('provider_reference: "7"', INVALID, "REFERENCE_OF_NOBODY", "provider_reference"),
        ('proof { number: "$number" secret: "0" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
        ('proof { number: "$number" }', INVALID, "FIELD_REQUIRED", "proof.secret"),
    ],
    ("submissions", "RefundPayment"): [
        (HANDLED, MISSING, "PAYMENT_UNKNOWN", "payment"),
        ("amount: -1", INVALID, "AMOUNT_INVALID", "amount"),
    ],
    ("submissions", "WaiveFee"): [('name: "$ended"', STATE, "ACTION_NOT_ALLOWED", "name")],
    ("submissions", "WaiveObligation"): [
        (BECAUSE, STATE, "STEP_NOT_ALLOWED", "name"),
        ('reason_code: ""', INVALID, "FIELD_REQUIRED", "reason_code"),
    ],
    ("submissions", "ExtendDue"): [
        ("extended { time { seconds: 1 } }", INVALID, "EXTENSION_NOT_LATER", "extended"),
        ('name: "$accepted"', STATE, "DUE_MISSING", "name"),
    ],
    ("submissions", "AssignDossier"): [
        (HANDLED, CONFLICT, "DOSSIER_CHANGED", "etag"),
        (f'assignee: "nobody" {NOW}', STATE, "OFFICER_NOT_ON_DUTY", "assignee"),
        (f'unit: "units/nowhere" {NOW}', MISSING, "UNIT_UNKNOWN", "unit"),
    ],
    ("submissions", "TransferDossier"): [
        (f'to_unit: "units/nowhere" {NOW}', MISSING, "UNIT_UNKNOWN", "to_unit"),
        (f'to_unit: "units/ward-1" {NOW}', STATE, "TRANSFER_MOVES_NOTHING", "to_unit"),
        ('etag: ""', INVALID, "FIELD_REQUIRED", "etag"),
    ],
    ("submissions", "StopDossier"): [
        (f'name: "$refused" {NOW}', STATE, "STEP_NOT_ALLOWED", "name"),
    ],
    ("submissions", "ArchiveDossier"): [(HANDLED, STATE, "ACTION_NOT_ALLOWED", "name")],
    ("submissions", "HandOverPaperFile"): [
        (HANDLED, STATE, "ACTION_NOT_ALLOWED", "name"),
        ('name: "$ended"', STATE, "PAPER_FILE_NOT_ARCHIVED", "name"),
        ('list_code: "a list"', INVALID, "TEXT_MALFORMED", "list_code"),
    ],
    ("submissions", "CorrectDossier"): [
        (f"version: 9 {NOW}", MISSING, "FACT_UNKNOWN", "version"),
        (f"version: -1 {NOW}", MISSING, "FACT_UNKNOWN", "version"),
        (f"version: 1 {NOW}", STATE, "FACT_NOT_CORRECTABLE", "version"),
        (f"version: 2 {NOW} instead {{ value: 5 }}", INVALID, "STATEMENT_NOT_APPLICABLE",
            "instead.value"),
        (f'version: 2 {NOW} instead {{ handling_unit: "units/nowhere" }}', MISSING,
            "UNIT_UNKNOWN", "instead.handling_unit"),
    ],
    ("submissions", "LinkDossier"): [
        (f'root: "{NOBODY[7:-1]}"', MISSING, "ROOT_UNKNOWN", "root"),
    ],
    ("submissions", "VoidDossier"): [(f"{NOBODY} {NOW}", MISSING, "DOSSIER_UNKNOWN", "name")],
    ("submissions", "RateDossier"): [
        ("value: 6", INVALID, "RATING_INVALID", "value"),
        ('name: "$handled"', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
    ],
}  # fmt: skip
