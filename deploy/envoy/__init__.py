"""Envoy's configuration, filled in: `envoy.yaml`, by which browsers reach the services, and
`gateway.yaml`, one address for programs.

Promises that only pages of the origins named get answers, that tokens go to other machines under
TLS unless that is waived, and nothing to fill in by hand. Must not start Envoy: who runs it chooses
how.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from string import Template
from typing import Any

FOLDER = Path(__file__).parent
BROWSERS, PROGRAMS, CLUSTERS = "envoy.yaml", "gateway.yaml", "clusters.yaml"
SERVICES = ("catalog", "submissions", "metrics")
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
TLS = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3"
OLDEST = {"tls_minimum_protocol_version": "TLSv1_2"}


class NotConfigurable(ValueError):  # noqa: N818 — what is the case
    """Something that Envoy cannot be given."""


@dataclass(frozen=True)
class Upstream:
    """How Envoy calls the services: `ca`: under TLS, believing that file; `certificate`: the chain
    and the key that it shows; `server_name`: what their certificates name, where that is not the
    address; `plaintext`: other machines are called without TLS, too.
    """

    ca: str = ""
    certificate: tuple[str, str] | None = None
    server_name: str = ""
    plaintext: bool = False


def configuration(
    *,
    listen: str,
    services: Mapping[str, str],
    origins: Iterable[str],
    certificate: tuple[str, str] | None = None,
    upstream: Upstream = Upstream(),
) -> str:
    """For pages of these origins, or, where there is none, for programs that speak gRPC. As YAML;
    addresses are `host:port`, or a target of gRPC that names several; a certificate is two files,
    of the chain and of its key.
    """
    allowed = [{"exact": origin_of(each)} for each in origins]
    host, port = split(listen)
    values = {
        "host": host,
        "port": port,
        "origins": allowed,
        "transport_socket": tls(*certificate) if certificate else None,
        **{name: endpoints(services[name]) for name in SERVICES},
        **{f"{name}_tls": called(name, services[name], upstream) for name in SERVICES},
    }
    filled = {name: json.dumps(value) for name, value in values.items()}
    files = (BROWSERS if allowed else PROGRAMS, CLUSTERS)
    text = "".join((FOLDER / each).read_text(encoding="utf-8") for each in files)
    return Template(text).substitute(filled)


def origin_of(text: str) -> str:
    """As a browser sends it: no path, no capitals, never a wildcard."""
    if not ORIGIN.fullmatch(text):
        raise NotConfigurable(f"no origin, such as https://portal.example: {text}")
    return text


def endpoints(target: str) -> list[Any]:
    """Every address of a service."""
    return [{"endpoint": {"address": socket_address(each)}} for each in addresses_of(target)]


def addresses_of(target: str) -> list[str]:
    """Each as `host:port`."""
    return target.removeprefix("ipv4:").removeprefix("ipv6:").split(",")


def socket_address(text: str) -> Any:
    """As Envoy writes it."""
    host, port = split(text)
    return {"socket_address": {"address": host, "port_value": port}}


def split(text: str) -> tuple[str, int]:
    """Host and port."""
    host, _, port = text.rpartition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > 65535:
        raise NotConfigurable(f"no HOST:PORT: {text}")
    return host.strip("[]"), int(port)


def tls(chain: str, key: str) -> Any:
    """How browsers are spoken to under a certificate."""
    common = {
        "alpn_protocols": ["h2", "http/1.1"],
        "tls_params": OLDEST,
        "tls_certificates": [pair(chain, key)],
    }
    return socket("DownstreamTlsContext", {"common_tls_context": common})


def called(service: str, target: str, upstream: Upstream) -> Any:
    """How a service is called; None: in plain text."""
    hosts = {split(each)[0] for each in addresses_of(target)}
    if not upstream.ca:
        if not (upstream.plaintext or all(map(is_loopback, hosts))):
            raise NotConfigurable(f"{service} is on another machine: name --ca, or --plaintext")
        return None
    name = upstream.server_name or (hosts.pop() if len(hosts) == 1 else "")
    if not name:
        raise NotConfigurable(f"{service} has several hosts: name what is certified, --server-name")
    common = {
        "alpn_protocols": ["h2"],
        "tls_params": OLDEST,
        "validation_context": {
            "trusted_ca": {"filename": upstream.ca},
            "match_typed_subject_alt_names": [
                {"san_type": "IP_ADDRESS" if is_ip(name) else "DNS", "matcher": {"exact": name}}
            ],
        },
        **({"tls_certificates": [pair(*upstream.certificate)]} if upstream.certificate else {}),
    }
    sni = {} if is_ip(name) else {"sni": name}
    return socket("UpstreamTlsContext", {**sni, "common_tls_context": common})


def pair(chain: str, key: str) -> Any:
    """A certificate and its key."""
    return {"certificate_chain": {"filename": chain}, "private_key": {"filename": key}}


def socket(kind: str, config: Mapping[str, Any]) -> Any:
    """One that speaks TLS."""
    typed = {"@type": f"{TLS}.{kind}", **config}
    return {"name": "envoy.transport_sockets.tls", "typed_config": typed}


def is_ip(host: str) -> bool:
    """Whether it is an address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine hears what goes there."""
    return host == "localhost" or (is_ip(host) and ip_address(host).is_loopback)
