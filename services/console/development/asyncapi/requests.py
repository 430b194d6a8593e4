"""What a reader asks JetStream for, and what it answers: stored messages, and a stream's state.

Promises no more than an account of a reader imports (deploy/embedded/accounts.py): STREAM.INFO and
DIRECT.GET, under the name of the stream.
"""

from collections.abc import Iterable
from typing import Any

from services.console.development.asyncapi.published import Published
from services.console.development.asyncapi.schemas import INTEGER_TEXT

Part = dict[str, Any]
INBOX = "The subject that the request named for its reply: an inbox of the client."
NATURAL = {"type": "integer", "minimum": 0}
POSITIVE = {"type": "integer", "minimum": 1}


def ref(*path: str) -> Part:
    """To a part of the document."""
    return {"$ref": "#/" + "/".join(path)}


def status(code: str, description: str, **more: Part) -> Part:
    """A message without payload, by its `Status`."""
    properties = {"Status": {"type": "string", "const": code}, **more}
    headers = {"type": "object", "required": ["Status"], "properties": properties}
    return {"summary": description, "headers": headers, "contentType": "text/plain"}


def request(summary: str, properties: Part | None = None, *required: Iterable[str]) -> Part:
    """A request, as JSON; one without properties is empty. Any list of required ones will do."""
    found: Part = {"summary": summary, "contentType": "application/json"}
    if properties is not None:
        found["payload"] = {
            "type": "object",
            "anyOf": [{"required": list(each)} for each in required],
            "properties": properties,
        }
    return found


STATE = {
    "first_seq": {**NATURAL, "description": "The first sequence that is there."},
    "last_seq": {**NATURAL, "description": "The last one."},
    "messages": {**NATURAL, "description": "How many messages there are."},
    "bytes": NATURAL,
}
MESSAGES: dict[str, Part] = {
    "StoredRequest": request(
        "Messages from a sequence on, or the last of each subject that fits.",
        {
            "seq": {**POSITIVE, "description": "The first sequence that may be answered."},
            "batch": {
                **POSITIVE,
                "description": "How many messages are wanted at most; 10,000 come, or 100 of those "
                "that match, and the rest when it is asked for.",
            },
            "max_bytes": {**POSITIVE, "description": "How many bytes at most; 4 MiB come."},
            "next_by_subj": {
                "type": "string",
                "description": "With `seq`: only of subjects that match, with `*` and `>`.",
            },
            "multi_last": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 1,
                "maxItems": 1,
                "description": "Instead of `seq`: the last message of each subject that matches "
                "this one, with `*` and `>`, in the order of the stream.",
            },
        },
        ["seq", "batch"],
        ["multi_last"],
    ),
    "LastRequest": request("Empty: the subject is in the address."),
    "EndOfBatch": status(
        "204",
        "The batch ends: what was asked for came, or there is no more.",
        **{
            "Nats-Num-Pending": {"type": "string", "pattern": INTEGER_TEXT},
            "Nats-Last-Sequence": {
                "type": "string",
                "pattern": INTEGER_TEXT,
                "description": "The sequence of the last message of this answer.",
            },
            "Nats-UpTo-Sequence": {
                "type": "string",
                "pattern": INTEGER_TEXT,
                "description": "Of `multi_last`: where the stream ended when it was asked.",
            },
        },
    ),
    "NothingStored": status(
        "404", "There is no such message; a stream that ends before `seq`, too."
    ),
    "Refused": status("408", "What is asked is more than one filter, or cannot be read."),
    "NobodyAnswers": status(
        "503",
        "Nobody answers now: ask again. Only where CONNECT has `headers`, `no_responders`.",
    ),
    "InfoRequest": request("Empty."),
    "StreamInfo": {
        "summary": "How far a stream goes, and since when it is this one.",
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "properties": {
                "created": {
                    "type": "string",
                    "format": "date-time",
                    "description": "Another time than before: the stream was made anew.",
                },
                "state": {"type": "object", "properties": STATE},
                "error": {
                    "type": "object",
                    "description": "There instead of the others where JetStream refuses.",
                    "properties": {"err_code": NATURAL, "description": {"type": "string"}},
                },
            },
        },
    },
}


def channels(stream: str, published: Iterable[Published]) -> dict[str, Part]:
    """Requests about one stream, and the inboxes of their answers."""
    api = f"JS.{stream}.API"
    kept = [each.name for each in published if each.stream == stream]
    any_subject = {"description": f"A whole subject, such as one of `motcua.{stream}.`."}
    return {
        f"stored.{stream}": channel(f"{api}.DIRECT.GET.{stream}", ["StoredRequest"]),
        f"storedAnswer.{stream}": channel(
            None, [*kept, "EndOfBatch", "NothingStored", "Refused", "NobodyAnswers"]
        ),
        f"last.{stream}": {
            **channel(f"{api}.DIRECT.GET.{stream}.{{subject}}", ["LastRequest"]),
            "parameters": {"subject": any_subject},
        },
        f"lastAnswer.{stream}": channel(None, [*kept, "NothingStored", "NobodyAnswers"]),
        f"info.{stream}": channel(f"{api}.STREAM.INFO.{stream}", ["InfoRequest"]),
        f"infoAnswer.{stream}": channel(None, ["StreamInfo", "NobodyAnswers"]),
    }


def channel(address: str | None, messages: Iterable[str]) -> Part:
    """A channel with messages of the components."""
    found = {
        "address": address,
        "messages": {name: ref("components", "messages", name) for name in messages},
    }
    return found if address else {**found, "description": INBOX}


SUMMARIES = {
    "stored": "Messages that the stream holds, from a sequence on (batched DIRECT.GET)",
    "last": "The last message of one subject",
    "info": "How far the stream goes",
}


def operations(stream: str) -> dict[str, Part]:
    """What a reader asks of one stream."""
    return {
        f"{asked}.{stream}": {
            "action": "send",
            "channel": ref("channels", f"{asked}.{stream}"),
            "summary": f"{summary}: `{stream}`.",
            "tags": [{"name": stream}],
            "bindings": {"nats": {}},
            "reply": {"channel": ref("channels", f"{asked}Answer.{stream}")},
        }
        for asked, summary in SUMMARIES.items()
    }
