"""The keys of an issuer: exchanged, asked for by floods, missed for hours.

Given what an issuer publishes and when, when somebody shows a key, then how often it is asked, and
what is believed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.chassis.errors import Refusal
from services.chassis.oidc import keys
from services.chassis.oidc.jwks import KeySet
from services.chassis.oidc.keys import AGAIN_AFTER, MOST_WAITING, IssuerKeys
from tests.chassis.issuing import (
    Clock,
    Published,
    answer,
    answers,
    identity,
    issuer,
    key,
    public,
    token,
)
from tests.waiting import until

HOUR = 3600.0


async def test_a_remembered_token_is_checked_again_once_keys_change() -> None:
    found = await issuer(key(), key("ES256", 1))
    asked, published = identity(found), found.keys.source
    assert isinstance(published, Published)
    old, new = token(key()), token(key("ES256", 1))
    one = asked.caller(old)
    await found.keys.fetch()
    assert asked.caller(old) is one  # nothing changed
    published.listed = [public(key("ES256", 1))]
    await found.keys.fetch()
    assert answer(asked, old) == "TOKEN_KEY_UNKNOWN"
    assert answer(asked, new) != "TOKEN_KEY_UNKNOWN"
    with pytest.raises(Refusal, match="TOKEN_INVALID"):
        asked.require_current(one)  # of a stream that runs
    published.listed = []  # withdrawn, with nothing in its place
    await found.keys.fetch()
    assert answer(asked, new) == "TOKEN_KEY_UNKNOWN"


async def test_an_issuer_that_is_away_is_believed_for_as_long_as_the_file_says() -> None:
    clock = Clock()
    found = await issuer(clock=clock, keys_kept_hours=2)
    asked, published = identity(found), found.keys.source
    assert isinstance(published, Published)
    published.away, running = True, asked.caller(token())
    clock.now += 2 * HOUR
    await found.keys.fetch()
    assert not found.keys.up
    assert answer(asked, token()).startswith("oidc.")
    clock.now += 1
    assert answer(asked, token()) == "TOKEN_KEY_UNKNOWN"
    with pytest.raises(Refusal, match="TOKEN_KEY_UNKNOWN"):
        asked.require_current(running)  # of a stream, which may be begun again
    published.away = False
    await found.keys.fetch()
    assert answer(asked, token()).startswith("oidc.")


@asynccontextmanager
async def kept_up(found: IssuerKeys) -> AsyncIterator[None]:
    task = asyncio.create_task(found.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine is no issuer that does not answer."""
    monkeypatch.setattr(keys, "WAITED_FOR", 60.0)


class Held(Published):
    """A source that answers when a test says so."""

    def __init__(self) -> None:
        super().__init__(key())
        self.may_answer = asyncio.Event()

    async def keys(self) -> KeySet:
        self.fetches += 1
        await self.may_answer.wait()
        self.fetches -= 1
        return await super().keys()


async def test_a_flood_of_unknown_keys_asks_once_in_ten_seconds_and_holds_nobody_up() -> None:
    clock = Clock()
    found = await issuer(clock=clock)
    source = found.keys.source = Held()
    asked = identity(found)
    flood = [token(key("ES256", 9), {"kid": f"unknown {n}"}) for n in range(300)]
    async with kept_up(found.keys):
        await until(lambda: found.keys.fetching)  # the first one of the service
        source.may_answer.set()
        await until(lambda: not found.keys.fetching)
        before = source.fetches
        assert set(await answers(asked, flood)) == {"TOKEN_KEY_UNKNOWN"}
        assert source.fetches == before  # it rests
        clock.now += AGAIN_AFTER
        source.may_answer.clear()
        waiting = asyncio.gather(*(answers(asked, [each]) for each in flood))
        await until(lambda: found.keys.waiting)
        assert found.keys.waiting <= MOST_WAITING
        assert answer(asked, token()).startswith("oidc.")  # meanwhile
        source.may_answer.set()
        said = {each for one in await waiting for each in one}
        assert said <= {"TOKEN_INVALID", "TOKEN_KEY_UNKNOWN"}
        assert source.fetches == before + 1
        assert set(await answers(asked, flood)) == {"TOKEN_KEY_UNKNOWN"}
        assert source.fetches == before + 1


async def test_a_key_that_is_exchanged_is_found_by_the_first_who_shows_it() -> None:
    clock = Clock()
    found = await issuer(clock=clock)
    asked, published = identity(found), found.keys.source
    assert isinstance(published, Published)
    async with kept_up(found.keys):
        await until(lambda: published.fetches == 2)
        clock.now += AGAIN_AFTER
        published.listed = [public(key("RS256"))]
        said = await answers(asked, [token(key("RS256")), token(key("ES256", 5)), token()])
    assert said[0].startswith("oidc.")
    assert said[1:] == ["TOKEN_KEY_UNKNOWN"] * 2  # it rests now
    assert published.fetches == 3


async def test_who_waits_for_an_issuer_that_does_not_answer_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keys, "WAITED_FOR", 0.05)
    clock = Clock()
    found = await issuer(clock=clock)
    clock.now += AGAIN_AFTER
    other = token(key("ES256", 9))
    assert await answers(identity(found), [other]) == ["TOKEN_KEY_UNKNOWN"]  # nobody fetches
    refusal = found.keys.refusal()
    assert refusal.retry_after is not None
    assert 1 <= refusal.retry_after <= AGAIN_AFTER
