"""The console repeats what is only unavailable, and waits no longer than a person does.

Example: of too many wrong pairs the service says to come back in an hour; that is shown at once.
"""

from __future__ import annotations

from typing import Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.rpc import code_pb2, error_details_pb2, status_pb2

from services.console.outcome import Unavailable
from services.console.portal.bearers import Public
from services.console.portal.client import DETAILS, Portal
from services.console.portal.installation import Installation


def failure(seconds: int) -> grpc.aio.AioRpcError:
    """An answer that may be asked for again after that time."""
    status = status_pb2.Status(code=code_pb2.RESOURCE_EXHAUSTED)
    status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=Duration(seconds=seconds)))
    trailers = grpc.aio.Metadata((DETAILS, status.SerializeToString()))
    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailers, "later")


class Answers:
    """Fails with these, then answers."""

    def __init__(self, *failures: grpc.aio.AioRpcError) -> None:
        self.failures, self.asked = list(failures), 0

    async def __call__(self, request: Any, **_: Any) -> str:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return str(request)


@pytest.fixture
def portal() -> Portal:
    found = Portal.__new__(Portal)
    found.installation = Installation("elsewhere", {}, Public())
    return found


async def test_what_may_be_answered_in_a_moment_is_asked_again(portal: Portal) -> None:
    method = Answers(failure(0), failure(0))
    assert await portal.call(method, "asked", role="portal") == "asked"
    assert method.asked == 3


async def test_an_hour_is_not_waited_for(portal: Portal) -> None:
    method = Answers(failure(3600))
    with pytest.raises(Unavailable):
        await portal.call(method, "asked", role="portal")
    assert method.asked == 1


async def test_what_a_server_reset_when_it_ended_is_asked_again(portal: Portal) -> None:
    reset = grpc.aio.AioRpcError(
        grpc.StatusCode.CANCELLED, grpc.aio.Metadata(), grpc.aio.Metadata()
    )
    method = Answers(reset)
    assert await portal.call(method, "asked", role="portal") == "asked"
