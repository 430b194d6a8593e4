"""The gRPC server of one service: its methods behind the chain, health, reflection, a calm end.

It does not start with a method that declares no access, and ends once running calls have finished.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf.descriptor import FileDescriptor
from grpc_health.v1 import health_pb2

from services.chassis import arrivals, gauges, reflection
from services.chassis.access import Undeclared, Within
from services.chassis.admission import Lanes
from services.chassis.chain import Chain
from services.chassis.decoding import LARGEST
from services.chassis.errors import Refusal
from services.chassis.health import ANYBODY, Health, Status
from services.chassis.identity import Identity
from services.chassis.page_tokens import PageTokens
from services.chassis.process import kept_up
from services.chassis.reasons import ChassisReason, Reason
from services.chassis.revocations import Revocations
from services.chassis.server_call import HEARD_WITHIN
from services.chassis.settings import API, Settings
from services.chassis.status import CODES, trailing

GRACE = 5.0  # seconds for running calls when the server ends
# Names of states beside those of services: the loop turns; calls are served, which is the server's
# own state; what is read can be as new as what others published; what is recorded is published.
LIVENESS, READINESS, CURRENT, PUBLISHED = "liveness", "readiness", "current", "published"
NEVER = 2**31 - 1
LARGEST_METADATA = 16 * 1024  # bytes of the headers of a call
OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST),
    # One bound: between two, gRPC refuses at random.
    ("grpc.max_metadata_size", LARGEST_METADATA),
    ("grpc.absolute_max_metadata_size", LARGEST_METADATA),
    ("grpc.per_message_decompression", 0),  # we do it, once the call has a place, up to a bound
    # What is not asked for yet: 64 KiB of each call, and no more where a connection is fast (the
    # probe would make it 16 MiB).
    ("grpc.http2.bdp_probe", 0),
    ("grpc.max_concurrent_streams", 100),  # calls of one connection; a client lets others wait
    ("grpc.http.overload_protection", 0),  # it refuses clients that keep to the bound above
    # gRPC's own bounds answer CANCELLED without a reason.
    ("grpc.server.max_pending_requests", NEVER),
    ("grpc.server.max_pending_requests_hard_limit", NEVER),
    ("grpc.max_connection_idle_ms", 15 * 60_000),  # a client without calls connects again
    # A client that vanished gives its places back.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.ping_timeout_ms", 20_000),
    # A client may ask every second whether we hang (balancing.py asks every three), also while it
    # has no call under way; to end its connection for it would be an outage of our making.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 1000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_ping_strikes", 0),
)
RENEWING = 30.0  # seconds beyond the longest stream that one connection may have after its time


def options(settings: Settings) -> tuple[tuple[str, int], ...]:
    """With what this process is told: who shares its port, and how long a connection is used. After
    that time a client is told to make another; whatever runs on the old one may end in order.
    """
    age = int(settings.longest_connection * 1000)
    # Unasked, two servers on one port would each get half of the calls.
    found = [*OPTIONS, ("grpc.so_reuseport", int(settings.reuse_port))]
    if age:
        grace = age + int(RENEWING * 1000)
        found += [
            ("grpc.max_connection_age_ms", age),
            ("grpc.max_connection_age_grace_ms", grace),
        ]
    return tuple(found)


# (add_XServicer_to_server, the servicer, DESCRIPTOR of the module that defines the service)
Offered = tuple[Callable[[Any, Any], None], object, FileDescriptor]


class Server:
    """`async with Server(settings, [...], within=tree.within) as server: ready(server.address)`."""

    def __init__(
        self,
        settings: Settings,
        services: Sequence[Offered],
        *,
        within: Within,
        accepting: Callable[[], Reason | None] = lambda: None,  # why commands are refused now
        starting: Callable[[], Reason | None] | None = None,  # why nothing is answered yet
        lanes: Lanes | None = None,
    ) -> None:
        identity = Identity(
            settings.token_keys,
            longest_life=settings.longest_token_hours * 3600,
            revocations=Revocations(settings.revoked_tokens),
        )
        fingerprints = settings.secret_keys.derived("fingerprints")
        tokens = PageTokens(settings.secret_keys)
        always = starting or (lambda: None)
        self.chain = Chain(
            identity,
            within,
            accepting,
            fingerprints,
            tokens,
            lanes or Lanes(),
            always,
            longest_stream=settings.longest_connection or float("inf"),
            proxies=settings.trusted_proxies,
        )
        self.drain = settings.drain
        self.ready = starting is None  # otherwise somebody shows when it is
        self.address = settings.listen  # as bound, once started
        self.health = Health()
        arrivals.install()
        self.grpc = grpc.aio.server(options=options(settings))
        # gRPC takes the calls of methods that it knows in turn: one which is flooded holds up none.
        self.register = self.grpc.add_registered_method_handlers
        answered = services if API in settings.roles else ()
        self.names = [name for offered in answered for name in self.offer(*offered)]
        self.offer_health()
        self.offer_reflection()
        self.grpc.add_generic_rpc_handlers([Unknown()])

    def offer(
        self, add: Callable[[Any, Any], None], servicer: object, contract: FileDescriptor
    ) -> list[str]:
        """Put every method of a servicer behind the chain; the names of its services."""
        added = Added()
        add(servicer, added)
        for name, handlers in added.services.items():
            described = contract.services_by_name.get(name.rpartition(".")[2])
            if described is None or described.full_name != name:
                raise Undeclared(f"{name} is not in {contract.name}")
            methods = described.methods_by_name
            self.register(
                name,
                {
                    each: self.chain.wrap(behavior_of(handlers[each]), methods[each])
                    for each in handlers
                },
            )
        return list(added.services)

    def offer_health(self) -> None:
        """For orchestrators, who bring no token."""
        described = health_pb2.DESCRIPTOR.services_by_name["Health"]
        methods = described.methods_by_name.items()
        handlers = {
            name: self.chain.serve(getattr(self.health, name), method, ANYBODY, anonymous=True)
            for name, method in methods
        }
        self.register(described.full_name, handlers)
        self.names.append(described.full_name)

    def offer_reflection(self) -> None:
        """For generic clients."""
        behavior = getattr(reflection.answering(self.names), reflection.METHOD)
        for name in reflection.NAMES:
            handler = self.chain.serve(
                behavior, reflection.DESCRIBED, reflection.ACCESS, anonymous=True
            )
            self.register(name, {reflection.METHOD: handler})
        self.names += reflection.NAMES

    async def start(self) -> None:
        """Bind and serve; say that we live, and SERVING unless somebody else shows when."""
        host, _, _ = self.address.rpartition(":")
        self.address = f"{host}:{self.grpc.add_insecure_port(self.address)}"
        await self.grpc.start()
        self.watching = asyncio.create_task(kept_up("calls", self.chain.watch))
        self.health.set(LIVENESS, Status.SERVING)
        self.show(self.ready, self.ready, self.ready)

    def show(self, ready: bool, current: bool, published: bool) -> None:
        """Tell whether calls are served, whether what is read can be current, and whether what is
        recorded is published.
        """
        states = dict.fromkeys(("", READINESS, *self.names), ready)
        for name, so in {**states, CURRENT: current, PUBLISHED: published}.items():
            state = Status.SERVING if so else Status.NOT_SERVING
            if self.health.states.get(name) != state:
                self.health.set(name, state)

    async def stop(self, grace: float = GRACE) -> None:
        """Say NOT_SERVING, and take calls until that is heard; let running calls finish within the
        grace, end the others.
        """
        self.health.end()
        await asyncio.sleep(self.drain)
        stopping = asyncio.ensure_future(self.grpc.stop(grace + HEARD_WITHIN))
        self.chain.end(endless=True)
        await asyncio.wait([stopping], timeout=grace)
        self.chain.end(endless=False)
        await stopping
        self.watching.cancel()

    async def wait(self) -> None:
        """Until it ends; cancel this to make it end."""
        await self.grpc.wait_for_termination()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.stop()


def behavior_of(handler: Any) -> Any:
    """The servicer's method, whatever its shape."""
    shapes = (handler.unary_unary, handler.unary_stream, handler.stream_unary)
    return next((each for each in shapes if each), handler.stream_stream)


class Added:
    """Stands where generated code expects a server, to learn what it would add."""

    def __init__(self) -> None:
        self.services: dict[str, Mapping[str, Any]] = {}

    def add_generic_rpc_handlers(self, handlers: Sequence[Any]) -> None:
        """The same methods in an older form."""

    def add_registered_method_handlers(self, name: str, handlers: Mapping[str, Any]) -> None:
        """One service and its methods."""
        self.services[name] = handlers


class Unknown(grpc.GenericRpcHandler):
    """Answers for every method that nobody offers."""

    def service(self, handler_call_details: Any) -> Any:
        """The same refusal whatever was called."""
        del handler_call_details
        return grpc.stream_unary_rpc_method_handler(self.refuse)

    async def refuse(self, _: Any, context: Any) -> None:
        """With a reason, as every error, and without reading what was sent."""
        refusal = Refusal(ChassisReason.METHOD_UNKNOWN)
        code = CODES[ChassisReason.METHOD_UNKNOWN.kind]
        gauges.answered("unknown", code.name, 0)
        gauges.REFUSALS.labels(ChassisReason.METHOD_UNKNOWN.code).inc()
        details = trailing(refusal, request_id="")
        await context.abort(code, refusal.message("en"), details)
