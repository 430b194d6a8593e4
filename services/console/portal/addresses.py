"""Where an installation's services are, as `--server` or the `server` of a context has it.

Examples: `motcua.example.vn` is one address that leads to all services, by TLS;
`catalog=10.0.0.5:7001,submissions=10.0.0.6:7001,metrics=10.0.0.7:7001` is one for each;
`http://gateway.internal:8080` is without TLS, which outside this machine has to be written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.tls.plaintext import is_loopback
from services.console.outcome import Mistake

SERVICES = ("catalog", "submissions", "metrics")
ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?/?"
)
FORM = (
    "is written HOST[:PORT] for one address that leads to every service, or "
    "catalog=HOST:PORT,submissions=HOST:PORT,metrics=HOST:PORT"
)


@dataclass(frozen=True)
class Address:
    """A target of gRPC, and what was written before it: `https`, `http`, or nothing, which is TLS
    outside this machine and wherever files for it are given.
    """

    target: str
    scheme: str = ""


def addresses(text: str, *, named: str = "--server") -> Mapping[str, Address]:
    """One for each service; a Mistake says how it is written. What follows a named address without
    a name is another address of the same service, as a cluster has them.
    """
    found: dict[str, list[str]] = {}
    name = ""
    for part in text.split(","):
        before, given, address = part.strip().rpartition("=")
        name = before if given else name
        found.setdefault(name, []).append(address)
    if found.keys() not in ({""}, set(SERVICES)):
        raise Mistake(f"{named} {FORM}")
    each = {name: address_of(parts, named=named) for name, parts in found.items()}
    return {service: each[service if service in each else ""] for service in SERVICES}


def address_of(parts: list[str], *, named: str) -> Address:
    """What gRPC connects to."""
    read = [read_address(part, named=named) for part in parts]
    if len({scheme for _, _, scheme in read}) > 1:
        raise Mistake(f"{named}: one service is spoken to with TLS or without, not both")
    (host, port, scheme), *others = read
    if not others:
        return Address(f"{host}:{port}", scheme)
    hosts = {host for host, _, _ in read}
    if scheme != "http" and len(hosts) > 1 and not all(map(is_loopback, hosts)):
        raise Mistake(f"{named}: several addresses of one service are one name in DNS under TLS")
    return Address("ipv4:" + ",".join(f"{host}:{port}" for host, port, _ in read), scheme)


def read_address(text: str, *, named: str) -> tuple[str, int, str]:
    """Host, port and scheme."""
    matched = ADDRESS.fullmatch(text)
    if not matched or int(matched["port"] or 1) not in range(1, 65536):
        shown = text if text and "@" not in text else "that"  # a password may stand before an @
        raise Mistake(f"{named} {FORM}; not {shown}")
    scheme = matched["scheme"] or ""
    return matched["host"], int(matched["port"] or (80 if scheme == "http" else 443)), scheme
