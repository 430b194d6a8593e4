"""How many messages a request's bytes hold, counted before they are read: as many as are read.

Promises that a message of empty items is refused before anything is made of it.
"""

from __future__ import annotations

import random
import tracemalloc
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.limits.parts import MOST_PARTS, counted, shape_of
from services.console.development.fuzzing.messages import random_message
from tests.chassis.echo import Echo, message, refused, request, running

ALL = 1 << 40


def held(found: Any) -> int:
    """How many messages a message holds, by walking through it."""
    total = 0
    for field, value in found.ListFields():
        if field.type != FieldDescriptor.TYPE_MESSAGE:
            continue
        if field.message_type.GetOptions().map_entry:
            total += len(value)
            continue
        within = value if field.is_repeated else [value]
        total += sum(1 + held(each) for each in within)
    return total


@given(seed=some.integers(0, 2**32))
def test_as_many_are_counted_as_are_read(seed: int) -> None:
    found = random_message(message("SayRequest").DESCRIPTOR, random.Random(seed))
    sent = found.SerializeToString()
    assert counted(sent, shape_of(found.DESCRIPTOR), most=ALL) == held(found)


@given(sent=some.binary(max_size=300))
def test_any_bytes_are_counted_or_not_and_never_fail(sent: bytes) -> None:
    kind = message("SayRequest")
    count = counted(sent, shape_of(kind.DESCRIPTOR), most=ALL)
    try:
        read = held(kind.FromString(sent))
    except Exception:  # noqa: BLE001 — malformed, which reading says
        return
    assert count >= read


def test_counting_stops_at_the_bound() -> None:
    shape = shape_of(message("SayRequest").DESCRIPTOR)
    assert counted(b"\x22\x00" * 500, shape, most=100) == 101


async def test_a_message_of_empty_items_is_refused_before_it_is_read() -> None:
    empty = request().SerializeToString() + b"\x22\x00" * (MOST_PARTS + 10)
    async with running(echo := Echo()) as client:
        tracemalloc.start()
        try:
            said = await refused(client.call("Say", empty))
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (said.code, said.reason) == (
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "REQUEST_TOO_MANY_PARTS",
    )
    assert most < 20 * len(empty)
    assert echo.ran == 0


@pytest.mark.parametrize("compression", [grpc.Compression.Gzip, grpc.Compression.Deflate])
async def test_the_same_is_refused_when_it_is_compressed(compression: grpc.Compression) -> None:
    empty = request().SerializeToString() + b"\x22\x00" * (MOST_PARTS + 10)
    async with running(echo := Echo()) as client:
        said = await refused(client.call("Say", empty, compression=compression))
    assert (said.reason, echo.ran) == ("REQUEST_TOO_MANY_PARTS", 0)
