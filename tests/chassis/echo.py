"""A service of the tests' own, over a contract that no service ships, and a client for it.

Promises raw bytes on both ends where a test wants them. Must not import a service.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import jwt
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf import descriptor_pb2, descriptor_pool, timestamp_pb2
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status
from google.type import date_pb2
from grpc_tools import protoc

from motcua.chassis.v1 import publishing_pb2, tree_heads_pb2
from services.chassis import gauges
from services.chassis.call import current
from services.chassis.keys import Keyring
from services.chassis.server import Server
from services.chassis.settings import Settings

# The pool must know them before echo.proto.
IMPORTED = (timestamp_pb2, date_pb2, publishing_pb2, tree_heads_pb2)
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PRIVATE, FOREIGN = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
INSIDE = {
    ("units/city", "units/ward"),
    ("units/city", "units/street"),
    ("units/ward", "units/street"),
}


@cache
def contract() -> Any:
    """The file descriptor of echo.proto, in the pool where extensions of options are known."""
    with tempfile.TemporaryDirectory() as place:
        image = Path(place) / "image"
        roots = (HERE, ROOT / "proto", files("grpc_tools") / "_proto", common_protos())
        words = ["protoc", *(f"-I{root}" for root in roots), f"--descriptor_set_out={image}"]
        assert protoc.main([*words, "echo.proto"]) == 0
        described = descriptor_pb2.FileDescriptorSet.FromString(image.read_bytes()).file[0]
    descriptor_pool.Default().Add(described)
    return descriptor_pool.Default().FindFileByName("echo.proto")


def common_protos() -> Path:
    """Where google/api and google/type lie."""
    import google.api

    return Path(next(iter(google.api.__path__))).parents[1]


def message(name: str) -> Any:
    """A message class of the contract."""
    return GetMessageClass(contract().message_types_by_name[name])


def request(**changes: Any) -> Any:
    """A sound request, changed."""
    fields = {"text": "xin chào", "place": {"unit": "units/ward"}, **changes}
    return message("SayRequest")(
        **{name: each for name, each in fields.items() if each is not None}
    )


class Echo:
    """What the tests make of a method stands in `act`; by default it answers."""

    def __init__(self) -> None:
        self.act: Callable[[Any], Any] = self.answer
        self.ran = 0
        self.cancelled = asyncio.Event()

    async def answer(self, asked: Any) -> Any:
        call = current()
        told = {"subject": call.caller.subject, "traceparent": call.traceparent}
        mark = call.command(asked, command_id=uuid4()).fingerprint
        return message("SayResponse")(text=asked.text, fingerprint=mark, **told)

    async def Say(self, asked: Any, _: Any) -> Any:  # noqa: N802
        self.ran += 1
        try:
            return await self.act(asked)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    Ask = Rule = Find = Browse = Say

    async def Send(self, asked: Any, _: Any) -> Any:  # noqa: N802
        self.ran += 1
        return message("SayResponse")(text="+".join([each.text async for each in asked]))

    async def Listen(self, asked: Any, _: Any) -> Any:  # noqa: N802
        try:
            for number in range(3):
                answered = await self.act(asked)
                answered.text = f"{answered.text}{number}"
                yield answered
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    async def Follow(self, asked: Any, _: Any) -> Any:  # noqa: N802
        while True:
            yield await self.act(asked)

    Attend = Follow

    async def Talk(self, asked: Any, _: Any) -> Any:  # noqa: N802
        async for each in asked:
            yield await self.act(each)


def add(servicer: Any, server: Any) -> None:
    """What generated code would do for EchoService."""
    add_service("EchoService", servicer, server)


def add_open(servicer: Any, server: Any) -> None:
    """What generated code would do for OpenService, whose method declares nothing."""
    add_service("OpenService", servicer, server)


def add_service(name: str, servicer: Any, server: Any) -> None:
    described = contract().services_by_name[name]
    handlers = {}
    for method in described.methods:
        behavior = getattr(servicer, method.name, None)
        if method.client_streaming and method.server_streaming:
            handlers[method.name] = grpc.stream_stream_rpc_method_handler(behavior)
        elif method.client_streaming:
            handlers[method.name] = grpc.stream_unary_rpc_method_handler(behavior)
        elif method.server_streaming:
            handlers[method.name] = grpc.unary_stream_rpc_method_handler(behavior)
        else:
            handlers[method.name] = grpc.unary_unary_rpc_method_handler(behavior)
    server.add_registered_method_handlers(described.full_name, handlers)


def settings(**changes: Any) -> Settings:
    """Settings of a server on a free port."""
    fixed = {
        "listen": "127.0.0.1:0",
        "database_dsn": "postgresql://nobody@127.0.0.1:1/none",
        "nats_url": "nats://127.0.0.1:1",
        "token_keys": public_pem(FOREIGN_TOO) + public_pem(PRIVATE),
        "secret_keys": Keyring({"1": b"0123456789abcdef"}),
        "log_keys": Keyring({"1": b"0123456789abcdef"}),
    }
    return Settings(**{**fixed, **changes})


def public_pem(key: Ed25519PrivateKey) -> str:
    """The public half as PEM."""
    how = (form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*how).decode()


FOREIGN_TOO = Ed25519PrivateKey.generate()  # a second trusted key, so that rotation is exercised


def token(
    role: str = "officer",
    unit: str = "units/city",
    *,
    key: Any = PRIVATE,
    algorithm: str = "EdDSA",
    life: timedelta = timedelta(days=1),
    **changes: Any,
) -> str:
    """A header value; a claim set to None is left out."""
    claims = {
        "sub": "officers/1",
        "aud": "motcua",
        "iss": "motcua",
        "exp": datetime.now(UTC) + life,
        "roles": [{"role": role, "unit": unit}],
        **changes,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    return f"Bearer {jwt.encode(claims, key, algorithm=algorithm)}"


class Client:
    """Calls with bytes or messages, any headers."""

    def __init__(self, channel: grpc.aio.Channel, address: str = "") -> None:
        self.channel, self.address = channel, address

    async def call(self, name: str, asked: Any, *, auth: str | None = "", **options: Any) -> Any:
        """One request, one answer. `auth`: "" is a sound officer's token, None is none."""
        method = self.channel.unary_unary(
            f"/motcua.echo.v1.EchoService/{name}",
            response_deserializer=message("SayResponse").FromString,
        )
        return await method(as_bytes(asked), metadata=headers(auth, options), **options)

    def stream(
        self, name: str, asked: Any, *, shape: str, auth: str | None = "", **options: Any
    ) -> Any:
        """The other shapes; where requests stream, `asked` is a list, or gives them as bytes."""
        method = getattr(self.channel, shape)(
            f"/motcua.echo.v1.EchoService/{name}",
            response_deserializer=message("SayResponse").FromString,
        )
        if isinstance(asked, list):
            asked = map(as_bytes, asked)
        elif isinstance(asked, Message):
            asked = as_bytes(asked)
        return method(asked, metadata=headers(auth, {}), **options)


