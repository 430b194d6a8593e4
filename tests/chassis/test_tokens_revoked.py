"""Tokens that are revoked while they are used, by a file that may be broken.

Given a file, when somebody calls with a sound token, then a caller, or TOKEN_REVOKED.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.chassis import gauges
from services.chassis.access import Token
from services.chassis.identity import Identity
from services.chassis.revocations import CHECKED_EVERY, Revocations
from services.chassis.settings import SettingsError
from tests.chassis import echo
from tests.chassis.tokens import answer, identity, token_of


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def written(path: Path, said: Any) -> None:
    """As an operator is told to write it: beside, then renamed."""
    beside = path.with_suffix(".new")
    beside.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    os.replace(beside, path)  # noqa: PTH105


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "revoked.json"
    written(path, {"tokens": [], "subjects": {}})
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def asking(file: Path, clock: Clock) -> Iterator[Identity]:
    yield identity(revocations=Revocations(str(file), clock=clock))
    gauges.REVOCATIONS_READABLE.set(True)


def test_a_token_is_revoked_by_its_id_while_it_is_used(
    asking: Identity, file: Path, clock: Clock
) -> None:
    one, other, nameless = token_of(jti="7f3a"), token_of(jti="7f3b"), token_of(jti="")
    assert [answer(each, asking) for each in (one, other, nameless)] == ["officers/1"] * 3
    written(file, {"tokens": ["7f3a", ""], "subjects": {}})
    clock.now += CHECKED_EVERY
    assert answer(one, asking) == "TOKEN_REVOKED"
    assert [answer(each, asking) for each in (other, nameless)] == ["officers/1"] * 2
    written(file, {"tokens": [], "subjects": {}})
    clock.now += CHECKED_EVERY
    assert answer(one, asking) == "officers/1"


def test_what_a_subject_was_given_before_an_instant_is_revoked(
    asking: Identity, file: Path, clock: Clock
) -> None:
    now = int(time.time())
    old, new, undated = token_of(iat=now - 60), token_of(iat=now), token_of(iat=None)
    other = token_of(iat=now - 60, sub="officers/2")
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    written(file, {"tokens": [], "subjects": {"officers/1": at}})
    clock.now += CHECKED_EVERY
    assert answer(old, asking) == "TOKEN_REVOKED"
    assert answer(undated, asking) == "TOKEN_REVOKED"  # it may be older
    assert [answer(each, asking) for each in (new, other)] == ["officers/1", "officers/2"]


def readable() -> float:
    found = gauges.REGISTRY.get_sample_value("motcua_revocations_readable")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        '{"tokens": ["7f3a"]',
        '{"tokens": ["7f3a"]}',
        '{"tokens": ["7f3a"], "subjects": []}',
        '{"tokens": "7f3a", "subjects": {}}',
        '{"tokens": [7], "subjects": {}}',
        '{"tokens": [], "subjects": {"officers/1": "yesterday"}}',
        '{"tokens": [], "subjects": {"officers/1": "2026-11-28T10:00:00"}}',
        '{"tokens": [], "subjects": {"officers/1": 7}}',
        "[" * 100_000,
        " " * (4 * 1024 * 1024 + 1),
        None,
    ],
    ids=lambda broken: str(broken)[:30],
)
def test_a_broken_file_leaves_what_was_read_last_in_force_and_is_told(
    file: Path, clock: Clock, broken: str | None
) -> None:
    written(file, {"tokens": ["7f3a"], "subjects": {}})
    asking = identity(revocations=Revocations(str(file), clock=clock))
    assert readable() == 1
    if broken is None:
        file.unlink()
    else:
        written(file, broken)
    for _ in range(2):
        clock.now += CHECKED_EVERY
        assert answer(token_of(jti="7f3a"), asking) == "TOKEN_REVOKED"
        assert answer(token_of(jti="x"), asking) == "officers/1"
        assert readable() == 0
    written(file, {"tokens": ["x"], "subjects": {}})
    clock.now += CHECKED_EVERY
    assert answer(token_of(jti="x"), asking) == "TOKEN_REVOKED"
    assert readable() == 1


def test_a_file_that_is_cut_short_is_always_broken(file: Path) -> None:
    whole = json.dumps({"tokens": ["a", "b"], "subjects": {"s": "2026-11-28T10:00:00Z"}})
    for length in range(len(whole)):
        file.write_text(whole[:length], encoding="utf-8")
        with pytest.raises(SettingsError, match="MOTCUA_REVOKED_TOKENS"):
            Revocations(str(file))


def test_without_a_file_nothing_is_revoked_and_with_a_missing_one_nobody_starts(
    tmp_path: Path,
) -> None:
    assert not Revocations().includes("officers/1", Token(0, 0, "a"))
    with pytest.raises(SettingsError, match="MOTCUA_REVOKED_TOKENS"):
        Revocations(str(tmp_path / "none"))


@pytest.mark.parametrize("method", ["Follow", "Talk"])
async def test_a_stream_ends_when_its_token_does(
    file: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr("services.chassis.revocations.CHECKED_EVERY", 0.1)
    talking = echo.Echo()

    async def slowly(asked: Any) -> Any:
        await asyncio.sleep(0.01)
        return await talking.answer(asked)

    revoked = asyncio.Event()

    async def asking_on() -> AsyncIterator[bytes]:
        yield echo.as_bytes(echo.request())
        await revoked.wait()
        await asyncio.sleep(0.2)  # longer than the file is not looked at
        yield echo.as_bytes(echo.request())

    talking.act = slowly
    async with echo.running(talking, settings=echo.settings(revoked_tokens=str(file))) as client:
        auth = token_of(jti="7f3a")
        follows = method == "Follow"
        asked: Any = echo.request() if follows else asking_on()
        shape = "unary_stream" if follows else "stream_stream"
        told = aiter(client.stream(method, asked, shape=shape, auth=auth))
        assert (await anext(told)).subject == "officers/1"
        written(file, {"tokens": ["7f3a"], "subjects": {}})
        revoked.set()

        async def to_its_end() -> None:
            async for _ in told:
                pass

        async with asyncio.timeout(30):
            refused = await echo.refused(to_its_end())
    assert (refused.code, refused.reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_REVOKED")
