"""Requests about definitions, for those who try every method: sound ones and wrong ones.

Promises complete requests. Must not call anything.
"""

from __future__ import annotations

import json

import grpc

from services.metrics.domain.indicators.shipped import shipped

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
NFD = "o\u031b\u0300"
DRAFT = json.dumps(shipped()["online_handling@1"].text, ensure_ascii=False)
OWN = DRAFT.replace("online_handling", "own.online")
NAMING = OWN[:-1] + '\\n# ask an@thu.vn"'
OTHER = DRAFT.replace("online_handling", "hanoi.online")

SOUND_DEFINITIONS = {
    ("definition", "AdoptDefinition"): f"text: {OWN}",
    ("definition", "GetDefinition"): 'name: "definitions/online_handling"',
}
BAD_DEFINITIONS = {
    ("definition", "GetDefinition"): [
        ('name: "definitions/nothing"', MISSING, "DEFINITION_UNKNOWN", "name"),
        ('name: "definitions/online_handling@7"', MISSING, "DEFINITION_UNKNOWN", "name"),
        (f'name: "{NFD}"', INVALID, "TEXT_NOT_NFC", "name"),
    ],
    ("definition", "AdoptDefinition"): [
        (r'text: "\377"', INVALID, "DEFINITION_MALFORMED", "text"),
        (f"text: {OTHER}", INVALID, "DEFINITION_NOT_OWN", "text.id"),
        (f"text: {NAMING}", INVALID, "TEXT_NAMES_SOMEBODY", "text"),
        ('request_id: "x"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
}
