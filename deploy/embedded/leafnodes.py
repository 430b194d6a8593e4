"""Leaf nodes: where a city's NATS takes a nation's, and which cities a nation's NATS joins.

Promises that an address with a password lies in files of mode 0600 only. What is changed counts
from NATS's next start. Must not let a member reach more than the account `member-<name>`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from deploy.embedded.accounts import Account, member
from deploy.embedded.directory import Directory
from deploy.embedded.errors import UnsuitableReader

FILE = "leafnodes.json"


@dataclass(frozen=True)
class Remote:
    """Where a member takes leaf nodes, as its reader's user; `ca`: whom to believe under TLS."""

    urls: Sequence[str]
    ca: str = ""


@dataclass
class Known:
    """What is kept. `listen`: HOST:PORT; "" takes no leaf nodes."""

    listen: str = ""
    members: dict[str, Remote] = field(default_factory=dict)


class Leafnodes:
    """Those of one data directory."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def known(self) -> Known:
        """As it is kept."""
        path = self.directory.root / FILE
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        members = {name: Remote(**each) for name, each in kept.get("members", {}).items()}
        return Known(kept.get("listen", ""), members)

    def listen(self, address: str) -> None:
        """Take leaf nodes there; "" takes none."""
        with self.changing() as known:
            known.listen = address

    def join(self, name: str, remote: Remote) -> None:
        """Be a leaf node of a member's server."""
        with self.changing() as known:
            known.members[name] = remote

    def leave(self, name: str) -> None:
        """Be none any more."""
        with self.changing() as known:
            if known.members.pop(name, None) is None:
                raise UnsuitableReader(f"no member {name} was joined here")

    def accounts(self) -> list[Account]:
        """One of each member."""
        return [member(name) for name in sorted(self.known().members)]

    def configuration(self, tls: Mapping[str, Any]) -> dict[str, Any]:
        """The server's `leafnodes` section; {} where there is nothing to say. `tls`: how its own
        clients meet it.
        """
        known = self.known()
        taken: dict[str, Any] = {"listen": known.listen, **tls} if known.listen else {}
        remotes = [
            {
                "urls": list(remote.urls),
                "account": member(name).name,
                **({"tls": {"ca_file": remote.ca}} if remote.ca else {}),
            }
            for name, remote in sorted(known.members.items())
        ]
        return {**taken, **({"remotes": remotes} if remotes else {})}

    @contextmanager
    def changing(self) -> Iterator[Known]:
        """What is known, and kept as the block leaves it."""
        with self.directory.alone(FILE):
            known = self.known()
            yield known
            self.directory.write_private(FILE, json.dumps(asdict(known), indent=1))
