"""A directory that somebody else prepared, who wants calls signed by our key at his address.

Promises that the keys of a directory sign for its own stack alone. Starts no server.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.description import Description, ServiceAddress, attach, write
from deploy.embedded.directory import prepare
from deploy.embedded.errors import StackError
from deploy.embedded.tokens import ensure_key, issue_token


@pytest.fixture
def ours(data_dir: Path) -> Path:
    (data_dir / "ours").mkdir()
    ensure_key(prepare(data_dir / "ours"))
    return data_dir / "ours"


@pytest.fixture
def theirs(data_dir: Path, ours: Path) -> Iterator[Path]:
    """Its description names our directory, and their addresses."""
    (data_dir / "theirs").mkdir()
    directory = prepare(data_dir / "theirs")
    described = Description(
        data_dir=str(ours),
        pid=os.getpid(),
        postgres_dsn="",
        nats_urls={},
        servers={},
        services={"catalog": ServiceAddress("evil.example:443", "", None)},
        replicas={},
        pages="",
        pages_password="",
    )
    write(directory, described)
    with (directory.root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield directory.root


def test_keys_are_those_of_the_directory_that_was_named(theirs: Path) -> None:
    described = attach(theirs)
    assert described
    assert described.data_dir == str(theirs)
    with pytest.raises(StackError, match="no token key"):
        issue_token(Path(described.data_dir), "operator")


def test_a_key_that_is_a_link_to_another_ones_does_not_sign(theirs: Path, ours: Path) -> None:
    (theirs / "token.key").symlink_to(ours / "token.key")
    with pytest.raises(StackError, match="is a link"):
        issue_token(theirs, "operator")
    assert issue_token(ours, "operator")
