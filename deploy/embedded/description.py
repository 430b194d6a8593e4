"""What a running stack says of itself in `stack.json`, so that another command finds it.

Promises None unless a stack runs: the lock decides, not the file. Must be readable by the stack's
user only, since addresses hold passwords.
"""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.embedded.directory import Directory, is_locked
from deploy.embedded.errors import OtherVersion, StackError
from deploy.embedded.processes import exists
from deploy.embedded.trust import Trust


@dataclass(frozen=True)
class ServiceAddress:
    """Where one service listens; its process id."""

    grpc: str
    prometheus: str
    pid: int | None


@dataclass(frozen=True)
class ServerAddress:
    """One server's process id, the name of its log, and where it can be asked: PostgreSQL's DSN, or
    NATS's monitor.
    """

    pid: int | None
    log: str
    dsn: str = field(default="", repr=False)
    monitor: str = ""


@dataclass(frozen=True)
class Description:
    """A running stack: the starter's pid, every process, and every address."""

    data_dir: str
    pid: int
    postgres_dsn: str = field(repr=False)  # in a cluster with both hosts
    # By account; in a cluster with commas between those of all nodes.
    nats_urls: dict[str, str] = field(repr=False)
    servers: dict[str, ServerAddress]  # each process of PostgreSQL and NATS
    services: dict[str, ServiceAddress]  # `grpc` leads to all processes of a service
    replicas: dict[str, ServiceAddress]  # each process of each service
    pages: str  # their URL; empty where they do not run
    pages_password: str = field(repr=False)  # of whoever operates this stack
    # Files of its clients; none where it speaks plain text.
    ca: str = ""
    certificate: str = ""
    key: str = ""

    @property
    def trust(self) -> Trust:
        """Whom its clients believe."""
        return Trust(self.ca, self.certificate, self.key)


def target(addresses: Iterable[str]) -> str:
    """The target of a gRPC channel that leads to all of these addresses."""
    addresses = list(addresses)
    return addresses[0] if len(addresses) == 1 else "ipv4:" + ",".join(addresses)


def write(directory: Directory, description: Description) -> Description:
    """Publish it, at once or not at all."""
    directory.write_private("stack.json", json.dumps(dataclasses.asdict(description), indent=1))
    return description


def attach(data_dir: Path) -> Description | None:
    """The stack that runs on this directory, or None. Keys are looked for in this very directory,
    whatever is written there: somebody else's would have ours sign, and send it to him.
    """
    data_dir = data_dir.expanduser().resolve()
    try:
        described = read(data_dir / "stack.json")
    except OtherVersion:
        if is_locked(data_dir / "lock"):
            raise
        return None
    if described is None or not is_locked(data_dir / "lock") or not exists(described.pid):
        return None
    return dataclasses.replace(described, data_dir=str(data_dir))


def read(path: Path) -> Description | None:
    """The last description written there."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except PermissionError:
        raise StackError(
            f"the stack in {path.parent} belongs to another user: run as that user"
        ) from None
    except OSError as refused:
        raise StackError(
            f"{path.parent} cannot be used ({refused.strerror}): choose another with --data"
        ) from None
    try:
        written = json.loads(text)
        kinds = {
            "servers": ServerAddress,
            "services": ServiceAddress,
            "replicas": ServiceAddress,
        }
        parts = {
            name: {key: kind(**each) for key, each in written[name].items()}
            for name, kind in kinds.items()
        }
        return Description(**{**written, **parts})
    except (TypeError, KeyError, AttributeError, ValueError):
        raise OtherVersion(
            f"the stack in {path.parent} was started by another version of Motcua: use and stop it "
            "with that version, or choose another directory with --data"
        ) from None
