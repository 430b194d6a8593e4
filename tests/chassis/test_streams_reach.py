"""Streams without an end whose unit moves out of the caller's subtree while they run.

Promises that permission is looked at before each answer.
"""

from __future__ import annotations

import grpc

from tests.chassis.echo import INSIDE, Echo, refused, request, running, token


async def test_a_stream_ends_with_the_reach_of_the_role_that_it_was_asked_by() -> None:
    inside = {*INSIDE}
    within = lambda top, unit: (top, unit) in inside  # noqa: E731
    async with running(Echo(), within=within) as client:
        stays = client.stream(
            "Attend", request(), shape="unary_stream", auth=token(unit="units/ward")
        )
        moves = client.stream("Attend", request(), shape="unary_stream")
        for each in (stays, moves):
            assert (await each.read()).text == "xin chào"
        inside.remove(("units/city", "units/ward"))
        said = await refused(to_the_end(moves))
        assert (said.code, said.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_PERMITTED")
        for _ in range(3):
            assert (await stays.read()).text == "xin chào"
        stays.cancel()


async def to_the_end(call: grpc.aio.UnaryStreamCall[bytes, object]) -> None:
    while await call.read() is not grpc.aio.EOF:
        pass
