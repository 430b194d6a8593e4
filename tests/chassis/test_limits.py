"""How much one caller may ask of a server: refused with a reason and a time, or taken in later.

Promises that what one caller does makes nobody else's bounds narrower, and that no label or detail
names a caller.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status

from services.chassis import gauges
from services.chassis.limits.callers import (
    COMMANDS,
    DEFAULTS,
    ITEMS_OF_A_READ,
    NONE,
    READS,
    STREAMS,
    bounds,
)
from services.chassis.limits.rates import Bound
from services.chassis.limits.rows import ROW_BYTES
from services.chassis.settings import Settings, SettingsError
from tests.chassis.echo import Client, Echo, message, refused, request, running, settings, token
from tests.waiting import until

EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED
SLOW = Bound(rate=0.001, burst=2)  # what is gone does not come back while a test runs
SAY, ASK = (f"/motcua.echo.v1.EchoService/{name}" for name in ("Say", "Ask"))


def limited(**by_class: Any) -> Settings:
    return settings(limits={**DEFAULTS, **by_class})


async def spend(client: Client, method: str = "Say", auth: str | None = "") -> None:
    """All of a burst of two."""
    for _ in range(2):
        await client.call(method, request(), auth=auth)


async def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    slow = limited(**{COMMANDS: {"officer": Bound(rate=0.05, burst=2)}})
    async with running(echo := Echo(), settings=slow) as client:
        await spend(client)
        said = await refused(client.call("Say", request()))
    assert (said.code, said.reason, echo.ran) == (EXHAUSTED, "RATE_EXCEEDED", 2)
    assert said.retry is not None
    assert 0 < said.retry.retry_delay.ToMilliseconds() <= 20_000
    assert said.words["vi"] != said.words["en"]
    assert said.info.metadata == {"limit": "commands", "most": "0.05"}


async def test_the_refusal_names_the_quota_and_nobody() -> None:
    async with running(Echo(), settings=limited(**{COMMANDS: {"officer": SLOW}})) as client:
        await spend(client)
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await client.call("Say", request())
    trailing = dict(failed.value.trailing_metadata() or ())
    status = Status.FromString(trailing["grpc-status-details-bin"])
    found = details.QuotaFailure()
    assert [each for each in status.details if each.Unpack(found)]
    violation = found.violations[0]
    assert (violation.subject, violation.quota_metric, violation.quota_id) == (
        "role:officer",
        "motcua/commands",
        "rate",
    )
    assert b"officers/1" not in trailing["grpc-status-details-bin"]


async def test_a_limit_is_one_callers_and_one_classs() -> None:
    slow = limited(**{COMMANDS: {"officer": SLOW, "portal": SLOW}})
    async with running(Echo(), settings=slow) as client:
        await spend(client)
        another = token(sub="officers/2")
        await spend(client, auth=another)
        await spend(client, auth=token("portal", sub="portals/1"))
        for auth in (token(), another):
            assert (await refused(client.call("Say", request(), auth=auth))).code is EXHAUSTED
        await client.call("Ask", request())


async def test_who_has_several_roles_is_measured_by_the_most_generous() -> None:
    slow = limited(**{COMMANDS: {"officer": SLOW, "portal": Bound(1000, 1000)}})
    roles = [{"role": role, "unit": "units/city"} for role in ("officer", "portal", "editor")]
    async with running(echo := Echo(), settings=slow) as client:
        for _ in range(10):
            await client.call("Say", request(), auth=token(roles=roles))
    assert echo.ran == 10


async def test_without_a_token_all_connections_of_an_address_are_one_caller() -> None:
    slow = limited(**{READS: {"public": SLOW, "token": SLOW}})
    async with running(Echo(), settings=slow) as client:
        await spend(client, "Ask", auth=None)
        options = (("test.own_connection", 1),)
        async with grpc.aio.insecure_channel(client.address, options=options) as channel:
            said = await refused(Client(channel).call("Ask", request(), auth=None))
        assert said.reason == "RATE_EXCEEDED"
        await spend(client, "Ask", auth=token())
        unsound = await refused(client.call("Ask", request(), auth="Bearer no"))
        assert unsound.reason == "RATE_EXCEEDED"  # it counts for the address, not for a token


async def test_a_method_may_have_bounds_of_its_own() -> None:
    slow = limited(**{SAY: {"officer": SLOW}})
    async with running(Echo(), settings=slow) as client:
        await spend(client)
        said = await refused(client.call("Say", request()))
        await spend(client, auth=token("portal", sub="portals/1"))
        await client.call("Say", request(), auth=token("portal", sub="portals/1"))
    assert said.info.metadata["limit"] == SAY


async def test_streams_of_one_caller_are_bounded_while_others_begin_theirs() -> None:
    few = limited(**{STREAMS: {"officer": Bound(100, 100, at_once=2)}})
    async with running(Echo(), settings=few) as client:
        streams = [client.stream("Follow", request(), shape="unary_stream") for _ in range(2)]
        for each in streams:
            await anext(aiter(each))
        said = await refused(first_of(client.stream("Follow", request(), shape="unary_stream")))
        assert (said.code, said.reason) == (EXHAUSTED, "TOO_MANY_AT_ONCE")
        auth = token(sub="officers/2")
        await first_of(client.stream("Follow", request(), shape="unary_stream", auth=auth))
        streams[0].cancel()
        await until(lambda: began(client))


async def first_of(stream: Any) -> Any:
    return await anext(aiter(stream))


async def began(client: Client) -> bool:
    """Whether one more stream may begin now."""
    try:
        await first_of(client.stream("Follow", request(), shape="unary_stream"))
    except grpc.aio.AioRpcError:
        return False
    return True


async def test_a_batch_costs_what_it_holds_and_is_taken_in_later() -> None:
    many = request(places=[message("Place")(unit="units/ward")] * 10).SerializeToString()
    slow = limited(batches={"officer": Bound(rate=50, burst=10)})
    async with running(Echo(), settings=slow) as client:
        before = waited()
        begun = time.monotonic()
        answers = [each async for each in client.stream("Talk", [many] * 4, shape="stream_stream")]
        lasted = time.monotonic() - begun
    assert len(answers) == 4
    assert lasted > 0.5  # 41 calls of which 10 came at once
    assert waited() > before


async def test_a_read_of_many_costs_more_before_it_is_worked_on() -> None:
    many = request(places=[message("Place")(unit="units/ward")] * 100)  # two calls more
    slow = limited(**{READS: {"officer": Bound(rate=0.001, burst=4)}})
    async with running(echo := Echo(), settings=slow) as client:
        await client.call("Ask", many)
        said = await refused(client.call("Ask", many))
    assert (said.reason, echo.ran) == ("RATE_EXCEEDED", 1)


ROWS = Bound(rate=0.001, burst=10)


def answering(echo: Echo, rows: int) -> None:
    """Each answer is a list of so many."""

    async def act(asked: Any) -> Any:
        answered = await echo.answer(asked)
        answered.places.extend(message("Place")(unit="units/ward") for _ in range(rows))
        return answered

    echo.act = act


async def test_a_list_costs_its_rows_whatever_its_page() -> None:
    async with running(echo := Echo(), settings=limited(**{READS: {"public": ROWS}})) as client:
        answering(echo, 200)  # five calls each
        for _ in range(2):
            await client.call("Browse", request(), auth=None)
        said = await refused(client.call("Browse", request(), auth=None))
    assert (said.reason, echo.ran) == ("RATE_EXCEEDED", 2)


async def test_a_short_list_of_long_rows_costs_its_bytes() -> None:
    async with running(echo := Echo(), settings=limited(**{READS: {"public": ROWS}})) as client:

        async def long(asked: Any) -> Any:
            answered = await echo.answer(asked)
            answered.places.add(unit="units/ward", label="a" * (4 * ROW_BYTES * ITEMS_OF_A_READ))
            return answered

        echo.act = long
        for _ in range(2):
            await client.call("Browse", request(), auth=None)
        said = await refused(client.call("Browse", request(), auth=None))
    assert (said.reason, echo.ran) == ("RATE_EXCEEDED", 2)


async def test_a_page_that_is_asked_for_is_paid_before_and_what_is_missing_given_back() -> None:
    async with running(echo := Echo(), settings=limited(**{READS: {"public": ROWS}})) as client:
        answering(echo, 1)
        for _ in range(4):
            await client.call("Browse", request(page_size=250), auth=None)
        said = await refused(client.call("Browse", request(page_size=250), auth=None))
    assert (said.reason, echo.ran) == ("RATE_EXCEEDED", 4)  # nearly 6 are left, and 6 are needed


async def test_who_goes_away_before_a_page_is_answered_has_paid_for_it() -> None:
    async with running(echo := Echo(), settings=limited(**{READS: {"public": ROWS}})) as client:
        echo.act = lambda _: asyncio.Event().wait()
        gone = asyncio.ensure_future(client.call("Browse", request(page_size=400), auth=None))
        await until(lambda: echo.ran)
        gone.cancel()
        await until(echo.cancelled.is_set)
        said = await refused(client.call("Browse", request(page_size=400), auth=None))
    assert said.reason == "RATE_EXCEEDED"


def waited() -> float:
    return gauges.REGISTRY.get_sample_value("motcua_limit_waits_total", {"limit": "batches"}) or 0.0


async def test_uploads_cost_their_bytes() -> None:
    large = request(long_text="a" * (1 << 20)).SerializeToString()
    slow = limited(uploads={"officer": Bound(rate=10, burst=2)})
    async with running(Echo(), settings=slow) as client:
        begun = time.monotonic()
        await client.stream("Send", [large] * 4, shape="stream_unary")
        assert time.monotonic() - begun > 0.25


async def test_nobody_is_limited_where_the_operator_says_so() -> None:
    async with running(echo := Echo(), settings=settings(limits=NONE)) as client:
        await asyncio.gather(*(client.call("Ask", request(), auth=None) for _ in range(100)))
    assert echo.ran == 100


def test_what_is_refused_is_counted_by_limit_role_and_kind() -> None:
    names = gauges.LIMIT_REFUSALS._labelnames
    assert names == ("limit", "role", "why")


def test_a_file_changes_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(
        "[reads]\npublic = {rate = 5, burst = 50}\n"
        f'["{ASK}"]\npublic = {{rate = 1, burst = 3, at_once = 2}}\n'
    )
    found = bounds(str(file))
    assert found[READS]["public"] == Bound(5, 50)
    assert found[READS]["portal"] == DEFAULTS[READS]["portal"]
    assert found[ASK] == {"public": Bound(1, 3, 2)}
    assert found[COMMANDS] == DEFAULTS[COMMANDS]
    assert bounds("none") == NONE


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("reads = 5", "reads is no table"),
        ("[writes]\n", "writes is no class of methods"),
        ("[reads]\nmayor = {rate = 5, burst = 5}", "mayor is no role"),
        ("[reads]\npublic = {rate = 5}", "public needs rate and burst"),
        ("[reads]\npublic = {rate = 0, burst = 5}", "public: the rate is above 0"),
        ("[reads]\npublic = {rate = 5, burst = 'x'}", "public has something that is no number"),
        ("[reads]\npublic = {rate = inf, burst = 5}", "public has something that is no number"),
        ("[reads]\npublic = {rate = 5, burst = 5, at_once = 1.5}", "at_once a whole number"),
        ("[reads", "no TOML"),
        ("reads = " + "9" * 5000, "no TOML"),
        ("reads = " + "[" * 5000, "no TOML"),
        ("[reads]\npublic = {rate = 0x" + "f" * 5000 + ", burst = 1}", "no number"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_faults(
    tmp_path: Path, content: str, wrong: str
) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(content)
    environ = {"MOTCUA_LIMITS": str(file)}
    with pytest.raises(SettingsError, match="MOTCUA_LIMITS: ") as failed:
        Settings.from_environment(environ)
    assert wrong in str(failed.value)
    file.unlink()
    with pytest.raises(SettingsError, match="MOTCUA_LIMITS: the file cannot be read"):
        Settings.from_environment(environ)
