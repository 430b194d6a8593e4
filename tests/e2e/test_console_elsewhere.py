"""The console as a client of an installation elsewhere: from another directory, by a user who has
nothing at home, with a token of a small role.

One stack for the file. Must not show a token.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import issue_token
from deploy.envoy import configuration
from motcua.catalog.v1 import catalog_pb2 as api
from services.console.portal.client import Portal
from tests.certified import Certified
from tests.e2e.city_issuer import address_of, issuers  # noqa: F401 - a fixture
from tests.e2e.commands import Ended, environment
from tests.e2e.forked import forker
from tests.e2e.migrated import MigratedStack
from tests.e2e.renewed_tokens import tokens_are_renewed
from tests.oidc import Provider
from tests.pages import envoy

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
OURS = re.compile("MOTCUA_|XDG_")


@pytest.fixture(scope="module")
async def stack(issuers: str) -> AsyncIterator[Stack]:  # noqa: F811 - the fixture
    """One with a unit and nothing else in it, where users of the provider may sign in."""
    path = make_temporary()
    async with MigratedStack(path, environment={"MOTCUA_ISSUERS": issuers}) as running:
        unit = {"kind": "district", "display_name": {"vi": "Quận"}}
        request = api.OpenUnitRequest(unit_id="district", unit=unit, request_id=str(uuid4()))
        async with Portal(running.describe()) as portal:
            await portal.call(portal.catalog.OpenUnit, request, role="editor")
        yield running
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def server(stack: Stack) -> str:
    """How the installation is named."""
    return ",".join(f"{name}={each.grpc}" for name, each in stack.describe().services.items())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


async def called(home: Path, *words: object, **variables: str) -> Ended:
    """A command of a user who has that home."""
    around_it = around(home) | variables
    code, out, err = await forker().run([str(word) for word in words], around_it, within=120)
    return Ended(code, out.decode(), err.decode())


def around(home: Path) -> dict[str, str]:
    """The environment of a user who has nothing else of ours."""
    known = environment("C.UTF-8")
    return {name: value for name, value in known.items() if not OURS.match(name)} | {
        "HOME": str(home)
    }


def token(stack: Stack, role: str, unit: str = "*", **more: Any) -> str:
    return issue_token(stack.data_dir, role, unit, **more)


async def test_a_small_role_does_what_it_may_from_another_directory_with_an_empty_home(
    stack: Stack, server: str, home: Path
) -> None:
    held = home / "token"
    held.write_text(token(stack, "editor"))
    words = ["calendar", "seed", "--years", "2026", "--server", server, "--token", "token"]
    process = subprocess.run(
        [sys.executable, "-P", "-m", "services.console", *words],
        cwd=home, env=around(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    where = {"MOTCUA_SERVER": server, "MOTCUA_TOKEN_FILE": str(held)}
    days = ("--from", "2026-02-16", "--to", "2026-02-18", "--json")
    shown = await called(home, "calendar", "show", "--calendar", "vn", *days, **where)
    assert (shown.code, "2026-02-17" in shown.out) == (0, True), shown.err
    refused = await called(home, "rates", **where)
    assert (refused.code, "NOT_PERMITTED" in refused.err) == (4, True), refused.err
    assert {each.name for each in home.iterdir()} == {"token"}


async def test_an_installation_is_used_by_its_name(stack: Stack, server: str, home: Path) -> None:
    for role in ("inspector", "portal"):
        (home / role).write_text(token(stack, role))
    add = ("context", "add", "--server", server, "--token", home / "inspector")
    assert (await called(home, *add, "city", "--use")).code == 0
    assert (await called(home, "definitions", "--json")).code == 0
    denied = await called(home, "due", MOTCUA_TOKEN=token(stack, "publisher"))
    assert (denied.code, "NOT_PERMITTED" in denied.err) == (4, True), denied.err
    # What its context states is not sent to another server.
    other = await called(home, "due", "--server", server)
    assert (other.code, "TOKEN_MISSING" in other.err) == (4, True), other.err


@pytest.mark.parametrize(
    ("lang", "words"), [("C.UTF-8", "Sign in with"), ("vi_VN.UTF-8", "Hãy đăng nhập")]
)
async def test_who_has_no_token_sees_what_is_public_and_is_told_how_to_get_one(
    server: str, home: Path, lang: str, words: str
) -> None:
    where = {"MOTCUA_SERVER": server, "LC_ALL": lang}
    assert (await called(home, "levels", "--json", **where)).code == 0
    done = await called(home, "rates", **where)
    assert (done.code, "TOKEN_MISSING" in done.err, words in done.err) == (4, True, True), done.err


async def test_an_expired_token_is_said_to_be_with_where_it_came_from(
    stack: Stack, server: str, home: Path
) -> None:
    old = token(stack, "inspector", ttl=timedelta(hours=-1))
    done = await called(home, "due", MOTCUA_SERVER=server, MOTCUA_TOKEN=old)
    assert done.code == 4
    assert "has expired" in done.err
    assert "The token came from MOTCUA_TOKEN" in done.err
    assert old not in done.err + done.out


async def test_the_streams_are_read_as_the_reader_whose_address_a_file_holds(
    stack: Stack, server: str, home: Path
) -> None:
    where = {"MOTCUA_SERVER": server, "MOTCUA_TOKEN": token(stack, "inspector")}
    without = await called(home, "verify", **where)
    assert (without.code, "--streams" in without.err) == (2, True), without.err
    file = home / "reader"
    reads = ("--reads", "catalog,submissions,metrics", "--to", file, "--data", stack.data_dir)
    added = await called(home, "reader", "add", "city-it", *reads)
    assert added.code == 0, added.err
    done = await called(home, "verify", "--json", "--streams", file, **where)
    assert (done.code, done.document["differences"]) == (0, []), done.err + done.out


async def test_a_server_that_is_not_there_is_named(home: Path) -> None:
    done = await called(home, "levels", "--server", "127.0.0.1:1")
    assert (done.code, "catalog does not answer at 127.0.0.1:1: " in done.err) == (3, True), (
        done.err
    )
    assert "refused" in done.err


async def test_reports_are_signed_by_a_key_that_is_named(
    stack: Stack, server: str, home: Path
) -> None:
    where = {"MOTCUA_SERVER": server, "MOTCUA_TOKEN": token(stack, "publisher")}
    done = await called(home, "report", "2026-01", **where)
    assert (done.code, "name --key and --certificate" in done.err) == (2, True), done.err


async def test_an_operator_sees_projections_and_parks_what_halts_and_nothing_else(
    stack: Stack, server: str, home: Path
) -> None:
    where = {"MOTCUA_SERVER": server, "MOTCUA_TOKEN": token(stack, "operator", subject="ops.1")}
    done = await called(home, "park", "--json", **where)
    assert done.code == 0, done.err
    found = {(each["service"], each["projection"]): each for each in done.document}
    assert {("metrics", "catalog"), ("submissions", "catalog")} < found.keys()
    assert not [each for each in found.values() if each["halted"]]
    words = ("park", "metrics", "catalog", 1, "--reason", "seen by two")
    none = await called(home, *words, **where)
    assert (none.code, "PROJECTION_NOT_HALTED" in none.err) == (4, True), none.err
    # As one that could not apply the next event would have noted it, and stood still.
    owner = await asyncpg.connect(stack.postgres.dsn(database="metrics"))
    await owner.execute("insert into checkpoints values ('seen', 0, gen_random_uuid())")
    await owner.execute("insert into halted values ('seen', 1, gen_random_uuid(), 'ValueError')")
    shown = await called(home, "park", **where)
    assert "stands still at 1" in shown.out
    other = await called(home, "park", "metrics", "seen", 2, "--reason", "a typing error", **where)
    assert (other.code, "PROJECTION_HALTED_ELSEWHERE" in other.err) == (4, True), other.err
    done = await called(home, "park", "metrics", "seen", 1, "--reason", "seen by two", **where)
    assert (done.code, "as ops.1 says" in done.out) == (0, True), done.err
    row = await owner.fetchrow("select reason, parked_by from parked")
    assert tuple(row) == ("seen by two", "ops.1")
    assert await owner.fetchval("select position from checkpoints where projection = 'seen'") == 1
    await owner.close()


async def test_a_token_that_ended_too_soon_is_renewed_once(stack: Stack) -> None:
    await tokens_are_renewed(stack)


async def test_who_signs_in_by_a_code_is_who_the_service_believes_him_to_be(
    server: str, home: Path, oidc: Provider
) -> None:
    await oidc.account("clerk", groups=["/wards/district/officers"])
    signing = ("--issuer", oidc.url, "--client-id", "console")
    scope = ("--scope", "openid offline_access motcua")
    add = ("context", "add", "city", "--server", server, "--use", *signing, *scope)
    assert (await called(home, *add)).code == 0
    before = await called(home, "due", "--unit", "district")
    assert (before.code, "Sign in with ./motcua sign-in" in before.err) == (4, True), before.err
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "services.console", "sign-in",
        cwd=home, env=around(home), stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    await oidc.approve(await address_of(process), "clerk")
    assert await process.wait() == 0
    assert (await called(home, "due", "--unit", "district", "--json")).code == 0
    who = await called(home, "whoami", "--json")
    assert who.document["grants"] == [{"role": "officer", "unit": "units/district"}], who.err
    assert (who.document["issuer"], who.document["subject"][:10]) == (oidc.url, "oidc.city.")
    elsewhere = await called(home, "due")
    assert (elsewhere.code, "NOT_PERMITTED" in elsewhere.err) == (4, True), elsewhere.err
    kept = json.loads((home / ".config" / "motcua" / "sign-ins" / "city.json").read_text())
    left = await called(home, "sign-out")
    assert (left.code, "Signed out of city." in left.err) == (0, True), left.err
    for service in ("catalog", "submissions", "metrics"):  # a copy of it is worth nothing
        copied = await called(
            home, "whoami", "--service", service, MOTCUA_TOKEN=kept["access_token"]
        )
        assert (copied.code, "TOKEN_REVOKED" in copied.err) == (4, True), copied.err
    after = await called(home, "due", "--unit", "district")
    assert (after.code, "TOKEN_MISSING" in after.err) == (4, True), after.err


@pytest.mark.skipif(envoy.MISSING, reason="no envoy here: it belongs to the test group")
async def test_one_address_leads_to_all_services_under_a_certificate(
    stack: Stack, home: Path, tmp_path: Path, own_address: str
) -> None:
    made, listen = Certified(tmp_path), own_address
    services = {name: each.grpc for name, each in stack.describe().services.items()}
    text = configuration(
        listen=listen, services=services, origins=[], certificate=made.issue("server")
    )
    where = {"MOTCUA_SERVER": listen, "MOTCUA_TOKEN": token(stack, "operator", subject="ops.1")}
    async with envoy.running(text, listen, tmp_path):
        for service in services:
            who = await called(home, "whoami", "--service", service, "--ca", made.ca, **where)
            assert (who.code, "ops.1 at " in who.out) == (0, True), who.err
        shown = await called(home, "park", "--json", "--ca", made.ca, **where)
        assert {each["service"] for each in shown.document} == services.keys()
        # Readings, which ask for a service's health, and a stream of requests.
        rates = await called(home, "definitions", "--json", "--ca", made.ca, **where)
        assert rates.code == 0, rates.err
        table = home / "units.csv"
        exported = await called(
            home, "export", "--kind", "units", "-o", table, "--ca", made.ca, **where
        )
        assert exported.code == 0, exported.err
        mapping = ROOT / "deploy" / "mappings" / "motcua_units.toml"
        importer = where | {"MOTCUA_TOKEN": token(stack, "importer")}
        words = ("import", table, "--mapping", mapping, "--json", "--ca", made.ca)
        done = await called(home, *words, **importer)
        assert (done.code, done.document["import"]["unchanged"]) == (0, 1), done.err


async def test_how_everything_is_can_be_asked_from_here_and_elsewhere(
    stack: Stack, server: str, home: Path
) -> None:
    metrics = stack.describe().services["catalog"].prometheus
    asked = ("--server", server, "--metrics", f"catalog={metrics}")
    for where in (("--data", stack.data_dir), asked):
        ended = await called(home, "status", "--json", *where)
        found = {each["part"]: each["state"] for each in ended.document["parts"]}
        assert ended.code == 0, ended.out
        assert {part for part, state in found.items() if state != "ok"} <= {"backup"}, ended.out
        assert {"catalog", "submissions", "metrics", "streams", "stores"} <= found.keys()
