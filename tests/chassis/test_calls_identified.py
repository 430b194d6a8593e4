"""Who may call what: tokens, roles, subtrees, and contracts that forgot to say.

Promises each refusal by its reason, and that a refused call runs nothing.
"""

import asyncio
import base64
import json
from datetime import timedelta

import grpc
import pytest

from services.chassis.access import Caller, Token, Undeclared
from services.chassis.call import current
from services.chassis.decoding import LARGEST_PUBLIC
from services.chassis.identity import Identity
from services.chassis.reasons import ChassisReason
from services.chassis.server import Server
from tests.chassis.echo import (
    FOREIGN,
    PRIVATE,
    Echo,
    add_open,
    contract,
    message,
    public_pem,
    refused,
    request,
    running,
    settings,
    token,
)

DAY = 24 * 3600.0


def unsigned() -> str:
    parts = [{"alg": "none", "typ": "JWT"}, {"sub": "x", "aud": "motcua", "iss": "motcua"}]
    coded = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode() for each in parts]
    return f"Bearer {'.'.join(coded).replace('=', '')}."


BAD_TOKENS = {
    "forged": (token(key=FOREIGN), "TOKEN_INVALID"),
    "expired": (token(life=timedelta(hours=-1)), "TOKEN_EXPIRED"),
    "for another audience": (token(aud="other"), "TOKEN_INVALID"),
    "of another issuer": (token(iss="other"), "TOKEN_INVALID"),
    "without end": (token(exp=None), "TOKEN_INVALID"),
    "without subject": (token(sub=None), "TOKEN_INVALID"),
    "with a subject that is no name": (token(sub="a\nb"), "TOKEN_INVALID"),
    "with roles that are no roles": (token(roles=["officer"]), "TOKEN_INVALID"),
    "signed with the public key as a secret": (
        token(key="x" * 32, algorithm="HS256"),
        "TOKEN_INVALID",
    ),
    "unsigned": (unsigned(), "TOKEN_INVALID"),
    "no token at all": ("Bearer rubbish", "TOKEN_INVALID"),
    "another scheme": ("Basic dXNlcjpwYXNz", "TOKEN_INVALID"),
}


@pytest.mark.parametrize("method", ["Say", "Ask"])
@pytest.mark.parametrize("kind", list(BAD_TOKENS))
async def test_a_bad_token_is_refused_even_where_none_is_needed(kind: str, method: str) -> None:
    auth, reason = BAD_TOKENS[kind]
    async with running(echo := Echo()) as client:
        said = await refused(client.call(method, request(), auth=auth))
    assert (said.code, said.reason, echo.ran) == (grpc.StatusCode.UNAUTHENTICATED, reason, 0)
    assert auth.removeprefix("Bearer ") not in said.whole


