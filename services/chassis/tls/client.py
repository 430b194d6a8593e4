"""What a client believes and shows when it speaks TLS: files of PEM, read when it connects.

`ClientTls()` believes the system's authorities. docs/tls.md says how to make the files.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from services.chassis.tls.certificates import Pair, Unusable, read, read_authorities, read_pair

# Where systems keep the authorities that they believe, the first one that is there.
PLACES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


@dataclass(frozen=True, kw_only=True)
class ClientTls:
    """`ca`: whose certificates are believed, instead of the system's authorities; `certificate` and
    `key`: shown to a server that asks; `server_name`: what the server's certificate names, where
    that is not the address; `plaintext`: without the others, plain text goes outside loopback, too.
    """

    ca: str = ""
    certificate: str = ""
    key: str = ""
    server_name: str = ""
    plaintext: bool = False

    def __post_init__(self) -> None:
        """Half a pair is a mistake."""
        if bool(self.certificate) != bool(self.key):
            raise Unusable("a client's certificate and its key are given together, or neither")

    def checked(self) -> Self:
        """The same, once its files were read: Unusable is raised at the start and not at a call."""
        self.pair()
        if self.ca:
            read_authorities(self.ca)
        return self

    @property
    def is_given(self) -> bool:
        """Whether TLS is meant, wherever the server is."""
        return bool(self.ca or self.certificate or self.server_name)

    @property
    def files(self) -> tuple[str, ...]:
        """Which may be exchanged while a client runs."""
        return tuple(filter(None, (self.ca, self.certificate, self.key)))

    def pair(self) -> Pair | None:
        """What the client shows."""
        return read_pair(self.certificate, self.key) if self.certificate else None

    def authorities(self) -> bytes | None:
        """Whom the client believes; None: whom the library does."""
        if self.ca:
            return read_authorities(self.ca)
        return next((read(each) for each in PLACES if Path(each).exists()), None)

    def context(self) -> ssl.SSLContext:
        """For clients that are not gRPC's: TLS 1.2 at least, and the server's name is checked."""
        self.pair()
        believed = read_authorities(self.ca).decode("ascii", "replace") if self.ca else None
        context = ssl.create_default_context(cadata=believed)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.certificate:
            context.load_cert_chain(self.certificate, self.key)
        return context


SYSTEM = ClientTls()  # believes the system's authorities, and shows nothing
