"""What a reader may ask JetStream about a stream, and how much an answer may bring.

Example: `{"seq": 1, "batch": 50000}` is forwarded as `{"seq": 1, "batch": 10000, "max_bytes":
4194304}`, and `{"multi_last": ["a", "b"]}` is refused. Must not forward the reader's own bytes:
JetStream takes a field's name in any case, and of two equal ones the last.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

LARGEST = 4 << 20  # bytes of an answer, and a message: 5,000 usual ones, 60 ms of NATS's CPU
MOST = 10_000  # messages of an answer, 15 ms where they are small
MOST_FILTERED = 100  # of one by a filter: NATS looks for the next that matches through all between
INFO, STORED = "STREAM.INFO", "DIRECT.GET"


class Refused(Exception):  # noqa: N818 — what is the case
    """A status as JetStream writes it, such as `408 Bad Request: seq`."""


def is_sequence(value: Any) -> bool:
    """An unsigned integer of 64 bits."""
    return type(value) is int and 0 <= value < 1 << 64


def is_count(value: Any) -> bool:
    """A signed integer of 64 bits, from 0."""
    return type(value) is int and 0 <= value < 1 << 63


def is_text(value: Any) -> bool:
    """A subject, or a time."""
    return type(value) is str


def is_truth(value: Any) -> bool:
    """True or false."""
    return type(value) is bool


def is_one_filter(value: Any) -> bool:
    """A list of one subject: for each NATS looks at every subject of the stream."""
    return type(value) is list and len(value) == 1 and is_text(value[0])


# Not `up_to_seq` and `up_to_time`: for each subject that matches NATS 2.15 looks through the stream
# for the last message before it, so that one request keeps the stream for minutes.
FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "seq": is_sequence,
    "batch": is_count,
    "max_bytes": is_count,
    "next_by_subj": is_text,
    "last_by_subj": is_text,
    "multi_last": is_one_filter,
    "start_time": is_text,
    "no_hdr": is_truth,
}
SEARCHING = frozenset({"next_by_subj", "last_by_subj", "multi_last", "start_time"})


class BoundedRequest(NamedTuple):
    """What JetStream gets; `searches`: it looks for messages that match, however far they are."""

    body: bytes
    searches: bool = False


def bounded_request(action: str, body: bytes) -> BoundedRequest:
    """The request to forward in place of a reader's; raises Refused. `action` is the address within
    JetStream's API, such as `DIRECT.GET.metrics`.
    """
    if is_of_messages(action):
        fields = bounded(parsed(body))
        return BoundedRequest(json.dumps(fields).encode(), bool(fields.keys() & SEARCHING))
    return BoundedRequest(b"")  # a body would say nothing, or ask for a list of all subjects


def is_of_messages(action: str) -> bool:
    """Whether its body says which messages: DIRECT.GET.<stream>, without a subject."""
    return action.startswith(f"{STORED}.") and action.count(".") == STORED.count(".") + 1


def stream_of(action: str) -> str:
    """The stream in an address, such as `metrics` of `DIRECT.GET.metrics`."""
    return action.split(".")[2]


def parsed(body: bytes) -> dict[str, Any]:
    """The fields of a request; raises Refused where one is unknown or malformed."""
    if not body:
        raise Refused("408 Empty Request")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("408 Malformed Request") from None
    if type(fields) is not dict:
        raise Refused("408 Malformed Request")
    for name, value in fields.items():
        if name not in FIELDS or not FIELDS[name](value):
            raise Refused(f"408 Bad Request: {name}" if name in FIELDS else "408 Bad Request")
    return fields


def bounded(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same fields, for no more than an answer may bring; the reader asks for the rest next."""
    found = {**fields, "max_bytes": min(fields.get("max_bytes") or LARGEST, LARGEST)}
    if "batch" in fields:
        most = MOST_FILTERED if "next_by_subj" in fields else MOST
        found["batch"] = min(fields["batch"], most)
    return found
