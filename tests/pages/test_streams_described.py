"""What real services publish about a city, message by message, against docs/asyncapi.json.

Promises every message of every stream, as a reader's account gets it. Must not know what is in the
city: it takes what there is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.message_factory import GetMessageClass
from jsonschema import Draft7Validator
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.console.reading.folding import streams
from tests.e2e.asyncapi import (
    ADDRESSES,
    DOCUMENT,
    MESSAGES,
    PUBLISHED,
    descriptor,
    headers_of,
    json_of,
    known_headers,
    validator,
)
from tests.pages.opened import Opened
from tests.waiting import until

STREAMS = ("catalog", "submissions", "metrics", "figures", "published")
FEW = 40  # messages of one type that are read whole; of the others only the place is looked at
# What the city has for certain, so that a stream that nobody reads is found.
THERE = {
    "motcua.catalog.v1.OfferingAssessed",
    "motcua.submissions.v1.DossierAccepted",
    "motcua.submissions.v1.SourceBound",
    "motcua.metrics.v1.FigurePublished",
    "motcua.metrics.v1.DefinitionAdopted",
    "motcua.metrics.v1.LiveFigure",
    "motcua.metrics.v1.FiguresCheckpoint",
    "motcua.metrics.v1.FigureReleased",
}


def pattern(address: str) -> re.Pattern[str]:
    """What subjects of an address look like; only a definition has dots."""
    token = "(?:[A-Za-z0-9_-]|%[0-9A-F]{2})+"
    text = re.escape(address).replace(r"\{definition\}", rf"{token}(?:\.{token})*")
    return re.compile(re.sub(r"\\\{\w+\\\}", token, text))


PATTERNS = {MESSAGES[name]["name"]: pattern(each) for each, [name] in ADDRESSES.items()}


@pytest.fixture(scope="module")
async def stored(pages: Opened) -> list[Msg]:
    """Every message of all streams, once what is derived from others is published, too."""
    found: list[Msg] = []

    async def everything_is_there() -> bool:
        found[:] = [each for stream in STREAMS for each in await every(client, stream)]
        return {each.headers["ce-type"] for each in found if each.headers} >= THERE

    async with streams.connected(pages.stack.nats_url("inspector")) as client:
        await until(everything_is_there)
    return found


async def every(client: Client, stream: str) -> list[Msg]:
    """The messages of one; of one that is empty, there is none to ask for."""
    found: list[Msg] = []
    state = (await streams.request(client, stream, "STREAM.INFO"))["state"]
    after = state["first_seq"] - 1
    async with streams.Batches(client, stream) as batches:
        while state["messages"] and after < state["last_seq"]:
            found += await batches.take(after + 1, 2000)
            after = int(found[-1].headers["Nats-Sequence"])
    return found


async def test_every_message_is_where_the_document_says_and_as_it_says(stored: list[Msg]) -> None:
    seen = Counter[str]()
    for message in stored:
        headers: Any = message.headers
        kind = headers["ce-type"]
        seen[kind] += 1
        assert PATTERNS[kind].fullmatch(headers["Nats-Subject"]), headers["Nats-Subject"]
        if seen[kind] <= FEW:
            headers_of(kind).validate(dict(headers))
            assert set(headers) - known_headers(kind) == set()
            json_of(kind).validate(content(kind, message))
    assert seen.keys() >= THERE
    assert seen.keys() <= PUBLISHED.keys()
    assert len(seen) > 25


def content(kind: str, message: Msg) -> Any:
    """The payload as JSON, whichever form it has."""
    if PUBLISHED[kind]["contentType"] == "application/json":
        return json.loads(message.data)
    made = GetMessageClass(descriptor(kind)).FromString(message.data)
    return json_format.MessageToDict(made)


def judge(name: str, part: str) -> Draft7Validator:
    """What judges the headers or the payload of a message that is none of ours."""
    return validator(MESSAGES[name][part])


async def test_what_a_reader_asks_is_answered_as_the_document_says(pages: Opened) -> None:
    wish = {
        "seq": 1,
        "batch": 3,
        "max_bytes": 100_000,
        "next_by_subj": "motcua.metrics.FigurePublished.>",
    }
    judge("StoredRequest", "payload").validate(wish)
    async with streams.connected(pages.stack.nats_url("city")) as client:
        inbox = client.new_inbox()
        answers = await client.subscribe(inbox)
        await client.publish(addressed("stored.metrics"), json.dumps(wish).encode(), reply=inbox)
        *found, end = [await answers.next_msg(30) for _ in range(4)]
        judge("EndOfBatch", "headers").validate(dict(end.headers))
        kinds = {each.headers["ce-type"] for each in found}
        assert kinds == {"motcua.metrics.v1.FigurePublished"}
        missing = {"seq": 10**9, "batch": 1}
        await client.publish(addressed("stored.metrics"), json.dumps(missing).encode(), reply=inbox)
        nothing = await answers.next_msg(30)
        judge("NothingStored", "headers").validate(dict(nothing.headers))
        info = json.loads((await client.request(addressed("info.metrics"), timeout=30)).data)
        judge("StreamInfo", "payload").validate(info)
        assert info["state"]["first_seq"] == 1
        subject = found[0].headers["Nats-Subject"]
        many = {"multi_last": ["motcua.metrics.FigurePublished.>"], "batch": 1}
        judge("StoredRequest", "payload").validate(many)
        await client.publish(addressed("stored.metrics"), json.dumps(many).encode(), reply=inbox)
        newest, end = [await answers.next_msg(30) for _ in range(2)]
        assert newest.headers["ce-type"] == "motcua.metrics.v1.FigurePublished"
        judge("EndOfBatch", "headers").validate(dict(end.headers))
        assert not judge("StoredRequest", "payload").is_valid({"batch": 1})
        last = addressed("last.metrics").replace("{subject}", subject)
        one = await client.request(last, timeout=30)
        assert one.headers["Nats-Subject"] == subject


def addressed(channel: str) -> str:
    """Where a request of the document goes."""
    address: str = DOCUMENT["channels"][channel]["address"]
    return address
