"""What a stream of answers holds counts for its caller: beyond his room the next one comes later.

Given an echo that answers without end, when somebody hears it faster than he may, then it waits,
and neither his other calls nor other callers do.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from services.chassis.limits.callers import ANSWERS, DEFAULTS
from services.chassis.limits.rates import Bound
from tests.chassis.echo import Echo, refused, request, running, settings, token
from tests.chassis.test_limits import answering, first_of

SLOW = {**DEFAULTS, ANSWERS: {"officer": Bound(0.001, 2)}}


# Ten messages, or 50 rows, are one; the message that goes beyond is given, and none after it.
@pytest.mark.parametrize(("rows", "most"), [(0, 21), (60, 2)])
async def test_what_a_stream_answers_is_counted_and_given_later(rows: int, most: int) -> None:
    async with running(echo := Echo(), settings=settings(limits=SLOW)) as client:
        answering(echo, rows)
        stream = aiter(client.stream("Follow", request(), shape="unary_stream"))
        for _ in range(most):
            await anext(stream)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await anext(stream)
        await client.call("Ask", request())  # nothing else of his waits
        auth = token(sub="officers/2")
        await first_of(client.stream("Follow", request(), shape="unary_stream", auth=auth))


async def test_a_stream_that_waits_for_its_turn_ends_with_the_server() -> None:
    async with running(Echo(), settings=settings(limits=SLOW, longest_connection=1)) as client:
        stream = client.stream("Follow", request(), shape="unary_stream")
        assert (await refused(all_of(stream))).reason == "SERVER_ENDING"


async def all_of(stream: Any) -> list[Any]:
    return [each async for each in stream]
