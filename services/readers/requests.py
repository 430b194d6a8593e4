"""What a reader may ask JetStream about a stream.

Promises that what is handed on was written here, field by field, and says how much it may bring.
JetStream takes a field's name in any case and of two equal ones the last: no request may be read
in one way here and in another there.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

LARGEST = 4 << 20  # bytes of an answer, and a message: 5,000 usual ones, 60 ms of NATS's CPU
MOST = 10_000  # messages of an answer, 15 ms where they are small
MOST_FILTERED = 100  # of one by a filter: NATS looks for the next that matches through all between
INFO, STORED = "STREAM.INFO", "DIRECT.GET"


class Refused(Exception):  # noqa: N818 — what is the case
    """A status as JetStream gives it: its number, and why."""


def natural(value: Any) -> bool:
    """As JetStream reads sequences."""
    return type(value) is int and 0 <= value < 1 << 64


def number(value: Any) -> bool:
    """As it reads counts."""
    return type(value) is int and 0 <= value < 1 << 63


def text(value: Any) -> bool:
    """A subject, or a time."""
    return type(value) is str


def truth(value: Any) -> bool:
    """Yes or no."""
    return type(value) is bool


def one_filter(value: Any) -> bool:
    """A list of one. For each NATS looks at every subject that may match."""
    return type(value) is list and len(value) == 1 and text(value[0])


# Not `up_to_seq` and `up_to_time`: for each subject that matches NATS 2.15 looks through the stream
# for the last message before it, so that one request keeps the stream for minutes.
FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "seq": natural,
    "batch": number,
    "max_bytes": number,
    "next_by_subj": text,
    "last_by_subj": text,
    "multi_last": one_filter,
    "start_time": text,
    "no_hdr": truth,
}
SEARCHING = frozenset({"next_by_subj", "last_by_subj", "multi_last", "start_time"})


class HandedOn(NamedTuple):
    """A request as JetStream gets it; `searches`: it looks for what matches, however far it is."""

    body: bytes
    searches: bool = False


def handed_on(action: str, body: bytes) -> HandedOn:
    """What JetStream gets instead of this request; raises Refused."""
    if is_of_messages(action):
        wish = bounded(read(body))
        return HandedOn(json.dumps(wish).encode(), bool(wish.keys() & SEARCHING))
    return HandedOn(b"")  # a body would say nothing, or ask for a list of all subjects


def is_of_messages(action: str) -> bool:
    """Whether it says in its body which ones: DIRECT.GET.<stream>, without a subject."""
    return action.startswith(f"{STORED}.") and action.count(".") == STORED.count(".") + 1


def stream_of(action: str) -> str:
    """Which stream it is about."""
    return action.split(".")[2]


def read(body: bytes) -> dict[str, Any]:
    """What the body says; raises Refused."""
    if not body:
        raise Refused("408 Empty Request")
    try:
        wish = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("408 Malformed Request") from None
    if type(wish) is not dict:
        raise Refused("408 Malformed Request")
    for name, value in wish.items():
        if name not in FIELDS or not FIELDS[name](value):
            raise Refused(f"408 Bad Request: {name}" if name in FIELDS else "408 Bad Request")
    return wish


def bounded(wish: Mapping[str, Any]) -> dict[str, Any]:
    """The same, for no more than an answer may bring. What is left out then is asked for next."""
    found = {**wish, "max_bytes": min(wish.get("max_bytes") or LARGEST, LARGEST)}
    if "batch" in wish:
        found["batch"] = min(wish["batch"], MOST_FILTERED if "next_by_subj" in wish else MOST)
    return found
