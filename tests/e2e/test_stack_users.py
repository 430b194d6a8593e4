"""The embedded stack and its users: tokens, closed directories, root and ordinary users.

Promises that whoever starts it, only those meant can read its secrets and reach its servers. Must
not leave a process or a directory behind.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jwt
import pytest

from deploy.embedded import binaries, tokens
from deploy.embedded.errors import StackError
from deploy.embedded.stack import Stack
from tests.e2e.processes import STARTER, described, living, only_root, starter, value


async def test_tokens_are_signed_for_one_role_and_subtree(stack: Stack) -> None:
    token = tokens.issue_token(stack.data_dir, "officer", "H26.1", subject="officer.test")
    claims = jwt.decode(token, stack.token_keys, algorithms=["EdDSA"], audience="motcua")
    assert claims["roles"] == [{"role": "officer", "unit": "H26.1"}]
    assert (claims["sub"], claims["iss"]) == ("officer.test", "motcua")
    assert claims["exp"] > claims["iat"]


async def test_secrets_are_closed_to_others(stack: Stack) -> None:
    stack.describe()
    for name in ("secrets.json", "token.key", "stack.json", "nats.conf"):
        assert (stack.data_dir / name).stat().st_mode & 0o077 == 0, name


@only_root
async def test_programs_in_a_closed_home_are_copied(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as home:  # 0700, as root's own home is
        site = Path(home) / "site"
        shutil.copytree(binaries.site() / binaries.POSTGRES, site / binaries.POSTGRES)
        shutil.copytree(binaries.site() / binaries.LIBRARIES, site / binaries.LIBRARIES)
        shutil.copy2(binaries.nats_server(), site / "nats-server")
        monkeypatch.setattr(binaries, "site", lambda: site)
        monkeypatch.setattr(binaries, "nats_server", lambda: site / "nats-server")
        running = await Stack(data_dir).start(services=False)
        try:
            assert await value(running.postgres_dsn, "SELECT 1") == 1
            assert running.postgres.programs.is_relative_to(data_dir)
        finally:
            await running.stop()
        assert Path(home).stat().st_mode & 0o777 == 0o700


@only_root
async def test_a_data_directory_below_a_closed_one_is_refused_with_advice() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        pytest.raises(StackError, match="Choose another"),
    ):
        await Stack(Path(home) / "data").start(services=False)


def python_for(uid: int) -> str | None:
    """A Python of our version that this user can run with our packages."""
    ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{ours}", f"/usr/local/bin/{ours}"):
        with contextlib.suppress(OSError):
            question = [python, "-c", f"open({str(STARTER)!r}); import grpc, asyncpg, jwt"]
            environment = {"PYTHONPATH": ":".join(filter(None, sys.path))}
            asked = subprocess.run(
                question, user=uid, extra_groups=[], env=environment, check=False, cwd="/"
            )
            if asked.returncode == 0:
                return python
    return None


@only_root
async def test_an_ordinary_user_runs_everything_as_itself(data_dir: Path) -> None:
    user = pwd.getpwnam("nobody")
    python = python_for(user.pw_uid)
    if python is None:
        pytest.skip("every Python of this version lies where `nobody` cannot enter")
    os.chown(data_dir, user.pw_uid, user.pw_gid)
    environment = {"HOME": str(data_dir), "PYTHONPATH": ":".join(filter(None, sys.path))}
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with starter(data_dir, python=python, env=environment, cwd="/", **as_user) as process:
        running = described(process)
        for pid in [each["pid"] for each in running["servers"].values()]:
            assert Path(f"/proc/{pid}").stat().st_uid == user.pw_uid
        assert await value(running["postgres_dsn"], "SELECT 1") == 1
    assert living(data_dir) == []
