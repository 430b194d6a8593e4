"""An installation that answers every method with a message made up for it, valid by its contract.

Promises the same answer to the same call of one seed, whoever asks first, and lists that end. Must
not know what a command does with an answer.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health_pb2

TEXTS = (
    "units/a", "units/b", "services/a", "Sông Vân", "online_handling", "2026-03", "12", "50.0", "",
    "online", "=x\t\x1b[2J",
)  # fmt: skip
DAYS = ((2026, 3, 2), (2026, 4, 1), (2025, 1, 1))
NO_DAYS = ((0, 0, 0), (2026, 0, 0), (2026, 2, 31), (-1, 1, 1), (9999, 12, 31), (99_999, 1, 1))
SECONDS = (1_772_415_000, 1_764_000_000, 0)
NO_SECONDS = (-62_135_596_800, 253_402_300_799, 2**62, -(2**62))
LARGE = (2**31 - 1, -(2**31), -1)
PAGES = 2  # of a list


@dataclass
class Maker:
    """Makes answers. `odd`: how often a value is one that nobody expects, a field absent that is
    mostly there, or a number of an enumeration one that this version does not know.
    """

    seed: int
    odd: float
    asked: Counter[str] = field(default_factory=Counter)
    lock: Any = field(default_factory=threading.Lock)

    def answer(self, path: str, kind: Any) -> Any:
        """To the next call of a method."""
        with self.lock:
            self.asked[path] += 1
            number = self.asked[path]
        made = self.message(kind, Random(f"{self.seed}:{path}:{number}"), 0)
        if "next_page_token" in kind.fields_by_name:
            setattr(made, "next_page_token", "more" if number < PAGES else "")  # noqa: B010
        return made

    def message(self, kind: Any, random: Random, depth: int) -> Any:
        """Deep ones hold fewer parts."""
        made: Any = GetMessageClass(kind)()
        odd = random.random() < self.odd
        if kind.full_name == "google.protobuf.Timestamp":
            made.seconds = random.choice(NO_SECONDS if odd else SECONDS)
        elif kind.full_name == "google.type.Date":
            made.year, made.month, made.day = random.choice(NO_DAYS if odd else DAYS)
        else:
            for each in kind.fields:
                self.fill(made, each, random, depth)
        return made

    def fill(self, made: Any, of: Any, random: Random, depth: int) -> None:
        """One field, or what is in a list or map of them."""
        odd = random.random() < self.odd
        if of.is_repeated:
            held = getattr(made, of.name)
            for _ in range(0 if odd or depth > 5 else random.randint(1, 2)):
                if of.message_type and of.message_type.GetOptions().map_entry:
                    parts = of.message_type.fields_by_name
                    key, value = (parts[each] for each in ("key", "value"))
                    if not value.message_type:
                        held[self.scalar(key, random)] = self.scalar(value, random)
                elif of.message_type:
                    held.append(self.message(of.message_type, random, depth + 1))
                else:
                    held.append(self.scalar(of, random))
        elif (
            odd
            or (depth > 5 and of.message_type)
            or (of.containing_oneof and random.random() < 0.5)
        ):
            return
        elif of.message_type:
            held = getattr(made, of.name)
            held.SetInParent()
            held.CopyFrom(self.message(of.message_type, random, depth + 1))
        else:
            setattr(made, of.name, self.scalar(of, random))

    def scalar(self, of: Any, random: Random) -> Any:
        """A value of a field that holds no message."""
        odd = random.random() < self.odd
        if of.enum_type:
            known = [each.number for each in of.enum_type.values if each.number]
            return random.choice((0, 77, 2**31 - 1)) if odd else random.choice(known)
        if of.cpp_type == of.CPPTYPE_STRING:
            written = text(of, random, odd=odd)
            return written.encode() if of.type == of.TYPE_BYTES else written
        if of.cpp_type == of.CPPTYPE_BOOL:
            return random.random() < 0.5
        if of.cpp_type in {of.CPPTYPE_DOUBLE, of.CPPTYPE_FLOAT}:
            return random.choice((0.5, float("nan"), -1e300)) if odd else 0.5
        return integer(of, random) if odd else random.randint(1, 40)


def text(of: Any, random: Random, *, odd: bool) -> str:
    """Some fields have mostly what leads a command on."""
    if of.full_name == "motcua.metrics.v1.Definition.id":
        return "online_handling"
    if "digest" in of.name and not odd:
        return "a2b4"
    return "units/a" if of.name == "unit" and random.random() < 0.5 else random.choice(TEXTS)


def integer(of: Any, random: Random) -> int:
    """At the edges of its type."""
    wide = of.cpp_type in {of.CPPTYPE_INT64, of.CPPTYPE_UINT64}
    number = random.choice((0, *LARGE, *((2**63 - 1, -(2**63)) if wide else ())))
    unsigned = of.cpp_type in {of.CPPTYPE_UINT32, of.CPPTYPE_UINT64}
    return int(abs(number + unsigned) if unsigned else number)


def methods() -> dict[str, Any]:
    """By path, of every contract that is loaded, as the client loads them."""
    from services.console.commands import audit  # noqa: F401 - its contract
    from services.console.portal import client, revoking  # noqa: F401 - theirs

    pool, found = descriptor_pool.Default(), {}
    for name in sorted(sys.modules):
        if name.startswith("motcua.") and name.endswith("_pb2"):
            file = sys.modules[name].DESCRIPTOR
            for service in pool.FindFileByName(file.name).services_by_name.values():
                for each in service.methods:
                    found[f"/{service.full_name}/{each.name}"] = each
    return found


class StandIn(grpc.GenericRpcHandler):
    """Answers by `maker`, or with these bytes whatever is called."""

    def __init__(self) -> None:
        self.maker = Maker(0, 0.0)
        self.raw: bytes | None = None
        self.refusal: bytes | None = None  # the details of one, for everything that is called
        self.methods = methods()

    def service(self, details: Any) -> Any:
        """Which handler takes a call."""
        path = details.method
        if path == "/grpc.health.v1.Health/Check":
            serving = health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.SERVING)
            return grpc.unary_unary_rpc_method_handler(lambda *_: serving.SerializeToString())
        method = self.methods.get(path)
        if method is None:
            return None

        def one(_: Any, context: Any) -> bytes:
            if self.refusal is not None:
                context.set_trailing_metadata((("grpc-status-details-bin", self.refusal),))
                context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "no more")
            if self.raw is not None:
                return self.raw
            return bytes(self.maker.answer(path, method.output_type).SerializeToString())

        def several(request: Any, context: Any) -> Iterator[bytes]:
            for _ in range(3):
                yield one(request, context)

        kind = f"{'stream' if method.client_streaming else 'unary'}_"
        kind += "stream" if method.server_streaming else "unary"
        make: Callable[..., Any] = getattr(grpc, f"{kind}_rpc_method_handler")
        return make(several if method.server_streaming else one)


@contextmanager
def stand_in() -> Iterator[tuple[StandIn, str]]:
    """One that runs, and its address."""
    handler, server = StandIn(), grpc.server(ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers((handler,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield handler, f"http://127.0.0.1:{port}"
    finally:
        server.stop(None).wait()
