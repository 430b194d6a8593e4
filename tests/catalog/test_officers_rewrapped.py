"""The exchange of the secret that the keys of officers' names are wrapped under.

Promises that names outlive it, that erased ones stay erased, and that nothing is half exchanged.
Must not test a cipher again.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys

import pytest

from services.catalog.queries.rewrap import NotWrapped, rewrap
from tests.catalog.conftest import Running
from tests.catalog.desk import fresh, refusal
from tests.catalog.personnel import ERASED, SEALED, Personnel, run

DAMAGED = "INTERNAL OFFICER_NAME_DAMAGED officer"


async def exchange(catalog: Running) -> bytes:
    """Wrap under a new secret, and start the service with it; the former one."""
    former, secret = catalog.settings.secret_key, os.urandom(32)
    await rewrap(catalog.database.owner_dsn, former=former, secret=secret)
    await start_with(catalog, secret)
    return former


async def start_with(catalog: Running, secret: bytes) -> None:
    catalog.settings = dataclasses.replace(catalog.settings, secret_key=secret)
    await catalog.restart()


async def read(catalog: Running, unit: str, officer: str) -> tuple[int, str]:
    [found] = await Personnel(catalog, "inspector").read(unit, officer)
    return found.state, found.full_name


async def test_names_outlive_the_exchange_and_erased_ones_stay_erased(catalog: Running) -> None:
    editor = Personnel(catalog)
    ward = (await editor.desk.unit()).name
    officer, full_name = await editor.sealed(ward)
    erased, _ = await editor.sealed(ward)
    await editor.erase(ward, erased)
    await exchange(catalog)
    assert await read(catalog, ward, officer) == (SEALED, full_name)
    assert await read(catalog, ward, erased) == (ERASED, "")
    await Personnel(catalog).seal(ward, officer, "Tên mới")
    assert await read(catalog, ward, officer) == (SEALED, "Tên mới")


async def test_the_former_secret_opens_nothing_afterwards(catalog: Running) -> None:
    ward = (await catalog.desk().unit()).name
    officer, _ = await Personnel(catalog).sealed(ward)
    former, present = await exchange(catalog), catalog.settings.secret_key
    await start_with(catalog, former)
    try:
        assert await refusal(read(catalog, ward, officer)) == DAMAGED
    finally:
        await start_with(catalog, present)


async def test_it_can_be_repeated_and_takes_up_what_was_sealed_since(catalog: Running) -> None:
    editor = Personnel(catalog)
    ward = (await editor.desk.unit()).name
    await editor.sealed(ward)
    secret = os.urandom(32)
    secrets = {"former": catalog.settings.secret_key, "secret": secret}
    assert await rewrap(catalog.database.owner_dsn, **secrets) > 0
    later, full_name = await editor.sealed(ward)  # the service still has the former one
    assert await rewrap(catalog.database.owner_dsn, **secrets) == 1
    assert await rewrap(catalog.database.owner_dsn, **secrets) == 0
    await start_with(catalog, secret)
    assert await read(catalog, ward, later) == (SEALED, full_name)


async def test_a_key_that_opens_with_neither_secret_stops_all_of_it(catalog: Running) -> None:
    editor = Personnel(catalog)
    ward = (await editor.desk.unit()).name
    officer, full_name = await editor.sealed(ward)
    lost = fresh("cb")
    owner = catalog.database.owner_dsn
    await run(
        owner, "insert into officer_keys values ($1, $2, $3, now())", lost, b"\0" * 12, b"noise"
    )
    try:
        former = catalog.settings.secret_key
        with pytest.raises(NotWrapped, match=f"^{lost}$"):
            await rewrap(owner, former=former, secret=os.urandom(32))
        assert await read(catalog, ward, officer) == (SEALED, full_name)
    finally:
        await run(owner, "delete from officer_keys where officer = $1", lost)


def test_the_command_without_the_former_secret_says_what_is_missing(catalog: Running) -> None:
    done = command(catalog, MOTCUA_FORMER_SECRET_KEY="")
    assert done.returncode == 78
    assert done.stderr == "catalog: settings: MOTCUA_FORMER_SECRET_KEY is missing\n"


async def test_the_command_exchanges_the_secret(catalog: Running) -> None:
    ward = (await catalog.desk().unit()).name
    officer, full_name = await Personnel(catalog).sealed(ward)
    former, secret = catalog.settings.secret_key, os.urandom(32)
    done = command(catalog, MOTCUA_FORMER_SECRET_KEY=former.hex(), MOTCUA_SECRET_KEY=secret.hex())
    assert (done.returncode, '"officers.rewrapped"' in done.stderr) == (0, True)
    assert former.hex() not in done.stderr
    assert secret.hex() not in done.stderr
    await start_with(catalog, secret)
    assert await read(catalog, ward, officer) == (SEALED, full_name)


async def test_the_command_without_an_owner_says_so(catalog: Running) -> None:
    done = command(catalog, MOTCUA_FORMER_SECRET_KEY="00" * 32, MOTCUA_OWNER_DSN="")
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
        "MOTCUA_SECRET_KEY": known.secret_key.hex(),
        **variables,
    }
    words = [sys.executable, "-P", "-m", "services.catalog", "rewrap"]
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
