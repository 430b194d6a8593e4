"""The address of a database, and the servers that it names.

Promises an error for what asyncpg would understand otherwise than it is meant.
"""

from urllib.parse import parse_qs, unquote, urlsplit

PORT = 5432
Host = tuple[str, int]


def hosts_of(dsn: str) -> tuple[Host, ...]:
    """What an address names: `postgresql://user@one:5432,two:5433/database`. Raises ValueError."""
    parts = urlsplit(dsn)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("an address of PostgreSQL begins with postgresql://")
    if "," in "".join(parse_qs(parts.query).get("host", ())):
        raise ValueError("several hosts stand before the path, with commas between them")
    named = parts.netloc.rpartition("@")[2]
    return tuple(map(_host, named.split(","))) if named else ()


def _host(text: str) -> Host:
    """`name`, `name:port`, `[::1]` or `[::1]:port`."""
    name, bracket, port = text.rpartition("]")
    name, port = (name[1:], port[1:]) if bracket else text.partition(":")[::2]
    return unquote(name), int(port or PORT)


def dsn(text: str) -> str:
    """A setting that is such an address."""
    hosts_of(text)
    return text
