"""Rings of keys, and users with passwords that are exchanged like keys, by states.

introduced: known, not used · current: used · retired: still verifies, opens or signs in · removed.
A key is introduced everywhere before it is used anywhere, so that no process meets one that it does
not know. The values lie in `secrets.json`; when a state began lies in `rotation.json`, which holds
no secret.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from deploy.embedded.credentials import BYTES, Credentials
from deploy.embedded.directory import Directory

FILE = "rotation.json"
FIRST = "1"


class State(StrEnum):
    """Of a key."""

    INTRODUCED = "introduced"
    CURRENT = "current"
    RETIRED = "retired"


@dataclass(frozen=True)
class Key:
    """One of a ring; `since`: when its state began, None if nobody noted it."""

    id: str
    state: State
    since: datetime | None = None


class Rings:
    """Those of one data directory, by their names in `secrets.json`."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.credentials = Credentials(directory)

    def values(self, name: str) -> dict[str, str]:
        """Secrets by id, the current one first; a value without an id is the first one's."""
        text = self.credentials.ring(name)
        if ":" not in text:
            return {FIRST: text}
        pairs = (each.partition(":") for each in text.split(","))
        return {id_: value for id_, _, value in pairs}

    def keys(self, name: str) -> list[Key]:
        """In that order."""
        return Noted(self.directory).states(name, list(self.values(name)))

    def introduce(self, name: str) -> str:
        """The id of a new one, which is not used yet; one that waits for its use is taken."""
        values = self.values(name)
        for key in self.keys(name):
            if key.state is State.INTRODUCED:
                return key.id
        new = str(max(int(id_) for id_ in values if id_.isdecimal()) + 1)
        self._keep(name, {**values, new: secrets.token_hex(BYTES)})
        Noted(self.directory).note(name, new, State.INTRODUCED)
        return new

    def use(self, name: str, id_: str) -> None:
        """Put it first; the one before is retired."""
        values, noted = self.values(name), Noted(self.directory)
        before = next(iter(values))
        self._keep(name, {id_: values.pop(id_), **values})
        noted.note(name, id_, State.CURRENT)
        noted.note(name, before, State.RETIRED)

    def remove(self, name: str, id_: str) -> None:
        """Forget it; never the current one."""
        values = self.values(name)
        if id_ == next(iter(values)):
            raise ValueError(f"{id_} is the current one of {name}")
        del values[id_]
        self._keep(name, values)

    def _keep(self, name: str, values: Mapping[str, str]) -> None:
        self.credentials.keep(name, ",".join(f"{id_}:{value}" for id_, value in values.items()))


def bus_users(rings: Rings, account: str) -> dict[str, str]:
    """The passwords of an account's users on NATS by their names, the current one first."""
    return {user(account, id_): value for id_, value in rings.values(f"nats.{account}").items()}


def user(account: str, id_: str) -> str:
    """The name of one; readers that were added have no such names."""
    return account if id_ == FIRST else f"{account}_{id_}"


class Noted:
    """When states began."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def states(self, name: str, ids: list[str]) -> list[Key]:
        """Of these, the current one first."""
        kept = self._read().get(name, {})
        return [self._key(id_, kept.get(id_, []), first=id_ == ids[0]) for id_ in ids]

    def note(self, name: str, id_: str, state: State) -> None:
        """That a state begins now."""
        with self.directory.alone(FILE):
            kept = self._read()
            kept.setdefault(name, {})[id_] = [state.value, datetime.now(UTC).isoformat()]
            self.directory.write_private(FILE, json.dumps(kept, indent=1))

    def _key(self, id_: str, kept: list[str], *, first: bool) -> Key:
        """The order decides what is current: it is what services read."""
        state = State(kept[0]) if kept else State.RETIRED
        if first or state is State.CURRENT:
            state = State.CURRENT if first else State.RETIRED
        is_noted = bool(kept) and kept[0] == state.value
        return Key(id_, state, datetime.fromisoformat(kept[1]) if is_noted else None)

    def _read(self) -> dict[str, dict[str, list[str]]]:
        path = self.directory.root / FILE
        found: dict[str, dict[str, list[str]]]
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return found
