"""Rings of keys in a data directory: their states, and what a broken rotation leaves.

No server runs: the directory alone says what is so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.credentials import Credentials
from deploy.embedded.directory import prepare
from deploy.embedded.rings import Rings, State, bus_users
from services.chassis.keys import keyring


@pytest.fixture
def rings(data_dir: Path) -> Rings:
    return Rings(prepare(data_dir))


def states(rings: Rings) -> list[tuple[str, State]]:
    return [(key.id, key.state) for key in rings.keys("log.catalog")]


def test_a_key_goes_through_four_states(rings: Rings) -> None:
    name = "log.catalog"
    assert states(rings) == [("1", State.CURRENT)]
    assert rings.introduce(name) == "2"
    assert states(rings) == [("1", State.CURRENT), ("2", State.INTRODUCED)]
    assert rings.introduce(name) == "2"  # a rotation that was broken off goes on with it
    rings.use(name, "2")
    assert states(rings) == [("2", State.CURRENT), ("1", State.RETIRED)]
    assert rings.introduce(name) == "3"
    with pytest.raises(ValueError, match="2 is the current one"):
        rings.remove(name, "2")
    rings.remove(name, "1")
    assert states(rings) == [("2", State.CURRENT), ("3", State.INTRODUCED)]
    assert list(keyring(rings.credentials.ring(name)).keys) == ["2", "3"]
    assert all(key.since for key in rings.keys(name))


def test_a_password_without_an_id_is_the_first_users(rings: Rings) -> None:
    """As 0.1.0 left it."""
    Credentials(rings.directory).keep("nats.city", "ab" * 32)
    assert bus_users(rings, "city") == {"city": "ab" * 32}
    rings.use("nats.city", rings.introduce("nats.city"))
    assert list(bus_users(rings, "city")) == ["city_2", "city"]


def test_only_the_owner_reads_them(rings: Rings) -> None:
    rings.introduce("log.catalog")
    for path in rings.directory.root.glob("*.json*"):
        assert path.stat().st_mode & 0o077 == 0, path
