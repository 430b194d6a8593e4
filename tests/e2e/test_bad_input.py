"""Bad input of every kind, to all three services as they run: a clear error, and nothing stored.

Promises for each refusal its status, its stable reason, the field where there is one, and words in
Vietnamese and English. Must not accept an answer where one thing in a request is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import grpc
import pytest
from google.protobuf import text_format
from google.protobuf.descriptor import Descriptor
from google.rpc import error_details_pb2

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.commands.verify import verified
from services.console.development.fuzz import session
from services.console.development.fuzzing.corpus import Corpus
from services.console.portal.installation import of_stack
from services.console.portal.patience import detail, details
from tests.e2e.allowed import (
    ALLOWED,
    CLIENT_STREAMING,
    METHODS,
    PROCESS,
    described,
    request_of,
)
from tests.e2e.bad_changes import BAD_CHANGES
from tests.e2e.bad_records import RECORDS
from tests.e2e.bad_requests import BAD, INVALID, TOO_LARGE
from tests.e2e.sound_requests import SOUND
from tests.e2e.world import World, filled

CASES = [
    pytest.param(service, method, wrong, answer, id=f"{method}-{answer[1]}-{answer[2]}-{number}")
    for (service, method), cases in [*BAD.items(), *BAD_CHANGES.items()]
    for number, (wrong, *answer) in enumerate(cases)
]

# How large a message may be is said for a server: one method of each contract stands for all.
ONE_OF_EACH = dict(METHODS).items()


@pytest.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    async with filled() as world:
        yield world


def assert_clear(
    failed: grpc.aio.AioRpcError, code: grpc.StatusCode, reason: str, field: str
) -> None:
    """All that AIP-193 asks of an error, and words in both languages."""
    info = detail(failed, error_details_pb2.ErrorInfo)
    assert info is not None, (failed.code(), failed.details())
    bad = detail(failed, error_details_pb2.BadRequest)
    fields = [each.field for each in bad.field_violations] if bad else []
    assert (failed.code(), info.reason, fields) == (code, reason, [field] if field else [])
    assert info.domain == "motcua"
    trailers = failed.trailing_metadata() or ()
    sizes = [len(name) + len(value) + 32 for name, value in trailers]
    # Beyond 8 KiB of trailers a gRPC client may give up; the status's message is one of them.
    assert sum(sizes) + len(quote(failed.details() or "")) < 8000
    assert_in_both_languages(
        {each.locale: each.message for each in details(failed, error_details_pb2.LocalizedMessage)}
    )


def assert_in_both_languages(words: dict[str, str]) -> None:
    assert set(words) == {"vi", "en"}
    assert words["vi"].strip() != words["en"].strip() != ""
    assert all(unicodedata.is_normalized("NFC", each) for each in words.values())
    assert re.sub("[…“”]", "", words["en"]).isascii() or "\U00020000" in words["en"]


def in_a_text(message: Descriptor, text: bytes) -> bytes:
    """A message on the wire with this in its first text, however deep that lies; b"" without."""
    for field in message.fields:
        if field.type == field.TYPE_STRING:
            return tagged(field.number, text)
        if field.message_type and (inner := in_a_text(field.message_type, text)):
            return tagged(field.number, inner)
    return b""


def tagged(number: int, content: bytes) -> bytes:
    """A field of bytes: tag, length, content."""
    length, digits = len(content), bytearray()
    while length > 127:
        digits.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2, *digits, length]) + content


@pytest.mark.parametrize(("service", "method", "wrong", "answer"), CASES)
async def test_what_is_wrong_is_said_and_nothing_is_stored(
    world: World, service: str, method: str, wrong: str, answer: tuple[Any, str, str]
) -> None:
    failed = await world.refused(service, method, world.request(service, method, wrong))
    assert_clear(failed, *answer)


@pytest.mark.parametrize(("service", "method"), METHODS)
async def test_what_cannot_be_read_is_refused_by_every_method(
    world: World, service: str, method: str
) -> None:
    contract: Any = request_of(service, method).DESCRIPTOR
    unreadable = [b"\xff", tagged(1, b"cut")[:-1], b"\x0c"]
    unreadable += filter(
        None, (in_a_text(contract, text) for text in (b"\xc3\x28", b"\xed\xa0\x80"))
    )
    for request in unreadable:
        failed = await world.refused(service, method, request)
        assert_clear(failed, INVALID, "REQUEST_MALFORMED", "")


@pytest.mark.parametrize("method", sorted(CLIENT_STREAMING))
async def test_a_stream_that_ends_without_a_message_is_no_fault_of_ours(
    world: World, method: str
) -> None:
    [service] = [each for each, named in METHODS if named == method]
    path = f"/{described(service).full_name}/{method}"
    channel: Any = world.portal.channels[PROCESS.get(service, service)]
    sent = {"metadata": world.portal.bearer(min(ALLOWED[service, method])), "timeout": 30}
    call = channel.stream_stream(path)(iter(()), **sent)
    try:
        assert len([each async for each in call]) <= 1
    except grpc.aio.AioRpcError as failed:
        assert_clear(failed, INVALID, "FIELD_REQUIRED", "name")


@pytest.mark.parametrize(("service", "method"), ONE_OF_EACH)
async def test_five_megabytes_are_refused_by_the_transport(
    world: World, service: str, method: str
) -> None:
    contract: Any = request_of(service, method).DESCRIPTOR
    request = in_a_text(contract, b"x" * 5_000_000) or tagged(1, b"x" * 5_000_000)
    failed = await world.refused(service, method, request)
    assert failed.code() == TOO_LARGE
    assert re.search(r"larger than max \(5\d{6} vs\. 4194304\)", failed.details() or "")


@pytest.mark.parametrize(("wrong", "reason", "field"), RECORDS)
async def test_a_bad_record_is_refused_by_name_and_nothing_is_stored(
    world: World, wrong: str, reason: str, field: str
) -> None:
    before = await world.positions()
    request = api.BackfillDossiersRequest.FromString(
        world.request("submissions", "BackfillDossiers")
    )
    text_format.Merge(wrong, request.records[0])
    answer = api.BackfillDossiersResponse.FromString(
        await world.send("submissions", "BackfillDossiers", request.SerializeToString())
    )
    [refusal] = answer.refusals
    assert (answer.added, answer.known, answer.refused) == (0, 0, 1)
    assert (refusal.source, refusal.reason, refusal.field) == ("old", reason, field)
    assert_in_both_languages({"vi": refusal.message_vi, "en": refusal.message_en})
    assert await world.positions() == before


# Whoever may call it at all may not after what was carried out before: this one is public by then.
AS_THINGS_ARE = {("statement", "WithdrawAssertion"): "publisher"}


async def test_nothing_else_was_wrong(world: World) -> None:
    """What all of the above started from is carried out; a changed record is then refused."""
    before = await world.positions()
    for service, method in SOUND:
        role = AS_THINGS_ARE.get((service, method), "")
        await world.send(service, method, world.request(service, method), role=role)
    await world.looked()
    after = await world.positions()
    assert {name for name in before if after[name] > before[name]} >= {"catalog", "submissions"}
    await test_a_bad_record_is_refused_by_name_and_nothing_is_stored(
        world, "assisted: true", "RECORD_CHANGED", "assisted"
    )


async def test_whatever_else_is_sent_is_answered_clearly_too(
    world: World, request: pytest.FixtureRequest
) -> None:
    """The short form of `./motcua fuzz`, which goes on for as long as somebody wants."""
    corpus, most = Corpus(), request.config.getoption("--fuzz-calls")
    for service, method in SOUND:
        path = f"/{described(service).full_name}/{method}"
        corpus.note(path, world.request(service, method))
    async with session(of_stack(world.stack.describe()), "suite", corpus, None) as ran:
        ran.timed = False  # other tests run beside this one
        await ran.run(calls=most)
        assert ran.failures == []
    assert len(ran.heard) > 20
    found = await verified(world.portal)
    assert found.differences == []


def test_every_method_has_a_sound_request() -> None:
    assert sorted(SOUND) == METHODS


def test_every_change_with_a_time_is_tried_with_one_that_cannot_be() -> None:
    tried = {
        (service, method)
        for (service, method), cases in [*BAD.items(), *BAD_CHANGES.items()]
        if any(reason == "TIME_OUT_OF_RANGE" for _, _, reason, _ in cases)
    }
    dated = {each for each in METHODS if "effective_time" in fields_of(*each)}
    assert sorted(dated - tried) == []


def fields_of(service: str, method: str) -> set[str]:
    """The fields of a method's request."""
    return set(request_of(service, method).DESCRIPTOR.fields_by_name)
