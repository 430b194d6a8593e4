"""The gRPC server of one service: its methods behind the chain, health, reflection, a calm end.

Promises not to start with a method that declares no access, and to let running calls finish before
it ends. Must not know which service it carries.
"""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf.descriptor import FileDescriptor
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from services.chassis.access import Undeclared, Within
from services.chassis.chain import Chain
from services.chassis.errors import Kind, Reason, Refusal
from services.chassis.identity import Identity
from services.chassis.settings import Settings
from services.chassis.status import trailing

GRACE = 5.0  # seconds for running calls when the server ends
OPTIONS = (
    ("grpc.so_reuseport", 0),  # two servers on one port would each get half of the calls
    (
        "grpc.max_receive_message_length",
        16 * 1024 * 1024,
    ),  # above it, gRPC answers without a reason
)
METHOD_UNKNOWN = Reason(
    "METHOD_UNKNOWN",
    Kind.UNIMPLEMENTED,
    "Máy chủ không có phương thức này.",
    "This server has no such method.",
)

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
    ) -> None:
        identity = Identity(settings.token_keys)
        fingerprints = settings.secret_keys.derived("fingerprints")
        self.chain = Chain(identity, within, accepting, fingerprints)
        self.address = settings.listen  # as bound, once started
        self.health = health.aio.HealthServicer()
        self.grpc = grpc.aio.server(options=OPTIONS)
        names = [name for offered in services for name in self.offer(*offered)]
        health_pb2_grpc.add_HealthServicer_to_server(self.health, self.grpc)
        names += [health.SERVICE_NAME, reflection.SERVICE_NAME]
        reflection.enable_server_reflection(names, self.grpc)
        self.grpc.add_generic_rpc_handlers([Unknown()])
        self.names = ["", *names]

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
            wrapped = {each: self.chain.wrap(handlers[each], methods[each]) for each in handlers}
            self.grpc.add_registered_method_handlers(name, wrapped)
        return list(added.services)

    async def start(self) -> None:
        """Bind, serve, and say SERVING."""
        host, _, _ = self.address.rpartition(":")
        self.address = f"{host}:{self.grpc.add_insecure_port(self.address)}"
        await self.grpc.start()
        for name in self.names:
            await self.health.set(name, health_pb2.HealthCheckResponse.SERVING)

    async def stop(self, grace: float = GRACE) -> None:
        """Say NOT_SERVING, let running calls finish within the grace, end."""
        await self.health.enter_graceful_shutdown()
        await self.grpc.stop(grace)

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
        return grpc.unary_unary_rpc_method_handler(self.refuse)

    async def refuse(self, _: bytes, context: Any) -> None:
        """With a reason, as every error."""
        refusal = Refusal(METHOD_UNKNOWN)
        details = trailing(refusal, request_id="")
        await context.abort(grpc.StatusCode.UNIMPLEMENTED, refusal.message("en"), details)
