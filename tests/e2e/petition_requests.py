"""Requests about petitions: sound ones, in an order in which all can be carried out, and what can
be wrong with each.

Promises requests that only need the petitions that `petition` makes.
"""

from __future__ import annotations

import uuid
from typing import Any

import grpc

from deploy.embedded.tokens import OPERATOR
from motcua.submissions.v1 import petitions_pb2 as api
from tests.e2e.handling_requests import etag

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
CONFLICT = grpc.StatusCode.ABORTED
EXISTS = grpc.StatusCode.ALREADY_EXISTS
NOBODY = "018f0000-0000-7000-8000-000000000000"
NEW, HANDLED = 'name: "$petition"', 'name: "$petition_handled"'
ANSWERED, SPARE = 'name: "$petition_answered"', 'name: "$petition_spare"'
MANY = 'paragraphs: "x" ' * 101
CODED = 'reason_code: "law-7"'
TODAY = 'reception { date { year: 2026 month: 1 day: 5 } leader: "x" unit: "units/ward-1" }'
SUBMITTED = """receiving_unit: "units/ward-1" kind: PETITION_KIND_COMPLAINT
    channel: PETITION_CHANNEL_PORTAL paragraphs: "Đèn đường hỏng."
    petitioner { full_name: "Nguyễn Văn An" } """
