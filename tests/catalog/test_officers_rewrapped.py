"""The exchange of the sealing key that the keys of officers' names are wrapped under.

Promises that names outlive it while the service runs on, that erased ones stay erased, and that
nothing is half exchanged. Must not test a cipher again.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import uuid

import pytest

from services.chassis.database import Pool, open_pool
from services.chassis.keys import Keyring
from services.chassis.masters import Masters
from services.chassis.sealing import Damaged
from services.chassis.settings import SettingsError
from tests.catalog.client import fresh, refusal
from tests.catalog.conftest import Running
from tests.catalog.officer_client import ERASED, SEALED, OfficerClient, run

DAMAGED = "INTERNAL OFFICER_NAME_DAMAGED officer"


def exchanged(catalog: Running) -> Keyring:
    """The ring with a new key in front, and those that were used before."""
    return Keyring({fresh("k"): os.urandom(32), **catalog.settings.sealing_keys.keys})


def current_alone(ring: Keyring) -> Keyring:
    """The ring once its retired keys have gone."""
    name, key = ring.current
    return Keyring({name: key})


async def start_with(catalog: Running, sealing: Keyring, secret: Keyring | None = None) -> None:
    secret = secret or catalog.settings.secret_keys
    catalog.settings = dataclasses.replace(
        catalog.settings, sealing_keys=sealing, secret_keys=secret
    )
    await catalog.restart()


async def rewrap(owner_dsn: str, ring: Keyring) -> int:
    async with await open_pool(owner_dsn) as pool:
        return await Masters(pool, ring).rewrap()


async def exchange(catalog: Running) -> Keyring:
    """The whole exchange; the ring before it."""
    before, ring = catalog.settings.sealing_keys, exchanged(catalog)
    await start_with(catalog, ring)
    await rewrap(catalog.database.owner_dsn, ring)
    await start_with(catalog, current_alone(ring))
    return before


async def read(catalog: Running, unit: str, officer: str) -> tuple[int, str]:
    [found] = await OfficerClient(catalog, "inspector").read(unit, officer)
    return found.state, found.full_name


async def test_names_outlive_the_exchange_and_erased_ones_stay_erased(catalog: Running) -> None:
    editor = OfficerClient(catalog)
    ward = (await editor.client.unit()).name
    officer, full_name = await editor.sealed(ward)
    erased, _ = await editor.sealed(ward)
    await editor.erase(ward, erased)
    await exchange(catalog)
    assert await read(catalog, ward, officer) == (SEALED, full_name)
    assert await read(catalog, ward, erased) == (ERASED, "")
    await OfficerClient(catalog).seal(ward, officer, "Tên mới")
    assert await read(catalog, ward, officer) == (SEALED, "Tên mới")


async def test_nothing_starts_without_a_key_that_something_is_sealed_under(
    catalog: Running,
) -> None:
    ward = (await catalog.client().unit()).name
    await OfficerClient(catalog).sealed(ward)
    former, present = await exchange(catalog), catalog.settings.sealing_keys
    try:
        with pytest.raises(SettingsError, match=f"lacks {present.current[0]}, which is in use$"):
            await start_with(catalog, former)
    finally:
        catalog.settings = dataclasses.replace(catalog.settings, sealing_keys=present)
        await catalog.start()


async def test_a_key_that_goes_while_the_service_runs_opens_nothing(catalog: Running) -> None:
    ward = (await catalog.client().unit()).name
    officer, full_name = await OfficerClient(catalog).sealed(ward)
    keys = dict(catalog.settings.sealing_keys.keys)
    now = [keys]
    await start_with(catalog, Keyring(lambda: now[0]))
    now[0] = {fresh("k"): os.urandom(32)}
    assert await refusal(read(catalog, ward, officer)) == DAMAGED
    now[0] = {**now[0], **keys}
    assert await read(catalog, ward, officer) == (SEALED, full_name)
    await start_with(catalog, Keyring(keys))


async def test_an_exchange_that_is_broken_off_goes_on(catalog: Running) -> None:
    ward = (await catalog.client().unit()).name
    kept = [await OfficerClient(catalog).sealed(ward) for _ in range(5)]
    ring, owner = exchanged(catalog), catalog.database.owner_dsn
    await start_with(catalog, ring)
    async with await open_pool(owner) as pool:
        broken = Broken(pool, after=2)
        with pytest.raises(OSError, match="broken off"):
            await Masters(broken, ring).rewrap(size=2)  # type: ignore[arg-type]
        vault = Masters(pool, ring)
        left = sum(n for name, n in (await vault.by_master()).items() if name != ring.current[0])
        assert 0 < left == await vault.rewrap(size=2)
        assert (await vault.by_master()).keys() == {ring.current[0]}
    await start_with(catalog, current_alone(ring))
    for officer, full_name in kept:
        assert await read(catalog, ward, officer) == (SEALED, full_name)


class Broken:
    """A pool that goes away after so many writes."""

    def __init__(self, pool: Pool, *, after: int) -> None:
        self.fetch, self.pool, self.left = pool.fetch, pool, after

    async def execute(self, *words: object) -> None:
        if not self.left:
            raise OSError("broken off")
        self.left -= 1
        await self.pool.execute(*words)


async def test_it_can_be_repeated_and_the_service_runs_meanwhile(catalog: Running) -> None:
    editor = OfficerClient(catalog)
    ward = (await editor.client.unit()).name
    before, before_name = await editor.sealed(ward)
    ring, owner = exchanged(catalog), catalog.database.owner_dsn
    await start_with(catalog, Keyring(dict(reversed(ring.keys.items()))))  # known, not yet used
    assert await rewrap(owner, ring) > 0
    later, later_name = await OfficerClient(catalog).sealed(ward)  # under the former key still
    assert await read(catalog, ward, before) == (SEALED, before_name)
    assert await rewrap(owner, ring) == 1
    assert await rewrap(owner, ring) == 0
    await start_with(catalog, current_alone(ring))
    assert await read(catalog, ward, later) == (SEALED, later_name)


async def test_a_key_that_opens_with_none_of_the_ring_stops_all_of_it(catalog: Running) -> None:
    editor = OfficerClient(catalog)
    ward = (await editor.client.unit()).name
    officer, full_name = await editor.sealed(ward)
    lost, unknown = sorted([fresh("cb"), fresh("cb")])
    owner, current = catalog.database.owner_dsn, catalog.settings.sealing_keys.current[0]
    for each, key in ((lost, current), (unknown, "never known")):
        row = (each, key, b"\0" * 12, b"noise")
        await run(owner, "insert into owner_keys values ($1, $2, $3, $4)", *row)
    try:
        with pytest.raises(Damaged, match=f"^{lost}, {unknown}$"):
            await rewrap(owner, exchanged(catalog))
        assert await read(catalog, ward, officer) == (SEALED, full_name)
    finally:
        gone = "delete from owner_keys where owner = any($1::text[])"
        await run(owner, gone, [lost, unknown])


async def test_a_sealing_is_known_as_a_repeat_after_the_secret_key_was_exchanged(
    catalog: Running,
) -> None:
    ward = (await catalog.client().unit()).name
    officer, other, sealing, erasing = (
        fresh("cb"),
        fresh("cb"),
        str(uuid.uuid4()),
        str(uuid.uuid4()),
    )
    first = await OfficerClient(catalog).seal(ward, officer, "An", request_id=sealing)
    await OfficerClient(catalog).seal(ward, other, "Bình")
    erased = await OfficerClient(catalog).erase(ward, other, request_id=erasing)
    secret = Keyring({"new": os.urandom(32), **catalog.settings.secret_keys.keys})
    await start_with(catalog, catalog.settings.sealing_keys, secret)
    editor = OfficerClient(catalog)
    assert await editor.seal(ward, officer, "An", request_id=sealing) == first
    assert await editor.erase(ward, other, request_id=erasing) == erased
    again = editor.seal(ward, officer, "Ân", request_id=sealing)
    assert await refusal(again) == "ALREADY_EXISTS REQUEST_ID_REUSED request_id"


async def test_the_command_brings_all_names_under_the_current_key(catalog: Running) -> None:
    ward = (await catalog.client().unit()).name
    officer, full_name = await OfficerClient(catalog).sealed(ward)
    ring = exchanged(catalog)
    said = ",".join(f"{name}:{key.hex()}" for name, key in ring.keys.items())
    done = command(catalog, MOTCUA_SEALING_KEYS=said)
    assert (done.returncode, '"keys.rewrapped"' in done.stderr) == (0, True)
    assert not any(key.hex() in done.stderr for key in ring.keys.values())
    await start_with(catalog, current_alone(ring))
    assert await read(catalog, ward, officer) == (SEALED, full_name)


async def test_the_command_without_an_owner_says_so(catalog: Running) -> None:
    done = command(catalog, MOTCUA_OWNER_DSN="")
    told = "catalog: settings: MOTCUA_OWNER_DSN is missing\n"
    assert (done.returncode, done.stderr[-len(told) :]) == (78, told)


def command(catalog: Running, **variables: str) -> subprocess.CompletedProcess[str]:
    """`python -m services.catalog rewrap`, as an operator calls it."""
    known = catalog.settings
    environment = {
        "PATH": os.environ["PATH"],
        "MOTCUA_LISTEN": known.listen,
        "MOTCUA_DATABASE_DSN": known.database_dsn,
        "MOTCUA_OWNER_DSN": known.owner_dsn,
        "MOTCUA_NATS_URL": known.nats_url,
        "MOTCUA_TOKEN_KEYS": known.token_keys,
        "MOTCUA_SECRET_KEYS": f"1:{'00' * 32}",
        "MOTCUA_SEALING_KEYS": f"1:{'00' * 32}",
        "MOTCUA_LOG_KEYS": f"1:{'00' * 32}",
        **variables,
    }
    words = [sys.executable, "-P", "-m", "services.catalog", "rewrap"]
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
