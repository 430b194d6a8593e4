"""Requests about files: sound ones, and what can be wrong with each.

Promises requests on `$file`, which is clean, `$announced` and `$removable`, files of the dossier
`$submitted`. Must not call anything.
"""

from __future__ import annotations

import grpc

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
CONFLICT = grpc.StatusCode.ABORTED
EXISTS = grpc.StatusCode.ALREADY_EXISTS
CONTENT = b"%PDF-1.7 hello"
NOBODY = "dossiers/018f0000-0000-7000-8000-000000000000"
NONE = f"{NOBODY}/attachments/018f0000-0000-8000-8000-000000000000"
ANNOUNCED = f'parent: "$submitted" file_name: "don.pdf" size: {len(CONTENT)}'
SOUND_FILES = {
    ("attachment", "CreateAttachment"): ANNOUNCED,
    ("attachment", "UploadAttachment"): f'name: "$announced" data: "{CONTENT.decode()}"',
    ("attachment", "GetAttachment"): 'name: "$file"',
    ("attachment", "ListAttachments"): 'parent: "$submitted"',
    ("attachment", "DownloadAttachment"): 'name: "$file" purpose: "complaint 7"',
    ("attachment", "RemoveAttachment"): 'name: "$removable" reason_code: "wrong-file"',
}
NAMED: list[tuple[str, grpc.StatusCode, str, str]] = [
    ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
    ('name: "$file/x"', INVALID, "NAME_MALFORMED", "name"),
    (f'name: "{NONE}"', MISSING, "ATTACHMENT_UNKNOWN", "name"),
    ('name: ""', INVALID, "FIELD_REQUIRED", "name"),
    ('proof { number: "7" secret: "7" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
]
PARENTED: list[tuple[str, grpc.StatusCode, str, str]] = [
    ('parent: "dossiers/7"', INVALID, "NAME_MALFORMED", "parent"),
    (f'parent: "{NOBODY}"', MISSING, "DOSSIER_UNKNOWN", "parent"),
    ('parent: ""', INVALID, "NAME_MALFORMED", "parent"),
    ('parent: "petitions/7"', INVALID, "NAME_MALFORMED", "parent"),
    (f'parent: "petitions/{NOBODY[9:]}"', MISSING, "PETITION_UNKNOWN", "parent"),
    ('proof { number: "7" secret: "7" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
]
BAD_FILES = {
    ("attachment", "CreateAttachment"): [
        *PARENTED,
        ('parent: "$ended"', STATE, "ATTACHING_NOT_NOW", "parent"),
        ('file_name: ""', INVALID, "FIELD_REQUIRED", "file_name"),
        ('file_name: "../a.pdf"', INVALID, "FILE_NAME_INVALID", "file_name"),
        (r'file_name: "a\\b.pdf"', INVALID, "FILE_NAME_INVALID", "file_name"),
        (r'file_name: "a\000.pdf"', INVALID, "TEXT_HAS_CONTROLS", "file_name"),
        (f'file_name: "{"x" * 201}"', INVALID, "TEXT_TOO_LONG", "file_name"),
        ("size: 0", INVALID, "FILE_EMPTY", "size"),
        ("size: 209715201", INVALID, "FILE_TOO_LARGE", "size"),
        ('sha256: "short"', INVALID, "DIGEST_INVALID", "sha256"),
        ("catalog_position: -1", INVALID, "POSITION_INVALID", "catalog_position"),
        ('request_id: "$announcing" size: 3', EXISTS, "REQUEST_ID_REUSED", "request_id"),
        (
            'parent: "" result: true proof { number: "$number" secret: "$secret" }',
            grpc.StatusCode.PERMISSION_DENIED,
            "RESULT_NOT_YOURS",
            "parent",
        ),
        ('request_id: "$announcing" file_name: "b"', EXISTS, "REQUEST_ID_REUSED", "request_id"),
    ],
    ("attachment", "UploadAttachment"): [
        *NAMED,
        ("offset: 1", CONFLICT, "OFFSET_WRONG", "offset"),
        ("offset: -1", CONFLICT, "OFFSET_WRONG", "offset"),
        ('name: "$file"', STATE, "UPLOAD_ENDED", "name"),
    ],
    ("attachment", "GetAttachment"): NAMED,
    ("attachment", "ListAttachments"): PARENTED,
    ("attachment", "DownloadAttachment"): [
        *NAMED,
        ('name: "$announced"', STATE, "ATTACHMENT_NOT_CLEAN", "name"),
        ('purpose: " "', INVALID, "PURPOSE_MISSING", "purpose"),
        ('purpose: ""', INVALID, "FIELD_REQUIRED", "purpose"),
        ("offset: -1", INVALID, "RANGE_INVALID", "offset"),
        (f"offset: {len(CONTENT) + 1}", INVALID, "RANGE_INVALID", "offset"),
        (f"length: {len(CONTENT) + 1}", INVALID, "RANGE_INVALID", "length"),
        ("length: -1", INVALID, "RANGE_INVALID", "length"),
    ],
    ("attachment", "RemoveAttachment"): [
        *NAMED,
        ('reason_code: "Vì sao"', INVALID, "TEXT_MALFORMED", "reason_code"),
        ('etag: "7"', CONFLICT, "ATTACHMENT_CHANGED", "etag"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
}