SOUND_PETITIONS = {
    ("petition", "SubmitPetition"): SUBMITTED,
    ("petition", "RequestPetitionSupplement"): f"{HANDLED} {CODED}",
    ("petition", "AnswerPetitionSupplement"): f'{HANDLED} paragraphs: "Ở ngõ 7."',
    ("petition", "AnswerPetition"): f'{HANDLED} paragraphs: "Đã sửa." {etag(4)}',
    ("petition", "PublishAnswer"): f'{ANSWERED} public_paragraphs: "Đã sửa." {etag(3)}',
    ("petition", "AssignPetition"): f'{NEW} assignee: "{OPERATOR}" {etag(1)}',
    ("petition", "TransferPetition"): f'{NEW} to_unit: "units/ward-2" {CODED} {etag(2)}',
    ("petition", "StartPetitionHandling"): NEW,
    ("petition", "RefusePetition"): f"{NEW} {CODED} {etag(4)}",
    ("petition", "MergePetition"): f'{SPARE} into: "$petition_handled" {etag(1)}',
    ("petition", "CorrectPetition"): f"{SPARE} {CODED} version: 2 {etag(2)}",
    ("petition", "WithdrawPetition"): SPARE,
    ("petition", "VoidPetition"): f"{SPARE} {CODED} {etag(4)}",
    ("petition", "ErasePetition"): f"{SPARE} {CODED}",
    ("petition", "GetPetition"): HANDLED,
    ("petition", "ListPetitions"): 'unit: "units/ward-1"',
    ("petition", "GetPetitionHistory"): HANDLED,
    ("petition", "WatchPetitions"): "",
    ("petition", "GetPetitionText"): f"""{HANDLED} kind: PETITION_TEXT_KIND_PETITION
        purpose: "complaint 7" """,
    ("petition", "TrackPetition"): 'number: "$petition_number" secret: "$petition_secret"',
    ("petition", "GetPublishedAnswer"): 'name: "$publication"',
    ("petition", "ListPublishedAnswers"): 'unit: "units/ward-1"',
    ("petition", "BackfillPetitions"): """source: "old-petitions" records { key: "1"
        unit: "units/ward-1" kind: PETITION_KIND_PRAISE channel: PETITION_CHANNEL_EMAIL
        steps { status: PETITION_STATUS_RECEIVED } }""",
}
NAMED = [
    ('name: "petitions/7"', INVALID, "NAME_MALFORMED", "name"),
    ('name: "$submitted"', INVALID, "NAME_MALFORMED", "name"),
    (f'name: "petitions/{NOBODY}"', MISSING, "PETITION_UNKNOWN", "name"),
]
PAGED = [
    ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
    ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
    ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ("catalog_position: -1", INVALID, "POSITION_INVALID", "catalog_position"),
]
BAD_PETITIONS = {
    ("petition", "SubmitPetition"): [
        ('receiving_unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "receiving_unit"),
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        ("kind: 0", INVALID, "FIELD_REQUIRED", "kind"),
        ("kind: 99", INVALID, "ENUM_UNKNOWN", "kind"),
        ("channel: PETITION_CHANNEL_RECEPTION_DAY", INVALID, "RECEPTION_MISSING", "reception"),
        (TODAY, INVALID, "RECEPTION_NOT_APPLICABLE", "reception"),
        (f"channel: PETITION_CHANNEL_RECEPTION_DAY {TODAY}", STATE, "OFFICER_NOT_ON_DUTY",
            "reception.leader"),
        (f'dossier: "dossiers/{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "dossier"),
        ('dossier: "$petition"', INVALID, "NAME_MALFORMED", "dossier"),
        (r'paragraphs: "a\nb"', INVALID, "TEXT_HAS_CONTROLS", "paragraphs[1]"),
        (f'paragraphs: "{"x" * 2001}"', INVALID, "TEXT_TOO_LONG", "paragraphs[1]"),
        ('paragraphs: "x" ' * 100, INVALID, "LIST_TOO_LONG", "paragraphs"),
        ('petitioner { full_name: "" }', INVALID, "FIELD_REQUIRED", "petitioner.full_name"),
        ('petitioner { identity_numbers { kind: KIND_TAX number: "07" } } ' * 11, INVALID,
            "LIST_TOO_LONG", "petitioner.identity_numbers"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ('request_id: "$petitioning" kind: PETITION_KIND_PRAISE', EXISTS, "REQUEST_ID_REUSED",
            "request_id"),
        ('request_id: "$petitioning" paragraphs: "x"', EXISTS, "REQUEST_ID_REUSED",
            "request_id"),
    ],
    ("petition", "StartPetitionHandling"): [
        *NAMED,
        (ANSWERED, STATE, "PETITION_STEP_NOT_ALLOWED", "name"),
        ('officer: "nobody"', STATE, "OFFICER_NOT_ON_DUTY", "officer"),
        ('etag: "7"', CONFLICT, "PETITION_CHANGED", "etag"),
    ],
    ("petition", "RequestPetitionSupplement"): [
        ('reason_code: "Why?"', INVALID, "TEXT_MALFORMED", "reason_code"),
        (NEW, STATE, "PETITION_STEP_NOT_ALLOWED", "name"),
    ],
    ("petition", "AnswerPetitionSupplement"): [
        (HANDLED, STATE, "PETITION_STEP_NOT_ALLOWED", "name"),
        ('name: ""', INVALID, "NAME_MALFORMED", "name"),
        ('proof { number: "$petition_number" secret: "0" }', MISSING, "NUMBER_OR_SECRET_WRONG",
            ""),
        ('proof { number: "$number" secret: "$secret" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
    ],
    ("petition", "AnswerPetition"): [
        (f"{NEW} {etag(1)}", STATE, "PETITION_STEP_NOT_ALLOWED", "name"),
        ('etag: ""', INVALID, "FIELD_REQUIRED", "etag"),
        (f"{etag(2)} {MANY}", INVALID, "LIST_TOO_LONG", "paragraphs"),
    ],
    ("petition", "RefusePetition"): [
        (f"{ANSWERED} {etag(3)}", STATE, "PETITION_STEP_NOT_ALLOWED", "name"),
    ],
    ("petition", "PublishAnswer"): [
        (f"{HANDLED} {etag(2)}", STATE, "PETITION_STEP_NOT_ALLOWED", "name"),
        (f'public_paragraphs: "{"x" * 2001}"', INVALID, "TEXT_TOO_LONG", "public_paragraphs[1]"),
        ('public_paragraphs: "x" ' * 100, INVALID, "LIST_TOO_LONG", "public_paragraphs"),
    ],
    ("petition", "TransferPetition"): [
        (f'to_unit: "units/nowhere" {etag(1)}', MISSING, "UNIT_UNKNOWN", "to_unit"),
        (f'to_unit: "units/ward-1" {etag(1)}', STATE, "PETITION_AT_UNIT", "to_unit"),
    ],
    ("petition", "AssignPetition"): [
        ('assignee: "nobody"', STATE, "OFFICER_NOT_ON_DUTY", "assignee"),
        ('assignee: "An Nguyễn"', INVALID, "TEXT_MALFORMED", "assignee"),
    ],
    ("petition", "MergePetition"): [
        ('into: "$petition_spare"', STATE, "PETITION_NOT_MERGEABLE", "into"),
        (f'into: "petitions/{NOBODY}"', STATE, "PETITION_NOT_MERGEABLE", "into"),
        ('into: "$submitted"', INVALID, "NAME_MALFORMED", "into"),
    ],
    ("petition", "WithdrawPetition"): [(ANSWERED, STATE, "PETITION_STEP_NOT_ALLOWED", "name")],
    ("petition", "VoidPetition"): [
        (f'name: "petitions/{NOBODY}"', MISSING, "PETITION_UNKNOWN", "name"),
    ],
    ("petition", "CorrectPetition"): [
        (f"version: 9 {etag(1)}", MISSING, "PETITION_FACT_UNKNOWN", "version"),
        (f"version: -1 {etag(1)}", MISSING, "PETITION_FACT_UNKNOWN", "version"),
        (f"version: 1 {etag(1)}", STATE, "PETITION_FACT_NOT_CORRECTABLE", "version"),
        (f'version: 1 {etag(1)} instead {{ assignee: "x" }}', INVALID,
            "PETITION_STATEMENT_NOT_APPLICABLE", "instead.assignee"),
        (f"version: 1 {etag(1)} instead {{ {TODAY} }}", INVALID, "RECEPTION_NOT_APPLICABLE",
            "instead.reception"),
        (f"version: 1 {etag(1)} instead {{ kind: PETITION_KIND_COMPLAINT }}", STATE,
            "PETITION_CORRECTION_CHANGES_NOTHING", "version"),
        (f"version: 1 {etag(1)} instead {{ time {{ seconds: 4000000000 }} }}", STATE,
            "PETITION_CORRECTION_CONTRADICTED", "version"),
    ],
    ("petition", "ErasePetition"): NAMED,
    ("petition", "GetPetition"): NAMED,
    ("petition", "ListPetitions"): [
        *PAGED,
        ("statuses: 99", INVALID, "ENUM_UNKNOWN", "statuses[0]"),
        ("kinds: 99", INVALID, "ENUM_UNKNOWN", "kinds[0]"),
        ("term_end_time { seconds: 253402300800 }", INVALID, "TIME_INVALID", "term_end_time"),
        ("voided: true statuses: PETITION_STATUS_ANSWERED", INVALID,
            "PETITION_STATUSES_OF_VOIDED", "statuses"),
    ],
    ("petition", "WatchPetitions"): [
        ("after_position: -1", INVALID, "POSITION_INVALID", "after_position"),
        ("after_position: 1000000", STATE, "POSITION_UNKNOWN", "after_position"),
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
    ],
    ("petition", "GetPetitionHistory"): [
        *NAMED,
        ("as_of { seconds: 1 }", MISSING, "PETITION_NONE_THEN", "name"),
        ("as_known_time { seconds: 1 }", MISSING, "PETITION_NONE_THEN", "name"),
    ],
    ("petition", "GetPetitionText"): [
        *NAMED,
        ("kind: 0", INVALID, "FIELD_REQUIRED", "kind"),
        ('purpose: " "', INVALID, "PURPOSE_MISSING", "purpose"),
    ],
    ("petition", "TrackPetition"): [
        ('secret: "7"', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
        ('number: "$number" secret: "$secret"', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
    ],
    ("petition", "GetPublishedAnswer"): [
        ('name: "publications/7"', MISSING, "PUBLICATION_UNKNOWN", "name"),
        (f'name: "publications/{NOBODY}"', MISSING, "PUBLICATION_UNKNOWN", "name"),
    ],
    ("petition", "ListPublishedAnswers"): PAGED,
    ("petition", "BackfillPetitions"): [
        ('source: "an old one"', INVALID, "TEXT_MALFORMED", "source"),
        ('records { key: "2" } ' * 500, INVALID, "TOO_MANY_RECORDS", "records"),
    ],
}  # fmt: skip
BOTH = {"portal", "officer"}
LEAD = {"officer", "leader"}
READ = {"portal", "officer", "leader", "inspector"}
ALLOWED_PETITIONS = {
    "SubmitPetition": BOTH,
    "AnswerPetitionSupplement": BOTH,
    "WithdrawPetition": BOTH,
    "AnswerPetition": LEAD,
    "RefusePetition": LEAD,
    "PublishAnswer": LEAD,
    "TransferPetition": LEAD,
    "AssignPetition": LEAD,
    "MergePetition": LEAD,
    "VoidPetition": LEAD,
    "CorrectPetition": LEAD,
    "StartPetitionHandling": {"officer"},
    "RequestPetitionSupplement": {"officer"},
    "ErasePetition": {"leader"},
    "GetPetition": READ,
    "ListPetitions": READ,
    "GetPetitionHistory": READ,
    "WatchPetitions": READ,
    "GetPetitionText": BOTH,
    "BackfillPetitions": {"importer"},
}


async def petition(world: Any) -> None:
    """`$petition` and `$petition_spare` as they came in, the latter with its number and secret;
    `$petition_handled`, `$petition_answered`; and `$publication`.
    """
    world.words["petitioning"] = str(uuid.uuid4())
    again = f'request_id: "{world.words["petitioning"]}"'
    for word in ("petition", "petition_handled", "petition_answered", "told", "petition_spare"):
        more = again if word == "petition_spare" else ""
        answer = api.SubmitPetitionResponse.FromString(await send(world, "SubmitPetition", more))
        world.words[word] = answer.petition.name
    world.words["petition_number"] = answer.petition.number
    world.words["petition_secret"] = answer.secret
    for word in ("petition_handled", "petition_answered", "told"):
        await send(world, "StartPetitionHandling", f'name: "${word}"')
    for word in ("petition_answered", "told"):
        await send(world, "AnswerPetition", f'name: "${word}" {etag(2)}')
    published = await send(world, "PublishAnswer", f'name: "$told" {etag(3)}')
    world.words["publication"] = api.Petition.FromString(published).publication


async def send(world: Any, method: str, more: str) -> bytes:
    answer: bytes = await world.send("petition", method, world.request("petition", method, more))
    return answer
