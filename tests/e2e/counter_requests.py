"""Requests about tickets and slips: sound ones, and what can be wrong with each.

Promises requests that only need the tickets that `queue_up` makes.
"""

from __future__ import annotations

from typing import Any

import grpc

from motcua.submissions.v1 import counter_pb2 as api

INVALID = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND
STATE = grpc.StatusCode.FAILED_PRECONDITION
EXISTS = grpc.StatusCode.ALREADY_EXISTS
NONE = "tickets/018f0000-0000-8000-8000-000000000000"
WARD = 'unit: "units/ward-1"'
SOUND_COUNTERS = {
    ("counter", "TakeTicket"): f"""{WARD} service: "services/birth" group: "A"
        priority_class: "elderly" """,
    ("counter", "CallNextTicket"): f'{WARD} counter: "2"',
    ("counter", "RecallTicket"): 'name: "$called"',
    ("counter", "MoveTicket"): 'name: "$moving" to_counter: "3"',
    ("counter", "ServeTicket"): 'name: "$called"',
    ("counter", "RecordNoShow"): 'name: "$absent"',
    ("counter", "RecordTicketDossier"): 'name: "$called" dossier: "$submitted"',
    ("counter", "VoidTicket"): 'name: "$queued" reason_code: "taken-twice"',
    ("counter", "GetTicket"): 'name: "$called"',
    ("counter", "ListTickets"): WARD,
    ("counter", "WatchQueue"): WARD,
    ("slip", "GetSlip"): 'name: "$ended" purpose: "print the slip"',
}
NAMED = [
    ('name: "tickets/7"', INVALID, "NAME_MALFORMED", "name"),
    (f'name: "{NONE}"', MISSING, "TICKET_UNKNOWN", "name"),
]
CALLED = [
    *NAMED,
    ('name: "$queued"', STATE, "TICKET_NOT_CALLED", "name"),
    ('officer: "nobody"', STATE, "OFFICER_NOT_ON_DUTY", "officer"),
    ("catalog_position: -1", INVALID, "POSITION_INVALID", "catalog_position"),
]
NOWHERE = ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit")
BAD_COUNTERS = {
    ("counter", "TakeTicket"): [
        NOWHERE,
        ('unit: ""', INVALID, "FIELD_REQUIRED", "unit"),
        ('service: "services/nothing"', MISSING, "SERVICE_UNKNOWN", "service"),
        ('group: "a"', INVALID, "TEXT_MALFORMED", "group"),
        ('group: "ABCDEFGHI"', INVALID, "TEXT_TOO_LONG", "group"),
        ('priority_class: "young"', INVALID, "PRIORITY_CLASS_UNKNOWN", "priority_class"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
        ("catalog_position: -1", INVALID, "POSITION_INVALID", "catalog_position"),
    ],
    ("counter", "CallNextTicket"): [
        NOWHERE,
        ('counter: ""', INVALID, "FIELD_REQUIRED", "counter"),
        ('counter: "a b"', INVALID, "TEXT_MALFORMED", "counter"),
        ('counter: "11"', STATE, "COUNTER_BUSY", "counter"),
        ('groups: "a"', INVALID, "TEXT_MALFORMED", "groups[0]"),
        ('officer: "nobody"', STATE, "OFFICER_NOT_ON_DUTY", "officer"),
    ],
    ("counter", "RecallTicket"): CALLED,
    ("counter", "MoveTicket"): [
        *NAMED,
        ('to_counter: ""', INVALID, "MOVE_TO_NOWHERE", "to_counter"),
        ('to_counter: "12"', INVALID, "MOVE_TO_NOWHERE", "to_counter"),
        ('to_group: "?"', INVALID, "TEXT_MALFORMED", "to_group"),
    ],
    ("counter", "ServeTicket"): CALLED,
    ("counter", "RecordNoShow"): CALLED,
    ("counter", "RecordTicketDossier"): [
        *CALLED,
        ('dossier: "dossiers/7"', INVALID, "NAME_MALFORMED", "dossier"),
        (f'dossier: "dossiers/{NONE[8:]}"', MISSING, "DOSSIER_UNKNOWN", "dossier"),
        ('dossier: "$accepted"', EXISTS, "DOSSIER_RECORDED", "dossier"),
    ],
    ("counter", "VoidTicket"): [
        *NAMED,
        ('reason_code: ""', INVALID, "FIELD_REQUIRED", "reason_code"),
        ('reason_code: "No!"', INVALID, "TEXT_MALFORMED", "reason_code"),
    ],
    ("counter", "GetTicket"): NAMED,
    ("counter", "ListTickets"): [
        NOWHERE,
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "x"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
        ("day { year: 2026 month: 13 day: 1 }", INVALID, "TIME_INVALID", "day"),
    ],
    ("counter", "WatchQueue"): [
        NOWHERE,
        ("after_position: -1", INVALID, "POSITION_INVALID", "after_position"),
        ("after_position: 1000000", STATE, "POSITION_UNKNOWN", "after_position"),
    ],
    ("slip", "GetSlip"): [
        ('name: "dossiers/7"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "dossiers/{NONE[8:]}"', MISSING, "DOSSIER_UNKNOWN", "name"),
        ('proof { number: "$number" secret: "0" }', MISSING, "NUMBER_OR_SECRET_WRONG", ""),
        ('proof { number: "$number" }', INVALID, "FIELD_REQUIRED", "proof.secret"),
        ('purpose: " "', INVALID, "PURPOSE_MISSING", "purpose"),
    ],
}


async def queue_up(world: Any) -> None:
    """`$called`, `$moving` and `$absent` at the counters 11 to 13, and `$queued`, which waits;
    `$accepted` was filed for the first.
    """
    for _ in range(4):
        taken = await send(world, "TakeTicket", 'group: "B"')
    world.words["queued"] = api.Ticket.FromString(taken).name
    for counter, word in enumerate(("called", "moving", "absent"), 11):
        answer = await send(world, "CallNextTicket", f'counter: "{counter}"')
        world.words[word] = api.CallNextTicketResponse.FromString(answer).ticket.name
    await send(world, "RecordTicketDossier", f'dossier: "{world.words["accepted"]}"')


async def send(world: Any, method: str, more: str) -> bytes:
    answer: bytes = await world.send("counter", method, world.request("counter", method, more))
    return answer
