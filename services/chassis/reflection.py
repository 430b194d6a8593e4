"""Server reflection for generic clients, as v1 and, for older clients, as v1alpha, whose messages
v1 has under another name. A client which has none of our files finds every message.
"""

from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from google.protobuf import text_format
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import Default
from grpc_reflection.v1alpha.reflection import aio
from grpc_reflection.v1alpha.reflection_pb2 import DESCRIPTOR as ALPHA

from services.chassis.health import ANYBODY

SERVICE, METHOD = "ServerReflection", "ServerReflectionInfo"
VERSIONS = ("grpc.reflection.v1", ALPHA.package)
NAMES = [f"{version}.{SERVICE}" for version in VERSIONS]
ACCESS = replace(ANYBODY, endless=True)  # a client holds the stream as long as it likes
DESCRIBED: Any = ALPHA.services_by_name[SERVICE].methods_by_name[METHOD]


class Symbols:
    """The pool that everybody shares; a method's full name leads to its file, too."""

    def __getattr__(self, name: str) -> Any:
        return getattr(Default(), name)

    def FindFileContainingSymbol(self, symbol: str) -> Any:  # noqa: N802 — the pool's own name
        """KeyError where there is none."""
        pool: Any = Default()
        with suppress(KeyError):  # it knows services and types only
            return pool.FindFileContainingSymbol(symbol)
        return pool.FindMethodByName(symbol).containing_service.file


@cache
def describe_v1() -> None:
    """From now on the pool that everybody shares knows v1, too; no package ships it."""
    alpha = FileDescriptorProto()
    ALPHA.CopyToProto(alpha)
    text = str(alpha).replace("grpc_reflection/v1alpha", "grpc/reflection/v1")
    v1 = text_format.Parse(text.replace(*reversed(VERSIONS)), FileDescriptorProto())
    Default().AddSerializedFile(v1.SerializeToString())


def answering(services: list[str]) -> Any:
    """What answers about the pool, in which these services are offered."""
    describe_v1()
    return aio.ReflectionServicer([*services, *NAMES], pool=Symbols())
