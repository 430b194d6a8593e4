"""The channels of clients: TLS outside loopback, and plain text there only where it is allowed.

Console and pages open their channels here, so that no token goes to another machine in plain text.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import grpc
import grpc.aio

from services.chassis.tls.certificates import Unusable, stamp
from services.chassis.tls.client import SYSTEM, ClientTls
from services.chassis.tls.plaintext import host_of, is_loopback

Options = Iterable[tuple[str, Any]]
CHECKED_EVERY = 1.0  # seconds between two looks at the files of a client
ENDS_WITHIN = 600.0  # seconds for calls that run on a channel whose certificate was exchanged
NO_OPTIONS: tuple[tuple[str, Any], ...] = ()


def open_channel(
    target: str, tls: ClientTls = SYSTEM, *, options: Options = NO_OPTIONS
) -> grpc.aio.Channel:
    """To `host:port`, or a target of gRPC that names several addresses. Raises Unusable, a
    ValueError with words for people, where a file of `tls` is.
    """
    if is_plain(target, tls):
        return grpc.aio.insecure_channel(target, options=[*options])
    return Renewed(target, tls, [*options, *authority(target, tls)])


def is_plain(target: str, tls: ClientTls) -> bool:
    """Whether plain text is spoken: TLS where any of its files is given, and outside loopback."""
    return not tls.is_given and (tls.plaintext or all(map(is_loopback, hosts_of(target))))


def hosts_of(target: str) -> tuple[str, ...]:
    """The hosts that a target of gRPC names; none for a socket of this machine."""
    scheme, _, rest = target.partition(":")
    if scheme in {"unix", "unix-abstract"}:
        return ()
    if scheme in {"dns", "ipv4", "ipv6"} and not rest.isdigit():
        target = rest.rpartition("/")[2]
    return tuple(map(host_of, target.split(",")))


def authority(target: str, tls: ClientTls) -> Options:
    """Whom the server's certificate has to name, where gRPC would not find it in the target."""
    hosts = set(hosts_of(target))
    if tls.server_name:
        yield "grpc.default_authority", tls.server_name
    elif "," in target and len(hosts) == 1:
        yield "grpc.default_authority", hosts.pop()


def credentials(tls: ClientTls) -> grpc.ChannelCredentials:
    """As the files are now."""
    pair = tls.pair()
    return grpc.ssl_channel_credentials(
        tls.authorities(), *((pair.key, pair.chain) if pair else (None, None))
    )


class Renewed(grpc.aio.Channel):
    """A channel over TLS that is opened again when the files were exchanged: new calls go over the
    new one, and calls that run end on the one before.
    """

    def __init__(self, target: str, tls: ClientTls, options: Sequence[tuple[str, Any]]) -> None:
        self.target, self.tls, self.options = target, tls, options
        self.stamp, self.checked_at = stamp(tls.files), time.monotonic()
        self.channel = self.opened()
        self.ending: set[asyncio.Task[None]] = set()

    def opened(self) -> grpc.aio.Channel:
        """Another channel, with the files as they are."""
        return grpc.aio.secure_channel(self.target, credentials(self.tls), options=self.options)

    def current(self) -> grpc.aio.Channel:
        """Where a call goes that begins now."""
        if (now := time.monotonic()) > self.checked_at + CHECKED_EVERY:
            self.checked_at = now
            if (found := stamp(self.tls.files)) != self.stamp:
                self.stamp = found
                self.renew()
        return self.channel

    def renew(self) -> None:
        """Take the files over, or go on as before where they cannot be used."""
        try:
            self.channel, before = self.opened(), self.channel
        except Unusable as error:
            from services.chassis import telemetry  # noqa: PLC0415 — a command never comes here

            telemetry.log().error("tls.unusable", error=str(error))
            return
        self.ending.add(ending := asyncio.ensure_future(before.close(ENDS_WITHIN)))
        ending.add_done_callback(self.ending.discard)

    def multi(self, kind: str, *args: Any, **options: Any) -> Callable[..., Any]:
        """A method of a stub, over the channel that is current when it is called."""
        channel, method = self.channel, getattr(self.channel, kind)(*args, **options)

        def call(*asked: Any, **of_call: Any) -> Any:
            nonlocal channel, method
            if (current := self.current()) is not channel:
                channel, method = current, getattr(current, kind)(*args, **options)
            return method(*asked, **of_call)

        return call

    def unary_unary(self, *args: Any, **options: Any) -> Any:
        """See gRPC."""
        return self.multi("unary_unary", *args, **options)

    def unary_stream(self, *args: Any, **options: Any) -> Any:
        """See gRPC."""
        return self.multi("unary_stream", *args, **options)

    def stream_unary(self, *args: Any, **options: Any) -> Any:
        """See gRPC."""
        return self.multi("stream_unary", *args, **options)

    def stream_stream(self, *args: Any, **options: Any) -> Any:
        """See gRPC."""
        return self.multi("stream_stream", *args, **options)

    async def close(self, grace: float | None = None) -> None:
        """With all that still runs on it and on those before."""
        for each in self.ending:
            each.cancel()
        await asyncio.gather(*self.ending, return_exceptions=True)
        await self.channel.close(grace)

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:
        """See gRPC."""
        return self.channel.get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        """See gRPC."""
        await self.channel.wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        """See gRPC."""
        await self.channel.channel_ready()

    async def __aenter__(self) -> "Renewed":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
