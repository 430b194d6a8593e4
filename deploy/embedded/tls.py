"""The certificates of a stack: an authority of its own, and a week's certificate for each part.

Promises keys that only their part's user reads, and that a certificate in use has half of its life
left: whatever runs takes over what is renewed. Must not give a service a certificate that the
stack's own clients would not believe.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from deploy.embedded.accounts import SERVICES
from deploy.embedded.authority import WEEK, Authority, Issued
from deploy.embedded.directory import Directory
from deploy.embedded.trust import PLAIN, Trust

FOLDER = "tls"
HOSTS = ("localhost", "127.0.0.1", "::1")
AUTHORITY, CLIENT, PAGES = "ca", "client", "pages"
OF_SERVERS = ("nats", "postgres")  # whose keys the servers' user reads
PARTS = (*SERVICES, PAGES, CLIENT, *OF_SERVERS)
EVERYBODY_READS = 0o644
# Of services, as they are where there is none.
SETTINGS = dict.fromkeys(
    (
        *("MOTCUA_TLS_CERTIFICATE", "MOTCUA_TLS_KEY", "MOTCUA_TLS_CLIENT_CA"),
        *("MOTCUA_NATS_CA", "MOTCUA_NATS_CERTIFICATE", "MOTCUA_NATS_KEY"),
    ),
    "",
)


@dataclass(frozen=True)
class Certificates:
    """Those of one data directory. `mutual`: callers and services show one, too."""

    directory: Directory
    mutual: bool = False

    def ensure(self) -> list[str]:
        """Make the authority, and issue what is missing or has less than half of its life left; the
        parts whose certificates are new.
        """
        self.directory.folder(FOLDER)
        authority = self.authority()
        old = [part for part in PARTS if not is_fresh(self.file(part, "crt"))]
        for part in old:
            self.keep(part, authority.issue(f"motcua {part}", hosts=hosts_of(part)))
        return old

    def authority(self) -> Authority:
        """Made at the first start with TLS; its key never leaves this directory."""
        certificate, key = self.file(AUTHORITY, "crt"), self.file(AUTHORITY, "key")
        if not (certificate.exists() and key.exists()):
            self.keep(AUTHORITY, Authority.made("Motcua embedded stack").pem)
        return Authority.loaded(certificate.read_text("ascii"), key.read_text("ascii"))

    def keep(self, part: str, issued: Issued) -> None:
        """The key first: who follows both takes them over once they fit each other."""
        for_servers = part in OF_SERVERS
        for ending, text in (("key", issued.key), ("crt", issued.certificate)):
            name = f"{FOLDER}/{part}.{ending}"
            path = self.directory.write_private(name, text, for_servers=for_servers)
            if ending == "crt":
                path.chmod(EVERYBODY_READS)

    def file(self, part: str, ending: str) -> Path:
        """Where it lies."""
        return self.directory.root / FOLDER / f"{part}.{ending}"

    def pair(self, part: str) -> tuple[str, str]:
        """A certificate and its key."""
        return str(self.file(part, "crt")), str(self.file(part, "key"))

    @property
    def ca(self) -> str:
        """Whom all parts believe."""
        return str(self.file(AUTHORITY, "crt"))

    @property
    def trust(self) -> Trust:
        """For the stack's own clients."""
        return Trust(self.ca, *(self.pair(CLIENT) if self.mutual else ()))

    def of_nats(self, *, verify: bool) -> Mapping[str, object]:
        """A section `tls` of NATS's configuration."""
        certificate, key = self.pair("nats")
        return {"cert_file": certificate, "key_file": key, "ca_file": self.ca, "verify": verify}

    def of_postgres(self) -> Mapping[str, str]:
        """Settings of PostgreSQL."""
        certificate, key = self.pair("postgres")
        files = {"ssl_cert_file": certificate, "ssl_key_file": key, "ssl_ca_file": self.ca}
        return {"ssl": "on", "ssl_min_protocol_version": "TLSv1.2", **files}

    def of_connection(self, part: str) -> Mapping[str, str]:
        """Parameters of a connection to PostgreSQL; a certificate is that of a part."""
        certificate, key = self.pair(part)
        shown = {"sslcert": certificate, "sslkey": key} if self.mutual else {}
        return {"sslmode": "verify-full", "sslrootcert": self.ca, **shown}

    def in_dsn(self) -> str:
        """The same as an address of PostgreSQL ends with."""
        return urlencode(self.of_connection(CLIENT), safe="/")

    def in_conninfo(self) -> str:
        """The same as PostgreSQL's own programs take it, run by the servers' user."""
        pairs = self.of_connection("postgres").items()
        return "".join(f" {name}='{value}'" for name, value in pairs)

    @property
    def hba(self) -> str:
        """Whom PostgreSQL takes: nobody in plain text."""
        asked = "scram-sha-256" + (" clientcert=verify-ca" if self.mutual else "")
        rows = (f"hostssl {what} all 127.0.0.1/32 {asked}\n" for what in ("all", "replication"))
        return "".join(rows)


def of_service(certificates: Certificates | None, name: str) -> Mapping[str, str]:
    """Settings of a service, of which each has its own."""
    if not certificates:
        return SETTINGS
    certificate, key = certificates.pair(name)
    shown = {"MOTCUA_TLS_CERTIFICATE": certificate, "MOTCUA_TLS_KEY": key}
    to_nats = {"MOTCUA_NATS_CERTIFICATE": certificate, "MOTCUA_NATS_KEY": key}
    asked = {"MOTCUA_TLS_CLIENT_CA": certificates.ca, **to_nats} if certificates.mutual else {}
    return {**SETTINGS, **shown, "MOTCUA_NATS_CA": certificates.ca, **asked}


def of_pages(certificates: Certificates | None) -> Mapping[str, str]:
    """Settings of the pages, which are a client, too."""
    if not certificates:
        return {}
    certificate, key = certificates.pair(PAGES)
    own = {"MOTCUA_TLS_CERTIFICATE": certificate, "MOTCUA_TLS_KEY": key}
    called = {"MOTCUA_CA": certificates.ca, "MOTCUA_SERVER_NAME": HOSTS[0]}
    shown = {"MOTCUA_CLIENT_CERTIFICATE": certificate, "MOTCUA_CLIENT_KEY": key}
    return {**own, **called, **(shown if certificates.mutual else {})}


@dataclass(frozen=True)
class Transport:
    """How a stack speaks: `tls`: under certificates of its own; `mutual`: whoever calls, and its
    services at NATS, show one, too; `postgres`: the folder of another PostgreSQL's programs, since
    the one that is installed was built without TLS.
    """

    tls: bool = False
    mutual: bool = False
    postgres: Path | None = None

    def prepared(self, directory: Directory) -> tuple[Certificates | None, Trust]:
        """None where it speaks plain text, which stays on loopback; and how its clients call."""
        if not (self.tls or self.mutual):
            return None, PLAIN
        made = Certificates(directory, mutual=self.mutual)
        made.ensure()
        return made, made.trust


def hosts_of(part: str) -> tuple[str, ...]:
    """Where a part listens; a client listens nowhere."""
    return () if part == CLIENT else HOSTS


def is_fresh(certificate: Path) -> bool:
    """Whether half of its life is left."""
    try:
        issued = Issued(certificate.read_text("ascii"), "")
        return issued.expires - datetime.now(UTC) > WEEK / 2
    except (OSError, ValueError):
        return False


def has_tls(programs: Path) -> bool:
    """Whether a PostgreSQL was built with TLS: its server is linked with the library."""
    return b"libssl" in (programs / "postgres").read_bytes()
