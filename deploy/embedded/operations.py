"""Commands of a service on a stack that runs, such as `rebuild` and `fsck`, with its own settings.

Promises the owner's address to nothing but a command that ends.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded.credentials import Credentials
from deploy.embedded.description import Description
from deploy.embedded.directory import Directory
from deploy.embedded.identity import ourselves
from deploy.embedded.services import OWNER, passed_on
from deploy.embedded.starter import DEFAULTS, KEYRINGS, blobs
from deploy.embedded.tokens import ensure_key


def argv(name: str, words: Sequence[str]) -> list[str]:
    """How the command is called."""
    return [sys.executable, "-P", "-m", f"services.{name}", *words]


def environment(described: Description, name: str) -> dict[str, str]:
    """A service's settings for a command, from what the stack keeps; it listens nowhere."""
    directory = Directory(Path(described.data_dir), ourselves())
    credentials = Credentials(directory)
    administrator = urlsplit(described.postgres_dsn)
    hosts = administrator.netloc.rpartition("@")[2]

    def dsn(role: str) -> str:
        who = f"{role}:{credentials.secret(f'postgres.{role}')}"
        return administrator._replace(netloc=f"{who}@{hosts}", path=f"/{name}").geturl()

    rings = {key: credentials.ring(f"{kind}.{name}") for key, kind in KEYRINGS.items()}
    known = {
        "MOTCUA_LISTEN": "127.0.0.1:0",
        "MOTCUA_DATABASE_DSN": dsn(name),
        OWNER: dsn(f"{name}_owner"),
        "MOTCUA_NATS_URL": described.nats_urls[name],
        "MOTCUA_TOKEN_KEYS": ensure_key(directory),
        "MOTCUA_BLOBS": blobs(Path(described.data_dir)),
        **rings,
    }
    return {**passed_on(but=known, defaults=DEFAULTS), **known}
