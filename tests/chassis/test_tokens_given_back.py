"""Tokens that were given back: refused by all processes of a service until they would have ended.

Promises that nobody else's token ends, and that none lives on because it is written otherwise. Two
servers over one database stand for two processes of a service.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from deploy.embedded.databases import Database
from motcua.chassis.v1 import identity_pb2 as api
from motcua.chassis.v1.identity_pb2_grpc import IdentityServiceStub
from services.chassis.database import SQL, Pool, open_pool
from services.chassis.revoked_tokens import RevokedTokens
from tests.chassis import issuing
from tests.chassis.echo import FOREIGN, Client, Echo, refused, request, running, token
from tests.templates import Templates

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


@pytest.fixture(scope="module")
async def database(templates: Templates) -> AsyncIterator[Database]:
    found = await templates.copy("revoked", [SQL])
    yield found
    await templates.drop(found)


@pytest.fixture
async def kept(database: Database) -> AsyncIterator[Pool]:
    async with await open_pool(database.dsn, largest=2) as pool:
        yield pool


async def give_back(client: Client, auth: str) -> None:
    asked = api.RevokeTokenRequest(token=auth.removeprefix("Bearer "))
    await IdentityServiceStub(client.channel).RevokeToken(asked)


async def reason(client: Client, auth: str) -> str:
    """Why a public method refuses a token; "": it does not."""
    try:
        await client.call("Ask", request(), auth=auth)
    except Exception as error:  # noqa: BLE001 — a refusal, which `refused` reads
        return str((await refused(raised(error))).reason)
    return ""


async def raised(error: Exception) -> Any:
    raise error


def written_otherwise(auth: str) -> list[str]:
    """The same token twice: of an ECDSA signature (r, s) the other one is (r, n - s); and by a
    scheme in small letters.
    """
    signed, _, signature = auth.rpartition(".")
    r, s = halves(base64.urlsafe_b64decode(signature + "=="))
    other = b"".join(each.to_bytes(32) for each in (r, ORDER - s))
    again = f"{signed}.{base64.urlsafe_b64encode(other).decode().rstrip('=')}"
    return [again, again.replace("Bearer", "bearer")]


def halves(signature: bytes) -> tuple[int, int]:
    return int.from_bytes(signature[:32]), int.from_bytes(signature[32:])


async def test_a_token_that_was_given_back_is_refused_however_it_is_written() -> None:
    known = issuing.identity(await issuing.issuer(issuing.key("ES256")))
    mine, other = (issuing.token(issuing.key("ES256")) for _ in range(2))
    same = [mine, *written_otherwise(mine)]
    assert [issuing.answer(known, each)[:5] for each in same] == ["oidc."] * 3
    found = known.caller(mine).token
    assert found
    await known.revoked.add(found)
    assert [issuing.answer(known, each) for each in same] == ["TOKEN_REVOKED"] * 3
    assert issuing.answer(known, other).startswith("oidc.")


async def test_who_gives_a_token_back_gives_back_no_other(kept: Pool) -> None:
    async with running(Echo(), revoked=RevokedTokens(kept)) as client:
        mine, other = token(), token(sub="officers/2")
        await give_back(client, mine)
        await give_back(client, mine)  # no fault
        assert await reason(client, mine) == "TOKEN_REVOKED"
        assert await reason(client, other) == ""


async def test_the_other_processes_follow_and_one_that_starts_knows(kept: Pool) -> None:
    here, there = RevokedTokens(kept), RevokedTokens(kept)
    mine = token(sub="officers/3")
    async with running(Echo(), revoked=here) as one, running(Echo(), revoked=there) as two:
        await there.read()
        await give_back(one, mine)
        assert await reason(two, mine) == ""
        await there.read()
        assert await reason(two, mine) == "TOKEN_REVOKED"
    late = RevokedTokens(kept)
    await late.read()
    async with running(Echo(), revoked=late) as three:
        assert await reason(three, mine) == "TOKEN_REVOKED"


async def test_what_was_never_believed_or_has_ended_leaves_nothing(kept: Pool) -> None:
    async def rows() -> int:
        return int(await kept.fetchval("select count(*) from revoked_tokens"))

    before = await rows()
    async with running(Echo(), revoked=RevokedTokens(kept)) as client:
        for wrong in (token(key=FOREIGN), "Bearer x", "Bearer "):
            said = await refused(give_back(client, wrong))
            assert said.reason in {"TOKEN_INVALID", "FIELD_REQUIRED"}
        await give_back(client, token(life=timedelta(hours=-1)))
    assert await rows() == before


async def test_what_has_ended_by_itself_is_forgotten(kept: Pool) -> None:
    await kept.execute(
        "insert into revoked_tokens (digest, expires_at) values ($1, now() - interval '2 hours')",
        b"\1" * 32,
    )
    async with running(Echo(), revoked=RevokedTokens(kept)) as client:
        await give_back(client, token(sub="officers/4"))
    old = await kept.fetchval("select count(*) from revoked_tokens where expires_at < now()")
    assert old == 0
