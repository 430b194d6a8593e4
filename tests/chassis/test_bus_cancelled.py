"""A request to NATS whose caller is cancelled at the moment of its answer.

Given NATS's client over Python 3.11, which then returns the answer or raises what it says, when a
caller was cancelled, then it ends.
"""

import asyncio
from typing import Any

import pytest
from nats.errors import NoRespondersError

from services.chassis.bus import Bus


class Client:
    """Whose answer comes as its caller is cancelled."""

    is_connected = True

    def __init__(self, answer: Exception | None) -> None:
        self.answer = answer

    async def request(self, *_: Any, **__: Any) -> Any:
        task = asyncio.current_task()
        assert task
        task.cancel()
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            if self.answer:
                raise self.answer from None

    async def answered(self, well: bool) -> None:
        """Nothing follows from it."""


@pytest.mark.parametrize("answer", [None, NoRespondersError(), TimeoutError()])
async def test_a_cancellation_that_meets_an_answer_ends_the_caller(
    answer: Exception | None,
) -> None:
    client: Any = Client(answer)
    asking = asyncio.create_task(Bus(client).api("INFO"))
    await asyncio.wait([asking])
    assert asking.cancelled()
