"""What the pages are told by their environment: where the three services are, and who may sign in.

Promises one frozen object. Must not have a default for a secret.
"""

from dataclasses import dataclass
from pathlib import Path

from services.chassis import settings
from services.chassis.keys import Keyring, keyring

HERE = Path(__file__).parent
CC_BY = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"


def truth(text: str) -> bool:
    """`yes` or `no`; ValueError for anything else."""
    if text not in {"yes", "no"}:
        raise ValueError(text)
    return text == "yes"


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Environment):
    """Addresses are host:port. `password` and `token_key` belong to the embedded stack, which signs
    in by roles; without them nobody signs in. `behind_tls`: browsers come by https.
    `address`, `publisher`, `licence`: what open data says of itself; `services_file`: the catalogue
    as linked data, as `export` wrote it.
    """

    listen: str = settings.variable("MOTCUA_LISTEN")
    metrics_listen: str = settings.variable("MOTCUA_METRICS_LISTEN", default="")
    ready_file: str = settings.variable("MOTCUA_READY_FILE", default="")
    secret_keys: Keyring = settings.variable("MOTCUA_SECRET_KEYS", keyring)
    catalog: str = settings.variable("MOTCUA_PAGES_CATALOG")
    submissions: str = settings.variable("MOTCUA_PAGES_SUBMISSIONS")
    metrics: str = settings.variable("MOTCUA_PAGES_METRICS")
    password: str = settings.variable("MOTCUA_PAGES_PASSWORD", default="", repr=False)
    token_key: str = settings.variable("MOTCUA_PAGES_TOKEN_KEY", default="", repr=False)
    behind_tls: bool = settings.variable("MOTCUA_PAGES_BEHIND_TLS", truth, default=False)
    address: str = settings.variable("MOTCUA_PAGES_ADDRESS", default="")
    publisher: str = settings.variable("MOTCUA_PAGES_PUBLISHER", default="Motcua")
    licence: str = settings.variable("MOTCUA_PAGES_LICENCE", default=CC_BY)
    services_file: str = settings.variable("MOTCUA_PAGES_SERVICES_FILE", default="")
