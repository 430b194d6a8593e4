"""The file of issuers while a service runs: what changes, what goes on, what a faulty one does; and
keys that outlive a process.

Given a file that changes and an issuer that goes away, then who is believed.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from deploy.embedded.databases import Database
from services.chassis.access import Caller
from services.chassis.database import SQL, Pool, open_pool
from services.chassis.errors import Refusal
from services.chassis.followed import READABLE
from services.chassis.identity import Identity
from services.chassis.keys import Keyring
from services.chassis.oidc import followed
from services.chassis.oidc.followed import SETTING, Issuers
from services.chassis.oidc.issuer import Issuer
from services.chassis.oidc.kept import KeptKeys
from services.chassis.oidc.keys import IssuerKeys
from tests.chassis import echo
from tests.chassis.issuing import (
    DAY,
    SUBJECT_KEY,
    URL,
    Published,
    answer,
    configured,
    key,
    stated,
    token,
    toml,
)
from tests.templates import Templates

RING = Keyring({"1": b"a key of the tests"})
HEADS = [{"claim": "roles", "value": "head", "role": "leader", "unit": "units/city"}]


class File:
    """The setting, as it follows its file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self) -> str:
        return self.text


class World:
    """Issuers by a file, their keys, and who is believed by them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(followed, "Source", lambda _: Published(key()))
        self.file = File(toml(stated()))
        self.issuers = Issuers(self.file, subject_key=SUBJECT_KEY, longest_life=DAY)
        self.identity = Identity(
            echo.public_pem(echo.PRIVATE), longest_life=DAY, others=self.issuers
        )

    async def fetch(self) -> None:
        for each in self.issuers:
            await each.keys.fetch()

    def write(self, *issuers: dict[str, Any], text: str = "") -> None:
        self.file.text = text or toml(*issuers)
        self.issuers.reload()

    def at(self, url: str = URL) -> Issuer:
        found = self.issuers.get(url)
        assert found
        return found


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World(monkeypatch)
    await found.fetch()
    return found


def refused(identity: Identity, caller: Caller) -> str:
    """Of a call that runs under a token."""
    with pytest.raises(Refusal) as refusal:
        identity.require_current(caller)
    return refusal.value.reason.code


async def test_what_did_not_change_goes_on_beside_what_came(world: World) -> None:
    caller, former = world.identity.caller(auth := token()), world.at()
    other = "https://other.example"
    world.write(stated(), stated(name="other", url=other))
    assert world.at() is former
    assert world.identity.caller(auth) is caller
    assert answer(world.identity, token(iss=other)) == "TOKEN_KEY_UNKNOWN"
    await world.fetch()
    assert answer(world.identity, token(iss=other)).startswith("oidc.other.")


async def test_other_rules_hold_for_tokens_that_were_believed_before(world: World) -> None:
    caller, keys = world.identity.caller(auth := token(roles=["clerk", "head"])), world.at().keys
    assert {unit for _, unit in caller.grants} == {"units/city", "units/ward"}
    world.write(stated(grant=HEADS))
    assert world.at().keys is keys  # which are not fetched again for that
    assert refused(world.identity, caller) == "TOKEN_INVALID"  # of a stream that runs
    again = world.identity.caller(auth)
    assert {unit for _, unit in again.grants} == {"units/city"}
    assert world.identity.require_current(again) > 0


async def test_who_was_taken_out_is_not_believed_any_more(world: World) -> None:
    caller = world.identity.caller(auth := token())
    world.write(stated(name="other", url="https://other.example"))
    assert refused(world.identity, caller) == "TOKEN_INVALID"
    assert answer(world.identity, auth) == "TOKEN_INVALID"


@pytest.mark.parametrize(
    "text", ["no = [toml", toml(stated(algorithms=["HS256"])), toml(stated(), stated())]
)
async def test_a_faulty_file_leaves_what_was_read_last_and_is_shown(
    world: World, text: str
) -> None:
    caller = world.identity.caller(auth := token())
    with capture_logs() as logs:
        world.write(text=text)
        assert world.identity.caller(auth) is caller
    assert READABLE.labels(SETTING)._value.get() == 0
    assert "issuers.malformed" in {each["event"] for each in logs}
    world.write(stated())
    assert READABLE.labels(SETTING)._value.get() == 1


@pytest.fixture(scope="module")
async def database(templates: Templates) -> AsyncIterator[Database]:
    found = await templates.copy("issuer_keys", [SQL])
    yield found
    await templates.drop(found)


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with await open_pool(database.dsn, largest=2) as pool:
        await pool.execute("update issuer_keys set fetched_at = 0")
        yield pool


Started = Callable[..., IssuerKeys]


@pytest.fixture
def started(pool: Pool) -> Started:
    """The keys of the issuer in a process that starts."""

    def keys(*, away: bool, **changes: Any) -> IssuerKeys:
        source = Published(key())
        source.away = away
        return IssuerKeys(configured(**changes), source, kept=KeptKeys(pool, RING))

    return keys


async def test_a_process_that_starts_while_an_issuer_is_away_knows_its_keys(
    started: Started,
) -> None:
    before = started(away=False)
    await before.fetch()
    after = started(away=True)
    assert not after.current.keys
    await after.restore()
    await after.fetch()
    assert after.current.keys.keys() == before.current.keys.keys() != set()
    assert not after.up
    found = Issuer(configured(), after, SUBJECT_KEY)
    known = Identity(echo.public_pem(echo.PRIVATE), longest_life=DAY, others={URL: found})
    assert answer(known, token()).startswith("oidc.city.")
    assert answer(known, token(key("ES256", 1))) == "TOKEN_KEY_UNKNOWN"


async def test_what_was_fetched_too_long_ago_counts_no_more_than_in_a_process_that_ran(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    await started(away=False).fetch()
    later = time.time() + 2 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    for hours, known in ((3, 1), (1, 0)):
        after = started(away=True, keys_kept_hours=hours)
        await after.restore()
        assert len(after.current.keys) == known


async def test_what_the_issuer_withdrew_is_not_brought_back(started: Started) -> None:
    before = started(away=False)
    await before.fetch()
    assert isinstance(before.source, Published)
    before.source.listed = []
    await before.fetch()
    after = started(away=True)
    await after.restore()
    assert not after.current.keys


@pytest.mark.parametrize("change", ["fetched_at = fetched_at + 1", "keys = keys || ' '"])
async def test_what_somebody_wrote_into_the_table_is_not_believed(
    started: Started, pool: Pool, change: str
) -> None:
    await started(away=False).fetch()
    await pool.execute(f"update issuer_keys set {change}")
    after = started(away=True)
    await after.restore()
    assert not after.current.keys


async def test_keys_of_one_issuer_are_not_those_of_another(started: Started, pool: Pool) -> None:
    await started(away=False).fetch()
    copied = "select 'https://x.example', fetched_at, keys, mac from issuer_keys where issuer = $1"
    await pool.execute(f"insert into issuer_keys {copied}", URL)
    after = started(away=True, url="https://x.example")
    await after.restore()
    assert not after.current.keys
