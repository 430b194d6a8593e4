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

from services.chassis import arrivals, gauges, identity_service, probes, reflection
from services.chassis.access import Undeclared, Within
from services.chassis.audit import service as audit_service
from services.chassis.audit.record import Audit
from services.chassis.chain import Chain
from services.chassis.errors import Refusal
from services.chassis.health import ANYBODY, Health, Status
from services.chassis.identity import Identity
from services.chassis.limits.callers import Limits
from services.chassis.limits.lanes import Lanes
from services.chassis.limits.wrong_tokens import WrongTokens
from services.chassis.oidc.followed import Issuers
from services.chassis.oidc.kept import KeptKeys
from services.chassis.page_tokens import PageTokens
from services.chassis.process import kept_up
from services.chassis.reasons import ChassisReason, Reason
from services.chassis.revocations import Revocations
from services.chassis.revoked_tokens import RevokedTokens
from services.chassis.server_call import DRAINED_WITHIN
from services.chassis.server_options import options
from services.chassis.settings import API, Settings
from services.chassis.status import CODES, trailing
from services.chassis.tls import server as tls

GRACE = 5.0  # seconds for running calls when the server ends
# Names of states beside those of services: the loop turns; calls are served, which is the server's
# own state; what is read can be as new as what others published; what is recorded is published; of
# every issuer of tokens the keys could be fetched.
LIVENESS, READINESS, CURRENT, PUBLISHED = "liveness", "readiness", "current", "published"
ISSUERS = "issuers"

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
        audit: Audit | None = None,
        revoked: RevokedTokens | None = None,
        issuer_keys: KeptKeys | None = None,
    ) -> None:
        self.issuers, limits = issuers(settings, issuer_keys), Limits(settings.limits)
        identity = identity_of(settings, self.issuers, limits, revoked)
        fingerprints = settings.secret_keys.derived("fingerprints")
        always = starting or (lambda: None)
        self.chain = Chain(
            identity,
            within,
            accepting,
            fingerprints,
            PageTokens(settings.secret_keys),
            lanes or Lanes(),
            limits,
            always,
            longest_stream=settings.longest_connection or float("inf"),
            proxies=settings.trusted_proxies,
            portals=frozenset(settings.trusted_portals),
            refused=audit.refused if audit else lambda *_: None,
        )
        self.tls = tls.of(settings)
        self.drain = settings.drain
        self.ready = starting is None  # otherwise somebody shows when it is
        self.address = settings.listen  # as bound, once started
        self.health = Health()
        arrivals.install()
        self.grpc = grpc.aio.server(options=options(settings))
        # gRPC takes the calls of methods that it knows in turn: one which is flooded holds up none.
        self.register = self.grpc.add_registered_method_handlers
        offered = [*services, identity_service.offered(identity), *audited(audit, within, services)]
        answered = offered if API in settings.roles else ()
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
        self.address = f"{host}:{self.add_port()}"
        await self.grpc.start()
        tasks = {"calls": self.chain.watch} | ({"certificate": self.tls.watch} if self.tls else {})
        self.issuers.changed = self.show_issuers
        tasks["issuers"] = self.issuers.run
        self.watching = [asyncio.create_task(kept_up(*each)) for each in tasks.items()]
        self.health.set(LIVENESS, Status.SERVING)
        probes.PROBES.show(self.health)
        if any(self.issuers):
            self.show_issuers()
        self.show(self.ready, self.ready, self.ready)

    def add_port(self) -> int:
        """Under TLS where there is a certificate."""
        if self.tls:
            return self.grpc.add_secure_port(self.address, self.tls.credentials())
        return self.grpc.add_insecure_port(self.address)

    def show(self, ready: bool, current: bool, published: bool) -> None:
        """Tell whether calls are served, reads can be current, what is recorded is published."""
        states = dict.fromkeys(("", READINESS, *self.names), ready)
        for name, so in {**states, CURRENT: current, PUBLISHED: published}.items():
            self.health.show(name, so)

    def show_issuers(self) -> None:
        """Tell whether all keys of issuers could be fetched."""
        self.health.show(ISSUERS, all(each.keys.up for each in self.issuers))

    async def stop(self, grace: float = GRACE) -> None:
        """Say NOT_SERVING, and take calls until that is heard; let running calls finish within the
        grace, end the others.
        """
        self.health.end()
        await asyncio.sleep(self.drain)
        stopping = asyncio.ensure_future(self.grpc.stop(grace + DRAINED_WITHIN))
        try:
            self.chain.end(endless=True)
            await asyncio.wait([stopping], timeout=grace)
            self.chain.end(endless=False)
            await stopping
        finally:
            for each in self.watching:
                each.cancel()

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


def audited(audit: Audit | None, within: Within, services: Sequence[Offered]) -> list[Offered]:
    """The list of what was refused by a server of these services."""
    if audit is None:
        return []
    return [audit_service.offered(audit, within, [contract for *_, contract in services])]


def identity_of(
    settings: Settings,
    others: Issuers,
    limits: Limits,
    revoked: RevokedTokens | None,
) -> Identity:
    """By which tokens a server believes its callers."""
    return Identity(
        settings.token_keys,
        longest_life=settings.longest_token_life,
        revocations=Revocations(settings.revoked_tokens),
        others=others,
        wrong=WrongTokens(limits),
        revoked=revoked,
    )


def issuers(settings: Settings, kept: KeptKeys | None) -> Issuers:
    """Others than the embedded one, where tokens are looked at."""
    return Issuers(
        settings.issuers if API in settings.roles else "",
        subject_key=settings.subject_key,
        longest_life=settings.longest_token_life,
        kept=kept,
    )


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
