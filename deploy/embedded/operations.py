"""Commands of a service on a stack that runs, such as `rebuild` and `fsck`, with its own settings.

Promises the owner's address to nothing but a command that ends.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded.defaults import DEFAULTS, blobs
from deploy.embedded.description import Description
from deploy.embedded.directory import Directory
from deploy.embedded.identity import ourselves
from deploy.embedded.secret_files import SecretFiles
from deploy.embedded.services import OWNER, in_files, passed_on
from deploy.embedded.tokens import RING, ensure_key


def argv(name: str, words: Sequence[str]) -> list[str]:
    """How the command is called."""
    return [sys.executable, "-P", "-m", f"services.{name}", *words]


def environment(described: Description, name: str) -> dict[str, str]:
    """A service's settings for a command, from what the stack keeps; it listens nowhere."""
    directory = Directory(Path(described.data_dir), ourselves())
    files = SecretFiles(directory)
    administrator = urlsplit(described.postgres_dsn)
    hosts = administrator.netloc.rpartition("@")[2]

    def dsn(role: str) -> str:
        plain = administrator._replace(netloc=f"{role}@{hosts}", path=f"/{name}")
        return files.by_passfile(plain.geturl())

    secret = {
        "MOTCUA_NATS_URL": files.bus(name, described.nats_urls[name]),
        "MOTCUA_TOKEN_KEYS": files.public(RING, ensure_key(directory)),
        **files.rings(name),
    }
    known = {
        "MOTCUA_LISTEN": "127.0.0.1:0",
        "MOTCUA_DATABASE_DSN": dsn(name),
        OWNER: dsn(f"{name}_owner"),
        "MOTCUA_NATS_CA": described.ca,
        "MOTCUA_NATS_CERTIFICATE": described.certificate,
        "MOTCUA_NATS_KEY": described.key,
        "MOTCUA_BLOBS": blobs(Path(described.data_dir)),
        **in_files(secret),
    }
    return {**passed_on(but=known, defaults=DEFAULTS | files.subjects()), **known}
