"""What a service is told by its environment, read once into one frozen object.

A start-up error names everything missing or malformed, and never the value of a secret. Settings
that are `followed` change with the file that they stand in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from services.chassis.dsn import dsn
from services.chassis.followed import Followed, Text, now
from services.chassis.issuers import public_keys
from services.chassis.keys import SHORTEST, Keyring, keyring, keys_of
from services.chassis.keys_shown import shown
from services.chassis.limits.callers import Bounds, Unsound, bounds
from services.chassis.tls import faults as tls_faults
from services.chassis.tls import plaintext as plain
from services.chassis.tls.client import ClientTls
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


def followed(name: str, *, sound: Callable[[str], object] = str, **options: Any) -> Any:
    """A text that is read again when its file changes; `sound` raises ValueError at a bad one."""

    def read(text: str) -> str:
        sound(text)
        return text

    metadata = {"variable": name, "read": read, "follow": lambda path: Followed(name, path, read)}
    return field(metadata=metadata, repr=False, **options)


def ring(name: str, **options: Any) -> Any:
    """A ring of keys that is read again when its file changes."""

    def follow(path: str) -> Keyring:
        return shown(name, Keyring(Followed(name, path, keys_of)))

    def read(text: str) -> Keyring:
        return shown(name, keyring(text))

    metadata = {"variable": name, "read": read, "follow": follow}
    return field(metadata=metadata, repr=False, **options)


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


def key(text: str) -> bytes:
    """A key alone, in hexadecimal."""
    found = bytes.fromhex(text)
    if len(found) < SHORTEST:
        raise ValueError
    return found


def hours(text: str) -> float:
    """More than none, and at most ten years."""
    number = float(text)
    if not 0 < number <= 10 * 366 * 24:
        raise ValueError
    return number


def days(text: str) -> int:
    """At least one, and at most a hundred years."""
    number = int(text)
    if not 1 <= number <= 36_525:
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
        made = cls(**values)
        if faults := [*made.faults()]:
            raise SettingsError("settings: " + "; ".join(faults))
        return made

    def faults(self) -> Iterator[str]:
        """What is wrong with values that are sound each by itself."""
        yield from ()


@dataclass(frozen=True, kw_only=True)
class Settings(Environment):
    """What every service needs. A service with more subclasses this, also frozen and kw_only."""

    listen: str = variable("MOTCUA_LISTEN")
    database_dsn: str = variable("MOTCUA_DATABASE_DSN", dsn, repr=False)
    nats_url: Text = followed("MOTCUA_NATS_URL")  # of several servers, with commas
    # Outside loopback all speak TLS, but for what an operator allows to go in plain text.
    tls_certificate: str = variable("MOTCUA_TLS_CERTIFICATE", default="")  # these are files of PEM
    tls_key: str = variable("MOTCUA_TLS_KEY", default="")
    tls_client_ca: str = variable("MOTCUA_TLS_CLIENT_CA", default="")
    nats_ca: str = variable("MOTCUA_NATS_CA", default="")
    nats_certificate: str = variable("MOTCUA_NATS_CERTIFICATE", default="")
    nats_key: str = variable("MOTCUA_NATS_KEY", default="")
    plaintext: frozenset[str] = variable("MOTCUA_PLAINTEXT", plain.allowed, default=frozenset())
    stream_replicas: int = variable("MOTCUA_STREAM_REPLICAS", replicas, default=1)
    stream_tags: tuple[str, ...] = variable("MOTCUA_STREAM_TAGS", words, default=())
    token_keys: Text = followed("MOTCUA_TOKEN_KEYS", sound=public_keys)
    # A key of its own for each purpose is derived from these: fingerprints, secrets, page tokens.
    secret_keys: Keyring = ring("MOTCUA_SECRET_KEYS")
    # Of the MACs on what the service publishes; a retired one is kept while its messages are.
    log_keys: Keyring = ring("MOTCUA_LOG_KEYS")
    longest_token_hours: float = variable("MOTCUA_LONGEST_TOKEN_HOURS", hours, default=24.0)
    # Other issuers of tokens, as TOML, and of what the pseudonyms of their subjects are made.
    issuers: Text = followed("MOTCUA_ISSUERS", default="")
    subject_key: bytes = variable("MOTCUA_SUBJECT_KEY", key, default=b"", repr=False)
    revoked_tokens: str = variable("MOTCUA_REVOKED_TOKENS", default="")  # a file
    # Who may say from where a call without a token comes.
    trusted_proxies: tuple[Network, ...] = variable("MOTCUA_TRUSTED_PROXIES", networks, default=())
    # Portals that say for whom they ask, by the subjects of their tokens.
    trusted_portals: tuple[str, ...] = variable("MOTCUA_TRUSTED_PORTALS", words, default=())
    # How much one caller may ask: a file (docs/operating/limits.md), or `none`.
    limits: Bounds | None = variable("MOTCUA_LIMITS", bounds, default=None)
    # What the audit writes from now on is kept for so many days.
    audit_days: int = variable("MOTCUA_AUDIT_DAYS", days, default=365)
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
    # A file that is touched whenever a backup is whole, by whatever makes it.
    backup_mark: str = variable("MOTCUA_BACKUP_MARK", default="")
    ready_file: str = variable("MOTCUA_READY_FILE", default="")
    otlp_endpoint: str = variable("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
    otlp_protocol: str = variable("OTEL_EXPORTER_OTLP_PROTOCOL", otlp, default="grpc")
    trace_ratio: float = variable("MOTCUA_TRACE_RATIO", fraction, default=0.01)

    @property
    def nats_tls(self) -> ClientTls:
        """How NATS is spoken to where its address says that it is under TLS."""
        return ClientTls(ca=self.nats_ca, certificate=self.nats_certificate, key=self.nats_key)

    def faults(self) -> Iterator[str]:
        """Of files and addresses."""
        allowed = self.plaintext
        yield from tls_faults.of_pair("MOTCUA_TLS", self.tls_certificate, self.tls_key)
        yield from tls_faults.of_authorities("MOTCUA_TLS_CLIENT_CA", self.tls_client_ca)
        yield from tls_faults.of_pair("MOTCUA_NATS", self.nats_certificate, self.nats_key)
        yield from tls_faults.of_authorities("MOTCUA_NATS_CA", self.nats_ca)
        if not self.tls_certificate:
            yield from tls_faults.of_listening("MOTCUA_LISTEN", self.listen, plain.API, allowed)
            yield from tls_faults.of_listening(
                "MOTCUA_METRICS_LISTEN", self.metrics_listen, plain.METRICS, allowed
            )
            if self.tls_client_ca:
                yield "MOTCUA_TLS_CLIENT_CA needs MOTCUA_TLS_CERTIFICATE"
        yield from tls_faults.of_traces("OTEL_EXPORTER_OTLP_ENDPOINT", self.otlp_endpoint, allowed)
        yield from tls_faults.of_bus("MOTCUA_NATS_URL", now(self.nats_url), allowed)
        for name, address in (
            ("MOTCUA_DATABASE_DSN", self.database_dsn),
            ("MOTCUA_OWNER_DSN", self.owner_dsn),
        ):
            if address:
                yield from tls_faults.of_database(name, address, allowed)

    @property
    def longest_token_life(self) -> float:
        """In seconds."""
        return self.longest_token_hours * 3600

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
    name, follow = each.metadata["variable"], each.metadata.get("follow")
    stated, file = environ.get(name, ""), environ.get(f"{name}_FILE", "")
    try:
        text = stated or (Path(file).read_text(encoding="utf-8").strip() if file else "")
    except (OSError, ValueError):
        return f"{name}_FILE cannot be read"
    if not text:
        return f"{name} is missing" if each.default is MISSING else ""
    try:
        values[each.name] = each.metadata["read"](text) if stated or not follow else follow(file)
    except Unsound as error:
        return f"{name}: {error}"
    except ValueError:
        return f"{name} is malformed"
    return ""