async def test_no_token_is_refused_unless_the_method_is_public() -> None:
    async with running(echo := Echo()) as client:
        said = await refused(client.call("Say", request(), auth=None))
        assert (said.code, said.reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING")
        assert (await client.call("Ask", request(), auth=None)).subject == "public"
    assert echo.ran == 1


@pytest.mark.parametrize(
    ("method", "role", "unit"),
    [
        ("Say", "officer", "units/elsewhere"),
        ("Say", "officer", "units/street"),  # below the unit asked for
        ("Say", "editor", "*"),
        ("Say", "unheard-of", "*"),
        ("Say", "unspecified", "*"),
        ("Say", "officer", ""),  # an empty unit in a token is no whole tree
        ("Rule", "operator", "units/city"),
        ("Rule", "officer", "*"),
    ],
)
async def test_the_wrong_role_or_subtree_is_refused(method: str, role: str, unit: str) -> None:
    async with running(echo := Echo()) as client:
        said = await refused(client.call(method, request(), auth=token(role, unit)))
    assert (said.code, said.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_PERMITTED")
    assert echo.ran == 0


@pytest.mark.parametrize(
    ("method", "role", "unit"),
    [
        ("Say", "officer", "units/city"),
        ("Say", "portal", "units/ward"),
        ("Say", "officer", "*"),
        ("Rule", "operator", "*"),
        ("Ask", "editor", "units/elsewhere"),
    ],
)
async def test_a_role_that_reaches_the_unit_is_enough(method: str, role: str, unit: str) -> None:
    async with running(Echo()) as client:
        answer = await client.call(method, request(), auth=token(role, unit))
    assert (answer.text, answer.subject) == ("xin chào", "officers/1")


async def test_a_token_that_grants_nothing_gets_no_more_room_than_none() -> None:
    """Whoever a national eID knows could have one: 64 KiB, and the bounds of his address."""
    large = request(text="x" * LARGEST_PUBLIC)
    async with running(echo := Echo()) as client:
        for nothing in (None, token(roles=[]), token("unheard-of")):
            said = await refused(client.call("Ask", large, auth=nothing))
            assert said.reason == "REQUEST_TOO_LARGE"
        assert (await refused(client.call("Ask", large))).reason == "TEXT_TOO_LONG"  # it was read
    assert echo.ran == 0
    assert Caller("a.b", (), Token(1, 1, "")).is_public


async def test_a_role_held_elsewhere_does_not_lend_its_reach_to_another() -> None:
    roles = [{"role": "officer", "unit": "units/elsewhere"}, {"role": "editor", "unit": "*"}]
    async with running(Echo()) as client:
        said = await refused(client.call("Say", request(), auth=token(roles=roles)))
    assert said.reason == "NOT_PERMITTED"


async def test_who_is_refused_hears_which_role_it_takes_and_for_which_unit() -> None:
    async with running(Echo()) as client:
        said = await refused(client.call("Say", request(), auth=token("officer", "units/far")))
        any_unit = await refused(client.call("Say", request(), auth=token("editor", "*")))
    told = said.info.metadata
    assert (told["roles"], told["unit"]) == ("PORTAL, OFFICER", "units/ward")
    assert "cần vai trò cổng dịch vụ công hoặc cán bộ tại units/ward" in said.words["vi"]
    assert "it takes the role portal or officer for units/ward" in said.words["en"]
    assert "it takes the role portal or officer for that unit" in any_unit.words["en"]


async def test_who_may_not_know_a_resource_hears_not_of_which_unit_it_is() -> None:
    echo = Echo()

    async def elsewhere(asked: object) -> object:
        current().permit("units/elsewhere", told=False)
        return await echo.answer(asked)

    echo.act = elsewhere
    async with running(echo) as client:
        said = await refused(client.call("Find", request()))
    assert said.reason == "NOT_PERMITTED"
    assert "elsewhere" not in said.whole
    assert "tại đơn vị đó" in said.words["vi"]


async def test_permission_comes_before_validation_and_the_root_needs_the_whole_tree() -> None:
    unsound = request(text="", place={"unit": "units/elsewhere"})
    async with running(Echo()) as client:
        assert (await refused(client.call("Say", unsound))).reason == "NOT_PERMITTED"
        rootless = request(place=None)
        assert (await refused(client.call("Say", rootless))).reason == "NOT_PERMITTED"
        whole = client.call("Say", rootless, auth=token("officer", "*"))
        assert (await refused(whole)).reason == "FIELD_REQUIRED"


async def test_an_answer_about_an_unchecked_unit_never_leaves() -> None:
    echo = Echo()

    async def checking(asked: object) -> object:
        current().permit("units/street")
        return await echo.answer(asked)

    async def elsewhere(asked: object) -> object:
        current().permit("units/elsewhere")
        return await echo.answer(asked)

    async def exempt(asked: object) -> object:
        current().exempt()
        return await echo.answer(asked)

    async with running(echo) as client:
        assert (await refused(client.call("Find", request()))).code == grpc.StatusCode.INTERNAL
        listened = client.stream("Listen", request(), shape="unary_stream")
        assert (await refused(anext(aiter(listened)))).code == grpc.StatusCode.INTERNAL
        echo.act = elsewhere
        assert (await refused(client.call("Find", request()))).reason == "NOT_PERMITTED"
        for echo.act in (checking, exempt):
            assert (await client.call("Find", request())).text == "xin chào"


async def test_commands_wait_while_the_log_is_not_known_to_be_whole() -> None:
    why = ChassisReason.LOG_STARTING
    async with running(echo := Echo(), accepting=lambda: why) as client:
        said = await refused(client.call("Say", request()))
        assert (said.code, said.reason) == (grpc.StatusCode.UNAVAILABLE, "LOG_STARTING")
        assert said.retry is not None
        assert (await refused(client.call("Say", request(), auth=None))).reason == "TOKEN_MISSING"
        assert (await client.call("Ask", request())).text == "xin chào"
    assert echo.ran == 1


async def test_a_method_that_declares_nothing_keeps_the_server_from_starting() -> None:
    class Forgetful:
        async def Forgotten(self, *_: object) -> object:  # noqa: N802
            return message("SayResponse")()

    with pytest.raises(Undeclared, match=r"OpenService.Forgotten: declares no role"):
        Server(settings(), [(add_open, Forgetful(), contract())], within=lambda *_: True)


def test_a_believed_token_is_remembered_in_bounded_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.chassis.identity.REMEMBERED", 3)
    identity = Identity(public_pem(PRIVATE), longest_life=DAY)
    first = token()
    assert identity.caller(first) is identity.caller(first)
    for number in range(10):
        identity.caller(token(sub=f"officers/{number}"))
    assert len(identity.believed) == 3
    assert not any(first.encode() in each for each in identity.believed)


def test_keys_of_another_kind_are_refused_at_start_up() -> None:
    with pytest.raises(ValueError, match="MOTCUA_TOKEN_KEYS"):
        Identity("no key", longest_life=DAY)


async def test_a_request_id_stands_for_one_content_of_one_caller() -> None:
    async with running(Echo()) as client:

        async def mark(asked: object, **who: object) -> bytes:
            return (await client.call("Say", asked, auth=token(**who))).fingerprint

        marks = await asyncio.gather(
            mark(request()), mark(request()), mark(request(text="khác")), mark(request(), sub="o/2")
        )
    assert marks[0] == marks[1]
    assert len({*marks}) == 3
