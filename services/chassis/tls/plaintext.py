"""Where plain text may go: on loopback, and outside only where an operator allows it.

The rule is one for servers, clients, NATS and PostgreSQL: `MOTCUA_PLAINTEXT` names what is allowed.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

API, METRICS, NATS, PAGES, POSTGRES = "api", "metrics", "nats", "pages", "postgres"
TRACES = "traces"
EVERY = frozenset({API, METRICS, NATS, PAGES, POSTGRES, TRACES})
ALL = "all"


def allowed(text: str) -> frozenset[str]:
    """What may go in plain text outside loopback: words with commas between them, or `all`."""
    found = frozenset(filter(None, map(str.strip, text.split(","))))
    if not found <= EVERY | {ALL}:
        raise ValueError
    return EVERY if ALL in found else found


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine hears what is sent there; false for `0.0.0.0`."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether what is sent or fetched there is its owner's alone: https, or http on loopback; and
    names no user.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return secure and bool(host) and "@" not in parts.netloc


def host_of(address: str) -> str:
    """Of `host:port`."""
    return address.rpartition(":")[0]