def headers(auth: str | None, options: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    bearer = () if auth is None else (("authorization", auth or token()),)
    return (*bearer, *options.pop("metadata", ()))


def as_bytes(asked: Any) -> bytes:
    return asked if isinstance(asked, bytes) else asked.SerializeToString()


@asynccontextmanager
async def running(echo: Echo, **options: Any) -> AsyncIterator[Client]:
    """The service behind the chain, and a client of it."""
    options.setdefault("within", lambda ancestor, unit: (ancestor, unit) in INSIDE)
    given = options.pop("settings", None) or settings()
    async with (
        Server(given, [(add, echo, contract())], **options) as server,
        grpc.aio.insecure_channel(server.address, options=SENDS_ANYTHING) as channel,
    ):
        yield Client(channel, server.address)


SENDS_ANYTHING = (("grpc.max_send_message_length", -1),)


class Said:
    """An error as a client reads it."""

    def __init__(self, error: grpc.aio.AioRpcError) -> None:
        trailing = dict(error.trailing_metadata() or ())
        status = Status.FromString(trailing["grpc-status-details-bin"])
        self.code, self.text = error.code(), error.details()
        self.info = details.ErrorInfo()
        self.words: dict[str, str] = {}
        self.violations: list[Any] = []
        self.retry: details.RetryInfo | None = None
        for each in status.details:
            self.read(each)
        self.reason = self.info.reason
        self.fields = [each.field for each in self.violations]
        self.whole = json.dumps([str(each) for each in status.details]) + str(error)

    def read(self, packed: Any) -> None:
        if packed.Unpack(self.info):
            return
        words, request_ = details.LocalizedMessage(), details.BadRequest()
        retry = details.RetryInfo()
        if packed.Unpack(words):
            self.words[words.locale] = words.message
        elif packed.Unpack(request_):
            self.violations += request_.field_violations
        elif packed.Unpack(retry):
            self.retry = retry


def counted(reason: str) -> float:
    """How many calls of this process were refused for this reason."""
    return gauges.REGISTRY.get_sample_value("motcua_refusals_total", {"reason": reason}) or 0.0


async def refused(answer: Any) -> Said:
    """What the call was refused with."""
    try:
        await answer
    except grpc.aio.AioRpcError as error:
        return Said(error)
    raise AssertionError("the call was answered")
