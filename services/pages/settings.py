"""What the pages are told by their environment: where the three services are, and who may sign in.

Promises one frozen object. Must not have a default for a secret.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.chassis import settings
from services.chassis.followed import Text
from services.chassis.keys import Keyring
from services.chassis.tls import faults as tls_faults
from services.chassis.tls import plaintext
from services.chassis.tls.client import ClientTls
from services.chassis.tls.plaintext import is_safe
from services.chassis.visitors import Network, networks

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
    in by roles; without them nobody signs in. `behind_tls`: browsers come by https. `ca`,
    `client_certificate`, `client_key`, `server_name`: of the calls to the services.
    `address`, `publisher`, `licence`: what open data says of itself; `services_file`: the catalogue
    as linked data, as `export` wrote it.
    """

    listen: str = settings.variable("MOTCUA_LISTEN")
    metrics_listen: str = settings.variable("MOTCUA_METRICS_LISTEN", default="")
    ready_file: str = settings.variable("MOTCUA_READY_FILE", default="")
    secret_keys: Keyring = settings.ring("MOTCUA_SECRET_KEYS")
    catalog: str = settings.variable("MOTCUA_PAGES_CATALOG")
    submissions: str = settings.variable("MOTCUA_PAGES_SUBMISSIONS")
    metrics: str = settings.variable("MOTCUA_PAGES_METRICS")
    tls_certificate: str = settings.variable("MOTCUA_TLS_CERTIFICATE", default="")
    tls_key: str = settings.variable("MOTCUA_TLS_KEY", default="")
    tls_client_ca = ""  # browsers show no certificate
    ca: str = settings.variable("MOTCUA_CA", default="")
    client_certificate: str = settings.variable("MOTCUA_CLIENT_CERTIFICATE", default="")
    client_key: str = settings.variable("MOTCUA_CLIENT_KEY", default="")
    server_name: str = settings.variable("MOTCUA_SERVER_NAME", default="")
    plaintext: frozenset[str] = settings.variable(
        "MOTCUA_PLAINTEXT", plaintext.allowed, default=frozenset()
    )
    password: Text = settings.followed("MOTCUA_PAGES_PASSWORD", default="")
    token_key: Text = settings.followed("MOTCUA_PAGES_TOKEN_KEY", default="")
    # The city's identity provider, at which everybody signs in where it is set.
    issuer: str = settings.variable("MOTCUA_PAGES_ISSUER", default="")
    client_id: str = settings.variable("MOTCUA_PAGES_CLIENT_ID", default="")
    client_secret: Text = settings.followed("MOTCUA_PAGES_CLIENT_SECRET", default="")
    scope: str = settings.variable("MOTCUA_PAGES_SCOPE", default="openid offline_access")
    resource: str = settings.variable("MOTCUA_PAGES_RESOURCE", default="")
    issuer_ca: str = settings.variable("MOTCUA_PAGES_ISSUER_CA", default="")
    session_hours: float = settings.variable(
        "MOTCUA_PAGES_SESSION_HOURS", settings.hours, default=12.0
    )
    idle_hours: float = settings.variable("MOTCUA_PAGES_IDLE_HOURS", settings.hours, default=1.0)
    trusted_proxies: tuple[Network, ...] = settings.variable(
        "MOTCUA_TRUSTED_PROXIES", networks, default=()
    )
    behind_tls: bool = settings.variable("MOTCUA_PAGES_BEHIND_TLS", truth, default=False)
    address: str = settings.variable("MOTCUA_PAGES_ADDRESS", default="")
    publisher: str = settings.variable("MOTCUA_PAGES_PUBLISHER", default="Motcua")
    licence: str = settings.variable("MOTCUA_PAGES_LICENCE", default=CC_BY)
    services_file: str = settings.variable("MOTCUA_PAGES_SERVICES_FILE", default="")

    @property
    def client_tls(self) -> ClientTls:
        """How the services are called."""
        return ClientTls(
            ca=self.ca,
            certificate=self.client_certificate,
            key=self.client_key,
            server_name=self.server_name,
            plaintext=plaintext.API in self.plaintext,
        )

    @property
    def is_https(self) -> bool:
        """Whether browsers come by https, to us or to a proxy before us."""
        return self.behind_tls or bool(self.tls_certificate)

    def faults_of_sign_in(self) -> Iterator[str]:
        """Of what the provider needs to know us by, and we it."""
        if not self.issuer:
            return
        if not is_safe(self.issuer):
            yield "MOTCUA_PAGES_ISSUER is no address with https (http on this machine only)"
        if not self.client_id:
            yield "MOTCUA_PAGES_CLIENT_ID is missing beside MOTCUA_PAGES_ISSUER"
        if not is_safe(self.address):
            yield "MOTCUA_PAGES_ADDRESS is missing beside MOTCUA_PAGES_ISSUER, or not over https"
        if "openid" not in self.scope.split():
            yield "MOTCUA_PAGES_SCOPE does not name openid"
        yield from tls_faults.of_authorities("MOTCUA_PAGES_ISSUER_CA", self.issuer_ca)

    def faults(self) -> Iterator[str]:
        """Of files and addresses; a proxy that speaks TLS usually stands before the pages."""
        yield from tls_faults.of_pair("MOTCUA_TLS", self.tls_certificate, self.tls_key)
        yield from tls_faults.of_pair("MOTCUA_CLIENT", self.client_certificate, self.client_key)
        yield from tls_faults.of_authorities("MOTCUA_CA", self.ca)
        yield from self.faults_of_sign_in()
        if not self.tls_certificate:
            allowed = self.plaintext | ({plaintext.PAGES} if self.behind_tls else set())
            listen, metrics = self.listen, self.metrics_listen
            yield from tls_faults.of_listening("MOTCUA_LISTEN", listen, plaintext.PAGES, allowed)
            yield from tls_faults.of_listening(
                "MOTCUA_METRICS_LISTEN", metrics, plaintext.METRICS, allowed
            )
