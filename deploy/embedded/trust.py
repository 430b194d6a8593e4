"""What a client of a stack believes and shows, as files; nothing where the stack speaks plain text.

Promises that a stack's health is asked as its clients call it. Deployment imports no service, so
this is not the channel of `services/chassis/tls`: it calls this machine alone.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc
import grpc.aio


@dataclass(frozen=True)
class Trust:
    """The certificate of the stack's authority; a client's certificate and its key."""

    ca: str = ""
    certificate: str = ""
    key: str = ""

    def channel(self, address: str, options: tuple[tuple[str, str], ...] = ()) -> grpc.aio.Channel:
        """To a service, or all processes of one."""
        if not self.ca:
            return grpc.aio.insecure_channel(address, options=options)
        named = (*options, ("grpc.default_authority", "localhost"))
        return grpc.aio.secure_channel(address, self.credentials(), options=named)

    def credentials(self) -> grpc.ChannelCredentials:
        """As the files are now."""
        own = [Path(each).read_bytes() for each in (self.key, self.certificate) if each]
        return grpc.ssl_channel_credentials(Path(self.ca).read_bytes(), *own)

    def context(self) -> ssl.SSLContext | None:
        """For HTTP and NATS."""
        if not self.ca:
            return None
        context = ssl.create_default_context(cafile=self.ca)
        if self.certificate:
            context.load_cert_chain(self.certificate, self.key)
        return context


PLAIN = Trust()
