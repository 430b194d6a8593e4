"""Commands while the database takes no writes: refused with a hint, and done once afterwards.

Promises a real PostgreSQL in that state. Must not restart the service.
"""

import asyncio
from contextlib import suppress
from typing import Any

import grpc

from deploy.embedded.stack import Stack
from tests.outages import read_only
from tests.submissions.house import House, read_error, submission

AWAY = {"STORE_UNAVAILABLE", "BACKEND_UNAVAILABLE", "LOG_STARTING"}


async def test_submissions_to_a_read_only_primary_can_be_repeated_later(
    stack: Stack, house: House
) -> None:
    await house.submit()
    requests = [submission() for _ in range(8)]  # more than there are numbers in memory
    caller = house.caller("portal")

    async def send(request: Any) -> Any:
        return await house.calls.SubmitDossier(request, **caller)

    async with read_only(stack):
        refused = await asyncio.gather(*map(send, requests), return_exceptions=True)
    errors = [each for each in refused if isinstance(each, grpc.aio.AioRpcError)]
    assert len(errors) == len(requests)
    assert {each.code() for each in errors} == {grpc.StatusCode.UNAVAILABLE}
    assert {read_error(each).reason for each in errors} <= AWAY

    async def patiently(request: Any) -> Any:
        while True:
            with suppress(grpc.aio.AioRpcError):  # the relay compares log and stream anew first
                return await send(request)
            await asyncio.sleep(0.1)

    first = await asyncio.gather(*map(patiently, requests))
    assert await asyncio.gather(*map(patiently, requests)) == first
    assert len({each.dossier.name for each in first}) == len(requests)
