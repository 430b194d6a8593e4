"""What can be wrong with a record of another system: a table of the test of bad input.

Promises that each wrong thing is the only one in its record. Must not call anything.
"""

from __future__ import annotations

from tests.e2e.bad_requests import LONG, NFD

# What is wrong with a record of another system; then reason and field of its refusal.
RECORDS = [
    ('offering: "services/nothing/offerings/ward-1"', "OFFERING_UNKNOWN", "offering"),
    ('offering: "services/birth/offerings/nowhere"', "OFFERING_UNKNOWN", "offering"),
    (r'offering: "services/\000/offerings/ward-1"', "TEXT_HAS_CONTROLS", "offering"),
    (f'offering: "services/{NFD}/offerings/ward-1"', "TEXT_NOT_NFC", "offering"),
    ('receiving_unit: "units/nowhere"', "UNIT_UNKNOWN", "receiving_unit"),
    ('handling_unit: "units/nowhere"', "UNIT_UNKNOWN", "handling_unit"),
    ('steps { status: STATUS_ACCEPTED time {} unit: "units/nowhere" }', "UNIT_UNKNOWN",
        "steps[1].unit"),
    ('key: ""', "FIELD_REQUIRED", "key"),
    (f'key: "{LONG}"', "TEXT_TOO_LONG", "key"),
    (f'key: "{NFD}"', "TEXT_NOT_NFC", "key"),
    (r'key: "\000"', "TEXT_HAS_CONTROLS", "key"),
    ("channel: 99", "ENUM_UNKNOWN", "channel"),
    ("due { time { seconds: 253402300800 } }", "TIME_INVALID", "due.time"),
    ("steps { status: 99 }", "ENUM_UNKNOWN", "steps[1].status"),
    ("steps { status: STATUS_SUBMITTED }", "STEP_REPEATED", "steps[1].status"),
    ("steps { status: STATUS_PROCESSING }", "STEP_TIME_MISSING", "steps[1].time"),
    ("steps { time {} }", "STEP_UNSUPPORTED", "steps[1].status"),
    ("steps { transfer {} time {} }", "STEP_UNIT_MISSING", "steps[1].unit"),
    ("steps { rating { value: 6 } time {} }", "RATING_INVALID", "steps[1].rating.value"),
    ('root_source: "an old one"', "TEXT_MALFORMED", "root_source"),
    ("steps { status: STATUS_REFUSED time {} } steps { status: STATUS_RESULT_READY time {} }",
        "STEPS_CONTRADICT", "steps"),
    ('steps { status: STATUS_REFUSED time {} reason_code: "No!" }', "TEXT_MALFORMED",
        "steps[1].reason_code"),
]  # fmt: skip
