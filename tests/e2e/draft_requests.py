"""Requests about drafts: sound ones, in an order in which all can be carried out, and what can be
wrong with each; and the drafts that they are about.

Promises requests on `$draft`, `$whole` (to be submitted) and `$deletable`, as they were begun.
"""

from __future__ import annotations

import uuid
from typing import Any

import grpc

from motcua.submissions.v1 import drafts_pb2 as api
from tests.e2e.handling_requests import etag

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
EXISTS = grpc.StatusCode.ALREADY_EXISTS
CONFLICT = grpc.StatusCode.ABORTED

NOBODYS = 'name: "drafts/018f0000-0000-7000-8000-000000000000"'
DRAFT = """draft { offering: "services/birth/offerings/ward-1" receiving_unit: "units/ward-1"
    channel: CHANNEL_ONLINE form: "{}" }"""
SOUND_DRAFTS = {
    ("draft", "CreateDraft"): DRAFT,
    ("draft", "GetDraft"): 'name: "$draft"',
    ("draft", "ListDrafts"): "",
    ("draft", "UpdateDraft"): f'{DRAFT} draft {{ name: "$draft" }} {etag(1)}',
    ("draft", "DeleteDraft"): 'name: "$deletable"',
    ("draft", "SubmitDraft"): f'name: "$whole" {etag(1)}',
}
# What SubmitDossier does not take in, neither in its form nor of documents.
BAD_FORMS = [
    (f"form: '{'[' * 200_000}'", INVALID, "FORM_TOO_DEEP", "form"),
    (f"""form: '{{"a":[{"0," * 10_000}0]}}'""", INVALID, "FORM_TOO_MANY_VALUES", "form"),
    ("""form: '{"a": 1, "a": 1}'""", INVALID, "FORM_NAME_REPEATED", "form"),
    ("""form: '{"a": 1e999}'""", INVALID, "FORM_NUMBER_INVALID", "form"),
    (r"""form: '{"a": "\\ud800"}'""", INVALID, "FORM_TEXT_INVALID", "form"),
    (r"""form: '{"a": "\\u0000"}'""", INVALID, "FORM_TEXT_INVALID", "form"),
    ('documents: "CT 01"', INVALID, "TEXT_MALFORMED", "documents[0]"),
    ('documents: "CT01" documents: "CT01"', INVALID, "DOCUMENT_REPEATED", "documents[1]"),
    ('documents: "a" ' * 101, INVALID, "LIST_TOO_LONG", "documents"),
]
NAMED = [
    (NOBODYS, MISSING, "DRAFT_UNKNOWN", "name"),
    ('name: "drafts/7"', INVALID, "NAME_MALFORMED", "name"),
    ('name: "$submitted"', INVALID, "NAME_MALFORMED", "name"),
    ('holder: "somebody"', MISSING, "DRAFT_UNKNOWN", "name"),
]
SAID = [
    ('draft { offering: "services/none/offerings/ward-1" }', MISSING, "OFFERING_UNKNOWN",
        "draft.offering"),
    ('draft { receiving_unit: "units/nowhere" }', MISSING, "UNIT_UNKNOWN", "draft.receiving_unit"),
    ("draft { channel: 99 }", INVALID, "ENUM_UNKNOWN", "draft.channel"),
    ('draft { form: "[1]" }', INVALID, "FORM_INVALID", "draft.form"),
    (f"draft {{ form: '{'[' * 200_000}' }}", INVALID, "FORM_TOO_DEEP", "draft.form"),
    (f'draft {{ form: "{"x" * (256 * 1024 + 1)}" }}', INVALID, "FORM_TOO_LARGE", "draft.form"),
    (f'draft {{ applicant {{ full_name: "{"x" * 201}" }} }}', INVALID, "TEXT_TOO_LONG",
        "draft.applicant.full_name"),
    ("draft { " + 'documents: "a" ' * 101 + "}", INVALID, "LIST_TOO_LONG", "draft.documents"),
    ("draft { service_version: 7 }", INVALID, "SERVICE_VERSION_UNKNOWN", "draft.service_version"),
    (r'holder: "\001"', INVALID, "TEXT_HAS_CONTROLS", "holder"),
]  # fmt: skip
BAD_DRAFTS = {
    ("draft", "CreateDraft"): [
        *SAID,
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ('request_id: "$drafted" draft { assisted: true }', EXISTS, "REQUEST_ID_REUSED",
            "request_id"),
    ],
    ("draft", "GetDraft"): NAMED,
    ("draft", "ListDrafts"): [
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("draft", "UpdateDraft"): [
        *SAID,
        (f"draft {{ {NOBODYS} }}", MISSING, "DRAFT_UNKNOWN", "draft.name"),
        ('draft { name: "7" }', INVALID, "NAME_MALFORMED", "draft.name"),
        ('etag: ""', INVALID, "FIELD_REQUIRED", "etag"),
        ('etag: "7"', CONFLICT, "VERSION_CONFLICT", "etag"),
        ('update_mask { paths: "violation" }', INVALID, "MASK_PATH_UNKNOWN",
            "update_mask.paths[0]"),
    ],
    ("draft", "DeleteDraft"): [*NAMED, ('etag: "7"', CONFLICT, "VERSION_CONFLICT", "etag")],
    ("draft", "SubmitDraft"): [
        *NAMED,
        ('etag: "7"', CONFLICT, "VERSION_CONFLICT", "etag"),
        ('validate_only: true etag: "7"', CONFLICT, "VERSION_CONFLICT", "etag"),
    ],
}  # fmt: skip


async def begin(world: Any) -> None:
    """The drafts; `$draft` by the request `$drafted`."""
    world.words["drafted"] = str(uuid.uuid4())
    for word in ("draft", "whole", "deletable"):
        more = f'request_id: "{world.words["drafted"]}"' if word == "draft" else ""
        answer = await world.send(
            "draft", "CreateDraft", world.request("draft", "CreateDraft", more)
        )
        world.words[word] = api.Draft.FromString(answer).name
