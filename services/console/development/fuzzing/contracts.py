"""Every method that servers offer, found by reflection: nothing is known of a service beforehand.

Promises the messages as the server describes them, with who may call. Must not use a stub.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Any, NamedTuple

import grpc
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest
from grpc_reflection.v1alpha.reflection_pb2_grpc import ServerReflectionStub

from motcua.chassis.v1 import access_pb2

REFLECTION = "ServerReflection"


class Method(NamedTuple):
    """One method of one service."""

    process: str  # who offers it: "submissions"
    path: str  # "/motcua.submissions.v1.DossierService/GetDossier"
    request: Any  # descriptors of messages
    answer: Any
    uploads: bool  # takes a stream
    downloads: bool  # gives a stream
    roles: tuple[str, ...]
    endless: bool


async def methods_of(process: str, channel: grpc.aio.Channel) -> list[Method]:
    """All that a server offers, by their paths; those about itself are called, too."""
    asked: Any = ServerReflectionStub(channel).ServerReflectionInfo
    [listed] = [each async for each in asked(one(list_services=""))]
    names = sorted(each.name for each in listed.list_services_response.service)
    pool, known = DescriptorPool(), set[str]()
    found = []
    for name in names:
        if REFLECTION in name:
            continue
        async for answer in asked(one(file_containing_symbol=name)):
            add(pool, answer.file_descriptor_response.file_descriptor_proto, known)
        described = pool.FindServiceByName(name)
        found += [method_of(process, name, each) for each in described.methods]
    return sorted(found, key=lambda each: each.path)


async def one(**asked: str) -> AsyncIterator[ServerReflectionRequest]:
    """A stream of one question."""
    yield ServerReflectionRequest(**asked)


def add(pool: Any, files: Iterable[bytes], known: set[str]) -> None:
    """Files into a pool, each after those that it imports."""
    waiting = [FileDescriptorProto.FromString(each) for each in files]
    waiting = [each for each in waiting if each.name not in known]
    while waiting:
        ready = [each for each in waiting if known.issuperset(each.dependency)]
        for each in ready or waiting:
            pool.Add(each)
            known.add(each.name)
        waiting = [each for each in waiting if each.name not in known]


def method_of(process: str, service: str, described: Any) -> Method:
    """One, with what its option says."""
    stated = described.GetOptions().Extensions[access_pb2.access]
    return Method(
        process,
        f"/{service}/{described.name}",
        described.input_type,
        described.output_type,
        described.client_streaming,
        described.server_streaming,
        tuple(access_pb2.Role.Name(each)[len("ROLE_") :].lower() for each in stated.roles),
        stated.endless or (described.server_streaming and not stated.roles),  # health
    )
