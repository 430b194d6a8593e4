"""Where a command keeps its stack when nobody says where.

Promises the first usual place that the servers' user reaches. Must not start a server.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from services.console.outcome import Unavailable
from services.console.portal import connection


@pytest.fixture
def home(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone and a state directory of our own."""
    for name in ("clone", "state"):
        (data_dir / name).mkdir()
        (data_dir / name).chmod(0o755)
    monkeypatch.setattr(connection, "ROOT", data_dir / "clone")
    monkeypatch.setenv("XDG_STATE_HOME", str(data_dir / "state"))
    return data_dir


def test_it_is_beside_the_program(home: Path) -> None:
    assert connection.default() == home / "clone" / ".motcua"


def test_a_clone_that_cannot_be_used_leaves_the_state_directory(home: Path) -> None:
    # Root writes anywhere, but PostgreSQL then runs as a user who does not come through this.
    (home / "clone").chmod(0o700 if os.geteuid() == 0 else 0o500)
    assert connection.default() == home / "state" / "motcua"


def test_nowhere_is_an_error_that_says_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "candidates", list)
    with pytest.raises(Unavailable, match="name one with --data"):
        connection.default()
