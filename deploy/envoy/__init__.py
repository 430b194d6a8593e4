"""Envoy's configuration, by which browsers reach the services: `envoy.yaml`, filled in.

Promises that only pages of the origins named get answers, and nothing to fill in by hand. Must not
start Envoy: who runs it chooses how.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

TEMPLATE = Path(__file__).with_name("envoy.yaml")
SERVICES = ("catalog", "submissions", "metrics")
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
TLS = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"


class NotConfigurable(ValueError):  # noqa: N818 — what is the case
    """Something that Envoy cannot be given."""


def configuration(
    *,
    listen: str,
    services: Mapping[str, str],
    origins: Iterable[str],
    certificate: tuple[str, str] | None = None,
) -> str:
    """As YAML; addresses are `host:port`, or a target of gRPC that names several; a certificate is
    two files, of the chain and of its key.
    """
    host, port = split(listen)
    values = {
        "host": host,
        "port": port,
        "origins": [{"exact": origin_of(each)} for each in origins],
        "transport_socket": tls(*certificate) if certificate else None,
        **{name: endpoints(services[name]) for name in SERVICES},
    }
    filled = {name: json.dumps(value) for name, value in values.items()}
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(filled)


def origin_of(text: str) -> str:
    """As a browser sends it: no path, no capitals, never a wildcard."""
    if not ORIGIN.fullmatch(text):
        raise NotConfigurable(f"no origin, such as https://portal.example: {text}")
    return text


def endpoints(target: str) -> list[Any]:
    """Every address of a service."""
    addresses = target.removeprefix("ipv4:").removeprefix("ipv6:").split(",")
    return [{"endpoint": {"address": socket_address(each)}} for each in addresses]


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
    files = {"certificate_chain": {"filename": chain}, "private_key": {"filename": key}}
    common = {
        "alpn_protocols": ["h2", "http/1.1"],
        "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
        "tls_certificates": [files],
    }
    config = {"@type": TLS, "common_tls_context": common}
    return {"name": "envoy.transport_sockets.tls", "typed_config": config}
