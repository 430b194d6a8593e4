"""An installation as commands see it: where its services are, who calls, and where its streams are
read. Commands do not know whether it is a stack of this machine or lies elsewhere.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.embedded.description import Description
from services.chassis import balancing
from services.chassis.tls.certificates import Unusable
from services.chassis.tls.channels import hosts_of, open_channel
from services.chassis.tls.client import SYSTEM, ClientTls
from services.console.outcome import Mistake, spoken
from services.console.portal.addresses import SERVICES, Address, addresses
from services.console.portal.bearers import Bearer, Owned, Public, Signing
from services.console.portal.contexts import Context
from services.console.portal.location import Chosen
from services.console.portal.private_files import Given

ANSWERS_WITHIN = 3.0
SERVICE_HEADER = "motcua-service"  # by which one address leads calls of every service's own kind
READY, CURRENT, PUBLISHED = "", "current", "published"  # under which a service tells its health
TLS_FILES = {"ca": "ca", "certificate": "client_certificate", "key": "client_key"}
OPTIONS = [
    ("grpc.max_receive_message_length", 64 << 20),
    ("grpc.max_send_message_length", 16 << 20),
    *balancing.OPTIONS,
]
SERVING = health_pb2.HealthCheckResponse.SERVING
# One address need not lead to the services' health.
NOT_TOLD = {grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNKNOWN}
STREAMS = (
    "This reads the event streams. Name a file with a reader's address by --streams, "
    "MOTCUA_STREAMS_FILE or in the context. Where the services run, ./motcua reader add NAME "
    "--reads catalog,submissions,metrics --to FILE makes one."
)


@dataclass(frozen=True)
class Installation:
    """Where calls go, and as whom. `stack` is the one of this machine, where it is that."""

    name: str
    services: Mapping[str, Address]
    bearer: Bearer
    tls: ClientTls = SYSTEM
    reader: Given | None = None
    stack: Description | None = None

    def channel(self, service: str) -> grpc.aio.Channel:
        """To all processes of a service."""
        address = self.services[service]
        return open_channel(address.target, tls_for(address, self.tls), options=OPTIONS)

    @property
    def stream_address(self) -> str:
        """Of NATS, for a reader of the streams; a Mistake where nobody named one."""
        if self.reader:
            return self.reader.text()
        if self.stack:
            return self.stack.nats_urls["inspector"]
        raise Mistake(STREAMS)

    def kept(self, name: str, *, option: str) -> Path:
        """A file that the stack of this machine keeps; elsewhere an option has to name one."""
        if self.stack:
            return Path(self.stack.data_dir) / name
        raise Mistake(f"name {option}: there is no stack on this machine that has one")

    async def silent(self, services: Sequence[str]) -> Mapping[str, str]:
        """Which of these do not answer, and of a stack of this machine PostgreSQL, too; why, where
        that can be said.
        """
        if self.stack:
            from deploy.embedded.check import missing  # noqa: PLC0415 - asyncpg is slow to load

            return dict.fromkeys(await missing(self.stack, *services), "")
        return await self.failing(dict.fromkeys(services, READY))

    async def outdated(self, reader: str, followed: Sequence[str]) -> list[str]:
        """By whom what `reader` shows may not be current: itself, if it does not hear the others,
        or one that it follows, if that does not publish what it recorded.
        """
        if self.stack:
            from deploy.embedded.check import outdated  # noqa: PLC0415

            return await outdated(self.stack, reader, *followed)
        return [*await self.failing({reader: CURRENT, **dict.fromkeys(followed, PUBLISHED)})]

    async def failing(self, states: Mapping[str, str]) -> dict[str, str]:
        """The services that do not say SERVING under these names, and why."""
        asked: list[Awaitable[str]] = [self.fault_of(*each) for each in states.items()]
        found = await asyncio.gather(*asked)
        return {name: fault for name, fault in zip(states, found, strict=True) if fault}

    async def fault_of(self, service: str, state: str) -> str:
        """Why it does not say so, "" where it does; where an address does not lead to its health,
        nothing is known.
        """
        metadata = ((SERVICE_HEADER, service),)
        request = health_pb2.HealthCheckRequest(service=state)
        async with self.channel(service) as channel:
            check = health_pb2_grpc.HealthStub(channel).Check
            try:
                answer = await check(request, metadata=metadata, timeout=ANSWERS_WITHIN)
            except grpc.aio.AioRpcError as failed:
                if failed.code() in NOT_TOLD and len(set(self.services.values())) == 1:
                    return ""
                return explained(failed.details() or failed.code().name)
            return "" if answer.status == SERVING else "not serving"


def explained(fault: str) -> str:
    """What is done where a server that speaks TLS ends a connection in plain text."""
    if "Socket closed" not in fault:
        return fault
    advice = spoken(
        "nếu máy chủ dùng TLS: thêm --ca FILE, hoặc ghi https:// trước địa chỉ",
        "if it speaks TLS: name --ca FILE, or write https:// before its address",
    )
    return f"{fault} ({advice})"


def tls_for(address: Address, tls: ClientTls) -> ClientTls:
    """As the address has it: `https` is TLS on this machine, too, and `http` never is."""
    if address.scheme == "http":
        return ClientTls(plaintext=True)
    if address.scheme == "https" and not tls.is_given:
        return ClientTls(server_name=hosts_of(address.target)[0].strip("[]"))
    return tls


def of_stack(described: Description, chosen: Chosen | None = None) -> Installation:
    """The one that runs on this machine; its operator is whoever he needs to be, unless he brings
    a token of his own.
    """
    own = chosen.token if chosen else None
    return Installation(
        name=described.data_dir,
        services={name: Address(each.grpc) for name, each in described.services.items()},
        bearer=Owned(own.text(), own.by) if own else Signing(Path(described.data_dir)),
        tls=ClientTls(ca=described.ca, certificate=described.certificate, key=described.key),
        reader=chosen.streams if chosen else None,
        stack=described,
    )


def elsewhere(chosen: Chosen) -> Installation:
    """The one behind a server's address."""
    return Installation(
        name=chosen.server,
        services=addresses(chosen.server, named=chosen.by),
        bearer=bearer_of(chosen),
        tls=tls_of(chosen),
        reader=chosen.streams,
    )


def tls_of(stated: Chosen | Context) -> ClientTls:
    """From the files that are named; a Mistake where one cannot be used."""
    paths = {name: getattr(stated, of) for name, of in TLS_FILES.items()}
    files = {
        name: str(path.path if isinstance(path, Given) else path)
        for name, path in paths.items()
        if path
    }
    try:
        return ClientTls(**files).checked()  # type: ignore[arg-type]
    except Unusable as failed:
        raise Mistake(str(failed)) from None


def bearer_of(chosen: Chosen) -> Bearer:
    """The token that somebody named, that of a sign-in, or nobody's."""
    if chosen.token:
        return Owned(chosen.token.text(), chosen.token.by)
    if (context := chosen.context) and context.issuer:
        from services.console.portal.sign_ins import SignedIn, kept  # noqa: PLC0415 - httpx is slow to load

        if found := kept(context):
            return SignedIn(context, found)
    return Public()


__all__ = ["SERVICES", "Installation", "elsewhere", "of_stack"]
