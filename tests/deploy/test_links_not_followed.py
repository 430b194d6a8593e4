"""What whoever owns a data directory puts there leads a stack that root runs to no other file.

Given a link where the stack writes, then what it leads to is as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.directory import Directory, make_temporary, prepare
from deploy.embedded.errors import StackError
from services.chassis import process


@pytest.fixture
def directory() -> Iterator[Directory]:
    made = make_temporary()
    yield prepare(made)
    shutil.rmtree(made)


@pytest.fixture
def precious(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "precious"
    file.write_text("precious", encoding="utf-8")
    file.chmod(0o644)
    yield file
    assert file.read_text(encoding="utf-8") == "precious"
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_file_that_only_one_changes_at_a_time_is_no_link(
    directory: Directory, precious: Path
) -> None:
    (directory.root / "secrets.json.lock").symlink_to(precious)
    with pytest.raises(StackError, match="is a link"), directory.alone("secrets.json"):
        pass
    with directory.alone("readers.json"):
        assert (directory.root / "readers.json.lock").stat().st_mode & 0o777 == 0o600


def test_the_lock_of_a_stack_is_no_link(directory: Directory, tmp_path: Path) -> None:
    (directory.root / "lock").unlink()
    (directory.root / "lock").symlink_to(tmp_path / "made")
    with pytest.raises(StackError):
        prepare(directory.root)
    assert not (tmp_path / "made").exists()


def test_the_folder_of_logs_is_no_link(directory: Directory, tmp_path: Path) -> None:
    (directory.root / "logs").rmdir()
    (directory.root / "logs").symlink_to(tmp_path)
    with pytest.raises(StackError, match="is a link"):
        prepare(directory.root)


def test_a_service_writes_its_addresses_through_no_link(
    directory: Directory, precious: Path
) -> None:
    ready = directory.root / "catalog.ready.json"
    ready.with_name(f"{ready.name}.{os.getpid()}").symlink_to(precious)
    process.replace(ready, {"grpc": "127.0.0.1:1"})
    assert ready.read_text(encoding="utf-8") == '{"grpc": "127.0.0.1:1"}'
    assert not ready.is_symlink()
