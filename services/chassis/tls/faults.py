"""What is wrong with how a process listens and connects, found when its settings are read.

Promises an error that names the variable and what to set instead, and never a password. Plain text
outside loopback is an error unless `MOTCUA_PLAINTEXT` allows it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.chassis.dsn import hosts_of
from services.chassis.tls import plaintext
from services.chassis.tls.certificates import Unusable, read_authorities, read_pair
from services.chassis.tls.plaintext import host_of, is_loopback

VERIFIED = frozenset({"verify-full", "verify-ca"})  # other modes of `sslmode` believe any server
INSTEAD = "or allow plain text with MOTCUA_PLAINTEXT={}"


def of_listening(name: str, address: str, what: str, allowed: frozenset[str]) -> Iterator[str]:
    """A port without TLS."""
    if address and what not in allowed and not is_loopback(host_of(address)):
        yield (
            f"{name} is outside loopback: set MOTCUA_TLS_CERTIFICATE and MOTCUA_TLS_KEY, "
            + INSTEAD.format(what)
        )


def of_pair(prefix: str, certificate: str, key: str) -> Iterator[str]:
    """A certificate and its key, of variables that begin so."""
    if bool(certificate) != bool(key):
        yield f"{prefix}_{'KEY' if certificate else 'CERTIFICATE'} is missing"
    elif certificate:
        yield from of_files(f"{prefix}_CERTIFICATE", partial(read_pair, certificate, key))


def of_authorities(name: str, authorities: str) -> Iterator[str]:
    """A file of authorities."""
    if authorities:
        yield from of_files(name, partial(read_authorities, authorities))


def of_files(name: str, reading: Callable[[], Any]) -> Iterator[str]:
    """What is wrong with files that a variable names."""
    try:
        reading()
    except Unusable as error:
        yield f"{name}: {error}"


def of_database(name: str, dsn: str, allowed: frozenset[str]) -> Iterator[str]:
    """A database elsewhere is spoken to under TLS, and only if it is the one that is meant."""
    asked = {key: values[-1] for key, values in parse_qs(urlsplit(dsn).query).items()}
    if asked.get("sslmode") in VERIFIED:
        yield from of_authorities(name, asked.get("sslrootcert", ""))
        if not asked.get("sslrootcert"):
            yield f"{name} has sslmode={asked['sslmode']} and no sslrootcert"
        if certificate := asked.get("sslcert"):
            yield from of_files(name, partial(read_pair, certificate, asked.get("sslkey", "")))
    elif plaintext.POSTGRES not in allowed and not all(map(is_local, named(dsn, asked))):
        yield (
            f"{name} is outside loopback: add sslmode=verify-full and sslrootcert, "
            + INSTEAD.format(plaintext.POSTGRES)
        )


def named(dsn: str, asked: dict[str, str]) -> tuple[str, ...]:
    """The hosts of an address; before the path, or as asyncpg also takes it."""
    return tuple(host for host, _ in hosts_of(dsn)) or tuple(filter(None, [asked.get("host", "")]))


def is_local(host: str) -> bool:
    """Whether it is on loopback, or the directory of a socket."""
    return host.startswith("/") or is_loopback(host)


def of_traces(name: str, endpoint: str, allowed: frozenset[str]) -> Iterator[str]:
    """A collector elsewhere; an address without a scheme is under TLS, as its library has it."""
    parts = urlsplit(endpoint)
    if (
        parts.scheme == "http"
        and plaintext.TRACES not in allowed
        and not is_loopback(str(parts.hostname))
    ):
        yield (
            f"{name} is outside loopback: let it begin with https://, "
            + INSTEAD.format(plaintext.TRACES)
        )


def of_bus(name: str, url: str, allowed: frozenset[str]) -> Iterator[str]:
    """Every server of NATS elsewhere is spoken to under TLS."""
    parts = [urlsplit(each if "://" in each else f"nats://{each}") for each in url.split(",")]
    if plaintext.NATS in allowed:
        return
    if any(
        each.scheme not in {"tls", "wss"} and not is_loopback(str(each.hostname)) for each in parts
    ):
        yield (
            f"{name} is outside loopback: let every address begin with tls://, "
            + INSTEAD.format(plaintext.NATS)
        )
