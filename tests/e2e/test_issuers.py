"""A service of `./motcua up` that believes an identity provider, by settings that are passed on.

Given a file of issuers, when the stack starts and somebody signs in at the provider, then he is
known to the service by the pseudonym that an operator can ask for.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import grpc
import pytest

from deploy.embedded import operations
from deploy.embedded.stack import Stack
from motcua.chassis.v1 import identity_pb2 as api
from motcua.chassis.v1.identity_pb2_grpc import IdentityServiceStub
from tests.chassis.issuing import stated, toml
from tests.oidc import Provider
from tests.waiting import until

CITIZEN = "079012345678"


async def caller(address: str, token: str) -> api.Caller | None:
    """Who somebody is to a service; None as long as it has no keys."""
    async with grpc.aio.insecure_channel(address) as channel:
        stub = IdentityServiceStub(channel)
        try:
            return await stub.GetCaller(
                api.GetCallerRequest(), metadata=(("authorization", f"Bearer {token}"),)
            )
        except grpc.aio.AioRpcError as error:
            assert error.code() is grpc.StatusCode.UNAVAILABLE, error.details()  # noqa: PT017
            return None


async def pseudonym(*words: str, **how: Any) -> str:
    """What a command says of somebody, whom it reads on standard input."""
    pipe = asyncio.subprocess.PIPE
    asked = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, **how)
    said, _ = await asked.communicate(f"{CITIZEN}\n".encode())
    return said.decode().strip()


async def test_a_stack_believes_the_issuers_of_a_file(
    oidc: Provider, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "issuers.toml"
    file.write_text(toml(stated(url=oidc.url)), encoding="utf-8")
    monkeypatch.setenv("MOTCUA_ISSUERS_FILE", str(file))
    await oidc.account(CITIZEN, roles=["clerk"], unit_id="ward")
    token = str((await oidc.signed_in(CITIZEN))["access_token"])
    stack = await Stack(data_dir).start(services=["catalog"])
    try:
        address = stack.services["catalog"].grpc
        await until(lambda: caller(address, token))
        found = await caller(address, token)
        assert found is not None
        assert [each.role for each in found.grants] == []  # the catalogue has no such unit yet
        command = [sys.executable, "-m", "services.console", "pseudonym", "city", "--data"]
        assert await pseudonym(*command, str(data_dir)) == found.subject
        words = operations.argv("catalog", ["pseudonym", "city"])
        environment = operations.environment(stack.describe(), "catalog")
        assert await pseudonym(*words, env=environment) == found.subject
        assert CITIZEN not in found.subject
    finally:
        await stack.stop()
