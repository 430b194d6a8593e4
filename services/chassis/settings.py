"""What a service is told by its environment, read once into one frozen object.

A start-up error names everything missing or malformed, and never the value of a secret.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from services.chassis.dsn import dsn
from services.chassis.keys import Keyring, keyring
from services.chassis.visitors import Network, networks

API, RELAY, PROJECTOR = "api", "relay", "projector"
ROLES = frozenset({API, RELAY, PROJECTOR})


class SettingsError(Exception):
    """The environment does not say enough; the text names every variable concerned."""


def variable(name: str, read: Callable[[str], Any] = str, **options: Any) -> Any:
    """A field read from this environment variable; `default=` makes it optional.

    A service declares its own beside the chassis's: `port: int = variable("MOTCUA_X_PORT", int)`.
    """
    return field(metadata={"variable": name, "read": read}, **options)


def otlp(text: str) -> str:
    """A way of OTLP that we speak."""
    if text not in {"grpc", "http/protobuf"}:
        raise ValueError
    return text


def fraction(text: str) -> float:
    """A number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError
    return number


def hours(text: str) -> float:
    """More than none, and at most ten years."""
    number = float(text)
    if not 0 < number <= 10 * 366 * 24:
        raise ValueError
    return number


def seconds(text: str) -> float:
    """None or more."""
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


def yes(text: str) -> bool:
    """0 or 1."""
    if text not in {"0", "1"}:
        raise ValueError
    return text == "1"


def roles(text: str) -> frozenset[str]:
    """What a process is for, with commas between."""
    found = frozenset(each.strip() for each in text.split(","))
    if not found <= ROLES:
        raise ValueError
    return found


def paths(text: str) -> tuple[str, ...]:
    """Paths with colons between them."""
    return tuple(filter(None, text.split(":")))


def replicas(text: str) -> int:
    """How many servers hold a stream: JetStream takes one to five."""
    number = int(text)
    if not 1 <= number <= 5:
        raise ValueError
    return number


def words(text: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(filter(None, map(str.strip, text.split(","))))


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Fields that are `variable`s."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read every variable; an empty one counts as missing."""
        values: dict[str, Any] = {}
        wrong = [said for each in fields(cls) if (said := take(each, environ, values))]
        if wrong:
            raise SettingsError("settings: " + "; ".join(wrong))
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class Settings(Environment):
    """What every service needs. A service with more subclasses this, also frozen and kw_only."""

    listen: str = variable("MOTCUA_LISTEN")
    database_dsn: str = variable("MOTCUA_DATABASE_DSN", dsn, repr=False)
    nats_url: str = variable("MOTCUA_NATS_URL", repr=False)  # of several servers, with commas
    stream_replicas: int = variable("MOTCUA_STREAM_REPLICAS", replicas, default=1)
    stream_tags: tuple[str, ...] = variable("MOTCUA_STREAM_TAGS", words, default=())
    token_keys: str = variable("MOTCUA_TOKEN_KEYS", repr=False)
    # A key of its own for each purpose is derived from these: fingerprints, secrets, page tokens.
    secret_keys: Keyring = variable("MOTCUA_SECRET_KEYS", keyring)
    # Of the MACs on what the service publishes; a retired one is kept while its messages are.
    log_keys: Keyring = variable("MOTCUA_LOG_KEYS", keyring)
    longest_token_hours: float = variable("MOTCUA_LONGEST_TOKEN_HOURS", hours, default=24.0)
    revoked_tokens: str = variable("MOTCUA_REVOKED_TOKENS", default="")  # a file
    # Who may say from where a call without a token comes.
    trusted_proxies: tuple[Network, ...] = variable("MOTCUA_TRUSTED_PROXIES", networks, default=())
    # For commands that end, such as migrations and repairs: a running service must not have it.
    owner_dsn: str = variable("MOTCUA_OWNER_DSN", dsn, default="", repr=False)
    # What this process is for, of a service that consists of several.
    roles: frozenset[str] = variable("MOTCUA_ROLES", roles, default=ROLES)
    # Several processes of one machine may listen at one address; each gets some of the connections.
    reuse_port: bool = variable("MOTCUA_REUSE_PORT", yes, default=False)
    # After so many seconds a client is asked to connect again, and a stream without an end ends;
    # 0: never. Behind a balancer connections and streams get to new replicas so.
    longest_connection: float = variable("MOTCUA_LONGEST_CONNECTION", seconds, default=0.0)
    # So long a server that ends still takes calls, while it says NOT_SERVING.
    drain: float = variable("MOTCUA_DRAIN", seconds, default=0.0)
    metrics_listen: str = variable("MOTCUA_METRICS_LISTEN", default="")
    # Disks whose room is watched, as paths with colons between them: those of database and streams.
    disk_paths: tuple[str, ...] = variable("MOTCUA_DISK_PATHS", paths, default=())
    ready_file: str = variable("MOTCUA_READY_FILE", default="")
    otlp_endpoint: str = variable("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
    otlp_protocol: str = variable("OTEL_EXPORTER_OTLP_PROTOCOL", otlp, default="grpc")
    trace_ratio: float = variable("MOTCUA_TRACE_RATIO", fraction, default=0.01)

    @property
    def owner(self) -> str:
        """The owner's address, for what cannot do without it."""
        if not self.owner_dsn:
            raise SettingsError("settings: MOTCUA_OWNER_DSN is missing")
        return self.owner_dsn


def take(each: Field[Any], environ: Mapping[str, str], values: dict[str, Any]) -> str:
    """Put one field's value among the others, or say what is wrong with its variable X, which may
    stand in a file that X_FILE names.
    """
    name = each.metadata["variable"]
    text, file = environ.get(name, ""), environ.get(f"{name}_FILE", "")
    try:
        text = text or (Path(file).read_text(encoding="utf-8").strip() if file else "")
    except (OSError, ValueError):
        return f"{name}_FILE cannot be read"
    if not text:
        return f"{name} is missing" if each.default is MISSING else ""
    try:
        values[each.name] = each.metadata["read"](text)
    except ValueError:
        return f"{name} is malformed"
    return ""
